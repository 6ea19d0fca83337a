"""Small things the store remembers about itself, by key."""

from __future__ import annotations

from console.store import Db, fetch_one


async def get(db: Db, key: str) -> str:
    """Give what was kept under a key; empty when there is nothing."""
    row = await fetch_one(db, "SELECT value FROM facts WHERE key = ?", (key,))
    return str(row[0]) if row else ""


async def put(db: Db, key: str, value: str) -> None:
    """Keep something under a key."""
    await db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))


async def forget(db: Db, prefix: str, before: str) -> None:
    """Drop what was kept under keys with a prefix, where the value is a time before `before`."""
    await db.execute(
        "DELETE FROM facts WHERE substr(key, 1, ?) = ? AND value <= ?",
        (len(prefix), prefix, before),
    )
