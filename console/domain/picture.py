"""What is shown of an escalation: the helpdesk's word, pending changes, and the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain import merge, search, sla, triage
from console.domain.changes import Outgoing, Reply, State
from console.domain.models import (
    Author,
    AuthorKind,
    Due,
    Entry,
    Escalation,
    Message,
    Person,
    Status,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """An SLA policy with its match, read once."""

    query: search.Query
    policy: sla.Policy


@dataclass(frozen=True, slots=True)
class Picture:
    """The shown state of an escalation."""

    seen: Escalation
    waiting_since: datetime | None
    due: Due | None
    band: int
    rank_at: datetime


def policy_for(rules: Sequence[Rule], esc: Escalation, me: str) -> sla.Policy | None:
    """Choose the first policy whose match fits; times do not matter to a match."""
    entry = Entry(pk=0, escalation=esc)
    for rule in rules:
        if search.matches(rule.query, entry, me=me, now=esc.updated_at):
            return rule.policy
    return None


def draw(
    remote: Escalation,
    messages: Sequence[Message],
    pending: Sequence[Outgoing],
    rules: Sequence[Rule],
    me: Person,
) -> Picture:
    """Lay pending changes over what the helpdesk said, and set the clocks.

    A reply that waits to be sent counts as said: the agent is done with it.
    """
    said = [
        Message(
            id=row.key,
            at=row.made_at,
            author=Author(AuthorKind.AGENT, me.name, me.id),
            visibility=row.change.visibility,
            text="",
        )
        for row in pending
        if isinstance(row.change, Reply)
        and row.change.visibility is Visibility.PUBLIC
        and row.state in (State.QUEUED, State.SENDING, State.UNKNOWN)
    ]
    thread = [*messages, *said]
    seen = merge.overlay(remote, pending, me)
    handed_over = remote.handoff.at if remote.handoff else None
    waiting = triage.waiting_since(thread, handed_over)
    started = handed_over or remote.created_at
    policy = policy_for(rules, seen, me.id)
    timeline = sla.Timeline(
        started_at=started,
        first_reply_at=triage.first_reply_at(thread, started),
        waiting_since=waiting,
        resolved=seen.status.done,
        paused=seen.status in (Status.PENDING, Status.ON_HOLD, Status.SNOOZED),
    )
    running = sla.clocks(timeline, policy, remote.due)
    due = running[0] if running else None
    band, rank_at = triage.rank(seen.status, seen.priority, waiting, due, seen.updated_at)
    return Picture(seen, waiting, due, band, rank_at)
