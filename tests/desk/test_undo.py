"""The last action is taken back: dropped before it left, turned round after; nothing is unsaid."""

from datetime import timedelta

import pytest

from console import errors
from console.desk import draft, inbox, reply, triage, undo
from console.domain.changes import (
    Assign,
    Claim,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
)
from console.domain.models import Attachment, Person, Priority, Status, Visibility
from console.store import outbox
from tests.domain.made import BO, at, outgoing

PUBLIC = Visibility.PUBLIC
FILE = Attachment("", "x.txt", "text/plain", 2, b"hi")


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate(tags=["old"])
    await console.pull()
    return made


async def waiting(console):
    """List what waits to be sent."""
    return await outbox.pending(console.store.reader)


async def test_before_it_is_due(office, console, ref):
    """A reply undone in time is a draft again, with its files, and the desk never sees it."""
    await reply.send(
        console.desk, ref, "Hi", PUBLIC, attachments=(FILE,), then=Status.RESOLVED, seen="m1"
    )
    undone = await undo.undo(console.desk)
    assert undone.ref == ref
    assert undone.reply == Reply("Hi", PUBLIC, (FILE,))
    assert await waiting(console) == []
    kept = await draft.load(console.desk, ref, PUBLIC)
    assert kept is not None
    assert (kept.text, kept.attachments, kept.seen_message) == ("Hi", (FILE,), "m1")
    assert (await inbox.line(console.desk, ref)).escalation.status is Status.NEW
    office.clock.later(minutes=1)
    await console.push()
    assert await office.said(ref) == []
    assert (await office.show(ref))["status"] == "new"


async def test_what_was_begun_since_is_kept(console, ref):
    """A reply that comes back does not overwrite what was begun meanwhile."""
    await reply.send(console.desk, ref, "first", PUBLIC)
    await draft.save(console.desk, ref, PUBLIC, "second")
    await undo.undo(console.desk)
    kept = await draft.load(console.desk, ref, PUBLIC)
    assert kept is not None
    assert kept.text == "first\n\nsecond"


async def test_the_rest_of_the_action_has_left(office, console, ref):
    """Where taking has left and the reply has not, it is given back and the reply dropped."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, claim=True)
    await console.push()
    assert (await office.show(ref))["assignee"]["id"] == "ann"
    await undo.undo(console.desk)
    await console.push()
    assert (await office.show(ref))["assignee"] is None
    assert await office.said(ref) == []


async def test_a_sent_reply_is_never_unsaid(office, console, ref):
    """What the customer has is not taken back: that is told, and nothing changes."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True, then=Status.RESOLVED)
    await console.push()
    for _ in range(2):
        with pytest.raises(errors.InputError, match="cannot be taken back"):
            await undo.undo(console.desk)
    assert await waiting(console) == []
    assert (await office.show(ref))["status"] == "resolved"
    assert await office.said(ref) == [("public", "Hi")]


async def test_a_note_is_not_unsaid_either(console, ref):
    """A note that colleagues may have read stays."""
    await reply.send(console.desk, ref, "Hm", Visibility.INTERNAL)
    await console.push()
    with pytest.raises(errors.InputError, match="cannot be taken back"):
        await undo.undo(console.desk)


async def test_what_may_have_been_sent(office, console, ref):
    """A reply in doubt is not taken back, and not said to have been sent."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True)
    console.wire.losing = True
    await console.push()
    with pytest.raises(errors.InputError, match="may have been sent"):
        await undo.undo(console.desk)
    assert len(await waiting(console)) == 1
    assert await office.said(ref) == [("public", "Hi")]


async def test_while_the_network_is_down(office, console, ref):
    """What could not be sent can be taken back."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True)
    console.wire.down = True
    with pytest.raises(errors.Unreachable):
        await console.push()
    await undo.undo(console.desk)
    console.wire.down = False
    office.clock.later(minutes=5)
    await console.push()
    assert await office.said(ref) == []
    assert await draft.load(console.desk, ref, PUBLIC) is not None


async def test_a_held_reply(office, console, ref):
    """A reply that was held can be taken back and written anew."""
    await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True)
    await office.customer_says(ref, "Wait!")
    await console.push()
    await undo.undo(console.desk)
    assert await waiting(console) == []
    kept = await draft.load(console.desk, ref, PUBLIC)
    assert kept is not None
    assert kept.text == "Hi"


async def test_a_refused_change(console, ref):
    """What the helpdesk refused is dropped, not turned round."""
    await triage.assign(console.desk, ref, Person("stranger", "Stranger"))
    await console.push()
    (row,) = await waiting(console)
    assert row.state is State.REJECTED
    await undo.undo(console.desk)
    assert await waiting(console) == []


async def test_turned_round(office, console, ref):
    """Status, assignee, priority and tags that have left are changed back, newest first."""
    await triage.take(console.desk, ref)
    await triage.set_priority(console.desk, ref, Priority.URGENT)
    await triage.set_tags(console.desk, ref, ("vip", "old"), ())
    await triage.set_status(console.desk, ref, Status.RESOLVED)
    await console.push()
    await console.pull()
    for _ in range(4):
        await undo.undo(console.desk)
    line = (await inbox.line(console.desk, ref)).escalation
    assert (line.assignee, line.priority, line.tags, line.status) == (
        None, Priority.NORMAL, ("old",), Status.NEW,
    )  # fmt: skip
    await console.push()
    shown = await office.show(ref)
    assert (shown["assignee"], shown["priority"], shown["tags"], shown["status"]) == (
        None, "normal", ["old"], "new",
    )  # fmt: skip
    with pytest.raises(errors.InputError, match="nothing to undo"):
        await undo.undo(console.desk)


async def test_dropped_before_it_left(office, console, ref):
    """A status undone before it left is a row less, and no request."""
    await triage.set_status(console.desk, ref, Status.RESOLVED)
    assert (await undo.undo(console.desk)).said == f"Undone: the status of {ref}."
    assert await waiting(console) == []
    before = console.wire.requests
    await console.push()
    assert console.wire.requests == before
    assert (await office.show(ref))["status"] == "new"


async def test_only_of_this_sitting(office, console, ref):
    """What another sitting did is not undone by this one."""
    await triage.take(console.desk, ref)
    other = await office.console()
    with pytest.raises(errors.InputError, match="nothing to undo"):
        await undo.undo(other.desk)


async def test_what_was_dropped_is_skipped(console, ref):
    """An action whose rows are gone is passed over for the one before."""
    await triage.take(console.desk, ref)
    (row,) = await triage.set_priority(console.desk, ref, Priority.HIGH)
    async with console.store.writing() as db:
        await outbox.remove(db, [row.key])
    await undo.undo(console.desk)
    assert await waiting(console) == []


async def test_quicker_than_undo(office, console, ref, monkeypatch):
    """When the pusher was quicker, nothing is dropped and no draft made."""
    (row,) = await reply.send(console.desk, ref, "Hi", PUBLIC, at_once=True)
    original = outbox.action

    async def sent_meanwhile(db, key):
        found = await original(db, key)
        await console.push()
        return found

    monkeypatch.setattr(outbox, "action", sent_meanwhile)
    with pytest.raises(errors.InputError, match="being sent just now"):
        await undo.undo(console.desk)
    assert await office.said(ref) == [("public", "Hi")]
    assert await draft.load(console.desk, ref, PUBLIC) is None
    assert row.key in console.desk.done


@pytest.mark.parametrize(
    ("change", "before", "back"),
    [
        (Claim(), {"assignee": None}, Assign(None)),
        (Assign(None), {"assignee": ["bo", BO.name, BO.email]}, Assign(BO)),
        (SetStatus(Status.CLOSED), {"status": "open", "until": None}, SetStatus(Status.OPEN)),
        (
            SetStatus(Status.OPEN),
            {"status": "snoozed", "until": at(days=1).isoformat()},
            SetStatus(Status.SNOOZED, at(days=1)),
        ),
        (SetPriority(Priority.LOW), {"priority": "high"}, SetPriority(Priority.HIGH)),
        (SetTags(("a", "b"), ("c", "d")), {"tags": ["a", "c"]}, SetTags(("c",), ("b",))),
        (Reply("Hi", PUBLIC), {}, None),
    ],
)
def test_inverse(change, before, back):
    """Each change has one that takes it back, but for what was said."""
    assert undo.inverse(outgoing(change, before=before)) == back


async def test_undo_time_ends(office, console, ref):
    """When the time for undo is over, the reply leaves by itself and cannot be taken back."""
    await reply.send(console.desk, ref, "Hi", PUBLIC)
    office.clock.now += timedelta(seconds=7)
    assert await console.push() == 0
    office.clock.now += timedelta(seconds=1)
    assert await console.push() == 1
    with pytest.raises(errors.InputError, match="has been sent"):
        await undo.undo(console.desk)
