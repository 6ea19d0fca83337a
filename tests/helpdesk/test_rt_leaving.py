"""Tickets of a real Request Tracker that leave the rule, merge, or come in late."""

from __future__ import annotations

import pytest

from console import errors
from console.domain.changes import (
    Claim,
    OutcomeKind,
    Reply,
    SetStatus,
)
from console.domain.models import AuthorKind, Status
from tests.helpdesk.bench import Said
from tests.helpdesk.rt_bench import batches, bench
from tests.helpdesk.steps import (
    INTERNAL,
    outgoing,
    push,
    state,
    texts,
    walk,
)
from tests.rt.desk import RtBench

__all__ = ["bench"]
pytestmark = pytest.mark.rt
CUSTOMER = AuthorKind.CUSTOMER


class TestLeaving:
    """Tickets that leave the rule, or come in late."""

    async def test_moved_away_and_back(self, bench: RtBench):
        """A ticket moved to another queue is removed; moved back it comes whole."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Queue": "Billing"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert ident in batch.removed
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Queue": bench.queue})
        (batch,) = await batches(bench.helpdesk, batch.cursor)
        assert ident not in batch.removed
        assert batch.deltas[0].whole
        assert texts(batch.deltas[0])[0] == "My parcel is late."

    async def test_deleted(self, bench: RtBench):
        """A deleted ticket is removed, is not found, and nothing can be said in it."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Status": "deleted"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert batch.deltas == ()
        assert ident in batch.removed
        with pytest.raises(errors.NotFound):
            await bench.helpdesk.thread(ident)

    async def test_resolved_stays(self, bench: RtBench):
        """A resolved ticket is yielded once more, as resolved, and not removed."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Status": "resolved"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert ident not in batch.removed
        assert [delta.escalation.status for delta in batch.deltas] == [Status.RESOLVED]
        assert not batch.deltas[0].whole

    async def test_reopened_comes_whole(self, bench: RtBench):
        """A ticket that was resolved before we ever looked comes whole when it is reopened."""
        ident = await bench.escalate()
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Status": "resolved"})
        deltas, _, cursor = await walk(bench.helpdesk)
        assert ident not in deltas
        await bench.customer_says(ident, "Again!")
        deltas, _, _ = await walk(bench.helpdesk, cursor)
        assert deltas[ident].whole
        assert texts(deltas[ident])[0] == "My parcel is late."
        assert texts(deltas[ident])[-1] == "Again!"

    async def test_merged(self, bench: RtBench):
        """A merged ticket is removed; the other one shows both conversations, everywhere."""
        gone, kept = await bench.escalate([Said(CUSTOMER, "One")]), await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{gone}", {"MergeInto": int(kept)})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert gone in batch.removed
        both = ["One", "My parcel is late.", "I am sorry. Shall I ask a colleague?"]
        assert [texts(delta) for delta in batch.deltas] == [both]
        first, _, _ = await walk(bench.helpdesk)
        assert set(first) == {kept}
        assert texts(first[kept]) == both
        by_old_id = await bench.helpdesk.thread(gone)
        assert (by_old_id.escalation.ref.id, texts(by_old_id)) == (kept, both)
        assert (await push(bench.helpdesk, gone, Claim())).kind is OutcomeKind.APPLIED
        assert (await state(bench.helpdesk, kept)).assignee is not None

    async def test_hidden(self, bench: RtBench):
        """What we may not see is not found, and cannot be changed."""
        ident = await bench.escalate()
        trainee = bench.connect(user="trainee")
        try:
            with pytest.raises(errors.NotFound):
                await trainee.thread(ident)
            item = await outgoing(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
            assert (await trainee.push(item)).kind is OutcomeKind.REJECTED
            item = await outgoing(bench.helpdesk, ident, Reply("x", INTERNAL))
            assert (await trainee.push(item)).kind is OutcomeKind.REJECTED
        finally:
            await trainee.aclose()
        assert not (await state(bench.helpdesk, ident)).status.done

    async def test_rule_of_ones_own(self, bench: RtBench):
        """With a rule by custom field, a ticket comes whole when the field is filled."""
        desk = bench.connect(query="'CF.{Escalation Reason}' IS NOT NULL AND Status = '__Active__'")
        try:
            ident = await bench.escalate()
            deltas, _, cursor = await walk(desk)
            assert deltas == {}
            fields = {"CustomFields": {"Escalation Reason": "refund", "Bot Confidence": "0.2"}}
            await bench.as_("bot", "PUT", f"/ticket/{ident}", fields)
            deltas, _, _ = await walk(desk, cursor)
            assert deltas[ident].whole
            handoff = deltas[ident].escalation.handoff
            assert handoff is not None
            assert (handoff.reason, handoff.confidence) == ("refund", 0.2)
        finally:
            await desk.aclose()
