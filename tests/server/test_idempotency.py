"""Writes with a key are carried out once."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.conftest import Asking


async def count(desk: Asking, ident: str) -> int:
    """Count what was said."""
    return sum(not m["event"] for m in (await desk.show(ident))["messages"])


async def test_repeat(desk: Asking):
    """The same key and body gets the stored answer, marked, and nothing is done again."""
    ident = await desk.escalate()
    first = await desk.say(ident, "Once", key="k1")
    again = await desk.say(ident, "Once", key="k1")
    assert again.json() == first.json()
    assert again.status_code == first.status_code == 201
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await count(desk, ident) == 2


async def test_every_write_takes_a_key(desk: Asking):
    """Claims, patches, intake and knowledge are replayed too."""
    ident = await desk.escalate()
    writes = [
        ("POST", f"/v1/conversations/{ident}/claim", None),
        ("PATCH", f"/v1/conversations/{ident}", {"tags_add": ["x"]}),
        ("POST", "/v1/intake", {"messages": [{"text": "Hello"}]}),
        ("POST", "/v1/intake/batch", {"items": [{"messages": [{"text": "Hi"}]}, {}]}),
        ("POST", "/v1/knowledge", {"kind": "macro", "title": "T", "text": "x"}),
    ]
    for number, (method, path, body) in enumerate(writes):
        first = await desk.ask(method, path, body, key=f"k{number}")
        assert first.status_code < 300
        again = await desk.ask(method, path, body, key=f"k{number}")
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert again.headers["idempotent-replayed"] == "true"
    assert len((await desk.get("/v1/knowledge"))["knowledge"]) == 1


async def test_another_body(desk: Asking):
    """The same key with another body or address is refused with 422, and does nothing."""
    ident, elsewhere = await desk.escalate(), await desk.escalate()
    await desk.say(ident, "Once", key="k1")
    assert (await desk.say(ident, "Twice", key="k1")).status_code == 422
    assert (await desk.say(elsewhere, "Once", key="k1")).status_code == 422
    assert (await count(desk, ident), await count(desk, elsewhere)) == (2, 1)


async def test_conditions_are_not_the_body(desk: Asking):
    """A repetition that knows more of the conversation is still the same write."""
    ident = await desk.escalate()
    seen = (await desk.show(ident))["messages"][0]["id"]
    first = await desk.say(ident, "Once", key="k1", fields={"seen": seen})
    newer = (await desk.customer(ident, "Thanks")).json()["message"]["id"]
    for fields in ({"seen": seen}, {"seen": newer}, {}):
        again = await desk.say(ident, "Once", key="k1", fields=fields)
        assert again.json() == first.json()


async def test_refusals_keep_no_key(desk: Asking):
    """A refused write leaves its key free for the try that succeeds."""
    ident = await desk.escalate("One", "Two")
    first, second = [m["id"] for m in (await desk.show(ident))["messages"]]
    refused = await desk.say(ident, "Hi", key="k1", fields={"seen": first})
    assert refused.status_code == 409
    assert (await desk.ask("GET", "/v1/writes/k1")).status_code == 404
    good = await desk.say(ident, "Hi", key="k1", fields={"seen": second})
    assert good.status_code == 201
    assert "idempotent-replayed" not in good.headers


async def test_outcome(desk: Asking):
    """The stored outcome of a key can be asked for, by anyone and after reopening."""
    ident = await desk.escalate()
    said = (await desk.say(ident, "Once", key="k/1")).json()
    await desk.app.aclose()
    await desk.app.open()
    found = await desk.get("/v1/writes/k/1", who="bo")
    assert (found["key"], found["status"], found["body"]) == ("k/1", 201, said)


async def test_kept_for_thirty_days(desk: Asking):
    """A key is remembered for thirty days, and then forgotten by the next write."""
    ident = await desk.escalate()
    await desk.say(ident, "Once", key="k1")
    desk.later(days=29, hours=23)
    await desk.say(ident, "Other", key="k2")
    assert (await desk.ask("GET", "/v1/writes/k1")).status_code == 200
    desk.later(hours=2)
    await desk.say(ident, "Third", key="k3")
    assert (await desk.ask("GET", "/v1/writes/k1")).status_code == 404


async def test_race_over_two_processes(desk: Asking, other: Asking):
    """One key sent at once through two openings of one file is carried out once."""
    for number in range(10):
        ident = await desk.escalate()
        answers = await asyncio.gather(
            *(side.say(ident, "Once", key=f"k{number}") for side in (desk, other, desk, other))
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["message"]["id"] for answer in answers}) == 1
        replayed = [answer.headers.get("idempotent-replayed") for answer in answers]
        assert replayed.count("true") == 3
        assert await count(desk, ident) == 2


@pytest.mark.parametrize("key", [" ", "a b", "x" * 201, "\t"])
async def test_bad_keys(desk: Asking, key: str):
    """A key that is no short printable word is refused before anything is done."""
    ident = await desk.escalate()
    answer = await desk.say(ident, "Hi", key=key)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "Idempotency-Key"
    assert await count(desk, ident) == 1
