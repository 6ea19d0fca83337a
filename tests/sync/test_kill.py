"""Whenever a process dies, and however many there are, a reply stands once and is not lost."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from console.desk import draft, outbox, reply
from console.domain.changes import State
from console.domain.models import Ref, Visibility
from console.sync.engine import Engine
from console.sync.lock import PusherLock
from tests.sync import sender

ROOT = Path(__file__).parents[2]
ONE, TWO = Ref("desk", "c1"), Ref("desk", "c2")
TEXT = "Your parcel is on its way."
PATIENCE = 30
"""Seconds after which a test gives up."""


async def process(folder, clock, kind, step, *, text=TEXT, ident="c1"):
    """Start a console in a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.sync.sender",
        str(folder), kind, step, text, ident, clock().isoformat(),
        cwd=ROOT, stdin=PIPE, stdout=PIPE,
    )  # fmt: skip


async def finish(running):
    """Wait for its end; give the exit status and the last line that it said."""
    async with asyncio.timeout(PATIENCE):
        said, _ = await running.communicate()
    return running.returncode, said.decode().strip().rpartition("\n")[2]


async def keep_draft(console):
    """Keep what the agent has typed, as the screen does."""
    await draft.save(console.desk, ONE, Visibility.PUBLIC, TEXT)


async def go_on(console):
    """Start again, as the agent does: what is still a draft is sent, and sync runs."""
    kept = await draft.load(console.desk, ONE, Visibility.PUBLIC)
    pending = await outbox.pending(console.desk)
    assert (kept is None) is bool(pending), "nothing is lost, and nothing is in both places"
    if kept is not None:
        await reply.send(console.desk, ONE, kept.text, Visibility.PUBLIC, at_once=True)
    await console.sync()


@pytest.mark.parametrize("step", sender.STEPS)
async def test_killed_on_the_own_desk(office, console, clock, step):
    """Killed at any step, after a restart exactly one reply stands on the own desk."""
    await office.escalate()
    await console.pull()
    await keep_draft(console)
    assert await finish(await process(office.folder, clock, "own", step)) == (-signal.SIGKILL, "")
    await go_on(console)
    await console.sync()
    assert await office.said(ONE) == [("public", TEXT)]
    assert await outbox.pending(console.desk) == []


@pytest.mark.parametrize("step", [step for step in sender.STEPS if step != sender.IN_DESK])
async def test_killed_on_a_desk_without_keys(plain, ledger, tmp_path, clock, step):
    """Killed at any step, one reply stands: found by looking, or sent again by the agent's word."""
    await keep_draft(plain)
    assert await finish(await process(tmp_path, clock, "ledger", step)) == (-signal.SIGKILL, "")
    arrived = step in (sender.ACCEPTED, sender.IN_RECORD)
    assert ledger.said() == [TEXT] * arrived
    await go_on(plain)
    for _ in range(3):
        clock.later(seconds=30)
        await plain.sync()
    if step == sender.DURING:
        (row,) = await outbox.pending(plain.desk)
        assert (row.state, row.next_at) == (State.UNKNOWN, None)
        await outbox.retry(plain.desk, row.key)
        await plain.sync()
    assert ledger.said() == [TEXT]
    assert await outbox.pending(plain.desk) == []


async def test_not_killed(office, console, clock):
    """The same process, left alone, sends it."""
    await office.escalate()
    await console.pull()
    assert await finish(await process(office.folder, clock, "own", "add")) == (0, "pushed")
    assert await office.said(ONE) == [("public", TEXT)]


async def test_a_command_beside_a_running_console(plain, ledger, tmp_path, clock):
    """A row that a command adds while the console sends is left to it, and sent once."""
    pushing, go, both = asyncio.Event(), asyncio.Event(), asyncio.Event()
    original = ledger.push

    async def slow(row):
        pushing.set()
        await go.wait()
        outcome = await original(row)
        if len(ledger.said("c1") + ledger.said("c2")) == 2:
            both.set()
        return outcome

    ledger.push = slow
    await reply.send(plain.desk, ONE, "from the screen", Visibility.PUBLIC, at_once=True)
    engine = Engine(await plain.line(), PusherLock(tmp_path / "locks", "desk"), every=60)
    engine.start()
    async with asyncio.timeout(PATIENCE):
        await pushing.wait()
        command = await process(tmp_path, clock, "ledger", "add", text="command", ident="c2")
        assert await finish(command) == (0, "left")
        assert ledger.log[-1]["kind"] == "customer"
        go.set()
        await both.wait()
    await engine.stop()
    assert (ledger.said("c1"), ledger.said("c2")) == (["from the screen"], ["command"])


async def test_two_commands_and_one_row(plain, ledger, tmp_path, clock):
    """Of two processes that push at once, one does: the other leaves the row alone."""
    first = await process(tmp_path, clock, "ledger", "wait")
    async with asyncio.timeout(PATIENCE):
        assert await first.stdout.readline() == b"pushing\n"
    second = await process(tmp_path, clock, "ledger", "push")
    assert await finish(second) == (0, "left")
    (row,) = await outbox.pending(plain.desk)
    assert row.state is State.SENDING
    first.stdin.write(b"\n")
    assert await finish(first) == (0, "pushed")
    assert ledger.said() == [TEXT]


async def test_killed_beside_another_console(plain, ledger, tmp_path, clock):
    """A console takes over from one that was killed while sending, and does not repeat it."""
    first = await process(tmp_path, clock, "ledger", "wait")
    async with asyncio.timeout(PATIENCE):
        assert await first.stdout.readline() == b"pushing\n"
    await plain.sync()
    assert "push" not in ledger.asked
    first.kill()
    await finish(first)
    await plain.sync()
    (row,) = await outbox.pending(plain.desk)
    assert row.state is State.UNKNOWN
    assert ledger.said() == []
