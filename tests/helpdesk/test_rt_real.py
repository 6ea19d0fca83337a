"""What only a real Request Tracker shows: refusals in words, traces of writes, and the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.domain.changes import (
    Assign,
    Claim,
    OutcomeKind,
    Reply,
    SetStatus,
    SetTags,
)
from console.domain.models import Clock, Person, Status, Visibility
from tests.helpdesk.rt_bench import bench
from tests.helpdesk.steps import (
    INTERNAL,
    PUBLIC,
    outgoing,
    push,
    state,
)
from tests.rt.desk import RtBench

__all__ = ["bench"]
pytestmark = pytest.mark.rt


class TestRefusals:
    """Answers of 200 that are refusals in words."""

    async def test_status_rt_does_not_know(self, bench: RtBench):
        """An invalid status is rejected with RT's sentence, though it answers 200."""
        desk = bench.connect(status_map={"bogus": Status.ON_HOLD})
        ident = await bench.escalate()
        outcome = await push(desk, ident, SetStatus(Status.ON_HOLD))
        await desk.aclose()
        assert outcome.kind is OutcomeKind.REJECTED
        assert "'bogus' isn't a valid status" in outcome.reason

    async def test_owner_who_may_not(self, bench: RtBench):
        """Somebody who may not own tickets is refused in RT's words."""
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Assign(Person("trainee", "Tia Trainee")))
        assert outcome.kind is OutcomeKind.REJECTED
        assert "may not own" in outcome.reason

    async def test_taken_by_another(self, bench: RtBench):
        """A claim that lost names the winner by real name."""
        ident = await bench.escalate()
        await push(bench.rival, ident, Claim())
        outcome = await push(bench.helpdesk, ident, Claim())
        assert outcome.reason == "Bo Agent has taken it."

    async def test_queue_without_the_field(self, bench: RtBench):
        """Tags without a field for them are refused before anything is sent."""
        desk = bench.connect(tags_field="No Such Field")
        ident = await bench.escalate()
        outcome = await push(desk, ident, SetTags(("a",)))
        await desk.aclose()
        assert outcome.kind is OutcomeKind.REJECTED
        assert "No Such Field" in outcome.reason

    async def test_query_that_is_none(self, bench: RtBench):
        """A rule that RT cannot read says so."""
        desk = bench.connect(query="Queue = AND (")
        with pytest.raises(errors.Invalid):
            await desk.ids()
        await desk.aclose()


class TestLookUp:
    """Finding what was sent."""

    @pytest.mark.parametrize("visibility", list(Visibility))
    async def test_without_a_marker(self, bench: RtBench, visibility: Visibility):
        """Without a marker what was said since the reply was made is looked through."""
        ident = await bench.escalate()
        item = await outgoing(bench.helpdesk, ident, Reply("Hello\n  Ann", visibility))
        outcome = await bench.helpdesk.push(item)
        found = await bench.helpdesk.find(replace(item, marker=""), frozenset())
        assert found == outcome
        late = replace(item, marker="", made_at=item.made_at + timedelta(hours=1))
        assert await bench.helpdesk.find(late, frozenset()) is None

    async def test_neither_anothers_nor_the_other_kind(self, bench: RtBench):
        """A colleague's equal reply, and our own equal note, are no trace of ours."""
        ident = await bench.escalate()
        item = await outgoing(bench.helpdesk, ident, Reply("Same words", PUBLIC))
        await push(bench.rival, ident, Reply("Same words", PUBLIC))
        await push(bench.helpdesk, ident, Reply("Same words", INTERNAL))
        assert await bench.helpdesk.find(item, frozenset()) is None

    async def test_changes_of_state(self, bench: RtBench):
        """A lost change of state is found by the state itself."""
        ident = await bench.escalate()
        for change in (Claim(), SetStatus(Status.RESOLVED), SetTags(("a",))):
            item = await outgoing(bench.helpdesk, ident, change)
            assert await bench.helpdesk.find(item, frozenset()) is None
            await bench.lose_answer(bench.helpdesk.push(item))
            if not isinstance(change, SetTags):
                found = await bench.helpdesk.find(item, frozenset())
                assert found is not None
                assert found.kind is OutcomeKind.APPLIED


class TestTheRest:
    """Dates, classes and events."""

    async def test_due(self, bench: RtBench):
        """RT's due date is the resolve clock; a queue without one has none."""
        ident = await bench.escalate()
        assert (await state(bench.helpdesk, ident)).due == {}
        body = {"Due": "2031-01-02 03:04:05"}
        await bench.as_("root", "PUT", f"/ticket/{ident}", body)
        due = (await state(bench.helpdesk, ident)).due
        assert due[Clock.RESOLVE].isoformat() == "2031-01-02T03:04:05+00:00"

    async def test_internal_articles(self, bench: RtBench):
        """Articles of an internal class are for colleagues alone."""
        body = {"Class": "Internal", "Name": bench.queue, "CustomFields": {"Content": "Secret"}}
        await bench.as_("root", "POST", "/article", body)
        (found,) = [k for k in await bench.helpdesk.knowledge() if k.title == bench.queue]
        assert (found.kind, found.visibility) == ("article", Visibility.INTERNAL)

    async def test_events(self, bench: RtBench):
        """What colleagues did is told in words, with names."""
        ident = await bench.escalate()
        await push(bench.rival, ident, Claim())
        await push(bench.rival, ident, Assign(None))
        await push(bench.helpdesk, ident, Assign(await bench.rival.me()))
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Queue": "Billing"})
        events = [m.text for m in (await bench.helpdesk.thread(ident)).messages if m.event]
        assert events[-4:] == [
            "Bo Agent took it.",
            "Bo Agent put it back for anybody to take.",
            "Ada Agent assigned it to Bo Agent.",
            f"Bo Agent moved it from {bench.queue} to Billing.",
        ]

    async def test_agents_are_no_bots(self, bench: RtBench):
        """Bots, Nobody and the system are not offered as assignees."""
        names = {person.id for person in await bench.helpdesk.agents()}
        assert {"agent", "agent2", "trainee"} <= names
        assert not names & {"bot", "Nobody", "RT_System"}

    async def test_replies_reopen(self, bench: RtBench):
        """A reply to a resolved ticket is sent, and reopens it."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
        outcome = await push(bench.helpdesk, ident, Reply("One more thing.", PUBLIC))
        assert outcome.kind is OutcomeKind.APPLIED
        assert (await state(bench.helpdesk, ident)).status is Status.OPEN
