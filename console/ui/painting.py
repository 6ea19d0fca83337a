"""Make several changes of the screen one paint: what belongs together is never seen in halves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen


@asynccontextmanager
async def one_paint(screen: Screen[Any]) -> AsyncIterator[None]:
    """Hold the paint back until all that is changed inside has asked for it."""
    with screen.app.batch_update():
        yield
        # Styles are worked out by the app; then widgets ask, and the screen hears them.
        await _heard(screen.app)
        for widget in screen.walk_children():
            await _heard(widget)
        await _heard(screen)
    screen.check_idle()


async def _heard(pump: MessagePump) -> None:
    """Wait until what was sent to it before has been dealt with."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()
