"""What agents made of suggestions is kept in order, and taken back with what it belongs to."""

from console.domain.models import Ref
from console.store import feedback
from console.store.feedback import Feedback
from tests.domain.made import NOW, at

HERE = Ref("desk", "c1")


async def add(store, *items):
    """Keep pieces of feedback."""
    async with store.writing() as db:
        for item in items:
            await feedback.add(db, item)


def piece(kind="accepted", what="macro:1", key="", minutes=0, **detail):
    """Make a piece of feedback."""
    return Feedback(at(minutes=minutes), HERE, kind, what, key, detail)


async def test_read_back(store):
    """All of it is there as it was, oldest first, or one kind of it."""
    made = [
        piece(key="k1", maker="embedded", sent="Grüße 👍"),
        piece("corrected", "m1", level=-2, was=None),
        piece("accepted", "article:2", minutes=-5),
    ]
    await add(store, *made)
    assert await feedback.every(store.reader) == made
    assert await feedback.every(store.reader, "corrected") == made[1:2]
    assert await feedback.every(store.reader, "edited") == []


async def test_taken_back(store):
    """What belongs to an undone reply goes; what belongs to none, or another, stays."""
    made = [piece(key="k1"), piece("ignored", key="k1"), piece(key="k2"), piece("rejected")]
    await add(store, *made)
    async with store.writing() as db:
        await feedback.take_back(db, ["k1", ""])
    assert await feedback.every(store.reader) == made[2:]


async def test_counted(store):
    """Hits are counted by what they are about, for one kind."""
    await add(store, *(piece("guard", what) for what in ("repeat", "stale", "repeat")))
    await add(store, piece("rejected", "repeat"))
    assert await feedback.counts(store.reader, "guard") == {"repeat": 2, "stale": 1}
    assert await feedback.counts(store.reader, "accepted") == {}


async def test_nothing_is_shared(store):
    """Two pieces without details do not share them."""
    await add(store, Feedback(NOW, HERE, "guard", "stale"))
    (found,) = await feedback.every(store.reader)
    found.detail["x"] = 1
    assert Feedback(NOW, HERE, "guard", "stale").detail == {}
