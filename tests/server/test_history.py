"""What a customer has come with so far."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from console.server import weighing
from tests.server.conftest import Asking


async def test_whole_and_newest_first(desk: Asking):
    """Conversations come with all their messages, done ones too, the last changed first."""
    one, two = await desk.escalate("One", "And more"), await desk.escalate("Two")
    other = await desk.escalate("Not mine", customer={"id": "u2", "name": "Bo Example"})
    desk.later(minutes=5)
    await desk.patch(one, status="resolved")
    found = (await desk.get("/v1/history?customer=u1"))["conversations"]
    assert [one_of["id"] for one_of in found] == [one, two]
    assert other not in {one_of["id"] for one_of in found}
    for shown in found:
        whole = await desk.show(shown["id"])
        del whole["extra"]
        assert shown == whole


async def test_limit(desk: Asking):
    """No more come than are asked for; what is no number of some is refused."""
    for _ in range(3):
        await desk.escalate()
    assert len((await desk.get("/v1/history?customer=u1&limit=2"))["conversations"]) == 2
    for wrong in ("0", "101", "x", "-1"):
        answer = await desk.ask("GET", f"/v1/history?customer=u1&limit={wrong}")
        assert answer.status_code == 422


async def test_one_address_two_customers(desk: Asking):
    """Two customers with one address are two: neither is shown what the other came with."""
    for ident in ("u7", "u8"):
        customer = {"id": ident, "name": "Ann Example", "email": "ann@example.com"}
        await desk.escalate(f"I am {ident}", customer=customer)
    (found,) = (await desk.get("/v1/history?customer=u7"))["conversations"]
    assert found["messages"][0]["text"] == "I am u7"


async def test_nobody(desk: Asking):
    """A customer who is unknown is refused with 404, none at all with 422."""
    assert (await desk.ask("GET", "/v1/history?customer=nobody")).status_code == 404
    assert (await desk.ask("GET", "/v1/history")).status_code == 422
    assert (await desk.ask("GET", "/v1/history?customer=%20")).status_code == 422


async def test_any_id(desk: Asking):
    """A customer's id may hold what has a meaning in an address."""
    ident = "a/b?c=d&e=f#g+h i"
    await desk.escalate("Hello", customer={"id": ident, "name": "Ann Example"})
    (found,) = (await desk.get(f"/v1/history?customer={quote(ident, safe='')}"))["conversations"]
    assert found["customer"]["id"] == ident


async def test_heavy_ones_end_early(desk: Asking, monkeypatch: pytest.MonkeyPatch):
    """Fewer come where there is too much text for one answer, but always the first."""
    for _ in range(3):
        await desk.escalate("x" * 700)
    monkeypatch.setattr(weighing, "WEIGHT", 1500)
    assert len((await desk.get("/v1/history?customer=u1"))["conversations"]) == 2
    monkeypatch.setattr(weighing, "WEIGHT", 100)
    assert len((await desk.get("/v1/history?customer=u1"))["conversations"]) == 1
