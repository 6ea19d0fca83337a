"""What is known of a connection is kept, with its macros and articles."""

from console.domain.changes import State
from console.domain.connection import Connection
from console.domain.models import Knowledge, Visibility
from console.store import connections, outbox
from tests.domain.made import BO, ME, NOW, at, outgoing

FULL = Connection("desk", "c9", NOW, "Down.", "Wait.", at(minutes=1), "Empty?", ME, (ME, BO))


async def test_everything_is_kept(store):
    """A connection's state is read back as it was."""
    async with store.writing() as db:
        await connections.put(db, FULL)
    assert await connections.get(store.reader, "desk") == FULL
    assert await connections.every(store.reader) == [FULL]


async def test_a_new_one(store):
    """A connection never used has an empty cursor: all will be read."""
    assert await connections.get(store.reader, "new") == Connection("new")


async def test_knowledge(store):
    """Macros and articles are replaced as a whole, for their connection alone."""
    macro = Knowledge("1", "macro", "B", "Hi", Visibility.INTERNAL, ("x",), "de")
    article = Knowledge("1", "article", "A", "How to")
    async with store.writing() as db:
        await connections.put_knowledge(db, "desk", (Knowledge("0", "macro", "old", ""),))
        await connections.put_knowledge(db, "rt", (article,))
        await connections.put_knowledge(db, "desk", (macro, article))
    assert await connections.knowledge(store.reader, "desk") == [article, macro]
    assert await connections.knowledge(store.reader, "desk", "macro") == [macro]
    assert await connections.knowledge(store.reader, "rt") == [article]


async def test_unsent(store):
    """What waits is counted by state; what is held counts for itself, what was sent not at all."""
    async with store.writing() as db:
        for row in (
            outgoing(key="a"),
            outgoing(key="b", held="wait"),
            outgoing(key="c"),
            outgoing(key="d", state=State.SENT),
            outgoing(key="e", state=State.UNKNOWN),
        ):
            await outbox.add(db, row)
    assert await connections.unsent(store.reader) == {"queued": 2, "held": 1, "unknown": 1}
