"""The queue: a window over the lines of a view, however many there are."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from console.domain.models import Entry, Person
from console.ui.entries import DUE, POINTER, line_of, titles
from console.ui.format import countdown, next_change, strip
from console.ui.widgets.line import Lines
from console.ui.widgets.next_up import NextUp

JUMP = 0.9
"""The part of a page by which the list jumps when the cursor leaves it."""
PAGE = 64
"""Lines asked for at once."""


class Queue(Lines):
    """Lines of a view in triage order, with a cursor that costs a few bytes to move.

    Only the gutter is drawn again when the cursor moves; at the edge the view jumps by
    most of a page, so that most moves scroll nothing.
    """

    DEFAULT_CSS = "Queue { height: 1fr; width: 1fr; }"

    @dataclass
    class Moved(Message):
        """The cursor is on another line."""

        row: int

    @dataclass
    class Wanted(Message):
        """Lines are needed that have not been read: positions `first` up to `after`."""

        first: int
        after: int

    @dataclass
    class Opened(Message):
        """A line was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name
        """Start empty."""
        super().__init__(id=id)
        self.rows: array[int] = array("q")
        self.total = 0
        self.entries: dict[int, Entry] = {}
        """Lines read so far, by row."""
        self.cursor = 0
        self.top = 0
        self.active = True
        """Whether the keys go here."""
        self.marked: dict[int, Entry] = {}
        """Rows selected for an action on many."""
        self.empty: list[list[tuple[str, str]]] = []
        """The lines that stand there when there is nothing: texts with roles."""
        self.now: datetime | None = None
        self.me: dict[str, Person] = {}
        self._strips: dict[int, Strip] = {}
        self._drawn: dict[int, tuple[str, str]] = {}
        """The countdowns as they were last drawn."""
        self._asked: set[int] = set()
        self._turn: NextUp | None = None

    # What is shown -------------------------------------------------------------------

    def fill(self, rows: array[int], entries: Iterable[Entry], total: int, now: datetime) -> None:
        """Show a view; the cursor stays on its escalation where that is still there."""
        at = self.current_row
        place = self.cursor
        before = self._shown()
        self.rows, self.total, self.now = rows, total, now
        self.entries = {entry.pk: entry for entry in entries}
        self._asked.clear()
        self._strips.clear()
        if at is not None:
            try:
                place = rows.index(at)
            except ValueError:
                place = min(place, max(0, len(rows) - 1))
        self.cursor = max(0, min(place, len(rows) - 1))
        self._keep_visible()
        if self._shown() != before:
            self.refresh()
        self.place_hardware_cursor()

    def _shown(self) -> tuple[object, ...]:
        """Give what the window shows, to tell whether it must be drawn again."""
        window = self.rows[self.top : self.top + self.height]
        return (self.cursor, [self.entries.get(row) for row in window], self.empty)

    def update(self, entries: Iterable[Entry], now: datetime) -> None:
        """Take lines that have been read, or read again."""
        self.now = now
        window = self.rows[self.top : self.top + self.height]
        for entry in entries:
            same = self.entries.get(entry.pk) == entry
            self.entries[entry.pk] = entry
            # What reads the same, or was read ahead of the window, is not drawn.
            if not same:
                self._strips.pop(entry.pk, None)
                if entry.pk in window:
                    line = 1 + window.index(entry.pk)
                    self.refresh(Region(0, line, self.size.width, 1))
        self._asked.clear()

    @property
    def current_row(self) -> int | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def current(self) -> Entry | None:
        """The line under the cursor, once it has been read."""
        row = self.current_row
        return None if row is None else self.entries.get(row)

    def mark_changed(self, row: int) -> None:
        """Draw a line again that was selected, or no longer is."""
        self._strips.pop(row, None)
        self.refresh()

    # Moving --------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move the cursor by lines, from where the agent was before the line was sorted away."""
        turn = self.turn()
        if turn is None:
            self.go(self.cursor + by)
        else:
            self.go(turn + by - 1 if by > 0 else turn + by)

    def keep_turn(self, row: int) -> None:
        """Remember who is next: the line of `row` is about to be sorted elsewhere."""
        if row == self.current_row and (self._turn is None or self._turn.row != row):
            self._turn = NextUp.of(self.rows, self.cursor)

    def turn(self) -> int | None:
        """Give the position of who is next, where the answered line has been sorted away."""
        return self._turn and self._turn.find(self.rows, self.cursor)

    def resume(self) -> None:
        """Go to who is next, where the answered line has been sorted away."""
        turn = self.turn()
        if turn is not None:
            self.go(turn)

    def go(self, to: int) -> None:
        """Move the cursor to a line, by position."""
        to = max(0, min(to, len(self.rows) - 1))
        if to == self.cursor or not self.rows:
            return
        self._turn = None
        before, self.cursor = self.cursor, to
        if self._keep_visible():
            self.refresh()
        else:
            self.refresh(
                Region(0, 1 + before - self.top, POINTER, 1),
                Region(0, 1 + to - self.top, POINTER, 1),
            )
        self.place_hardware_cursor()
        self._read_ahead()
        self.post_message(self.Moved(self.rows[to]))

    def go_to_row(self, row: int) -> bool:
        """Move the cursor to an escalation, by its row; False when it is not in the view."""
        try:
            self.go(self.rows.index(row))
        except ValueError:
            return False
        return True

    @property
    def height(self) -> int:
        """Lines visible under the titles."""
        return max(1, self.size.height - 1)

    def _keep_visible(self) -> bool:
        """Jump by most of a page when the cursor has left the window; say whether it did."""
        height, top = self.height, self.top
        jump = max(1, int(height * JUMP))
        if top - jump <= self.cursor < top:
            top -= jump
        elif top + height <= self.cursor < top + height + jump:
            top += jump
        elif not top <= self.cursor < top + height:
            top = self.cursor - height // 2
        top = max(0, min(top, max(0, len(self.rows) - height)))
        if not top <= self.cursor < top + height:
            top = max(0, min(self.cursor - height // 2, max(0, len(self.rows) - height)))
        changed = top != self.top
        self.top = top
        return changed

    def fitted(self) -> None:
        """Keep the place when the window changes."""
        self._strips.clear()
        self._keep_visible()

    def on_resize(self) -> None:
        """Take the hardware cursor along."""
        self.place_hardware_cursor()

    def place_hardware_cursor(self) -> None:
        """Put the terminal's own cursor on the line: braille and screen readers follow it."""
        if self.active:
            y = self.region.y + 1 + self.cursor - self.top
            self.app.cursor_position = Offset(self.region.x, y)

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked; a second click opens it."""
        if event.y < 1:
            return
        to = self.top + event.y - 1
        if to == self.cursor or event.chain > 1:
            self.go(to)
            self.post_message(self.Opened())
        else:
            self.go(to)

    def on_mouse_scroll_down(self) -> None:
        """Scroll by the wheel."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll by the wheel."""
        self.move(-3)

    # Ticking -------------------------------------------------------------------------

    def in_view(self) -> list[Entry]:
        """List the lines in the window that have been read."""
        window = self.rows[self.top : self.top + self.height]
        return [self.entries[row] for row in window if row in self.entries]

    def tick(self, now: datetime) -> None:
        """Draw the countdowns again that read differently now: leftmost, by region."""
        self.now = now
        for offset, row in enumerate(self.rows[self.top : self.top + self.height]):
            entry = self.entries.get(row)
            if entry and self._drawn.get(row) != countdown(entry, now):
                self._strips.pop(row, None)
                self.refresh(Region(POINTER, 1 + offset, DUE, 1))

    def seconds_to_change(self) -> float:
        """Tell when a visible countdown will read differently."""
        return 3600.0 if self.now is None else next_change(self.in_view(), self.now)

    # Drawing -------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw the titles, or a line of the queue."""
        if y == 0:
            return self._titles()
        position = self.top + y - 1
        if position >= len(self.rows):
            return self._below(position - len(self.rows))
        row = self.rows[position]
        entry = self.entries.get(row)
        if entry is None:
            self._ask(position)
            return strip([("  …", self.style_of("faint"))], self.size.width, self.ground())
        body = self._strips.get(row)
        if body is None:
            body = self._strips[row] = self._draw(entry)
        # A blank has no ink: the background alone is half the bytes of a styled cell.
        here = position == self.cursor
        pointer = Segment("❯", self.style_of("pointer")) if here else Segment(" ", self.paper())
        return Strip.join([Strip([pointer], POINTER), body])

    def _read_ahead(self) -> None:
        """Ask for the lines a page away, so that they are there when the window gets there."""
        last = len(self.rows) - 1
        for position in (self.top - self.height, min(self.top + 2 * self.height, last)):
            if position >= 0 and self.rows[position] not in self.entries:
                self._ask(position)

    def _ask(self, position: int) -> None:
        page = position // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page * PAGE, (page + 1) * PAGE))

    def _titles(self) -> Strip:
        if not self.rows and self.empty:
            return Strip.blank(self.size.width, self.ground())
        text = titles(self.size.width)
        return strip([(text, self.style_of("faint"))], self.size.width, self.ground())

    def _below(self, line: int) -> Strip:
        width = self.size.width
        above = 1 + max(0, (self.height - len(self.empty)) // 3)
        if self.rows or not 0 <= line - above < len(self.empty):
            return Strip.blank(width, self.ground())
        # A block in the middle, a little above it.
        widest = max(sum(cell_len(text) for text, _ in parts) for parts in self.empty)
        room = " " * min(max(1, (width - widest) // 2), max(1, width // 3))
        parts = [(text, self.style_of(role)) for text, role in self.empty[line - above]]
        return strip([(room, self.ground()), *parts], width, self.ground())

    def _draw(self, entry: Entry) -> Strip:
        assert self.now is not None
        self._drawn[entry.pk] = countdown(entry, self.now)
        parts = line_of(
            entry,
            self.size.width,
            self.now,
            marked=entry.pk in self.marked,
            me=self.me.get(entry.ref.connection),
        )
        return strip(
            [(text, self.style_of(role)) for text, role in parts],
            self.size.width - POINTER,
            self.ground(),
        )
