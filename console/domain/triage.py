"""In what order escalations want a person, and why, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.domain.duration import format_duration
from console.domain.models import (
    AuthorKind,
    Clock,
    Due,
    Entry,
    Message,
    Priority,
    Status,
    Visibility,
)

PATIENCE = {
    Priority.URGENT: timedelta(minutes=15),
    Priority.HIGH: timedelta(hours=1),
    Priority.NORMAL: timedelta(hours=4),
    Priority.LOW: timedelta(hours=24),
}
"""How long a customer may wait where no SLA says it: a virtual due date to sort by."""

CLOCK_WORDS = {
    Clock.FIRST_RESPONSE: "first response",
    Clock.NEXT_RESPONSE: "next response",
    Clock.RESOLVE: "resolution",
}

PRESSING, WAITING, ACTIVE, PARKED, DONE = range(5)
"""The bands of the queue: urgent and waiting, waiting, ours in time, the customer's, nobody's."""


def band(status: Status, priority: Priority, waiting_since: datetime | None) -> int:
    """Tell who has to act, and whether anything else may come first."""
    if status.done:
        return DONE
    if not status.active:
        return PARKED
    if waiting_since is None:
        return ACTIVE
    return PRESSING if priority is Priority.URGENT else WAITING


def rank(
    status: Status,
    priority: Priority,
    waiting_since: datetime | None,
    due: Due | None,
    updated_at: datetime,
) -> tuple[int, datetime]:
    """Give the sort key: the band, then the earliest real or virtual due date.

    It does not depend on the present, so the store can keep and index it.
    """
    place = band(status, priority, waiting_since)
    if place <= WAITING and waiting_since is not None:
        virtual = waiting_since + PATIENCE[priority]
        return place, min(due.at, virtual) if due else virtual
    if place == ACTIVE:
        virtual = updated_at + PATIENCE[priority]
        return place, min(due.at, virtual) if due else virtual
    return place, updated_at


def waiting_since(
    messages: tuple[Message, ...] | list[Message], handed_over_at: datetime | None
) -> datetime | None:
    """Find when the oldest customer message without an answer was written.

    A person's public reply answers all before it. A bot's reply answers what came before it,
    but not the last message before the handoff: that one it gave up on.
    """
    given_up: Message | None = None
    if handed_over_at is not None:
        for message in messages:
            if message.author.kind is AuthorKind.CUSTOMER and message.at <= handed_over_at:
                given_up = message
    oldest: datetime | None = None
    for message in messages:
        if message.event or message.visibility is not Visibility.PUBLIC:
            continue
        kind = message.author.kind
        if kind is AuthorKind.CUSTOMER:
            oldest = oldest or message.at
        elif kind is AuthorKind.AGENT:
            oldest, given_up = None, None
        elif kind is AuthorKind.BOT and (given_up is None or message.at < given_up.at):
            oldest = None
        elif kind is AuthorKind.BOT and given_up is not None:
            # What came before the last message had been answered; that one was not.
            oldest = max(oldest, given_up.at) if oldest else given_up.at
    return oldest


def first_reply_at(
    messages: tuple[Message, ...] | list[Message], since: datetime
) -> datetime | None:
    """Find a person's first public reply after `since`."""
    return next(
        (
            m.at
            for m in messages
            if m.author.kind is AuthorKind.AGENT
            and m.visibility is Visibility.PUBLIC
            and not m.event
            and m.at >= since
        ),
        None,
    )


def reasons(entry: Entry, now: datetime) -> tuple[str, ...]:
    """Say in words why an escalation stands where it stands, the weightiest first."""
    out: list[str] = []
    esc = entry.escalation
    if entry.due is not None:
        left = entry.due.at - now
        name = CLOCK_WORDS[entry.due.clock]
        if timedelta(seconds=-1) < left < timedelta(seconds=1):
            out.append(f"{name} due now")
        elif left < timedelta(0):
            out.append(f"{name} overdue by {format_duration(-left)}")
        else:
            out.append(f"{name} due in {format_duration(left)}")
    if entry.waiting_since is not None and not esc.status.done:
        out.append(f"waiting {format_duration(now - entry.waiting_since)}")
    if esc.priority.level > Priority.NORMAL.level:
        out.append(f"{esc.priority} priority")
    if esc.status is Status.SNOOZED and esc.snoozed_until is not None:
        out.append(f"back in {format_duration(max(esc.snoozed_until - now, timedelta(0)))}")
    elif esc.status in (Status.PENDING, Status.ON_HOLD):
        out.append("waiting for the customer" if esc.status is Status.PENDING else "on hold")
    elif esc.status.done:
        out.append(f"{esc.status} {format_duration(now - esc.updated_at)} ago")
    return tuple(out)
