"""What changed since a cursor."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.server import weighing
from console.server.changes import parse_cursor
from tests.server.conftest import Asking


async def test_order_and_messages(desk: Asking):
    """Conversations come in the order of their last change, with the messages since."""
    one, two = await desk.escalate("One"), await desk.escalate("Two")
    page = await desk.get("/v1/changes?since=0")
    assert [c["id"] for c in page["conversations"]] == [one, two]
    assert all(c["whole"] for c in page["conversations"])
    assert (page["more"], page["total"]) == (False, 2)
    await desk.customer(one, "Again")
    after = await desk.get(f"/v1/changes?since={page['cursor']}")
    assert [c["id"] for c in after["conversations"]] == [one]
    assert [m["text"] for m in after["conversations"][0]["messages"]] == ["Again"]
    assert not after["conversations"][0]["whole"]
    everything = await desk.get("/v1/changes?since=0")
    assert [c["id"] for c in everything["conversations"]] == [two, one]
    assert len(everything["conversations"][1]["messages"]) == 2


async def test_lost(desk: Asking):
    """A cursor above the newest number is 410; the newest itself is not."""
    await desk.escalate()
    assert (await desk.ask("GET", "/v1/changes?since=1")).status_code == 200
    assert (await desk.ask("GET", "/v1/changes?since=2")).status_code == 410


@pytest.mark.parametrize("since", ["-1", "x", "", "1.", "٣", "1" * 30, "1.2.3", "0 "])
async def test_bad_cursor(desk: Asking, since: str):
    """What no answer gave as a cursor is refused."""
    answer = await desk.ask("GET", f"/v1/changes?since={since}")
    assert answer.status_code == 422


@pytest.mark.parametrize("limit", ["0", "-1", "501", "x", "", "9" * 40])
async def test_bad_limit(desk: Asking, limit: str):
    """A page has 1 to 500 conversations."""
    assert (await desk.ask("GET", f"/v1/changes?limit={limit}")).status_code == 422


def test_base():
    """A cursor's base is never above its place."""
    assert parse_cursor("7") == (7, 7)
    assert parse_cursor("7.3") == (7, 3)
    assert parse_cursor("7.9") == (7, 7)


async def test_heavy_pages_end_early(desk: Asking, monkeypatch: pytest.MonkeyPatch):
    """A page is cut where its text grows too long, and the walk still yields all."""
    monkeypatch.setattr(weighing, "WEIGHT", 1000)
    idents = [await desk.escalate("x" * 700) for _ in range(5)]
    ids, since, pages = [], "0", 0
    more = True
    while more:
        page = await desk.get(f"/v1/changes?since={since}")
        ids += [c["id"] for c in page["conversations"]]
        since, more, pages = page["cursor"], page["more"], pages + 1
    assert ids == idents
    assert pages == 5


STEP = st.sampled_from(["page", "page", "new", "customer", "note", "status", "resume"])


class Copy:
    """What a console has that reads changes, page by page."""

    def __init__(self) -> None:
        """Start empty."""
        self.cursor, self.more = "0", True
        self.conversations: dict[str, Any] = {}
        self.messages: dict[str, dict[str, str]] = {}

    async def page(self, desk: Asking) -> None:
        """Read a small page and keep it as the console would."""
        page = await desk.get(f"/v1/changes?since={self.cursor}&limit=2")
        self.cursor, self.more = page["cursor"], page["more"]
        for item in page["conversations"]:
            texts = {m["id"]: m["text"] for m in item.pop("messages")}
            if item.pop("whole"):
                self.messages[item["id"]] = texts
            else:
                self.messages[item["id"]] |= texts
            self.conversations[item["id"]] = item


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(STEP, st.integers(0, 9)), max_size=25))
async def test_nothing_is_missed(desk: Asking, steps: list[tuple[str, int]]):
    """Whatever happens between pages, in the end a reader has every state and message."""
    mine = Copy()
    idents = [await desk.escalate("First") for _ in range(4)]
    for step, number in steps:
        ident = idents[number % len(idents)]
        if step in ("page", "resume"):
            await mine.page(desk)
        elif step == "new":
            idents.append(await desk.escalate("First"))
        elif step == "customer":
            await desk.customer(ident, f"Message {number}")
        elif step == "note":
            await desk.say(ident, f"Note {number}", "internal")
        else:
            await desk.patch(ident, status="resolved" if number % 2 else "pending")
    mine.more = True
    while mine.more:
        await mine.page(desk)
    everything = await desk.get("/v1/changes?since=0&limit=500")
    for item in everything["conversations"]:
        texts = {m["id"]: m["text"] for m in item.pop("messages")}
        item.pop("whole")
        assert mine.conversations[item["id"]] == item
        assert mine.messages[item["id"]] == texts
