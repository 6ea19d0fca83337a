"""How readings and drafts are written as JSON: what `assist run` prints and the store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.domain.form import format_time, parse_time
from console.domain.handoff import Card, Item, Provenance, Reading, Slot
from console.domain.models import Visibility
from console.domain.sentiment import Arc, Mood
from console.domain.suggestion import Suggested, Suggestion

ALWAYS = {
    Slot.FACTS: ("kind", "value", "normalised"),
    Slot.PROMISES: ("by", "state", "at"),
}
"""What every statement of a slot has, though it be empty."""


def item_data(item: Item) -> dict[str, Any]:
    """Write one statement of the card; what does not apply to its slot is left out."""
    always = ALWAYS.get(item.slot, ())
    data: dict[str, Any] = {
        "text": item.text,
        "messages": list(item.messages),
        "supported": item.supported,
        "confidence": round(item.confidence, 3),
    }
    for name in ("kind", "value", "normalised", "by", "state", "source"):
        if (value := getattr(item, name)) or name in always:
            data[name] = value
    if item.at is not None or "at" in always:
        data["at"] = item.at and format_time(item.at)
    return data


def item_from(slot: Slot, data: Mapping[str, Any]) -> Item:
    """Read a statement back."""
    at = data.get("at")
    return Item(
        slot,
        data["text"],
        tuple(data["messages"]),
        bool(data["supported"]),
        float(data.get("confidence", 1.0)),
        data.get("kind", ""),
        data.get("value", ""),
        data.get("normalised", ""),
        data.get("by", ""),
        data.get("state", ""),
        parse_time(at) if at else None,
        data.get("source", ""),
    )


def provenance_data(provenance: Provenance) -> dict[str, Any]:
    """Write where words come from."""
    return {
        "maker": provenance.maker,
        "prompt": provenance.prompt,
        "messages": list(provenance.messages),
        "at": format_time(provenance.at),
    }


def reading_data(reading: Reading) -> dict[str, Any]:
    """Write a reading, slots in reading order."""
    card: dict[str, list[dict[str, Any]]] = {}
    for item in reading.card.items:
        card.setdefault(item.slot.value, []).append(item_data(item))
    return {
        "card": card,
        "none": [slot.value for slot in reading.card.none],
        "sentiment": [
            {
                "message": mood.message,
                "level": mood.level,
                "confidence": mood.confidence,
                "because": list(mood.because),
                "score": round(mood.score, 4),
            }
            for mood in reading.moods
        ],
        "arc": reading.arc._asdict(),
        "summary": reading.summary,
        "provenance": provenance_data(reading.provenance),
    }


def reading_from(data: Mapping[str, Any]) -> Reading:
    """Read a reading back."""
    made = data["provenance"]
    return Reading(
        Card(
            tuple(
                item_from(Slot(slot), item)
                for slot, items in data["card"].items()
                for item in items
            ),
            tuple(Slot(slot) for slot in data["none"]),
        ),
        tuple(
            Mood(m["message"], m["level"], m["confidence"], tuple(m["because"]), m["score"])
            for m in data["sentiment"]
        ),
        Arc(**data["arc"]),
        data["summary"],
        Provenance(made["maker"], made["prompt"], tuple(made["messages"]), parse_time(made["at"])),
    )


def suggested_data(suggested: Suggested) -> dict[str, Any]:
    """Write drafts, or why there are none."""
    data: dict[str, Any] = {
        "suggestions": [
            {
                "text": draft.text,
                "source": draft.source,
                "score": round(draft.score, 4),
                "title": draft.title,
                "visibility": draft.visibility.value,
                "marks": [list(mark) for mark in draft.marks],
                "maker": draft.maker,
                "newest": draft.newest,
            }
            for draft in suggested.drafts
        ]
    }
    if suggested.why_none:
        data["why_none"] = suggested.why_none
    return data


def suggested_from(data: Mapping[str, Any]) -> Suggested:
    """Read drafts back."""
    return Suggested(
        tuple(
            Suggestion(
                draft["text"],
                draft["source"],
                draft["score"],
                draft["title"],
                Visibility(draft["visibility"]),
                tuple((start, end) for start, end in draft["marks"]),
                draft["maker"],
                draft["newest"],
            )
            for draft in data.get("suggestions", ())
        ),
        data.get("why_none", ""),
    )
