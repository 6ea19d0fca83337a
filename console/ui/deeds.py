"""What only the inbox screen can do for a command: scroll, focus, suspend, quit."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from console import errors
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
            "unfold": lambda _: screen.talk.unfold(),
            "copy": screen.app.copy_to_clipboard,
            "mouse": lambda _: screen.toggle_mouse(),
            "redraw": lambda _: self.redraw(),
            "suspend": lambda _: screen.app.action_suspend_process(),
            "review": lambda on: screen.review(reviewing=on),
            "written": lambda _: writing.hide(),
        }
        self.in_turn: dict[str, Callable[[Any], Awaitable[None]]] = {
            "back": lambda _: screen.back(),
            "step": screen.step,
            "leave": lambda _: writing.leave(),
            "discard": lambda _: writing.discard(),
            "switch": writing.switch,
            "attach": writing.attach,
            "editor": lambda _: writing.edit_outside(),
            "pipe": self.pipe,
            "open_link": self.open_link,
            "sync": lambda _: screen.sync_now(),
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
        """Move the cursor, or scroll what is read."""
        if self.screen.place is Place.CONVERSATION:
            self.screen.talk.move(by)
        else:
            self.screen.queue.move(by)

    def page(self, by: int) -> None:
        """Move by a page."""
        if self.screen.place is Place.CONVERSATION:
            self.screen.talk.page(by)
        else:
            self.screen.queue.move(by * self.screen.queue.height)

    def edge(self, *, top: bool) -> None:
        """Go to the first or the last line."""
        if self.screen.place is Place.CONVERSATION:
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
        row = queue.current_row
        if row is not None:
            queue.marked ^= {row}
            queue.refresh()
            queue.move(1)

    def unmark(self) -> None:
        """Select nothing any more."""
        if self.screen.queue.marked:
            self.screen.queue.marked.clear()
            self.screen.queue.refresh()

    def redraw(self) -> None:
        """Draw everything again, after something else wrote on the terminal."""
        self.screen.app.refresh(repaint=True, layout=True)

    # Outside -------------------------------------------------------------------------

    async def pipe(self, command: str) -> None:
        """Give the whole conversation as JSON to a shell command, on its own screen."""
        import json  # noqa: PLC0415  off the start path, as all of these
        import subprocess  # noqa: PLC0415

        from console.desk import export, thread  # noqa: PLC0415

        context = self.screen.context
        if context.entry is None:
            return
        desk = context.desk
        whole = await thread.open_thread(desk, context.entry.ref, limit=None)
        data = json.dumps(export.thread_data(whole, desk.clock()), ensure_ascii=False, indent=2)
        with self.screen.app.suspend():
            done = subprocess.run(  # noqa: ASYNC221, S602  the user's own shell command
                command, shell=True, input=data.encode(), check=False
            )
            if done.returncode:
                print(f"\n{command} ended with {done.returncode}.")  # noqa: T201
            input("\nEnter goes back to Warmline. ")  # noqa: ASYNC250  the screen is away

    async def open_link(self, url: str) -> None:
        """Open a link that the agent has seen whole and agreed to."""
        import shlex  # noqa: PLC0415  off the start path
        import subprocess  # noqa: PLC0415

        command = self.screen.session.settings.open_command
        if command:
            with open(os.devnull, "wb") as nothing:  # noqa: ASYNC230, PTH123
                subprocess.Popen(  # noqa: ASYNC220
                    [*shlex.split(command), url], stdout=nothing, stderr=nothing,
                    start_new_session=True,
                )  # fmt: skip
        elif os.environ.get("SSH_CONNECTION"):
            self.screen.app.copy_to_clipboard(url)
            self.screen.say("Over SSH it is copied instead: open it where you sit.", "good")
        else:
            self.screen.app.open_url(url)

    async def believe(self) -> None:
        """Accept that what a doubted helpdesk no longer shows is gone."""
        context = self.screen.context
        doubted = await self.screen.doubted()
        if not doubted:
            raise errors.InputError("No helpdesk looks suddenly empty.")
        name, doubt = doubted
        if await context.confirm(f"{name}: {doubt}. Are they really gone?", yes="They are gone"):
            count = await self.screen.session.believe(name)
            self.screen.say(f"{count} put away.", "good")
