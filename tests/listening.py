"""A server on loopback that answers what a test says, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import stamina

from console.http import READ_ATTEMPTS, Endpoint, Http

NOW = 1_772_442_000.0
"""The time of the ways that `reach` makes, as Unix time."""
Reply = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(status: int = 200, body: bytes | str = b"", **headers: str) -> bytes:
    """Write an HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    given = {"content-type": "application/json", **headers, "content-length": str(len(content))}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + content


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.close()


async def say_nothing(_writer: asyncio.StreamWriter) -> None:
    """Leave the request without an answer."""
    await asyncio.Event().wait()


async def trickle(writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, forever."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


@dataclass
class Listening:
    """A server: it gives its answers in order, the last one again and again."""

    answers: Sequence[Reply]
    requests: list[str] = field(default_factory=list)
    """The head of each request, with its body."""
    connections: int = 0
    port: int = 0

    def url(self, scheme: str = "http", host: str = "127.0.0.1") -> str:
        """Say where it is."""
        return f"{scheme}://{host}:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = 0
                for line in head.lower().splitlines():
                    if line.startswith("content-length:"):
                        length = int(line.partition(":")[2])
                body = await reader.readexactly(length)
                reply = self.answers[min(len(self.requests), len(self.answers) - 1)]
                self.requests.append(head + body.decode("utf-8", "replace"))
                if callable(reply):
                    await reply(writer)
                else:
                    writer.write(reply)
                    await writer.drain()
        except (EOFError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(*answers: Reply, tls: ssl.SSLContext | None = None) -> AsyncIterator[Listening]:
    """Listen on a port that the system chooses."""
    place = Listening(answers or (answer(200, "{}"),))
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(place.serve(reader, writer))
        tasks.add(task)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    place.port = server.sockets[0].getsockname()[1]
    try:
        yield place
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def patient() -> Iterator[None]:
    """Try again without the waits between."""
    with stamina.set_testing(True, attempts=READ_ATTEMPTS):
        yield


@pytest.fixture
async def reach(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[..., Http]]:
    """Make ways to servers, closed at the end; the machine's own proxies are kept out."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    made: list[Http] = []

    def make(url: str, *, read_only: bool = False, **options: Any) -> Http:
        made.append(Http(Endpoint(url, **options), read_only=read_only, clock=lambda: NOW))
        return made[-1]

    yield make
    for http in made:
        await http.aclose()
