"""Where a text comes from goes with it: into the draft, the outbox, back by undo, and out."""

import pytest

from console.desk import draft, outbox, reply, undo
from console.domain.changes import Reply
from console.domain.models import Status, Visibility
from console.domain.suggestion import Inserted

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
ONE = Inserted("Hello Ada", "macro:1", "embedded", "2026-03-02T09:00:00Z", 0.8, "m1")
TWO = Inserted("Bye", "model:llama", "llama at gpu", "2026-03-02T09:01:00Z")


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate()
    await console.pull()
    return made


def made(*inserted):
    """Give texts that were put in as the store has them."""
    return tuple(tuple(one) for one in inserted)


async def kept(console, ref, visibility=PUBLIC):
    """Give what was put into a draft."""
    found = await draft.load(console.desk, ref, visibility)
    assert found is not None
    return found.provenance


async def test_in_a_draft(office, console, ref):
    """A draft knows what was put into it, for another console too, however it is edited."""
    await draft.save(console.desk, ref, PUBLIC, "Hello Ada", inserted=[ONE])
    await draft.save(console.desk, ref, PUBLIC, "Hello Bea and all", inserted=[ONE, TWO])
    again = await office.console()
    assert await kept(again, ref) == made(ONE, TWO)
    assert Inserted(*(await kept(again, ref))[0]) == ONE


async def test_with_the_reply(console, ref):
    """The outbox's reply has it, the changes beside it do not."""
    rows = await reply.send(
        console.desk, ref, "Hello Ada", PUBLIC, claim=True, then=Status.RESOLVED, inserted=[ONE]
    )
    assert [row.provenance for row in rows] == [(), made(ONE), ()]
    assert [row.provenance for row in await outbox.pending(console.desk)] == [(), made(ONE), ()]


@pytest.mark.parametrize("way", ["undo", "drop"])
async def test_back_as_a_draft(console, ref, way):
    """A reply that comes back knows it still, beside that of what was begun since."""
    await reply.send(console.desk, ref, "Hello Ada", PUBLIC, inserted=[ONE])
    await draft.save(console.desk, ref, PUBLIC, "Bye", inserted=[TWO])
    if way == "undo":
        await undo.undo(console.desk)
    else:
        (row,) = await outbox.pending(console.desk)
        await outbox.drop(console.desk, row.key)
    assert await kept(console, ref) == made(ONE, TWO)


async def test_after_it_was_sent(office, console, ref):
    """It is still known of what has been sent, and sent again after it was held."""
    await reply.send(console.desk, ref, "Hello Ada", PUBLIC, inserted=[ONE], at_once=True)
    await office.customer_says(ref, "Wait!")
    await console.sync()
    (row,) = await outbox.pending(console.desk)
    assert row.held
    await outbox.retry(console.desk, row.key)
    await console.push()
    sent = [row for row in await outbox.recent(console.desk) if isinstance(row.change, Reply)]
    assert [(row.state, row.provenance) for row in sent] == [("sent", made(ONE))]


async def test_along_to_a_note(console, ref):
    """What becomes a note, or a reply, takes it along."""
    await draft.save(console.desk, ref, INTERNAL, "Bye", inserted=[TWO])
    await draft.move(console.desk, ref, INTERNAL, "Hello Ada", inserted=[ONE])
    assert await kept(console, ref, INTERNAL) == made(ONE, TWO)


async def test_after_a_crash(console, ref):
    """What was being written when the screen broke is rescued with it."""
    now = console.desk.clock()
    await draft.rescue(console.desk, draft.Draft(ref, PUBLIC, "Hello", now, provenance=made(ONE)))
    assert await kept(console, ref) == made(ONE)
