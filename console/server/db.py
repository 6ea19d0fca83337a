"""The desk's file: opening it, and the transactions that every guarantee lives in."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from console import errors
from console.server.schema import MIGRATIONS

Row = aiosqlite.Row
BUSY = 10.0
"""Seconds to wait for another process's write."""
SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # an answered write survives a power cut
    "PRAGMA temp_store = MEMORY",
)


class Tx:
    """One transaction: questions and changes that see, and become, one state."""

    __slots__ = ("_connection",)

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Speak through an open connection."""
        self._connection = connection

    async def rows(self, sql: str, *values: Any) -> list[Row]:
        """Run a statement and give its rows."""
        return list(await self._connection.execute_fetchall(sql, values))

    async def row(self, sql: str, *values: Any) -> Row | None:
        """Run a statement and give its first row."""
        rows = await self.rows(sql, *values)
        return rows[0] if rows else None

    async def many(self, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Run a statement once for each of `values`."""
        listed = list(values)
        if listed:
            await (await self._connection.executemany(sql, listed)).close()

    async def next_sequence(self, count: int = 1) -> int:
        """Take `count` numbers of the one sequence; give the first."""
        row = await self.row(
            "UPDATE sequence SET value = value + ? WHERE id = 1 RETURNING value", count
        )
        assert row is not None
        return int(row[0]) - count + 1


class Database:
    """The desk's SQLite file, as one process sees it; several may have it open."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        """Take two connections: a writer's own would show what is not committed."""
        self._writer, self._reader = writer, reader
        self._write_lock, self._read_lock = asyncio.Lock(), asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Open the file, made with mode 0600 in a folder made with 0700, and bring it up to date.

        Raises StoreTooNew for a file that a newer Warmline wrote.
        """
        _make(path)
        opened: list[aiosqlite.Connection] = []
        try:
            for _ in range(2):
                connection = await aiosqlite.connect(path, timeout=BUSY, isolation_level=None)
                opened.append(connection)
                connection.row_factory = aiosqlite.Row
                for setting in SETTINGS:
                    await connection.execute_fetchall(setting)
            await _use_wal(opened[0])
            database = cls(opened[0], opened[1])
            await database._migrate(path)
        except BaseException:
            for connection in opened:
                await connection.close()
            raise
        return database

    async def _migrate(self, path: Path) -> None:
        if await self._version() == len(MIGRATIONS):
            return
        async with self.writing() as tx:
            # Asked again inside: another process may have done it meanwhile.
            version = await self._version()
            if version > len(MIGRATIONS):
                raise errors.StoreTooNew(f"{path.name} was written by a newer Warmline.")
            for migration in MIGRATIONS[version:]:
                for statement in migration:
                    await tx.rows(statement)
            await tx.rows(f"PRAGMA user_version = {len(MIGRATIONS)}")

    async def _version(self) -> int:
        rows = list(await self._writer.execute_fetchall("PRAGMA user_version"))
        return int(rows[0][0])

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Tx]:
        """Hold the only writer of all processes; commit at the end, roll back on any error."""
        async with self._write_lock, _transaction(self._writer, "BEGIN IMMEDIATE") as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """Read one unchanging state, however many questions are asked."""
        async with self._read_lock, _transaction(self._reader, "BEGIN") as tx:
            yield tx

    async def aclose(self) -> None:
        """Close the file."""
        await self._reader.close()
        await self._writer.close()


@asynccontextmanager
async def _transaction(connection: aiosqlite.Connection, begin: str) -> AsyncIterator[Tx]:
    # A cancelled await leaves its statement in the connection's queue; the rollback is queued
    # behind it, so that it ends even a transaction that begins after the cancellation.
    try:
        await connection.execute_fetchall(begin)
        yield Tx(connection)
        await connection.commit()
    except BaseException:
        await asyncio.shield(connection.rollback())
        raise


def _make(path: Path) -> None:
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


async def _use_wal(connection: aiosqlite.Connection) -> None:
    # Two processes that turn a new file to WAL at once: SQLite tells the slower one "locked"
    # without waiting, so it asks again.
    for attempt in range(50):
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except aiosqlite.OperationalError:
            if attempt == 49:
                raise
            await asyncio.sleep(0.05)
        else:
            return
