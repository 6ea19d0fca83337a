"""What assistants read is kept by the newest message that was read."""

import pytest

from console.domain import triage
from console.domain.models import Customer, Glance, Ref, Status
from console.store import escalations, fetch, messages, picture, readings
from console.store.readings import Kept
from tests.domain.made import at, escalation, message

GLANCE = Glance(-1, -2, "Wants the parcel", "distress")


async def add(store, number, connection="desk", *, said=1, **fields):
    """Keep an escalation with so many messages; give its row."""
    ref = Ref(connection, f"c{number}")
    async with store.writing() as db:
        pk = await escalations.put(db, escalation(ref=ref, **fields))
        found = tuple(message(minutes=number + n / 60, id=f"m{n}") for n in range(1, said + 1))
        await messages.put(db, pk, found, whole=True)
        await picture.refresh(db, [ref], ())
    return pk


def kept(newest="m1", maker="embedded", data="{}", minutes=0):
    """Make a reading."""
    return Kept(maker, "rules-1", newest, at(minutes=minutes), data)


async def read(store, pk, made, glance=GLANCE):
    """Keep a reading."""
    async with store.writing() as db:
        await readings.put(db, pk, made, glance)


async def test_kept_by_maker(store):
    """Each maker's latest reading is kept, the latest first, and read back as it was."""
    pk = await add(store, 1)
    await read(store, pk, kept(data='{"a": 1}'))
    await read(store, pk, kept(data='{"a": 2}', minutes=1))
    await read(store, pk, kept(maker="llama at gpu", minutes=2), None)
    assert await readings.get(store.reader, pk) == [
        kept(maker="llama at gpu", minutes=2), kept(data='{"a": 2}', minutes=1),
    ]  # fmt: skip


async def test_the_queue_shows_a_glance(store):
    """With a glance the line says more; without one it says what it said."""
    pk = await add(store, 1)
    assert (await escalations.entries(store.reader, [pk]))[0].glance is None
    await read(store, pk, kept())
    await read(store, pk, kept(maker="llama at gpu"), None)
    assert (await escalations.entries(store.reader, [pk]))[0].glance == GLANCE


async def test_unread_until_the_newest_message(store):
    """A reading up to an older message leaves the conversation unread, and its line as it was."""
    pk = await add(store, 1, said=2)
    assert await readings.newest(store.reader, pk) == "m2"
    await read(store, pk, kept("m1"))
    assert [row.newest for row in await readings.unread(store.reader, 9)] == ["m2"]
    assert (await escalations.entries(store.reader, [pk]))[0].glance == GLANCE
    await read(store, pk, kept("m2"))
    assert await readings.unread(store.reader, 9) == []


async def test_rows_in_view_come_first(store):
    """What is looked at is read first, in that order, then the queue's order; none comes twice."""
    pks = [await add(store, n) for n in range(1, 6)]
    await read(store, pks[3], kept())
    found = await readings.unread(store.reader, 9, (pks[4], pks[3], pks[2]))
    assert [row.pk for row in found] == [pks[4], pks[2], pks[0], pks[1]]
    found = await readings.unread(store.reader, 1, (pks[4],))
    assert [row.pk for row in found] == [pks[4]]
    found = await readings.unread(store.reader, 3, (pks[4],))
    assert [row.pk for row in found] == [pks[4], pks[0], pks[1]]


@pytest.mark.parametrize("status", [s for s in Status if s.done])
async def test_what_is_done_is_not_read(store, status):
    """Resolved and closed ones are read when somebody opens them, not ahead."""
    await add(store, 1, status=status)
    assert await readings.unread(store.reader, 9) == []
    assert await readings.waiting(store.reader) == 0


async def test_waiting(store):
    """How much is left to read can be told."""
    pks = [await add(store, n) for n in range(1, 4)]
    await read(store, pks[0], kept())
    assert await readings.waiting(store.reader) == 2


async def test_forgotten_is_read_again(store):
    """After the rules changed all is unread; the readings stay until they are replaced."""
    pk = await add(store, 1)
    await read(store, pk, kept())
    async with store.writing() as db:
        await readings.forget(db)
    assert [row.pk for row in await readings.unread(store.reader, 9)] == [pk]
    assert await readings.get(store.reader, pk) == [kept()]


async def test_skipped_until_it_changes(store):
    """What cannot be read is passed over until there is a newer message; its line says nothing."""
    pk = await add(store, 1)
    await read(store, pk, kept("m0"))
    async with store.writing() as db:
        await readings.skip(db, pk, "m1")
    assert await readings.unread(store.reader, 9) == []
    assert (await escalations.entries(store.reader, [pk]))[0].glance == Glance(None)
    await add(store, 1, said=2)
    assert [row.pk for row in await readings.unread(store.reader, 9)] == [pk]


async def test_gone_with_the_escalation(store):
    """A deleted escalation leaves no reading of its customer behind."""
    pk = await add(store, 1)
    await read(store, pk, kept())
    async with store.writing() as db:
        await db.execute("DELETE FROM escalations WHERE pk = ?", (pk,))
    assert await fetch(store.reader, "SELECT * FROM readings") == []


async def test_nothing_is_kept_of_what_is_gone(store):
    """A reading that comes too late is dropped."""
    await read(store, 77, kept())
    assert await fetch(store.reader, "SELECT * FROM readings") == []


async def test_other_conversations_of_a_customer(store):
    """The customer's others on that helpdesk, newest first, with what was read in them."""
    ada, bea = Customer("u1", "Ada", "a@example.com"), Customer("u2", "Bea", "a@example.com")
    await add(store, 1, customer=ada)
    old = await add(store, 2, customer=ada, updated_at=at(days=-9), subject="Old")
    await add(store, 3, customer=ada, updated_at=at(days=-1), subject="New")
    await add(store, 4, customer=bea)
    await add(store, 5, connection="rt", customer=ada)
    await read(store, old, kept(data='{"card": {}}'))
    await read(store, old, kept(maker="llama at gpu", data="{}"), None)
    found = await readings.of_customer(store.reader, Ref("desk", "c1"), "embedded")
    assert [(each.subject, each.data) for each in found] == [("New", "{}"), ("Old", '{"card": {}}')]
    found = await readings.of_customer(store.reader, Ref("desk", "c1"), "embedded", 1)
    assert [each.subject for each in found] == ["New"]


async def test_nobody_is_no_customer(store):
    """Customers without an id are not taken for one."""
    for number in (1, 2):
        await add(store, number, customer=Customer("", "", "a@example.com"))
    assert await readings.of_customer(store.reader, Ref("desk", "c1"), "embedded") == []


async def test_namesakes(store):
    """The same address elsewhere is counted by connection, however it is written."""
    for number, (where, email) in enumerate(
        [("desk", "a@example.com"), ("rt", "A@Example.COM"), ("rt", "a@example.com"),
         ("zd", "a@example.com"), ("rt", "b@example.com"), ("rt", "")]
    ):  # fmt: skip
        await add(store, number, where, customer=Customer(f"u{number}", "", email))
    here = Ref("desk", "c0")
    assert await readings.namesakes(store.reader, here, "a@example.com") == [("rt", 2), ("zd", 1)]
    assert await readings.namesakes(store.reader, here, "") == []


@pytest.mark.parametrize("sql", ["unread", "namesakes"])
async def test_an_index_answers(store, sql):
    """What the background asks again and again is not looked for line by line."""
    texts = {
        "unread": f"SELECT pk FROM escalations WHERE gone = 0 AND band < {triage.DONE}"
        " AND assisted <> newest ORDER BY band, rank_at, pk LIMIT 9",
        "namesakes": "SELECT pk FROM escalations WHERE customer_email = 'a' COLLATE NOCASE"
        " AND customer_email <> ''",
    }
    plan = await fetch(store.reader, f"EXPLAIN QUERY PLAN {texts[sql]}")
    said = " ".join(row["detail"] for row in plan)
    assert "escalations_unassisted" in said or "escalations_email" in said
    assert "TEMP B-TREE" not in said
