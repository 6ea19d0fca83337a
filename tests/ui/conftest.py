"""An inbox on a terminal that is not there: the whole program but its last wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from console.desk.session import Session, Settings
from console.ui import themes
from console.ui.app import WarmlineApp
from console.ui.feed import first
from console.ui.screens.inbox import InboxScreen
from console.wiring import session as make_session
from tests.office import Console, clock, console, office

__all__ = ["clock", "console", "office"]

PATIENCE = 10.0
"""Seconds to wait for a condition before a test fails."""


@dataclass
class Seat:
    """Where a test sits: the keys, the screen, and the office behind."""

    pilot: Pilot[None]
    app: WarmlineApp
    console: Console

    @property
    def inbox(self) -> InboxScreen:
        """The inbox screen."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, InboxScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they asked for is done."""
        for key in keys:
            await self.pilot.press(key)
        await self.settled()

    async def write(self, text: str) -> None:
        """Type a text, key by key."""
        await self.press(*("space" if char == " " else char for char in text))

    async def settled(self) -> None:
        """Wait until no command is at work."""
        await self.until(
            lambda: not self.inbox.keys._acting or len(self.app.screen_stack) > 1,
            "a command is at work",
        )
        await self.pilot.pause()

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for a condition; fail naming what did not come true."""
        waited = 0.0
        while not condition():
            await self.pilot.pause(0.01)
            waited += 0.01
            assert waited < PATIENCE, f"waited in vain: {what}"

    async def go_to(self, wanted: Callable[[Any], Any]) -> None:
        """Go down the card to the first statement that is wanted; fail where there is none."""
        card = self.inbox.advice.card
        assert card is not None
        for _ in range(40):
            if wanted(card.target):
                return
            await self.press("j")
        pytest.fail(f"the card has no such statement:\n{self.shown()}")

    def shown(self) -> str:
        """Give what stands on the screen, as text."""
        return "\n".join(
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        )


Sit = Callable[..., Any]


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    """Give what sits down at a console and opens the inbox there."""

    def session_of(console: Console, settings: Settings) -> Session:
        return make_session(
            console.works,
            settings,
            scratch=tmp_path / "scratch",
            themes=None,
            demo=False,
            set_setting=lambda _key, _value: None,
            config_file=None,
        )

    @asynccontextmanager
    async def sit_down(
        console: Console,
        *,
        size: tuple[int, int] = (120, 40),
        settings: Settings | None = None,
        theme: str = "dark",
        base: str = "",
    ) -> AsyncIterator[Seat]:
        session = session_of(console, settings or Settings())
        session.base = base

        async def nothing() -> None:
            """Sync runs when a test says so."""

        session.start = nothing
        app = WarmlineApp(session, await first(session.desk, base), themes.load(theme))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Seat(pilot, app, console)

    return sit_down
