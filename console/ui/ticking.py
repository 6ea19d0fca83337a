"""What goes on by itself: countdowns while somebody looks, and what other processes write."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from console.desk import inbox
from console.events import Changed

if TYPE_CHECKING:
    from textual.timer import Timer

    from console.ui.screens.inbox import InboxScreen

IDLE = 300.0
"""Seconds without a key after which nothing ticks."""
NOTICE = 1.0
"""Seconds between two looks at what other processes have written."""


class Ticking:
    """Keeps countdowns true for the inbox screen, and never in vain."""

    def __init__(self, screen: InboxScreen) -> None:
        """Tick for `screen`."""
        self.screen = screen
        self.last_key = time.monotonic()
        self._looked = 0.0
        self._timer: Timer | None = None

    def tick(self) -> None:
        """Draw countdowns again that read differently, then wait for the next."""
        self._timer = None
        screen = self.screen
        if not screen.app.app_focus or time.monotonic() - self.last_key > IDLE:
            return
        screen.queue.tick(screen.session.desk.clock())
        self._timer = screen.set_timer(screen.queue.seconds_to_change(), self.tick)

    def woken(self) -> None:
        """Go on: a key was pressed, or the terminal has the focus again."""
        now = time.monotonic()
        self.last_key = now
        if self._timer is None:
            self.tick()
        if now - self._looked >= NOTICE:
            self._looked = now
            self.screen.later(self._look_elsewhere)

    async def _look_elsewhere(self) -> None:
        if await inbox.changed_elsewhere(self.screen.session.desk):
            self.screen.turns.notice(Changed(everything=True, outbox=True, connections=True))
