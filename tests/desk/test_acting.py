"""Changes are rows, made with what the agent sees in one transaction."""

from datetime import timedelta

import pytest

from console import errors
from console.desk import acting, inbox, thread
from console.domain.changes import (
    Assign,
    Claim,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import Priority, Ref, Status, Visibility
from console.store import outbox
from tests.domain.made import BO, at, escalation

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate()
    await console.pull()
    return made


async def test_a_row(office, console, ref):
    """A row knows who acted, when, on what, and what it replaces."""
    await office.claim(ref)
    await console.pull()
    (row,) = await acting.act(console.desk, ref, SetPriority(Priority.HIGH))
    assert await outbox.pending(console.store.reader) == [row]
    assert (row.ref, row.author, row.made_at, row.action) == (
        ref, "Ann Agent", office.clock(), row.key,
    )  # fmt: skip
    assert (row.seen_message, row.seen_assignee, row.before) == (
        "m1", "bo", {"priority": "normal"},
    )  # fmt: skip
    assert row.seen_version == "2"


async def test_one_action(console, ref):
    """Changes made together share their action and keep their order."""
    made = await acting.act(console.desk, ref, Claim(), Reply("Hi", PUBLIC), SetTags(("x",)))
    assert len({row.key for row in made}) == 3
    assert {row.action for row in made} == {made[0].key}
    assert await outbox.action(console.store.reader, made[0].key) == made
    assert console.desk.done == [made[0].key]


@pytest.mark.parametrize(
    ("change", "at_once", "seconds"),
    [
        (Reply("Hi", PUBLIC), False, 8),
        (Reply("Hi", PUBLIC), True, 0),
        (Reply("Hi", INTERNAL), False, 3),
        (SetStatus(Status.RESOLVED), False, 0),
        (Claim(), False, 0),
    ],
)
async def test_time_to_undo(console, ref, change, at_once, seconds):
    """A public reply can be taken back for a while, a note for its own; the rest leaves at once."""
    console.desk.undo_note_for = timedelta(seconds=3)
    (row,) = await acting.act(console.desk, ref, change, at_once=at_once)
    assert (row.due_at - row.made_at).total_seconds() == seconds


async def test_seen(office, console, ref):
    """What the screen showed counts; else the newest that the store has."""
    await office.customer_says(ref, "Hello?")
    await console.pull()
    newest = (await thread.open_thread(console.desk, ref)).said[-1].message.id
    (stored,) = await acting.act(console.desk, ref, Reply("a", PUBLIC))
    (screen,) = await acting.act(console.desk, ref, Reply("b", PUBLIC), seen="m1")
    assert (stored.seen_message, screen.seen_message) == (newest, "m1")


async def test_shown_at_once(console, ref):
    """The queue shows the change in the same moment, and who listens is told."""
    heard = []
    console.desk.events.listen(heard.append)
    poked = []
    console.desk.poke = poked.append
    await acting.act(console.desk, ref, SetStatus(Status.PENDING))
    line = await inbox.line(console.desk, ref)
    assert (line.escalation.status, line.outgoing) == (Status.PENDING, 1)
    assert [(each.refs, each.outbox) for each in heard] == [({ref}, True)]
    assert poked == ["desk"]


async def test_all_or_nothing(console, ref):
    """When what belongs to the action fails, no row is written and nothing is told."""
    heard = []
    console.desk.events.listen(heard.append)

    async def fail(_db, _action):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await acting.act(console.desk, ref, Claim(), also=fail)
    assert await outbox.pending(console.store.reader) == []
    assert (console.desk.done, heard) == ([], [])


async def test_unknown_reference(console):
    """What is not here cannot be changed."""
    with pytest.raises(errors.NoSuchEscalation):
        await acting.act(console.desk, Ref("desk", "none"), Claim())


@pytest.mark.parametrize(
    ("change", "before"),
    [
        (Claim(), {"assignee": ["bo", "Bo Ångström", "bo@example.com"]}),
        (Assign(None), {"assignee": ["bo", "Bo Ångström", "bo@example.com"]}),
        (SetStatus(Status.OPEN), {"status": "snoozed", "until": at(days=1).isoformat()}),
        (SetPriority(Priority.LOW), {"priority": "normal"}),
        (SetTags(("a",)), {"tags": ["x"]}),
        (Reply("Hi", PUBLIC), {}),
    ],
)
def test_what_is_replaced(change, before):
    """Each change notes what it replaces."""
    esc = escalation(assignee=BO, status=Status.SNOOZED, snoozed_until=at(days=1), tags=("x",))
    assert acting.replaced(esc, change) == before


def test_persons():
    """An assignee noted is read back."""
    assert acting.person(acting.replaced(escalation(assignee=BO), Claim())["assignee"]) == BO
    assert acting.person(None) is None
