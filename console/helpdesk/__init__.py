"""The contract that every helpdesk adapter keeps, and the values it speaks in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Protocol

from console.domain.changes import Outcome, Outgoing
from console.domain.models import Customer, Escalation, Knowledge, Message, Person


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a helpdesk can do; the screen offers only that."""

    atomic_claim: bool = False
    """Of several who claim at once, one wins and the others are told."""
    idempotent: bool = False
    """A write repeated with the same key is carried out once: unknown ones are just repeated."""
    checks_stale: bool = False
    """It refuses by itself a reply to a customer who has written again (`held`)."""
    conditional_update: bool = False
    """It refuses by itself an update of a state that has changed (`held` or `rejected`)."""
    snooze: bool = False
    macros: bool = False
    articles: bool = False
    tags: bool = True
    attachments: bool = True
    priorities: bool = True
    assign: bool = True
    history: bool = False
    """It can be asked for the earlier conversations of a customer."""
    look_up_after: timedelta = timedelta(0)
    """How long after an attempt its trace is sure to be visible."""
    look_up_times: int = 2
    """Look-ups that must find nothing before the agent is asked."""

    def names(self) -> tuple[str, ...]:
        """List what it can do, by name."""
        flags = {item.name: getattr(self, item.name) for item in fields(self)}
        return tuple(name for name, held in flags.items() if held is True)


@dataclass(frozen=True, slots=True)
class Delta:
    """An escalation as it is now, with messages the console may not have."""

    escalation: Escalation
    messages: tuple[Message, ...] = ()
    whole: bool = False
    """Whether `messages` is the complete conversation; others are appended."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some changes and the cursor that follows them: both are stored in one transaction."""

    deltas: tuple[Delta, ...]
    cursor: str
    removed: tuple[str, ...] = ()
    """Ids that are certainly gone or no longer ours to see."""
    total: int | None = None
    """How many there are altogether, where the helpdesk tells: for progress."""


@dataclass(frozen=True, slots=True)
class Peek:
    """The state of a conversation right before something is said in it."""

    newest_customer_message: str = ""
    assignee: Person | None = None
    marker: str = ""
    """The newest entry of the helpdesk's log: what we send comes after it."""
    recipients: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    message_ids: tuple[str, ...] = field(default=())


class Helpdesk(Protocol):
    """One connection to a helpdesk.

    Reading methods raise a HelpdeskError. `push` returns what became of a write; it raises
    only Unreachable and RateLimited (nothing was sent), Unauthorized and ReadOnly, and
    answers `unknown` where the answer was lost.
    """

    name: str
    """The connection's name, the first half of every reference."""
    capabilities: Capabilities

    async def me(self) -> Person:
        """Say who we are there."""
        ...

    def changes(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield everything that changed after `cursor` (all, for an empty one), oldest first.

        Raises CursorLost when the helpdesk no longer knows the cursor.
        """
        ...

    async def ids(self) -> frozenset[str]:
        """List the ids of all escalations that are visible and not done."""
        ...

    async def thread(self, ident: str) -> Delta:
        """Read one conversation whole."""
        ...

    async def history(self, customer: Customer, *, limit: int) -> tuple[Delta, ...]:
        """Read the conversations of one customer whole, the last changed first.

        Done ones are among them, and the one that is open here too; nobody else's ever are:
        who has the same address under another id is somebody else. At most `limit`, from 1
        to 100; empty for a customer who is unknown there.
        """
        ...

    async def peek(self, ident: str) -> Peek:
        """Read what must be known right before something is said."""
        ...

    async def push(self, outgoing: Outgoing) -> Outcome:
        """Carry out one change; classify by what came back and by reading again."""
        ...

    async def find(self, outgoing: Outgoing, taken: frozenset[str]) -> Outcome | None:
        """Look for the trace of an unknown write, leaving out the message ids in `taken`.

        None when there is no trace.
        """
        ...

    async def attachment(self, ident: str, attachment: str) -> bytes:
        """Read the bytes of an attachment; `attachment` is its id."""
        ...

    async def agents(self) -> tuple[Person, ...]:
        """List who an escalation can be assigned to."""
        ...

    async def knowledge(self) -> tuple[Knowledge, ...]:
        """List macros and articles, where there are any."""
        ...

    async def aclose(self) -> None:
        """Close the connection."""
        ...
