"""Quit with nothing lost: what is not through is sent now, looked at, or kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.desk import Desk, outbox
from console.desk.leftover import leftover
from console.domain.changes import Outgoing, State
from console.domain.outbox import can_go
from console.ui.commands.base import Option

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen

PATIENCE = 15.0
"""Seconds to wait for a helpdesk when leaving."""


async def leave(screen: InboxScreen) -> None:
    """End the program, after asking about what is not through, until there is an answer."""
    desk = screen.session.desk
    told: list[Outgoing] = []
    while not desk.read_only:
        rows = await leftover(desk)
        if not rows and not told:
            break
        chosen = await _ask(screen, desk, rows, told)
        if chosen == "send":
            told = await _send(screen, desk)
        elif chosen == "keep":
            break
        else:
            if chosen == "outbox":
                await screen.context.show("outbox")
            return
    screen.app.exit()


async def _ask(
    screen: InboxScreen, desk: Desk, rows: Sequence[Outgoing], told: Sequence[Outgoing]
) -> str | None:
    from console.ui.screens.leaving import Leaving  # noqa: PLC0415  only at the end

    kept = "Keep for the next start, and quit" if rows else "Quit"
    options = [
        Option("Look at the outbox", "outbox", "o"),
        Option(kept, "keep", "k"),
        Option("Stay", "stay", "n"),
    ]
    if can_go(rows):
        options.insert(0, Option("Send now, then quit", "send", "s"))
    chosen: str | None = await screen.app.push_screen_wait(Leaving(desk, rows, told, options))
    return chosen


async def _send(screen: InboxScreen, desk: Desk) -> list[Outgoing]:
    """Send what can be sent; give what did not go as it should, whatever it was before."""
    before = [row.key for row in await leftover(desk)]
    await outbox.release_now(desk)
    screen.say("Sending ...", "muted", keep=True)
    await screen.session.settle(PATIENCE)
    return [row for row in await outbox.of(desk, before) if row.state is not State.SENT]
