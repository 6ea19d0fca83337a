"""What the store knows of each connection: cursor, who we are there, and how fresh it is."""

from __future__ import annotations

import json
from collections.abc import Collection

from console.domain.connection import Connection
from console.domain.models import Knowledge, Person, Visibility
from console.store import Db, Row, fetch, fetch_one, rows


def _connection(row: Row) -> Connection:
    return Connection(
        name=row["name"],
        cursor=row["cursor"],
        synced_at=rows.time(row["synced_at"]),
        error=row["error"],
        hint=row["hint"],
        error_at=rows.time(row["error_at"]),
        doubt=row["doubt"],
        me=Person(row["me_id"], row["me_name"], row["me_email"]),
        agents=tuple(Person(*item) for item in json.loads(row["agents"])),
        able=tuple(json.loads(row["able"])) if row["able"] else None,
    )


async def get(db: Db, name: str) -> Connection:
    """Give the state of a connection; a new one for a name never seen."""
    row = await fetch_one(db, "SELECT * FROM connections WHERE name = ?", (name,))
    return _connection(row) if row else Connection(name)


async def every(db: Db, without: Collection[str] = ()) -> list[Connection]:
    """List the connections that were ever used, but for those in `without`."""
    found = await fetch(db, "SELECT * FROM connections ORDER BY name")
    return [_connection(row) for row in found if row["name"] not in without]


async def names(db: Db) -> frozenset[str]:
    """Name all connections that were ever used."""
    return frozenset(row[0] for row in await fetch(db, "SELECT name FROM connections"))


async def put(db: Db, connection: Connection) -> None:
    """Keep the state of a connection."""
    await db.execute(
        "INSERT OR REPLACE INTO connections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            connection.name,
            connection.cursor,
            rows.ms(connection.synced_at),
            connection.error,
            connection.hint,
            rows.ms(connection.error_at),
            connection.doubt,
            connection.me.id,
            connection.me.name,
            connection.me.email,
            rows.dump([[p.id, p.name, p.email] for p in connection.agents]),
            None if connection.able is None else rows.dump(connection.able),
        ),
    )


async def put_knowledge(db: Db, connection: str, items: tuple[Knowledge, ...]) -> None:
    """Replace the macros and articles of a connection."""
    await db.execute("DELETE FROM knowledge WHERE connection = ?", (connection,))
    await db.executemany(
        "INSERT OR REPLACE INTO knowledge VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (connection, k.id, k.kind, k.title, k.text, k.visibility, k.language, rows.dump(k.tags))
            for k in items
        ],
    )


async def knowledge(db: Db, connection: str, kind: str | None = None) -> list[Knowledge]:
    """List the macros and articles of a connection, by title."""
    found = await fetch(
        db,
        "SELECT * FROM knowledge WHERE connection = ? AND (? IS NULL OR kind = ?) ORDER BY title",
        (connection, kind, kind),
    )
    return [
        Knowledge(
            id=row["id"],
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            visibility=Visibility(row["visibility"]),
            tags=tuple(json.loads(row["tags"])),
            language=row["language"],
        )
        for row in found
    ]


async def unsent(db: Db, without: Collection[str] = ()) -> dict[str, int]:
    """Count the rows that have not been sent by state; `held` counts for itself.

    Those of connections in `without` are left out.
    """
    marks = ",".join("?" * len(without))
    found = await fetch(
        db,
        "SELECT CASE WHEN held <> '' AND state = 'queued' THEN 'held' ELSE state END AS s,"
        f" count(*) FROM outbox WHERE state <> 'sent' AND connection NOT IN ({marks}) GROUP BY s",
        without,
    )
    return {row[0]: row[1] for row in found}
