"""The outbox: what waits, what is stuck and why, and what to do about it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from console import errors
from console.desk import outbox
from console.domain.changes import Outgoing, Reply, State
from console.domain.text import clean_line
from console.events import Changed
from console.ui.context import ScreenContext
from console.ui.keymap import canonical
from console.ui.talk import fate, what
from console.ui.widgets.line import Bar
from console.ui.widgets.pages import Pages


class OutboxScreen(ModalScreen[None], inherit_bindings=False):
    """A list of changes; each can be sent again, dropped, or opened."""

    DEFAULT_CSS = "OutboxScreen { layout: vertical; background: $background; }"

    def __init__(self, context: ScreenContext) -> None:
        """Show the outbox of `context`'s desk."""
        super().__init__()
        self.context = context
        self.rows: list[Outgoing] = []
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """Put title, list and keys under each other."""
        yield Bar(id="title")
        yield Pages([])
        yield Bar(id="keys")

    async def on_mount(self) -> None:
        """Show the list, and show it again when something happens to it."""
        self.forget = self.context.desk.events.listen(self._changed)
        self.query_one("#title", Bar).show([(" Outbox ", "header_strong")], [])
        self.say("")
        await self.read()

    def _changed(self, changed: Changed) -> None:
        if changed.outbox:
            self.call_later(self.read)

    def on_unmount(self) -> None:
        """Stop listening."""
        self.forget()

    def say(self, text: str, role: str = "header") -> None:
        """Say something beside the keys."""
        keys = " Enter open   r send again   d drop   Esc back "
        self.query_one("#keys", Bar).show([(keys, "header_muted"), (text, role)], [])

    async def read(self) -> None:
        """Show what the outbox holds now."""
        self.rows = await outbox.recent(self.context.desk)
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        now = self.context.desk.clock()
        lines = []
        for row in self.rows:
            said, role = fate(row, now)
            text = clean_line(row.change.text, 60) if isinstance(row.change, Reply) else ""
            body = f"  {text}" if text else ""
            time = f"{row.made_at.astimezone():%H:%M}"
            quiet = "muted" if row.state is State.SENT else role
            lines.append((f" {time}  {row.ref!s:<18} {what(row):<16} {said}{body}", quiet))
        if not lines:
            lines = [("", "muted"), (" Nothing waits to be sent.", "strong")]
        self.query_one(Pages).show(lines, self.cursor if self.rows else -1)

    async def on_key(self, event: events.Key) -> None:
        """Move, send again, drop, open, or leave."""
        key = canonical(event.key, event.character)
        event.stop()
        event.prevent_default()
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pgdn": 10, "pgup": -10}
        if key in ("esc", "q"):
            self.dismiss(None)
        elif key in moves and self.rows:
            self.cursor = max(0, min(self.cursor + moves[key], len(self.rows) - 1))
            await self.read()
        elif self.rows and key in ("r", "d", "enter"):
            self.run_worker(self._act(key, self.rows[self.cursor]))

    async def _act(self, key: str, row: Outgoing) -> None:
        try:
            if key == "enter":
                self.dismiss(None)
                await self.context.open(row.ref)
            elif key == "r":
                question = f"Send again: {what(row)} of {row.ref}?"
                asked = row.state is not State.QUEUED or row.held
                if not asked or await self.context.confirm(question, yes="Send it"):
                    await outbox.retry(self.context.desk, row.key)
            else:
                question = f"Drop: {what(row)} of {row.ref}? A text becomes a draft again."
                if await self.context.confirm(question, yes="Drop it"):
                    await outbox.drop(self.context.desk, row.key)
        except errors.WarmlineError as error:
            self.say(f"{error} {error.hint}", "failed")
