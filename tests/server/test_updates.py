"""Claims, statuses, snoozes, priorities, assignees and tags."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.conftest import Asking


async def test_claim_race_over_two_processes(desk: Asking, other: Asking):
    """Of two who claim through two openings of one file, one wins and the other is told who."""
    for _ in range(10):
        ident = await desk.escalate()
        path = f"/v1/conversations/{ident}/claim"
        answers = await asyncio.gather(
            desk.ask("POST", path, who="ann"), other.ask("POST", path, who="bo")
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        won = next(a for a in answers if a.status_code == 200).json()["conversation"]["assignee"]
        lost = next(a for a in answers if a.status_code == 409).json()
        assert lost["current"]["assignee"] == won
        assert lost["detail"] == f"{won['name']} has taken it."


async def test_claim_again(desk: Asking):
    """Claiming one's own changes nothing."""
    ident = await desk.escalate()
    path = f"/v1/conversations/{ident}/claim"
    first = (await desk.ask("POST", path)).json()
    assert (await desk.ask("POST", path)).json() == first


async def test_if_match(desk: Asking):
    """If-Match with another version gets 409 and the current state; with the right one it goes."""
    ident = await desk.escalate()
    path = f"/v1/conversations/{ident}"
    version = (await desk.ask("GET", path)).headers["etag"]
    good = await desk.ask("PATCH", path, {"priority": "high"}, If_Match=version)
    assert good.status_code == 200
    stale = await desk.ask("PATCH", path, {"priority": "low"}, If_Match=version)
    assert stale.status_code == 409
    assert stale.json()["current"]["priority"] == "high"
    assert stale.json()["current"]["version"] == good.json()["conversation"]["version"]
    for mark in ("*", f'"0", {good.headers["etag"]}', f"W/{good.headers['etag']}"):
        answer = await desk.ask("PATCH", path, {"priority": "high"}, If_Match=mark)
        assert answer.status_code == 200


async def test_versions(desk: Asking):
    """Every change raises the version by one; what changes nothing does not."""
    ident = await desk.escalate()
    seen = [1]
    for fields in ({"status": "open"}, {"tags_add": ["x"]}, {"priority": "high"}):
        for _ in range(2):
            body = (await desk.patch(ident, **fields)).json()
            seen.append(body["conversation"]["version"])
    assert seen == [1, 2, 2, 3, 3, 4, 4]


async def test_seen_version_forgives_oneself(desk: Asking):
    """With seen_version one's own steps do not stand in the way, those of others do."""
    ident = await desk.escalate()
    await desk.say(ident, "Hello")
    await desk.patch(ident, priority="high")
    assert (await desk.patch(ident, status="pending", seen_version=1)).status_code == 200
    path = f"/v1/conversations/{ident}"
    bo = await desk.ask("PATCH", path, {"status": "resolved", "seen_version": 1}, who="bo")
    assert bo.status_code == 409
    assert bo.json()["detail"] == "Ann Agent changed the status meanwhile."
    tags = await desk.ask("PATCH", path, {"tags_add": ["x"], "seen_version": 1}, who="bo")
    assert tags.status_code == 200


async def test_resolving_what_the_customer_just_wrote_to(desk: Asking):
    """Resolving is stale after a new customer message; a priority is not."""
    ident = await desk.escalate()
    await desk.customer(ident, "One more thing")
    answer = await desk.patch(ident, status="resolved", seen_version=1)
    assert answer.status_code == 409
    assert "wrote again" in answer.json()["detail"]
    assert (await desk.patch(ident, priority="low", seen_version=1)).status_code == 200


async def test_snooze_ends(desk: Asking, other: Asking):
    """A snooze that has ended is open for every reader, once, and is among the changes."""
    ident = await desk.escalate()
    until = "2026-03-01T10:00:00Z"
    answer = await desk.patch(ident, status="snoozed", snoozed_until=until)
    assert answer.json()["conversation"]["snoozed_until"] == "2026-03-01T10:00:00.000Z"
    cursor = (await desk.get("/v1/changes"))["cursor"]
    desk.later(minutes=59)
    assert (await desk.show(ident))["status"] == "snoozed"
    other.now = desk.later(minutes=1)
    both = await asyncio.gather(
        desk.get(f"/v1/changes?since={cursor}"), other.get(f"/v1/changes?since={cursor}")
    )
    for page in both:
        assert [(c["id"], c["status"]) for c in page["conversations"]] == [(ident, "open")]
    shown = await desk.show(ident)
    assert sum("snooze has ended" in m["text"] for m in shown["messages"]) == 1


async def test_write_after_the_snooze(desk: Asking):
    """A change right after a snooze has ended meets an open conversation."""
    ident = await desk.escalate()
    await desk.patch(ident, status="snoozed", snoozed_until="2026-03-01T10:00:00Z")
    desk.later(hours=2)
    body = (await desk.patch(ident, priority="high")).json()
    assert body["conversation"]["status"] == "open"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"status": "done"}, "status"),
        ({"status": ["open"]}, "status"),
        ({"status": {}}, "status"),
        ({"status": "snoozed"}, "snoozed_until"),
        ({"status": "snoozed", "snoozed_until": "tomorrow"}, "snoozed_until"),
        ({"status": "snoozed", "snoozed_until": "0001-01-01T00:00:00+23:00"}, "snoozed_until"),
        ({"snoozed_until": "2026-03-02T10:00:00Z"}, "snoozed_until"),
        ({"priority": 3}, "priority"),
        ({"assignee": "nobody-here"}, "assignee"),
        ({"assignee": 7}, "assignee"),
        ({"tags_add": "x"}, "tags_add"),
        ({"tags_remove": [1]}, "tags_remove"),
        ({"seen_version": "1"}, "seen_version"),
        ({"seen_version": True}, "seen_version"),
        ({"stauts": "open"}, "stauts"),
    ],
)
async def test_unknown_values(desk: Asking, fields: dict[str, object], named: str):
    """A wrong value is refused by its field's name, and nothing of the request is done."""
    ident = await desk.escalate()
    answer = await desk.patch(ident, **{"tags_add": ["kept-out"], **fields})
    assert answer.status_code == 422
    assert named in {problem["field"] for problem in answer.json()["problems"]}
    shown = await desk.show(ident)
    assert (shown["tags"], shown["version"]) == ([], 1)


async def test_events(desk: Asking):
    """What agents do is told in the thread, marked as events that only colleagues see."""
    ident = await desk.escalate()
    await desk.patch(ident, status="pending", priority="high", assignee=None, tags_add=["x"])
    events = [m for m in (await desk.show(ident))["messages"] if m["event"]]
    assert [m["text"] for m in events] == [
        "Ann Agent set the status to pending.",
        "Ann Agent set the priority to high.",
        "Ann Agent changed the tags: added x.",
    ]
    assert {m["visibility"] for m in events} == {"internal"}
