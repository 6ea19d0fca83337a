"""The dialect of OpenAI's chat completions, which Ollama, vLLM, llama.cpp and others speak too.

https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from console.assist.dialect import CUT, REFUSED, WHOLE, Ask, Piece, table, words
from console.assist.sse import Event

_ENDS = {"length": CUT, "content_filter": REFUSED}


class OpenAI:
    """Chat completions."""

    name = "openai"
    modes: tuple[str, ...] = ("json_schema", "json_object", "words")

    def headers(self, key: str) -> Mapping[str, str]:
        """Send the key as a bearer token."""
        return {"Authorization": f"Bearer {key}"} if key else {}

    def path(self, url: str) -> str:  # noqa: ARG002
        """Post under a url that ends in `/v1`, as vendors print it."""
        return "chat/completions"

    def models_path(self, url: str) -> str:  # noqa: ARG002
        """List models beside it."""
        return "models"

    def build(self, ask: Ask, mode: str, without: Collection[str]) -> dict[str, Any]:
        """Build the request; newer models want `max_completion_tokens`, and no temperature."""
        limit = "max_completion_tokens" if "max_tokens" in without else "max_tokens"
        body: dict[str, Any] = {
            "model": ask.model,
            "messages": [
                {"role": "system", "content": ask.system},
                {"role": "user", "content": ask.user},
            ],
            limit: ask.max_tokens,
            "stream": ask.stream,
        }
        if "temperature" not in without:
            body["temperature"] = ask.temperature
        if ask.shape is not None and mode == "json_schema":
            form = {"name": "answer", "strict": True, "schema": ask.shape}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        elif ask.shape is not None and mode == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def without(self, said: str) -> str:
        """Find the setting in the words of a refusal."""
        return next((name for name in ("max_tokens", "temperature") if name in said), "")

    def parse(self, data: Any, mode: str) -> Piece:  # noqa: ARG002
        """Read `choices[0].message.content`."""
        if error := words(data):
            return Piece(error=error)
        choice = _choice(data)
        message = table(choice.get("message"))
        if message.get("refusal"):
            return Piece(end=REFUSED)
        return Piece(_text(message), _ENDS.get(str(choice.get("finish_reason")), WHOLE))

    def piece(self, event: Event) -> Piece:
        """Read a chunk; `[DONE]`, or a chunk with a reason, is the end."""
        if event.data.strip() == "[DONE]":
            return Piece(end=WHOLE)
        try:
            data = json.loads(event.data)
        except (ValueError, RecursionError):
            return Piece(error="a piece of it is no JSON")
        if error := words(data):
            return Piece(error=error)
        choice = _choice(data)
        delta = table(choice.get("delta"))
        reason = choice.get("finish_reason")
        end = _ENDS.get(str(reason), WHOLE) if reason else ""
        return Piece(_text(delta), REFUSED if delta.get("refusal") else end)


def _choice(data: Any) -> Mapping[str, Any]:
    choices = table(data).get("choices")
    return table(choices[0]) if isinstance(choices, list) and choices else {}


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    return content if isinstance(content, str) else ""
