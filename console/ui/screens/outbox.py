"""The outbox: what waits, what is stuck and why, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from console import errors
from console.desk import inbox, outbox
from console.domain.changes import Outgoing, State
from console.events import Changed
from console.ui.commands.base import Command, Place
from console.ui.context import ScreenContext
from console.ui.keymap import canonical, shown
from console.ui.talk import fate, what
from console.ui.ticking import IDLE
from console.ui.widgets.line import Bar
from console.ui.widgets.pages import Pages
from console.ui.widgets.parcels import Parcels, first_line

if TYPE_CHECKING:
    from textual.timer import Timer

    from console.domain.models import Entry, Ref
    from console.ui.screens.inbox import InboxScreen


class OutboxContext(ScreenContext):
    """What commands see of the outbox."""

    def __init__(self, screen: InboxScreen, over: OutboxScreen) -> None:
        """Serve `over`, which stands over the inbox."""
        super().__init__(screen)
        self.over = over

    @property
    def place(self) -> Place:
        """Where the keys go now."""
        return Place.OUTBOX

    @property
    def entry(self) -> Entry | None:
        """No escalation is selected here: a change is."""
        return None

    def notify(self, text: str, *, kind: str = "text", keep: bool = False) -> None:
        """Say something beside the keys."""
        del keep
        self.over.say(text, kind)

    def do(self, what: str, argument: Any = None) -> None:
        """Do what the outbox can, else what the inbox can."""
        if what in self.over.deeds:
            self.over.deeds[what](argument)
        else:
            super().do(what, argument)

    async def run(self, command: Command) -> None:
        """Run a command here."""
        done = command.run(self)
        if done is not None:
            await done

    async def open(self, ref: Ref) -> None:
        """Leave the outbox for a conversation."""
        self.over.leave()
        # What runs on the outbox ends with it.
        self.screen.later(self.screen.open, ref)


class OutboxScreen(ModalScreen[None], inherit_bindings=False):
    """A list of changes; each can be sent again, dropped, or opened."""

    DEFAULT_CSS = """
    OutboxScreen { layout: vertical; background: $background; }
    OutboxScreen > Pages { height: 5; border-top: solid $panel; }
    """

    def __init__(self, context: ScreenContext) -> None:
        """Show the outbox of `context`'s desk."""
        super().__init__()
        self.context = OutboxContext(context.screen, self)
        self.keymap = context.screen.keymap
        self.parcels = Parcels()
        self.prefix = ""
        self._timer: Timer | None = None
        self.deeds: dict[str, Callable[[Any], object]] = {
            "move": lambda by: self.go(self.parcels.cursor + by),
            "page": lambda by: self.go(self.parcels.cursor + by * self.parcels.height),
            "top": lambda _: self.go(0),
            "bottom": lambda _: self.go(len(self.parcels.rows)),
            "back": lambda _: self.leave(),
            "leave_screen": lambda _: self.leave(),
            "outbox_open": lambda _: self.act(self.open),
            "outbox_retry": lambda _: self.act(self.retry),
            "outbox_drop": lambda _: self.act(self.drop),
        }

    def compose(self) -> ComposeResult:
        """Put title, list, the whole of one, and keys under each other."""
        yield Bar(id="title")
        yield self.parcels
        yield Pages([])
        yield Bar(id="keys")

    async def on_mount(self) -> None:
        """Show the list, and show it again when something happens to it."""
        self.forget = self.context.desk.events.listen(self._changed)
        self.say("")
        await self.read()

    def _changed(self, changed: Changed) -> None:
        if changed.outbox:
            self.call_later(self.read)

    def on_unmount(self) -> None:
        """Stop listening."""
        self.forget()

    def leave(self) -> None:
        """Go back to the inbox."""
        if self.is_current:
            self.dismiss(None)

    # What is shown -------------------------------------------------------------------

    def say(self, text: str, role: str = "header") -> None:
        """Say something beside the keys that work here, or may follow a prefix."""
        parts: list[tuple[str, str]] = []
        if self.prefix:
            following = self.keymap.following(Place.OUTBOX, self.prefix)
            hints = [(shown(key), command.label) for key, command in following]
        else:
            hints = [(shown(c.keys[0]), c.label) for c in self.keymap.footer(Place.OUTBOX)]
            names = (("conversation.back", "back"), ("screen.help", "help"))
            hints += [(key, word) for name, word in names if (key := self.keymap.key_of(name))]
        for key, word in hints:
            parts += [(f" {key}", "header_strong"), (f" {word} ", "header_muted")]
        self.query_one("#keys", Bar).show([*parts, (f" {text}" if text else "", role)], [])

    async def read(self) -> None:
        """Show what the outbox holds now."""
        desk = self.context.desk
        rows = await outbox.recent(desk)
        names = await inbox.named(desk, list({row.ref for row in rows}))
        self.parcels.show(rows, names, desk.clock())
        waiting = sum(row.state is not State.SENT for row in rows)
        self.query_one("#title", Bar).show(
            [(" Outbox ", "header_strong"), (f" {waiting} not sent yet ", "header_muted")], []
        )
        self.show_whole()
        self.tick()

    def show_whole(self) -> None:
        """Show the whole of the change under the cursor: where it was cut, and why it waits."""
        row, now = self.parcels.current, self.context.desk.clock()
        self.query_one(Pages).show([] if row is None else self.whole(row, now))

    def whole(self, row: Outgoing, now: datetime) -> list[tuple[str, str]]:
        """Say all that is known of a change."""
        name, subject = self.parcels.names.get(row.ref, ("", ""))
        said, role = fate(row, now)
        about = " · ".join(part for part in (name, str(row.ref), subject) if part)
        lines = [(f"{what(row)}: {said}", role), (about, "muted")]
        return [*lines, (first_line(row), "text")]

    def tick(self) -> None:
        """Count down while somebody looks."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        idle = time.monotonic() - self.context.screen.ticking.last_key > IDLE
        if not self.app.app_focus or idle:
            return
        if self.parcels.tick(self.context.desk.clock()):
            self.call_later(self.read)
        self._timer = self.set_timer(1.0, self._go_on)

    def _go_on(self) -> None:
        self._timer = None
        if self.parcels.counts():
            self.tick()

    def on_app_focus(self) -> None:
        """Count on."""
        self.tick()

    # What is done --------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Give a key to the command it stands for."""
        event.stop()
        event.prevent_default()
        self.context.screen.ticking.last_key = time.monotonic()
        if self._timer is None:
            self.tick()
        key = canonical(event.key, event.character)
        single = len(key) == 1 and not self.context.settings.single_keys
        command, self.prefix = self.keymap.step(Place.OUTBOX, self.prefix, key)
        self.say("")
        if command is not None and not single:
            self.act(lambda: self.context.run(command))

    def act(self, work: Callable[[], Any]) -> None:
        """Do something that may ask, and say what went wrong."""
        self.run_worker(self._act(work))

    async def _act(self, work: Callable[[], Any]) -> None:
        try:
            await work()
        except errors.WarmlineError as error:
            self.say(f"{error} {error.hint}", "failed")

    def go(self, to: int) -> None:
        """Move the cursor to a position."""
        self.parcels.go(to)
        self.show_whole()

    async def open(self) -> None:
        """Open the conversation of the change."""
        row = self.parcels.current
        if row is not None:
            await self.context.open(row.ref)

    async def retry(self) -> None:
        """Send it again; what is stuck asks first."""
        row = self.parcels.current
        if row is None:
            return
        stuck = row.state is not State.QUEUED or row.held
        question = f"Send again: {self.words(row)}?"
        if not stuck or await self.context.confirm(question, yes="Send it"):
            await outbox.retry(self.context.desk, row.key)

    async def drop(self) -> None:
        """Drop it, after asking."""
        row = self.parcels.current
        if row is None:
            return
        question = f"Drop: {self.words(row)}? A text becomes a draft again."
        if await self.context.confirm(question, yes="Drop it"):
            await outbox.drop(self.context.desk, row.key)

    def words(self, row: Outgoing) -> str:
        """Name a change in a question."""
        name, _ = self.parcels.names.get(row.ref, ("", ""))
        whose = f"{name}, {row.ref}" if name else str(row.ref)
        return f"{what(row)} of {whose}"
