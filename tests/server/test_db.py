"""The desk's file: modes, versions, transactions, several processes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from console.errors import StoreTooNew
from console.server.db import Database
from console.server.schema import MIGRATIONS

WORKER = """
import asyncio, sys
from pathlib import Path
import httpx
from console.server.app import create_app

async def main(path, name):
    app = create_app(Path(path))
    await app.open()
    transport = httpx.ASGITransport(app)
    headers = {"Warmline-Agent": name}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://desk.test", headers=headers, timeout=60
    ) as client:
        for number in range(20):
            item = {"id": f"c{number}", "messages": [{"id": "m1", "text": "Hi"}]}
            answer = await client.post("/v1/intake", json=item)
            assert answer.status_code in (200, 201), answer.text
            answer = await client.post(f"/v1/conversations/c{number}/claim")
            print("claim", number, answer.status_code)
            answer = await client.post(
                f"/v1/conversations/c{number}/messages",
                json={"text": "Once", "visibility": "public"},
                headers={"Idempotency-Key": f"k{number}"},
            )
            assert answer.status_code == 201, answer.text
            print("said", number, answer.json()["message"]["id"])
    await app.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_modes(tmp_path: Path):
    """The file is for its owner alone, and so are the folders made for it."""
    path = tmp_path / "one" / "two" / "desk.db"
    above = stat.S_IMODE(os.stat(tmp_path).st_mode)  # noqa: PTH116
    database = await Database.open(path)
    try:
        async with database.writing() as tx:
            await tx.next_sequence()
        for folder in (path.parent, path.parent.parent):
            assert folder.stat().st_mode & 0o777 == 0o700
        for file in path.parent.iterdir():
            assert file.stat().st_mode & 0o777 == 0o600, file.name
        assert stat.S_IMODE(os.stat(tmp_path).st_mode) == above  # noqa: PTH116
    finally:
        await database.aclose()


async def test_open_file_is_closed_to_others(tmp_path: Path):
    """A file that others could read is taken from them when it is opened."""
    path = tmp_path / "desk.db"
    path.touch(0o644)
    await (await Database.open(path)).aclose()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
async def test_every_old_schema_opens(tmp_path: Path, version: int):
    """A file of each earlier version is brought up to date when it is opened."""
    path = tmp_path / "desk.db"
    with sqlite3.connect(path) as old:
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
    old.close()
    database = await Database.open(path)
    async with database.reading() as tx:
        row = await tx.row("PRAGMA user_version")
        assert row is not None
        assert row[0] == len(MIGRATIONS)
        assert await tx.rows("SELECT * FROM conversations") == []
    await database.aclose()


async def test_newer_file(tmp_path: Path):
    """A file of a newer Warmline is refused and left as it is."""
    path = tmp_path / "desk.db"
    await (await Database.open(path)).aclose()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(StoreTooNew):
        await Database.open(path)
    with sqlite3.connect(path) as newer:
        assert newer.execute("PRAGMA user_version").fetchone() == (999,)
    newer.close()


async def test_errors_roll_back(tmp_path: Path):
    """An error inside a transaction leaves no trace, and the next one works."""
    database = await Database.open(tmp_path / "desk.db")

    async def fail() -> None:
        async with database.writing() as tx:
            await tx.next_sequence(5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.writing() as tx:
        assert await tx.next_sequence() == 1
    await database.aclose()


async def test_cancelled_anywhere(tmp_path: Path):
    """A task cancelled at any of its steps leaves nothing half done and nothing locked."""
    database = await Database.open(tmp_path / "desk.db")

    async def write() -> None:
        async with database.writing() as tx:
            await tx.next_sequence()
            await tx.next_sequence()

    for turns in range(40):
        task = asyncio.create_task(write())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with database.reading() as tx:
            row = await tx.row("SELECT value FROM sequence")
            assert row is not None
            assert row[0] % 2 == 0
    async with database.writing() as tx:
        assert await tx.next_sequence() % 2 == 1
    await database.aclose()


async def test_reader_sees_one_state(tmp_path: Path):
    """A reading that began before a write sees nothing of it until it ends."""
    database = await Database.open(tmp_path / "desk.db")
    async with database.reading() as before:
        assert [r[0] for r in await before.rows("SELECT value FROM sequence")] == [0]
        async with database.writing() as tx:
            await tx.next_sequence()
        assert [r[0] for r in await before.rows("SELECT value FROM sequence")] == [0]
    async with database.reading() as after:
        assert [r[0] for r in await after.rows("SELECT value FROM sequence")] == [1]
    await database.aclose()


async def test_real_processes(tmp_path: Path):
    """Four processes that make one new file and race in it: one claim wins, one key one message."""
    path = tmp_path / "new" / "desk.db"
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            WORKER,
            str(path),
            f"agent{number}",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for number in range(4)
    ]
    ended = await asyncio.gather(*(worker.communicate() for worker in workers))
    assert [worker.returncode for worker in workers] == [0] * 4, [err for _, err in ended]
    lines = [line.split() for out, _ in ended for line in out.decode().splitlines()]
    for number in map(str, range(20)):
        claims = [line[2] for line in lines if line[:2] == ["claim", number]]
        assert sorted(claims) == ["200", "409", "409", "409"]
        assert len({line[2] for line in lines if line[:2] == ["said", number]}) == 1
    with sqlite3.connect(path) as file:
        said = file.execute("SELECT COUNT(*) FROM messages WHERE text = 'Once'").fetchone()
    file.close()
    assert said == (20,)
