"""The shapes that are printed are documented by their samples, and only ever grow."""

import json

from console.desk import export, inbox, outbox, reply, thread, triage
from console.domain.changes import (
    Assign,
    Claim,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.interchange import parse
from console.domain.models import Clock, Due, Glance, Priority, Status, Visibility
from tests.domain.made import BO, NOW, at, entry, outgoing
from tests.office import START

PROMISED = {
    "ref", "subject", "customer", "channel", "queue", "status", "priority", "assignee", "unread",
    "tags", "created_at", "updated_at", "waiting_since", "sla", "mood", "trend", "goal", "reason",
}  # fmt: skip


def test_a_line():
    """A line of the queue: enums as text, times in UTC."""
    line = entry(
        assignee=BO,
        priority=Priority.HIGH,
        tags=("vip",),
        unread=2,
        waiting_since=at(minutes=-5),
        due=Due(Clock.NEXT_RESPONSE, at(minutes=-1)),
    )
    data = export.entry_data(line, NOW)
    assert set(data) >= PROMISED
    assert data["customer"] == {"id": "u1", "name": "Ada Example", "email": "ada@example.com"}
    assert data["assignee"] == {"id": "bo", "name": "Bo Ångström"}
    assert (data["ref"], data["status"], data["priority"]) == ("desk/c1", "open", "high")
    assert (data["created_at"], data["waiting_since"]) == (
        "2026-03-02T09:00:00Z", "2026-03-02T08:55:00Z",
    )  # fmt: skip
    assert data["sla"] == {
        "clock": "next_response", "due_at": "2026-03-02T08:59:00Z", "state": "breached",
    }  # fmt: skip
    assert json.loads(json.dumps(data)) == data


def test_an_empty_line():
    """What is not there is null, not missing."""
    data = export.entry_data(entry(), NOW)
    assert set(data) >= PROMISED
    empty = {name for name, value in data.items() if value is None}
    assert empty == {
        "assignee", "sla", "waiting_since", "snoozed_until", "mood", "trend", "goal", "reason",
    }  # fmt: skip


def test_what_an_assistant_read():
    """Mood, trend, goal and reason are what the queue shows; a mood that cannot be told is null."""
    names = ("mood", "trend", "goal", "reason")
    told = export.entry_data(entry(glance=Glance(-1, -2, "A refund.", "distress")), NOW)
    assert [told[name] for name in names] == [-1, -2, "A refund.", "distress"]
    dark = export.entry_data(entry(glance=Glance(None)), NOW)
    assert [dark[name] for name in names] == [None, 0, None, None]


async def test_a_conversation(office, console):
    """A whole conversation prints as JSON, with its messages in the import form."""
    ref = await office.escalate(
        "Where is it?",
        handoff={"at": "2026-03-02T08:00:00Z", "bot": "Nova", "confidence": 0.5},
        customer={"id": "u1", "name": "Ada", "attributes": {"plan": "pro"}},
    )
    await console.pull()
    await reply.send(console.desk, ref, "Hi", Visibility.PUBLIC)
    opened = await thread.open_thread(console.desk, ref, limit=None)
    data = json.loads(json.dumps(export.thread_data(opened, NOW)))
    assert set(data) >= PROMISED
    assert data["customer"]["attributes"] == {"plan": "pro"}
    assert (data["handoff"]["bot"], data["handoff"]["confidence"]) == ("Nova", 0.5)
    (message,) = data["messages"]
    assert set(message) == {"id", "at", "author", "visibility", "text", "attachments"}
    read = parse({"id": "x", "messages": data["messages"]}, START)
    assert read.messages == tuple(each.message for each in opened.said)
    (row,) = data["outbox"]
    assert (row["kind"], row["state"], row["text"]) == ("reply", "queued", "Hi")


async def test_what_was_exported_can_be_imported(office, console):
    """The customer and the handoff of an export are what an import takes."""
    ref = await office.escalate(handoff={"at": "2026-03-02T08:00:00Z", "bot": "Nova"})
    await console.pull()
    data = export.thread_data(await thread.open_thread(console.desk, ref, limit=None), NOW)
    again = parse({name: data[name] for name in ("customer", "handoff", "messages")}, START)
    assert again.customer.email == "ada@example.com"
    assert again.handoff is not None
    assert again.handoff.bot == "Nova"
    assert again.warnings == ()


def test_rows():
    """Every kind of change prints what it changes."""
    printed = {
        "reply": (Reply("Hi", Visibility.INTERNAL), {"visibility": "internal", "text": "Hi"}),
        "claim": (Claim(), {}),
        "assign": (Assign(BO), {"assignee": {"id": "bo", "name": "Bo Ångström"}}),
        "status": (
            SetStatus(Status.SNOOZED, NOW),
            {"status": "snoozed", "until": "2026-03-02T09:00:00Z"},
        ),
        "priority": (SetPriority(Priority.LOW), {"priority": "low"}),
        "tags": (SetTags(("a",), ("b",)), {"add": ["a"], "remove": ["b"]}),
    }
    plain = set(export.outgoing_data(outgoing(Claim())))
    for kind, (change, expected) in printed.items():
        data = export.outgoing_data(outgoing(change))
        assert data["kind"] == kind
        assert {name: data[name] for name in set(data) - plain} == expected
        assert json.loads(json.dumps(data)) == data
    assert export.outgoing_data(outgoing(Assign(None)))["assignee"] is None


def test_progress_of_a_row():
    """A row says how far it has come and why not further; what does not apply is null."""
    data = export.outgoing_data(outgoing(held="wait", attempts=2, next_at=NOW))
    assert (data["key"], data["ref"], data["held"], data["attempts"]) == (
        "k1", "desk/c1", "wait", 2,
    )  # fmt: skip
    assert (data["next_at"], data["reason"], data["message_id"]) == (
        "2026-03-02T09:00:00Z", None, None,
    )  # fmt: skip


async def test_lines_of_the_store(office, console):
    """Lines read from the store print too."""
    ref = await office.escalate()
    await console.pull()
    await triage.take(console.desk, ref)
    line = await inbox.line(console.desk, ref)
    assert export.entry_data(line, START)["assignee"] == {"id": "ann", "name": "Ann Agent"}
    assert [export.outgoing_data(row)["kind"] for row in await outbox.pending(console.desk)] == [
        "claim"
    ]
