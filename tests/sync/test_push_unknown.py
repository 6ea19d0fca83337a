"""On a helpdesk that knows no keys, a change in doubt is looked up and never repeated by itself."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.desk import outbox, reply
from console.domain.changes import SetStatus, State
from console.domain.models import Status
from console.store import outbox as rows
from console.sync import push
from tests.domain.made import outgoing
from tests.sync.replying import INTERNAL, ONE, PUBLIC, TWO, row_of, say, state


async def test_unknown_is_looked_up_before_any_retry(plain, ledger, clock):
    """A lost answer is not repeated; once its trace must show, it is looked up and found."""
    key = await say(plain, then=Status.RESOLVED)
    ledger.losing = "after"
    await plain.push()
    ledger.losing = ""
    assert (await row_of(plain, key)).next_at == clock() + timedelta(seconds=30)
    clock.later(seconds=29)
    assert await plain.push() == 0
    assert ledger.asked.count("find") == 0
    clock.later(seconds=1)
    await plain.push()
    assert await state(plain, key) is State.SENT
    assert ledger.said() == ["On its way.", "resolved"]


async def test_no_trace(plain, ledger, clock):
    """Looked up twice and not found, it waits for the agent; sent again, it stands once."""
    key = await say(plain, then=Status.RESOLVED)
    ledger.losing = "before"
    await plain.push()
    ledger.losing = ""
    for looked in (1, 2):
        clock.later(seconds=30)
        await plain.push()
        assert ledger.asked.count("find") == looked
    for _ in range(3):
        clock.later(hours=1)
        await plain.push()
    assert ledger.asked.count("find") == 2
    assert ledger.said() == []
    assert "Send it again, or drop it?" in (await row_of(plain, key)).reason
    assert await push.next_due(await plain.line()) is None
    await outbox.retry(plain.desk, key)
    await plain.push()
    assert ledger.said() == ["On its way.", "resolved"]


async def test_no_retry_while_it_is_looked_up(plain, ledger):
    """The agent cannot send a change again of which nobody knows whether it arrived."""
    key = await say(plain)
    ledger.losing = "after"
    await plain.push()
    with pytest.raises(errors.InputError, match="being looked up"):
        await outbox.retry(plain.desk, key)


async def test_others_go_on_while_one_is_unknown(plain, ledger):
    """Behind an unknown change its conversation waits; the other one does not."""
    await say(plain, ONE)
    ledger.losing = "before"
    await plain.push()
    ledger.losing = ""
    await say(plain, ONE, "second")
    await say(plain, TWO, "elsewhere")
    await plain.push()
    assert ledger.said("c1") == []
    assert ledger.said("c2") == ["elsewhere"]


async def test_the_same_words_twice(plain, ledger, clock):
    """Two equal messages are two: a look-up does not take the first for the second."""
    await say(plain, text="Hello?")
    await plain.push()
    key = await say(plain, text="Hello?")
    ledger.losing = "before"
    await plain.push()
    clock.later(seconds=30)
    await plain.push()
    assert await state(plain, key) is State.UNKNOWN


@pytest.mark.parametrize("visibility", [PUBLIC, INTERNAL])
async def test_a_newer_question(plain, ledger, visibility):
    """Before a reply the newest question is asked for; a note to colleagues goes in any case."""
    key = await say(plain, visibility=visibility)
    ledger.add("c1", "customer", text="Wait!")
    await plain.push()
    held = (await row_of(plain, key)).held
    assert held == (
        "The customer has written again since you read it." if visibility is PUBLIC else ""
    )
    assert bool(ledger.said()) is (visibility is INTERNAL)


async def test_a_new_owner(plain, ledger):
    """A reply is held when somebody else has it now, and not when it was theirs all along."""
    key = await say(plain)
    ledger.add("c1", "assign", person="bo")
    await plain.push()
    assert (await row_of(plain, key)).held == "Bo has taken it meanwhile."
    await plain.pull()
    await outbox.retry(plain.desk, key)
    await plain.push()
    assert ledger.said() == ["On its way."]


async def test_left_behind(plain, ledger, clock):
    """A row that a dead process left in the middle is unknown, and is looked up."""
    key = await say(plain)
    row = await row_of(plain, key)
    async with plain.store.writing() as db:
        await rows.update(db, replace(row, state=State.SENDING, attempts=1, tried_at=clock()))
    ledger.add("c1", "agent", text="On its way.")
    await plain.push()
    assert await state(plain, key) is State.UNKNOWN
    clock.later(seconds=30)
    await plain.push()
    assert await state(plain, key) is State.SENT
    assert ledger.said() == ["On its way."]


@pytest.mark.parametrize(
    ("error", "after"),
    [
        (errors.NotFound("It is gone."), State.REJECTED),
        (errors.Forbidden("Not yours."), State.REJECTED),
        (errors.ServerBroken("500"), State.QUEUED),
        (errors.BadAnswer("A login page."), State.QUEUED),
    ],
)
async def test_trouble_with_one_conversation(plain, ledger, error, after):
    """What the helpdesk refuses to tell of one conversation does not stop the others."""
    key = await say(plain, ONE)
    await say(plain, TWO, "elsewhere")
    ledger.refusing["c1"] = error
    await plain.push()
    row = await row_of(plain, key)
    assert (row.state, row.reason, row.attempts) == (after, str(error), 0)
    assert ledger.said("c2") == ["elsewhere"]
    due = await push.next_due(await plain.line())
    assert due is None if after is State.REJECTED else due == 15


@pytest.mark.parametrize("error", [errors.ServerBroken("500"), errors.Forbidden("Not yours.")])
async def test_a_look_up_that_fails(plain, ledger, clock, error):
    """A look-up that cannot be made is made later; meanwhile nothing is sent again."""
    key = await say(plain, ONE)
    ledger.losing = "after"
    await plain.push()
    ledger.losing = ""
    ledger.refusing["c1"] = error
    clock.later(seconds=30)
    await say(plain, TWO, "elsewhere")
    await plain.push()
    assert await state(plain, key) is State.UNKNOWN
    assert ledger.said("c2") == ["elsewhere"]
    ledger.refusing.clear()
    clock.later(seconds=15)
    await plain.push()
    assert await state(plain, key) is State.SENT
    assert ledger.said("c1") == ["On its way."]


async def test_a_conversation_that_is_gone(plain, ledger, clock):
    """An unknown change in a conversation that is gone has no trace: the agent is asked."""
    key = await say(plain)
    ledger.losing = "before"
    await plain.push()
    ledger.refusing["c1"] = errors.NotFound("It is gone.")
    for _ in range(2):
        clock.later(seconds=30)
        await plain.push()
    assert "drop it?" in (await row_of(plain, key)).reason


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (errors.RateLimited("Wait.", seconds=120), (120, 120)),
        (errors.Unauthorized("No."), (60, 60)),
        (errors.Unreachable("Down."), (1, 2)),
        (errors.TlsRefused("Whose certificate?"), (1, 2)),
    ],
)
async def test_trouble_with_the_connection(plain, ledger, clock, error, wait):
    """What stops the connection is raised; the row waits its time and says why."""
    key = await say(plain)
    ledger.down = error
    with pytest.raises(type(error)):
        await plain.push()
    row = await row_of(plain, key)
    assert (row.state, row.reason, row.attempts) == (State.QUEUED, str(error), 0)
    assert row.next_at is not None
    assert wait[0] <= (row.next_at - clock()).total_seconds() <= wait[1]


@pytest.mark.parametrize(
    ("error", "after", "attempts"),
    [
        (errors.NoAnswer("Lost."), State.UNKNOWN, 1),
        (errors.ServerBroken("500"), State.UNKNOWN, 1),
        (errors.Invalid("Too long."), State.REJECTED, 1),
        (errors.Unreachable("Down."), State.QUEUED, 0),
        (errors.ConfigError("No such proxy."), State.QUEUED, 0),
    ],
)
async def test_what_an_adapter_raises(plain, ledger, monkeypatch, error, after, attempts):
    """Whatever a push raises is judged by whether it may have arrived."""

    async def fail(_outgoing):
        raise error

    key = await say(plain)
    monkeypatch.setattr(ledger, "push", fail)
    with pytest.raises(type(error)) if after is State.QUEUED else nullcontext():
        await plain.push()
    row = await row_of(plain, key)
    assert (row.state, row.attempts) == (after, attempts)


async def test_an_adapter_that_breaks(plain, ledger, monkeypatch, clock):
    """An error nobody foresaw leaves the change in doubt, not repeated."""

    async def fail(_outgoing):
        raise ZeroDivisionError

    key = await say(plain)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "push", fail)
        with pytest.raises(ZeroDivisionError):
            await plain.push()
    await plain.push()
    assert await state(plain, key) is State.UNKNOWN
    clock.later(seconds=60)
    await plain.push()
    assert ledger.said() == []


async def test_next_due(plain, clock):
    """It is told in how many seconds something can go on by itself."""
    line = await plain.line()
    assert await push.next_due(line) is None
    await reply.send(plain.desk, ONE, "Hi", PUBLIC)
    assert await push.next_due(line) == 8
    clock.later(seconds=20)
    assert await push.next_due(line) == 0


def test_overtaken_is_about_replies():
    """A status or a tag is not held for what customers write."""
    row = outgoing(SetStatus(Status.RESOLVED))
    assert push.overtaken(row, push.Peek(newest_customer_message="m9"), "ann") == ""
