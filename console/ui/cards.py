"""How the handoff card becomes lines: each statement with its evidence, drafts under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from console.domain.handoff import Card, Item, Slot
from console.domain.suggestion import Suggestion
from console.ui.format import brief, fit, wrap

if TYPE_CHECKING:
    from console.desk.memory import Memory
    from console.desk.reading import Told
    from console.domain.sentiment import Arc

LABEL = 9
"""Cells of the words at the left."""

LABELS = {
    Slot.GOAL: "wants", Slot.REASON: "because", Slot.OPEN_QUESTION: "asks",
    Slot.ALREADY_TRIED: "tried", Slot.FACTS: "facts", Slot.PROMISES: "promised",
    Slot.ISSUE: "issue", Slot.NEXT_STEP: "next", Slot.DEADLINES: "until",
    Slot.DISCLOSURE: "told",
}  # fmt: skip
STATES = {
    "failed": ("✗", "failed"), "worked": ("✓", "good"), "partly": ("~", "warn"),
    "open": ("○", "warn"), "kept": ("✓", "good"), "broken": ("✗", "failed"),
}  # fmt: skip
FACT_WORDS = {
    "order_id": "order", "invoice_id": "invoice", "tracking_id": "tracking",
    "booking_ref": "booking", "customer_no": "customer no.", "case_no": "case",
    "card_last4": "card", "error_code": "error",
}  # fmt: skip
MOODS = {
    -2: ("▼▼", "overdue", "very upset"), -1: ("▼", "warn", "upset"),
    0: ("–", "muted", "neutral"), 1: ("▲", "good", "content"),
    2: ("▲▲", "good", "delighted"),
}  # fmt: skip
UNKNOWN = ("?", "faint", "can't tell")
BARS = {-2: "▁", -1: "▂", 0: "▄", 1: "▆", 2: "█"}


class Piece(NamedTuple):
    """A bit of a line."""

    text: str
    role: str = "text"
    target: int = -1
    """What is selected with it; -1 for nothing."""


Row = list[Piece]


class Target(NamedTuple):
    """Something on the card that can be selected and checked."""

    messages: tuple[str, ...] = ()
    draft: int = -1
    """The suggestion it is; -1 for a statement."""
    ref: str = ""
    """The earlier conversation it comes from."""
    words: str = ""
    """What it says: it is found by that again when the card is laid out anew."""


class Laid(NamedTuple):
    """The card, laid out for a width."""

    rows: list[Row]
    targets: list[Target]
    places: list[int]
    """The first row of each target."""


def mood_mark(level: int | None) -> tuple[str, str, str]:
    """Give the sign of a level, its role, and the word for it."""
    return UNKNOWN if level is None else MOODS[level]


def trend_mark(trend: int) -> str:
    """Give the sign of a mood that rises or falls."""
    return "↗" if trend > 0 else "↘" if trend < 0 else " "


def arc_row(arc: Arc, room: int = 80) -> Row:
    """Draw the way of the mood as a labelled sparkline; short of room, its ends alone."""
    points = [("start", arc.start), ("bot", arc.bot), ("handoff", arc.handoff),
              ("human", arc.human), ("now", arc.now)]  # fmt: skip
    known = [(word, level) for word, level in points if level is not None]
    if not known:
        return [Piece("can't tell", "faint")]
    out: Row = []
    for number, (word, level) in enumerate(known):
        if number:
            out.append(Piece(" › ", "faint"))
        out += [Piece(f"{word} ", "muted"), Piece(BARS[level], MOODS[level][1])]
    _, role, felt = mood_mark(arc.now)
    out.append(Piece(f"  {felt}", role))
    if sum(cell_len(piece.text) for piece in out) <= room:
        return out
    if len(known) > 2:
        return arc_row(arc._replace(bot=None, handoff=None, human=None), room)
    return out[-1:]


class _Layout:
    """Puts rows together and remembers where each target begins."""

    def __init__(self, width: int, numbers: dict[str, int], now: datetime) -> None:
        self.width, self.numbers, self.now = width, numbers, now
        self.rows: list[Row] = []
        self.targets: list[Target] = []
        self.places: list[int] = []
        self.few = 0
        """The most statements of a slot; 0 for all."""
        self.most = 0
        """The most lines of a statement; 0 for as many as it takes."""

    def target(self, target: Target) -> int:
        self.targets.append(target)
        self.places.append(len(self.rows))
        return len(self.targets) - 1

    def evidence(self, messages: Sequence[str]) -> str:
        numbers = [str(self.numbers[m]) for m in messages if m in self.numbers]
        if not numbers:
            return ""
        more = "+" if len(numbers) > 3 else ""
        return "#" + ",".join(numbers[:3]) + more

    def statement(self, label: str, parts: Callable[[int], Row], item: Item) -> None:
        """Add a statement that takes lines of its own, its evidence at the end."""
        target = self.target(_of(item))
        mark = self.evidence(item.messages)
        room = max(12, self.width - LABEL - 1 - (cell_len(mark) + 1 if mark else 0))
        lines = list(_flow(parts(target), room))
        if self.most and len(lines) > self.most:
            lines = lines[: self.most]
            last = lines[-1][-1]
            kept = cell_len(last.text) - max(0, sum(cell_len(p.text) for p in lines[-1]) + 1 - room)
            lines[-1][-1] = last._replace(text=fit(last.text + "  ", kept + 1).rstrip(" …") + "…")
        for number, line in enumerate(lines):
            lead = Piece(fit(label if number == 0 else "", LABEL), "muted")
            row = [Piece(" "), lead, *line]
            if number == 0 and mark:
                used = sum(cell_len(piece.text) for piece in row)
                row += [Piece(" " * max(1, self.width - used - cell_len(mark))),
                        Piece(mark, "faint", target)]  # fmt: skip
            self.rows.append(row)

    def flowing(self, label: str, parts: Iterator[tuple[Item, Row]]) -> None:
        """Add short statements side by side."""
        room = self.width - LABEL - 2
        line: Row = [Piece(" "), Piece(fit(label, LABEL), "muted")]
        blank = Piece(" " * (LABEL + 1))
        used = 0
        for item, pieces in parts:
            size = sum(cell_len(piece.text) for piece in pieces)
            if used and used + size + 3 > room:
                self.rows.append(line)
                line, used = [blank], 0
            target = self.target(_of(item))
            marked = [piece._replace(target=target) for piece in pieces]
            if size > room:
                # One that is wider than the card takes lines of its own.
                for part in _flow(marked, room):
                    self.rows.append([*line, *part])
                    line = [blank]
                continue
            if used:
                line.append(Piece("   ", "faint"))
                used += 3
            line += marked
            used += size
        if used:
            self.rows.append(line)


def _of(item: Item) -> Target:
    return Target(item.messages, words=f"{item.slot}: {item.text}")


def _flow(parts: Row, width: int) -> Iterator[Row]:
    """Break pieces into lines at spaces; each keeps its role."""
    text = "".join(piece.text for piece in parts)
    ends: list[tuple[int, Piece]] = []
    at = 0
    for piece in parts:
        at += len(piece.text)
        ends.append((at, piece))
    start = 0
    for line in wrap(text, width):
        begin = text.index(line, start) if line and line in text[start:] else start
        out: Row = []
        for end, piece in ends:
            left = max(begin, end - len(piece.text))
            right = min(begin + len(line), end)
            if left < right:
                out.append(piece._replace(text=text[left:right]))
        yield out
        start = begin + len(line)


def _doubt(item: Item) -> Row:
    return [] if item.supported else [Piece("? not in the message cited: ", "failed")]


def _plain(item: Item, target: int, *, role: str) -> Row:
    return [*_doubt(item), Piece(item.text, role, target)]


def _reason(item: Item, target: int) -> Row:
    words = item.kind.replace("_", " ")
    said = item.text.removeprefix(item.kind).strip(" :·-")
    if not said:
        return [*_doubt(item), Piece(words, "handoff", target)]
    return [*_doubt(item), Piece(f"{words}: " if words else "", "handoff", target),
            Piece(said, "text", target)]  # fmt: skip


def _stated(item: Item, target: int) -> Row:
    sign, role = STATES.get(item.state, ("·", "muted"))
    by = f" · {item.by}" if item.by else ""
    state = f" {item.state}" if item.state and item.state != "unknown" else ""
    return [*_doubt(item), Piece(f"{sign} ", role, target), Piece(item.text, "text", target),
            Piece(f"{by}{state}", "muted", target)]  # fmt: skip


def _fact(item: Item) -> Row:
    word = FACT_WORDS.get(item.kind, item.kind.replace("_", " "))
    old = item.state == "superseded"
    return [
        *_doubt(item),
        Piece(f"{word} ", "muted"),
        Piece(item.value or item.text, "faint" if old else "strong"),
        Piece(" corrected" if old else "", "faint"),
    ]


def lay_out(
    told: Told,
    width: int,
    now: datetime,
    *,
    memory: Memory | None = None,
    briefly: bool = False,
) -> Laid:
    """Lay a card out; `briefly` for a pane under the conversation, a line for each statement."""
    assert told.reading is not None
    card = told.reading.card
    read = told.reading.provenance.messages
    out = _Layout(width, {ident: number for number, ident in enumerate(read, 1)}, now)
    if briefly:
        out.most, out.few = 1, 8
        _statements(out, card, (Slot.GOAL, Slot.REASON, Slot.OPEN_QUESTION, Slot.PROMISES))
        _drafts(out, told, briefly=True)
        _statements(out, card, (Slot.FACTS, Slot.ALREADY_TRIED, Slot.NEXT_STEP, Slot.DEADLINES))
    else:
        _statements(out, card, tuple(Slot))
        arc = arc_row(told.reading.arc, width - LABEL - 2)
        mood = [Piece(" "), Piece(fit("mood", LABEL), "muted"), *arc]
        out.rows.append(mood)
        empty = [LABELS[slot] for slot in card.none if slot not in _QUIET]
        if empty:
            out.rows.append([Piece(" "), Piece(fit("none", LABEL), "muted"),
                             Piece(fit(", ".join(empty), width - LABEL - 2).rstrip(),
                                   "faint")])  # fmt: skip
    if memory is not None and memory:
        _remembered(out, memory)
    if not briefly:
        _drafts(out, told, briefly=False)
    return Laid(out.rows, out.targets, out.places)


_QUIET = (Slot.DEADLINES, Slot.DISCLOSURE, Slot.ISSUE, Slot.NEXT_STEP)
"""Slots whose emptiness says nothing worth a word."""
_ROLES = {Slot.GOAL: "strong", Slot.OPEN_QUESTION: "strong", Slot.NEXT_STEP: "good"}


def _statements(out: _Layout, card: Card, slots: Sequence[Slot]) -> None:
    goal = card.one(Slot.GOAL)
    for slot in slots:
        # What is wrong is often told as what is wanted: once is enough.
        found = [i for i in card.of(slot) if slot is Slot.GOAL or not goal or i.text != goal.text]
        if slot is Slot.DEADLINES:
            # A promise with a time says both.
            promised = {item.text for item in card.of(Slot.PROMISES)}
            found = [item for item in found if item.text not in promised]
        if not found:
            continue
        more = len(found) - out.few if out.few else 0
        if more > 0:
            # The newest say the most; the sheet has them all.
            found = found[more:]
        if slot is Slot.FACTS:
            out.flowing(LABELS[slot], ((item, _fact(item)) for item in found))
            continue
        for number, item in enumerate(found):
            label = LABELS[slot] if number == 0 else ""
            if slot is Slot.REASON:
                out.statement(label, partial(_reason, item), item)
            elif slot in (Slot.ALREADY_TRIED, Slot.PROMISES):
                out.statement(label, partial(_stated, item), item)
            else:
                out.statement(label, partial(_plain, item, role=_ROLES.get(slot, "text")), item)


def _remembered(out: _Layout, memory: Memory) -> None:
    for number, line in enumerate(memory.lines):
        target = out.target(Target(ref=str(line.ref), words=line.text))
        lead = Piece(fit("earlier" if number == 0 else "", LABEL), "muted")
        ident = fit(line.ref.id, min(12, cell_len(line.ref.id)))
        age = f" · {ident}, {brief(out.now - line.at)} ago"
        room = out.width - LABEL - 2 - cell_len(age)
        out.rows.append([Piece(" "), lead, Piece(fit(line.text, room).rstrip(), "text", target),
                         Piece(age, "faint", target)])  # fmt: skip
    if memory.question:
        target = out.target(Target(words=memory.question))
        for text in wrap(memory.question, out.width - LABEL - 2):
            out.rows.append([Piece(" " * (LABEL + 1)), Piece(text, "warn", target)])


def source_words(draft: Suggestion) -> str:
    """Say where a draft comes from."""
    kind, _, ident = draft.source.partition(":")
    if kind == "model":
        return draft.maker
    return f"{kind} {draft.title or ident}"


def _drafts(out: _Layout, told: Told, *, briefly: bool) -> None:
    suggested = told.suggested
    if not briefly:
        out.rows.append([])
    if briefly and suggested.drafts:
        _drafts_briefly(out, told)
        return
    if not suggested.drafts:
        why = suggested.why_none or "none"
        out.rows.append([Piece(" "), Piece(fit("replies", LABEL), "muted"),
                         Piece(fit(why, out.width - LABEL - 2).rstrip(), "faint")])  # fmt: skip
        return
    for number, draft in enumerate(suggested.drafts[:3], 1):
        target = out.target(Target(draft=number - 1))
        notes = []
        if draft.visibility.value == "internal":
            notes.append("INTERNAL")
        if told.stale:
            notes.append("STALE: the customer has written since")
        elif draft.marks:
            notes.append(f"{len(draft.marks)} to check")
        head = f"{source_words(draft)} · {draft.score:.0%}"
        room = out.width - LABEL - 5
        note = " · ".join(notes)
        note = fit(note, min(cell_len(note), max(0, room - 3)))
        left = max(0, room - (cell_len(note) + 3 if note else 0))
        lead = fit("replies" if number == 1 else "", LABEL)
        out.rows.append([Piece(" "), Piece(lead, "muted"), Piece(f"{number} ", "pointer", target),
                         Piece(fit(head, left).rstrip(), "text", target),
                         Piece(f" · {note}" if note else "", "warn", target)])  # fmt: skip
        lines = [line for line in wrap(draft.text, out.width - LABEL - 4) if line.strip()]
        for line in lines[:3]:
            out.rows.append([Piece(" " * (LABEL + 3)), Piece(line, "muted", target)])


def _drafts_briefly(out: _Layout, told: Told) -> None:
    """Name the drafts on one line."""
    drafts = told.suggested.drafts[:3]
    row: Row = [Piece(" "), Piece(fit("replies", LABEL), "muted")]
    note = "STALE " if told.stale else ""
    room = (out.width - LABEL - 2 - len(note)) // len(drafts) - 4
    if note:
        row.append(Piece(note, "warn"))
    for number, draft in enumerate(drafts, 1):
        target = out.target(Target(draft=number - 1))
        internal = draft.visibility.value == "internal"
        text = fit(("INTERNAL " if internal else "") + (draft.title or draft.text), room).rstrip()
        role = "warn" if internal else "text"
        row += [Piece(f"{number} ", "pointer", target), Piece(text, role, target), Piece("  ")]
    out.rows.append(row)
