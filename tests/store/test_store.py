"""The store opens privately, commits whole batches only, and shows no half of one."""

import asyncio
import contextlib
import os
import sqlite3
import stat

import pytest

from console import errors
from console.store import Store, fetch, fetch_one, migrations


def mode(path):
    """Give the permissions."""
    return stat.S_IMODE(path.stat().st_mode)


async def add(db, key, value="x"):
    """Write one fact."""
    await db.execute("INSERT INTO facts VALUES (?, ?)", (key, value))


async def facts(store):
    """Name what is committed."""
    return [row[0] for row in await fetch(store.reader, "SELECT key FROM facts ORDER BY key")]


async def test_private(tmp_path):
    """The folders made are 0700 and all files of the store 0600, whatever the umask."""
    before = os.umask(0)
    try:
        store = await Store.open(tmp_path / "home" / "data" / "store.db")
        async with store.writing() as db:
            await add(db, "a")
        folder = tmp_path / "home" / "data"
        names = {path.name: mode(path) for path in folder.iterdir()}
        await store.close()
    finally:
        os.umask(before)
    assert names == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}
    assert mode(folder) == mode(tmp_path / "home") == 0o700


async def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    """The mode of a folder that somebody made is theirs."""
    tmp_path.chmod(0o750)
    await (await Store.open(tmp_path / "store.db")).close()
    assert mode(tmp_path) == 0o750


async def test_commits(store):
    """What was written in one go is there for the reader once it is complete, and not before."""
    async with store.writing() as db:
        await add(db, "a")
        assert await facts(store) == []
        await add(db, "b")
    assert await facts(store) == ["a", "b"]


async def test_rolls_back(store):
    """An error in the middle leaves nothing of the batch, and the next one works."""

    async def fail():
        async with store.writing() as db:
            await add(db, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.writing() as db:
        await add(db, "b")
    assert await facts(store) == ["b"]


async def test_cancelled(store):
    """A task that is cancelled in the middle leaves nothing of its batch."""
    inside = asyncio.Event()

    async def work():
        async with store.writing() as db:
            await add(db, "a")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await inside.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async with store.writing() as db:
        await add(db, "b")
    assert await facts(store) == ["b"]


@pytest.mark.parametrize("steps", range(1, 14))
async def test_cancelled_anywhere(store, steps):
    """Wherever a writer is cancelled, BEGIN and COMMIT included, the batch is whole or nothing."""

    async def work():
        async with store.writing() as db:
            await add(db, "a")
            await add(db, "b")

    task = asyncio.create_task(work())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async with store.writing() as db:
        await add(db, "c")
    assert await facts(store) in (["c"], ["a", "b", "c"])


async def test_cancelled_while_begin_waits(store):
    """A writer cancelled while another process holds the file leaves no transaction open."""
    async with store.writing():
        pass
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def work():
        async with store.writing() as db:
            await add(db, "a")

    task = asyncio.create_task(work())
    # It needs one turn to take the lock, and one to ask for the transaction.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert store._lock.locked()
    task.cancel()
    other.execute("ROLLBACK")
    other.close()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async with store.writing() as db:
        await add(db, "b")
    assert await facts(store) == ["b"]


async def test_tasks_never_commit_each_other(store):
    """Of many tasks that write at once, those that fail leave nothing and the others all."""

    async def work(number):
        async with store.writing() as db:
            await add(db, f"{number:02}-first")
            await asyncio.sleep(0)
            if number % 3 == 0:
                raise ZeroDivisionError
            await add(db, f"{number:02}-last")

    await asyncio.gather(*(work(number) for number in range(20)), return_exceptions=True)
    expected = [f"{n:02}-{end}" for n in range(20) if n % 3 for end in ("first", "last")]
    assert await facts(store) == expected


async def test_the_reader_cannot_write(store):
    """There is one way to write: the reading connection refuses."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await add(store.reader, "a")


async def test_two_processes(store):
    """Another connection's write is noticed once, and waited for."""
    assert not await store.changed_elsewhere()
    other = await Store.open(store.path)
    async with other.writing() as db:
        await add(db, "a")
    await other.close()
    assert await store.changed_elsewhere()
    assert not await store.changed_elsewhere()
    assert await facts(store) == ["a"]


async def test_durable(store):
    """What was queued survives a loss of power: each commit is on disk."""
    async with store.writing() as db:
        synchronous = await fetch_one(db, "PRAGMA synchronous")
        journal = await fetch_one(db, "PRAGMA journal_mode")
    assert (synchronous[0], journal[0]) == (2, "wal")


async def test_newer_version(tmp_path):
    """A store of a newer Warmline is refused, and left as it is."""
    path = tmp_path / "store.db"
    await (await Store.open(path)).close()
    newer = migrations.NEWEST + 1
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={newer}")
    db.close()
    with pytest.raises(errors.StoreTooNew, match=f"version {newer}"):
        await Store.open(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (newer,)
    db.close()


async def test_no_database(tmp_path):
    """A file that is no database is refused in words, not touched."""
    path = tmp_path / "store.db"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(errors.StoreError, match="not readable") as caught:
        await Store.open(path)
    assert "Move it away" in caught.value.hint
    assert path.read_bytes() == b"no database" * 100


async def test_no_folder(tmp_path):
    """A place where nothing can be made is refused in words."""
    (tmp_path / "file").touch()
    with pytest.raises(errors.StoreError, match="cannot be opened"):
        await Store.open(tmp_path / "file" / "store.db")
