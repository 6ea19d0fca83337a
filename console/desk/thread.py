"""Read one conversation: what was said, what waits to be sent, and who will get an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console import errors
from console.desk import Desk, inbox
from console.domain.changes import Outgoing
from console.domain.connection import Connection
from console.domain.models import Entry, Message, Person, Ref
from console.events import Changed
from console.store import connections, escalations, messages, outbox, rows

if TYPE_CHECKING:
    from console.desk.memory import Memory
    from console.desk.reading import Told

NEWEST = 40
"""Messages read at first; older ones follow a page at a time."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its place in the store."""

    row: int
    message: Message


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as it is shown."""

    entry: Entry
    """With the whole escalation, pending changes laid over."""
    said: tuple[Said, ...]
    """Oldest first: the newest ones, or all."""
    more: bool
    """Whether there are older messages."""
    outgoing: tuple[Outgoing, ...]
    """Changes that are not yet among the messages, oldest first."""
    me: Person
    connection: Connection
    told: Told | None = None
    """What assistants have to say; None when they are switched off."""
    memory: Memory | None = None
    """What is known of the customer from before."""

    @property
    def ref(self) -> Ref:
        """Where the escalation lives."""
        return self.entry.ref


async def open_thread(desk: Desk, ref: Ref, limit: int | None = NEWEST) -> Thread:
    """Read a conversation from the store; raise NoSuchEscalation."""
    db = desk.store.reader
    entry = await inbox.line(desk, ref)
    remote = await escalations.remote(db, ref)
    assert remote is not None
    seen = entry.escalation
    whole = replace(
        remote,
        status=seen.status,
        priority=seen.priority,
        tags=seen.tags,
        assignee=seen.assignee,
        snoozed_until=seen.snoozed_until,
    )
    # One more than shown tells whether there are older ones.
    asked = None if limit is None else limit + 1
    found = await messages.page(db, entry.pk, limit=asked)
    more = limit is not None and len(found) > limit
    said = tuple(Said(row, message) for row, message in (found[1:] if more else found))
    told, remembered = None, None
    if desk.assisting is not None:
        from console.desk import memory, reading  # noqa: PLC0415  off the start path

        told = await reading.of(desk, entry, whole)
        remembered = await memory.of(desk, whole)
    return Thread(
        entry=replace(entry, escalation=whole),
        said=said,
        more=more,
        outgoing=tuple(await outbox.unseen(db, ref, entry.pk)),
        me=await desk.me(ref.connection),
        connection=await connections.get(db, ref.connection),
        told=told,
        memory=remembered,
    )


async def older(desk: Desk, thread: Thread, limit: int = NEWEST) -> tuple[tuple[Said, ...], bool]:
    """Read the messages before those of a thread, and whether there are still older ones."""
    if not thread.said:
        return (), False
    first = thread.said[0]
    mark = (rows.sure_ms(first.message.at), first.row)
    found = await messages.page(desk.store.reader, thread.entry.pk, limit=limit + 1, before=mark)
    more = len(found) > limit
    return tuple(Said(row, message) for row, message in (found[1:] if more else found)), more


async def mark_read(desk: Desk, entry: Entry) -> None:
    """Remember that the agent has seen everything; helpdesks are not told."""
    if entry.unread == 0:
        return
    async with desk.store.writing() as db:
        changed = await escalations.mark_read(db, entry.pk)
    if changed:
        desk.events.tell(Changed(frozenset([entry.ref])))


async def mark_unread(desk: Desk, entry: Entry) -> None:
    """Let the newest message stand out again; raise InputError where all are the agent's own."""
    me = await desk.me(entry.ref.connection)
    async with desk.store.writing() as db:
        changed = await escalations.mark_unread(db, entry.pk, me.id)
    if not changed:
        raise errors.InputError("There is no message of somebody else to mark unread.")
    desk.events.tell(Changed(frozenset([entry.ref])))
