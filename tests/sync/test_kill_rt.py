"""Whenever a process dies, one reply reaches the customer of a real Request Tracker."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.desk import draft, outbox, reply
from console.domain.changes import State
from console.domain.models import Ref, Visibility
from tests.office import Clock, Console, open_console
from tests.rt.desk import RtBench
from tests.rt.server import RtServer
from tests.sync import sender

pytestmark = [pytest.mark.rt, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
TEXT = "Your kettle is on its way."
PATIENCE = 60
"""Seconds after which a test gives up."""


@pytest.fixture
async def bench(rt_server: RtServer) -> AsyncIterator[RtBench]:
    """Give a queue of its own to each test."""
    desk = RtBench(rt_server)
    await desk.open()
    yield desk
    await desk.aclose()


@pytest.fixture
def clock() -> Clock:
    """Begin now, at a whole second: the store keeps milliseconds, and this clock stands."""
    return Clock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
async def console(
    bench: RtBench, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Console]:
    """Open the agent's console."""
    options = {"user": "agent", "password": bench.server.password, "queues": [bench.queue]}
    login = json.dumps({"url": bench.server.url, "options": options})
    monkeypatch.setenv("WARMLINE_TEST_LOGIN", login)
    console = await open_console(tmp_path, clock, sender.tracker(clock))
    yield console
    await console.works.stop()


async def killed(folder: Path, clock: Clock, step: str, ident: str) -> None:
    """Send from a process of its own, which is killed at a step."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.sync.sender",
        str(folder), "rt", step, TEXT, ident, clock().isoformat(),
        cwd=ROOT, env=dict(os.environ), stdout=PIPE,
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE):
        said, _ = await running.communicate()
    assert running.returncode == -signal.SIGKILL, said


@pytest.mark.parametrize("step", [step for step in sender.STEPS if step != sender.IN_DESK])
async def test_killed_at_each_step(
    bench: RtBench, console: Console, clock: Clock, tmp_path: Path, step: str
):
    """After a restart the customer has exactly one mail: found, or sent at the agent's word."""
    ident = await bench.escalate(subject="Broken kettle")
    ref = Ref("desk", ident)
    await console.pull()
    await draft.save(console.desk, ref, Visibility.PUBLIC, TEXT)
    await killed(tmp_path, clock, step, ident)
    kept = await draft.load(console.desk, ref, Visibility.PUBLIC)
    assert (kept is None) is bool(await outbox.pending(console.desk))
    if kept is not None:
        await reply.send(console.desk, ref, kept.text, Visibility.PUBLIC, at_once=True)
    await console.sync()
    for _ in range(3):
        clock.later(seconds=31)
        await console.sync()
    if step == sender.DURING:
        (row,) = await outbox.pending(console.desk)
        assert (row.state, row.next_at) == (State.UNKNOWN, None)
        await outbox.retry(console.desk, row.key)
        await console.sync()

    assert [mail.strip() for mail in await bench.public_mail(ident) if TEXT in mail] == [TEXT]
    assert await outbox.pending(console.desk) == []
