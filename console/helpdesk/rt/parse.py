"""Reads Request Tracker's tickets: from its JSON to an escalation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.domain.interchange import parse_time
from console.domain.models import Clock, Customer, Escalation, Handoff, Person, Ref
from console.domain.text import clean, clean_line
from console.errors import BadAnswer
from console.helpdesk.rt.settings import RtSettings

NOBODY = "Nobody"
SYSTEM = "RT_System"
TAG_LENGTH = 60
"""Characters shown of a tag."""
ABOUT = ("Organization", "City", "Country", "Lang")
"""What RT knows of a user that helps an agent."""

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as a search answers it, with what reading its conversation needs."""

    id: int
    effective: int
    """Another id when it was merged away."""
    escalation: Escalation
    customers: frozenset[str]
    """User names of requestors and those in copy."""
    fields: Mapping[str, str]
    """Names of its custom fields by id."""
    tags: tuple[str, ...] | None
    """As RT holds them; None when the queue has no field for tags."""


def items_of(data: Any) -> list[Item]:
    """Give the items of a page; raise BadAnswer when it is none."""
    items = data.get("items") if isinstance(data, Mapping) else None
    if not isinstance(items, list):
        raise BadAnswer("Request Tracker answered something that is no page of results.")
    return [item for item in items if isinstance(item, Mapping)]


def parse_date(value: object) -> datetime | None:
    """Read one of RT's dates; an unset one is 1970 and becomes None."""
    try:
        at = parse_time(value)
    except ValueError:
        return None
    return at if at.year > 1970 else None


def number(value: object) -> int:
    """Read an id or a count, given as number, text or object with an id; 0 for anything else."""
    if isinstance(value, Mapping):
        value = value.get("id")
    try:
        return int(str(value))
    except ValueError:
        return 0


def parse_person(user: object) -> Person:
    """Read a user by the name RT knows them under."""
    data = user if isinstance(user, Mapping) else {}
    name = clean_line(data.get("Name") or data.get("id"))
    email = clean_line(data.get("EmailAddress"))
    return Person(id=name, name=clean_line(data.get("RealName")) or name or email, email=email)


def people(value: object) -> list[Item]:
    """Give the members of a role, which is a list, or one user."""
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, Mapping)]


def addresses(*roles: object) -> tuple[str, ...]:
    """Give the addresses of roles, each once."""
    found = [parse_person(user).email for role in roles for user in people(role)]
    return tuple(dict.fromkeys(email for email in found if email))


def values_of(item: Item) -> dict[str, list[str]]:
    """Give the values of a record's custom fields by name."""
    out: dict[str, list[str]] = {}
    for one in item.get("CustomFields") or []:
        values = one.get("values") or []
        out[str(one.get("name"))] = [value for value in values if isinstance(value, str)]
    return out


def parse_confidence(text: str) -> float | None:
    """Read 0.31, 31 or 31% as 0.31; None for anything else."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*(%?)\s*", text)
    if not match:
        return None
    value = float(match[1].replace(",", "."))
    value = value / 100 if match[2] or value > 1 else value
    return value if value <= 1 else None


def parse_handoff(
    item: Item, values: Mapping[str, list[str]], settings: RtSettings
) -> Handoff | None:
    """Find the bot's handoff: a field it filled, or a ticket it made."""

    def first(name: str) -> str:
        return (values.get(name) or [""])[0]

    maker = parse_person(item.get("Creator"))
    bot = maker.name if settings.is_bot(maker.id, maker.email) else ""
    reason, note = clean_line(first(settings.reason_field)), clean(first(settings.summary_field))
    confidence = parse_confidence(first(settings.confidence_field))
    at = parse_date(item.get("Created"))
    if at is None or not (bot or reason or note or confidence is not None):
        return None
    return Handoff(at=at, bot=bot, reason=reason, confidence=confidence, note=note)


def parse_customer(requestors: Iterable[Item]) -> Customer:
    """Read the customer: the first requestor."""
    for user in requestors:
        person = parse_person(user)
        about = {key.lower(): clean_line(user.get(key)) for key in ABOUT if user.get(key)}
        return Customer(person.id, person.name, person.email, about)
    return Customer("", "")


def parse_ticket(item: Item, connection: str, settings: RtSettings, web: str) -> Ticket:
    """Read one ticket of a search made with TICKET_FIELDS; `web` is RT's address.

    Raises BadAnswer for what is no ticket.
    """
    ident, created = number(item.get("id")), parse_date(item.get("Created"))
    if not ident or created is None:
        raise BadAnswer("Request Tracker answered something that is no ticket.")
    queue = item.get("Queue")
    queue = queue if isinstance(queue, Mapping) else {}
    owner, requestors, copied = (
        parse_person(item.get("Owner")),
        item.get("Requestor"),
        item.get("Cc"),
    )
    values = values_of(item)
    tags = values.get(settings.tags_field)
    native, due = clean_line(item.get("Status")), parse_date(item.get("Due"))
    resolved = parse_date(item.get("Resolved")) is not None
    updated = parse_date(item.get("LastUpdated")) or created
    to = addresses(requestors)
    escalation = Escalation(
        ref=Ref(connection, str(ident)),
        subject=clean_line(item.get("Subject")),
        status=settings.status(native, resolved=resolved),
        priority=settings.priority(number(item.get("Priority"))),
        customer=parse_customer(people(requestors)),
        created_at=created,
        updated_at=updated,
        channel="email",
        queue=clean_line(queue.get("Name")),
        tags=tuple(clean_line(tag, TAG_LENGTH) for tag in tags or ()),
        assignee=None if owner.id in ("", NOBODY) else owner,
        handoff=parse_handoff(item, values, settings),
        due={Clock.RESOLVE: due} if due else {},
        native_status=native,
        native_priority=clean_line(item.get("Priority")),
        version=updated.isoformat(),
        url=f"{web}/Ticket/Display.html?id={ident}",
        recipients=to,
        # The scrip "On Correspond Notify Requestors and Ccs" mails the queue's too.
        cc=tuple(one for one in addresses(copied, queue.get("Cc")) if one not in to),
    )
    return Ticket(
        id=ident,
        effective=number(item.get("EffectiveId")) or ident,
        escalation=escalation,
        customers=frozenset(
            str(user.get("Name") or user.get("id")) for user in people(requestors) + people(copied)
        ),
        fields={str(one.get("id")): str(one.get("name")) for one in item.get("CustomFields") or []},
        tags=None if tags is None else tuple(tags),
    )


_PREFIX = re.compile(r"^Ticket \d+: ")


def sentences(data: Any) -> list[str]:
    """Give the sentences in which RT says what it did, or did not."""
    found = data if isinstance(data, list) else [data] if isinstance(data, str) else []
    return [_PREFIX.sub("", clean_line(one)) for one in found if isinstance(one, str) and one]
