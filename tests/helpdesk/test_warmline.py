"""The own desk passes the contract, in process and over a file of its own."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.domain.changes import Outcome
from console.domain.models import AuthorKind, Customer, Person
from console.helpdesk.warmline import Warmline, identity_headers
from console.http import Endpoint, Http
from console.server.app import Desk, create_app
from tests.helpdesk.contract import TALK, Bench, FaultyHttp, HelpdeskContract, Said
from tests.helpdesk.steps import walk

ANN, BO = Person("ann", "Ann Agent"), Person("bø", "Bø Agent")


def connect(app: Any, headers: Mapping[str, str], url: str = "http://desk.test") -> FaultyHttp:
    """Speak to an app, or to a url where there is none."""
    return FaultyHttp(Endpoint(url, headers=headers, app=app, timeout=5))


class OwnDesk(Bench):
    """The own desk, its agents and everyone around it."""

    kinds = frozenset(AuthorKind)
    costs: Mapping[str, int] = dict.fromkeys(
        ("claim", "reply", "assign", "status", "priority", "tags"), 1
    )

    def __init__(self, app: Desk) -> None:
        self.http: FaultyHttp = connect(app, identity_headers(ANN))
        self.helpdesk = Warmline("desk", self.http)
        self.rival = Warmline("desk", connect(app, identity_headers(BO)))
        self.outside = connect(app, {"Warmline-Agent": "outside"})
        self.app = app

    async def escalate(
        self,
        messages: Sequence[Said] = TALK,
        *,
        subject: str = "Late parcel",
        tags: Sequence[str] = (),
        customer: str = "Ann Example",
    ) -> str:
        data = escalation(messages, subject, tags, customer)
        return (await self.outside.request("POST", "/v1/intake", json=data)).json()["id"]

    async def returns(self, ident: str, subject: str) -> str:
        customer = (await self.helpdesk.thread(ident)).escalation.customer
        return await self.escalate(subject=subject, customer=customer.id)

    async def escalate_many(self, count: int) -> None:
        items = [escalation(TALK, f"Parcel {n}", (), "Ann Example") for n in range(count)]
        for start in range(0, count, 500):
            await self.outside.request(
                "POST", "/v1/intake/batch", json={"items": items[start : start + 500]}
            )

    async def customer_says(self, ident: str, text: str) -> None:
        await self.outside.request(
            "POST",
            f"/v1/conversations/{ident}/messages",
            json={"text": text, "visibility": "public"},
            headers={"Warmline-Author-Kind": "customer"},
        )

    async def teach(self, kind: str, title: str, text: str) -> None:
        data = {"kind": kind, "title": title, "text": text}
        await self.outside.request("POST", "/v1/knowledge", json=data)

    async def lose_answer(self, work: Awaitable[Outcome]) -> Outcome:
        return await self.http.lose(work)

    def stranger(self) -> Warmline:
        return Warmline("desk", connect(self.app, {}))

    def absent(self) -> Warmline:
        # Nobody can listen on port 0.
        return Warmline("desk", connect(None, {}, "http://127.0.0.1:0"))

    def silent(self) -> Warmline:
        async def hang(scope: Any, receive: Any, send: Any) -> None:
            await asyncio.Event().wait()

        return Warmline("desk", Http(Endpoint("http://desk.test", app=hang, timeout=0.01)))


def escalation(
    messages: Sequence[Said], subject: str, tags: Sequence[str], customer: str
) -> dict[str, Any]:
    """Write an escalation in the intake form."""
    return {
        "id": f"{uuid.uuid4()}",
        "subject": subject,
        "tags": list(tags),
        "customer": {"id": customer, "name": customer},
        "handoff": {"at": datetime.now(UTC).isoformat(), "bot": "Parcel Bot", "reason": "asked"},
        "messages": [
            {
                "author": {"kind": line.kind.value, "name": line.name},
                "visibility": line.visibility.value,
                "text": line.text,
                "attachments": [
                    {
                        "name": file.name,
                        "type": file.type,
                        "content_base64": base64.b64encode(file.content or b"").decode(),
                    }
                    for file in line.attachments
                ],
            }
            for line in messages
        ],
    }


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[OwnDesk]:
    """Open a new desk for each test."""
    app = create_app(tmp_path / "desk" / "desk.db")
    await app.open()
    own = OwnDesk(app)
    yield own
    for http in (own.http, own.rival.http, own.outside):
        await http.aclose()
    await app.aclose()


class TestWarmline(HelpdeskContract):
    """The own desk does what every helpdesk must do."""

    @pytest.mark.parametrize(("count", "requests"), [(0, 1), (200, 1), (201, 2), (450, 3)])
    async def test_pull_costs(self, bench: OwnDesk, count: int, requests: int):
        """Changes take one request for each 200 escalations."""
        await bench.escalate_many(count)
        before = bench.http.requests
        deltas, _, _ = await walk(bench.helpdesk)
        assert len(deltas) == count
        assert bench.http.requests - before == requests

    async def test_history_costs(self, bench: OwnDesk, caplog: pytest.LogCaptureFixture):
        """A customer's history takes one request, and the log does not name the customer."""
        await bench.escalate(customer="ann@example.com")
        before = bench.http.requests
        customer = Customer("ann@example.com", "Ann")
        with caplog.at_level("DEBUG", "console"):
            assert len(await bench.helpdesk.history(customer, limit=10)) == 1
        assert bench.http.requests - before == 1
        assert "/v1/history" in caplog.text
        assert "ann" not in caplog.text
