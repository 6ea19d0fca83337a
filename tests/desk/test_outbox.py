"""What is stuck is shown, and the agent decides: again, or not at all."""

import pytest

from console import errors
from console.desk import draft, inbox, outbox, reply, triage
from console.domain.changes import State
from console.domain.models import Status, Visibility
from console.store import outbox as rows
from tests.domain.made import outgoing

PUBLIC = Visibility.PUBLIC


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate()
    await console.pull()
    return made


async def put(console, ref, **fields):
    """Leave a reply in a state."""
    row = outgoing(key="key1", ref=ref, **fields)
    async with console.store.writing() as db:
        await rows.add(db, row)
        await rows.update(db, row)
    return row


async def test_listed(console, ref):
    """Pending is in the order made; recent has what was sent after it; keys give their rows."""
    (first,) = await triage.take(console.desk, ref)
    await console.push()
    second, third = await reply.send(console.desk, ref, "Hi", PUBLIC, then=Status.RESOLVED)
    assert [row.key for row in await outbox.pending(console.desk)] == [second.key, third.key]
    assert [row.key for row in await outbox.recent(console.desk)] == [
        third.key, second.key, first.key,
    ]  # fmt: skip
    found = await outbox.of(console.desk, [first.key, "gone", second.key])
    assert [row.state for row in found] == [State.SENT, State.QUEUED]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.REJECTED, "reason": "No."},
        {"held": "The customer has written again."},
        {"state": State.UNKNOWN, "reason": "Send it again, or drop it?"},
        {"reason": "The desk cannot be reached."},
    ],
)
async def test_retry(office, console, ref, fields):
    """What was refused, held, in doubt or waiting is sent when the agent says so, once."""
    await put(console, ref, **fields)
    again = await outbox.retry(console.desk, "key1")
    assert (again.seen_message, again.held, again.reason) == ("m1", "", "")
    await console.push()
    assert await office.said(ref) == [("public", "Hello")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": State.SENDING}, "being sent just now"),
        ({"state": State.SENT}, "say it twice"),
        ({"state": State.PARTIAL}, "say it twice"),
    ],
)
async def test_no_retry(console, ref, fields, said):
    """What is being sent, or was, is not sent again."""
    await put(console, ref, **fields)
    with pytest.raises(errors.InputError, match=said):
        await outbox.retry(console.desk, "key1")


async def test_retry_and_the_pusher(console, ref, monkeypatch):
    """When the row moved on while the agent decided, nothing is done."""
    await put(console, ref, state=State.REJECTED)
    original = outbox.named

    async def moved(desk, key):
        row = await original(desk, key)
        async with console.store.writing() as db:
            await rows.update(db, outgoing(key="key1", ref=ref, state=State.SENT))
        return row

    monkeypatch.setattr(outbox, "named", moved)
    for verb in (outbox.retry, outbox.drop):
        async with console.store.writing() as db:
            await rows.update(db, outgoing(key="key1", ref=ref, state=State.REJECTED))
        with pytest.raises(errors.InputError, match="moved on"):
            await verb(console.desk, "key1")


async def test_drop(office, console, ref):
    """A dropped message is a draft again; the queue shows what is true without it."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, then=Status.RESOLVED)
    first, second = await outbox.pending(console.desk)
    await outbox.drop(console.desk, second.key)
    assert (await inbox.line(console.desk, ref)).escalation.status is Status.OPEN
    await outbox.drop(console.desk, first.key)
    assert (await inbox.line(console.desk, ref)).escalation.status is Status.NEW
    kept = await draft.load(console.desk, ref, PUBLIC)
    assert kept is not None
    assert kept.text == "Hi"
    office.clock.later(minutes=1)
    await console.push()
    assert await office.said(ref) == []


async def test_drop_beside_a_draft(console, ref):
    """A draft that is there is not overwritten, and the dropped message is not lost."""
    await reply.send(console.desk, ref, "first", PUBLIC)
    await draft.save(console.desk, ref, PUBLIC, "second")
    (row,) = await outbox.pending(console.desk)
    await outbox.drop(console.desk, row.key)
    kept = await draft.load(console.desk, ref, PUBLIC)
    assert kept is not None
    assert kept.text == "first\n\nsecond"


@pytest.mark.parametrize("state", [State.SENT, State.PARTIAL])
async def test_drop_what_was_said(console, ref, state):
    """What was said is taken off the list and does not become a draft."""
    await put(console, ref, state=state)
    await outbox.drop(console.desk, "key1")
    assert await outbox.recent(console.desk) == []
    assert await draft.load(console.desk, ref, PUBLIC) is None


async def test_no_drop_while_it_is_sent(console, ref):
    """What is being sent just now cannot be dropped."""
    await put(console, ref, state=State.SENDING)
    with pytest.raises(errors.InputError, match="being sent just now"):
        await outbox.drop(console.desk, "key1")


async def test_by_the_beginning_of_a_key(console, ref):
    """The first characters of a key are enough, and a wrong key is told."""
    await put(console, ref)
    assert (await outbox.drop(console.desk, "key1")).key == "key1"
    for verb in (outbox.retry, outbox.drop):
        with pytest.raises(errors.InputError, match="has no nothing"):
            await verb(console.desk, "nothing")


async def test_release(office, console, ref):
    """Sending now ends the time for undo of all that only waits for it."""
    other = await office.escalate()
    await console.pull()
    await reply.send(console.desk, ref, "Hi", PUBLIC)
    await put(console, other, held="wait", due_at=office.clock.now.replace(year=2030))
    assert await outbox.release_now(console.desk) == 1
    await console.push()
    assert await office.said(ref) == [("public", "Hi")]
    assert await office.said(other) == []
    assert await outbox.release_now(console.desk) == 0


async def test_trying_now(office, console, ref):
    """What did not get there is tried at once when asked; what can be undone still can."""
    other = await office.escalate()
    await console.pull()
    await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True)
    console.wire.down = True
    with pytest.raises(errors.Unreachable):
        await console.push()
    console.wire.down = False
    await reply.send(console.desk, other, "Later", PUBLIC)
    await console.push()
    assert await office.said(ref) == []

    assert await outbox.try_now(console.desk) == 1
    await console.push()
    assert await office.said(ref) == [("public", "Hi")]
    assert await office.said(other) == []
    assert await outbox.try_now(console.desk) == 0
