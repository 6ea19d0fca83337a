"""Signals: the terminal goes away, the shell wants it for a while, and it comes back."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from console.ui.screens.inbox import InboxScreen

if TYPE_CHECKING:
    from textual.driver import Driver

    from console.ui.app import WarmlineApp


class Signals:
    """Answers the signals of a terminal: its end, Ctrl+Z, and `fg`."""

    def __init__(self, app: WarmlineApp) -> None:
        """Answer for `app`."""
        self.app = app
        self._tasks: set[asyncio.Task[None]] = set()
        self._suspending = False

    def listen(self) -> None:
        """Begin to answer, once the driver is there: it has handlers of its own."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.hang_up)
        if self._driver is not None:
            loop.add_signal_handler(signal.SIGTSTP, self.suspend)
            loop.add_signal_handler(signal.SIGCONT, self._continued)
            self.app.app_resume_signal.subscribe(self.app, lambda _: self._back())

    @property
    def _driver(self) -> Driver | None:
        driver = self.app._driver  # noqa: SLF001  there is no public way to it
        return driver if driver is not None and driver.can_suspend else None

    @property
    def _inbox(self) -> InboxScreen | None:
        return next((s for s in self.app.screen_stack if isinstance(s, InboxScreen)), None)

    def _begin(self, work: asyncio.Task[None]) -> None:
        self._tasks.add(work)
        work.add_done_callback(self._tasks.discard)

    async def _save(self) -> None:
        inbox = self._inbox
        if inbox is not None and inbox.is_writing:
            await inbox.writing.save()

    # The end -------------------------------------------------------------------------

    def hang_up(self) -> None:
        """Keep drafts, and go: the terminal is gone, or the system wants us to end."""
        self._begin(asyncio.get_running_loop().create_task(self._save_and_exit()))

    async def _save_and_exit(self) -> None:
        try:
            await self._save()
        finally:
            self.app.exit()

    # A while -------------------------------------------------------------------------

    def suspend(self) -> None:
        """Give the terminal to the shell, and the right to send to other processes."""
        if self._driver is not None and not self._suspending:
            self._suspending = True
            self._begin(asyncio.get_running_loop().create_task(self._suspend()))

    async def _suspend(self) -> None:
        try:
            await self._save()
            await self.app.session.rest()
            if self._driver is not None and self.app.is_running:
                self._stand_still(self._driver)
        finally:
            self._suspending = False
            self.app.session.go_on()

    def _stand_still(self, driver: Driver) -> None:
        # Another program has the terminal: it gives it back itself.
        ours = driver._auto_restart  # noqa: SLF001  the driver has no public flag
        if ours:
            driver.suspend_application_mode()
        with _left_to_the_system(signal.SIGTSTP, signal.SIGCONT):
            # The whole job, as the terminal would: else a program that started this one and
            # waits for it, such as a script, would keep the shell waiting.
            os.kill(0, signal.SIGTSTP)
            _wait_for_the_foreground()
        if ours:
            driver.resume_application_mode()
            self._back()

    def _continued(self) -> None:
        """Begin again on the terminal: we were stopped without being asked before."""
        driver = self._driver
        if driver is None or not self.app.is_running or not driver._auto_restart:  # noqa: SLF001
            return
        with _left_to_the_system(signal.SIGCONT):
            _wait_for_the_foreground()
            driver.suspend_application_mode()
            driver.resume_application_mode()
        self._back()

    def _back(self) -> None:
        """Draw all of it: the terminal has nothing of it any more."""
        self.app.set_mouse(self.app.mouse_on)
        self.app.refresh(repaint=True, layout=True)
        if self._inbox is not None:
            # Others may have sent what waited here.
            self._inbox.ticking.woken()


@contextmanager
def _left_to_the_system(*numbers: signal.Signals) -> Iterator[None]:
    """Let signals do what they do to every program: stop it, and wake it."""
    before = [(number, signal.signal(number, signal.SIG_DFL)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _wait_for_the_foreground(number: int = 0) -> None:
    """Stop again for as long as the terminal is somebody else's, as after `bg`."""
    with suppress(OSError):
        while os.tcgetpgrp(number) != os.getpgrp():
            os.kill(0, signal.SIGTTIN)
            # Where nobody could wake us, the system does not stop us either.
            time.sleep(0.05)
