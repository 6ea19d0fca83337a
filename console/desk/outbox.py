"""Look at what waits to be sent, and decide what is stuck: send again, or drop."""

from __future__ import annotations

from collections.abc import Callable

from console import errors
from console.desk import Desk
from console.domain import outbox as life
from console.domain.changes import Outgoing, Reply, State
from console.domain.models import Ref
from console.store import drafts, escalations, feedback, messages, outbox


async def pending(desk: Desk) -> list[Outgoing]:
    """List what has not been sent, in the order in which it was made."""
    return await outbox.pending(desk.store.reader)


async def recent(desk: Desk) -> list[Outgoing]:
    """List what is pending and what was sent lately, newest first."""
    return await outbox.recent(desk.store.reader)


async def of(desk: Desk, keys: list[str]) -> list[Outgoing]:
    """Give changes by their keys, in their order; those dropped meanwhile are left out."""
    found = [await outbox.find(desk.store.reader, key) for key in keys]
    return [row for row in found if row is not None]


async def named(desk: Desk, key: str) -> Outgoing:
    """Give the change with a key, of which the first letters are enough; raise InputError."""
    row = await outbox.find(desk.store.reader, key)
    if row is None:
        raise errors.InputError(
            f"The outbox has no {key}.", hint="`warmline outbox` prints the keys."
        )
    return row


async def retry(desk: Desk, key: str) -> Outgoing:
    """Send a change that is held, rejected or unknown again, as the agent has decided.

    The agent has seen the newest messages by now, and whose it is. Raises InputError.
    """
    desk.must_write()
    row = await named(desk, key)
    if row.state is State.SENDING:
        raise errors.InputError("It is being sent just now.", hint="Wait for its outcome.")
    if row.state in (State.SENT, State.PARTIAL):
        raise errors.InputError("It has been sent: sending it again would say it twice.")
    if row.state is State.UNKNOWN and row.next_at is not None:
        raise errors.InputError(
            "It may have been sent: what became of it is being looked up.",
            hint="Wait for the look-up; if there is no trace of it, you are asked.",
        )
    async with desk.store.writing() as db:
        entry = await escalations.find(db, row.ref)
        seen = await messages.newest_customer(db, entry.pk) if entry else ""
        remote = await escalations.remote(db, row.ref)
        assignee = remote.assignee.id if remote and remote.assignee else ""
        version = remote.version if remote else ""
        again = life.released(row, desk.clock(), seen, assignee, version)
        if not await outbox.update(db, again, expect=row.state):
            raise errors.InputError("It has moved on meanwhile.", hint="Look again.")
        await desk.redraw(db, row.ref)
    desk.tell(row.ref)
    return again


async def drop(desk: Desk, key: str) -> Outgoing:
    """Take a change out of the outbox; a message becomes a draft again. Raises InputError."""
    desk.must_write()
    row = await named(desk, key)
    if row.state is State.SENDING:
        raise errors.InputError("It is being sent just now.", hint="Wait for its outcome.")
    async with desk.store.writing() as db:
        fresh = await outbox.find(db, row.key)
        if fresh is None or fresh.state is not row.state:
            raise errors.InputError("It has moved on meanwhile.", hint="Look again.")
        await outbox.remove(db, [row.key])
        if isinstance(row.change, Reply) and row.state not in (State.SENT, State.PARTIAL):
            await feedback.take_back(db, [row.action])
            await drafts.give_back(
                db,
                drafts.Draft(
                    row.ref,
                    row.change.visibility,
                    row.change.text,
                    desk.clock(),
                    row.change.attachments,
                    row.seen_message,
                    row.provenance,
                ),
            )
        await desk.redraw(db, row.ref)
    desk.tell(row.ref)
    return row


async def release_now(desk: Desk) -> int:
    """Make everything due that waits for its undo time or its next try; return how many."""
    now = desk.clock()
    return await _hasten(desk, lambda row: life.due_now(row, now))


async def try_now(desk: Desk) -> int:
    """Try what did not get there at once again; return how many. Undo times stay."""
    return await _hasten(desk, life.tried_now)


async def _hasten(desk: Desk, change: Callable[[Outgoing], Outgoing]) -> int:
    desk.must_write()
    count = 0
    refs: set[Ref] = set()
    async with desk.store.writing() as db:
        for row in await outbox.pending(db):
            if row.state is not State.QUEUED or row.held:
                continue
            sooner = change(row)
            if sooner != row:
                await outbox.update(db, sooner, expect=State.QUEUED)
                refs.add(row.ref)
                count += 1
    for ref in refs:
        desk.tell(ref)
    return count
