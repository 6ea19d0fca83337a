"""What came before is asked for beside the conversation, and only for who is stayed with."""

from __future__ import annotations

import asyncio

import pytest

from console.desk.assisting import Assisting
from console.ui import advice
from tests.office import Console, Office
from tests.ui.conftest import Sit


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch):
    """Ask without waiting for the agent to stay."""
    monkeypatch.setattr(advice, "STAYS", 0.0)


@pytest.mark.usefixtures("at_once")
async def test_asked_and_cancelled(office: Office, console: Console, sit: Sit):
    """Opening asks in the background; opening another ends that, and asks for the other."""
    refs = [await office.escalate("One"), await office.escalate("Two")]
    await console.pull()
    console.desk.assisting = Assisting(console.desk.clock)
    asked, ended = [], []

    async def history(ref):
        asked.append(ref)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(ref)

    async with sit(console) as seat:
        seat.app.session.history = history
        await seat.inbox.open(refs[0])
        await seat.until(lambda: asked == refs[:1], "the first is asked for")
        assert ended == []
        await seat.inbox.open(refs[1])
        await seat.until(lambda: asked == refs, "the second is asked for")
        await seat.until(lambda: ended == refs[:1], "the first is no longer waited for")
    assert ended == refs


async def test_not_for_who_is_passed_by(
    office: Office, console: Console, sit: Sit, monkeypatch: pytest.MonkeyPatch
):
    """A conversation that is left at once is not worth a request."""
    refs = [await office.escalate("One"), await office.escalate("Two")]
    await console.pull()
    console.desk.assisting = Assisting(console.desk.clock)
    asked = []

    async def history(ref):
        asked.append(ref)

    async with sit(console) as seat:
        seat.app.session.history = history
        for ref, stays in zip(refs, (600.0, 0.0), strict=True):
            monkeypatch.setattr(advice, "STAYS", stays)
            await seat.inbox.open(ref)
            await seat.pilot.pause()
        await seat.until(lambda: asked, "somebody is asked for")
    assert asked == refs[1:]


@pytest.mark.usefixtures("at_once")
async def test_shown(office: Office, console: Console, sit: Sit):
    """What an earlier conversation established comes onto the card by itself."""
    old, new = await office.escalate("My order WX-20931 is broken."), await office.escalate("Hello")
    await office.patch(old, status="resolved")
    await console.pull()
    console.desk.assisting = Assisting(console.desk.clock)
    async with sit(console, size=(170, 48)) as seat:
        await seat.inbox.open(new)
        assert "WX-20931" not in seat.shown()
        console.works.begun.set()
        await seat.until(lambda: "order WX-20931" in seat.shown(), "it is remembered")
