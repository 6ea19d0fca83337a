"""Escalations in the store: lines of the queue, and the whole of one."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from console.domain import triage
from console.domain.models import Entry, Escalation, Ref
from console.store import Db, Row, fetch, fetch_one, rows


class Where(NamedTuple):
    """A condition on `escalations` with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


ORDER = "ORDER BY band, rank_at, pk"
OPEN = Where(f"gone = 0 AND band < {triage.DONE}")


async def count(db: Db, where: Where = OPEN) -> int:
    """Count the lines of a view."""
    row = await fetch_one(
        db, f"SELECT count(*) FROM escalations WHERE {where.sql}", where.parameters
    )
    return int(row[0]) if row else 0


async def keys(db: Db, where: Where = OPEN) -> array[int]:
    """Give the rows of a view in triage order, as 8 bytes each."""
    # One text instead of a hundred thousand rows: a quarter of the time and of the memory.
    # SQLite keeps the order of a subquery under an aggregate that gathers.
    row = await fetch_one(
        db,
        f"SELECT json_group_array(pk) FROM (SELECT pk FROM escalations WHERE {where.sql} {ORDER})",
        where.parameters,
    )
    return array("q", json.loads(row[0]) if row else ())


async def top(db: Db, where: Where = OPEN, limit: int = 64, offset: int = 0) -> list[Entry]:
    """Give some lines of a view in triage order."""
    found = await fetch(
        db,
        f"SELECT {rows.ENTRY_COLUMNS} FROM escalations WHERE {where.sql} {ORDER} LIMIT ? OFFSET ?",
        (*where.parameters, limit, offset),
    )
    return await _entries(db, found)


async def entries(db: Db, pks: Sequence[int]) -> list[Entry]:
    """Give the lines with these rows, in the order asked for; missing ones are left out."""
    marks = ",".join("?" * len(pks))
    found = await fetch(
        db, f"SELECT {rows.ENTRY_COLUMNS} FROM escalations WHERE pk IN ({marks})", pks
    )
    by_pk = {entry.pk: entry for entry in await _entries(db, found)}
    return [by_pk[pk] for pk in pks if pk in by_pk]


async def _entries(db: Db, found: list[Row]) -> list[Entry]:
    if not found:
        return []
    outgoing = {
        (row[0], row[1]): row[2]
        for row in await fetch(
            db,
            "SELECT connection, id, count(*) FROM outbox WHERE state <> 'sent'"
            " GROUP BY connection, id",
        )
    }
    drafts = {(r[0], r[1]) for r in await fetch(db, "SELECT connection, id FROM drafts")}
    out = []
    for row in found:
        place = (row["connection"], row["id"])
        out.append(rows.entry(row, outgoing.get(place, 0), place in drafts))
    return out


async def find(db: Db, ref: Ref) -> Entry | None:
    """Give the line of one escalation, also when it is gone from its helpdesk."""
    row = await fetch_one(
        db,
        f"SELECT {rows.ENTRY_COLUMNS} FROM escalations WHERE connection = ? AND id = ?",
        (ref.connection, ref.id),
    )
    return (await _entries(db, [row]))[0] if row else None


async def remote(db: Db, ref: Ref) -> Escalation | None:
    """Give what the helpdesk last said about an escalation."""
    row = await fetch_one(
        db,
        "SELECT detail FROM escalations WHERE connection = ? AND id = ?",
        (ref.connection, ref.id),
    )
    return rows.escalation(ref, row[0]) if row else None


async def put(db: Db, esc: Escalation) -> int:
    """Keep what a helpdesk said, and give the row; the shown columns follow by `refresh`."""
    row = await fetch_one(
        db,
        """INSERT INTO escalations (connection, id, subject, status, priority, customer_id,
            customer_name, customer_email, created_at, updated_at, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (connection, id) DO UPDATE SET
            subject = excluded.subject, customer_id = excluded.customer_id,
            customer_name = excluded.customer_name, customer_email = excluded.customer_email,
            created_at = excluded.created_at, updated_at = excluded.updated_at,
            detail = excluded.detail, gone = 0
        RETURNING pk""",
        (
            esc.ref.connection,
            esc.ref.id,
            esc.subject,
            esc.status,
            esc.priority,
            esc.customer.id,
            esc.customer.name,
            esc.customer.email,
            rows.ms(esc.created_at),
            rows.ms(esc.updated_at),
            rows.detail(esc),
        ),
    )
    assert row is not None
    return int(row[0])


async def mark_gone(db: Db, connection: str, ids: Iterable[str]) -> list[Ref]:
    """Hide escalations that are no longer on the helpdesk; nothing of them is deleted."""
    refs = [Ref(connection, ident) for ident in ids]
    await db.executemany(
        "UPDATE escalations SET gone = 1 WHERE connection = ? AND id = ?",
        [(ref.connection, ref.id) for ref in refs],
    )
    return refs


async def mark_back(db: Db, connection: str, ids: Iterable[str]) -> list[Ref]:
    """Show again what had been hidden and is on the helpdesk after all."""
    hidden = await fetch(
        db, "SELECT id FROM escalations WHERE connection = ? AND gone = 1", (connection,)
    )
    there = set(ids)
    refs = [Ref(connection, row[0]) for row in hidden if row[0] in there]
    await db.executemany("UPDATE escalations SET gone = 0 WHERE connection = ? AND id = ?", refs)
    return refs


async def mark_read(db: Db, pk: int) -> bool:
    """Remember that all messages of an escalation have been seen; True if any had not."""
    changed = await db.execute(
        """UPDATE escalations SET unread = 0, read_upto =
            coalesce((SELECT max(pk) FROM messages WHERE escalation = :pk), 0)
        WHERE pk = :pk AND (unread > 0 OR read_upto = 0)""",
        {"pk": pk},
    )
    return changed.rowcount > 0


async def mark_unread(db: Db, pk: int, me: str) -> bool:
    """Make the newest message that is not from `me` unread again; False if there is none."""
    changed = await db.execute(
        """UPDATE escalations SET unread = 1, read_upto = last - 1 FROM (
            SELECT max(pk) AS last FROM messages WHERE escalation = :pk AND event = 0
                AND kind <> 'system' AND NOT (kind = 'agent' AND author_id = :me))
        WHERE pk = :pk AND last IS NOT NULL""",
        {"pk": pk, "me": me},
    )
    return changed.rowcount > 0


async def named(db: Db, refs: Sequence[Ref]) -> dict[Ref, tuple[str, str]]:
    """Give customer and subject of escalations."""
    marks = ",".join(["(?, ?)"] * len(refs))
    found = await fetch(
        db,
        "SELECT connection, id, customer_name, customer_email, subject FROM escalations"
        f" WHERE (connection, id) IN (VALUES {marks})",
        [part for ref in refs for part in ref],
    )
    return {Ref(row[0], row[1]): (row[2] or row[3], row[4]) for row in found}


async def any_at_all(db: Db) -> bool:
    """Say whether there has ever been one."""
    return await fetch_one(db, "SELECT 1 FROM escalations LIMIT 1") is not None


async def open_ids(db: Db, connection: str) -> frozenset[str]:
    """List the ids that are thought to be on a helpdesk and not done.

    Those with unsent changes are left out: what is shown of them is not what is there.
    """
    found = await fetch(
        db,
        f"SELECT id FROM escalations WHERE connection = ? AND gone = 0 AND band < {triage.DONE}"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.connection = escalations.connection"
        " AND outbox.id = escalations.id AND outbox.state <> 'sent')",
        (connection,),
    )
    return frozenset(row[0] for row in found)


async def every_ref(db: Db) -> list[Ref]:
    """List all escalations, those that are gone or done included."""
    return [Ref(*row) for row in await fetch(db, "SELECT connection, id FROM escalations")]


async def queues(db: Db, where: Where = OPEN) -> list[tuple[str, int]]:
    """Count the lines of a view in each queue, by name."""
    found = await fetch(
        db,
        f"SELECT queue, count(*) FROM escalations WHERE {where.sql} GROUP BY queue ORDER BY queue",
        where.parameters,
    )
    return [(row[0], row[1]) for row in found]


async def tags(db: Db) -> list[str]:
    """List the tags in use, the commonest first."""
    found = await fetch(
        db,
        "SELECT value, count(*) AS n FROM escalations, json_each(tags) WHERE gone = 0"
        " GROUP BY value ORDER BY n DESC, value LIMIT 200",
    )
    return [row[0] for row in found]
