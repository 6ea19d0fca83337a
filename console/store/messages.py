"""Messages in the store: appended, replaced when the helpdesk sends all, read newest first."""

from __future__ import annotations

from console.domain.models import Message
from console.store import Db, fetch, rows

COLUMNS = "id, at, kind, author, author_id, visibility, event, text, extra"


async def put(db: Db, pk: int, messages: tuple[Message, ...], *, whole: bool) -> bool:
    """Keep messages of an escalation; with `whole`, those not among them go.

    Returns whether anything was new or different.
    """
    before = db.total_changes
    await db.executemany(
        f"INSERT INTO messages (escalation, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (escalation, id) DO UPDATE SET at = excluded.at, kind = excluded.kind,"
        " author = excluded.author, author_id = excluded.author_id,"
        " visibility = excluded.visibility, event = excluded.event, text = excluded.text,"
        " extra = excluded.extra WHERE text <> excluded.text OR kind <> excluded.kind"
        " OR visibility <> excluded.visibility OR at <> excluded.at"
        " OR extra IS NOT excluded.extra OR author <> excluded.author",
        [(pk, *rows.message_columns(message)) for message in messages],
    )
    if whole:
        kept = {message.id for message in messages}
        found = await fetch(db, "SELECT pk, id FROM messages WHERE escalation = ?", (pk,))
        stale = [(row[0],) for row in found if row[1] not in kept]
        await db.executemany("DELETE FROM messages WHERE pk = ?", stale)
    return db.total_changes > before


async def page(
    db: Db, pk: int, *, limit: int | None = None, before: tuple[int, int] | None = None
) -> list[tuple[int, Message]]:
    """Give messages with their rows, oldest first: the newest `limit` ones, or all.

    `before` is (time in ms, row) of the oldest message already shown.
    """
    condition, parameters = "", [pk]
    if before is not None:
        condition = " AND (at, pk) < (?, ?)"
        parameters += before
    found = await fetch(
        db,
        f"SELECT pk, {COLUMNS} FROM messages WHERE escalation = ?{condition}"
        " ORDER BY at DESC, pk DESC LIMIT ?",
        (*parameters, -1 if limit is None else limit),
    )
    return [(row["pk"], rows.message(row)) for row in reversed(found)]


async def newest_customer(db: Db, pk: int) -> str:
    """Give the id of the customer's newest message, or nothing."""
    found = await fetch(
        db,
        "SELECT id FROM messages WHERE escalation = ? AND kind = 'customer' AND event = 0"
        " ORDER BY at DESC, pk DESC LIMIT 1",
        (pk,),
    )
    return found[0][0] if found else ""


async def sent_ids(db: Db, connection: str, ident: str) -> frozenset[str]:
    """List the message ids that rows of the outbox already stand for."""
    found = await fetch(
        db,
        "SELECT message_id FROM outbox WHERE connection = ? AND id = ? AND message_id <> ''",
        (connection, ident),
    )
    return frozenset(row[0] for row in found)
