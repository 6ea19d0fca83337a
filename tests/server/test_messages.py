"""Saying something, and what it does to a conversation."""

from __future__ import annotations

import base64

import pytest

from console.domain.text import MESSAGE_LIMIT
from tests.server.conftest import Asking


async def test_public_reply_opens(desk: Asking):
    """An agent's public reply turns new into open, and the answer shows both."""
    ident = await desk.escalate()
    answer = await desk.say(ident, "We look into it.")
    assert answer.status_code == 201
    body = answer.json()
    assert body["conversation"]["status"] == "open"
    assert body["message"]["author"] == {"kind": "agent", "name": "Ann Agent", "id": "ann"}
    assert answer.headers["etag"] == f'"{body["conversation"]["version"]}"'


@pytest.mark.parametrize("status", ["new", "pending", "on_hold", "resolved", "closed"])
async def test_note_changes_no_status(desk: Asking, status: str):
    """An internal note leaves every status as it is."""
    ident = await desk.escalate()
    await desk.patch(ident, status=status)
    await desk.say(ident, "Called the carrier.", "internal")
    assert (await desk.show(ident))["status"] == status


@pytest.mark.parametrize("status", ["pending", "on_hold", "snoozed", "resolved", "closed"])
async def test_customer_reopens(desk: Asking, status: str):
    """A customer who writes again brings it back, whatever it waited for."""
    ident = await desk.escalate()
    until = {"snoozed_until": "2026-03-09T09:00:00Z"} if status == "snoozed" else {}
    assert (await desk.patch(ident, status=status, **until)).status_code == 200
    await desk.customer(ident, "Still nothing.")
    shown = await desk.show(ident)
    assert (shown["status"], shown["snoozed_until"]) == ("open", None)
    assert any(m["event"] and "Reopened" in m["text"] for m in shown["messages"])


async def test_visibility_has_no_default(desk: Asking):
    """A message without a visibility is refused by the field's name."""
    ident = await desk.escalate()
    path = f"/v1/conversations/{ident}/messages"
    for body in ({"text": "Hello"}, {"text": "Hello", "visibility": None}):
        answer = await desk.ask("POST", path, body)
        assert answer.status_code == 422
        assert "visibility" in {problem["field"] for problem in answer.json()["problems"]}
    assert len((await desk.show(ident))["messages"]) == 1


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060", "\x1b[0m"])
async def test_empty(desk: Asking, text: str):
    """What shows nothing is empty, and is refused; with a file it is not."""
    ident = await desk.escalate()
    assert (await desk.say(ident, text)).status_code == 422
    file = {"name": "a.txt", "type": "text/plain", "content_base64": "YQ=="}
    answer = await desk.say(ident, text, fields={"attachments": [file]})
    assert answer.status_code == 201


async def test_too_long_is_refused_not_cut(desk: Asking):
    """An agent's text is never shortened behind their back."""
    ident = await desk.escalate()
    assert (await desk.say(ident, "x" * MESSAGE_LIMIT)).status_code == 201
    assert (await desk.say(ident, "x" * (MESSAGE_LIMIT + 1))).status_code == 422


async def test_stale(desk: Asking):
    """A reply to what is not the newest word of the customer gets 409 and the reason."""
    ident = await desk.escalate("One", "Two")
    first, second = [m["id"] for m in (await desk.show(ident))["messages"]]
    answer = await desk.say(ident, "Hi", fields={"seen": first})
    assert (answer.status_code, answer.json()["reason"]) == (409, "stale")
    assert answer.json()["detail"]
    assert answer.json()["current"]["id"] == ident
    assert (await desk.say(ident, "Hi", fields={"seen": second})).status_code == 201
    await desk.say(ident, "Internal thought", "internal", who="u1", kind="customer")
    assert (await desk.say(ident, "Hi", fields={"seen": second})).status_code == 201
    assert (await desk.say(ident, "Hi", fields={"seen": ""})).status_code == 409
    assert (await desk.say(ident, "Hi", fields={"seen": "elsewhere"})).status_code == 422


async def test_lagging_clock_hides_nothing(desk: Asking):
    """A customer message is the newest even when the clock was put back before it."""
    ident = await desk.escalate("One")
    seen = (await desk.show(ident))["messages"][0]["id"]
    desk.later(hours=-2)
    await desk.customer(ident, "Two")
    assert (await desk.say(ident, "Hi", fields={"seen": seen})).status_code == 409
    assert [m["text"] for m in (await desk.show(ident))["messages"]] == ["One", "Two"]


async def test_bot_from_the_future_hides_nothing(desk: Asking):
    """A transcript dated ahead does not make later customer messages look old."""
    ident = await desk.escalate(messages=[{"text": "One", "at": "2099-01-01T00:00:00Z"}])
    seen = (await desk.show(ident))["messages"][0]["id"]
    desk.later(minutes=1)
    await desk.customer(ident, "Two")
    assert (await desk.say(ident, "Hi", fields={"seen": seen})).status_code == 409
    dates = [m["at"] for m in (await desk.show(ident))["messages"]]
    assert dates == ["2026-03-01T09:00:00.000Z", "2026-03-01T09:01:00.000Z"]


async def test_expected_assignee(desk: Asking):
    """A reply stops when another took it, and not when it is one's own or nobody's."""
    ident = await desk.escalate()
    hers = {"fields": {"expect_assignee": ""}}
    assert (await desk.say(ident, "1", **hers)).status_code == 201
    await desk.ask("POST", f"/v1/conversations/{ident}/claim", who="ann")
    assert (await desk.say(ident, "2", **hers)).status_code == 201
    await desk.get("/v1/me", who="bo")
    await desk.patch(ident, assignee="bo")
    answer = await desk.say(ident, "3", **hers)
    assert (answer.status_code, answer.json()["reason"]) == (409, "assignee")
    assert answer.json()["detail"] == "Bo Agent has taken it."
    known = {"fields": {"expect_assignee": "bo"}}
    assert (await desk.say(ident, "4", **known)).status_code == 201


async def test_attachment(desk: Asking):
    """A file comes back byte for byte, as a download that no browser would run."""
    ident = await desk.escalate()
    data = b"<script>alert(1)</script>\x00\xff"
    file = {
        "name": "../../etc/pass\x1bwd.html",
        "type": "text/html",
        "content_base64": base64.b64encode(data).decode(),
    }
    answer = await desk.say(ident, "See file", fields={"attachments": [file]})
    shown = answer.json()["message"]["attachments"][0]
    assert "/" not in shown["name"]
    assert shown["size"] == len(data)
    got = await desk.ask("GET", f"/v1/attachments/{shown['id']}")
    assert got.content == data
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize("ident", ["a999", "x", "a", "-1", "a" + "9" * 30, "%F0%9F%98%80", "a1%00"])
async def test_no_such_attachment(desk: Asking, ident: str):
    """Unknown and impossible attachment ids are 404."""
    assert (await desk.ask("GET", f"/v1/attachments/{ident}")).status_code == 404


@pytest.mark.parametrize(
    "files",
    ["x", [1], [{"name": "a"}], [{"content_base64": "***"}], [{"content_base64": 5}]],
)
async def test_bad_attachments(desk: Asking, files: object):
    """Attachments that cannot be read are refused by place, and nothing is said."""
    ident = await desk.escalate()
    answer = await desk.say(ident, "x", fields={"attachments": files})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"].startswith("attachments")
    assert len((await desk.show(ident))["messages"]) == 1
