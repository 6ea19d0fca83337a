"""What the terminal must be, and what happens when it goes away."""

from __future__ import annotations

import asyncio
import os
import pty
import threading

import pytest

from console.cli.terminal import Watch, check, is_gone, prepare
from console.errors import InputError


def test_a_dumb_terminal_is_refused_in_words() -> None:
    """TERM=dumb, no TERM, and no terminal at all say what works instead."""
    for term in ("dumb", ""):
        with pytest.raises(InputError, match="TERM"):
            check({"TERM": term}, lambda _: True)
    with pytest.raises(InputError, match="stderr is none"):
        check({"TERM": "xterm"}, lambda number: number != 2)
    check({"TERM": "xterm"}, lambda _: True)


def test_ssh_turns_off_what_a_dropped_link_would_leave() -> None:
    """Under SSH kitty keys and mouse are off and the theme is ANSI; elsewhere not."""
    env = {"SSH_TTY": "/dev/pts/1"}
    assert prepare(env) == ("ansi", False)
    assert env["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    here: dict[str, str] = {}
    assert prepare(here) == ("", True)
    assert here == {}


def test_no_color_is_ours_to_honour() -> None:
    """NO_COLOR gives the colourless theme, and Textual is not told: it would draw greys."""
    env = {"NO_COLOR": "1", "SSH_CONNECTION": "x"}
    assert prepare(env) == ("mono", False)
    assert "NO_COLOR" not in env


def test_a_terminal_that_hung_up_is_seen() -> None:
    """It is gone once its other end is closed, and so is what was never a terminal."""
    other, mine = pty.openpty()
    try:
        assert not _hung(mine)
        os.close(other)
        assert _hung(mine)
    finally:
        os.close(mine)
    reading, writing = os.pipe()
    assert is_gone(reading)
    os.close(reading)
    os.close(writing)


def _hung(number: int) -> bool:
    # The terminal of a test is nobody's controlling one: only its end is looked at.
    import select

    poll = select.poll()
    poll.register(number, select.POLLHUP)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


async def test_a_dead_terminal_ends_the_program() -> None:
    """The watch asks the program to save and end, and ends it itself when that does not help."""
    asked, ended = asyncio.Event(), threading.Event()
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    reading, writing = os.pipe()
    watch = Watch(asked.set, number=reading, every=0.01, grace=0.05, end=end)
    watch.start()
    async with asyncio.timeout(5):
        await asked.wait()
    assert await asyncio.to_thread(ended.wait, 5)
    assert codes == [129]
    os.close(reading)
    os.close(writing)


async def test_a_program_that_ends_by_itself_is_left_alone() -> None:
    """Stopped in time, the watch ends nothing."""
    asked = asyncio.Event()
    codes: list[int] = []
    reading, writing = os.pipe()
    watch = Watch(asked.set, number=reading, every=0.01, grace=30, end=codes.append)
    watch.start()
    async with asyncio.timeout(5):
        await asked.wait()
    watch.stop()
    await asyncio.to_thread(watch._thread.join, 5)
    assert not watch._thread.is_alive()
    assert codes == []
    os.close(reading)
    os.close(writing)
