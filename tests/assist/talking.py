"""A conversation to read, and model servers that answer what a test says."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from console.assist.anthropic import Anthropic
from console.assist.asking import Asking
from console.assist.endpoint import Model, Terms
from console.assist.openai import OpenAI
from console.domain.handoff import Case, Handoff
from console.domain.models import (
    Author,
    AuthorKind,
    Customer,
    Knowledge,
    Message,
    Visibility,
)
from console.domain.suggestion import Suggested
from console.http import Endpoint, Http

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
FENCE = "f3nc3f3nc3"
NOTE = "Fraud flag on file, do not tell; supplier margin is 61 percent; vault word plover."
"""An internal note: nothing of it may reach a draft."""
BOT, AGENT, CUSTOMER = AuthorKind.BOT, AuthorKind.AGENT, AuthorKind.CUSTOMER

SAID = (
    (CUSTOMER, "Hi, my order TE-0048 has not arrived. I paid 49.90 EUR on 2026-02-20."),
    (BOT, "I am the shop's bot. I have restarted the tracking of your parcel."),
    (CUSTOMER, "Tracking still shows nothing. Where is my parcel?"),
    (AGENT, "Hello, Odile here. I will ask the carrier today."),
)


def message(number: int, kind: AuthorKind, text: str, *, internal: bool = False) -> Message:
    """Make a message; its id is nothing a model would guess."""
    names = {CUSTOMER: "Sunniva Brandvold", BOT: "Wick", AGENT: "Odile Farr"}
    return Message(
        f"id-{number * 7}",
        NOW + timedelta(minutes=number),
        Author(kind, names.get(kind, "")),
        Visibility.INTERNAL if internal else Visibility.PUBLIC,
        text,
    )


def case(*more: str, note: str = NOTE) -> Case:
    """Make a conversation; `more` is what the customer says last."""
    said = [message(number, kind, text) for number, (kind, text) in enumerate(SAID)]
    said.append(message(len(said), AGENT, note, internal=True))
    said += [message(5 + place, CUSTOMER, text) for place, text in enumerate(more)]
    return Case(
        "desk/17",
        "Parcel late",
        Customer("c-9071", "Sunniva Brandvold", "sunniva@example.com"),
        tuple(said),
        Handoff(NOW, "Wick", "missing_knowledge", 0.3, "No carrier access. vault word plover."),
    )


MACRO = Knowledge("m-3", "macro", "Late parcel", "We are sorry. Tracking can lag for a day.")
INSIDE = Knowledge("a-9", "article", "Margins", "Never mention gannet.", Visibility.INTERNAL)

CARD: dict[str, Any] = {
    "goal": [{"text": "Wants to know where the parcel is.", "messages": ["m3"]}],
    "reason": [],
    "open_question": [{"text": "Where is my parcel?", "messages": ["m3"]}],
    "already_tried": [
        {"text": "Restarted the tracking of the parcel.", "messages": ["m2"], "by": "bot",
         "state": "failed"},
    ],
    "facts": [
        {"text": "Order TE-0048", "messages": ["m1"], "kind": "order_id", "value": "TE-0048"},
    ],
    "promises": [
        {"text": "I will ask the carrier today.", "messages": ["m4"], "by": "agent",
         "state": "open"},
    ],
    "issue": [{"text": "The parcel has not arrived.", "messages": ["m1"]}],
    "next_step": [],
    "deadlines": [],
    "disclosure": [{"text": "The bot said it is one.", "messages": ["m2"], "kind": "told_ai"}],
}  # fmt: skip

Answer = Callable[[dict[str, Any]], str]
"""From the request's body to the words of the model."""


def user_text(body: dict[str, Any]) -> str:
    """Give all that a request tells the model."""
    texts = [str(body.get("system", ""))]
    return "\n".join(texts + [str(each["content"]) for each in body["messages"]])


def chunks(text: str, size: int = 9) -> list[str]:
    """Cut a text as a stream would."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def openai_stream(text: str, end: str = "stop") -> bytes:
    """Write a stream of chat completions."""
    rows: list[Any] = [{"choices": [{"delta": {"content": part}}]} for part in chunks(text)]
    rows.append({"choices": [{"delta": {}, "finish_reason": end}]})
    return "".join(f"data: {json.dumps(row)}\n\n" for row in rows).encode() + b"data: [DONE]\n\n"


def openai_whole(text: str, end: str = "stop") -> bytes:
    """Write a chat completion."""
    return json.dumps({"choices": [{"message": {"content": text}, "finish_reason": end}]}).encode()


def anthropic_stream(text: str) -> bytes:
    """Write a stream of messages."""
    rows: list[Any] = [{"type": "message_start", "message": {}}]
    rows += [
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": part}}
        for part in chunks(text)
    ]
    rows += [{"type": "message_delta", "delta": {"stop_reason": "end_turn"}}]
    rows += [{"type": "message_stop"}]
    return "".join(f"event: {r['type']}\ndata: {json.dumps(r)}\n\n" for r in rows).encode()


class Talker:
    """An ASGI app that speaks both dialects with the words of `answer`."""

    def __init__(self, answer: Answer, refuse: Sequence[str] = ()) -> None:
        """Take the words, and names in a request's body that are answered by 400."""
        self.answer = answer
        self.refuse = set(refuse)
        self.bodies: list[dict[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        raw = b""
        while True:
            part = await receive()
            raw += part.get("body", b"")
            if not part.get("more_body"):
                break
        body = json.loads(raw)
        self.bodies.append(body)
        status, out = 200, b""
        if bad := self.refuse & set(body):
            status = 400
            out = json.dumps({"error": {"message": f"{min(bad)} is not supported"}}).encode()
        elif scope["path"].endswith("messages"):
            text = self.answer(body)
            block = {"content": [{"type": "text", "text": text}], "stop_reason": "end_turn"}
            out = anthropic_stream(text) if body["stream"] else json.dumps(block).encode()
        else:
            text = self.answer(body)
            out = openai_stream(text) if body["stream"] else openai_whole(text)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": out})


def made(app: Any, dialect: str = "openai", terms: Terms | None = None, **more: Any) -> Model:
    """Make a model that speaks to an ASGI app."""
    http = Http(Endpoint("http://model.invalid/v1", app=app))
    return over(http, dialect, terms, **more)


def over(
    http: Http,
    dialect: str = "openai",
    terms: Terms | None = None,
    *,
    seconds: float = 20.0,
    idle: float = 10.0,
    max_tokens: int = 900,
    base: Any = None,
) -> Model:
    """Make a model on a way to a server."""
    speaks = Anthropic() if dialect == "anthropic" else OpenAI()
    asking = Asking(
        "here", "small", http, speaks, max_tokens=max_tokens, seconds=seconds, idle=idle
    )
    return Model(asking, terms or Terms(), base=base, clock=lambda: NOW, fence=lambda: FENCE)


async def last(drafts: AsyncGenerator[Suggested, None]) -> Suggested:
    """Give what is whole."""
    return [each async for each in drafts][-1]


def sends(data: bytes, *, then: Callable[[asyncio.StreamWriter], Any] | None = None) -> Any:
    """Make an answer of an event stream without a length, in pieces; then close, or `then`."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
        sizes = random.Random(len(data))
        at = 0
        while at < len(data):
            step = sizes.randint(1, 60)
            writer.write(data[at : at + step])
            at += step
        await writer.drain()
        if then is not None:
            await then(writer)
        writer.close()

    return reply
