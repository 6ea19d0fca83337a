"""The inbox: the queue, the conversation beside or below it, and the composer."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from console.desk import inbox
from console.desk.session import Session
from console.domain.models import Ref
from console.events import Changed
from console.ui.commands.base import Command, Place
from console.ui.context import ScreenContext
from console.ui.dividing import CSS, divide
from console.ui.feed import Feed, First
from console.ui.keymap import Keymap
from console.ui.keys import Keys
from console.ui.painting import one_paint
from console.ui.ticking import Ticking
from console.ui.turns import Turns
from console.ui.widgets.footer import Footer
from console.ui.widgets.line import Bar, Frame, Steady
from console.ui.widgets.queue import Queue

if TYPE_CHECKING:
    from console.desk.thread import Thread
    from console.domain.guards import Hit
    from console.ui.advice import Advice
    from console.ui.deeds import Deeds
    from console.ui.widgets.composer import Composer
    from console.ui.widgets.conversation import Conversation
    from console.ui.writing import Writing

SETTLE = 0.2
"""Seconds after which an open conversation follows the cursor."""


class InboxScreen(Steady, Screen[None], inherit_bindings=False):
    """The screen an agent lives in."""

    AUTO_FOCUS = ""

    DEFAULT_CSS = CSS

    def __init__(self, session: Session, keymap: Keymap, first: First) -> None:
        """Show what `session` brings, by the keys of `keymap`, beginning with `first`."""
        super().__init__()
        self.session, self.keymap = session, keymap
        self.queue = Queue(id="queue")
        self.header = Bar(id="header")
        self.footer = Footer(id="footer")
        self.reading = Frame(id="reading")
        self.pane = Frame(self.reading, id="pane")
        self.context = ScreenContext(self)
        self.first = first
        self.feed = Feed(self, session.desk)
        self.side = Place.QUEUE
        """Where single keys act, while nothing is being written."""
        self.turns = Turns(self)
        self.keys = Keys(self)
        self._following: Any = None
        self.ticking = Ticking(self)

    _stands = False
    """Whether it has been painted."""

    # Made when first needed: each costs the start a few milliseconds.

    @cached_property
    def talk(self) -> Conversation:
        """The conversation, beside or below the queue."""
        from console.ui.widgets.conversation import Conversation  # noqa: PLC0415

        settings = self.session.settings
        talk = Conversation(id="talk", quotes=settings.fold_quotes, events=settings.fold_events)
        self.reading.mount(talk)
        return talk

    @cached_property
    def advice(self) -> Advice:
        """What assistants say of the open conversation."""
        from console.ui.advice import Advice  # noqa: PLC0415

        return Advice(self)

    @cached_property
    def writing(self) -> Writing:
        """What is being written."""
        from console.ui.writing import Writing  # noqa: PLC0415

        return Writing(self)

    @cached_property
    def deeds(self) -> Deeds:
        """What only this screen can do for a command."""
        from console.ui.deeds import Deeds  # noqa: PLC0415

        return Deeds(self)

    @property
    def is_writing(self) -> bool:
        """Whether the composer is shown."""
        return "writing" in self.__dict__ and self.writing.active

    def compose(self) -> ComposeResult:
        """Put header, body and footer under each other, filled before they are drawn."""
        self.divide(*self.app.size)
        self.feed.show(self.first.view)
        self.feed.show_bars(self.first.health)
        self.draw_footer()
        yield self.header
        with Frame(id="body"):
            yield self.queue
            yield self.pane
        yield self.footer

    def on_mount(self) -> None:
        """Take the keys; what is read later is shown later."""
        self.feed.complete(self.first.view)
        self.run_worker(self.turns.work(), group="turns")
        self.session.desk.events.listen(self.turns.notice)
        if self.session.desk.assisting is not None:
            self.session.desk.assisting.watched = self.feed.watched
        self.call_after_refresh(self._settled)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw again; not before it stands, since Textual paints it a second time then."""
        if layout or self._stands:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def _settled(self) -> None:
        """Go on with what could wait until the list stood."""
        self._stands = True
        waiting = self.first.waiting
        if waiting:
            word = "change" if waiting == 1 else "changes"
            self.say(f"{waiting} {word} from last time will go out now · g o shows them", "warn")
        self.ticking.tick()

    async def run_now(self, command: Command) -> None:
        """Run a command."""
        if not command.enabled(self.context):
            self.say("There is nothing selected to do this with.", "warn")
            return
        done = command.run(self.context)
        if done is not None:
            await done

    # Keys ----------------------------------------------------------------------------

    @property
    def talking(self) -> bool:
        """Whether a conversation is shown."""
        return self.has_class("-talking")

    @property
    def place(self) -> Place:
        """Where the keys go now."""
        if self.is_writing and self.writing.composer is not None:
            if self.writing.composer.step == "reviewing":
                return Place.REVIEW
            if self.focused is not None:
                return Place.COMPOSER
        return self.side

    def on_key(self, event: events.Key) -> None:
        """Give a key to the command it stands for."""
        self.keys.on_key(event)

    def on_screen_suspend(self) -> None:
        """Keys that waited for a question belong to its answer."""
        self.keys.release()

    def later(self, what: Callable[..., Awaitable[Any]], *arguments: Any) -> None:
        """Do something after what is being done, without holding up the keys."""
        self.turns.later(what, *arguments)

    # What is shown -------------------------------------------------------------------

    def divide(self, width: int = 0, height: int = 0) -> None:
        """Divide the window by its size and what is open."""
        divide(self, width or self.size.width, height or self.size.height)
        self.draw_footer()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.divide()

    def focus_place(self) -> None:
        """Give the keys to the conversation, or to the queue when none is open."""
        self.give_keys(Place.CONVERSATION if self.talking else Place.QUEUE)

    def give_keys(self, side: Place) -> None:
        """Let single keys act on the queue or on the conversation.

        Neither widget takes Textual's focus: a change of it draws both again.
        """
        self.side = side
        self.set_focus(None)
        self.queue.active = side is Place.QUEUE
        (self.queue if side is Place.QUEUE else self.talk).place_hardware_cursor()
        self.draw_footer()

    def on_descendant_focus(self) -> None:
        """Show what can be done where the keys go now."""
        self.draw_footer()

    def draw_footer(self) -> None:
        """Show the keys that work here, or those that may follow a prefix."""
        hints = self.keys.hints(), self.keys.help_hint()
        self.footer.hint(*hints, over=bool(self.keys.prefix))

    def say(self, text: str, kind: str = "text", *, keep: bool = False) -> None:
        """Say something in the line at the bottom for a while."""
        self.footer.say(text, kind, keep=keep)

    async def show_view(self, typed: str, name: str) -> None:
        """Show another list; raise InputError for a query that cannot be understood."""
        query = inbox.understand(f"{self.session.base} {typed}".strip())
        self.queue.marked.clear()
        self.queue.cursor = self.queue.top = 0
        self.queue.rows = self.queue.rows[:0]
        await self.feed.view(query, typed, name)
        self.queue.refresh()
        if not self.is_writing:
            self.give_keys(Place.QUEUE)

    async def open(self, ref: Ref) -> None:
        """Show a conversation, and remember that it was read."""
        if self.is_writing:
            await self.writing.save()
            self.writing.hide()
        async with one_paint(self):
            found = await self.feed.conversation(ref)
            if not self.queue.go_to_row(found.entry.pk):
                await self.feed.again(Changed(everything=True))
                self.queue.go_to_row(found.entry.pk)
            self.set_class(True, "-talking")  # noqa: FBT003  Textual's own signature
            self.talk.shown = True
            self.divide()
            self.give_keys(Place.CONVERSATION)
        # Once it stands: what is remembered need not be waited for.
        self.call_after_refresh(self.later, self.mark_read, found)

    async def mark_read(self, found: Thread) -> None:
        """Remember that a conversation was read."""
        from console.desk.thread import mark_read  # noqa: PLC0415  off the start path

        await mark_read(self.session.desk, found.entry)

    async def leave(self) -> None:
        """Go back; at the root, quit."""
        if self.talking or self.feed.typed:
            await self.back()
        else:
            await self.quit()

    async def back(self) -> None:
        """Close the conversation, or end a search; at the root there is nowhere to go."""
        if self.side is Place.CARD:
            self.advice.leave()
        elif self.talking:
            await self.close_talk()
        elif self.feed.typed:
            await self.show_view("", "queue")
        else:
            self.say(f"This is the queue. {self.keymap.key_of('screen.leave')} quits.", "muted")

    async def close_talk(self) -> None:
        """Take the conversation off the screen."""
        self.set_class(False, "-talking")  # noqa: FBT003  Textual's own signature
        self.talk.shown = False
        self.advice.stop_writing()
        self.feed.open_ref = None
        self.talk.thread = None
        self.give_keys(Place.QUEUE)
        self.divide()
        self.queue.resume()

    def other(self) -> None:
        """Go to the other side."""
        if self.talking and self.queue.display:
            on_queue = self.side is Place.QUEUE
            self.give_keys(Place.CONVERSATION if on_queue else Place.QUEUE)

    async def step(self, by: int) -> None:
        """Go to the next or previous line, and show it if one is shown."""
        self.queue.move(by)
        await self._follow()

    async def advance(self) -> None:
        """Go on after acting, as the agent has set it."""
        if self.session.settings.after_resolve == "stay":
            return
        rows, at, turn = self.queue.rows, self.queue.cursor, self.queue.turn()
        after = rows[at + 1] if at + 1 < len(rows) else rows[at - 1] if at else None
        after = after if turn is None else rows[turn]
        await self.feed.again(Changed(everything=True))
        # Where the list keeps what is done, it may have moved far: go by the neighbour.
        if after is not None:
            self.queue.go_to_row(after)
        if self.talking:
            await self._follow()

    def on_queue_moved(self) -> None:
        """Let an open conversation follow the cursor once it rests."""
        if self._following is not None:
            self._following.stop()
            self._following = None
        self.feed.moved()
        if self.talking and self.side is Place.QUEUE:
            self._following = self.set_timer(SETTLE, lambda: self.later(self._follow))

    async def _follow(self) -> None:
        if self.queue.current is None and self.queue.rows:
            # A jump may go farther than lines have been read.
            await self.feed.window(self.queue.cursor, self.queue.cursor + 1)
        entry = self.queue.current
        if entry is None:
            if self.talking and not self.queue.rows:
                await self.close_talk()
            return
        if self.talking and not self.is_writing:
            async with one_paint(self):
                found = await self.feed.conversation(entry.ref)
            await self.mark_read(found)

    def on_queue_wanted(self, event: Queue.Wanted) -> None:
        """Read lines that came into view."""
        self.later(self.feed.window, event.first, event.after)

    def on_queue_opened(self) -> None:
        """Open what was clicked."""
        if self.queue.current is not None:
            self.later(self.open, self.queue.current.ref)

    def on_conversation_older_wanted(self) -> None:
        """Read older messages."""
        self.later(self.feed.older)

    def on_composer_edited(self) -> None:
        """Save the draft soon."""
        self.ticking.last_key = time.monotonic()
        self.writing.edited()

    def on_composer_asked(self, event: Composer.Asked) -> None:
        """Offer macros, articles or colleagues for the shortcut that was typed."""
        if event.kind == "colleague":
            self.later(self.context.mention)
        else:
            self.later(self.context.insert_knowledge, event.kind, event.length)

    def review(self, hits: tuple[Hit, ...] | None) -> None:
        """Show the review line with what the guards said, or go back to the text for None."""
        composer, thread = self.writing.composer, self.talk.thread
        if composer is not None:
            composer.review(thread, hits, reviewing=hits is not None)
            self.draw_footer()

    def on_app_focus(self) -> None:
        """Look again at what other processes did, and tick again."""
        self.ticking.woken()

    # Outside -------------------------------------------------------------------------

    def toggle_mouse(self) -> None:
        """Hand the mouse to the terminal, or take it back."""
        on = self.app.toggle_mouse()  # type: ignore[attr-defined]
        self.say("The mouse is Warmline's." if on else "The mouse is the terminal's.", "muted")

    async def quit(self) -> None:
        """Leave; when something has not been sent, ask what is to become of it."""
        from console.ui.leaving import leave  # noqa: PLC0415  only at the end

        if self.is_writing:
            await self.writing.save()
        await leave(self)
