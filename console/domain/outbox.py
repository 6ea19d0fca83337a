"""The life of an outgoing change: when it may leave, and what each outcome makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.changes import Outcome, OutcomeKind, Outgoing, State
from console.domain.models import Ref

BACKOFF_FIRST = timedelta(seconds=2)
BACKOFF_CAP = timedelta(minutes=1)


def backoff(attempts: int, jitter: float) -> timedelta:
    """Wait before attempt `attempts` + 1: doubles to a minute; `jitter` is 0 to 1.

    Half is fixed, half is jittered ("equal jitter", AWS Architecture Blog 2015).
    """
    # 2 s doubles past any cap long before 32: the exponent is bound against overflow.
    full = min(BACKOFF_CAP, BACKOFF_FIRST * (1 << min(max(attempts - 1, 0), 16)))
    return full / 2 + full / 2 * jitter


def is_waiting(outgoing: Outgoing) -> bool:
    """Whether later changes of the same conversation wait behind this one."""
    return outgoing.state in (State.QUEUED, State.SENDING, State.UNKNOWN, State.REJECTED)


def ready(rows: Iterable[Outgoing], now: datetime) -> list[Outgoing]:
    """Choose what may leave now: of each conversation the first that is not through.

    `rows` come in the order in which they were made. A change that is held, unknown,
    rejected or not yet due keeps those behind it back; other conversations go on.
    """
    blocked: set[Ref] = set()
    out: list[Outgoing] = []
    for row in rows:
        if row.ref in blocked or not is_waiting(row):
            continue
        blocked.add(row.ref)
        if row.state is not State.QUEUED or row.held:
            continue
        if row.due_at <= now and (row.next_at is None or row.next_at <= now):
            out.append(row)
    return out


def next_due(rows: Iterable[Outgoing], now: datetime) -> datetime | None:
    """Tell when something can happen next without anybody doing anything; None for never."""
    times = [
        max(row.due_at, row.next_at or row.due_at)
        for row in _heads(rows)
        if (row.state is State.QUEUED and not row.held)
        or (row.state is State.UNKNOWN and row.next_at is not None)
    ]
    return max(min(times), now) if times else None


def _heads(rows: Iterable[Outgoing]) -> list[Outgoing]:
    """Give of each conversation the first change that is not through: the rest waits for it."""
    heads: dict[Ref, Outgoing] = {}
    for row in rows:
        if is_waiting(row):
            heads.setdefault(row.ref, row)
    return list(heads.values())


def can_go(rows: Iterable[Outgoing]) -> bool:
    """Whether anything can get any further without the agent's decision."""
    return any(
        (row.state is State.QUEUED and not row.held)
        or row.state is State.SENDING
        or (row.state is State.UNKNOWN and row.next_at is not None)
        for row in _heads(rows)
    )


def moves(rows: Iterable[Outgoing], now: datetime, until: datetime) -> bool:
    """Whether it is worth waiting for something to leave or to be looked up before `until`.

    What has just been tried in vain is not waited for.
    """
    for row in _heads(rows):
        if row.state is State.SENDING:
            return True
        if row.state is State.UNKNOWN and row.next_at is not None and row.next_at <= until:
            return True
        queued = row.state is State.QUEUED and not row.held
        if queued and row.due_at <= until and (row.next_at is None or row.next_at <= now):
            return True
    return False


def can_undo(outgoing: Outgoing) -> bool:
    """Whether the change can be taken back since nothing of it is on the helpdesk."""
    if outgoing.state is State.QUEUED:
        return outgoing.attempts == 0
    return outgoing.state is State.REJECTED


def sending(outgoing: Outgoing, now: datetime, marker: str) -> Outgoing:
    """Mark an attempt: written before the first byte leaves."""
    return replace(
        outgoing,
        state=State.SENDING,
        tried_at=now,
        attempts=outgoing.attempts + 1,
        marker=marker or outgoing.marker,
        looked=0,
        next_at=None,
        reason="",
    )


def settle(
    outgoing: Outgoing, outcome: Outcome, now: datetime, *, look_up_after: timedelta
) -> Outgoing:
    """Record what became of an attempt."""
    match outcome.kind:
        case OutcomeKind.APPLIED:
            return replace(
                outgoing,
                state=State.SENT,
                message_id=outcome.message_id,
                reason="",
                next_at=None,
                held="",
            )
        case OutcomeKind.REJECTED:
            return replace(outgoing, state=State.REJECTED, reason=outcome.reason, next_at=None)
        case OutcomeKind.PARTIAL:
            return replace(
                outgoing,
                state=State.PARTIAL,
                reason=outcome.reason,
                message_id=outcome.message_id,
                next_at=None,
            )
        case OutcomeKind.HELD:
            # Nothing happened: the attempt does not count, and it can be undone.
            return replace(
                outgoing,
                state=State.QUEUED,
                held=outcome.reason,
                next_at=None,
                reason="",
                attempts=max(outgoing.attempts - 1, 0),
            )
        case OutcomeKind.UNKNOWN:
            begun = outgoing.tried_at or now
            return replace(
                outgoing,
                state=State.UNKNOWN,
                reason=outcome.reason,
                next_at=max(begun + look_up_after, now),
            )


def postponed(outgoing: Outgoing, now: datetime, wait: timedelta, reason: str) -> Outgoing:
    """Put an attempt back that certainly did not reach the helpdesk."""
    return replace(outgoing, state=State.QUEUED, next_at=now + wait, reason=reason)


def looked_up(
    outgoing: Outgoing,
    found: Outcome | None,
    now: datetime,
    *,
    idempotent: bool,
    times: int,
    again_after: timedelta,
) -> Outgoing:
    """Record a look-up of an unknown write.

    Found: it is what was found. Not found where repeating is safe: it is queued again. Not
    found often enough elsewhere: the agent is asked, and nothing is tried by itself.
    """
    if found is not None:
        return settle(outgoing, found, now, look_up_after=again_after)
    if idempotent:
        return replace(outgoing, state=State.QUEUED, next_at=now, looked=outgoing.looked + 1)
    looked = outgoing.looked + 1
    if looked < times:
        return replace(outgoing, looked=looked, next_at=now + again_after)
    return replace(
        outgoing,
        looked=looked,
        next_at=None,
        reason="No trace of it was found on the helpdesk. Send it again, or drop it?",
    )


def released(
    outgoing: Outgoing,
    now: datetime,
    seen_message: str,
    seen_assignee: str,
    seen_version: str = "",
) -> Outgoing:
    """Let a held, rejected or unknown change try again: the agent has decided."""
    return replace(
        outgoing,
        state=State.QUEUED,
        held="",
        reason="",
        due_at=min(outgoing.due_at, now),
        next_at=None,
        looked=0,
        seen_message=seen_message or outgoing.seen_message,
        seen_assignee=seen_assignee,
        seen_version=seen_version or outgoing.seen_version,
        marker=outgoing.marker,
    )


def due_now(outgoing: Outgoing, now: datetime) -> Outgoing:
    """Let a change leave without waiting for its undo time, or for its next try."""
    return replace(outgoing, due_at=min(outgoing.due_at, now), next_at=None)


def tried_now(outgoing: Outgoing) -> Outgoing:
    """Let a change that did not get there be tried without waiting any longer."""
    return replace(outgoing, next_at=None)
