"""The console's own memory: one SQLite file that the screen reads and verbs write."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from console import errors
from console.store import migrations

BUSY_MS = 5_000
"""Milliseconds to wait for another process's write."""

Row = aiosqlite.Row
Db = aiosqlite.Connection


def _casefold(value: str | None) -> str | None:
    return value.casefold() if value is not None else None


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, so that it is never readable by others."""
    # `parents=True` would make those above with the mode that the umask leaves.
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


class Store:
    """An open store: one connection that reads, one that writes when first needed.

    Reads never see a half-written batch, since they have a connection of their own; writes
    of all tasks go one after the other through `writing()`.
    """

    def __init__(self, path: Path, reader: Db) -> None:
        """Use `Store.open`."""
        self.path = path
        self.reader = reader
        self._writer: Db | None = None
        self._lock = asyncio.Lock()
        self._version = -1

    @classmethod
    async def open(cls, path: Path) -> Store:
        """Open or make the store at `path`; raise StoreError when that is not possible."""
        try:
            _make_private(path)
            reader = await aiosqlite.connect(path, isolation_level=None)
        except (OSError, aiosqlite.Error) as error:
            msg = f"The store {path} cannot be opened: {error}"
            raise errors.StoreError(msg, hint="Check the folder's owner and free space.") from error
        store = cls(path, reader)
        try:
            await store._prepare()
        except BaseException:
            await store.close()
            raise
        return store

    async def _prepare(self) -> None:
        try:
            reader = self.reader
            reader.row_factory = aiosqlite.Row
            await reader.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            # SQLite's own lower() knows ASCII alone.
            await reader.create_function("casefold", 1, _casefold, deterministic=True)
            async with reader.execute("PRAGMA user_version") as cursor:
                row = await cursor.fetchone()
            version = row[0] if row else 0
            if version > migrations.NEWEST:
                msg = f"The store is of version {version}; this Warmline knows {migrations.NEWEST}."
                raise errors.StoreTooNew(msg)
            if version < migrations.NEWEST:
                async with self.writing() as db:
                    await migrations.migrate(db)
            await reader.execute("PRAGMA query_only=1")
        except aiosqlite.DatabaseError as error:
            msg = f"The store {self.path} is not readable: {error}"
            raise errors.StoreError(
                msg, hint="Move it away: everything but unsent changes is fetched again."
            ) from error

    async def _open_writer(self) -> Db:
        if self._writer is None:
            db = await aiosqlite.connect(self.path, isolation_level=None)
            try:
                db.row_factory = aiosqlite.Row
                await db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
                await db.execute("PRAGMA journal_mode=WAL")
                # The outbox must survive a loss of power: what was shown as queued is on disk.
                await db.execute("PRAGMA synchronous=FULL")
                await db.execute("PRAGMA foreign_keys=1")
            except BaseException:
                await asyncio.shield(db.close())
                raise
            self._writer = db
        return self._writer

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Db]:
        """Open a transaction: committed at the end, rolled back on any exception."""
        async with self._lock:
            db = await self._open_writer()
            try:
                with explained():
                    await db.execute("BEGIN IMMEDIATE")
                yield db
                with explained():
                    await asyncio.shield(db.execute("COMMIT"))
            except BaseException:
                # A task that was cancelled, in BEGIN too, must not leave the transaction open
                # for the next one. It does nothing where none is open.
                await asyncio.shield(db.rollback())
                raise

    async def changed_elsewhere(self) -> bool:
        """Say whether another connection has written since the last call."""
        async with self.reader.execute("PRAGMA data_version") as cursor:
            row = await cursor.fetchone()
        version = row[0] if row else 0
        changed = self._version not in (-1, version)
        self._version = version
        return changed

    async def close(self) -> None:
        """Close both connections."""
        if self._writer is not None:
            async with self._lock:
                await self._writer.close()
                self._writer = None
        await self.reader.close()


@contextmanager
def explained() -> Iterator[None]:
    """Turn SQLite's own errors into StoreError, with what to do."""
    try:
        yield
    except aiosqlite.OperationalError as error:
        raise errors.StoreError(
            f"The store did not answer: {error}.",
            hint="Another process may be busy with it, or the disk is full; try again.",
        ) from error


async def fetch(db: Db, sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
    """Run a query and give all rows; raise StoreError."""
    with explained():
        async with db.execute(sql, tuple(parameters)) as cursor:
            return list(await cursor.fetchall())


async def fetch_one(db: Db, sql: str, parameters: Iterable[Any] = ()) -> Row | None:
    """Run a query and give its first row, if any; raise StoreError."""
    with explained():
        async with db.execute(sql, tuple(parameters)) as cursor:
            return await cursor.fetchone()
