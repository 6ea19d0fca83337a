"""The own desk on a port of loopback, which can be taken off the network and put back."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx

from console.server.app import create_app

Result = TypeVar("Result")


class ServedDesk:
    """A desk that several processes reach over HTTP; requests are counted."""

    def __init__(self, folder: Path) -> None:
        """Open the desk in `folder`, and listen on a port that the system chooses."""
        self.app = create_app(folder / "desk.db")
        self.asked: list[str] = []
        """Method and path of each request."""
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="served desk")
        self._thread.start()
        self._do(self.app.open())
        self.up()

    @property
    def url(self) -> str:
        """Say where it is, or was."""
        return f"http://127.0.0.1:{self.port}"

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def up(self) -> None:
        """Listen, on the same port as before."""
        self._do(self._listen())

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def down(self) -> None:
        """Listen no more, and end what is connected."""
        self._do(self._hang_up())

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()

    def close(self) -> None:
        """End all of it."""
        self.down()
        self._do(self.app.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def ask(self, method: str, path: str, data: Any = None) -> Any:
        """Make a request as somebody else, whether it listens or not."""
        return self._do(self._ask(method, path, data))

    async def _ask(self, method: str, path: str, data: Any) -> Any:
        transport = httpx.ASGITransport(app=self.app)
        who = {"Warmline-Agent": "outside"}
        async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
            return (await client.request(method, path, json=data, headers=who)).json()

    def said(self, ident: str) -> list[tuple[str, str]]:
        """Give what agents have said: visibility and text, in order."""
        return [
            (message["visibility"], message["text"])
            for message in self.ask("GET", f"/v1/conversations/{ident}")["messages"]
            if message["author"]["kind"] == "agent" and not message["event"]
        ]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.strip().split("\r\n")
                headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
                sizes = [int(value) for name, value in headers if name.lower() == "content-length"]
                body = await reader.readexactly(sum(sizes))
                writer.write(await self._answer(first, headers, body))
                await writer.drain()
        except (EOFError, ConnectionError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, first: str, headers: list[Any], body: bytes) -> bytes:
        method, target, _ = first.split(" ")
        self.asked.append(f"{method} {target}")
        path, _, query = target.partition("?")
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "root_path": "", "server": ("127.0.0.1", self.port), "client": ("127.0.0.1", 1),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        }  # fmt: skip
        given = [{"type": "http.request", "body": body, "more_body": False}]
        told: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return given.pop() if given else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        content = b"".join(part.get("body", b"") for part in told[1:])
        kept = [(n, v) for n, v in told[0]["headers"] if n.lower() != b"content-length"]
        lines = [b"%b: %b" % pair for pair in kept] + [b"content-length: %d" % len(content)]
        status = b"HTTP/1.1 %d Said" % told[0]["status"]
        return b"\r\n".join([status, *lines, b"", content])


def escalate(desk: ServedDesk, ident: str, subject: str) -> None:
    """Hand a conversation over, as a bot would."""
    answer = desk.ask("POST", "/v1/intake", {
        "id": ident, "subject": subject, "channel": "email",
        "customer": {"id": "u1", "name": "Ada Example", "email": "ada@example.com"},
        "messages": [{"text": f"Help with {subject}, please."}],
    })  # fmt: skip
    assert "outcome" in answer or "id" in answer, json.dumps(answer)
