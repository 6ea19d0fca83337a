"""An engine at rest leaves the right to send to others, and cuts nothing off that is quick."""

import asyncio

from console.desk import outbox
from console.domain.changes import State
from console.sync import engine as module
from console.sync.lock import PusherLock
from tests.sync.test_engine import say, start, until


async def test_at_rest_others_send(plain):
    """At rest an engine holds no right to send and does nothing; started, it goes on."""
    running = await start(plain)
    other = PusherLock(plain.works.locks, "desk")
    await until(plain, lambda: _held(running))
    assert not other.take()
    await running.rest()

    assert other.take()
    await running.send()
    key = await say(plain)
    await running.send()
    assert (await outbox.of(plain.desk, [key]))[0].state is State.QUEUED
    other.release()
    running.start()

    async def sent():
        return (await outbox.of(plain.desk, [key]))[0].state is State.SENT

    await until(plain, sent)
    await running.stop()


async def _held(running):
    return running.lock._lock.is_locked


async def test_what_is_being_sent_is_finished_before_a_rest(plain, ledger, monkeypatch):
    """A request on its way is not cut off when it is quick: its outcome is known."""
    started, go = asyncio.Event(), asyncio.Event()
    push_ = ledger.push

    async def slow(row):
        started.set()
        await go.wait()
        return await push_(row)

    monkeypatch.setattr(ledger, "push", slow)
    key = await say(plain)
    running = await start(plain)
    await started.wait()
    resting = asyncio.create_task(running.rest())
    await asyncio.sleep(0)
    go.set()
    await resting

    assert (await outbox.of(plain.desk, [key]))[0].state is State.SENT


async def test_a_rest_does_not_wait_long(plain, ledger, monkeypatch):
    """What takes its time is cut off, and judged as after a crash: looked up, never repeated."""

    async def never(_row):
        await asyncio.Event().wait()

    monkeypatch.setattr(module, "FINISH", 0.01)
    monkeypatch.setattr(ledger, "push", never)
    key = await say(plain)
    running = await start(plain)

    async def sending():
        return (await outbox.of(plain.desk, [key]))[0].state is State.SENDING

    await until(plain, sending)
    await running.rest()
    assert PusherLock(plain.works.locks, "desk").take()
    monkeypatch.undo()
    await plain.push()
    assert (await outbox.of(plain.desk, [key]))[0].state is State.UNKNOWN
