"""Try an endpoint and say in words what it can do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from typing import Any, NamedTuple

from console.assist.asking import Asking
from console.assist.dialect import table
from console.assist.endpoint import Model
from console.assist.parsing import NotUsable, object_in
from console.assist.prompts import Prompt
from console.errors import AssistError

GOOD, NOTE, WRONG = "good", "note", "wrong"

_SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {"colour": {"type": "string"}},
    "required": ["colour"],
    "additionalProperties": False,
}
_JSON = Prompt(
    "check-1",
    "Answer with one JSON object and nothing else.",
    'What colour is grass? Answer as {"colour": "..."}.',
    _SHAPE,
)
_STREAM = Prompt("check-1", "Answer in plain text.", "Count from one to ten in words.")
_SAYS = ("max_model_len", "context_length", "context_window", "max_input_tokens", "n_ctx")
_MODES = {
    "json_schema": "answers JSON held to a schema",
    "json_object": "answers JSON, but not held to a schema",
    "prefill": "answers JSON when its first character is given",
    "words": "answers JSON when asked for it in words",
}


class Finding(NamedTuple):
    """One thing that was tried."""

    level: str
    """GOOD, NOTE or WRONG."""
    area: str
    """`reach`, `model`, `json`, `stream`, `context`, `privacy`."""
    said: str
    do: str = ""
    """What helps; empty where all is well."""
    seconds: float | None = None


async def check(model: Model, *, now: Callable[[], float] = time.monotonic) -> list[Finding]:
    """Try reach and key, JSON, streaming with its latency, and context; nothing raises.

    Only made-up questions are sent. What cannot be tried after a failure is left out.
    """
    asking = model.asking
    found, listed = await _listed(asking)
    if any(each.level == WRONG for each in found):
        return found
    found += [await _json(asking, now)]
    found += [await _stream(asking, now)]
    return [*found, *_context(listed, asking.model, model.terms.room), *_privacy(model)]


async def _listed(asking: Asking) -> tuple[list[Finding], list[Any]]:
    try:
        data = await asking.models()
    except AssistError as error:
        # Some servers list nothing: whether they answer is tried with a question.
        missing = "neither this model nor this address" in str(error)
        kept = "accept the key" in str(error) or "cannot be reached" in str(error)
        if missing or not kept:
            return [Finding(NOTE, "model", f"It does not list its models. ({error})")], []
        return [Finding(WRONG, "reach", str(error), error.hint)], []
    listed = table(data).get("data")
    models = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    good = [Finding(GOOD, "reach", f"{asking.name} is reached, and accepts the key.")]
    names = [str(each.get("id", "")) for each in models]
    if names and asking.model not in names:
        from console.config.check import nearest  # noqa: PLC0415

        near = nearest(asking.model, names)
        said = f"It does not list {asking.model}."
        do = f"Did you mean {near}?" if near else f"It lists {', '.join(sorted(names)[:8])}."
        good.append(Finding(NOTE, "model", said, do))
    return good, models


async def _json(asking: Asking, now: Callable[[], float]) -> Finding:
    begun = now()
    try:
        answer = await asking.whole(_JSON, 0.0, asking.deadline())
        colour = object_in(answer).get("colour")
    except AssistError as error:
        return Finding(WRONG, "json", str(error), error.hint)
    except NotUsable as error:
        said = f"Its answer to a question for JSON cannot be used: {error}."
        return Finding(WRONG, "json", said, "Choose a model that follows instructions better.")
    took = now() - begun
    if not isinstance(colour, str):
        said = "It answers JSON, but not with the field that was asked for."
        return Finding(NOTE, "json", said, "Cards may often be refused.", took)
    return Finding(GOOD, "json", f"It {_MODES[asking.mode]}, in {took:.1f} s.", seconds=took)


async def _stream(asking: Asking, now: Callable[[], float]) -> Finding:
    begun = now()
    first: float | None = None
    pieces = 0
    try:
        answer = asking.pieces(_STREAM, 0.0, asking.deadline())
        async with aclosing(answer) as each:
            async for _ in each:
                pieces += 1
                first = first if first is not None else now() - begun
    except AssistError as error:
        return Finding(WRONG, "stream", str(error), error.hint)
    total = now() - begun
    if pieces < 2:
        said = f"It streams, but all at once, after {total:.1f} s."
        return Finding(NOTE, "stream", said, seconds=total)
    said = f"It streams: the first words after {first or 0:.1f} s, all after {total:.1f} s."
    return Finding(GOOD, "stream", said, seconds=first)


def _context(models: list[Any], name: str, room: int) -> Iterator[Finding]:
    entry: dict[str, Any] = next((each for each in models if each.get("id") == name), {})
    sizes = [entry.get(key) or table(entry.get("meta")).get(key) for key in _SAYS]
    size = next((size for size in sizes if isinstance(size, int) and size > 0), None)
    if size is None:
        yield Finding(NOTE, "context", "It does not tell how much it can read at once.")
    elif size < room:
        said = f"It reads {size:,} tokens at once; max_input_tokens is {room:,}."
        yield Finding(WRONG, "context", said, f"Set max_input_tokens below {size:,}.")
    else:
        yield Finding(GOOD, "context", f"It reads {size:,} tokens at once.")


def _privacy(model: Model) -> Iterator[Finding]:
    url = model.asking.http.endpoint.url
    if not model.terms.redact:
        yield Finding(NOTE, "privacy", "Personal data is sent as it is (redact = false).")
    elif url.startswith("http:"):
        from console.config.problems import loopback  # noqa: PLC0415

        if not loopback(url):
            said = "Conversations travel unencrypted to another computer."
            yield Finding(NOTE, "privacy", said, "Use an https url.")
