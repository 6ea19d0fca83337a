"""How what a helpdesk says and what an agent has changed meanwhile become one picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from console.domain.changes import (
    Assign,
    Claim,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
)
from console.domain.models import Escalation, Person, Status, Visibility


def merge_tags(tags: tuple[str, ...], change: SetTags) -> tuple[str, ...]:
    """Apply a tag change: others stay, order stays, nothing stands twice."""
    kept = [tag for tag in tags if tag not in change.remove]
    return tuple(dict.fromkeys([*kept, *(t for t in change.add if t not in change.remove)]))


def applied(escalation: Escalation, outgoing: Outgoing, me: Person) -> Escalation:
    """Show an escalation as it will be once a change has arrived."""
    match outgoing.change:
        case Claim():
            return replace(escalation, assignee=me)
        case Assign(person):
            return replace(escalation, assignee=person)
        case SetStatus(status, until):
            return replace(escalation, status=status, snoozed_until=until)
        case SetPriority(priority):
            return replace(escalation, priority=priority)
        case SetTags() as change:
            return replace(escalation, tags=merge_tags(escalation.tags, change))
        case Reply(visibility=Visibility.PUBLIC) if escalation.status is Status.NEW:
            return replace(escalation, status=Status.OPEN)
        case _:
            return escalation


def overlay(remote: Escalation, pending: Iterable[Outgoing], me: Person) -> Escalation:
    """Lay all changes that may still arrive over what the helpdesk said, oldest first."""
    seen = remote
    for outgoing in pending:
        if outgoing.state in (State.QUEUED, State.SENDING, State.UNKNOWN):
            seen = applied(seen, outgoing, me)
    return seen


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a state that was read from a helpdesk."""

    remote: Escalation
    """To keep as what the helpdesk says."""
    seen: Escalation
    """To show."""
    overtaken: tuple[str, ...] = ()
    """In words: pending changes that somebody else's change has met."""


def plan(
    local: Escalation | None, remote: Escalation, pending: tuple[Outgoing, ...], me: Person
) -> Plan:
    """Decide what a freshly read state means for what is stored and shown.

    `local` is what the helpdesk had said before. Pending changes stay in front; where the
    same field was changed on the helpdesk meanwhile, that is told, and the helpdesk's own
    conditional write has the last word.
    """
    overtaken: list[str] = []
    if local is not None:
        for outgoing in pending:
            match outgoing.change:
                case Claim() | Assign() if (
                    remote.assignee != local.assignee
                    and remote.assignee is not None
                    and remote.assignee.id != me.id
                ):
                    overtaken.append(f"{remote.assignee.name} has taken it meanwhile")
                case SetStatus(status) if remote.status not in (local.status, status):
                    overtaken.append(f"its status became {remote.status} meanwhile")
                case SetPriority(priority) if remote.priority not in (local.priority, priority):
                    overtaken.append(f"its priority became {remote.priority} meanwhile")
                case _:
                    pass
    return Plan(remote, overlay(remote, pending, me), tuple(overtaken))
