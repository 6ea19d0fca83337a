"""What the dialects of model servers have in common: a question, pieces of an answer, its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from console.assist.sse import Event

WHOLE = "whole"
"""How an answer ended as it should."""
CUT = "cut"
"""It reached its limit of tokens."""
REFUSED = "refused"
"""The model, or a filter before it, would not answer."""


class Ask(NamedTuple):
    """One question to a model."""

    model: str
    system: str
    user: str
    max_tokens: int
    temperature: float
    shape: dict[str, Any] | None = None
    """The JSON Schema of the answer; None for text."""
    stream: bool = False


class Piece(NamedTuple):
    """A part of an answer, or the whole of it."""

    text: str = ""
    end: str = ""
    """WHOLE, CUT or REFUSED when nothing follows."""
    error: str = ""
    """The server's own words when it broke off."""


class Dialect(Protocol):
    """How one family of servers is spoken to: pure functions over dicts."""

    name: str
    modes: tuple[str, ...]
    """Ways to get JSON, the best first; the last one is to ask for it in words."""

    def headers(self, key: str) -> Mapping[str, str]:
        """Say who asks; `key` is empty where none is needed."""
        ...

    def path(self, url: str) -> str:
        """Say where to post, under the endpoint's url."""
        ...

    def models_path(self, url: str) -> str:
        """Say where the models are listed."""
        ...

    def build(self, ask: Ask, mode: str, without: Collection[str]) -> dict[str, Any]:
        """Build the request; `without` names settings that the server does not take."""
        ...

    def without(self, said: str) -> str:
        """Say which setting a refusal speaks of, of those that can be left out; or nothing."""
        ...

    def parse(self, data: Any, mode: str) -> Piece:
        """Read an answer that came at once."""
        ...

    def piece(self, event: Event) -> Piece:
        """Read an event of a stream."""
        ...


def table(data: Any) -> Mapping[str, Any]:
    """Give a JSON object, or an empty one for anything else."""
    return data if isinstance(data, dict) else {}


def words(data: Any) -> str:
    """Give the words of an `error` in an answer, as all dialects write it."""
    error = table(data).get("error")
    if isinstance(error, str):
        return error
    said = table(error).get("message") or table(error).get("type")
    return str(said) if said else "an error without words" if error else ""
