"""What a support desk talks about: escalations, messages, customers and handoffs.

Values that are read and never changed are named tuples: making such a class costs a seventh
of a dataclass, and every command imports these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class AuthorKind(StrEnum):
    """Who speaks in a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Visibility(StrEnum):
    """Who can read a message: the customer too, or colleagues alone."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Status(StrEnum):
    """The common statuses; each helpdesk maps its own onto them."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def done(self) -> bool:
        """Whether nothing is left to do in this status."""
        return self in (Status.RESOLVED, Status.CLOSED)

    @property
    def active(self) -> bool:
        """Whether our side is expected to act in this status."""
        return self in (Status.NEW, Status.OPEN)


class Priority(StrEnum):
    """The common priorities, lowest first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def level(self) -> int:
        """0 for low to 3 for urgent."""
        return list(Priority).index(self)


class Clock(StrEnum):
    """The three SLA clocks."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLVE = "resolve"


class Ref(NamedTuple):
    """Where an escalation lives: `connection/id`, the form every command takes."""

    connection: str
    id: str

    def __str__(self) -> str:
        """Give the text form, `connection/id`."""
        return f"{self.connection}/{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read `connection/id`; raise ValueError for anything else."""
        connection, slash, ident = text.strip().partition("/")
        if not (connection and slash and ident):
            msg = f"{text!r} is not a reference of the form connection/id"
            raise ValueError(msg)
        return cls(connection, ident)


class Person(NamedTuple):
    """An agent, as the helpdesk knows them."""

    id: str
    name: str
    email: str = ""


class Customer(NamedTuple):
    """The person who asks, as the helpdesk knows them."""

    id: str
    name: str
    email: str = ""
    attributes: Mapping[str, str] = MappingProxyType({})
    """Free facts the helpdesk keeps: plan, language, city."""


class Author(NamedTuple):
    """Who wrote a message."""

    kind: AuthorKind
    name: str = ""
    id: str = ""


class Attachment(NamedTuple):
    """A file on a message; its bytes are fetched when asked for, or carried when outgoing."""

    id: str
    name: str
    type: str = "application/octet-stream"
    size: int = 0
    """Bytes."""
    content: bytes | None = None
    """Only in what is imported or sent."""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a conversation; `event` entries are what the system did, not what was said."""

    id: str
    at: datetime
    author: Author
    visibility: Visibility
    text: str
    attachments: tuple[Attachment, ...] = ()
    event: bool = False
    to: tuple[str, ...] = ()
    """Addresses the helpdesk mailed, where it tells."""
    cc: tuple[str, ...] = ()
    channel: str = ""


class Handoff(NamedTuple):
    """The moment when the bot gave the customer over to people."""

    at: datetime
    bot: str = ""
    reason: str = ""
    """A category (customer_request, missing_knowledge, ...) or the bot's own word."""
    confidence: float | None = None
    """0 to 1, the bot's own; None where it does not tell."""
    note: str = ""
    """The bot's own words."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One conversation that reached people, as the helpdesk describes it."""

    ref: Ref
    subject: str
    status: Status
    priority: Priority
    customer: Customer
    created_at: datetime
    updated_at: datetime
    channel: str = ""
    queue: str = ""
    tags: tuple[str, ...] = ()
    assignee: Person | None = None
    handoff: Handoff | None = None
    snoozed_until: datetime | None = None
    due: Mapping[Clock, datetime] = field(default_factory=dict)
    """The helpdesk's own due dates; they win over the configured ones."""
    native_status: str = ""
    native_priority: str = ""
    version: str = ""
    """The helpdesk's own mark of this state, given back with a conditional write."""
    url: str = ""
    """Where a browser shows it."""
    recipients: tuple[str, ...] = ()
    """Addresses that a public reply is mailed to."""
    cc: tuple[str, ...] = ()
    """Addresses that get a copy of a public reply."""


class Due(NamedTuple):
    """The nearest running SLA clock of an escalation."""

    clock: Clock
    at: datetime

    def state(self, now: datetime) -> str:
        """`running`, or `breached` once its time has passed."""
        return "breached" if self.at < now else "running"


class Glance(NamedTuple):
    """What an assistant made of a conversation, as far as the queue shows it."""

    mood: int | None
    """-2 very upset to 2 delighted; None where it cannot be told."""
    trend: int = 0
    """Levels gained or lost since the first message."""
    goal: str = ""
    """What the customer wants, in one line."""
    cause: str = ""
    """Why the bot handed over: a category."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An escalation with what the console knows about it: a line of the queue."""

    pk: int
    """The row in the store."""
    escalation: Escalation
    unread: int = 0
    waiting_since: datetime | None = None
    """When the oldest unanswered customer message was written."""
    due: Due | None = None
    messages: int = 0
    """How many messages the conversation has."""
    outgoing: int = 0
    """Changes that have not reached the helpdesk."""
    draft: bool = False
    glance: Glance | None = None
    """None for what no assistant has read yet."""

    @property
    def ref(self) -> Ref:
        """Where the escalation lives."""
        return self.escalation.ref


class Knowledge(NamedTuple):
    """A macro or an article that can be put into a reply."""

    id: str
    kind: str
    """`macro` or `article`."""
    title: str
    text: str
    visibility: Visibility = Visibility.PUBLIC
    tags: tuple[str, ...] = ()
    language: str = ""
