"""Warmline's own desk as a helpdesk, in this process or over the network."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from console import errors
from console.domain.changes import (
    Assign,
    Claim,
    Outcome,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.interchange import format_time, parse_time
from console.domain.models import (
    Attachment,
    Author,
    AuthorKind,
    Customer,
    Escalation,
    Handoff,
    Knowledge,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.domain.text import clean, clean_line
from console.helpdesk import Batch, Capabilities, Delta, Peek
from console.http import Answer, Http

Parsed = TypeVar("Parsed")
PAGE = 200
"""Escalations of one answer."""


def identity_headers(person: Person) -> dict[str, str]:
    """Give the headers by which the desk in this process knows the agent."""
    return {
        "Warmline-Agent": quote(person.id, safe=""),
        "Warmline-Agent-Name": quote(person.name, safe=""),
    }


def build_path(kind: str, ident: str, rest: str = "") -> str:
    """Build `/v1/kind/id/rest`, whatever the id holds."""
    place = quote(ident, safe="")
    if not place.strip("."):
        # As they are, `.` and `..` would be taken for folders.
        place = place.replace(".", "%2E")
    return f"/v1/{kind}/{place}{rest}"


def parse_person(data: Mapping[str, Any]) -> Person:
    """Read an agent."""
    return Person(
        clean_line(data["id"]), clean_line(data["name"]), clean_line(data.get("email", ""))
    )


def parse_customer(data: Mapping[str, Any]) -> Customer:
    """Read a customer."""
    return Customer(
        id=clean_line(data["id"]),
        name=clean_line(data["name"]),
        email=clean_line(data["email"]),
        attributes={clean_line(k, 60): clean_line(v) for k, v in data["attributes"].items()},
    )


def parse_handoff(data: Mapping[str, Any]) -> Handoff:
    """Read how the bot gave the customer over."""
    return Handoff(
        at=parse_time(data["at"]),
        bot=clean_line(data["bot"]),
        reason=clean_line(data["reason"]),
        confidence=data["confidence"],
        note=clean(data["note"]),
    )


def parse_message(data: Mapping[str, Any]) -> Message:
    """Read a message."""
    author = data["author"]
    return Message(
        id=clean_line(data["id"]),
        at=parse_time(data["at"]),
        author=Author(
            AuthorKind(author["kind"]), clean_line(author["name"]), clean_line(author["id"])
        ),
        visibility=Visibility(data["visibility"]),
        text=clean(data["text"]),
        attachments=tuple(
            Attachment(clean_line(f["id"]), clean_line(f["name"]), clean_line(f["type"]), f["size"])
            for f in data["attachments"]
        ),
        event=data["event"],
    )


def _time(value: str | None) -> datetime | None:
    return parse_time(value) if value else None


def recipients(channel: str, customer: Customer) -> tuple[str, ...]:
    """Say whom a public reply is mailed to: on the mail channel, the customer."""
    return (customer.email,) if channel == "email" and customer.email else ()


def parse_escalation(data: Mapping[str, Any], connection: str) -> Escalation:
    """Read a conversation as an escalation of `connection`."""
    customer = parse_customer(data["customer"])
    channel = clean_line(data["channel"])
    return Escalation(
        ref=Ref(connection, clean_line(data["id"])),
        subject=clean_line(data["subject"]),
        status=Status(data["status"]),
        priority=Priority(data["priority"]),
        customer=customer,
        created_at=parse_time(data["created_at"]),
        updated_at=parse_time(data["updated_at"]),
        channel=channel,
        queue=clean_line(data["queue"]),
        tags=tuple(clean_line(tag) for tag in data["tags"]),
        assignee=parse_person(data["assignee"]) if data["assignee"] else None,
        handoff=parse_handoff(data["handoff"]) if data["handoff"] else None,
        snoozed_until=_time(data["snoozed_until"]),
        native_status=data["status"],
        native_priority=data["priority"],
        version=str(data["version"]),
        recipients=recipients(channel, customer),
    )


def parse_delta(data: Mapping[str, Any], connection: str, *, whole: bool) -> Delta:
    """Read a conversation with messages."""
    messages = tuple(parse_message(item) for item in data["messages"])
    return Delta(parse_escalation(data, connection), messages, whole)


def parse_batch(data: Mapping[str, Any], connection: str) -> tuple[Batch, bool]:
    """Read a page of changes, and whether more follow."""
    deltas = tuple(
        parse_delta(item, connection, whole=item["whole"]) for item in data["conversations"]
    )
    return Batch(deltas, data["cursor"], total=data["total"]), bool(data["more"])


def parse_history(data: Mapping[str, Any], connection: str) -> tuple[Delta, ...]:
    """Read a customer's conversations, in the order in which they come."""
    return tuple(parse_delta(item, connection, whole=True) for item in data["conversations"])


def parse_knowledge(data: Mapping[str, Any]) -> Knowledge:
    """Read a macro or an article."""
    return Knowledge(
        id=clean_line(data["id"]),
        kind=clean_line(data["kind"]),
        title=clean_line(data["title"]),
        text=clean(data["text"]),
        visibility=Visibility(data["visibility"]),
        tags=tuple(clean_line(tag) for tag in data["tags"]),
        language=clean_line(data["language"]),
    )


def parse_ids(data: Mapping[str, Any]) -> frozenset[str]:
    """Read the ids of what is not done."""
    return frozenset(clean_line(ident) for ident in data["ids"])


def parse_peek(data: Mapping[str, Any]) -> Peek:
    """Read the state right before something is said."""
    customer = parse_customer(data["customer"])
    return Peek(
        newest_customer_message=clean_line(data["newest_customer_message"]),
        assignee=parse_person(data["assignee"]) if data["assignee"] else None,
        marker=clean_line(data["newest_message"]),
        recipients=recipients(clean_line(data["channel"]), customer),
        cc=(),
    )


def parse_written(data: Any) -> Outcome:
    """Read the answer to a write that was carried out."""
    message = data.get("message") if isinstance(data, dict) else None
    return Outcome.applied(clean_line(message["id"]) if message else "")


def parse_conflict(data: Any, *, claim: bool) -> Outcome:
    """Read a 409: who or what came first. A lost claim is settled, the rest is for the agent."""
    known = isinstance(data, dict) and isinstance(data.get("detail"), str)
    said = clean_line(data["detail"]) if known else "It has changed since it was read."
    return Outcome.rejected(said) if claim else Outcome.held(said)


def build_write(outgoing: Outgoing) -> tuple[str, str, dict[str, Any]]:
    """Build method, path and body of the one request that carries a change out."""
    change, ident = outgoing.change, outgoing.ref.id
    path = build_path("conversations", ident)
    body: dict[str, Any]
    match change:
        case Reply():
            return "POST", build_path("conversations", ident, "/messages"), _build_reply(outgoing)
        case Claim():
            return "POST", build_path("conversations", ident, "/claim"), {}
        case Assign(person):
            body = {"assignee": person.id if person else None}
        case SetStatus(status, until):
            body = {"status": status.value}
            if until:
                body["snoozed_until"] = format_time(until)
        case SetPriority(priority):
            body = {"priority": priority.value}
        case SetTags(add, remove):
            # Tags are merged by the desk: nobody's are lost, whatever the agent had seen.
            return "PATCH", path, {"tags_add": list(add), "tags_remove": list(remove)}
    if outgoing.seen_version.isdecimal():
        body["seen_version"] = int(outgoing.seen_version)
    return "PATCH", path, body


def _build_reply(outgoing: Outgoing) -> dict[str, Any]:
    reply = outgoing.change
    assert isinstance(reply, Reply)
    body: dict[str, Any] = {"text": reply.text, "visibility": reply.visibility.value}
    if reply.attachments:
        body["attachments"] = [
            {
                "name": file.name,
                "type": file.type,
                "content_base64": base64.b64encode(file.content or b"").decode(),
            }
            for file in reply.attachments
        ]
    # A note to colleagues is no less true when the customer writes meanwhile.
    if reply.visibility is Visibility.PUBLIC:
        body["expect_assignee"] = outgoing.seen_assignee
        # Empty where the customer had not written: then any message of theirs is news.
        body["seen"] = outgoing.seen_message
    return body


def read_as(parse: Callable[..., Parsed], *given: Any, **named: Any) -> Parsed:
    """Parse an answer; raise BadAnswer when it has not the desk's form."""
    try:
        return parse(*given, **named)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise errors.BadAnswer("What answered is no desk of Warmline's.") from error


class Warmline:
    """A connection to Warmline's own desk."""

    capabilities = Capabilities(
        atomic_claim=True,
        idempotent=True,
        checks_stale=True,
        conditional_update=True,
        snooze=True,
        macros=True,
        articles=True,
        history=True,
    )

    def __init__(self, name: str, http: Http) -> None:
        """Take the connection's name and the way to the desk."""
        self.name = name
        self.http = http

    async def _read(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        return (await self.http.get(path, params)).json()

    async def me(self) -> Person:
        """Say who we are there."""
        return read_as(parse_person, await self._read("/v1/me"))

    async def changes(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what changed after `cursor`, PAGE escalations at a time."""
        more = True
        while more:
            data = await self._read("/v1/changes", {"since": cursor or "0", "limit": PAGE})
            batch, more = read_as(parse_batch, data, self.name)
            yield batch
            cursor = batch.cursor

    async def ids(self) -> frozenset[str]:
        """List the ids of all escalations that are not done."""
        return read_as(parse_ids, await self._read("/v1/ids"))

    async def thread(self, ident: str) -> Delta:
        """Read one conversation whole."""
        data = await self._read(build_path("conversations", ident))
        return read_as(parse_delta, data, self.name, whole=True)

    async def history(self, customer: Customer, *, limit: int) -> tuple[Delta, ...]:
        """Read the newest conversations of one customer whole, by one request."""
        if not customer.id:
            return ()
        try:
            data = await self._read("/v1/history", {"customer": customer.id, "limit": limit})
        except errors.NotFound:
            return ()
        return read_as(parse_history, data, self.name)

    async def peek(self, ident: str) -> Peek:
        """Read what must be known right before something is said."""
        return read_as(parse_peek, await self._read(build_path("peek", ident)))

    async def push(self, outgoing: Outgoing) -> Outcome:
        """Carry out one change by one request."""
        method, path, body = build_write(outgoing)
        headers = {"Idempotency-Key": outgoing.key}
        try:
            answer = await self.http.request(method, path, json=body, headers=headers)
            return read_as(parse_written, answer.json())
        except errors.Conflict as error:
            return parse_conflict(error.current, claim=isinstance(outgoing.change, Claim))
        except (errors.Invalid, errors.NotFound, errors.Forbidden) as error:
            return Outcome.rejected(str(error))
        except errors.TlsRefused as error:
            raise errors.Unreachable(str(error), hint=error.hint) from error
        except (errors.NoAnswer, errors.ServerBroken, errors.BadAnswer) as error:
            return Outcome.unknown(str(error))

    async def find(self, outgoing: Outgoing, taken: frozenset[str]) -> Outcome | None:
        """Ask what became of the write with this key; a key belongs to one write, never to two."""
        try:
            data = await self._read(build_path("writes", outgoing.key))
        except errors.NotFound:
            return None
        found = read_as(lambda: parse_written(data["body"]))
        return None if found.message_id in taken else found

    async def attachment(self, ident: str, attachment: str) -> bytes:  # noqa: ARG002
        """Read the bytes of an attachment; raises NotFound."""
        answer: Answer = await self.http.get(build_path("attachments", attachment))
        return answer.body

    async def agents(self) -> tuple[Person, ...]:
        """List who an escalation can be assigned to."""
        data = await self._read("/v1/agents")
        return read_as(lambda: tuple(parse_person(item) for item in data["agents"]))

    async def knowledge(self) -> tuple[Knowledge, ...]:
        """List macros and articles."""
        data = await self._read("/v1/knowledge")
        return read_as(lambda: tuple(parse_knowledge(item) for item in data["knowledge"]))

    async def aclose(self) -> None:
        """Close the connection; the desk itself stays open."""
        await self.http.aclose()
