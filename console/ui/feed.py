"""Bring what the store holds onto the inbox: lists, the open conversation, the bars."""

from __future__ import annotations

import time
from array import array
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from console.desk import inbox
from console.domain.connection import Connection
from console.domain.models import Ref
from console.domain.search import Query, hints
from console.events import Changed
from console.ui import welcome
from console.ui.format import brief

if TYPE_CHECKING:
    from textual.timer import Timer

    from console.desk import Desk
    from console.desk.thread import Thread
    from console.ui.screens.inbox import InboxScreen

NEWEST = 40
"""Messages read at first; older ones follow a page at a time."""
OWN = "desk"
"""The connection that is there where none is configured: Warmline's own desk."""
RESTS = 0.5
"""Seconds without a move after which the header says where the cursor is."""
ACROSS = 2 * inbox.WINDOW
"""Lines read again at once when something has changed."""


class First(NamedTuple):
    """What is painted first; read before the screen is made."""

    view: inbox.View
    health: inbox.Health
    waiting: int
    """Changes of last time that have not been sent."""
    new: bool = False
    """Whether nothing has ever come here."""


async def first(desk: Desk, base: str = "") -> First:
    """Read what is painted first; `base` is a query that every list keeps to."""
    query = inbox.understand(base) if base else Query()
    health = await inbox.health(desk)
    view = await inbox.view(desk, query)
    new = not view.total and await inbox.is_new(desk)
    return First(view, health, health.outbox.get("queued", 0), new)


class Feed:
    """The way of the data from the store to the inbox screen; it writes nothing."""

    def __init__(self, screen: InboxScreen, desk: Desk) -> None:
        """Feed `screen` from `desk`."""
        self.screen, self.desk = screen, desk
        self.query = Query()
        self.typed = ""
        """The query as the agent typed it."""
        self.name = "queue"
        self.waiting = Changed()
        """What has changed and was not yet read again."""
        self.open_ref: Ref | None = None
        self.new = screen.first.new
        """Whether nothing has ever come here."""
        self._health: inbox.Health | None = None
        self._empty = False
        self._resting: Timer | None = None
        self._moved = 0.0
        self._at = 1
        """Where the cursor last rested, from 1."""

    def watched(self) -> list[int]:
        """Give the rows that the agent looks at: the open conversation, then those in view."""
        queue, talk = self.screen.queue, self.screen.__dict__.get("talk")
        rows = queue.rows[queue.top : queue.top + queue.height].tolist()
        if self.open_ref is not None and talk is not None and talk.thread is not None:
            rows.insert(0, talk.thread.entry.pk)
        return rows

    # The list ------------------------------------------------------------------------

    async def view(self, query: Query, typed: str, name: str) -> None:
        """Show the list of a query: the first lines at once, all rows right after."""
        self.query, self.typed, self.name = query, typed, name
        found = await inbox.view(self.desk, query)
        self.show(found)
        await self.bars()
        self.complete(found)

    def complete(self, found: inbox.View) -> None:
        """Read all rows of a list, once its first lines stand."""
        if found.total > len(found.first):
            self.screen.call_after_refresh(self.screen.later, self.all_rows)

    def show(self, found: inbox.View) -> None:
        """Show the first lines of a list."""
        self.query = found.query
        queue = self.screen.queue
        first = array("q", (entry.pk for entry in found.first))
        # Until all rows are known, the list is as long as what was read.
        queue.fill(first, found.first, found.total, self.desk.clock())

    async def all_rows(self) -> None:
        """Read which rows the list has, all of them."""
        queue = self.screen.queue
        rows = await inbox.keys(self.desk, self.query)
        queue.fill(rows, queue.entries.values(), len(rows), self.desk.clock())

    async def window(self, start: int, stop: int) -> None:
        """Read the lines at some positions."""
        queue = self.screen.queue
        rows = queue.rows[start:stop]
        queue.update(await inbox.lines(self.desk, rows), self.desk.clock())

    async def again(self, changed: Changed) -> None:
        """Read again what a change touches: the rows, the lines in view, the conversation."""
        queue = self.screen.queue
        now = self.desk.clock()
        # A list by mood changes with what the assistant reads.
        felt = bool(changed.glances) and self.query.mentions("mood")
        if changed.refs or changed.everything or felt:
            rows = await inbox.keys(self.desk, self.query)
            self.new = self.new and not rows and await inbox.is_new(self.desk)
            same = rows == queue.rows
            start = max(0, queue.top - inbox.WINDOW // 2)
            around = rows[start : start + ACROSS]
            at = queue.current_row
            wanted = [*around, *([at] if at is not None and at not in around else [])]
            lines = await inbox.lines(self.desk, wanted)
            if same:
                # Lines that read the same are not drawn again.
                fresh = [entry for entry in lines if queue.entries.get(entry.pk) != entry]
                if fresh:
                    queue.update(fresh, now)
            else:
                queue.fill(rows, lines, len(rows), now)
        elif changed.glances:
            shown = {entry.ref: row for row, entry in queue.entries.items()}
            rows_read = [shown[ref] for ref in changed.glances if ref in shown]
            if rows_read:
                queue.update(await inbox.lines(self.desk, rows_read), now)
        ref = self.open_ref
        touched = changed.everything or changed.outbox
        if ref is not None and (touched or ref in changed.refs or ref in changed.glances):
            await self.conversation(ref)
        if changed.refs or changed.outbox or changed.connections or changed.everything:
            await self.bars()

    # The conversation ----------------------------------------------------------------

    async def conversation(self, ref: Ref, limit: int = NEWEST) -> Thread:
        """Show a conversation from the store."""
        from console.desk import thread  # noqa: PLC0415  off the start path

        shown = self.screen.talk.thread
        if shown is not None and shown.ref == ref:
            limit = max(limit, len(shown.said))
        found = await thread.open_thread(self.desk, ref, limit)
        self.open_ref = ref
        if shown is not None and _but_for_unread(found, shown):
            # That it has been read is the queue's to show: nothing is drawn again for it.
            self.screen.talk.thread = found
        elif shown != found:
            self.screen.talk.show(found, self.desk.clock())
            await self.screen.advice.show(found)
        return found

    async def older(self) -> None:
        """Read a page of older messages in front of those that are shown."""
        from console.desk import thread  # noqa: PLC0415  off the start path

        shown = self.screen.talk.thread
        if shown is None or not shown.more:
            return
        found, more = await thread.older(self.desk, shown, NEWEST)
        if self.screen.talk.thread is shown:
            self.screen.talk.take_older(replace(shown, said=(*found, *shown.said), more=more))

    # The bars ------------------------------------------------------------------------

    async def bars(self) -> None:
        """Bring the header up to date: view, counts, freshness, outbox."""
        self.show_bars(await inbox.health(self.desk))

    def show_bars(self, health: inbox.Health) -> None:
        """Show what is known of connections and outbox."""
        queue = self.screen.queue
        self._health = health
        queue.me = {state.name: state.me for state in health.connections}
        self._say_why_empty(health.connections)
        if self._resting is None:
            # While the cursor moves, what sync tells must not cost a move its bytes.
            self._at = queue.cursor + 1
        at = min(self._at, queue.total)
        count = f"{at:,} of {queue.total:,} " if queue.total else "0 "
        left = [(" Warmline ", "header_strong"), (f" {self.name} ", "header"),
                (count, "header_muted")]  # fmt: skip
        if self.screen.session.demo:
            left.insert(1, (" DEMO ", "header_muted"))
        if self.desk.read_only:
            left.append((" READ-ONLY ", "header_strong"))
        right: list[tuple[str, str]] = []
        counts = Counter(health.outbox)
        stuck = counts["held"] + counts["rejected"] + counts["unknown"] + counts["partial"]
        moving = counts["queued"] + counts["sending"]
        if stuck:
            right.append((f" {stuck} need you · g o ", "note"))
        if moving:
            right.append((f" {moving} to send ", "header_strong"))
        right += [freshness(state, self.desk) for state in health.connections]
        self.screen.header.show(left, right)

    def moved(self) -> None:
        """Say in the header where the cursor is, once it rests: a move costs no byte more."""
        self._moved = time.monotonic()
        if self._resting is None:
            self._resting = self.screen.set_timer(RESTS, self._rest)

    def _rest(self) -> None:
        self._resting = None
        left = self._moved + RESTS - time.monotonic()
        if left > 0.01:
            self._resting = self.screen.set_timer(left, self._rest)
        elif self._health is not None:
            self.show_bars(self._health)

    def _say_why_empty(self, states: tuple[Connection, ...]) -> None:
        """Set what an empty list says: it is as true as the bars are."""
        queue, screen = self.screen.queue, self.screen
        if bool(queue.total) is self._empty:
            self._empty = not queue.total
            screen.draw_footer()
        if queue.total:
            return
        key = screen.keymap.key_of
        read = {state.name for state in states if state.synced_at is not None}
        named = {state.name: state for state in states}
        names = screen.session.connections
        unread = [named.get(name, Connection(name)) for name in names if name not in read]
        own = all(name == OWN for name in names)
        if self.typed:
            told = hints(self.query)
            empty = welcome.nothing_fits(self.name, self.typed, key("go.queue"), told)
        elif not self.new or screen.session.demo:
            empty = welcome.all_done(key("search.everything"))
        elif unread and (not own or unread[0].error):
            empty = welcome.first_reading(unread)
        elif not own:
            empty = welcome.all_done(key("search.everything"))
        else:
            empty = welcome.welcome(key("screen.palette"), key("screen.help"), key("screen.leave"))
        if queue.empty != empty:
            queue.empty = empty
            queue.refresh()


def _but_for_unread(found: Thread, shown: Thread) -> bool:
    entry = replace(found.entry, unread=shown.entry.unread)
    return found != shown and replace(found, entry=entry) == shown


def freshness(state: Connection, desk: Desk) -> tuple[str, str]:
    """Say how old the data of a connection is, and what is wrong with it."""
    now = desk.clock()
    if state.doubt:
        return f" {state.name}: {state.doubt} ", "header_strong"
    if state.error:
        age = f", {brief(now - state.synced_at)} old" if state.synced_at else ""
        return f" ✗ {state.name} offline{age} ", "header_strong"
    if state.synced_at is None:
        return f" … {state.name} ", "header_muted"
    return f" ✓ {state.name} ", "header_muted"
