"""A desk to ask, with a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from console.server.app import Desk, create_app

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class Asking:
    """One process's desk, and people who speak to it."""

    app: Desk
    client: httpx.AsyncClient
    now: datetime = START
    ids: count[int] = field(default_factory=lambda: count(1))

    def later(self, **step: float) -> datetime:
        """Move the clock."""
        self.now += timedelta(**step)
        return self.now

    async def ask(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        who: str = "ann",
        kind: str = "agent",
        key: str = "",
        **headers: str,
    ) -> httpx.Response:
        """Make a request as somebody."""
        given = {"Warmline-Agent": who, "Warmline-Agent-Name": f"{who.title()}%20Agent"}
        given |= {"Warmline-Author-Kind": kind} | ({"Idempotency-Key": key} if key else {})
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, path, json=json, headers=given)

    async def get(self, path: str, **options: str) -> Any:
        """Read something that is there."""
        answer = await self.ask("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def escalate(self, *texts: str, **fields: Any) -> str:
        """Hand over what a customer said; give the id."""
        data = {
            "id": f"c{next(self.ids)}",
            "customer": {"id": "u1", "name": "Ann Example"},
            "messages": [{"text": text} for text in texts or ("My parcel is late.",)],
            **fields,
        }
        answer = await self.ask("POST", "/v1/intake", data, who="bot")
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["id"])

    async def say(
        self, ident: str, text: str, visibility: str = "public", **options: Any
    ) -> httpx.Response:
        """Say something in a conversation."""
        fields = options.pop("fields", {})
        body = {"text": text, "visibility": visibility, **fields}
        return await self.ask("POST", f"/v1/conversations/{ident}/messages", body, **options)

    async def customer(self, ident: str, text: str) -> httpx.Response:
        """Let the customer write."""
        return await self.say(ident, text, who="u1", kind="customer")

    async def patch(self, ident: str, **fields: Any) -> httpx.Response:
        """Change fields of a conversation as Ann."""
        return await self.ask("PATCH", f"/v1/conversations/{ident}", fields)

    async def show(self, ident: str) -> Any:
        """Read a conversation whole."""
        return await self.get(f"/v1/conversations/{ident}")


async def _open(path: Path) -> Asking:
    asking: Asking
    app = create_app(path, clock=lambda: asking.now)
    await app.open()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    asking = Asking(app, httpx.AsyncClient(transport=transport, base_url="http://desk.test"))
    return asking


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Asking]:
    """Open a new desk."""
    asking = await _open(tmp_path / "data" / "desk.db")
    yield asking
    await asking.client.aclose()
    await asking.app.aclose()


@pytest.fixture
async def other(desk: Asking, tmp_path: Path) -> AsyncIterator[Asking]:
    """Open the same file a second time, as another process does."""
    asking = await _open(tmp_path / "data" / "desk.db")
    yield asking
    await asking.client.aclose()
    await asking.app.aclose()
