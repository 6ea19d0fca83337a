"""How times, people and texts are written in few cells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from console.domain.models import Entry, Priority, Status

PRIORITY_MARKS = {Priority.URGENT: "!!", Priority.HIGH: "! ", Priority.NORMAL: "  ",
                  Priority.LOW: "↓ "}  # fmt: skip
STATUS_WORDS = {
    Status.NEW: "new", Status.OPEN: "open", Status.PENDING: "pending",
    Status.ON_HOLD: "on hold", Status.SNOOZED: "snoozed", Status.RESOLVED: "resolved",
    Status.CLOSED: "closed",
}  # fmt: skip

MOOD_MARKS = {-2: "▼", -1: "▽", 0: "·", 1: "△", 2: "▲"}
"""How a customer feels, in one cell; filled for the strong ones."""
CAUSES = {
    "customer_request": "asked for us", "missing_knowledge": "no answer",
    "unsupported_request": "cannot do", "policy_restriction": "not allowed",
    "tool_failure": "tool failed", "distress": "distress",
}  # fmt: skip
"""Why the bot handed over, in one column."""

MINUTE, HOUR, DAY = 60, 3600, 86400


def brief(span: timedelta) -> str:
    """Write a span in at most five cells: `45s`, `19m`, `1h05`, `12h`, `3d`, `9w`."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < MINUTE:
        return f"{seconds}s"
    if seconds < HOUR:
        return f"{seconds // MINUTE}m"
    if seconds < 10 * HOUR:
        return f"{seconds // HOUR}h{seconds % HOUR // MINUTE:02d}"
    if seconds < 2 * DAY:
        return f"{seconds // HOUR}h"
    if seconds < 60 * DAY:
        return f"{seconds // DAY}d"
    return f"{seconds // (7 * DAY)}w"


def countdown(entry: Entry, now: datetime) -> tuple[str, str]:
    """Give the time left on the nearest SLA clock, and the role that styles it.

    Overdue ones have a minus sign, so that colour is never alone; `now` is neither.
    """
    if entry.due is None:
        return "", "later"
    left = entry.due.at - now
    if left < timedelta(0):
        late = brief(-left)
        return ("now" if late == "0s" else f"-{late}"), "overdue"
    role = "soon" if left < timedelta(hours=1) else "later"
    return brief(left), role


def next_change(entries: Iterable[Entry], now: datetime) -> float:
    """Tell in how many seconds the first countdown will read differently, at least one."""
    nearest = 3600.0
    for entry in entries:
        if entry.due is None:
            continue
        left = (entry.due.at - now).total_seconds()
        if abs(left) < MINUTE:
            return 1.0
        if abs(left) < 10 * HOUR:
            nearest = min(nearest, left % MINUTE + 0.05)
    return max(1.0, nearest)


def feeling(entry: Entry) -> str:
    """Write mood and trend in two cells; blank where nothing could be told yet."""
    glance = entry.glance
    if glance is None or glance.mood is None:
        return "  "
    return MOOD_MARKS[glance.mood] + ("↗" if glance.trend > 0 else "↘" if glance.trend < 0 else " ")


def initials(name: str) -> str:
    """Shorten a colleague's name to two letters, for the narrowest column."""
    parts = name.replace("-", " ").split()
    letters = (parts[0][:1] + parts[-1][:1]) if len(parts) > 1 else name.strip()[:2]
    return letters.upper()


def person(name: str) -> str:
    """Shorten a colleague's name for a column: first name and an initial."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}" if len(parts) > 1 else name


def fit(text: str, width: int) -> str:
    """Cut or pad a text to exactly `width` cells; a cut one ends in an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells, at spaces where there are any."""
    width = max(width, 2)
    out: list[str] = []
    for line in text.expandtabs(4).split("\n"):
        if len(line) <= width and cell_len(line) <= width:
            out.append(line)
            continue
        out += _wrap_line(line, width)
    return out


def _wrap_line(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip(" "))][: width // 2]
    out: list[str] = []
    current, used = indent, len(indent)
    for word in line.strip(" ").split(" "):
        size = cell_len(word)
        gap = 1 if used > len(indent) else 0
        if used + gap + size <= width:
            current += " " * gap + word
            used += gap + size
            continue
        if used > len(indent):
            out.append(current)
            current, used = indent, len(indent)
        rest, left, room = word, size, width - len(indent)
        # What is left is counted down: measuring it anew takes seconds for a page of Chinese.
        while left > room:
            while rest and left > room:
                head = _head(rest, room)
                out.append(indent + head)
                rest, left = rest[len(head) :], left - cell_len(head)
            # A cluster cut in two is wider than it was whole: at the end the rest is measured.
            left = cell_len(rest)
        current, used = indent + rest, len(indent) + left
    out.append(current)
    return out


def _head(word: str, width: int) -> str:
    """Give as many characters of a word as fit, at least one."""
    used = 0
    for index, char in enumerate(word):
        used += cell_len(char)
        if used > width:
            return word[: max(index, 1)]
    return word


def strip(parts: Iterable[tuple[str, Style]], width: int, fill: Style) -> Strip:
    """Put styled texts on one line of exactly `width` cells."""
    segments: list[Segment] = []
    used = 0
    for text, style in parts:
        if not text:
            continue
        size = cell_len(text)
        if used + size > width:
            text = fit(text, width - used)  # noqa: PLW2901  the last part is cut
            size = width - used
        if size > 0:
            segments.append(Segment(text, style))
            used += size
    if used < width:
        segments.append(Segment(" " * (width - used), fill))
    return Strip(segments, width)


def ends(
    left: list[tuple[str, Style]], right: list[tuple[str, Style]], width: int, fill: Style
) -> Strip:
    """Put texts at both ends of a line; the left ones give way."""
    need = sum(cell_len(text) for text, _ in right)
    room = max(0, width - need)
    kept: list[tuple[str, Style]] = []
    for text, style in left:
        size = cell_len(text)
        if size > room:
            text = fit(text, room)  # noqa: PLW2901  what does not fit is cut
            size = room
        kept.append((text, style))
        room -= size
    return strip([*kept, (" " * room, fill), *right], width, fill)
