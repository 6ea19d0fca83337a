"""Between values and columns: times as milliseconds, the rest as text or JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from console.domain.models import (
    Attachment,
    Author,
    AuthorKind,
    Clock,
    Customer,
    Due,
    Entry,
    Escalation,
    Glance,
    Handoff,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.store import Row


def ms(at: datetime | None) -> int | None:
    """Turn a time into milliseconds since 1970, rounded."""
    return None if at is None else round(at.timestamp() * 1000)


def tuples(text: str) -> tuple[tuple[Any, ...], ...]:
    """Read back a JSON list of lists."""
    return tuple(tuple(item) for item in json.loads(text)) if text != "[]" else ()


def time(value: int | None) -> datetime | None:
    """Turn milliseconds since 1970 into a time in UTC."""
    return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def sure_ms(at: datetime) -> int:
    """Turn a time into milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def sure_time(value: int) -> datetime:
    """Turn milliseconds since 1970 into a time in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)


def dump(data: object) -> str:
    """Write compact JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def person_data(person: Person | None) -> dict[str, str] | None:
    """Write a person, or nobody."""
    if person is None:
        return None
    return {"id": person.id, "name": person.name, "email": person.email}


def detail(esc: Escalation) -> str:
    """Write the whole of what a helpdesk said about an escalation as JSON."""
    handoff = esc.handoff
    return dump(
        {
            "subject": esc.subject,
            "status": esc.status,
            "priority": esc.priority,
            "customer": {
                "id": esc.customer.id,
                "name": esc.customer.name,
                "email": esc.customer.email,
                "attributes": dict(esc.customer.attributes),
            },
            "created_at": ms(esc.created_at),
            "updated_at": ms(esc.updated_at),
            "channel": esc.channel,
            "queue": esc.queue,
            "tags": esc.tags,
            "assignee": person_data(esc.assignee),
            "handoff": handoff
            and {
                "at": ms(handoff.at),
                "bot": handoff.bot,
                "reason": handoff.reason,
                "confidence": handoff.confidence,
                "note": handoff.note,
            },
            "snoozed_until": ms(esc.snoozed_until),
            "due": {clock: ms(at) for clock, at in esc.due.items()},
            "native_status": esc.native_status,
            "native_priority": esc.native_priority,
            "version": esc.version,
            "url": esc.url,
            "recipients": esc.recipients,
            "cc": esc.cc,
        }
    )


def escalation(ref: Ref, text: str) -> Escalation:
    """Read back what `detail` wrote."""
    data: dict[str, Any] = json.loads(text)
    handoff, assignee = data["handoff"], data["assignee"]
    return Escalation(
        ref=ref,
        subject=data["subject"],
        status=Status(data["status"]),
        priority=Priority(data["priority"]),
        customer=Customer(**data["customer"]),
        created_at=sure_time(data["created_at"]),
        updated_at=sure_time(data["updated_at"]),
        channel=data["channel"],
        queue=data["queue"],
        tags=tuple(data["tags"]),
        assignee=Person(**assignee) if assignee else None,
        handoff=handoff and Handoff(**{**handoff, "at": sure_time(handoff["at"])}),
        snoozed_until=time(data["snoozed_until"]),
        due={Clock(clock): sure_time(at) for clock, at in data["due"].items()},
        native_status=data["native_status"],
        native_priority=data["native_priority"],
        version=data["version"],
        url=data["url"],
        recipients=tuple(data["recipients"]),
        cc=tuple(data["cc"]),
    )


ENTRY_COLUMNS = (
    "pk, connection, id, subject, status, priority, queue, channel, tags, customer_id,"
    " customer_name, customer_email, assignee_id, assignee_name, created_at, updated_at,"
    " snoozed_until, waiting_since, due_clock, due_at, unread, messages, assisted,"
    " mood, trend, goal, cause"
)


def entry(row: Row, outgoing: int = 0, draft: bool = False) -> Entry:  # noqa: FBT001, FBT002
    """Make a line of the queue from ENTRY_COLUMNS; what only the detail holds stays empty."""
    assignee = None
    if row["assignee_id"] is not None:
        assignee = Person(row["assignee_id"], row["assignee_name"] or "")
    due = None
    if row["due_at"] is not None:
        due = Due(Clock(row["due_clock"]), sure_time(row["due_at"]))
    return Entry(
        pk=row["pk"],
        escalation=Escalation(
            ref=Ref(row["connection"], row["id"]),
            subject=row["subject"],
            status=Status(row["status"]),
            priority=Priority(row["priority"]),
            customer=Customer(row["customer_id"], row["customer_name"], row["customer_email"]),
            created_at=sure_time(row["created_at"]),
            updated_at=sure_time(row["updated_at"]),
            channel=row["channel"],
            queue=row["queue"],
            tags=tuple(json.loads(row["tags"])),
            assignee=assignee,
            snoozed_until=time(row["snoozed_until"]),
        ),
        unread=row["unread"],
        waiting_since=time(row["waiting_since"]),
        due=due,
        messages=row["messages"],
        outgoing=outgoing,
        draft=draft,
        # What was read stays until newer messages have been: a line that flickers says less.
        glance=Glance(row["mood"], row["trend"], row["goal"], row["cause"])
        if row["assisted"]
        else None,
    )


def message_columns(message: Message) -> tuple[Any, ...]:
    """Give the columns id, at, kind, author, author_id, visibility, event, text, extra."""
    extra: dict[str, Any] = {}
    if message.attachments:
        extra["attachments"] = [
            {"id": a.id, "name": a.name, "type": a.type, "size": a.size}
            for a in message.attachments
        ]
    if message.to:
        extra["to"] = message.to
    if message.cc:
        extra["cc"] = message.cc
    if message.channel:
        extra["channel"] = message.channel
    return (
        message.id,
        ms(message.at),
        message.author.kind,
        message.author.name,
        message.author.id,
        message.visibility,
        int(message.event),
        message.text,
        dump(extra) if extra else None,
    )


def message(row: Row) -> Message:
    """Read a message back."""
    extra = json.loads(row["extra"]) if row["extra"] else {}
    return Message(
        id=row["id"],
        at=sure_time(row["at"]),
        author=Author(AuthorKind(row["kind"]), row["author"], row["author_id"]),
        visibility=Visibility(row["visibility"]),
        text=row["text"],
        attachments=tuple(Attachment(**item) for item in extra.get("attachments", ())),
        event=bool(row["event"]),
        to=tuple(extra.get("to", ())),
        cc=tuple(extra.get("cc", ())),
        channel=extra.get("channel", ""),
    )
