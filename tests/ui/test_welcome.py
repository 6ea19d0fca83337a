"""What stands there before anything has come, and when everything is done."""

from __future__ import annotations

import pytest

from console.desk.session import Settings
from tests.office import Console, Office


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_first_start_says_how_to_begin_and_goes_away(
    office: Office, console: Console, sit, size
):
    """Three ways to start and the user's own keys; the first escalation takes its place."""
    async with sit(console, size=size, settings=Settings(keys={"screen.help": ("Z",)})) as seat:
        text = seat.shown()
        assert "Welcome to Warmline" in text
        for command in ("warmline --demo", "warmline connect", "warmline import FILE"):
            assert command in text
        assert "Z keys and manual" in text
        assert "customer" not in text.split("\n")[1]
        assert "r reply" not in text
        await office.escalate()
        await console.sync()
        await seat.until(lambda: "Ada Example" in seat.shown(), "the first escalation")

        assert "Welcome" not in seat.shown()
        await seat.until(lambda: "r reply" in seat.shown(), "what can be done with it")


async def test_an_empty_queue_is_no_first_start(office: Office, console: Console, sit):
    """When all is resolved, nobody is waiting, and no beginner is greeted."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("e")
        await seat.until(lambda: "Nobody is waiting" in seat.shown(), "the empty queue")

        assert "Welcome" not in seat.shown()


async def test_a_helpdesk_that_was_never_read_is_named(console: Console, sit):
    """Whoever has connected a helpdesk is told that it is being read, not how to connect one."""
    async with sit(console) as seat:
        seat.inbox.session.connections = ("rt",)
        await seat.inbox.feed.bars()
        await seat.pilot.pause()

        assert "rt is being read for the first time" in seat.shown()
        assert "Welcome" not in seat.shown()


async def test_a_list_that_fits_nothing_says_how_to_leave_it(office: Office, console: Console, sit):
    """The query is shown, and the user's own key to the whole queue."""
    await office.escalate()
    await console.sync()
    async with sit(console, settings=Settings(keys={"go.queue": ("Q",)})) as seat:
        await seat.press("f")
        await seat.write("tag:none")
        await seat.press("enter")

        assert "tag:none" in seat.shown()
        assert "Q shows the whole queue" in seat.shown()


async def test_a_word_that_looks_like_a_field_is_told(office: Office, console: Console, sit):
    """Where nothing fits, a field that is misspelt is named with the one that was meant."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("f")
        await seat.write("stat:open")
        await seat.press("enter")

        assert "stat is no field" in seat.shown()
        assert "did you mean status:open" in seat.shown()
