"""What assistants read in conversations: kept by the newest message that was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from console.domain import triage
from console.domain.models import Glance, Ref, Status
from console.store import Db, Row, fetch, fetch_one, rows

_OPEN = f"gone = 0 AND band < {triage.DONE}"


class Unread(NamedTuple):
    """A conversation that no assistant has read to its end."""

    pk: int
    ref: Ref
    newest: str


class Kept(NamedTuple):
    """A reading as it was kept."""

    maker: str
    prompt: str
    newest: str
    """The newest message that was read: it is stale once there is a newer one."""
    at: datetime
    data: str
    """JSON, as `console.assist.form` writes it."""


class Earlier(NamedTuple):
    """Another conversation of the same customer."""

    ref: Ref
    subject: str
    status: Status
    at: datetime
    """When it last changed."""
    data: str
    """What was read in it, as JSON; `{}` for nothing."""


def _unread(found: Iterable[Row]) -> list[Unread]:
    return [Unread(row["pk"], Ref(row["connection"], row["id"]), row["newest"]) for row in found]


async def unread(db: Db, limit: int, first: Sequence[int] = ()) -> list[Unread]:
    """List open conversations that have not been read to their end.

    Those whose rows are in `first` come first, the others as the queue has them.
    """
    columns = "pk, connection, id, newest"
    out: list[Unread] = []
    if first:
        marks = ",".join("?" * len(first))
        sql = f"SELECT {columns} FROM escalations WHERE pk IN ({marks}) AND assisted <> newest"
        found = {row.pk: row for row in _unread(await fetch(db, sql, first))}
        out = [found[pk] for pk in first if pk in found][:limit]
    if len(out) < limit:
        sql = (
            f"SELECT {columns} FROM escalations WHERE {_OPEN} AND assisted <> newest"
            " ORDER BY band, rank_at, pk LIMIT ?"
        )
        known = {row.pk for row in out}
        rest = _unread(await fetch(db, sql, (limit + len(known),)))
        out += [row for row in rest if row.pk not in known][: limit - len(out)]
    return out


async def put(db: Db, pk: int, kept: Kept, glance: Glance | None = None) -> None:
    """Keep a reading; with a glance, it is what the queue shows."""
    await db.execute(
        "INSERT OR REPLACE INTO readings SELECT pk, ?, ?, ?, ?, ? FROM escalations WHERE pk = ?",
        (kept.maker, kept.prompt, kept.newest, rows.ms(kept.at), kept.data, pk),
    )
    if glance is not None:
        await db.execute(
            "UPDATE escalations SET assisted = ?, mood = ?, trend = ?, goal = ?, cause = ?"
            " WHERE pk = ?",
            (kept.newest, glance.mood, glance.trend, glance.goal, glance.cause, pk),
        )


async def skip(db: Db, pk: int, newest: str) -> None:
    """Pass a conversation over that cannot be read, until it has a newer message."""
    await db.execute(
        "UPDATE escalations SET assisted = ?, mood = NULL, trend = 0, goal = '', cause = ''"
        " WHERE pk = ?",
        (newest, pk),
    )


async def newest(db: Db, pk: int) -> str:
    """Give the id of the newest message of a conversation."""
    row = await fetch_one(db, "SELECT newest FROM escalations WHERE pk = ?", (pk,))
    return str(row[0]) if row else ""


async def get(db: Db, pk: int) -> list[Kept]:
    """Give what each assistant read in a conversation, the latest first."""
    found = await fetch(
        db,
        "SELECT maker, prompt, newest, at, data FROM readings WHERE escalation = ?"
        " ORDER BY at DESC, maker",
        (pk,),
    )
    return [
        Kept(row["maker"], row["prompt"], row["newest"], rows.sure_time(row["at"]), row["data"])
        for row in found
    ]


async def of_customer(db: Db, ref: Ref, maker: str, limit: int = 20) -> list[Earlier]:
    """Give the readings of the customer's other conversations there, the newest first."""
    found = await fetch(
        db,
        """SELECT e.connection, e.id, e.subject, e.status, e.updated_at, r.data
        FROM escalations AS this
        JOIN escalations AS e ON e.connection = this.connection
            AND e.customer_id = this.customer_id AND e.pk <> this.pk
        LEFT JOIN readings AS r ON r.escalation = e.pk AND r.maker = ?
        WHERE this.connection = ? AND this.id = ? AND this.customer_id <> ''
        ORDER BY e.updated_at DESC LIMIT ?""",
        (maker, ref.connection, ref.id, limit),
    )
    return [
        Earlier(
            Ref(row["connection"], row["id"]),
            row["subject"],
            Status(row["status"]),
            rows.sure_time(row["updated_at"]),
            row["data"] or "{}",
        )
        for row in found
    ]


async def unread_before(db: Db, ref: Ref, maker: str, prompt: str, limit: int) -> list[Unread]:
    """List the customer's other conversations that are done and not read by these rules.

    `prompt` is the version of the maker's rules. The newest come first.
    """
    found = await fetch(
        db,
        """SELECT e.pk, e.connection, e.id, e.newest FROM escalations AS this
        JOIN escalations AS e ON e.connection = this.connection
            AND e.customer_id = this.customer_id AND e.pk <> this.pk
        WHERE this.connection = ? AND this.id = ? AND this.customer_id <> '' AND e.band = ?
            AND NOT EXISTS (SELECT 1 FROM readings AS r WHERE r.escalation = e.pk
                AND r.maker = ? AND r.prompt = ? AND r.newest = e.newest)
        ORDER BY e.updated_at DESC LIMIT ?""",
        (ref.connection, ref.id, triage.DONE, maker, prompt, limit),
    )
    return _unread(found)


async def namesakes(db: Db, ref: Ref, email: str) -> list[tuple[str, int]]:
    """Count the conversations of the same address on other connections, by connection."""
    if not email:
        return []
    found = await fetch(
        db,
        "SELECT connection, count(*) FROM escalations WHERE connection <> ?"
        " AND customer_email = ? COLLATE NOCASE AND customer_email <> ''"
        " GROUP BY connection ORDER BY connection",
        (ref.connection, email),
    )
    return [(row[0], row[1]) for row in found]


async def forget(db: Db) -> None:
    """Have everything read again: the rules of reading have changed."""
    await db.execute("UPDATE escalations SET assisted = '' WHERE assisted <> ''")


async def waiting(db: Db) -> int:
    """Count the open conversations that have not been read to their end."""
    row = await fetch_one(
        db, f"SELECT count(*) FROM escalations WHERE {_OPEN} AND assisted <> newest"
    )
    return int(row[0]) if row else 0
