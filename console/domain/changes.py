"""What an agent can change, as values: each becomes a row of the outbox before it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from console.domain.models import Attachment, Person, Priority, Ref, Status, Visibility


@dataclass(frozen=True, slots=True)
class Reply:
    """Say something, to the customer or to colleagues."""

    text: str
    visibility: Visibility
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Take an escalation that nobody has; one winner when several try."""


@dataclass(frozen=True, slots=True)
class Assign:
    """Give an escalation to an agent, or to nobody."""

    person: Person | None


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Move an escalation to a status; a snooze carries its end."""

    status: Status
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Make an escalation more or less urgent."""

    priority: Priority


@dataclass(frozen=True, slots=True)
class SetTags:
    """Add tags and take tags away; the others stay as they are."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


Change = Reply | Claim | Assign | SetStatus | SetPriority | SetTags

KINDS: dict[str, type[Change]] = {
    "reply": Reply,
    "claim": Claim,
    "assign": Assign,
    "status": SetStatus,
    "priority": SetPriority,
    "tags": SetTags,
}


def kind_of(change: Change) -> str:
    """Give the name under which a change is stored."""
    return next(name for name, cls in KINDS.items() if type(change) is cls)


class State(StrEnum):
    """How far an outgoing change has come."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    PARTIAL = "partial"
    UNKNOWN = "unknown"

    @property
    def settled(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (State.SENT, State.REJECTED, State.PARTIAL)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A change on its way to a helpdesk: one row of the outbox."""

    key: str
    """Made once, where the agent acts; the helpdesk hears it where it can."""
    ref: Ref
    change: Change
    made_at: datetime
    due_at: datetime
    """Not sent before; until then it can be undone."""
    action: str = ""
    """The key of the first change of one action: they are undone together."""
    state: State = State.QUEUED
    seen_message: str = ""
    """The newest customer message the agent had seen."""
    seen_assignee: str = ""
    """Whose it was when the agent acted; empty for nobody's."""
    seen_version: str = ""
    """The helpdesk's mark of the state the agent saw."""
    held: str = ""
    """Why it waits for the agent, in words; empty when it does not."""
    marker: str = ""
    """The helpdesk's newest entry before the attempt: a look-up starts there."""
    attempts: int = 0
    looked: int = 0
    """How often an unknown outcome has been looked up."""
    tried_at: datetime | None = None
    next_at: datetime | None = None
    """Not tried again before."""
    reason: str = ""
    """What the helpdesk said, in words."""
    message_id: str = ""
    """The helpdesk's id of the message it became."""
    author: str = ""
    """Who acted, as configured."""
    before: dict[str, Any] = field(default_factory=dict)
    """What the change replaced, for undo."""
    provenance: tuple[tuple[Any, ...], ...] = ()
    """Texts that were put into it, each as `domain.suggestion.Inserted`."""


class OutcomeKind(StrEnum):
    """What became of a write."""

    APPLIED = "applied"
    REJECTED = "rejected"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a helpdesk made of a change, by what it answered and by what was read again."""

    kind: OutcomeKind
    reason: str = ""
    message_id: str = ""

    @classmethod
    def applied(cls, message_id: str = "") -> Outcome:
        """The helpdesk has it."""
        return cls(OutcomeKind.APPLIED, "", message_id)

    @classmethod
    def rejected(cls, reason: str) -> Outcome:
        """The helpdesk refused it; nothing happened."""
        return cls(OutcomeKind.REJECTED, reason)

    @classmethod
    def partial(cls, reason: str, message_id: str = "") -> Outcome:
        """Some of it happened; `reason` says which part did not."""
        return cls(OutcomeKind.PARTIAL, reason, message_id)

    @classmethod
    def unknown(cls, reason: str) -> Outcome:
        """The answer was lost; it may have happened."""
        return cls(OutcomeKind.UNKNOWN, reason)

    @classmethod
    def held(cls, reason: str) -> Outcome:
        """The helpdesk saw that the agent acted on an old state; nothing happened."""
        return cls(OutcomeKind.HELD, reason)
