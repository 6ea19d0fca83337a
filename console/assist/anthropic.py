"""The dialect of Anthropic's messages.

https://docs.anthropic.com/en/api/messages
https://docs.anthropic.com/en/api/messages-streaming
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from console.assist.dialect import CUT, REFUSED, WHOLE, Ask, Piece, table, words
from console.assist.sse import Event

VERSION = "2023-06-01"
_ENDS = {"max_tokens": CUT, "model_context_window_exceeded": CUT, "refusal": REFUSED}
_OPEN = "{"
"""Put into the model's mouth, so that it goes on with JSON."""


class Anthropic:
    """Messages."""

    name = "anthropic"
    modes: tuple[str, ...] = ("json_schema", "prefill", "words")

    def headers(self, key: str) -> Mapping[str, str]:
        """Send the key, and the version of the API that is spoken."""
        given = {"anthropic-version": VERSION}
        return {**given, "x-api-key": key} if key else given

    def path(self, url: str) -> str:
        """Post under a url with or without `/v1`."""
        return "messages" if url.rstrip("/").endswith("/v1") else "v1/messages"

    def models_path(self, url: str) -> str:
        """List models beside it."""
        return self.path(url).replace("messages", "models")

    def build(self, ask: Ask, mode: str, without: Collection[str]) -> dict[str, Any]:
        """Build the request."""
        messages = [{"role": "user", "content": ask.user}]
        body: dict[str, Any] = {
            "model": ask.model,
            "system": ask.system,
            "messages": messages,
            "max_tokens": ask.max_tokens,
            "stream": ask.stream,
        }
        if "temperature" not in without:
            body["temperature"] = ask.temperature
        if ask.shape is not None and mode == "json_schema":
            body["output_config"] = {"format": {"type": "json_schema", "schema": ask.shape}}
        elif ask.shape is not None and mode == "prefill":
            messages.append({"role": "assistant", "content": _OPEN})
        return body

    def without(self, said: str) -> str:
        """Find the setting in the words of a refusal."""
        return "temperature" if "temperature" in said else ""

    def parse(self, data: Any, mode: str) -> Piece:
        """Read the blocks of text; a block of any other kind is passed over."""
        if error := words(data):
            return Piece(error=error)
        blocks = table(data).get("content")
        listed = [table(block) for block in blocks] if isinstance(blocks, list) else []
        text = "".join(str(b.get("text", "")) for b in listed if b.get("type") == "text")
        if mode == "prefill" and text and not text.lstrip().startswith(_OPEN):
            text = _OPEN + text
        return Piece(text, _ENDS.get(str(table(data).get("stop_reason")), WHOLE))

    def piece(self, event: Event) -> Piece:
        """Read an event; its kind stands in the data too."""
        try:
            data = table(json.loads(event.data))
        except (ValueError, RecursionError):
            return Piece(error="a piece of it is no JSON")
        kind = data.get("type") or event.name
        if kind == "error" or data.get("error"):
            return Piece(error=words(data) or "an error without words")
        delta = table(data.get("delta"))
        if kind == "content_block_delta" and delta.get("type") == "text_delta":
            return Piece(str(delta.get("text", "")))
        if kind == "message_delta" and delta.get("stop_reason"):
            end = _ENDS.get(str(delta["stop_reason"]), "")
            return Piece(end=end)
        return Piece(end=WHOLE) if kind == "message_stop" else Piece()
