"""The background keeps a connection in step, survives what goes wrong, and never doubles itself."""

import asyncio

import pytest

from console import errors
from console.desk import outbox, reply, triage
from console.domain.changes import State
from console.domain.models import Ref, Visibility
from console.store import Store, connections
from console.store import outbox as rows
from console.sync import engine as module
from console.sync import pull, push
from console.sync.engine import Engine, drain
from console.sync.lock import PusherLock
from tests.domain.made import outgoing
from tests.office import START

ONE = Ref("desk", "c1")
PATIENCE = 10
"""Seconds after which a test gives up."""


async def until(console, question):
    """Wait until what `question` asks of the store is so: it is asked at each change."""
    changed = asyncio.Event()
    stop = console.desk.events.listen(lambda _: changed.set())
    try:
        async with asyncio.timeout(PATIENCE):
            while not await question():
                await changed.wait()
                changed.clear()
    finally:
        stop()


async def start(console, *, every=60.0):
    """Start the background work."""
    running = Engine(await console.line(), PusherLock(console.works.locks, "desk"), every=every)
    running.start()
    return running


async def say(console, text="On its way.", **options):
    """Queue a reply that is due at once."""
    made = await reply.send(console.desk, ONE, text, Visibility.PUBLIC, at_once=True, **options)
    return made[0].key


async def test_once(office, console):
    """One round sends what is due, reads what changed, and compares what is open."""
    ref = await office.escalate()
    assert await console.sync() == 1
    await reply.send(console.desk, ref, "Hi", Visibility.PUBLIC, at_once=True)
    before = console.wire.requests
    assert await console.sync() == 1
    assert console.wire.requests - before == 2
    assert await office.said(ref) == [("public", "Hi")]
    assert await console.sync() == 0


async def test_first_requests(office, console):
    """The first round takes five requests: who, colleagues, changes, what is open, knowledge."""
    await office.escalate()
    await console.sync()
    assert console.wire.requests == 5


async def test_a_poke_sends_at_once(plain, ledger):
    """What the agent does goes out when it is done, not at the next round."""
    running = await start(plain)
    plain.desk.poke = lambda _: running.poke()
    key = await say(plain)

    async def sent():
        return (await outbox.of(plain.desk, [key]))[0].state is State.SENT

    await until(plain, sent)
    await running.stop()
    assert ledger.said() == ["On its way."]


async def test_another_process_adds_a_row(plain, ledger, monkeypatch):
    """A row that another process wrote is noticed without a poke."""
    monkeypatch.setattr(module, "NOTICE", 0.01)
    running = await start(plain)
    await until(plain, lambda: _synced(plain))
    other = await Store.open(plain.store.path)
    async with other.writing() as db:
        await rows.add(db, outgoing(ref=ONE, made_at=START, due_at=START, seen_message="e1"))
    await other.close()

    async def sent():
        return not await rows.pending(plain.store.reader)

    await until(plain, sent)
    await running.stop()
    assert ledger.said() == ["Hello"]


async def _synced(console):
    return (await connections.get(console.store.reader, "desk")).synced_at is not None


async def test_trouble_and_back(plain, ledger):
    """Trouble is told on the connection, tried again, and told to be over."""
    ledger.down = errors.Unreachable("Down.")
    (await plain.line()).jitter = lambda: 0.0
    running = await start(plain, every=0.01)

    async def told():
        state = await connections.get(plain.store.reader, "desk")
        return state.error == "Down."

    await until(plain, told)
    ledger.down = None
    running.poke()

    async def over():
        return not (await connections.get(plain.store.reader, "desk")).error

    await until(plain, over)
    await running.stop()


@pytest.mark.parametrize(
    ("error", "at_least"),
    [(errors.Unreachable("Down."), 1.0), (errors.RateLimited("Wait.", seconds=90), 90.0)],
)
async def test_it_backs_off(plain, ledger, monkeypatch, error, at_least):
    """After a failure it waits, longer each time, and as long as it was asked to."""
    pauses = []
    enough = asyncio.Event()

    async def note(_self, pause):
        pauses.append(pause)
        if len(pauses) == 4:
            enough.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(Engine, "_wait", note)
    (await plain.line()).jitter = lambda: 0.0
    ledger.down = error
    running = await start(plain)
    async with asyncio.timeout(PATIENCE):
        await enough.wait()
    await running.stop()
    assert pauses == [max(at_least, pause) for pause in (1.0, 2.0, 4.0, 8.0)]


async def test_a_surprise_is_survived(plain, ledger, caplog):
    """An error nobody foresaw is told where the agent looks, and the work goes on."""
    ledger.down = ZeroDivisionError("surprise")
    running = await start(plain)

    async def told():
        return "surprise" in (await connections.get(plain.store.reader, "desk")).error

    await until(plain, told)
    ledger.down = None
    running.poke()

    async def over():
        return not (await connections.get(plain.store.reader, "desk")).error

    await until(plain, over)
    await running.stop()
    assert "sync of desk failed" in caplog.text


async def test_only_reading(office):
    """A read-only console reads on, takes no lock, and leaves the outbox as it is."""
    writer = await office.console()
    ref = await office.escalate()
    await writer.pull()
    await triage.take(writer.desk, ref)
    reader = await office.console(read_only=True)
    await office.customer_says(ref, "Hello?")
    assert await reader.sync() == 1
    assert len(await outbox.pending(reader.desk)) == 1
    assert PusherLock(office.folder / "locks", "desk").take()


async def test_only_reading_is_quiet(office, monkeypatch):
    """What a read-only console may not send does not keep it busy."""
    writer = await office.console()
    ref = await office.escalate()
    await writer.pull()
    await triage.take(writer.desk, ref)
    reader = await office.console(read_only=True)
    asked = await _count_looks(monkeypatch)
    running = Engine(await reader.line(), PusherLock(office.folder / "locks", "desk"), every=0.2)
    await running._wait(0.2)
    assert len(asked) == 0


async def _count_looks(monkeypatch):
    asked = []
    original = push.next_due

    async def count(line):
        asked.append(line)
        return await original(line)

    monkeypatch.setattr(push, "next_due", count)
    return asked


async def test_another_process_pushes(plain, monkeypatch):
    """What is due, and another process's to send, is not looked at again and again."""
    monkeypatch.setattr(module, "NOTICE", 0.1)
    other = PusherLock(plain.works.locks, "desk")
    assert other.take()
    await say(plain)
    asked = await _count_looks(monkeypatch)
    running = Engine(await plain.line(), PusherLock(plain.works.locks, "desk"), every=1)
    await running._wait(0.3)
    assert len(asked) <= 4
    other.release()


async def test_without_the_lock_it_only_pulls(plain, ledger):
    """While another process pushes, this one reads and leaves the outbox alone."""
    other = PusherLock(plain.works.locks, "desk")
    assert other.take()
    await say(plain)
    await plain.sync()
    assert ledger.said() == []
    other.release()
    await plain.sync()
    assert ledger.said() == ["On its way."]


async def test_two_rounds_never_overlap(plain, ledger, monkeypatch):
    """A round asked for while one is running waits: nothing being sent is taken for left behind."""
    inside, go_on = asyncio.Event(), asyncio.Event()
    original = ledger.push

    async def slow(row):
        inside.set()
        await go_on.wait()
        return await original(row)

    monkeypatch.setattr(ledger, "push", slow)
    key = await say(plain)
    first = asyncio.create_task(plain.sync())
    await inside.wait()
    second = asyncio.create_task(plain.sync())
    (row,) = await outbox.of(plain.desk, [key])
    await asyncio.sleep(0)
    assert row.state is State.SENDING
    go_on.set()
    await asyncio.gather(first, second)
    assert (await outbox.of(plain.desk, [key]))[0].state is State.SENT
    assert ledger.asked.count("push") == 1


async def test_stopped_in_the_middle(plain, ledger, monkeypatch, clock):
    """Stopped while it sends, it leaves the row in doubt; the next start looks it up."""
    inside = asyncio.Event()
    original = ledger.push

    async def hang(row):
        await original(row)
        inside.set()
        await asyncio.Event().wait()

    key = await say(plain)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "push", hang)
        running = await start(plain)
        async with asyncio.timeout(PATIENCE):
            await inside.wait()
        await running.stop()
    assert (await outbox.of(plain.desk, [key]))[0].state is State.SENDING
    assert PusherLock(plain.works.locks, "desk").take()
    await plain.push()
    clock.later(seconds=30)
    await plain.push()
    assert (await outbox.of(plain.desk, [key]))[0].state is State.SENT
    assert ledger.said() == ["On its way."]


async def test_started_twice(plain):
    """Starting again starts nothing new; stopping twice is harmless."""
    running = await start(plain)
    task = running._task
    running.start()
    assert running._task is task
    await running.stop()
    await running.stop()


async def test_stock_is_taken_now_and_then(plain, ledger):
    """What is open is compared at the first round, not at every one."""
    for _ in range(3):
        await plain.sync()
    assert ledger.asked.count("ids") == 1


async def test_drain(plain, ledger):
    """A command pushes by itself when nobody else does, and gives the right back."""
    await say(plain)
    line, lock = await plain.line(), PusherLock(plain.works.locks, "desk")
    other = PusherLock(plain.works.locks, "desk")
    assert other.take()
    assert not await drain(line, lock)
    assert ledger.said() == []
    other.release()
    assert await drain(line, lock)
    assert ledger.said() == ["On its way."]
    assert other.take()
    other.release()


async def test_drain_gives_the_right_back_after_trouble(plain, ledger):
    """Also when it fails, others can push afterwards."""
    await say(plain)
    ledger.down = errors.Unreachable("Down.")
    with pytest.raises(errors.Unreachable):
        await drain(await plain.line(), PusherLock(plain.works.locks, "desk"))
    other = PusherLock(plain.works.locks, "desk")
    assert other.take()
    other.release()


async def test_read_only_drains_nothing(office):
    """A read-only line is not drained."""
    reader = await office.console(read_only=True)
    line = await reader.line()
    assert not await drain(line, PusherLock(office.folder / "locks", "desk"))
    assert pull.DOUBT_FROM == 5
