"""What the outbox holds leaves in order, once, and never past what the agent has not seen."""

import pytest

from console import errors
from console.desk import inbox, outbox, reply, thread, triage
from console.domain.changes import State
from console.domain.models import Priority, Status
from console.store import outbox as rows
from console.sync import push
from tests.office import ANN, BO
from tests.sync.replying import INTERNAL, PUBLIC, row_of, say, state


async def test_one_request(office, console):
    """A reply takes one request of the own desk, and is said once."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    before = console.wire.requests
    assert await console.push() == 1
    assert console.wire.requests - before == 1
    assert await console.push() == 0
    assert console.wire.requests - before == 1
    assert await office.said(ref) == [("public", "On its way.")]
    assert await state(console, key) is State.SENT


async def test_in_order(office, console):
    """Changes of one conversation leave in the order in which they were made."""
    ref = await office.escalate()
    await console.pull()
    await triage.take(console.desk, ref)
    await say(console, ref, "first")
    await say(console, ref, "note", INTERNAL)
    await say(console, ref, "second", then=Status.RESOLVED)
    assert await console.push() == 5
    shown = await office.show(ref)
    assert await office.said(ref) == [
        ("public", "first"), ("internal", "note"), ("public", "second"),
    ]  # fmt: skip
    assert (shown["status"], shown["assignee"]["id"]) == ("resolved", ANN.id)


async def test_a_resolve_never_overtakes_its_reply(office, console):
    """The resolve made with a reply waits until the reply can no longer be undone."""
    ref = await office.escalate()
    await console.pull()
    await reply.send(console.desk, ref, "Done.", PUBLIC, then=Status.RESOLVED)
    assert await console.push() == 0
    assert (await office.show(ref))["status"] == "new"
    office.clock.later(seconds=8)
    assert await console.push() == 2
    assert (await office.show(ref))["status"] == "resolved"


async def test_a_stale_reply_is_held_and_shown(office, console):
    """A reply to a customer who has written again waits for the agent, and says why."""
    ref, other = await office.escalate(), await office.escalate()
    await console.pull()
    key = await say(console, ref, then=Status.RESOLVED)
    await say(console, other)
    await office.customer_says(ref, "Wait, I found it!")
    await console.push()
    assert await office.said(ref) == []
    assert await office.said(other) == [("public", "On its way.")]
    assert (await office.show(ref))["status"] == "new"
    await console.pull()
    shown = (await thread.open_thread(console.desk, ref)).outgoing
    assert (shown[0].key, shown[0].state) == (key, State.QUEUED)
    assert "written again" in shown[0].held
    assert (await inbox.health(console.desk)).outbox == {"held": 1, "queued": 1}


async def test_held_until_the_agent_decides(office, console):
    """Nothing lets a held reply go by itself; sent again knowingly, it arrives once."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    await office.customer_says(ref, "Wait!")
    for _ in range(3):
        await console.push()
        await console.pull()
        office.clock.later(hours=1)
    assert await office.said(ref) == []
    await outbox.retry(console.desk, key)
    await console.push()
    assert await office.said(ref) == [("public", "On its way.")]


async def test_taken_by_somebody_else(office, console):
    """A reply in a conversation that somebody else took meanwhile is held with the name."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    await office.claim(ref, BO)
    await console.push()
    assert "Bo Agent has taken it" in (await row_of(console, key)).held
    assert await office.said(ref) == []


async def test_a_lost_claim_is_told(office, console):
    """Of two who take the same, one is told who has it."""
    ref = await office.escalate()
    await console.pull()
    (row,) = await triage.take(console.desk, ref)
    await office.claim(ref, BO)
    await console.push()
    after = await row_of(console, row.key)
    assert (after.state, after.reason) == (State.REJECTED, "Bo Agent has taken it.")
    assert (await inbox.line(console.desk, ref)).escalation.assignee is None


async def test_later_ones_wait_behind_a_refused_one(office, console):
    """What comes after a refused change waits until the agent has dropped it."""
    ref, other = await office.escalate(), await office.escalate()
    await console.pull()
    (refused,) = await triage.assign(console.desk, ref, BO._replace(id="nobody-there"))
    key = await say(console, ref)
    await say(console, other)
    await console.push()
    assert await state(console, refused.key) is State.REJECTED
    assert await state(console, key) is State.QUEUED
    assert await office.said(other) == [("public", "On its way.")]
    await outbox.drop(console.desk, refused.key)
    await console.push()
    assert await office.said(ref) == [("public", "On its way.")]


async def test_a_lost_answer(office, console):
    """Sending again after a lost answer posts once: the desk knows the key."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    console.wire.losing = True
    await console.push()
    assert await state(console, key) is State.UNKNOWN
    console.wire.losing = False
    office.clock.later(minutes=2)
    await console.push()
    assert await state(console, key) is State.SENT
    assert await office.said(ref) == [("public", "On its way.")]


async def test_a_desk_that_breaks_each_time_is_not_hammered(office, console):
    """Where repeating is safe it is still done at growing intervals, not in a loop."""
    ref = await office.escalate()
    await console.pull()
    await say(console, ref)
    console.wire.losing = True
    before = console.wire.requests
    await console.push()
    await console.push()
    assert console.wire.requests - before == 1
    assert (await push.next_due(await console.line())) >= 1


async def test_the_network_is_down_all_along(office, console):
    """Queue, conversation and reply work without it; back again, all goes out in order, once."""
    first, second = await office.escalate(), await office.escalate()
    await console.pull()
    console.wire.down = True
    for number in range(3):
        await say(console, first, f"{number}")
        await triage.set_tags(console.desk, second, (f"t{number}",))
        with pytest.raises(errors.Unreachable):
            await console.sync()
        office.clock.later(minutes=5)
    await say(console, second, "bye", then=Status.RESOLVED)
    assert (await inbox.view(console.desk, inbox.understand(""))).total == 1
    assert len((await thread.open_thread(console.desk, first)).outgoing) == 3
    console.wire.down = False
    await console.sync()
    await console.sync()
    assert await office.said(first) == [("public", str(n)) for n in range(3)]
    shown = await office.show(second)
    assert (shown["tags"], shown["status"]) == (["t0", "t1", "t2"], "resolved")
    assert await office.said(second) == [("public", "bye")]
    assert await outbox.pending(console.desk) == []


async def test_unreachable_is_no_attempt(office, console):
    """What certainly did not get there waits, says why, and can still be taken back."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    console.wire.down = True
    with pytest.raises(errors.Unreachable):
        await console.push()
    row = await row_of(console, key)
    assert (row.state, row.attempts, row.reason) == (
        State.QUEUED, 0, "The desk cannot be reached.",
    )  # fmt: skip
    assert row.next_at is not None
    assert row.next_at > office.clock()


async def test_a_status_changed_meanwhile_is_held_and_goes_when_told(office, console):
    """A status set on an old state is held; once the agent has seen the new one, it goes."""
    ref = await office.escalate()
    await console.pull()
    (row,) = await triage.set_status(console.desk, ref, Status.RESOLVED)
    await office.patch(ref, status="pending")
    await console.push()
    assert "Bo Agent changed the status" in (await row_of(console, row.key)).held
    assert (await office.show(ref))["status"] == "pending"
    await console.pull()
    await outbox.retry(console.desk, row.key)
    await console.push()
    assert (await office.show(ref))["status"] == "resolved"


async def test_tags_are_merged(office, console):
    """Tags that others set meanwhile stay."""
    ref = await office.escalate(tags=["old"])
    await console.pull()
    await triage.set_tags(console.desk, ref, ("mine",), ("old",))
    await office.patch(ref, tags_add=["theirs"])
    await console.push()
    assert sorted((await office.show(ref))["tags"]) == ["mine", "theirs"]


async def test_sent_is_shown_before_it_is_read_again(office, console):
    """What has arrived is the helpdesk's word: nothing flickers back until the next pull."""
    ref = await office.escalate()
    await console.pull()
    await triage.set_priority(console.desk, ref, Priority.URGENT)
    await say(console, ref, then=Status.RESOLVED)
    await console.push()
    line = await inbox.line(console.desk, ref)
    assert (line.escalation.priority, line.escalation.status, line.outgoing) == (
        Priority.URGENT, Status.RESOLVED, 0,
    )  # fmt: skip
    assert len((await thread.open_thread(console.desk, ref)).outgoing) == 1
    await console.pull()
    opened = await thread.open_thread(console.desk, ref)
    assert opened.outgoing == ()
    assert [s.message.text for s in opened.said if not s.message.event][-1] == "On its way."


async def test_undone_at_the_last_moment(office, console, monkeypatch):
    """A row that is undone between the choice and the sending is not sent."""
    ref = await office.escalate()
    await console.pull()
    key = await say(console, ref)
    original = push._send

    async def undone_first(line, row):
        async with console.store.writing() as db:
            await rows.remove(db, [key])
        return await original(line, row)

    monkeypatch.setattr(push, "_send", undone_first)
    assert await console.push() == 0
    assert await office.said(ref) == []


async def test_only_read(office):
    """Below a read-only line nothing is tried, and the row stays as it was."""
    writer = await office.console()
    ref = await office.escalate()
    await writer.pull()
    key = await say(writer, ref)
    before = await row_of(writer, key)
    reader = await office.console(read_only=True)
    with pytest.raises(errors.ReadOnly):
        await push.push(await reader.line())
    assert await row_of(writer, key) == before
    assert await office.said(ref) == []
