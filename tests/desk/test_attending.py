"""The queue's cards and moods are kept up to date, what is in view first."""

import asyncio

import pytest

from console.desk import attending, inbox, reading
from console.desk.attending import Attending
from console.events import Changed
from console.store import facts, readings
from console.sync import pull
from tests.assisted import LATE, MACROS, attend, switch_on, teach


@pytest.fixture
def order(monkeypatch):
    """Note which conversations are read, in order; those in `order.bad` cannot be."""
    original = reading.read

    class Order(list):
        bad: frozenset = frozenset()

    found = Order()

    def noted(desk, case, known):
        found.append(case.id)
        if case.id in found.bad:
            raise ZeroDivisionError
        return original(desk, case, known)

    monkeypatch.setattr(reading, "read", noted)
    return found


async def pks(console):
    """Give the rows of the queue."""
    return list(await inbox.keys(console.desk, inbox.understand("")))


async def test_all_is_read(office, console, order):
    """Every open conversation gets its card and its line, once, and it is told."""
    refs = [await office.escalate(LATE) for _ in range(20)]
    await console.sync()
    switch_on(console)
    heard = []
    console.desk.events.listen(heard.append)
    assert await attend(console) == 20
    assert await attend(console) == 0
    assert sorted(order) == sorted(map(str, refs))
    assert frozenset().union(*(changed.glances for changed in heard)) == set(refs)
    assert not any(changed.everything or changed.refs for changed in heard)
    for ref in refs:
        assert (await inbox.line(console.desk, ref)).glance.goal


async def test_what_is_in_view_is_first(office, console, order):
    """Whatever the queue's order, the lines the agent looks at are read before the others."""
    for _ in range(20):
        await office.escalate(LATE)
    await console.sync()
    rows = await pks(console)
    switch_on(console, watched=lambda: rows[-2:])
    await attend(console)
    lines = await inbox.lines(console.desk, rows)
    wanted = {str(line.ref) for line in lines if line.pk in rows[-2:]}
    assert set(order[:2]) == wanted
    assert len(order) == 20


async def test_one_that_fails_does_not_end_the_others(office, console, order):
    """What cannot be read is tried once, its line stays empty, and all others are read."""
    refs = [await office.escalate(LATE) for _ in range(attending.AT_ONCE + 3)]
    await console.sync()
    switch_on(console)
    order.bad = frozenset(str(ref) for ref in refs[: attending.AT_ONCE])
    await attend(console)
    assert len(order) == len(refs)
    for ref in refs:
        glance = (await inbox.line(console.desk, ref)).glance
        assert bool(glance.goal) is (str(ref) not in order.bad)
    order.bad = frozenset()
    await office.customer_says(refs[0], "Hello?")
    await console.sync()
    await attend(console)
    assert (await inbox.line(console.desk, refs[0])).glance.goal


async def test_kept_by_the_newest_message(office, console):
    """A reading is kept under the newest message, and made anew when there is a newer one."""
    ref = await office.escalate(LATE)
    await console.sync()
    switch_on(console)
    await attend(console)
    pk = (await inbox.line(console.desk, ref)).pk
    assert [kept.newest for kept in await readings.get(console.store.reader, pk)] == ["m1"]
    await office.customer_says(ref, "This is awful. I am furious!")
    await console.sync()
    assert await readings.waiting(console.store.reader) == 1
    await attend(console)
    (kept,) = await readings.get(console.store.reader, pk)
    assert kept.newest == await readings.newest(console.store.reader, pk) != "m1"
    assert (await inbox.line(console.desk, ref)).glance.mood < 0


async def test_other_rules_read_all_again(office, console):
    """When the rules of reading have changed since last time, everything is read anew, once."""
    await office.escalate(LATE)
    await console.sync()
    switch_on(console)
    await attend(console)
    await Attending(console.desk)._begin()
    assert await readings.waiting(console.store.reader) == 1
    await attend(console)
    await Attending(console.desk)._begin()
    assert await readings.waiting(console.store.reader) == 0
    assert await facts.get(console.store.reader, attending.VERSION)


async def test_it_wakes_when_something_comes(office, console):
    """It sleeps while there is nothing to read, and goes on as soon as something has come."""
    switch_on(console)
    read = asyncio.Event()
    console.desk.events.listen(lambda changed: changed.glances and read.set())
    work = asyncio.ensure_future(Attending(console.desk).run())
    try:
        for _ in range(2):
            ref = await office.escalate(LATE)
            await console.sync()
            await asyncio.wait_for(read.wait(), 10)
            read.clear()
            assert (await inbox.line(console.desk, ref)).glance is not None
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    assert console.desk.events.listeners == [console.desk.events.listeners[0]]


async def test_a_failing_store_is_tried_again(office, console, monkeypatch):
    """A round that could not be written ends nothing: the next change has it read."""
    await office.escalate(LATE)
    await console.sync()
    switch_on(console)
    tried, read = asyncio.Event(), asyncio.Event()
    original = readings.put

    async def fail(*_):
        tried.set()
        raise OSError

    monkeypatch.setattr(readings, "put", fail)
    console.desk.events.listen(lambda changed: changed.glances and read.set())
    work = asyncio.ensure_future(Attending(console.desk).run())
    try:
        await asyncio.wait_for(tried.wait(), 10)
        monkeypatch.setattr(readings, "put", original)
        console.desk.events.tell(Changed(everything=True))
        await asyncio.wait_for(read.wait(), 10)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_macros_are_read_once(office, console):
    """What drafts are made of is read once, and again when the helpdesk tells of other ones."""
    await teach(office)
    await console.sync()
    assisting = switch_on(console)
    known = await reading.candidates(console.desk, "desk")
    assert [item.title for item in known.items] == sorted(m["title"] for m in MACROS)
    assert await reading.candidates(console.desk, "desk") is known
    Attending(console.desk).notice(Changed(connections=True))
    assert assisting.knowledge == {}
    again = await reading.candidates(console.desk, "desk")
    assert again.mark == known.mark
    await teach(office, {"kind": "macro", "title": "New", "text": "x", "visibility": "public"})
    await pull.learn(await console.line())
    assisting.knowledge.clear()
    assert (await reading.candidates(console.desk, "desk")).mark != known.mark
