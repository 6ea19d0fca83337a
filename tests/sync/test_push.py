"""What the outbox holds leaves in order, once, and never past what the agent has not seen."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.desk import inbox, outbox, reply, thread, triage
from console.domain.changes import SetStatus, State
from console.domain.models import Priority, Ref, Status, Visibility
from console.store import outbox as rows
from console.sync import push
from tests.domain.made import outgoing
from tests.office import ANN, BO

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
ONE, TWO = Ref("desk", "c1"), Ref("desk", "c2")


async def say(console, ref=ONE, text="On its way.", visibility=PUBLIC, **options):
    """Queue a message that is due at once; give its key."""
    made = await reply.send(console.desk, ref, text, visibility, at_once=True, **options)
    return made[0].key


async def state(console, key):
    """Say how far a change has come."""
    (row,) = await outbox.of(console.desk, [key])
    return row.state


async def row_of(console, key):
    """Give a row of the outbox."""
    (row,) = await outbox.of(console.desk, [key])
    return row


# The own desk


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


# A helpdesk that knows no keys


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
