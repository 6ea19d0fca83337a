"""Keep all connections in step in the background, each at its own pace."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

from console import errors
from console.domain import outbox
from console.sync import Line, pull, push
from console.sync.lock import PusherLock

log = logging.getLogger(__name__)

STOCK_EVERY = timedelta(minutes=10)
"""How often what is open is compared with what the helpdesk shows."""
FINISH = 2.0
"""Seconds that what is on its way is given before the engine rests."""
NOTICE = 1.0
"""Seconds after which a row written by another process is noticed."""


class Engine:
    """The background work of one connection: push first, then pull, then wait."""

    def __init__(self, line: Line, lock: PusherLock, *, every: float) -> None:
        """Keep `line` in step, pulling each `every` seconds."""
        self.line = line
        self.lock = lock
        self.every = every
        self.failures = 0
        self._poked = asyncio.Event()
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._stock_at: float = 0.0
        self._learned = False
        self._resting = False

    def start(self) -> None:
        """Begin in the background, or go on after a rest."""
        self._resting = False
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"sync {self.line.name}")

    def poke(self) -> None:
        """Look at the outbox and the helpdesk now."""
        self._poked.set()

    async def stop(self) -> None:
        """End the background work; what was being sent is judged at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self.lock.release()

    async def rest(self) -> None:
        """Stand still, and leave the right to send to others, until it is started again.

        What is on its way is finished if that is quick; else it is judged as after a crash.
        """
        self._resting = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH), self._turn:
                pass
        await self.stop()

    async def send(self) -> None:
        """Push once, now; raise what goes wrong."""
        async with self._turn:
            await self._push()

    async def _push(self) -> None:
        if not self.line.read_only and not self._resting and self.lock.take():
            await push.push(self.line)

    async def once(self) -> int:
        """Push and pull once; raise what goes wrong. Returns the escalations that changed."""
        # Two at once would each take what the other is sending for left behind.
        async with self._turn:
            return await self._once()

    async def _once(self) -> int:
        await self._push()
        count = await pull.pull(self.line)
        loop = asyncio.get_running_loop()
        if loop.time() >= self._stock_at:
            await pull.take_stock(self.line)
            self._stock_at = loop.time() + STOCK_EVERY.total_seconds()
        if not self._learned:
            await pull.learn(self.line)
            self._learned = True
        return count

    async def _run(self) -> None:
        while True:
            self._poked.clear()
            try:
                await self._wait(await self._round())
            except Exception:
                # The store itself did not answer: the lock must not be held by a dead engine.
                log.exception("sync of %s goes on after a failure", self.line.name)
                await asyncio.sleep(NOTICE)

    async def _round(self) -> float:
        """Push and pull once; note what went wrong, and give the seconds to wait."""
        try:
            await self.once()
        except errors.ReadOnly:
            return self.every
        except errors.WarmlineError as error:
            return await self._failed(error)
        except Exception as error:
            # The background must outlive a surprise; it is told where the agent looks.
            log.exception("sync of %s failed", self.line.name)
            return await self._failed(errors.HelpdeskError(f"Sync failed: {error!r}"))
        self.failures = 0
        return self.every

    async def _failed(self, error: errors.WarmlineError) -> float:
        self.failures += 1
        await pull.failed(self.line, error)
        pause = outbox.backoff(self.failures, self.line.jitter()).total_seconds()
        return max(pause, error.seconds) if isinstance(error, errors.RateLimited) else pause

    async def _wait(self, pause: float) -> None:
        """Wait for a poke, the next row that is due, another process's row, or `pause`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + pause
        while (left := until - loop.time()) > 0 and not self._poked.is_set():
            sends = self.failures == 0 and not self.line.read_only
            due = await push.next_due(self.line) if sends else None
            if due is not None and due <= 0 and self.lock.take():
                return
            # What is due and is another process's to send is looked at no faster.
            step = min(left, NOTICE if due is None or due <= 0 else max(0.05, min(due, NOTICE)))
            try:
                await asyncio.wait_for(self._poked.wait(), step)
            except TimeoutError:
                continue


async def drain(line: Line, lock: PusherLock) -> bool:
    """Push once, if no other process does; True when it was done here."""
    if line.read_only or not lock.take():
        return False
    try:
        await push.push(line)
    finally:
        lock.release()
    return True
