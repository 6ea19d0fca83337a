"""The import and intake form: one JSON object for each escalation, checked field by field."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.domain.form import format_time, message_data, parse_time
from console.domain.models import (
    Attachment,
    Author,
    AuthorKind,
    Customer,
    Handoff,
    Message,
    Priority,
    Visibility,
)
from console.domain.text import clean, clean_line

__all__ = [
    "FIELDS",
    "MESSAGE_FIELDS",
    "Intake",
    "NotIntake",
    "Problem",
    "canonical",
    "format_time",
    "message_data",
    "parse",
    "parse_time",
]

FIELDS = {
    "id",
    "subject",
    "channel",
    "queue",
    "priority",
    "tags",
    "customer",
    "handoff",
    "messages",
}
MESSAGE_FIELDS = {"id", "at", "author", "visibility", "text", "attachments"}
SUBJECT_LENGTH = 80
"""Characters of the first message that make a subject where none is given."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field."""

    field: str
    """A path such as `messages[2].at`."""
    said: str

    def __str__(self) -> str:
        """Give the sentence."""
        return f"{self.field}: {self.said}"


class NotIntake(ValueError):
    """The object is not in the import form; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take all problems of one object."""
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Intake:
    """An escalation as a bot or an import file describes it."""

    id: str
    subject: str
    messages: tuple[Message, ...]
    customer: Customer
    channel: str = ""
    queue: str = ""
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    handoff: Handoff | None = None
    warnings: tuple[str, ...] = ()
    """Unknown fields, kept aside."""
    extra: Mapping[str, Any] | None = None


def canonical(data: Mapping[str, Any]) -> str:
    """Give the canonical form of an object: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class _Reader:
    """Reads one object and collects what is wrong with it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def bad(self, field: str, said: str) -> None:
        self.problems.append(Problem(field, said))

    def text(self, data: Mapping[str, Any], key: str, path: str) -> str:
        value = data.get(key)
        if value is None:
            return ""
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return clean_line(value)
        self.bad(f"{path}{key}", "must be text")
        return ""

    def time(self, value: object, path: str) -> datetime | None:
        try:
            return parse_time(value)
        except ValueError:
            self.bad(path, 'must be an RFC 3339 time with a zone, as "2026-03-01T09:30:00Z"')
            return None

    def choice(self, value: object, kind: type[Any], path: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(str(item) for item in kind)
            self.bad(path, f"must be one of {names}, not {clean_line(value, 40)!r}")
            return None

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return value
        self.bad(key, "must be an object")
        return None

    def aside(self, data: Mapping[str, Any], known: set[str], path: str) -> dict[str, Any]:
        extra = {str(key): value for key, value in data.items() if key not in known}
        self.warnings += [f"{path}{key}: unknown field, kept aside" for key in sorted(extra)]
        return extra

    def attachment(self, data: object, path: str, index: int) -> Attachment | None:
        if not isinstance(data, Mapping):
            self.bad(path, "must be an object")
            return None
        content = None
        raw = data.get("content_base64")
        if raw is not None:
            try:
                content = base64.b64decode(str(raw), validate=True)
            except (binascii.Error, ValueError):
                self.bad(f"{path}.content_base64", "is not valid base64")
        size = data.get("size", len(content or b""))
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            self.bad(f"{path}.size", "must be a number of bytes")
            size = 0
        return Attachment(
            id=self.text(data, "id", f"{path}.") or f"a{index + 1}",
            name=self.text(data, "name", f"{path}.") or f"attachment-{index + 1}",
            type=self.text(data, "type", f"{path}.") or "application/octet-stream",
            size=len(content) if content is not None else size,
            content=content,
        )

    def message(self, data: object, index: int) -> Message | None:
        path = f"messages[{index}]"
        if not isinstance(data, Mapping):
            self.bad(path, "must be an object")
            return None
        found = len(self.problems)
        author = data.get("author", {"kind": "customer"})
        if isinstance(author, str):
            author = {"kind": author}
        if not isinstance(author, Mapping):
            self.bad(f"{path}.author", "must be an object with kind and name")
            author = {"kind": "customer"}
        kind = self.choice(author.get("kind", "customer"), AuthorKind, f"{path}.author.kind")
        visibility = self.choice(data.get("visibility", "public"), Visibility, f"{path}.visibility")
        text = data.get("text")
        attachments = data.get("attachments") or []
        if not isinstance(attachments, list):
            self.bad(f"{path}.attachments", "must be a list")
            attachments = []
        if not isinstance(text, str) and not (text is None and attachments):
            self.bad(f"{path}.text", "is required and must be text")
        at = self.now if data.get("at") is None else self.time(data["at"], f"{path}.at")
        name = self.text(author, "name", f"{path}.author.")
        files = [
            self.attachment(item, f"{path}.attachments[{i}]", i)
            for i, item in enumerate(attachments)
        ]
        ident = self.text(data, "id", f"{path}.") or f"m{index + 1}"
        self.aside(data, MESSAGE_FIELDS, f"{path}.")
        if len(self.problems) > found or at is None:
            return None
        return Message(
            id=ident,
            at=at,
            author=Author(kind, name, self.text(author, "id", "")),
            visibility=visibility,
            text=clean(text),
            attachments=tuple(item for item in files if item),
        )

    def messages(self, data: Mapping[str, Any]) -> tuple[Message, ...]:
        value = data.get("messages")
        if not isinstance(value, list) or not value:
            self.bad("messages", "is required: a list with at least one message")
            return ()
        read = [self.message(item, index) for index, item in enumerate(value)]
        out = [message for message in read if message]
        seen: set[str] = set()
        for index, message in enumerate(out):
            if message.id in seen:
                self.bad(f"messages[{index}].id", f"{message.id!r} stands twice")
            seen.add(message.id)
        return tuple(out)

    def handoff(self, data: Mapping[str, Any]) -> Handoff | None:
        value = self.table(data, "handoff")
        if value is None:
            return None
        at = self.now if value.get("at") is None else self.time(value["at"], "handoff.at")
        confidence = value.get("confidence")
        if confidence is not None and (
            isinstance(confidence, bool)
            or not isinstance(confidence, (int, float))
            or not 0 <= confidence <= 1
        ):
            self.bad("handoff.confidence", "must be a number from 0 to 1")
            confidence = None
        return Handoff(
            at=at or self.now,
            bot=self.text(value, "bot", "handoff."),
            reason=self.text(value, "reason", "handoff."),
            confidence=confidence,
            note=clean(value.get("reason_text")),
        )

    def customer(self, data: Mapping[str, Any]) -> Customer:
        value = self.table(data, "customer") or {}
        email = self.text(value, "email", "customer.")
        name = self.text(value, "name", "customer.")
        attributes = value.get("attributes") or {}
        if not isinstance(attributes, Mapping):
            self.bad("customer.attributes", "must be an object")
            attributes = {}
        return Customer(
            id=self.text(value, "id", "customer.") or email or name,
            name=name or email,
            email=email,
            attributes={clean_line(k, 60): clean_line(v) for k, v in attributes.items()},
        )

    def tags(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        value = data.get("tags") or []
        if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
            self.bad("tags", "must be a list of texts")
            return ()
        return tuple(dict.fromkeys(tag for tag in (clean_line(t, 60) for t in value) if tag))


def parse(data: object, now: datetime) -> Intake:
    """Read one object of the import form; raise NotIntake with every problem.

    `now` stands in for times that are not given. An object without an id gets the SHA-256
    of its canonical form.
    """
    if not isinstance(data, Mapping):
        raise NotIntake([Problem("line", "must be a JSON object")])
    reader = _Reader(now)
    ident = reader.text(data, "id", "")
    if not ident:
        ident = hashlib.sha256(canonical(data).encode("utf-8", "surrogatepass")).hexdigest()
    messages = reader.messages(data)
    priority = Priority.NORMAL
    if data.get("priority") is not None:
        priority = reader.choice(data["priority"], Priority, "priority")
    handoff = reader.handoff(data)
    customer = reader.customer(data)
    subject = reader.text(data, "subject", "")
    if not subject and messages:
        first = clean_line(messages[0].text)
        subject = first if len(first) <= SUBJECT_LENGTH else first[: SUBJECT_LENGTH - 1] + "…"
    tags = reader.tags(data)
    channel, queue = reader.text(data, "channel", ""), reader.text(data, "queue", "")
    extra = reader.aside(data, FIELDS, "")
    if reader.problems:
        raise NotIntake(reader.problems)
    return Intake(
        id=ident,
        subject=subject,
        messages=messages,
        customer=customer,
        channel=channel,
        queue=queue,
        priority=priority,
        tags=tags,
        handoff=handoff,
        warnings=tuple(reader.warnings),
        extra=extra or None,
    )
