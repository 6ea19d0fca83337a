"""Every schema that was ever written opens, and becomes today's."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from console.domain.models import Glance, Ref
from console.domain.search import parse
from console.store import (
    Store,
    drafts,
    escalations,
    feedback,
    fetch,
    messages,
    migrations,
    outbox,
    readings,
)
from console.store.search import where
from tests.domain.made import NOW

SCHEMAS = Path(__file__).parent / "schemas"
VERSIONS = range(1, migrations.NEWEST + 1)


def objects(path):
    """List what the schema of a file holds, statements as they were written."""
    db = sqlite3.connect(path)
    found = db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    db.close()
    return found


def old(path, version):
    """Write a store as that version did, with one of everything in it."""
    db = sqlite3.connect(path)
    db.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
    db.close()


def test_every_version_is_kept():
    """There is a file for each version: a new step comes with its own."""
    assert sorted(path.name for path in SCHEMAS.iterdir()) == [f"{v}.sql" for v in VERSIONS]


@pytest.mark.parametrize("version", VERSIONS)
async def test_old_stores_open(tmp_path, version):
    """A store of any version opens as today's schema, with everything that was in it."""
    path = tmp_path / "old.db"
    old(path, version)
    store = await Store.open(path)
    fresh = await Store.open(tmp_path / "new.db")
    try:
        assert (await fetch(store.reader, "PRAGMA user_version"))[0][0] == migrations.NEWEST
        entry = await escalations.find(store.reader, Ref("desk", "c1"))
        assert entry is not None
        assert (entry.outgoing, entry.draft, entry.unread) == (1, True, 1)
        assert [m.text for _, m in await messages.page(store.reader, entry.pk)] == ["Wo bleibt es?"]
        assert [row.key for row in await outbox.pending(store.reader)] == ["k-queued"]
        assert [d.text for d in await drafts.every(store.reader)] == ["Sehr geehrte"]
        found = where(parse("bleibt"), NOW)
        assert await escalations.count(store.reader, found) == 1
    finally:
        await store.close()
        await fresh.close()
    assert objects(path) == objects(tmp_path / "new.db")


async def test_two_processes_open_at_once(tmp_path):
    """Two that make the store at the same time make it once."""
    stores = await asyncio.gather(*(Store.open(tmp_path / "store.db") for _ in range(4)))
    versions = [(await fetch(s.reader, "PRAGMA user_version"))[0][0] for s in stores]
    for store in stores:
        await store.close()
    assert versions == [migrations.NEWEST] * 4


async def test_half_a_migration(tmp_path, monkeypatch):
    """A migration that fails leaves the store as it was, to be tried again."""
    path = tmp_path / "store.db"
    broken = ("CREATE TABLE later (x)", "CREATE NONSENSE")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
    monkeypatch.setattr(migrations, "NEWEST", len(migrations.STEPS))
    with pytest.raises(Exception, match="not readable"):
        await Store.open(path)
    monkeypatch.undo()
    store = await Store.open(path)
    tables = await fetch(store.reader, "SELECT name FROM sqlite_schema WHERE name = 'later'")
    await store.close()
    assert tables == []


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_was_read_is_kept(tmp_path, version):
    """A store that knew of readings keeps them; an older one has everything still to be read."""
    old(tmp_path / "old.db", version)
    store = await Store.open(tmp_path / "old.db")
    try:
        entry = await escalations.find(store.reader, Ref("desk", "c1"))
        assert entry is not None
        kept = await readings.get(store.reader, entry.pk)
        noted = await feedback.every(store.reader)
        waiting = [(row.pk, row.newest) for row in await readings.unread(store.reader, 9)]
    finally:
        await store.close()
    if version < 3:
        assert (entry.glance, kept, noted, waiting) == (None, [], [], [(entry.pk, "m1")])
    else:
        assert entry.glance == Glance(-1, -1, "Wants the parcel", "customer_request")
        assert [each.newest for each in kept] == ["m1"]
        assert [each.kind for each in noted] == ["rejected"]
        assert waiting == []
