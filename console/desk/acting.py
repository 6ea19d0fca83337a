"""Put changes into the outbox, in one transaction with what the agent sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from console import errors
from console.desk import Desk
from console.domain.changes import (
    Assign,
    Change,
    Claim,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import Entry, Escalation, Person, Ref, Visibility
from console.store import Db, escalations, messages, outbox


def replaced(escalation: Escalation, change: Change) -> dict[str, Any]:
    """Note what a change replaces: for undo, and to see whether others changed it too."""
    person = escalation.assignee
    match change:
        case Claim() | Assign():
            return {"assignee": person and [person.id, person.name, person.email]}
        case SetStatus():
            until = escalation.snoozed_until
            return {"status": escalation.status, "until": until and until.isoformat()}
        case SetPriority():
            return {"priority": escalation.priority}
        case SetTags():
            return {"tags": list(escalation.tags)}
        case Reply():
            return {}


def delay(desk: Desk, change: Change) -> timedelta:
    """Tell how long a change can be taken back before it leaves."""
    if isinstance(change, Reply):
        public = change.visibility is Visibility.PUBLIC
        return desk.undo_for if public else desk.undo_note_for
    return timedelta(0)


async def act(
    desk: Desk,
    ref: Ref,
    *changes: Change,
    seen: str | None = None,
    at_once: bool = False,
    provenance: tuple[tuple[Any, ...], ...] = (),
    also: Any = None,
) -> list[Outgoing]:
    """Queue changes of one escalation as one action that is undone together.

    `seen` is the newest customer message that the agent has read (the newest in the store
    if None). `provenance` says what was put into a text. `also(db, action)` runs in the same
    transaction, with the key of the first change. Raises ReadOnly and NoSuchEscalation.
    """
    desk.must_write()
    now = desk.clock()
    made: list[Outgoing] = []
    async with desk.store.writing() as db:
        entry, remote = await _known(db, ref)
        newest = await messages.newest_customer(db, entry.pk) if seen is None else seen
        action = ""
        shown = entry.escalation
        for change in changes:
            key = desk.new_key()
            action = action or key
            row = Outgoing(
                key=key,
                ref=ref,
                change=change,
                made_at=now,
                due_at=now if at_once else now + delay(desk, change),
                action=action,
                seen_message=newest,
                seen_assignee=shown.assignee.id if shown.assignee else "",
                seen_version=remote.version,
                author=desk.name,
                before=replaced(shown, change),
                provenance=provenance if isinstance(change, Reply) else (),
            )
            await outbox.add(db, row)
            made.append(row)
        if also is not None:
            await also(db, action)
        await desk.redraw(db, ref)
    if action:
        desk.done.append(action)
    desk.tell(ref)
    return made


async def _known(db: Db, ref: Ref) -> tuple[Entry, Escalation]:
    entry = await escalations.find(db, ref)
    remote = await escalations.remote(db, ref)
    if entry is None or remote is None:
        raise errors.NoSuchEscalation(f"There is no escalation {ref} here.")
    return entry, remote


def person(data: list[str] | None) -> Person | None:
    """Read an assignee that `replaced` noted."""
    return Person(*data) if data else None
