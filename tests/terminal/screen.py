"""A screen to test on: the app with a driver that keeps every byte it would write."""

from __future__ import annotations

import asyncio
import re
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

from console.desk.session import Session, Settings
from console.ui import themes
from console.ui.app import WarmlineApp
from console.ui.feed import first
from console.ui.screens.inbox import InboxScreen
from console.wiring import Works, open_works
from console.wiring import session as make_session
from tests.office import START, Clock

PATIENCE = 10.0
"""Seconds until a condition that never comes fails a test."""

SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"
)
MOVE = re.compile(r"\x1b\[\d*(?:;\d*)?H")


class Recorder(HeadlessDriver):
    """Writes nothing to a terminal, and keeps what it would have written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chunks: list[str] = []

    @property
    def is_headless(self) -> bool:
        """Say no, so that Textual draws as for a terminal."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        self.chunks.append(data)


def sequences(data: str) -> set[str]:
    """Give the escape sequences in what was written; all moves of the cursor count as one."""
    return {"<move>" if MOVE.fullmatch(found) else found for found in SEQUENCE.findall(data)}


def ink(data: str) -> str:
    """Give what is left of what was written without its escape sequences."""
    return SEQUENCE.sub("", data)


@dataclass
class Shown:
    """The app on a recorded screen."""

    app: WarmlineApp
    pilot: Pilot[None]
    marks: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def driver(self) -> Recorder:
        """What has been written."""
        driver = self.app._driver
        assert isinstance(driver, Recorder)
        return driver

    @property
    def inbox(self) -> InboxScreen:
        """The screen at the bottom."""
        found = self.app.screen_stack[0]
        assert isinstance(found, InboxScreen)
        return found

    def taken(self) -> str:
        """Give what was written since the last call."""
        chunks, self.marks = self.driver.chunks[self.marks :], len(self.driver.chunks)
        return "".join(chunks)

    def press(self, *keys: str) -> None:
        """Send keys, as the terminal would."""
        for one in keys:
            key = _character_to_key(one) if len(one) == 1 and not one.isalnum() else one
            name = _get_unicode_name_from_key(REPLACED_KEYS.get(key, key))
            try:
                char: str | None = unicodedata.lookup(name)
            except KeyError:
                char = key if len(key) == 1 else None
            self.driver.send_message(events.Key(key, char))  # type: ignore[arg-type]

    async def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait until something is true."""
        end = time.monotonic() + PATIENCE
        while not true():
            if self.app._exception is not None:
                raise self.app._exception
            if time.monotonic() > end:
                pytest.fail(f"never came: {what or true.__code__.co_names}\n{self.text()}")
            await asyncio.sleep(0.002)

    async def until_screen(self, kind: type[Screen[Any]]) -> Any:
        """Wait until a kind of screen is on top, and painted."""
        await self.until(lambda: isinstance(self.app.screen, kind), f"screen {kind.__name__}")
        await self.painted()
        return self.app.screen

    async def painted(self) -> None:
        """Wait until what was asked for so far has been done, read again and painted."""
        # A key goes from the app to the screen, to the text that has the focus, and back up.
        for _ in range(4):
            await self.pilot._wait_for_screen()
        inbox = self.inbox
        if self.app.screen is inbox:
            busy = (inbox.keys, inbox.turns)
            await self.until(
                lambda: (
                    (not busy[0]._acting and busy[1]._changed is None)
                    or self.app.screen is not inbox
                ),
                "commands and readings done",
            )
        done = asyncio.Event()

        async def mark() -> None:
            self.app.screen.call_after_refresh(done.set)

        if self.app.screen is inbox:
            inbox.later(mark)
        else:
            await mark()
        await self.until(done.is_set, "painted")

    async def keys(self, *keys: str) -> None:
        """Send keys one by one, each painted before the next."""
        for key in keys:
            self.press(key)
            await self.painted()

    async def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        size = Size(width, height)
        self.driver._size = (width, height)
        self.driver.send_message(events.Resize(size, size))  # type: ignore[arg-type]
        await self.until(lambda: self.app.screen._compositor.size == size, "the new size")
        await self.painted()

    def rows(self) -> list[str]:
        """Give the text on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(part.text for part in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """Give the text on the screen."""
        return "\n".join(self.rows())

    def live(self) -> list[object]:
        """List what on the screen could be clicked: actions and links of styles."""
        strips = self.app.screen._compositor.render_strips()
        styles = [part.style for strip in strips for part in strip if part.style is not None]
        return [s for s in styles if s.link or any("click" in key for key in s.meta)]


@dataclass
class Desk:
    """A store with a desk over it, and the session of a screen."""

    works: Works
    session: Session

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        plugs: Any = (),
        clock: Callable[[], Any] | None = None,
        read_only: bool = False,
        settings: Settings | None = None,
        undo: float = 8.0,
    ) -> Desk:
        """Open the store in `folder`, with connections that are started by hand."""
        works = await open_works(
            folder / "store.db", list(plugs), name="Ann Agent", rules=lambda: (),
            locks=folder / "locks", read_only=read_only, undo_for=timedelta(seconds=undo),
            undo_note_for=timedelta(0), clock=clock or Clock(START),
        )  # fmt: skip
        session = make_session(
            works, settings or Settings(), scratch=folder / "scratch", themes=None, demo=False,
            set_setting=lambda _key, _value: None, config_file=None,
        )  # fmt: skip

        async def not_yet() -> None:
            """Let the test say when the store changes."""

        session.start = not_yet
        return cls(works, session)


@asynccontextmanager
async def shown(
    session: Session,
    *,
    theme: str = "dark",
    size: tuple[int, int] = (120, 40),
    driver: type[Recorder] = Recorder,
) -> AsyncIterator[Shown]:
    """Run the app on a recorded terminal that knows true colour and synchronised output."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("COLORTERM", "truecolor")
        # Textual waits a sixtieth of a second to paint what came together.
        patch.setattr("textual.screen.UPDATE_PERIOD", 0.002)
        if theme != "mono":
            patch.delenv("NO_COLOR", raising=False)
        app = WarmlineApp(session, await first(session.desk), themes.load(theme))
        app.driver_class = driver
        app._sync_available = True
        async with app.run_test(headless=False, size=size) as pilot:
            screen = Shown(app, pilot)
            await screen.painted()
            yield screen
