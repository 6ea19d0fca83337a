"""Taking, giving away, resolving, snoozing, ranking and tagging arrive as they were meant."""

from datetime import timedelta

import pytest

from console import errors
from console.desk import inbox, triage
from console.domain.models import Person, Priority, Status
from console.helpdesk.warmline import identity_headers
from console.http import Effect
from console.sync import pull
from tests.office import ANN, BO


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate(tags=["old"])
    await console.pull()
    await pull.learn(await console.line())
    return made


async def test_all_verbs(office, console, ref):
    """Each verb does on the desk what it showed here before."""
    until = office.clock() + timedelta(days=1)
    await triage.take(console.desk, ref)
    await triage.set_priority(console.desk, ref, Priority.URGENT)
    await triage.set_tags(console.desk, ref, ("vip", " "), ("old",))
    await triage.assign(console.desk, ref, BO)
    await triage.set_status(console.desk, ref, Status.SNOOZED, until)
    line = (await inbox.line(console.desk, ref)).escalation
    await console.push()
    shown = await office.show(ref)
    assert (shown["assignee"]["id"], shown["priority"], shown["tags"], shown["status"]) == (
        "bo", "urgent", ["vip"], "snoozed",
    )  # fmt: skip
    assert shown["snoozed_until"] == "2026-03-03T09:00:00.000Z"
    assert line.assignee is not None
    assert (line.assignee.id, line.priority, line.tags, line.status, line.snoozed_until) == (
        "bo", Priority.URGENT, ("vip",), Status.SNOOZED, until,
    )  # fmt: skip


async def test_given_to_nobody(office, console, ref):
    """What somebody has can be given back to nobody."""
    await office.claim(ref)
    await console.pull()
    await triage.assign(console.desk, ref, None)
    await console.push()
    assert (await office.show(ref))["assignee"] is None


@pytest.mark.parametrize(("add", "remove"), [((), ()), ((" ",), ("\u202e",))])
async def test_no_tag(console, ref, add, remove):
    """Tags of which nothing is left are told."""
    with pytest.raises(errors.InputError, match="No tag"):
        await triage.set_tags(console.desk, ref, add, remove)


async def test_colleagues(console, ref):
    """The agent comes first among those it can be given to."""
    people = await triage.colleagues(console.desk, ref.connection)
    assert people[0] == ANN
    assert BO in people
    assert len({person.id for person in people}) == len(people)


async def test_colleagues_of_nothing(console):
    """Before the helpdesk was asked there is nobody."""
    assert await triage.colleagues(console.desk, "desk") == ()


@pytest.mark.parametrize(
    ("who", "found"),
    [("bo", BO), ("@BO", BO), ("Bo Agent", BO), ("b", BO), ("me", ANN), ("@me", ANN),
     ("none", None), ("nobody", None), ("-", None), (" ann ", ANN)],
)  # fmt: skip
async def test_somebody(console, ref, who, found):
    """An agent is found by id, name, or the beginning of a name; nobody is somebody too."""
    person: Person | None = await triage.somebody(console.desk, ref.connection, who)
    assert (person and person.id) == (found and found.id)


@pytest.mark.parametrize(("who", "said"), [("zed", "is nobody known"), ("a", "fits several")])
async def test_nobody_fits(office, console, ref, who, said):
    """Who does not fit, or fits several, is told with who is known."""
    await office.outside.request(
        "GET", "/v1/me", effect=Effect.READ, headers=identity_headers(Person("amy", "Amy Agent"))
    )
    await pull.learn(await console.line())
    with pytest.raises(errors.InputError, match=said) as caught:
        await triage.somebody(console.desk, ref.connection, who)
    assert "Amy Agent" in caught.value.hint


@pytest.mark.parametrize("who", ["", " ", "@"])
async def test_nobody_named(console, ref, who):
    """No name is nobody's name: it is not given to whoever has no address."""
    with pytest.raises(errors.InputError, match="Nobody was named"):
        await triage.somebody(console.desk, ref.connection, who)
