"""Memory rests on earlier conversations too: fetched, read in the background, never mixed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console import errors
from console.desk import earlier, inbox, memory, reading, thread
from console.desk.assisting import Assisting
from console.desk.attending import Attending
from console.domain.models import (
    Author,
    AuthorKind,
    Customer,
    Escalation,
    Message,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.helpdesk import Delta
from console.store import readings
from tests.office import START, Clock, Console, clock, open_console
from tests.sync.ledger import FORGETFUL, Ledger

__all__ = ["clock"]

HERE = Ref("desk", "c1")
OLD = Ref("desk", "old")
SAID = ("My kettle is broken, order WX-20931.", "Please contact me by email only.")


def past(ident: str, *texts: str, customer: str = "u1", days: int = 7) -> Delta:
    """Make a conversation that was resolved so many days ago."""
    at = START - timedelta(days=days)
    lines = tuple(
        Message(
            f"m{number}",
            at + timedelta(minutes=number),
            Author(AuthorKind.CUSTOMER),
            Visibility.PUBLIC,
            text,
        )
        for number, text in enumerate(texts or SAID)
    )
    esc = Escalation(
        ref=Ref("desk", ident),
        subject="Broken kettle",
        status=Status.RESOLVED,
        priority=Priority.NORMAL,
        customer=Customer(customer, "Ada Example"),
        created_at=at,
        updated_at=at,
    )
    return Delta(esc, lines, whole=True)


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    """Open a helpdesk on which a customer asks who has been there before."""
    made = Ledger(tmp_path / "ledger.json", clock, capabilities=replace(FORGETFUL, history=True))
    made.add("c1", "customer", text="Where is my parcel?")
    made.past = (past("old"),)
    return made


@pytest.fixture
async def plain(tmp_path: Path, clock: Clock, ledger: Ledger) -> AsyncIterator[Console]:
    """Open a console with assistants on that helpdesk; sync has begun."""
    opened = await open_console(tmp_path, clock, ledger)
    await opened.pull()
    opened.desk.assisting = Assisting(clock)
    opened.works.begun.set()
    ledger.asked.clear()
    yield opened
    await opened.works.stop()


async def remembered(console: Console, ref: Ref = HERE) -> list[tuple[str, str, str]]:
    """Give the lines of memory: kind, text, and where from."""
    opened = await thread.open_thread(console.desk, ref)
    assert opened.memory is not None
    return [(line.kind, line.text, line.ref.id) for line in opened.memory.lines]


async def test_fetched_and_read(plain):
    """What was said long ago, and never was in this store, is remembered with its source."""
    assert await remembered(plain) == []
    await plain.works.history(HERE)
    lines = await remembered(plain)
    assert ("fact", "order WX-20931", "old") in lines
    assert ("preference", f"prefers e-mail: “{SAID[1]}”", "old") in lines
    assert any(kind == "resolution" for kind, _, _ in lines)
    opened = await thread.open_thread(plain.desk, HERE)
    assert {line.at for line in opened.memory.lines} == {START - timedelta(days=7)}


async def test_read_without_glances(plain):
    """Reading what is done gives the queue nothing to show, and nothing is unread."""
    await plain.works.history(HERE)
    line = await inbox.line(plain.desk, OLD)
    assert line.glance is None
    assert line.unread == 0
    kept = await readings.get(plain.store.reader, line.pk)
    assert [one.maker for one in kept] == ["embedded"]
    assert kept[0].newest == await readings.newest(plain.store.reader, line.pk)


async def test_told(plain):
    """The open conversation is drawn again once what came before has been read."""
    heard = []
    plain.desk.events.listen(heard.append)
    await plain.works.history(HERE)
    assert [changed.glances for changed in heard if changed.glances] == [frozenset({HERE})]


async def test_read_once(plain, monkeypatch):
    """What was read is not read again, until its rules or its words are new."""
    await plain.works.history(HERE)
    assert await earlier.read(plain.desk, HERE) == 0
    monkeypatch.setattr("console.assist.embedded.assistant.RULES", "embedded-next")
    assert await earlier.read(plain.desk, HERE) == 1
    assert await earlier.read(plain.desk, HERE) == 0


async def test_what_the_store_had_is_read_too(plain, ledger):
    """A conversation that was done before it was ever read is remembered as well."""
    ledger.add("c0", "customer", text="My router is down, customer number 4471-22.")
    ledger.add("c0", "status", status="resolved")
    await plain.pull()
    ledger.past = ()
    await plain.works.history(HERE)
    assert "c0" in {ref for _, _, ref in await remembered(plain)}
    (kept,) = await readings.get(
        plain.store.reader, (await inbox.line(plain.desk, Ref("desk", "c0"))).pk
    )
    assert kept.maker == "embedded"


async def test_bounded(plain, ledger):
    """Of a customer with a long past no more is read than memory looks at."""
    ledger.past = tuple(past(f"old{n}", days=n + 1) for n in range(earlier.MOST + 5))
    await plain.works.history(HERE)
    found = await readings.of_customer(plain.store.reader, HERE, "embedded", limit=100)
    assert len([one for one in found if one.data != "{}"]) <= earlier.MOST
    assert len(await remembered(plain)) == memory.MOST


async def test_never_mixed(plain, ledger):
    """What a helpdesk tells of somebody else is not remembered of this customer."""
    ledger.past = (past("theirs", "My order is WX-55555.", customer="u2"),)
    await plain.works.history(HERE)
    assert await remembered(plain) == []


async def test_the_newest_wish_counts(plain, ledger):
    """A customer who has changed their mind is remembered by the last word."""
    ledger.past = (
        past("new", "I prefer a phone call.", days=2),
        past("old", "I prefer email.", days=9),
    )
    await plain.works.history(HERE)
    wishes = [line for line in await remembered(plain) if line[0] == "preference"]
    assert wishes == [("preference", "prefers phone: “I prefer a phone call.”", "new")]


@pytest.mark.parametrize(
    "error",
    [errors.Unreachable("No way there."), errors.RateLimited("Later.", seconds=9), KeyError("x")],
)
async def test_failures_are_silent(plain, ledger, error, caplog):
    """A helpdesk that fails costs the agent nothing; the log has it, without the customer."""
    ledger.down = error
    with caplog.at_level("INFO"):
        await plain.works.history(HERE)
    assert await remembered(plain) == []
    assert "istory of desk" in caplog.text
    assert "u1" not in caplog.text


async def test_what_is_here_is_read_offline(plain, ledger):
    """Without a way to the helpdesk, what the store has is still read."""
    await plain.works.history(HERE)
    ledger.past = ()
    ledger.down = errors.Unreachable("No way there.")
    async with plain.store.writing() as db:
        await db.execute("DELETE FROM readings")
    plain.desk.clock.later(days=2)
    await plain.works.history(HERE)
    assert ("fact", "order WX-20931", "old") in await remembered(plain)


async def test_one_that_cannot_be_read(plain, ledger, monkeypatch):
    """A conversation that the assistant fails on costs nothing of what the others tell."""
    ledger.past = (past("bad", "Boom", days=2), past("old"))
    read = reading.read

    def fail(desk, case, known):
        if case.messages[0].text == "Boom":
            raise ValueError
        return read(desk, case, known)

    monkeypatch.setattr(reading, "read", fail)
    await plain.works.history(HERE)
    lines = await remembered(plain)
    assert ("fact", "order WX-20931", "old") in lines
    assert "bad" in {ref for _, _, ref in lines}


async def test_not_before_sync_has_begun(plain, ledger):
    """It makes no connection itself: until sync has, it waits, and can be cancelled."""
    plain.works.begun.clear()
    task = asyncio.ensure_future(plain.works.history(HERE))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ledger.asked == []


async def test_switched_off(plain, ledger):
    """Without assistants nobody shows what was before, so nobody is asked."""
    plain.desk.assisting = None
    await plain.works.history(HERE)
    assert await earlier.read(plain.desk, HERE) == 0
    assert ledger.asked == []


async def test_read_only(tmp_path, clock, ledger):
    """Open for reading only, it is still fetched: nothing is changed on the helpdesk."""
    console = await open_console(tmp_path, clock, ledger, read_only=True)
    await console.pull()
    console.desk.assisting = Assisting(clock)
    console.works.begun.set()
    await console.works.history(HERE)
    assert ("fact", "order WX-20931", "old") in await remembered(console)
    assert "push" not in ledger.asked
    await console.works.stop()


async def test_the_worker_keeps_to_what_is_open(plain):
    """The background work over the queue leaves what is done alone."""
    await plain.works.history(HERE)
    async with plain.store.writing() as db:
        await db.execute("DELETE FROM readings")
    await asyncio.to_thread(reading.prepare, plain.desk)
    worker = Attending(plain.desk)
    assert await worker.round() == 1
    assert await worker.round() == 0
    found = await readings.of_customer(plain.store.reader, HERE, "embedded")
    assert [one.data for one in found] == ["{}"]
