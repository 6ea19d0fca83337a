"""Rows of the outbox keep their order and everything that is known of them."""

from dataclasses import replace

import pytest

from console.domain.changes import Claim, Reply, SetStatus, State
from console.domain.models import Ref, Status, Visibility
from console.store import escalations, messages, outbox
from tests.domain.made import at, escalation, message, outgoing

FULL = outgoing(
    Reply("Hi", Visibility.INTERNAL),
    key="k9",
    ref=Ref("desk", "c9"),
    made_at=at(minutes=1),
    due_at=at(minutes=2),
    action="a1",
    state=State.UNKNOWN,
    seen_message="m1",
    seen_assignee="bo",
    seen_version="3",
    held="wait",
    marker="log-7",
    attempts=2,
    looked=1,
    tried_at=at(minutes=3),
    next_at=at(minutes=4),
    reason="Lost.",
    message_id="m9",
    author="Ann",
    provenance=(("text", "macro:1", "embedded", "2026-03-02T09:00:00Z", 0.5, "m1"),),
    before={"tags": ["x"]},
)


async def add(store, *made):
    """Append rows."""
    async with store.writing() as db:
        for row in made:
            await outbox.add(db, row)


async def keys(store, **options):
    """Name what is pending."""
    return [row.key for row in await outbox.pending(store.reader, **options)]


async def test_everything_is_kept(store):
    """A row is read back as it was, with its progress."""
    await add(store, replace(FULL, state=State.QUEUED))
    async with store.writing() as db:
        assert await outbox.update(db, FULL)
    assert await outbox.find(store.reader, "k9") == FULL


def test_every_field_differs():
    """The full row leaves no field at its default: a new field has to be stored too."""
    plain = outgoing()
    assert [n for n in FULL.__slots__ if getattr(FULL, n) == getattr(plain, n)] == []


async def test_order(store):
    """Rows leave in the order in which they were made, whatever happened to them since."""
    await add(store, *(outgoing(key=f"k{n}", made_at=at(minutes=-n)) for n in range(5)))
    async with store.writing() as db:
        await outbox.update(db, outgoing(key="k0", attempts=3))
        await outbox.update(db, outgoing(key="k2", state=State.SENT))
    assert await keys(store) == ["k0", "k1", "k3", "k4"]


async def test_by_place(store):
    """What is pending can be asked for by connection and by escalation."""
    await add(
        store,
        outgoing(key="a"),
        outgoing(key="b", ref=Ref("desk", "c2")),
        outgoing(key="c", ref=Ref("rt", "c1")),
    )
    assert await keys(store, connection="desk") == ["a", "b"]
    assert await keys(store, ref=Ref("desk", "c1")) == ["a"]


async def test_a_key_is_used_once(store):
    """Two rows never share a key."""
    await add(store, outgoing())
    with pytest.raises(Exception, match="UNIQUE"):
        await add(store, outgoing())


async def test_expected_state(store):
    """An update that expects a state does nothing when another process was quicker."""
    await add(store, outgoing())
    async with store.writing() as db:
        taken = outgoing(state=State.SENDING)
        assert await outbox.update(db, taken, expect=State.QUEUED)
        assert not await outbox.update(db, taken, expect=State.QUEUED)
        assert not await outbox.update(db, outgoing(key="gone"))


async def test_find(store):
    """A key is found by its beginning where only one fits, and never by a wildcard."""
    await add(store, outgoing(key="abcd1"), outgoing(key="abcd2"), outgoing(key="xyz_9"))
    found = {
        text: row and row.key
        for text in ("abcd1", "abcd", "xyz_", "xyz", "xyza", "%%%%", "", "____")
        if (row := await outbox.find(store.reader, text)) or True
    }
    assert found == {
        "abcd1": "abcd1", "abcd": None, "xyz_": "xyz_9", "xyz": None, "xyza": None,
        "%%%%": None, "": None, "____": None,
    }  # fmt: skip


async def test_actions(store):
    """Changes made together are found together; a lone one is an action of its own."""
    await add(
        store,
        outgoing(Claim(), key="a", action="a", author="Ann"),
        outgoing(key="b", action="a", author="Ann", made_at=at(minutes=1)),
        outgoing(key="c", author="Bo", made_at=at(minutes=2)),
    )
    assert [row.key for row in await outbox.action(store.reader, "a")] == ["a", "b"]
    assert [row.key for row in await outbox.action(store.reader, "c")] == ["c"]


async def test_recent(store):
    """What is pending comes before what was sent, the newest first."""
    await add(store, *(outgoing(key=f"k{n}") for n in range(4)))
    async with store.writing() as db:
        await outbox.update(db, outgoing(key="k3", state=State.SENT))
    assert [row.key for row in await outbox.recent(store.reader)] == ["k2", "k1", "k0", "k3"]
    assert len(await outbox.recent(store.reader, limit=2)) == 2


async def test_forgotten(store):
    """Only what was sent long ago is forgotten: the rest waits however old it is."""
    await add(
        store,
        outgoing(key="old", state=State.SENT, made_at=at(days=-60)),
        outgoing(key="new", state=State.SENT),
        outgoing(key="stuck", state=State.REJECTED, made_at=at(days=-60)),
    )
    async with store.writing() as db:
        await outbox.forget_sent(db, at(days=-30))
    assert [row.key for row in await outbox.recent(store.reader)] == ["stuck", "new"]


async def test_removed(store):
    """Undone rows are gone."""
    await add(store, outgoing(key="a"), outgoing(key="b"))
    async with store.writing() as db:
        await outbox.remove(db, ["a", "never there"])
    assert await keys(store) == ["b"]


async def test_unseen(store):
    """What was sent and is among the messages is not shown a second time; the rest is."""
    sent = outgoing(key="sent", state=State.SENT, message_id="m1")
    fresh = outgoing(key="fresh", state=State.SENT, message_id="m2")
    status = outgoing(SetStatus(Status.OPEN), key="status", state=State.SENT)
    async with store.writing() as db:
        pk = await escalations.put(db, escalation())
        await messages.put(db, pk, (message(id="m1"),), whole=True)
        for row in (sent, fresh, status):
            await outbox.add(db, row)
            await outbox.update(db, row)
        await outbox.add(db, outgoing(key="queued"))
        await outbox.add(db, outgoing(key="elsewhere", ref=Ref("desk", "c2")))
    found = await outbox.unseen(store.reader, escalation().ref, pk)
    assert [row.key for row in found] == ["fresh", "queued"]
