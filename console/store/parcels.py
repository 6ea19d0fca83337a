"""Between outgoing changes and columns: each kind of change as JSON."""

from __future__ import annotations

import base64
import json
from typing import Any

from console.domain.changes import (
    KINDS,
    Assign,
    Change,
    Claim,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
)
from console.domain.models import Attachment, Person, Priority, Ref, Status, Visibility
from console.store import Row
from console.store.rows import dump, ms, person_data, sure_time, time, tuples


def attachments_data(attachments: tuple[Attachment, ...]) -> list[dict[str, Any]]:
    """Write attachments with their bytes, for what is to be sent."""
    return [
        {
            "id": a.id,
            "name": a.name,
            "type": a.type,
            "size": a.size,
            "content": base64.b64encode(a.content or b"").decode(),
        }
        for a in attachments
    ]


def attachments_from(data: list[dict[str, Any]]) -> tuple[Attachment, ...]:
    """Read back what `attachments_data` wrote."""
    return tuple(Attachment(**{**a, "content": base64.b64decode(a["content"])}) for a in data)


def payload(change: Change) -> str:
    """Write a change as JSON."""
    data: dict[str, Any] = {}
    match change:
        case Reply(text, visibility, attachments):
            data = {"text": text, "visibility": visibility}
            data["attachments"] = attachments_data(attachments)
        case Assign(person):
            data = {"person": person_data(person)}
        case SetStatus(status, until):
            data = {"status": status, "until": ms(until)}
        case SetPriority(priority):
            data = {"priority": priority}
        case SetTags(add, remove):
            data = {"add": add, "remove": remove}
        case Claim():
            pass
    return dump(data)


def change(kind: str, text: str) -> Change:
    """Read back what `payload` wrote."""
    data: dict[str, Any] = json.loads(text)
    cls = KINDS[kind]
    if cls is Reply:
        return Reply(
            data["text"], Visibility(data["visibility"]), attachments_from(data["attachments"])
        )
    if cls is Assign:
        return Assign(Person(**data["person"]) if data["person"] else None)
    if cls is SetStatus:
        return SetStatus(Status(data["status"]), time(data["until"]))
    if cls is SetPriority:
        return SetPriority(Priority(data["priority"]))
    if cls is SetTags:
        return SetTags(tuple(data["add"]), tuple(data["remove"]))
    return Claim()


def outgoing(row: Row) -> Outgoing:
    """Read a row of the outbox."""
    return Outgoing(
        key=row["key"],
        ref=Ref(row["connection"], row["id"]),
        change=change(row["kind"], row["payload"]),
        made_at=sure_time(row["made_at"]),
        due_at=sure_time(row["due_at"]),
        action=row["action"],
        state=State(row["state"]),
        seen_message=row["seen_message"],
        seen_assignee=row["seen_assignee"],
        seen_version=row["seen_version"],
        held=row["held"],
        marker=row["marker"],
        attempts=row["attempts"],
        looked=row["looked"],
        tried_at=time(row["tried_at"]),
        next_at=time(row["next_at"]),
        reason=row["reason"],
        message_id=row["message_id"],
        author=row["author"],
        before=json.loads(row["before"]),
        provenance=tuples(row["provenance"]),
    )
