"""The lines of the outbox: when each leaves, how far it has come, for whom, and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from textual.geometry import Region
from textual.strip import Strip

from console.domain.changes import Outgoing, Reply, State
from console.domain.models import Ref
from console.domain.text import clean_line
from console.ui.format import brief, fit, strip
from console.ui.talk import state_word, what
from console.ui.widgets.line import Lines

POINTER = 2
WAIT = 6
"""Cells of the countdown, leftmost: what ticks costs its own cells alone."""
STATE = 11
CLOCK = 6
GAP = 2


def first_line(row: Outgoing) -> str:
    """Give the beginning of what is said; empty for what says nothing."""
    if not isinstance(row.change, Reply):
        return ""
    lines = [line for line in row.change.text.splitlines() if line.strip()]
    return clean_line(lines[0], 200) if lines else ""


def leaves_in(row: Outgoing, now: datetime) -> str:
    """Give the time until it is sent, or tried again; empty when that is not known."""
    at = row.next_at or row.due_at
    known = row.state is State.QUEUED or (row.state is State.UNKNOWN and row.next_at is not None)
    if row.held or not known or at <= now:
        return ""
    # A second that has begun is counted whole: the last one reads 1s, not 0s.
    return brief(at - now + timedelta(seconds=0.999))


class Parcels(Lines):
    """Changes under each other in columns, with a cursor."""

    DEFAULT_CSS = "Parcels { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.rows: list[Outgoing] = []
        self.names: Mapping[Ref, tuple[str, str]] = {}
        """Customer and subject."""
        self.now: datetime | None = None
        self.cursor = 0
        self.top = 0
        self._drawn: dict[str, str] = {}
        """The countdowns as they were last drawn, by key."""

    def show(
        self, rows: Sequence[Outgoing], names: Mapping[Ref, tuple[str, str]], now: datetime
    ) -> None:
        """Show changes; the cursor stays on its own where that is still there."""
        at = self.current
        self.rows, self.names, self.now = list(rows), names, now
        places = {row.key: index for index, row in enumerate(self.rows)}
        place = places.get(at.key, self.cursor) if at is not None else 0
        self.cursor = max(0, min(place, len(self.rows) - 1))
        self.fitted()
        self.refresh()

    @property
    def current(self) -> Outgoing | None:
        """The change under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def height(self) -> int:
        """Lines visible under the titles."""
        return max(1, self.size.height - 1)

    def go(self, to: int) -> None:
        """Move the cursor to a position."""
        self.cursor = max(0, min(to, len(self.rows) - 1))
        self.fitted()
        self.refresh()

    def fitted(self) -> None:
        """Keep the cursor in view."""
        if self.size.height:
            self.top = max(min(self.top, self.cursor), self.cursor - self.height + 1)

    def tick(self, now: datetime) -> bool:
        """Draw countdowns again that read differently; say whether one has come to its end."""
        self.now = now
        ended = False
        for offset, row in enumerate(self.rows[self.top : self.top + self.height]):
            drawn, reads = self._drawn.get(row.key, ""), leaves_in(row, now)
            if drawn != reads:
                ended = ended or not reads
                self.refresh(Region(0, 1 + offset, POINTER + WAIT, 1))
        return ended

    def counts(self) -> bool:
        """Say whether anything in view counts down."""
        return any(self._drawn.values())

    def columns(self) -> tuple[int, int, int]:
        """Divide the width: customer, what it is, and the time it was made."""
        width = self.size.width
        customer = 20 if width >= 110 else 16 if width >= 70 else max(8, width // 6)
        kind = 22 if width >= 110 else 14
        return customer, kind, CLOCK if width >= 76 else 0

    def render_line(self, y: int) -> Strip:
        """Draw the titles, or a change."""
        width = self.size.width
        if not self.rows:
            text = "  Nothing waits to be sent." if y == 1 else ""
            return strip([(text, self.style_of("strong"))], width, self.ground())
        customer, kind, clock = self.columns()
        if y == 0:
            text = " " * POINTER + "leaves" + "  " + fit("state", STATE)
            text += " " * GAP + fit("customer", customer) + " " * GAP + fit("change", kind)
            text += " " * GAP + fit("made", clock) if clock else ""
            return strip([(text + " " * GAP + "text", self.style_of("faint"))], width,
                         self.ground())  # fmt: skip
        index = self.top + y - 1
        if index >= len(self.rows) or self.now is None:
            return Strip.blank(width, self.ground())
        row = self.rows[index]
        here = index == self.cursor
        wait = self._drawn[row.key] = leaves_in(row, self.now)
        word, role = state_word(row, self.now)
        name, subject = self.names.get(row.ref, ("", ""))
        made = f"{row.made_at.astimezone():%H:%M}"
        body, quiet = self.style_of("text"), self.style_of("muted")
        state = self.style_of(role)
        if here:
            body = quiet = state = self.style_of("choice")
        elif row.state is State.SENT:
            body = state = quiet
        middle = fit(name or str(row.ref), customer) + " " * GAP + fit(what(row), kind)
        tail = " " * GAP + fit(made, clock) if clock else ""
        # The first line of what is said; of what says nothing, what it is about.
        text = first_line(row)
        return strip(
            [
                ("❯ " if here else "  ", body),
                (wait.rjust(WAIT) + " " * GAP, quiet),
                (fit(word, STATE) + " " * GAP, state),
                (middle, body),
                (tail + " " * GAP, quiet),
                (text or subject, body if text else quiet),
            ],
            width,
            body if here else self.ground(),
        )
