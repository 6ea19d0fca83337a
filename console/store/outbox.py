"""The outbox in the store: every write is a row here before it is anything else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from console.domain.changes import Outgoing, State, kind_of
from console.domain.models import Ref
from console.store import Db, fetch, fetch_one, parcels, rows


async def add(db: Db, outgoing: Outgoing) -> None:
    """Append a change; the order of rows is the order in which they leave."""
    await db.execute(
        """INSERT INTO outbox (key, connection, id, kind, payload, state, made_at, due_at, action,
            seen_message, seen_assignee, seen_version, held, author, before, provenance)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            outgoing.key,
            outgoing.ref.connection,
            outgoing.ref.id,
            kind_of(outgoing.change),
            parcels.payload(outgoing.change),
            outgoing.state,
            rows.ms(outgoing.made_at),
            rows.ms(outgoing.due_at),
            outgoing.action or outgoing.key,
            outgoing.seen_message,
            outgoing.seen_assignee,
            outgoing.seen_version,
            outgoing.held,
            outgoing.author,
            rows.dump(outgoing.before),
            rows.dump(outgoing.provenance),
        ),
    )


async def update(db: Db, outgoing: Outgoing, *, expect: State | None = None) -> bool:
    """Write the progress of a change; with `expect`, only if it still is in that state."""
    done = await db.execute(
        """UPDATE outbox SET state = ?, due_at = ?, seen_message = ?, seen_assignee = ?,
            seen_version = ?, held = ?, marker = ?, attempts = ?, looked = ?, tried_at = ?,
            next_at = ?, reason = ?, message_id = ?
        WHERE key = ? AND (? IS NULL OR state = ?)""",
        (
            outgoing.state,
            rows.ms(outgoing.due_at),
            outgoing.seen_message,
            outgoing.seen_assignee,
            outgoing.seen_version,
            outgoing.held,
            outgoing.marker,
            outgoing.attempts,
            outgoing.looked,
            rows.ms(outgoing.tried_at),
            rows.ms(outgoing.next_at),
            outgoing.reason,
            outgoing.message_id,
            outgoing.key,
            expect,
            expect,
        ),
    )
    return done.rowcount > 0


async def remove(db: Db, keys: Iterable[str]) -> None:
    """Take rows out: they were undone or dropped."""
    await db.executemany("DELETE FROM outbox WHERE key = ?", [(key,) for key in keys])


async def pending(db: Db, connection: str | None = None, ref: Ref | None = None) -> list[Outgoing]:
    """List what has not been sent, in the order in which it was made."""
    sql, parameters = "SELECT * FROM outbox WHERE state <> 'sent'", []
    if connection is not None:
        sql += " AND connection = ?"
        parameters.append(connection)
    if ref is not None:
        sql += " AND connection = ? AND id = ?"
        parameters += [ref.connection, ref.id]
    return [parcels.outgoing(row) for row in await fetch(db, sql + " ORDER BY seq", parameters)]


async def unseen(db: Db, ref: Ref, pk: int) -> list[Outgoing]:
    """List the changes of an escalation that are not yet among its messages, in order."""
    found = await fetch(
        db,
        """SELECT * FROM outbox WHERE connection = ? AND id = ? AND (state <> 'sent'
            OR (message_id <> '' AND NOT EXISTS (SELECT 1 FROM messages
                WHERE messages.escalation = ? AND messages.id = outbox.message_id)))
        ORDER BY seq""",
        (ref.connection, ref.id, pk),
    )
    return [parcels.outgoing(row) for row in found]


async def recent(db: Db, limit: int = 200) -> list[Outgoing]:
    """List what is pending, and what was sent lately, newest first."""
    found = await fetch(
        db, "SELECT * FROM outbox ORDER BY state = 'sent', seq DESC LIMIT ?", (limit,)
    )
    return [parcels.outgoing(row) for row in found]


async def find(db: Db, key: str) -> Outgoing | None:
    """Find a change by its key, or by the beginning of it where that is unambiguous."""
    row = await fetch_one(db, "SELECT * FROM outbox WHERE key = ?", (key,))
    if row is None and len(key) >= 4:
        pattern = key.replace("\\", "").replace("%", "").replace("_", "\\_") + "%"
        found = await fetch(
            db, "SELECT * FROM outbox WHERE key LIKE ? ESCAPE '\\' LIMIT 2", (pattern,)
        )
        row = found[0] if len(found) == 1 else None
    return parcels.outgoing(row) if row else None


async def action(db: Db, key: str) -> list[Outgoing]:
    """List the changes of one action, in order."""
    found = await fetch(db, "SELECT * FROM outbox WHERE action = ? ORDER BY seq", (key,))
    return [parcels.outgoing(row) for row in found]


async def forget_sent(db: Db, before: datetime) -> None:
    """Delete rows that were sent long ago."""
    await db.execute("DELETE FROM outbox WHERE state = 'sent' AND made_at < ?", (rows.ms(before),))
