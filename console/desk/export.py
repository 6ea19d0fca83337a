"""Write escalations and conversations as data: the shapes of `ls --json` and `show --json`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.domain.form import format_time, message_data

if TYPE_CHECKING:
    from console.desk.thread import Thread
    from console.domain.changes import Outgoing
    from console.domain.models import Entry, Message


def _time(at: datetime | None) -> str | None:
    return None if at is None else format_time(at)


def entry_data(entry: Entry, now: datetime) -> dict[str, Any]:
    """Give one line of the queue; times in RFC 3339 UTC. The shape only ever grows."""
    esc, due, glance = entry.escalation, entry.due, entry.glance
    return {
        "ref": str(esc.ref),
        "subject": esc.subject,
        "customer": {
            "id": esc.customer.id,
            "name": esc.customer.name,
            "email": esc.customer.email,
        },
        "channel": esc.channel,
        "queue": esc.queue,
        "status": esc.status.value,
        "priority": esc.priority.value,
        "assignee": esc.assignee and {"id": esc.assignee.id, "name": esc.assignee.name},
        "unread": entry.unread,
        "tags": list(esc.tags),
        "created_at": format_time(esc.created_at),
        "updated_at": format_time(esc.updated_at),
        "waiting_since": _time(entry.waiting_since),
        "sla": due
        and {
            "clock": due.clock.value,
            "due_at": format_time(due.at),
            "state": due.state(now),
        },
        "message_count": entry.messages,
        "outgoing": entry.outgoing,
        "draft": entry.draft,
        "snoozed_until": _time(esc.snoozed_until),
        "mood": glance and glance.mood,
        "trend": glance and glance.trend,
        "goal": (glance and glance.goal) or None,
        "reason": (glance and glance.cause) or None,
    }


def said_data(message: Message) -> dict[str, Any]:
    """Give a message in the import form."""
    return message_data(message)


def outgoing_data(row: Outgoing) -> dict[str, Any]:
    """Give a row of the outbox."""
    # A list of escalations does without them.
    from console.domain.changes import (  # noqa: PLC0415
        Assign,
        Claim,
        Reply,
        SetPriority,
        SetStatus,
        SetTags,
        kind_of,
    )

    data: dict[str, Any] = {
        "key": row.key,
        "ref": str(row.ref),
        "kind": kind_of(row.change),
        "state": row.state.value,
        "held": row.held or None,
        "reason": row.reason or None,
        "made_at": format_time(row.made_at),
        "due_at": format_time(row.due_at),
        "attempts": row.attempts,
        "next_at": _time(row.next_at),
        "author": row.author,
        "message_id": row.message_id or None,
    }
    match row.change:
        case Reply(text, visibility):
            data |= {"visibility": visibility.value, "text": text}
        case Assign(person):
            data["assignee"] = person and {"id": person.id, "name": person.name}
        case SetStatus(status, until):
            data |= {"status": status.value, "until": _time(until)}
        case SetPriority(priority):
            data["priority"] = priority.value
        case SetTags(add, remove):
            data |= {"add": list(add), "remove": list(remove)}
        case Claim():
            pass
    return data


def thread_data(thread: Thread, now: datetime) -> dict[str, Any]:
    """Give a whole conversation: the line, the handoff, the messages, what waits to be sent."""
    esc = thread.entry.escalation
    handoff = esc.handoff
    return {
        **entry_data(thread.entry, now),
        "customer": {
            "id": esc.customer.id,
            "name": esc.customer.name,
            "email": esc.customer.email,
            "attributes": dict(esc.customer.attributes),
        },
        "handoff": handoff
        and {
            "at": format_time(handoff.at),
            "bot": handoff.bot,
            "reason": handoff.reason,
            "confidence": handoff.confidence,
            "reason_text": handoff.note,
        },
        "url": esc.url,
        "native_status": esc.native_status,
        "native_priority": esc.native_priority,
        "recipients": list(esc.recipients),
        "cc": list(esc.cc),
        "messages": [said_data(item.message) for item in thread.said],
        "outbox": [outgoing_data(row) for row in thread.outgoing],
    }
