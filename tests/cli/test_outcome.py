"""What is read again after a change was applied, and what that costs."""

from __future__ import annotations

import pytest

from console import errors
from console.cli.outcome import finish
from console.desk import inbox, triage
from console.domain.changes import State
from console.domain.models import Priority, Ref, Visibility
from tests.office import Console, Office, clock, console, office
from tests.sync.replying import say, state

__all__ = ["clock", "console", "office"]
WAITING = {"as_json": False, "no_wait": False, "seconds": 5.0}


async def test_the_store_shows_at_once_what_came_of_it(office: Office, console: Console) -> None:
    """After a reply nobody waits any more, at two requests: the reply, and reading it again."""
    ref = await office.escalate()
    await console.pull()
    await console.line()
    assert (await inbox.line(console.desk, ref)).waiting_since is not None
    row = await say_now(console, ref)
    before = console.wire.requests
    assert await finish(console.works, [row], **WAITING) == 0
    assert console.wire.requests - before == 2
    line = await inbox.line(console.desk, ref)
    assert (line.waiting_since, line.messages) == (None, 2)


async def test_several_changes_are_read_again_once(office: Office, console: Console) -> None:
    """Two changes of one conversation take three requests: each, and one reading."""
    ref = await office.escalate()
    await console.pull()
    rows = await triage.take(console.desk, ref)
    rows += await triage.set_priority(console.desk, ref, Priority.HIGH)
    before = console.wire.requests
    assert await finish(console.works, rows, **WAITING) == 0
    assert console.wire.requests - before == 3


@pytest.mark.parametrize("error", [errors.Unreachable("Gone."), ValueError("surprise")])
async def test_reading_again_changes_no_outcome(
    office: Office, console: Console, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Whatever goes wrong with reading again, the change was applied, and the code is 0."""
    ref = await office.escalate()
    await console.pull()

    async def fail(ident: str) -> None:
        raise error

    monkeypatch.setattr(console.way, "thread", fail)
    row = await say_now(console, ref)
    assert await finish(console.works, [row], **WAITING) == 0
    assert await state(console, row.key) is State.SENT


async def test_what_was_not_applied_is_not_read_again(office: Office, console: Console) -> None:
    """A change that the desk refused takes its own request alone."""
    ref = await office.escalate()
    await console.pull()
    rows = await triage.take(console.desk, ref)
    await office.claim(ref)
    before = console.wire.requests
    assert await finish(console.works, rows, **WAITING) == 3
    assert console.wire.requests - before == 1


async def say_now(console: Console, ref: Ref):
    """Make a reply that may leave at once, and give its row."""
    from console.desk import outbox

    key = await say(console, ref, "On its way.", Visibility.PUBLIC)
    (row,) = await outbox.of(console.desk, [key])
    return row
