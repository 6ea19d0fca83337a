"""What the inbox does one after the other: commands first come, first served, and readings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from console import errors
from console.events import Changed

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen

log = logging.getLogger(__name__)

AGAIN = 0.05
"""Seconds in which bursts of changes become one reading."""


class Turns:
    """A line of things to do that never holds up the keys, and never overtakes itself."""

    def __init__(self, screen: InboxScreen) -> None:
        """Work for `screen`."""
        self.screen = screen
        self._line: asyncio.Queue[tuple[Callable[..., Awaitable[Any]], tuple[Any, ...]]] = (
            asyncio.Queue()
        )
        self._changed: Changed | None = None
        self._aside: set[str] = set()

    def later(self, what: Callable[..., Awaitable[Any]], *arguments: Any) -> None:
        """Do something after what is being done."""
        self._line.put_nowait((what, arguments))

    async def work(self) -> None:
        """Do what is in line, for ever; an error is told, and the next is done."""
        while True:
            what, arguments = await self._line.get()
            await self.told(what, *arguments)

    async def told(self, what: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """Do something; an error is told where the agent looks."""
        try:
            return await what(*arguments)
        except errors.WarmlineError as error:
            hint = f" {error.hint}" if error.hint else ""
            self.screen.say(f"{error}{hint}", "failed", keep=True)
        except Exception as error:
            # A surprise must not take the screen, and what is written there, with it.
            log.exception("a command failed")
            self.screen.say(f"That did not work: {error}", "failed", keep=True)

    # Beside the line -----------------------------------------------------------------

    def is_aside(self, name: str) -> bool:
        """Whether something of that name is being done."""
        return name in self._aside

    def aside(self, name: str, doing: str, work: Callable[[], Awaitable[str]]) -> None:
        """Do what takes a helpdesk's time beside the line, and say what came of it.

        `name` tells what is the same: it is not begun again while it is at work.
        """
        if self.is_aside(name):
            self.screen.say(f"{doing}: already at it.", "muted")
            return
        self._aside.add(name)
        self.screen.say(f"{doing} ...", "muted", keep=True)
        self.screen.run_worker(self._beside(name, work), group="aside")

    async def _beside(self, name: str, work: Callable[[], Awaitable[str]]) -> None:
        try:
            said = await self.told(work)
        finally:
            self._aside.discard(name)
        if said:
            self.screen.say(said, "good", keep=True)

    # Readings ------------------------------------------------------------------------

    def notice(self, changed: Changed) -> None:
        """Remember what changed, and read it again soon; bursts become one reading."""
        if self._changed is None:
            self._changed = changed
            self.screen.set_timer(AGAIN, self._read_again)
        else:
            self._changed |= changed

    def _read_again(self) -> None:
        changed, self._changed = self._changed, None
        if changed is not None:
            self.later(self.screen.feed.again, changed)
