"""The desk as an ASGI app: who may ask, what may be sent, how it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiosqlite
import httpx
import pytest
from starlette.requests import Request

from console.domain.models import Person
from console.errors import Forbidden
from console.server import bodies
from console.server.app import create_app
from tests.server.conftest import Asking

WHO = {"Warmline-Agent": "ann"}


async def raw(desk: Asking, body: bytes, method: str = "POST", path: str = "/v1/intake") -> Any:
    """Send bytes as they are."""
    return await desk.client.request(method, path, content=body, headers=WHO)


async def test_identity(desk: Asking):
    """Name and id are percent-encoded UTF-8; the agent is registered when first seen."""
    headers = {"Warmline-Agent": "b%C3%B8", "Warmline-Agent-Name": "B%C3%B8%20%1B%5B31mAgent"}
    answer = await desk.client.get("/v1/me", headers=headers)
    assert answer.json() == {"id": "bø", "name": "Bø Agent", "email": ""}
    listed = (await desk.get("/v1/agents"))["agents"]
    assert {"id": "bø", "name": "Bø Agent", "email": ""} in listed


async def test_renamed(desk: Asking):
    """An agent who is called otherwise now is so everywhere, until told otherwise."""
    ident = await desk.escalate()
    await desk.ask("POST", f"/v1/conversations/{ident}/claim")
    await desk.client.get("/v1/me", headers=WHO | {"Warmline-Agent-Name": "Ann%20New"})
    for _ in range(2):
        shown = (await desk.client.get(f"/v1/conversations/{ident}", headers=WHO)).json()
        assert shown["assignee"]["name"] == "Ann New"
    me = await desk.client.get("/v1/me", headers=WHO)
    assert me.json()["name"] == "Ann New"


@pytest.mark.parametrize("headers", [{}, {"Warmline-Agent": ""}, {"Warmline-Agent": "%1B%00"}])
async def test_nobody(desk: Asking, headers: dict[str, str]):
    """Who does not say who they are gets 401, in JSON, also for writes."""
    for method, path in (
        ("GET", "/v1/me"),
        ("POST", "/v1/intake"),
        ("PATCH", "/v1/conversations/x"),
    ):
        answer = await desk.client.request(method, path, headers=headers)
        assert answer.status_code == 401
        assert answer.json()["detail"]


async def test_own_identify(tmp_path: Path):
    """Another way of knowing people can be given, and can forbid."""

    def identify(request: Request) -> Person:
        if request.headers.get("token") != "right":
            raise Forbidden("Not you.")
        return Person("zed", "Zed", "zed@example.com")

    app = create_app(tmp_path / "desk.db", identify=identify)
    await app.open()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        good = await client.get("/v1/me", headers={"token": "right"})
        assert good.json() == {"id": "zed", "name": "Zed", "email": "zed@example.com"}
        bad = await client.get("/v1/me")
        assert (bad.status_code, bad.json()) == (403, {"detail": "Not you."})
    await app.aclose()


async def test_addresses_and_methods(desk: Asking):
    """Unknown addresses are 404, wrong methods 405 with those that are allowed; all JSON."""
    for path in ("/", "/v2/me", "/v1/me/", "/v1/conversations/", "/v1"):
        answer = await desk.ask("GET", path)
        assert (answer.status_code, path) == (404, path)
        assert answer.json()["detail"]
    answer = await desk.ask("DELETE", "/v1/me")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["detail"]
    assert (await desk.ask("PUT", "/openapi.json")).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe\x00",
        b"[1]",
        b"null",
        b'"x"',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
async def test_not_an_object(desk: Asking, body: bytes):
    """A body that is no finite JSON object is 400, never a failure."""
    answer = await raw(desk, body)
    assert answer.status_code == 400
    assert answer.json()["detail"]


async def test_lone_surrogates(desk: Asking):
    """Half characters are dropped on the way in, with a key and in names too."""
    body = (
        rb'{"id":"a\ud800b","\ud83d":"\udc00","messages":[{"text":"x\udfff","id":"\ud800"}],'
        rb'"tags":["\ud800t"],"customer":{"name":"\ud800N"}}'
    )
    for key in ("k1", "k2"):
        headers = WHO | {"Idempotency-Key": key}
        answer = await desk.client.post("/v1/intake", content=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
    shown = await desk.show("ab")
    assert (shown["messages"][0]["text"], shown["tags"]) == ("x", ["t"])


async def test_huge_numbers(desk: Asking):
    """Numbers beyond SQLite's do not break anything."""
    file = {"name": "a", "size": 10**40}
    line = {"id": "c1", "messages": [{"text": "x", "attachments": [file]}], "n": 10**400}
    answer = await raw(desk, json.dumps(line).encode())
    assert answer.status_code == 201
    shown = await desk.show("c1")
    assert shown["messages"][0]["attachments"][0]["size"] == 2**63 - 1


async def test_body_limit(desk: Asking, monkeypatch: pytest.MonkeyPatch):
    """A body over the limit is 413, declared or trickled, and is not read to its end."""
    monkeypatch.setattr(bodies, "BODY_LIMIT", 1000)
    assert (await raw(desk, b"x" * 1001)).status_code == 413
    sent = 0

    async def trickle() -> Any:
        nonlocal sent
        for _ in range(1000):
            sent += 100
            yield b" " * 100

    answer = await desk.client.post("/v1/intake", content=trickle(), headers=WHO)
    assert answer.status_code == 413
    assert sent < 2000


async def test_files_limit(desk: Asking, monkeypatch: pytest.MonkeyPatch):
    """The files of one message have a size together, for agents and for bots."""
    monkeypatch.setattr(bodies, "FILES_LIMIT", 5)
    monkeypatch.setattr("console.server.intake.FILES_LIMIT", 5)
    ident = await desk.escalate()
    files = [{"name": "a", "type": "x", "content_base64": "YWJj"}] * 2
    assert (await desk.say(ident, "x", fields={"attachments": files})).status_code == 422
    line = {"messages": [{"text": "x", "attachments": files}]}
    assert (await desk.ask("POST", "/v1/intake", line)).status_code == 422
    ok = {"messages": [{"text": "x", "attachments": files[:1]}]}
    assert (await desk.ask("POST", "/v1/intake", ok)).status_code == 201


async def test_bad_author_kind(desk: Asking):
    """Nobody speaks as the system."""
    for kind in ("system", "boss", ""):
        answer = await desk.ask("GET", "/v1/me", kind=kind)
        assert answer.status_code == 422


async def test_closed_desk(desk: Asking):
    """A desk that is closed says so, and works again when opened."""
    await desk.app.aclose()
    assert (await desk.ask("GET", "/v1/me")).status_code == 503
    await desk.app.open()
    await desk.app.open()
    assert (await desk.ask("GET", "/v1/me")).status_code == 200


@pytest.mark.parametrize(
    ("error", "status"), [(aiosqlite.OperationalError("locked"), 503), (KeyError("x"), 500)]
)
async def test_failures(
    desk: Asking, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
):
    """A failure is JSON without its insides, and leaves nothing half done."""
    ident = await desk.escalate()

    async def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("console.server.idempotency.keep", fail)
        answer = await desk.say(ident, "Half", key="k1")
    assert answer.status_code == status
    assert list(answer.json()) == ["detail"]
    assert len((await desk.show(ident))["messages"]) == 1
    assert (await desk.say(ident, "Whole", key="k1")).status_code == 201


async def test_lifespan(tmp_path: Path):
    """A server that runs the lifespan opens and closes the file by it."""
    app = create_app(tmp_path / "desk.db")
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []
    seen: list[bool] = []

    async def receive() -> Any:
        seen.append(app._database is not None)
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert seen == [False, True]
    assert app._database is None
