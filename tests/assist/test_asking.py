"""Servers that refuse, stall, break off, or do not take everything: each is said in words."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing

import pytest

from console import errors
from tests.assist.talking import (
    CARD,
    FENCE,
    MACRO,
    Talker,
    case,
    last,
    made,
    openai_stream,
    openai_whole,
    over,
    sends,
)
from tests.listening import answer, hang_up, listening, say_nothing, trickle

TWO = "@@ K1\nWe are sorry. Tracking can lag for a day.\n@@ -\nHello, Odile is asking the carrier."


def card_text() -> str:
    """Write a card as a model would."""
    return json.dumps(CARD)


# A server that behaves badly


async def test_two_hundred_kilobytes(reach):
    """A card is read up to 200 kB; more is refused while it comes."""
    body = openai_whole(card_text() + " " * 200_000)
    async with listening(answer(200, body)) as server:
        with pytest.raises(errors.AssistError, match="more than 200,000 bytes"):
            await over(reach(server.url())).read(case())


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("status", "words", "requests"),
    [
        (401, "does not accept the key", 1), (403, "does not allow this", 1),
        (404, "neither this model nor this address", 1), (500, "answered 500", 3),
        (503, "answered 503", 3), (302, "redirects", 1), (429, "asked to wait", 1),
    ],
)  # fmt: skip
async def test_statuses(reach, status, words, requests):
    """Each refusal is an AssistError that says why; only what may pass is tried again."""
    said = json.dumps({"error": {"message": "no, sk-secret-key"}})
    async with listening(answer(status, said, retry_after="40")) as server:
        http = reach(server.url(), headers={"Authorization": "Bearer sk-secret-key"})
        for work in (over(http).read(case()), last(over(http).draft(case(), []))):
            with pytest.raises(errors.AssistError, match=words) as caught:
                await work
            assert "sk-secret-key" not in f"{caught.value}{caught.value.hint}"
        assert len(server.requests) == requests * 2


@pytest.mark.usefixtures("patient")
async def test_a_short_wait_is_waited_for(reach):
    """After 429 with a short Retry-After the same question is asked again."""
    good = answer(200, openai_whole(card_text()))
    async with listening(answer(429, "{}", retry_after="0"), answer(500), good) as server:
        assert (await over(reach(server.url())).read(case())).card.items
        assert len(server.requests) == 3


@pytest.mark.usefixtures("patient")
async def test_a_long_wait_is_kept_to(reach):
    """After 429 with a long Retry-After nothing more is sent until then."""
    async with listening(answer(429, "{}", retry_after="600")) as server:
        model = over(reach(server.url()))
        for _ in range(3):
            with pytest.raises(errors.AssistError, match="asked to wait") as caught:
                await model.read(case())
            assert "600 s" in caught.value.hint
        assert len(server.requests) == 1


async def test_a_stream_that_is_reset(reach):
    """A stream that ends in the middle is an error; what came before is not the last word."""
    data = openai_stream(TWO)
    async with listening(sends(data[: len(data) // 2])) as server:
        drafts = over(reach(server.url())).draft(case(), [MACRO])
        assert (await anext(drafts)).drafts
        with pytest.raises(errors.AssistError, match="broke off"):
            await last(drafts)


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        (b'data: {"error": {"message": "overloaded"}}\n\n', "overloaded"),
        (b"data: {nonsense\n\n", "no JSON"),
        (b'data: {"choices":[{"delta":{},"finish_reason":"length"}]}\n\n', "limit of 900 tokens"),
        (b'data: {"choices":[{"delta":{},"finish_reason":"content_filter"}]}\n\n', "refused"),
    ],
)
async def test_a_stream_that_ends_badly(reach, tail, words):
    """An error, a broken piece, a full limit or a filter in the middle are said."""
    head = openai_stream(TWO).partition(b'data: {"choices": [{"delta": {}')[0]
    async with listening(sends(head + tail)) as server:
        with pytest.raises(errors.AssistError, match=words):
            await last(over(reach(server.url())).draft(case(), [MACRO]))


async def test_a_stall(reach):
    """A server that says nothing is given up after the call's time."""
    async with listening(say_nothing) as server:
        model = over(reach(server.url()), seconds=0.2)
        for work in (model.read(case()), last(model.draft(case(), []))):
            with pytest.raises(errors.AssistError, match="did not answer"):
                await work


async def test_a_stall_in_the_middle(reach):
    """A stream that stops to send is given up after its idle time, well before the call's."""
    head = openai_stream(TWO)[:300]
    async with listening(sends(head, then=say_nothing)) as server:
        with pytest.raises(errors.AssistError, match="did not answer"):
            await last(over(reach(server.url()), idle=0.2, seconds=600).draft(case(), []))


async def test_a_trickle(reach):
    """A server that sends a byte now and then is given up after the call's time."""
    async with listening(trickle) as server:
        with pytest.raises(errors.AssistError, match="did not answer"):
            await over(reach(server.url()), seconds=0.3).read(case())


@pytest.mark.usefixtures("patient")
async def test_a_server_that_hangs_up(reach):
    """A closed connection, and a port where nobody listens, are said."""
    async with listening(hang_up) as server:
        model = over(reach(server.url()))
        with pytest.raises(errors.AssistError):
            await model.read(case())
    with pytest.raises(errors.AssistError) as caught:
        await over(reach(server.url())).read(case())
    assert "running" in caught.value.hint


async def test_packed(reach):
    """An answer that is packed unasked is refused: it could unfold to any size."""
    packed = answer(200, b"\x1f\x8b" + b"0" * 50, content_encoding="gzip")
    async with listening(packed) as server:
        with pytest.raises(errors.AssistError, match="packed"):
            await over(reach(server.url())).read(case())


async def test_leaving_closes_the_connection(reach):
    """Who stops to read drafts closes the connection; the server sees it go."""
    gone = asyncio.Event()

    async def until_gone(writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(b": still here\n\n")
                await writer.drain()
                await asyncio.sleep(0)
        except ConnectionError:
            gone.set()

    async with listening(sends(openai_stream(TWO)[:900], then=until_gone)) as server:
        async with aclosing(over(reach(server.url())).draft(case(), [])) as drafts:
            async for _ in drafts:
                break
        async with asyncio.timeout(10):
            await gone.wait()


async def test_cancelling_closes_the_connection(reach):
    """A cancelled reading closes the connection at once."""
    begun = asyncio.Event()
    gone = asyncio.Event()

    async def hold(writer: asyncio.StreamWriter) -> None:
        begun.set()
        try:
            while True:
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n ")
                await writer.drain()
                await asyncio.sleep(0)
        except ConnectionError:
            gone.set()

    async with listening(hold) as server:
        task = asyncio.ensure_future(over(reach(server.url())).read(case()))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(10):
            await gone.wait()


# Servers that do not take everything


async def test_forms_of_json():
    """A server without schemas, then without any JSON mode, is asked in words, and remembered."""
    app = Talker(lambda _: card_text(), refuse=["response_format"])
    model = made(app)
    await model.read(case())
    forms = [body.get("response_format", {}).get("type") for body in app.bodies]
    assert forms == ["json_schema", "json_object", None]
    await model.read(case())
    assert len(app.bodies) == 4


async def test_settings_that_are_refused():
    """Newer models want another name for the limit and no temperature: found out, remembered."""
    app = Talker(lambda _: card_text(), refuse=["max_tokens", "temperature"])
    model = made(app)
    await model.read(case())
    assert app.bodies[-1]["max_completion_tokens"] == 900
    assert "temperature" not in app.bodies[-1]
    assert len(app.bodies) == 3


async def test_anthropic_without_schemas():
    """Without schemas the model is given the first character of its answer."""
    app = Talker(lambda _: card_text()[1:], refuse=["output_config"])
    assert (await made(app, "anthropic").read(case())).card.items
    assert app.bodies[-1]["messages"][-1] == {"role": "assistant", "content": "{"}


async def test_refused_for_good():
    """A refusal that no other form helps is said with the server's words."""
    app = Talker(lambda _: "", refuse=["model"])
    with pytest.raises(errors.AssistError, match="model is not supported"):
        await made(app).read(case())
    assert FENCE not in str(app.bodies[0]["messages"][0]["content"])[:40]
