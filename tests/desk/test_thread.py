"""A conversation is read from the store, with what waits to be sent and who will get it."""

import pytest

from console import errors
from console.desk import inbox, reply, thread, triage
from console.domain.changes import Claim
from console.domain.models import Priority, Ref, Status, Visibility
from console.store import outbox
from tests.domain.made import outgoing

PUBLIC = Visibility.PUBLIC


@pytest.fixture
async def long(office, console):
    """Read a conversation of 100 messages."""
    messages = [{"id": f"m{n}", "text": f"Line {n}"} for n in range(100)]
    ref = await office.escalate(messages=messages)
    await console.pull()
    return ref


def texts(said):
    """Give what was said."""
    return [each.message.text for each in said]


async def test_whole(office, console):
    """It has the customer, the handoff, the recipients, and changes on their way laid over."""
    ref = await office.escalate(
        customer={"id": "u1", "name": "Ada", "email": "ada@example.com", "attributes": {"x": "y"}},
        handoff={"at": "2026-03-02T08:00:00Z", "bot": "Nova", "reason": "asked"},
    )
    await console.pull()
    await triage.take(console.desk, ref)
    await triage.set_priority(console.desk, ref, Priority.HIGH)
    opened = await thread.open_thread(console.desk, ref)
    esc = opened.entry.escalation
    assert opened.ref == ref
    assert esc.customer.attributes == {"x": "y"}
    assert esc.handoff is not None
    assert (esc.handoff.bot, esc.recipients) == ("Nova", ("ada@example.com",))
    assert esc.assignee is not None
    assert (esc.assignee.id, esc.priority) == ("ann", Priority.HIGH)
    assert opened.me.id == "ann"
    assert opened.connection.name == "desk"


async def test_pages(console, long):
    """The newest messages come first; paging back gives each once, to the beginning."""
    opened = await thread.open_thread(console.desk, long)
    assert opened.more
    seen = texts(opened.said)
    assert seen == [f"Line {n}" for n in range(60, 100)]
    more = True
    while more:
        before, more = await thread.older(console.desk, opened)
        seen = texts(before) + seen
        opened = thread.replace(opened, said=before)
    assert seen == [f"Line {n}" for n in range(100)]


async def test_all_of_it(console, long):
    """Without a limit, everything is read at once."""
    opened = await thread.open_thread(console.desk, long, limit=None)
    assert len(opened.said) == 100
    assert not opened.more
    assert await thread.older(console.desk, thread.replace(opened, said=())) == ((), False)


async def test_exactly_a_page(console, long):
    """Where nothing is older, nothing is promised."""
    opened = await thread.open_thread(console.desk, long, limit=100)
    assert (len(opened.said), opened.more) == (100, False)


async def test_what_waits(office, console):
    """Queued changes stand after what was said, in the order in which they were made."""
    ref, other = await office.escalate(), await office.escalate()
    await console.pull()
    await reply.send(console.desk, ref, "first", PUBLIC, then=Status.RESOLVED)
    await reply.send(console.desk, other, "elsewhere", PUBLIC)
    await reply.send(console.desk, ref, "second", Visibility.INTERNAL)
    opened = await thread.open_thread(console.desk, ref)
    assert [getattr(row.change, "text", "status") for row in opened.outgoing] == [
        "first", "status", "second",
    ]  # fmt: skip


async def test_an_old_reply_is_not_shown_again(office, console, long):
    """A reply that was read back is among the messages, however far back, and nowhere else."""
    await reply.send(console.desk, long, "Answer", PUBLIC, at_once=True)
    await console.push()
    assert len((await thread.open_thread(console.desk, long)).outgoing) == 1
    for number in range(thread.NEWEST + 5):
        await office.customer_says(long, f"More {number}")
    await console.pull()
    opened = await thread.open_thread(console.desk, long)
    assert "Answer" not in texts(opened.said)
    assert opened.outgoing == ()


async def test_much_waits(office, console):
    """With hundreds of changes waiting elsewhere, this one is still shown."""
    ref, other = await office.escalate(), await office.escalate()
    await console.pull()
    await reply.send(console.desk, ref, "mine", PUBLIC)
    async with console.store.writing() as db:
        for number in range(210):
            await outbox.add(db, outgoing(Claim(), key=f"k{number}", ref=other))
    assert len((await thread.open_thread(console.desk, ref)).outgoing) == 1


async def test_read(office, console):
    """Opening marks nothing; marking is told once, and nothing of it leaves."""
    ref = await office.escalate()
    await console.pull()
    heard = []
    console.desk.events.listen(heard.append)
    await thread.open_thread(console.desk, ref)
    line = await inbox.line(console.desk, ref)
    assert line.unread == 1
    await thread.mark_read(console.desk, line)
    read = await inbox.line(console.desk, ref)
    assert read.unread == 0
    await thread.mark_read(console.desk, read)
    assert [each.refs for each in heard] == [{ref}]
    before = console.wire.requests
    await console.push()
    assert console.wire.requests == before


async def test_no_such(console):
    """A conversation that is not here is told."""
    with pytest.raises(errors.NoSuchEscalation):
        await thread.open_thread(console.desk, Ref("desk", "none"))
