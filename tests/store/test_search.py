"""A query means the same in SQL as in Python, and no text breaks it."""

import json
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.domain import triage
from console.domain.search import BadQuery, matches, parse
from console.store import _casefold, escalations, messages, migrations, picture, rows
from console.store.search import match_text, where
from tests.domain.made import ME, NOW, entries, escalation, message, queries


@pytest.fixture(scope="module")
def db():
    """Make an empty store in memory."""
    made = sqlite3.connect(":memory:")
    made.row_factory = sqlite3.Row
    made.create_function("casefold", 1, _casefold, deterministic=True)
    for step in migrations.STEPS:
        for statement in step:
            made.execute(statement)
    for name in ("desk", "Rt"):
        made.execute("INSERT INTO connections (name, me_id) VALUES (?, ?)", (name, ME.id))
    yield made
    made.close()


def insert(db, entry):
    """Write a line of the queue as it would be shown."""
    esc = entry.escalation
    columns = {
        "connection": esc.ref.connection,
        "id": esc.ref.id,
        "subject": esc.subject,
        "status": esc.status,
        "priority": esc.priority,
        "queue": esc.queue,
        "channel": esc.channel,
        "tags": json.dumps(esc.tags),
        "customer_name": esc.customer.name,
        "customer_email": esc.customer.email,
        "assignee_id": esc.assignee and esc.assignee.id,
        "assignee_name": esc.assignee and esc.assignee.name,
        "created_at": rows.ms(esc.created_at),
        "updated_at": rows.ms(esc.updated_at),
        "waiting_since": rows.ms(entry.waiting_since),
        "due_clock": entry.due and entry.due.clock,
        "due_at": rows.ms(entry.due.at if entry.due else None),
        "band": triage.band(esc.status, esc.priority, entry.waiting_since),
        "unread": entry.unread,
        "assisted": "m1" if entry.glance else "",
        # What was read by old rules is no longer shown, and does not count.
        "mood": entry.glance.mood if entry.glance else -1,
        "detail": "{}",
    }
    marks = ",".join("?" * len(columns))
    db.execute(
        f"INSERT INTO escalations ({','.join(columns)}) VALUES ({marks})", tuple(columns.values())
    )
    place = (esc.ref.connection, esc.ref.id)
    if entry.draft:
        db.execute("INSERT INTO drafts VALUES (?, ?, 'public', 'x', '[]', '', 0, '[]')", place)
    if entry.outgoing:
        db.execute(
            "INSERT INTO outbox (key, connection, id, kind, payload, state, made_at, due_at)"
            " VALUES ('k', ?, ?, 'claim', '{}', 'queued', 0, 0)",
            place,
        )


def fits(db, text):
    """Ask whether the one line in the store fits."""
    found = where(parse(text), NOW)
    sql = f"SELECT count(*) FROM escalations WHERE {found.sql}"
    return bool(db.execute(sql, found.parameters).fetchone()[0])


@given(queries, entries())
@example('-@"" -@me', None)
def test_sql_and_python_agree(db, text, entry):
    """Each query finds in the store just what `matches` finds: the rules and the queue agree."""
    if entry is None:
        return
    for table in ("escalations", "drafts", "outbox"):
        db.execute(f"DELETE FROM {table}")
    insert(db, entry)
    query = parse(text)
    expected = matches(query, entry, me=ME.id, now=NOW)
    if not any(query.mentions(field) for field in ("status", "is", "id")):
        expected = expected and not entry.escalation.status.done
    assert fits(db, text) is expected


@given(st.text(st.characters()))
@example("a " * 500)
@example("subject:" + "a," * 490)
@example("tag:" + "a," * 490)
@example("is:" + "vip," * 240)
@example('"AND" OR NOT (NEAR* ^x')
@example("' OR 1=1 --")
@example("customer:" + "%" * 900)
@example("½ ² \u200d")
@example("\x00")
def test_any_text_runs(db, text):
    """Any text that is a query runs: words are quoted, conditions are not too deep."""
    try:
        query = parse(text)
    except BadQuery:
        return
    found = where(query, NOW)
    db.execute(f"SELECT count(*) FROM escalations WHERE {found.sql}", found.parameters).fetchone()


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("refund", '"refund"*'),
        ('two "words', '"two"* "words"*'),
        ("a-b OR", '"a-b"* "OR"*'),
        ("-- !", ""),
        ("", ""),
    ],
)
def test_match_text(text, match):
    """Every word is quoted, its end is free, and what has no letter is left out."""
    assert match_text(text) == match


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("refund", True), ("REFUND", True), ("refu", True), ("fund", False), ("Ersatz", True),
        ("uberweisung", True), ("Überweisung", True), ("ada", True), ("example.com", True),
        ('"late parcel"', True), ("late parcel", True), ("c1", True),
        ("refund parcel", True), ("late missing", False), ("-refund", False), ("-missing", True),
        ("!!", True),
    ],
)  # fmt: skip
async def test_words(store, words, found):
    """Free words are found in subject, customer and messages, by how they begin."""
    async with store.writing() as db:
        pk = await escalations.put(db, escalation())
        said = (message(text="I want a refund."), message("agent", 1, text="Ersatz? Überweisung!"))
        await messages.put(db, pk, said, whole=True)
        await picture.refresh(db, [escalation().ref], ())
    assert await escalations.count(store.reader, where(parse(words), NOW)) == int(found)
