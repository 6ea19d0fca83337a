"""What agents made of what assistants said: kept here alone, for export and calibration."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from console.domain.models import Ref
from console.store import Db, fetch, fetch_one, rows


class Feedback(NamedTuple):
    """One thing an agent did with what an assistant said."""

    at: datetime
    ref: Ref
    kind: str
    """`accepted`, `edited`, `rejected`, `ignored`, `corrected`, or `guard` for a hit."""
    what: str
    """The source of a suggestion, the id of a message, or the name of a guard."""
    key: str = ""
    """Of the reply it belongs to: undone with it."""
    detail: dict[str, Any] = {}  # noqa: RUF012  never changed


async def add(db: Db, item: Feedback) -> None:
    """Keep a piece of feedback."""
    await db.execute(
        "INSERT INTO feedback (at, connection, id, kind, what, key, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            rows.ms(item.at),
            item.ref.connection,
            item.ref.id,
            item.kind,
            item.what,
            item.key,
            rows.dump(item.detail),
        ),
    )


async def asked(db: Db, ref: Ref) -> str:
    """Give what the customer wanted, as the queue shows it, else the subject."""
    row = await fetch_one(
        db,
        "SELECT goal, subject FROM escalations WHERE connection = ? AND id = ?",
        (ref.connection, ref.id),
    )
    return str(row["goal"] or row["subject"]) if row else ""


async def rejected(db: Db, ref: Ref) -> frozenset[str]:
    """Give the sources of the drafts that were rejected in a conversation."""
    found = await fetch(
        db,
        "SELECT DISTINCT what FROM feedback WHERE kind = 'rejected' AND connection = ? AND id = ?",
        (ref.connection, ref.id),
    )
    return frozenset(row[0] for row in found)


async def take_back(db: Db, keys: list[str]) -> None:
    """Forget what belonged to replies that were undone."""
    await db.executemany("DELETE FROM feedback WHERE key = ? AND key <> ''", [(k,) for k in keys])


async def every(db: Db, kind: str | None = None) -> list[Feedback]:
    """List all feedback, or one kind of it, oldest first."""
    found = await fetch(
        db, "SELECT * FROM feedback WHERE ? IS NULL OR kind = ? ORDER BY seq", (kind, kind)
    )
    return [
        Feedback(
            rows.sure_time(row["at"]),
            Ref(row["connection"], row["id"]),
            row["kind"],
            row["what"],
            row["key"],
            json.loads(row["detail"]),
        )
        for row in found
    ]


async def counts(db: Db, kind: str) -> dict[str, int]:
    """Count the feedback of a kind by what it is about."""
    found = await fetch(
        db, "SELECT what, count(*) FROM feedback WHERE kind = ? GROUP BY what", (kind,)
    )
    return {row[0]: row[1] for row in found}
