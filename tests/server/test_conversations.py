"""Reading conversations, lists and what they belong to."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.text import clean_line
from console.helpdesk.warmline import build_path
from tests.server.conftest import Asking


async def test_paging_through_everything(desk: Asking):
    """Pages give every conversation once, the last changed first, over many pages."""
    items = [{"id": f"c{n}", "messages": [{"text": "x"}]} for n in range(230)]
    await desk.ask("POST", "/v1/intake/batch", {"items": items})
    ids: list[str] = []
    query = ""
    while True:
        page = await desk.get(f"/v1/conversations?limit=100{query}")
        ids += [c["id"] for c in page["conversations"]]
        if page["next"] is None:
            break
        query = f"&before={page['next']}"
    assert ids == [f"c{n}" for n in reversed(range(230))]


async def test_filters(desk: Asking):
    """Status, priority, queue, assignee, customer and tag narrow the list, and combine."""
    one = await desk.escalate(queue="Parcels", tags=["late"], customer={"id": "a&b"})
    two = await desk.escalate(queue="Billing", priority="urgent")
    await desk.ask("POST", f"/v1/conversations/{two}/claim")
    await desk.patch(two, status="resolved")
    expected = {
        "queue=Parcels": [one],
        "tag=late": [one],
        "status=resolved": [two],
        "priority=urgent": [two],
        "assignee=ann": [two],
        "assignee=": [one],
        "customer=a%26b": [one],
        "queue=Parcels&status=resolved": [],
        "tag=la": [],
    }
    for query, ids in expected.items():
        page = await desk.get(f"/v1/conversations?{query}")
        assert [c["id"] for c in page["conversations"]] == ids, query
    for query in ("status=done", "before=x", "before=-1", "sort=id", "limit=0"):
        assert (await desk.ask("GET", f"/v1/conversations?{query}")).status_code == 422, query


async def test_counts(desk: Asking):
    """Queues and tags are listed with their numbers."""
    await desk.escalate(queue="Parcels", tags=["late", "vip"])
    done = await desk.escalate(queue="Parcels", tags=["late"])
    await desk.patch(done, status="closed")
    assert (await desk.get("/v1/queues"))["queues"] == [{"name": "Parcels", "waiting": 1}]
    assert (await desk.get("/v1/tags"))["tags"] == [
        {"name": "late", "used": 2},
        {"name": "vip", "used": 1},
    ]


async def test_long_conversation(desk: Asking):
    """A conversation of 500 messages comes whole and in order by one request."""
    texts = [f"Message {n}" for n in range(500)]
    ident = await desk.escalate(*texts)
    assert [m["text"] for m in (await desk.show(ident))["messages"]] == texts


async def test_indexes(desk: Asking):
    """No question the console asks all the time reads a whole table."""
    await desk.escalate()
    database = desk.app._database
    assert database is not None
    questions = [
        ("SELECT * FROM conversations WHERE sequence > ? ORDER BY sequence LIMIT 200", 1),
        ("SELECT * FROM messages WHERE conversation IN (?) AND sequence > 5", "c1"),
        ("SELECT * FROM messages WHERE conversation = ? ORDER BY at DESC, pk DESC", "c1"),
        ("SELECT id FROM conversations WHERE status = 'snoozed' AND snoozed_until <= ?", "2026"),
        ("SELECT * FROM history WHERE conversation = ? AND version > 3", "c1"),
        ("SELECT * FROM attachments WHERE conversation IN (?) AND message = 'm1'", "c1"),
        ("DELETE FROM writes WHERE at < ?", "2026"),
    ]
    async with database.reading() as tx:
        for sql, value in questions:
            plan = [row["detail"] for row in await tx.rows(f"EXPLAIN QUERY PLAN {sql}", value)]
            assert plan
            assert all(step.startswith("SEARCH") for step in plan), (sql, plan)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ident=st.text(min_size=1, max_size=30) | st.sampled_from(["..", ".", "a/../b", "x/claim"]))
async def test_any_id(desk: Asking, ident: str):
    """Whatever id a bot gives, the console's path for it leads to that conversation."""
    kept = clean_line(ident)
    line: dict[str, Any] = {"id": ident, "messages": [{"id": "m1", "text": "Hi"}]}
    answer = await desk.ask("POST", "/v1/intake", line)
    assert answer.status_code in (200, 201)
    if not kept:
        return
    assert answer.json()["id"] == kept
    assert (await desk.get(build_path("conversations", kept)))["id"] == kept
    assert (await desk.get(build_path("peek", kept)))["id"] == kept
    claimed = await desk.ask("POST", build_path("conversations", kept, "/claim"))
    assert claimed.json()["conversation"]["id"] == kept


@pytest.mark.parametrize("ident", ["nothing", "\ud800", "a\x00b", "'; DROP TABLE agents; --", "%"])
async def test_unknown_ids(desk: Asking, ident: str):
    """Ids that nobody has, hostile ones too, are 404 in words."""
    place = quote(ident, safe="", errors="replace")
    for path in (f"/v1/conversations/{place}", f"/v1/peek/{place}", f"/v1/customers/{place}"):
        answer = await desk.ask("GET", path)
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith("There is no such ")
    assert (await desk.get("/v1/agents"))["agents"]
