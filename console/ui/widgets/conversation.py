"""The conversation: lines are set only as far back as one has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from console.domain import triage
from console.ui.format import STATUS_WORDS, ends, person, strip
from console.ui.widgets.line import Lines

if TYPE_CHECKING:
    from console.desk.thread import Thread
    from console.ui.talk import Item, Typesetter

HEAD = 3
"""Lines that stay at the top: subject, facts, a rule."""


class Conversation(Lines):
    """A conversation, newest at the bottom, with its subject and state at the top."""

    DEFAULT_CSS = "Conversation { height: 1fr; width: 1fr; }"

    @dataclass
    class OlderWanted(Message):
        """The first loaded message is in view, and there are older ones."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002  Textual's own name
        quotes: bool = True,
        events: bool = True,
    ) -> None:
        """Start empty; fold quoted history and events, or not."""
        super().__init__(id=id)
        self.folds = (quotes, events)
        self.thread: Thread | None = None
        self.now: datetime | None = None
        self.unfolded = False
        self._items: list[Item] = []
        self._lines: list[tuple[str, Strip]] = []
        """Lines set so far, each with the key of its block."""
        self._from = 0
        """The first block that has been set."""
        self._top = 0
        """The first visible line."""
        self._asked = False
        self._hint = ""
        self.shown = False
        """Whether it is on the screen: set by whoever shows it."""
        self._fresh = False
        """Whether it has not been drawn since it was opened."""
        self.pointed = ""
        """The message that the card points at."""
        self.pointed_key = ""

    def show(self, thread: Thread | None, now: datetime) -> None:
        """Show a conversation; the place is kept when it is the one already shown."""
        from console.ui.talk import items  # noqa: PLC0415  off the start path

        same = thread is not None and self.thread is not None and thread.ref == self.thread.ref
        anchor = self._anchor() if same else None
        at_end = self.at_end
        self.thread, self.now = thread, now
        self._asked = False
        if not same:
            self.pointed = ""
        # While it was hidden it had no size: lines set then are set again when it is drawn.
        self._fitted = None
        self._items = items(thread) if thread else []
        if not self.shown:
            # The size is not known before it is drawn: lines set now would be set again then.
            self._lines, self._from, self._top = [], len(self._items), 0
            self._fresh = True
            self.refresh()
            return
        self._reset()
        if anchor is not None and not at_end:
            self._restore(anchor)
        else:
            self._to_end()
            if not same:
                self._show_start_of_newest()
        self.refresh()

    def take_older(self, thread: Thread) -> None:
        """Take messages in front of those that are shown: only what is new is set."""
        from console.ui.talk import items  # noqa: PLC0415  off the start path

        anchor, before = self._anchor(), self._items[self._from :]
        known = {item.key: item for item in before}
        blocks: dict[str, list[tuple[str, Strip]]] = {}
        for key, line in self._lines:
            blocks.setdefault(key, []).append((key, line))
        self.thread, self._asked = thread, False
        self._items = items(thread)
        self._from = len(self._items)
        self._lines = []
        found: list[list[tuple[str, Strip]]] = []
        while before and self._from > 0:
            self._from -= 1
            item = self._items[self._from]
            # A touchpoint may have moved to where it belongs, now that more is known.
            same = known.get(item.key) == item
            found.append(blocks[item.key] if same else self._block(item))
            if item.key == before[0].key:
                break
        for block in reversed(found):
            self._lines += block
        if anchor is not None:
            self._restore(anchor)

    # Keeping the place ---------------------------------------------------------------

    def _anchor(self) -> tuple[str, int] | None:
        if not self._lines:
            return None
        top = min(self._top, len(self._lines) - 1)
        key = self._lines[top][0]
        first = next(i for i, (other, _) in enumerate(self._lines) if other == key)
        return key, top - first

    def _restore(self, anchor: tuple[str, int]) -> None:
        key, within = anchor
        place = next((i for i, item in enumerate(self._items) if item.key == key), self._from)
        while self._from > place:
            self._set_one_more()
        for index, (other, _) in enumerate(self._lines):
            if other == key:
                self._top = index + within
                break
        else:
            self._to_end()
        self._fill()

    def fitted(self) -> None:
        """Set the lines anew for the width, and stay where we were."""
        anchor, at_end = self._anchor(), self.at_end
        self._reset()
        if anchor is not None and not at_end:
            self._restore(anchor)
        else:
            self._to_end()
            if self._fresh:
                self._fresh = False
                self._show_start_of_newest()

    # Setting lines -------------------------------------------------------------------

    def _setter(self) -> Typesetter:
        from console.ui.talk import Typesetter  # noqa: PLC0415  off the start path

        assert self.now is not None
        quotes, events = self.folds
        return Typesetter(
            max(10, self.size.width),
            self.style_of,
            self.now,
            quotes=quotes and not self.unfolded,
            events=events and not self.unfolded,
        )

    @property
    def room(self) -> int:
        """Lines for messages."""
        return max(1, self.size.height - HEAD)

    @property
    def at_end(self) -> bool:
        """Whether the newest line is in view."""
        return self._top + self.room >= len(self._lines)

    def _reset(self) -> None:
        self._lines, self._from, self._top = [], len(self._items), 0
        if self.size.width and self._items:
            self._fill()

    def _set_one_more(self) -> None:
        """Set the block before those that have been set."""
        self._from -= 1
        lines = self._block(self._items[self._from])
        self._lines[:0] = lines
        self._top += len(lines)

    def _block(self, item: Item) -> list[tuple[str, Strip]]:
        return [(item.key, line) for line in self._setter().lines(item)]

    def _fill(self) -> None:
        """Set lines until the window is full, or there are no more."""
        if not self.size.width:
            return
        while self._from > 0 and (self._top < 0 or len(self._lines) - self._top < self.room):
            self._set_one_more()
            if self._top > 0 and len(self._lines) - self._top < self.room:
                self._top = max(0, len(self._lines) - self.room)
        self._top = max(0, min(self._top, len(self._lines) - self.room))
        more = self.thread is not None and self.thread.more
        if self._from == 0 and self._top == 0 and more and not self._asked:
            self._asked = True
            self.post_message(self.OlderWanted())

    def _to_end(self) -> None:
        self._top = len(self._lines) - self.room
        self._fill()
        self._top = max(0, len(self._lines) - self.room)

    def _show_start_of_newest(self) -> None:
        """A newest message that is longer than the window is read from its beginning."""
        if not self._lines:
            return
        last = self._lines[-1][0]
        first = next(i for i, (key, _) in enumerate(self._lines) if key == last)
        self._top = min(self._top, first)

    # Pointing ------------------------------------------------------------------------

    def point(self, ident: str) -> bool:
        """Mark a message and bring it into view; False when it has not been read yet."""
        before, self.pointed = self.pointed, ident
        if not ident:
            if before:
                self.refresh()
            return True
        place = next((n for n, item in enumerate(self._items) if item.has(ident)), -1)
        if place < 0:
            return False
        while self._from > place:
            self._set_one_more()
        key = self._items[place].key
        self.pointed_key = key
        first = next(n for n, (other, _) in enumerate(self._lines) if other == key)
        last = first + sum(other == key for other, _ in self._lines)
        if not self._top <= first < last <= self._top + self.room:
            self._top = first
        self._fill()
        self.refresh()
        return True

    def place(self) -> tuple[str, int] | None:
        """Give where one is reading, to come back."""
        return self._anchor()

    def go_back(self, place: tuple[str, int]) -> None:
        """Go back to where one was reading."""
        self._restore(place)
        self.refresh()

    # Moving --------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Scroll by lines."""
        before = self._top
        self._top = min(self._top + by, max(0, len(self._lines) - self.room))
        # Above the first line that was set, more are set; the index moves with them.
        while self._top < 0 and self._from > 0:
            self._set_one_more()
        self._fill()
        if self._top != before or by:
            self.refresh()

    def page(self, by: int) -> None:
        """Scroll by pages, one line overlapping."""
        self.move(by * max(1, self.room - 1))

    def to_start(self) -> None:
        """Go to the first message that has been loaded."""
        while self._from > 0:
            self._set_one_more()
        self._top = 0
        self._fill()
        self.refresh()

    def to_end(self) -> None:
        """Go to the newest message."""
        self._to_end()
        self.refresh()

    def unfold(self) -> None:
        """Show or hide quoted history and events."""
        self.unfolded = not self.unfolded
        self.fitted()
        self.refresh()

    def place_hardware_cursor(self) -> None:
        """Put the hardware cursor where reading starts."""
        self.app.cursor_position = Offset(self.region.x, self.region.y + HEAD)

    def on_mouse_scroll_down(self) -> None:
        """Scroll by the wheel."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll by the wheel."""
        self.move(-3)

    # Drawing -------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw the head, or a line of the messages."""
        width = self.cells
        if self.thread is None:
            return Strip.blank(width, self.ground())
        if y < HEAD:
            return self._head(y)
        index = self._top + y - HEAD
        if 0 <= index < len(self._lines):
            key, line = self._lines[index]
            if self.pointed and key == self.pointed_key:
                sign = "❯" if index == 0 or self._lines[index - 1][0] != key else "▌"
                mark = Segment(sign, self.style_of("pointer"))
                return Strip.join([Strip([mark], 1), line.crop(1, width)])
            return line
        return Strip.blank(width, self.ground())

    def _head(self, y: int) -> Strip:
        assert self.thread is not None
        assert self.now is not None
        width, esc = self.cells, self.thread.entry.escalation
        if y == 0:
            reasons = triage.reasons(self.thread.entry, self.now)
            right = f"{reasons[0]} " if reasons else ""
            late = self.thread.entry.due is not None and self.thread.entry.due.at < self.now
            bar = self.style_of("header_strong")
            when = bar + self.look().styles["overdue" if late else "soon"]
            subject = esc.subject or "(no subject)"
            return ends([(f" {subject}", bar)], [(f"  {right}", when)], width, bar)
        if y == 1:
            who = "nobody's"
            if esc.assignee is not None:
                mine = esc.assignee.id == self.thread.me.id
                who = "yours" if mine else f"with {person(esc.assignee.name)}"
            mail = f" <{esc.customer.email}>" if esc.customer.email else ""
            # What decides comes first: the end is cut where there is no room.
            rest = [who, STATUS_WORDS[esc.status], f"{esc.priority}", esc.queue, esc.channel]
            facts = " · ".join(part for part in rest if part)
            tags = "".join(f" #{tag}" for tag in esc.tags)
            return strip(
                [
                    (f" {esc.customer.name or 'Unknown customer'}", self.style_of("customer")),
                    (f" · {facts}{mail}", self.style_of("muted")),
                    (tags, self.style_of("faint")),
                ],
                width,
                self.ground(),
            )
        rule, place = self.style_of("rule"), self.position()
        if not place or len(place) + 6 > width:
            return strip([("─" * width, rule)], width, self.ground())
        line = "─" * (width - len(place) - 4)
        return strip(
            [(line, rule), (f" {place} ", self.style_of("faint")), ("──", rule)], width, rule
        )

    def position(self) -> str:
        """Say which message is the last in view; nothing where all of it is in view."""
        if self.thread is None or not self._lines:
            return ""
        whole = self._from == 0 and not self.thread.more
        if whole and self._top == 0 and self.at_end:
            return ""
        at = min(self._top + self.room, len(self._lines)) - 1
        keys = [item.key for item in self._items]
        after = self._items[keys.index(self._lines[at][0]) + 1 :]
        total = self.thread.entry.messages
        number = total - sum(item.message is not None for item in after)
        below = "" if self.at_end else " · more below"
        return f"message {max(1, number):,} of {total:,}{below}"
