"""The form in which a model answers with a card: one JSON object, a list for each slot."""

from __future__ import annotations

from typing import Any

from console.domain.handoff import REASONS, Slot

MOST_ITEMS = 30
"""Items of one slot that are kept."""

_TEXT: dict[str, Any] = {"type": "string"}
_BY: dict[str, Any] = {"type": "string", "enum": ["customer", "bot", "agent"]}
_MORE: dict[Slot, dict[str, Any]] = {
    Slot.REASON: {"kind": {"type": "string", "enum": [*REASONS, ""]}},
    Slot.ALREADY_TRIED: {
        "by": _BY,
        "state": {"type": "string", "enum": ["failed", "worked", "partly", "unknown"]},
    },
    Slot.FACTS: {"kind": _TEXT, "value": _TEXT},
    Slot.PROMISES: {"by": _BY, "state": {"type": "string", "enum": ["open", "kept", "broken"]}},
    Slot.DISCLOSURE: {"kind": {"type": "string", "enum": ["told_ai", "told_human"]}},
}
NEEDED: dict[Slot, tuple[str, ...]] = {Slot.FACTS: ("text", "messages", "value")}
"""What an item must have to be read; the rest may be missing."""


def _item(slot: Slot, *, strict: bool) -> dict[str, Any]:
    properties = {
        "text": _TEXT,
        "messages": {"type": "array", "items": _TEXT},
        **_MORE.get(slot, {}),
    }
    if strict:
        required = list(properties)
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    return {
        "type": "object",
        "properties": properties,
        "required": list(NEEDED.get(slot, ("text", "messages"))),
    }


def _card(*, strict: bool) -> dict[str, Any]:
    slots = {slot.value: {"type": "array", "items": _item(slot, strict=strict)} for slot in Slot}
    more = {"required": list(slots), "additionalProperties": False} if strict else {}
    return {"type": "object", "properties": slots, **more}


CARD = _card(strict=True)
"""As it is asked for: all is required, as servers with strict schemas want it."""
LOOSE = _card(strict=False)
"""As it is read: words that are not known, and slots that are missing, do no harm."""
