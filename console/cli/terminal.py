"""What the terminal must be before the screen opens, and what happens when it goes away."""

from __future__ import annotations

import asyncio
import os
import select
import threading
from collections.abc import Callable, Mapping, MutableMapping

from console.errors import InputError

LOOK_EVERY = 2.0
"""Seconds between looks at the terminal."""
GRACE = 3.0
"""Seconds the program has to save and end by itself once the terminal is gone."""
HUNG_UP = 129
"""128 + SIGHUP, as a shell reports it."""


def check(env: Mapping[str, str], standing: Callable[[int], bool] = os.isatty) -> None:
    """Raise InputError where no screen can be shown: no terminal, or a dumb one."""
    lists = "`warmline ls`, `show` and `reply` work anywhere."
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if not standing(number):
            raise InputError(f"The screen needs a terminal, and {name} is none.", hint=lists)
    if env.get("TERM", "") in ("", "dumb"):
        raise InputError(
            f"The terminal (TERM={env.get('TERM', '')}) cannot show a screen.",
            hint=f"Set TERM, as in TERM=xterm-256color. {lists}",
        )


def over_ssh(env: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


def prepare(env: MutableMapping[str, str]) -> tuple[str, bool]:
    """Set the environment before Textual is imported; give theme and mouse that fit.

    The theme is empty where nothing speaks for one. Under SSH a dropped link would leave the
    terminal in the kitty keyboard's mode, and pointer reports cost 169 kB for 60 moves.
    """
    remote = over_ssh(env)
    if remote:
        env["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    theme = "ansi" if remote else ""
    if env.get("NO_COLOR"):
        theme = "mono"
    # Textual would turn our colourless theme into 24-bit greys.
    env.pop("NO_COLOR", None)
    return theme, not remote


def is_gone(number: int) -> bool:
    """Whether the terminal behind a file descriptor has hung up."""
    try:
        if not os.isatty(number):
            return True
        os.tcgetpgrp(number)
        poll = select.poll()
        poll.register(number, select.POLLHUP)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0))
    except OSError:
        return True


class Watch:
    """A thread that ends the program when its terminal is gone: a dead one would spin."""

    def __init__(
        self,
        hang_up: Callable[[], None],
        *,
        number: int = 0,
        every: float = LOOK_EVERY,
        grace: float = GRACE,
        end: Callable[[int], None] = os._exit,
    ) -> None:
        """Call `hang_up` on the running loop when it goes, and `end` if that does not help."""
        self._loop = asyncio.get_running_loop()
        self._hang_up, self._number = hang_up, number
        self._every, self._grace, self._exit = every, grace, end
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End looking: the program ends by itself."""
        self._done.set()

    def _run(self) -> None:
        while not self._done.wait(self._every):
            if is_gone(self._number):
                break
        else:
            return
        try:
            self._loop.call_soon_threadsafe(self._hang_up)
        except RuntimeError:
            # The loop is closed: nothing is left to save.
            self._exit(HUNG_UP)
            return
        if not self._done.wait(self._grace):
            self._exit(HUNG_UP)
