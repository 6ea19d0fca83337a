"""Take the last action back: before it has left by dropping it, afterwards by its inverse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console import errors
from console.desk import Desk, acting
from console.domain import outbox as life
from console.domain.changes import (
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
from console.domain.models import Priority, Ref, Status, Visibility
from console.events import Changed
from console.store import drafts, feedback, outbox


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo did."""

    ref: Ref
    said: str
    """In words, for the agent."""
    reply: Reply | None = None
    """A message that came back as a draft."""


def inverse(row: Outgoing) -> Change | None:
    """Give the change that takes another back; None for what was said."""
    before = row.before
    match row.change:
        case Claim() | Assign():
            return Assign(acting.person(before.get("assignee")))
        case SetStatus():
            until = before.get("until")
            return SetStatus(
                Status(before["status"]), datetime.fromisoformat(until) if until else None
            )
        case SetPriority():
            return SetPriority(Priority(before["priority"]))
        case SetTags(add, remove):
            had = before["tags"]
            return SetTags(
                tuple(tag for tag in remove if tag in had),
                tuple(tag for tag in add if tag not in had),
            )
        case Reply():
            return None


async def undo(desk: Desk) -> Undone:
    """Take back the newest action of this sitting; raise InputError when there is none.

    What has not left is dropped, and a reply becomes a draft again. What has left is turned
    round by a new change. A message that the customer has is never unsaid: that is told.
    """
    desk.must_write()
    while desk.done:
        rows = await outbox.action(desk.store.reader, desk.done[-1])
        if rows:
            break
        desk.done.pop()
    else:
        raise errors.InputError("There is nothing to undo.")
    said = [row for row in rows if isinstance(row.change, Reply) and not life.can_undo(row)]
    if any(row.state in (State.SENT, State.PARTIAL) for row in said):
        raise errors.InputError(
            f"{_words(rows)} has been sent: that cannot be taken back.",
        )
    if said:
        raise errors.InputError(
            "It may have been sent, and cannot be taken back.",
            hint="The outbox says what became of it, and can drop it.",
        )
    return await _take_back(desk, rows)


async def _take_back(desk: Desk, rows: list[Outgoing]) -> Undone:
    ref = rows[0].ref
    reply: Reply | None = None
    turn: list[Change] = []
    async with desk.store.writing() as db:
        # Read again inside the transaction: the pusher may have been quicker.
        current = [row for r in rows if (row := await outbox.find(db, r.key)) is not None]
        kept = [row for row in current if life.can_undo(row)]
        if any(isinstance(row.change, Reply) for row in current if row not in kept):
            raise errors.InputError("It is being sent just now and cannot be taken back.")
        await outbox.remove(db, [row.key for row in kept])
        await feedback.take_back(db, [row.action for row in kept])
        for row in kept:
            if isinstance(row.change, Reply):
                reply = row.change
                await drafts.give_back(
                    db,
                    drafts.Draft(
                        ref,
                        reply.visibility,
                        reply.text,
                        desk.clock(),
                        reply.attachments,
                        row.seen_message,
                        row.provenance,
                    ),
                )
        turn = [
            change
            for row in reversed(current)
            if row not in kept
            if (change := inverse(row)) is not None
        ]
        await desk.redraw(db, ref)
    desk.done.pop()
    if turn:
        await acting.act(desk, ref, *turn)
        desk.done.pop()
    desk.events.tell(Changed(frozenset([ref]), outbox=True, everything=True))
    if reply is not None:
        return Undone(ref, f"Not sent, a draft again: {_words(rows)}.", reply)
    return Undone(ref, f"Undone: {_words(rows)}.")


def _words(rows: list[Outgoing]) -> str:
    """Say what an action was, and of which escalation."""
    names = {
        Claim: "taking",
        Assign: "assigning",
        SetStatus: "the status",
        SetPriority: "the priority",
        SetTags: "the tags",
    }
    said = [
        ("the reply" if row.change.visibility is Visibility.PUBLIC else "the note")
        if isinstance(row.change, Reply)
        else names[type(row.change)]
        for row in rows
    ]
    return f"{' and '.join(dict.fromkeys(said))} of {rows[0].ref}"
