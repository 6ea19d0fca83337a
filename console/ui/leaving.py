"""Quit with nothing lost: what has not been sent is sent now, or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import Desk, outbox
from console.domain.changes import State
from console.ui.commands.base import Option

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen

PATIENCE = 15.0
"""Seconds to wait for a helpdesk when leaving."""


async def unsent(desk: Desk) -> int:
    """Count the changes that have not been sent and are not stuck."""
    rows = await outbox.pending(desk)
    return sum(1 for row in rows if row.state is State.QUEUED and not row.held)


async def leave(screen: InboxScreen) -> None:
    """End the program, after asking about what waits to be sent."""
    desk = screen.session.desk
    count = 0 if desk.read_only else await unsent(desk)
    if count:
        word = "change has" if count == 1 else "changes have"
        options = [
            Option("Send now, then quit", "send", "s"),
            Option("Keep for the next start, and quit", "keep", "k"),
            Option("Stay", "stay", "n"),
        ]
        chosen = await screen.context.choose(f"{count} {word} not been sent yet", options)
        if chosen in (None, "stay"):
            return
        if chosen == "send":
            await outbox.release_now(desk)
            screen.say("Sending ...", "muted", keep=True)
            if not await screen.session.settle(PATIENCE):
                left = await unsent(desk)
                screen.say(f"{left} could not be sent now. Quit again to keep them.", "warn")
                return
    screen.app.exit()
