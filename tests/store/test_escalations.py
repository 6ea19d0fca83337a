"""The queue in the store: triage order, windows of lines, and what is gone but not lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.changes import Claim, SetStatus, State
from console.domain.models import Priority, Ref, Status, Visibility
from console.store import drafts, escalations, fetch, messages, outbox, picture
from console.store.drafts import Draft
from tests.domain.made import BO, NOW, at, escalation, message, outgoing


async def keep(store, *escs, said=()):
    """Store escalations, each with the same messages."""
    async with store.writing() as db:
        for esc in escs:
            pk = await escalations.put(db, esc)
            await messages.put(db, pk, tuple(said), whole=True)
        await picture.refresh(db, [esc.ref for esc in escs], ())


def numbered(number, **fields):
    """Make one of several escalations."""
    return escalation(ref=Ref("desk", f"c{number}"), **fields)


async def ids(store, **options):
    """Name the lines in order."""
    return [entry.ref.id for entry in await escalations.top(store.reader, **options)]


async def test_order(store):
    """Urgent and waiting come first, done ones are left out of what is open."""
    await keep(
        store,
        numbered(1),
        numbered(2, priority=Priority.URGENT),
        numbered(3, status=Status.RESOLVED),
        numbered(4, status=Status.PENDING),
        numbered(5, priority=Priority.HIGH),
        said=[message()],
    )
    assert await ids(store) == ["c2", "c5", "c1", "c4"]
    assert await escalations.count(store.reader) == 4


async def test_windows(store):
    """A view read by windows, by keys and at once is the same."""
    await keep(store, *(numbered(n, updated_at=at(minutes=-n)) for n in range(25)))
    keys = await escalations.keys(store.reader)
    by_key = [e.ref.id for e in await escalations.entries(store.reader, keys.tolist())]
    windows = [i for start in (0, 10, 20) for i in await ids(store, limit=10, offset=start)]
    assert by_key == windows == await ids(store, limit=-1)
    assert len(set(windows)) == len(keys) == 25


async def test_missing_lines_are_left_out(store):
    """Lines are given in the order asked for, and those that do not exist are not made up."""
    await keep(store, numbered(1), numbered(2))
    first, second = await escalations.keys(store.reader)
    found = await escalations.entries(store.reader, [second, 999, first])
    assert [entry.pk for entry in found] == [second, first]


async def test_again(store):
    """What is told again is updated in its row: nothing stands twice."""
    await keep(store, escalation())
    (before,) = await escalations.keys(store.reader)
    await keep(store, escalation(subject="Very late parcel", tags=("vip",)))
    (entry,) = await escalations.top(store.reader)
    assert (entry.pk, entry.escalation.subject, entry.escalation.tags) == (
        before, "Very late parcel", ("vip",),
    )  # fmt: skip
    assert await escalations.remote(store.reader, entry.ref) == escalation(
        subject="Very late parcel", tags=("vip",)
    )


async def test_marks(store):
    """A line says what waits to be sent and whether a draft is there."""
    await keep(store, escalation())
    async with store.writing() as db:
        await outbox.add(db, outgoing())
        await outbox.add(db, outgoing(Claim(), key="k2", state=State.SENT))
        await drafts.put(db, Draft(escalation().ref, Visibility.PUBLIC, "x", NOW))
    (entry,) = await escalations.top(store.reader)
    assert (entry.outgoing, entry.draft) == (1, True)


async def test_gone(store):
    """What is gone from the helpdesk is hidden, found by reference, and back when told again."""
    await keep(store, escalation(), said=[message()])
    async with store.writing() as db:
        await escalations.mark_gone(db, "desk", ["c1"])
    assert await ids(store) == []
    hidden = await escalations.find(store.reader, escalation().ref)
    assert hidden is not None
    assert hidden.messages == 1
    await keep(store, escalation(), said=[message()])
    assert await ids(store) == ["c1"]


@pytest.mark.parametrize(
    ("row", "there"),
    [
        (outgoing(SetStatus(Status.OPEN)), False),
        (outgoing(SetStatus(Status.OPEN), state=State.REJECTED), False),
        (outgoing(SetStatus(Status.OPEN), state=State.SENT), True),
    ],
)
async def test_open_ids(store, row, there):
    """What is reopened here and not yet there cannot be missed there: it is no sign of a loss."""
    await keep(store, escalation())
    async with store.writing() as db:
        await outbox.add(db, replace(row, state=State.QUEUED))
        await outbox.update(db, row)
    assert await escalations.open_ids(store.reader, "desk") == ({"c1"} if there else set())


async def test_open_ids_are_of_one_connection(store):
    """Open is what is not done, not gone, and on this connection."""
    await keep(
        store, numbered(1), numbered(2, status=Status.CLOSED), numbered(3),
        escalation(ref=Ref("other", "c4")),
    )  # fmt: skip
    async with store.writing() as db:
        await escalations.mark_gone(db, "desk", ["c3"])
    assert await escalations.open_ids(store.reader, "desk") == {"c1"}


async def test_read(store):
    """What was read stays read until something new is said."""
    await keep(store, escalation(), said=[message("customer", 0), message("bot", 1)])
    (entry,) = await escalations.top(store.reader)
    assert entry.unread == 2
    async with store.writing() as db:
        assert await escalations.mark_read(db, entry.pk)
        assert not await escalations.mark_read(db, entry.pk)
    await keep(store, escalation(), said=[message("customer", 0), message("bot", 1)])
    assert (await escalations.top(store.reader))[0].unread == 0
    said = [message("customer", 0), message("bot", 1), message("customer", 2)]
    await keep(store, escalation(), said=said)
    assert (await escalations.top(store.reader))[0].unread == 1


async def test_counts_of_queues_and_tags(store):
    """Queues count what is open; tags come with the commonest first."""
    await keep(
        store,
        numbered(1, queue="A", tags=("x",)),
        numbered(2, queue="B", tags=("x", "y")),
        numbered(3, queue="B", status=Status.RESOLVED),
    )
    assert await escalations.queues(store.reader) == [("A", 1), ("B", 1)]
    assert await escalations.tags(store.reader) == ["x", "y"]


async def test_the_list_uses_its_index(store):
    """The open queue is read in order from an index, however long it is."""
    plan = await fetch(
        store.reader,
        f"EXPLAIN QUERY PLAN SELECT pk FROM escalations WHERE {escalations.OPEN.sql}"
        f" {escalations.ORDER}",
    )
    words = " ".join(row["detail"] for row in plan)
    assert "escalations_order" in words
    assert "TEMP B-TREE" not in words


async def test_assignee(store):
    """Whose it is is on the line, also with a change on its way."""
    await keep(store, escalation(assignee=BO, updated_at=NOW + timedelta(seconds=1)))
    (entry,) = await escalations.top(store.reader)
    assert entry.escalation.assignee is not None
    assert (entry.escalation.assignee.id, entry.escalation.assignee.name) == (BO.id, BO.name)
