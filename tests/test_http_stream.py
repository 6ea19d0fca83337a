"""Answers that come piece by piece: bounded in bytes and time, tried again before the first."""

from __future__ import annotations

import asyncio

import pytest

from console import errors
from tests.listening import answer, listening, say_nothing, trickle


async def streamed(http, **limits):
    """Read a whole stream."""
    given = {"limit": 1_000, "idle": 5.0, "total": 5.0, **limits}
    async with http.stream("/x", json={"a": 1}, **given) as pieces:
        return b"".join([piece async for piece in pieces])


async def test_a_stream(reach):
    """The bytes come as they are; the question is a POST that asks for no packing."""
    async with listening(answer(200, "hello")) as server:
        assert await streamed(reach(server.url())) == b"hello"
    assert server.requests[0].startswith("POST /x")
    assert "accept-encoding: identity" in server.requests[0].lower()


async def test_read_only(reach):
    """It only reads: it passes where nothing may be written."""
    async with listening(answer(200, "hello")) as server:
        assert await streamed(reach(server.url(), read_only=True)) == b"hello"


async def test_too_much(reach):
    """After so many bytes it is refused."""
    async with listening(answer(200, "x" * 1_001)) as server:
        with pytest.raises(errors.BadAnswer, match="more than 1,000 bytes"):
            await streamed(reach(server.url()))


@pytest.mark.parametrize("limits", [{"idle": 0.1}, {"total": 0.2}])
async def test_too_long(reach, limits):
    """A silence after it began, and a whole that takes too long, end it."""

    async def begin(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nbegun")
        await say_nothing(writer)

    async with listening(begin) as server:
        with pytest.raises(errors.NoAnswer):
            await streamed(reach(server.url()), **limits)


async def test_a_trickle(reach):
    """Bytes now and then do not keep it alive."""
    async with listening(trickle) as server:
        with pytest.raises(errors.NoAnswer):
            await streamed(reach(server.url()), total=0.2, limit=10**9)


@pytest.mark.usefixtures("patient")
async def test_tried_again(reach):
    """A refusal that passes is tried again, since only reads come here; others are not."""
    async with listening(answer(503), answer(429, retry_after="0"), answer(200, "ok")) as server:
        assert await streamed(reach(server.url())) == b"ok"
        assert len(server.requests) == 3
    async with listening(answer(401, '{"error": {"message": "who?"}}')) as server:
        with pytest.raises(errors.Unauthorized, match=r"who\?"):
            await streamed(reach(server.url()))
        assert len(server.requests) == 1


async def test_a_long_refusal(reach):
    """However long its words are, a refusal is told by its status."""
    async with listening(answer(403, "x" * 100_000)) as server:
        with pytest.raises(errors.Forbidden):
            await streamed(reach(server.url()))


async def test_packed(reach):
    """What is packed, unasked, is refused before it is unfolded."""
    async with listening(answer(200, b"\x1f\x8b", content_encoding="gzip")) as server:
        with pytest.raises(errors.BadAnswer, match="packed"):
            await streamed(reach(server.url()))
