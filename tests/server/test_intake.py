"""Bots hand escalations over."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.conftest import Asking

LINE: dict[str, Any] = {
    "id": "shop/17",
    "subject": "Late parcel",
    "channel": "chat",
    "queue": "Parcels",
    "priority": "high",
    "tags": ["late"],
    "customer": {"id": "u1", "name": "Ann", "email": "ann@example.com", "attributes": {"a": "b"}},
    "handoff": {"at": "2026-03-01T08:59:00Z", "bot": "Bot", "reason": "asked", "confidence": 0.4},
    "messages": [
        {"id": "m1", "at": "2026-03-01T08:50:00Z", "text": "Where is it?"},
        {"at": "2026-03-01T08:51:00Z", "author": {"kind": "bot", "name": "Bot"}, "text": "Hm."},
    ],
    "mood": {"score": 3},
}


async def post(desk: Asking, line: Any) -> tuple[int, Any]:
    """Post one line as a bot."""
    answer = await desk.ask("POST", "/v1/intake", line, who="bot")
    return answer.status_code, answer.json()


async def test_created(desk: Asking):
    """All that was posted can be read; what is unknown is kept aside, with a warning."""
    status, body = await post(desk, LINE)
    assert (status, body["id"], body["outcome"]) == (201, "shop/17", "created")
    assert body["warnings"] == ["mood: unknown field, kept aside"]
    shown = await desk.show("shop/17")
    for name in ("subject", "channel", "queue", "priority", "tags", "customer"):
        assert shown[name] == LINE[name]
    assert shown["handoff"] == {
        "at": "2026-03-01T08:59:00.000Z",
        "bot": "Bot",
        "reason": "asked",
        "confidence": 0.4,
        "note": "",
    }
    assert (shown["status"], shown["assignee"], shown["extra"]) == (
        "new",
        None,
        {"mood": {"score": 3}},
    )
    assert [m["author"]["kind"] for m in shown["messages"]] == ["customer", "bot"]
    assert shown["created_at"] == "2026-03-01T08:50:00.000Z"


async def test_bots_are_no_agents(desk: Asking):
    """Whoever hands over is not somebody to assign to."""
    await post(desk, LINE)
    assert [a["id"] for a in (await desk.get("/v1/agents"))["agents"]] == ["ann"]


async def test_twice(desk: Asking):
    """The same line again changes nothing, whatever agents did meanwhile."""
    await post(desk, LINE)
    await desk.patch("shop/17", status="resolved", priority="low", tags_remove=["late"])
    await desk.say("shop/17", "Done", "internal")
    before = await desk.show("shop/17")
    desk.later(days=1)
    status, body = await post(desk, LINE)
    assert (status, body["outcome"]) == (200, "unchanged")
    assert await desk.show("shop/17") == before


async def test_without_id(desk: Asking):
    """A line without an id, without dates, is the same line again."""
    line = {"messages": [{"text": "Hello"}]}
    first = await post(desk, line)
    desk.later(hours=1)
    again = await post(desk, line)
    assert (first[0], again[0]) == (201, 200)
    assert first[1]["id"] == again[1]["id"]
    assert again[1]["outcome"] == "unchanged"


async def test_appended(desk: Asking):
    """A known line with more messages gains those, and the customer's reopen it."""
    await post(desk, LINE)
    await desk.patch("shop/17", status="resolved")
    more = copy.deepcopy(LINE)
    more["messages"].append({"text": "It is broken!"})
    more["handoff"]["reason"] = "angry"
    desk.later(minutes=5)
    status, body = await post(desk, more)
    assert (status, body["outcome"]) == (200, "appended")
    shown = await desk.show("shop/17")
    assert [m["text"] for m in shown["messages"] if not m["event"]][-1] == "It is broken!"
    assert (shown["status"], shown["handoff"]["reason"]) == ("open", "angry")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Where was it?"},
        {"at": "2026-03-01T08:50:01Z"},
        {"visibility": "internal"},
        {"author": {"kind": "agent"}},
        {"attachments": [{"name": "a"}]},
    ],
)
async def test_changed(desk: Asking, change: dict[str, Any]):
    """A known message that changed is refused by its place, and nothing else is taken."""
    await post(desk, LINE)
    before = await desk.show("shop/17")
    other = copy.deepcopy(LINE)
    other["messages"][0] |= change
    other["messages"].append({"text": "More"})
    other["customer"]["name"] = "Another"
    status, body = await post(desk, other)
    assert status == 409
    assert body["problems"][0]["field"] == "messages[0]"
    assert await desk.show("shop/17") == before


async def test_what_was_shown_can_be_posted(desk: Asking):
    """A conversation as it is shown, agents' replies included, is unchanged when posted back."""
    await post(desk, LINE)
    await desk.say("shop/17", "Reply")
    await desk.patch("shop/17", status="resolved")
    shown = await desk.show("shop/17")
    status, body = await post(desk, {"id": "shop/17", "messages": shown["messages"]})
    assert (status, body["outcome"]) == (200, "unchanged")


async def test_problems(desk: Asking):
    """Everything wrong with a line is told at once, each by its field."""
    line = {"priority": "vital", "messages": [{"text": 5, "at": "noon"}]}
    status, body = await post(desk, line)
    assert status == 422
    assert body["detail"]
    assert {p["field"] for p in body["problems"]} == {
        "priority",
        "messages[0].text",
        "messages[0].at",
    }


async def test_batch(desk: Asking):
    """Each item of a batch has its own status; the good ones are taken though others are not."""
    more = {**LINE, "messages": [*LINE["messages"], {"text": "More"}]}
    changed = {**LINE, "messages": [{"id": "m1", "text": "Changed"}]}
    items = [LINE, {}, LINE, more, changed, "x", {"messages": [{"text": "Other"}]}]
    answer = await desk.ask("POST", "/v1/intake/batch", {"items": items})
    results = answer.json()["results"]
    assert [r["status"] for r in results] == [201, 422, 200, 200, 409, 422, 201]
    assert results[3]["outcome"] == "appended"
    assert results[1]["problems"][0]["field"] == "messages"
    assert len((await desk.get("/v1/ids"))["ids"]) == 2


@pytest.mark.parametrize("items", [None, {}, "x", [{}] * 1001])
async def test_bad_batch(desk: Asking, items: object):
    """A batch that is no list of at most a thousand is refused."""
    answer = await desk.ask("POST", "/v1/intake/batch", {"items": items})
    assert answer.status_code == 422


async def test_strangers_are_not_merged(desk: Asking):
    """Two customers of whom nothing is known are two."""
    one = await desk.escalate(customer={})
    two = await desk.escalate(customer={})
    ids = {(await desk.show(ident))["customer"]["id"] for ident in (one, two)}
    assert len(ids) == 2


async def test_customer_learned(desk: Asking):
    """What is newly known of a customer shows on all their conversations, as a change."""
    one = await desk.escalate(customer={"id": "u1", "name": "ann@example.com"})
    cursor = (await desk.get("/v1/changes"))["cursor"]
    two = await desk.escalate(customer={"id": "u1", "name": "Ann", "attributes": {"plan": "gold"}})
    page = await desk.get(f"/v1/changes?since={cursor}")
    assert {c["id"] for c in page["conversations"]} == {one, two}
    assert {c["customer"]["name"] for c in page["conversations"]} == {"Ann"}
    await desk.escalate(customer={"id": "u1", "email": "ann@example.com"})
    shown = (await desk.show(one))["customer"]
    assert (shown["name"], shown["attributes"]) == ("Ann", {"plan": "gold"})
    assert len((await desk.get("/v1/customers/u1"))["conversations"]) == 3


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["id", "subject", "channel", "queue", "priority", "tags", "customer", "handoff", "messages"]
)
MESSAGE = st.dictionaries(
    st.sampled_from(["id", "at", "author", "visibility", "text", "attachments"]), JSON
) | st.fixed_dictionaries({"text": st.text(max_size=40)})


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(line=st.dictionaries(NAMES, JSON) | st.fixed_dictionaries({"messages": st.lists(MESSAGE)}))
async def test_any_object(desk: Asking, line: dict[str, Any]):
    """Whatever JSON is posted is taken, and then known, or refused with words; never a failure."""
    answer = await desk.ask("POST", "/v1/intake", line, who="bot")
    assert answer.status_code in (200, 201, 409, 422), (answer.text, line)
    if answer.status_code < 300:
        shown = await desk.ask("GET", "/v1/changes")
        assert shown.status_code == 200
        again = await desk.ask("POST", "/v1/intake", line, who="bot")
        assert again.json()["outcome"] == "unchanged"
    else:
        assert answer.json()["detail"]
