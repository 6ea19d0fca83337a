"""What only the inbox screen can do for a command: scroll, focus, suspend, quit."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from console import errors
from console.desk import inbox
from console.ui.commands.base import Place

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen


class Deeds:
    """The deeds by name; what takes time runs behind the keys, in order."""

    def __init__(self, screen: InboxScreen) -> None:
        """Act on `screen`."""
        self.screen = screen
        writing = screen.writing
        self.at_once: dict[str, Callable[[Any], None]] = {
            "move": self.move,
            "page": self.page,
            "top": lambda _: self.edge(top=True),
            "bottom": lambda _: self.edge(top=False),
            "other": lambda _: screen.other(),
            "mark": lambda _: self.mark(),
            "unmark": lambda _: self.unmark(),
            "stay": lambda _: screen.advice.stay(),
            "unfold": lambda _: screen.talk.unfold(),
            "copy": screen.app.copy_to_clipboard,
            "mouse": lambda _: screen.toggle_mouse(),
            "redraw": lambda _: self.redraw(),
            "suspend": lambda _: self.suspend(),
            "review": screen.review,
            "written": lambda _: writing.hide(),
            "sending": lambda _: writing.stop_saving(),
        }
        self.in_turn: dict[str, Callable[[Any], Awaitable[None]]] = {
            "back": lambda _: screen.back(),
            "leave_screen": lambda _: screen.leave(),
            "step": screen.step,
            "evidence": lambda _: screen.advice.check(),
            "suggest": screen.advice.insert,
            "reject": screen.advice.reject,
            "model": lambda _: screen.advice.write(),
            "leave": lambda _: writing.leave(),
            "discard": lambda _: writing.discard(),
            "switch": writing.switch,
            "attach": writing.attach,
            "editor": lambda _: writing.edit_outside(),
            "pipe": self.pipe,
            "open_link": self.open_link,
            "sync": lambda _: self.sync_now(),
            "believe": lambda _: self.believe(),
            "quit": lambda _: screen.quit(),
        }

    def do(self, what: str, argument: Any) -> None:
        """Do it now, or put it in line."""
        if what in self.at_once:
            self.at_once[what](argument)
        else:
            self.screen.later(self.in_turn[what], argument)

    # Moving --------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move the cursor, or scroll what is read, or go to another statement of the card."""
        if self.screen.place is Place.CARD:
            self.screen.advice.select(by)
            return
        if self.screen.place is Place.CONVERSATION:
            self.screen.talk.move(by)
        else:
            self.screen.queue.move(by)

    def page(self, by: int) -> None:
        """Move by a page."""
        if self.screen.place is not Place.QUEUE:
            self.screen.talk.page(by)
        else:
            self.screen.queue.move(by * self.screen.queue.height)

    def edge(self, *, top: bool) -> None:
        """Go to the first or the last line."""
        if self.screen.place is not Place.QUEUE:
            if top:
                self.screen.talk.to_start()
            else:
                self.screen.talk.to_end()
        else:
            queue = self.screen.queue
            queue.go(0 if top else len(queue.rows) - 1)

    def mark(self) -> None:
        """Select the line, or no longer, and go on to the next."""
        queue = self.screen.queue
        entry = queue.current
        if entry is not None:
            if queue.marked.pop(entry.pk, None) is None:
                queue.marked[entry.pk] = entry
            queue.mark_changed(entry.pk)
            queue.move(1)

    def unmark(self) -> None:
        """Select nothing any more."""
        if self.screen.queue.marked:
            rows = list(self.screen.queue.marked)
            self.screen.queue.marked.clear()
            for row in rows:
                self.screen.queue.mark_changed(row)

    def suspend(self) -> None:
        """Give the terminal to the shell for a while."""
        self.screen.app.signals.suspend()  # type: ignore[attr-defined]

    def redraw(self) -> None:
        """Draw everything again, after something else wrote on the terminal."""
        self.screen.app.refresh(repaint=True, layout=True)

    # Outside -------------------------------------------------------------------------

    async def pipe(self, command: str) -> None:
        """Give the whole conversation as JSON to a shell command, on its own screen."""
        import json  # noqa: PLC0415  off the start path, as all of these

        from console.desk import export, thread  # noqa: PLC0415
        from console.ui import outside  # noqa: PLC0415

        context = self.screen.context
        if context.entry is None:
            return
        desk = context.desk
        whole = await thread.open_thread(desk, context.entry.ref, limit=None)
        data = json.dumps(export.thread_data(whole, desk.clock()), ensure_ascii=False, indent=2)
        await outside.away(self.screen.app, lambda: outside.pipe(command, data))

    async def open_link(self, url: str) -> None:
        """Open a link that the agent has seen whole and agreed to."""
        from console.ui import outside  # noqa: PLC0415  off the start path

        command = self.screen.session.settings.open_command
        if command:
            outside.open_link(command, url)
        elif os.environ.get("SSH_CONNECTION"):
            self.screen.app.copy_to_clipboard(url)
            self.screen.say("Over SSH it is copied instead: open it where you sit.", "good")
        else:
            self.screen.app.open_url(url)

    async def sync_now(self) -> None:
        """Ask all helpdesks now."""
        desk = self.screen.session.desk
        if not desk.read_only:
            from console.desk import outbox  # noqa: PLC0415  off the start path

            # Who asks for it does not want to wait for the next try.
            await outbox.try_now(desk)
        for state in (await inbox.health(desk)).connections:
            desk.poke(state.name)
        self.screen.say("Syncing.", "muted")

    async def believe(self) -> None:
        """Accept that what a doubted helpdesk no longer shows is gone."""
        context = self.screen.context
        states = (await inbox.health(context.desk)).connections
        doubted = next((state for state in states if state.doubt), None)
        if doubted is None:
            raise errors.InputError("No helpdesk looks suddenly empty.")
        name, doubt = doubted.name, doubted.doubt
        turns = self.screen.turns
        if turns.is_aside(f"believe {name}"):
            self.screen.say(f"{name} is being asked already.", "muted")
            return

        async def believe() -> str:
            return f"{await self.screen.session.believe(name)} of {name} put away."

        if await context.confirm(f"{name}: {doubt}. Are they really gone?", yes="They are gone"):
            turns.aside(f"believe {name}", f"Asking {name} what is there", believe)
