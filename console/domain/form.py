"""What is written in the import form: times, and messages without the bytes of their files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.domain.models import Message


def parse_time(value: object) -> datetime:
    """Read an RFC 3339 time (a zone is required) as UTC; raise ValueError otherwise."""
    at = datetime.fromisoformat(str(value).strip())
    if at.tzinfo is None:
        raise ValueError
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError from error


def format_time(at: datetime) -> str:
    """Write a time as RFC 3339 in UTC, with milliseconds only where there are any."""
    at = at.astimezone(UTC)
    spec = "milliseconds" if at.microsecond else "seconds"
    return at.replace(tzinfo=None).isoformat(timespec=spec) + "Z"


def message_data(message: Message) -> dict[str, Any]:
    """Write a message in the import form, attachments without their bytes."""
    data: dict[str, Any] = {
        "id": message.id,
        "at": format_time(message.at),
        "author": {"kind": message.author.kind.value, "name": message.author.name},
        "visibility": message.visibility.value,
        "text": message.text,
        "attachments": [
            {"id": a.id, "name": a.name, "type": a.type, "size": a.size}
            for a in message.attachments
        ],
    }
    if message.event:
        data["event"] = True
    return data
