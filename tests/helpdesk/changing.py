"""What every helpdesk must make of claims, statuses, priorities, tags and failures."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.domain.changes import (
    Assign,
    Claim,
    OutcomeKind,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import (
    Priority,
    Ref,
    Status,
)
from console.helpdesk import Capabilities
from tests.helpdesk.bench import TALK, Bench
from tests.helpdesk.steps import (
    PUBLIC,
    need,
    now,
    outgoing,
    push,
    said,
    state,
)


class ChangingContract:
    """What becomes of claims, statuses, priorities and tags."""

    async def test_claim(self, bench: Bench):
        """A claim assigns; claiming one's own again is no error; another's is refused by name."""
        ident = await bench.escalate()
        mine, theirs = await bench.helpdesk.me(), await bench.rival.me()
        assert (await push(bench.helpdesk, ident, Claim())).kind is OutcomeKind.APPLIED
        assert (await push(bench.helpdesk, ident, Claim())).kind is OutcomeKind.APPLIED
        outcome = await push(bench.rival, ident, Claim())
        assert outcome.kind is OutcomeKind.REJECTED
        assert mine.name in outcome.reason
        assignee = (await state(bench.helpdesk, ident)).assignee
        assert assignee is not None
        assert (assignee.id, assignee.name) == (mine.id, mine.name)
        assert assignee.id != theirs.id

    async def test_claim_race(self, bench: Bench):
        """Of two who claim at once one wins, and the other is told who."""
        need(bench, "atomic_claim")
        for _ in range(3):
            ident = await bench.escalate()
            claims = [await outgoing(d, ident, Claim()) for d in (bench.helpdesk, bench.rival)]
            outcomes = await asyncio.gather(
                bench.helpdesk.push(claims[0]), bench.rival.push(claims[1])
            )
            kinds = sorted(outcome.kind for outcome in outcomes)
            assert kinds == [OutcomeKind.APPLIED, OutcomeKind.REJECTED]
            winner = bench.helpdesk if outcomes[0].kind is OutcomeKind.APPLIED else bench.rival
            loser = outcomes[1] if winner is bench.helpdesk else outcomes[0]
            person = await winner.me()
            assert person.name in loser.reason
            assignee = (await state(bench.helpdesk, ident)).assignee
            assert assignee is not None
            assert assignee.id == person.id

    async def test_assign_and_unassign(self, bench: Bench):
        """An escalation is given to somebody, and to nobody again."""
        ident = await bench.escalate()
        other = await bench.rival.me()
        assert (await push(bench.helpdesk, ident, Assign(other))).kind is OutcomeKind.APPLIED
        assignee = (await state(bench.helpdesk, ident)).assignee
        assert assignee is not None
        assert assignee.id == other.id
        assert (await push(bench.helpdesk, ident, Assign(None))).kind is OutcomeKind.APPLIED
        assert (await state(bench.helpdesk, ident)).assignee is None

    async def test_stale_write(self, bench: Bench):
        """A change of what another agent changed meanwhile does not overwrite theirs."""
        need(bench, "conditional_update")
        ident = await bench.escalate()
        late = await outgoing(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
        await push(bench.rival, ident, SetStatus(Status.PENDING))
        outcome = await bench.helpdesk.push(late)
        assert outcome.kind in (OutcomeKind.HELD, OutcomeKind.REJECTED)
        assert outcome.reason
        assert (await state(bench.helpdesk, ident)).status is Status.PENDING

    async def test_own_changes_in_a_row(self, bench: Bench):
        """Reply, priority and resolve, made from one reading, all go through."""
        ident = await bench.escalate()
        changes = (Reply("Done.", PUBLIC), SetPriority(Priority.LOW), SetStatus(Status.RESOLVED))
        items = [await outgoing(bench.helpdesk, ident, change) for change in changes]
        outcomes = [await bench.helpdesk.push(item) for item in items]
        assert [outcome.kind for outcome in outcomes] == [OutcomeKind.APPLIED] * 3, outcomes
        assert (await state(bench.helpdesk, ident)).status is Status.RESOLVED

    @pytest.mark.parametrize("status", list(Status))
    async def test_status(self, bench: Bench, status: Status):
        """Each status it can hold comes back as it was set."""
        if status not in bench.statuses:
            pytest.skip(f"it has no {status}")
        ident = await bench.escalate()
        until = None
        if status is Status.SNOOZED:
            need(bench, "snooze")
            until = now().replace(microsecond=0) + timedelta(days=1)
        if status is Status.NEW:
            await push(bench.helpdesk, ident, SetStatus(Status.OPEN))
        outcome = await push(bench.helpdesk, ident, SetStatus(status, until))
        assert outcome.kind is OutcomeKind.APPLIED, outcome
        shown = await state(bench.helpdesk, ident)
        assert shown.status is status
        assert shown.snoozed_until == until

    async def test_customer_reopens(self, bench: Bench):
        """A customer who writes again brings a resolved escalation back."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
        await bench.customer_says(ident, "It is broken again.")
        assert not (await state(bench.helpdesk, ident)).status.done

    @pytest.mark.parametrize("priority", list(Priority))
    async def test_priority(self, bench: Bench, priority: Priority):
        """Each priority comes back as it was set."""
        need(bench, "priorities")
        if priority not in bench.priorities:
            pytest.skip(f"it has no {priority}")
        ident = await bench.escalate()
        other = Priority.LOW if priority is not Priority.LOW else Priority.HIGH
        await push(bench.helpdesk, ident, SetPriority(other))
        await push(bench.helpdesk, ident, SetPriority(priority))
        assert (await state(bench.helpdesk, ident)).priority is priority

    async def test_tags_merge(self, bench: Bench):
        """Tags of two agents are merged; taking one away leaves the others."""
        need(bench, "tags")
        ident = await bench.escalate(tags=("parcel", "late"))
        mine = await outgoing(bench.helpdesk, ident, SetTags(add=("vip",)))
        theirs = await outgoing(bench.rival, ident, SetTags(add=("refund",), remove=("late",)))
        assert (await bench.rival.push(theirs)).kind is OutcomeKind.APPLIED
        assert (await bench.helpdesk.push(mine)).kind is OutcomeKind.APPLIED
        assert set((await state(bench.helpdesk, ident)).tags) == {"parcel", "vip", "refund"}


class FailingContract:
    """What a helpdesk says when something is wrong."""

    async def test_unauthorized(self, bench: Bench):
        """Wrong credentials raise Unauthorized, reading and writing."""
        ident = await bench.escalate()
        stranger = bench.stranger()
        try:
            with pytest.raises(errors.Unauthorized):
                await stranger.thread(ident)
            item = await outgoing(bench.helpdesk, ident, Reply("Hello.", PUBLIC))
            with pytest.raises(errors.Unauthorized):
                await stranger.push(item)
        finally:
            await stranger.aclose()
        assert len(said(await bench.helpdesk.thread(ident))) == len(TALK)

    async def test_not_found(self, bench: Bench):
        """What does not exist raises NotFound, and a change of it is rejected."""
        with pytest.raises(errors.NotFound):
            await bench.helpdesk.thread(bench.missing_id)
        item = await outgoing(bench.helpdesk, await bench.escalate(), Reply("Hello.", PUBLIC))
        gone = replace(item, ref=Ref(bench.helpdesk.name, bench.missing_id))
        assert (await bench.helpdesk.push(gone)).kind is OutcomeKind.REJECTED

    async def test_unreachable(self, bench: Bench):
        """Where nobody listens, Unreachable says that nothing was sent."""
        item = await outgoing(bench.helpdesk, await bench.escalate(), Reply("Hello.", PUBLIC))
        absent = bench.absent()
        try:
            with pytest.raises(errors.Unreachable):
                await absent.thread(item.ref.id)
            with pytest.raises(errors.Unreachable):
                await absent.push(item)
        finally:
            await absent.aclose()

    async def test_no_answer(self, bench: Bench):
        """A server that never answers is NoAnswer to a reader and unknown to a writer."""
        item = await outgoing(bench.helpdesk, await bench.escalate(), Reply("Hello.", PUBLIC))
        silent = bench.silent()
        try:
            with pytest.raises(errors.NoAnswer):
                await silent.thread(item.ref.id)
            assert (await silent.push(item)).kind is OutcomeKind.UNKNOWN
        finally:
            await silent.aclose()

    async def test_capabilities(self, bench: Bench):
        """What it can do is declared, the same on every connection."""
        assert isinstance(bench.helpdesk.capabilities, Capabilities)
        assert bench.helpdesk.capabilities == bench.rival.capabilities
