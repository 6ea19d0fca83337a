"""The queue is read by windows, in order, and says how fresh it is."""

import pytest

from console import errors
from console.desk import inbox, reply, triage
from console.domain.models import Ref, Status, Visibility
from console.store import Store
from tests.office import ANN


@pytest.fixture
async def refs(office, console):
    """Fill the desk with six conversations, and read them."""
    made = []
    for number in range(6):
        office.clock.later(minutes=1)
        made.append(await office.escalate(f"Question {number}", tags=["vip"] * (number == 3)))
    await console.sync()
    return made


async def seen(console, text):
    """Name what a view shows, in order."""
    return [entry.ref for entry in await inbox.every(console.desk, inbox.understand(text))]


async def test_view(console, refs):
    """A view tells how many lines it has and gives the first of them, longest waiting first."""
    view = await inbox.view(console.desk, inbox.understand(""), limit=4)
    assert view.total == 6
    assert [entry.ref for entry in view.first] == refs[:4]


async def test_rows(console, refs):
    """Any window can be read by its rows; every way of reading gives the same order."""
    query = inbox.understand("")
    keys = await inbox.keys(console.desk, query)
    window = await inbox.lines(console.desk, keys[2:5].tolist())
    assert [entry.ref for entry in window] == refs[2:5]
    assert await seen(console, "") == refs


@pytest.mark.parametrize(
    ("text", "places"),
    [("tag:vip", [3]), ("question", [0, 1, 2, 3, 4, 5]), ('"Question 2"', [2]), ("@me", []),
     ("@none", [0, 1, 2, 3, 4, 5]), ("status:resolved", []), ("waiting>3m", [0, 1]),
     ("customer:ada -tag:vip", [0, 1, 2, 4, 5])],
)  # fmt: skip
async def test_queries(console, refs, text, places):
    """A query leaves what fits, in the same order."""
    assert await seen(console, text) == [refs[place] for place in places]


async def test_what_is_mine(console, refs):
    """What was taken is mine at once, before the helpdesk knows."""
    await triage.take(console.desk, refs[2])
    assert await seen(console, "@me") == [refs[2]]


async def test_done_is_left_out(console, refs):
    """What is resolved leaves the queue, and is found when asked for."""
    await triage.set_status(console.desk, refs[0], Status.RESOLVED)
    assert await seen(console, "") == refs[1:]
    assert await seen(console, "is:done") == [refs[0]]


def test_a_query_that_is_none():
    """What cannot be understood is told with an example."""
    with pytest.raises(errors.InputError, match="status is one of") as caught:
        inbox.understand("status:opne")
    assert "sla<1h" in caught.value.hint


async def test_line(console, refs):
    """One line is found by its reference, and a wrong reference is told."""
    assert (await inbox.line(console.desk, refs[1])).ref == refs[1]
    with pytest.raises(errors.NoSuchEscalation, match="desk/none") as caught:
        await inbox.line(console.desk, Ref("desk", "none"))
    assert "warmline ls" in caught.value.hint


async def test_health(console, refs, clock):
    """It is told when the store last agreed with the desk and what waits to be sent."""
    await reply.send(console.desk, refs[0], "Hi", Visibility.PUBLIC)
    health = await inbox.health(console.desk)
    (connection,) = health.connections
    assert (connection.name, connection.me, connection.synced_at) == ("desk", ANN, clock())
    assert health.outbox == {"queued": 1}


async def test_queues_and_tags(office, console):
    """Queues and tags are those in use."""
    await office.escalate(queue="Returns", tags=["a", "b"])
    await office.escalate(queue="Returns", tags=["b"])
    await console.pull()
    assert await inbox.queues(console.desk) == [("Returns", 2)]
    assert await inbox.tags(console.desk) == ["b", "a"]


async def test_changed_elsewhere(console, refs):
    """What another process wrote is noticed."""
    await inbox.changed_elsewhere(console.desk)
    assert not await inbox.changed_elsewhere(console.desk)
    other = await Store.open(console.store.path)
    async with other.writing() as db:
        await db.execute("INSERT INTO facts VALUES ('a', 'b')")
    await other.close()
    assert await inbox.changed_elsewhere(console.desk)
    assert refs
