"""What a model answered, as values: plain text without markup, a card, drafts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from console.assist.prompts import labels
from console.assist.shape import LOOSE, MOST_ITEMS
from console.domain.handoff import Card, Case, Item, Slot, arranged
from console.domain.text import clean, clean_line

LONGEST_ITEM = 400
"""Characters of one statement of a card."""
LONGEST_DRAFT = 4_000
DRAFTS = 3
SHOWN_FAULTS = 3

Restore = Callable[[str], str]
"""Puts the data back where placeholders stand."""


class NotUsable(ValueError):
    """The answer is not in the form asked for; the text says why, without quoting it."""


class Written(NamedTuple):
    """One draft as the model wrote it."""

    source: str
    """`K1`, or empty where it follows nothing."""
    text: str


@cache
def _marks() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compile what is markup, with what stays of it."""
    given = (
        (r"!\[([^\]\n]*)\]\([^)\n]*\)", r"\1"),
        (r"\[([^\]\n]+)\]\(<?([^)\s>]+)>?[^)\n]*\)", r"\1 (\2)"),
        (r"^[ \t]*(?:```|~~~)[^\n]*\n?", ""),
        (r"^[ \t]{0,3}#{1,6}[ \t]+", ""),
        (r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2"),
        (r"<!--.*?-->", ""),
        (r"<((?:https?:|mailto:)[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>", r"\1"),
        (r"</?[a-zA-Z][^<>\n]*>", ""),
        (r"`([^`\n]+)`", r"\1"),
    )
    return tuple((re.compile(pattern, re.MULTILINE), instead) for pattern, instead in given)


def bare(text: str, limit: int = LONGEST_DRAFT) -> str:
    """Give a model's words as plain text: no thoughts, no markup, no control characters."""
    text = clean(spoken(text), limit)
    for pattern, instead in _marks():
        text = pattern.sub(instead, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def spoken(text: str) -> str:
    """Leave out what a model wrote to itself before the answer."""
    begun = text.lstrip()
    for tag in ("think", "thinking", "reasoning"):
        if begun.startswith(f"<{tag}>"):
            return begun.partition(f"</{tag}>")[2]
    return text


def object_in(text: str) -> dict[str, Any]:
    """Find the JSON object in an answer, whatever prose or code fence stands around it.

    Raises NotUsable where there is none, or where it breaks off.
    """
    text = spoken(text)
    if not text.strip():
        raise NotUsable("it is empty")
    decoder, at = json.JSONDecoder(), text.find("{")
    if at < 0:
        raise NotUsable("it is prose, and no JSON")
    try:
        value, _ = decoder.raw_decode(text, at)
    except RecursionError:
        raise NotUsable("its JSON is nested too deeply") from None
    except ValueError:
        # Prose may hold a brace of its own; what follows may still be the object.
        value = _later(decoder, text, at)
        if value is None:
            raise NotUsable("its JSON is broken, or breaks off") from None
    assert isinstance(value, dict)
    return value


def _later(decoder: json.JSONDecoder, text: str, at: int) -> dict[str, Any] | None:
    for match in list(re.finditer(r'\{\s*"', text[at + 1 :]))[:20]:
        try:
            value, _ = decoder.raw_decode(text, at + 1 + match.start())
        except (ValueError, RecursionError):
            continue
        # An item of a card that breaks off is no card.
        if isinstance(value, dict) and any(slot.value in value for slot in Slot):
            return value
    return None


def card_in(text: str, case: Case, restore: Restore = str) -> Card:
    """Read a card from an answer; raise NotUsable.

    Nothing is verified yet but citations: an item that names no message of the case is put
    beside the newest one, unsupported. Slots the answer passes over are not called empty.
    """
    from console.config.check import dotted, faults  # noqa: PLC0415

    data = object_in(text)
    present = [slot for slot in Slot if slot.value in data]
    if not present:
        raise NotUsable("it has none of the card's slots")
    if found := faults(LOOSE, LOOSE, data):
        said = "; ".join(f"{dotted(fault.path)} {fault.said}" for fault in found[:SHOWN_FAULTS])
        raise NotUsable(clean_line(said, 300))
    if not case.messages:
        raise NotUsable("the conversation has no messages")
    ids = labels(case.messages)
    items = [
        item
        for slot in present
        for entry in data[slot.value][:MOST_ITEMS]
        if (item := _item(slot, entry, ids, case.newest, restore)) is not None
    ]
    return arranged(items, present)


def _item(
    slot: Slot, entry: Mapping[str, Any], ids: Mapping[str, str], newest: str, restore: Restore
) -> Item | None:
    def line(name: str, limit: int = 60) -> str:
        return clean_line(restore(clean_line(entry.get(name, ""), limit)), limit)

    text = clean_line(restore(bare(entry["text"], LONGEST_ITEM)), LONGEST_ITEM)
    value = line("value", 200)
    if not (text or value):
        return None
    kind, normalised = line("kind").lower().replace(" ", "_"), ""
    if slot is Slot.FACTS:
        kind, normalised = _read(kind, value)
        # What is shown holds the value itself.
        text = text if value.casefold() in text.casefold() else value
    cited = dict.fromkeys(ids[name] for name in entry["messages"] if name in ids)
    return Item(
        slot,
        text or value,
        tuple(cited) or (newest,),
        supported=bool(cited),
        # A model's own confidence says little: what counts is whether it is supported.
        confidence=0.8 if cited else 0.3,
        kind=kind,
        value=value,
        normalised=normalised,
        by=line("by"),
        state=line("state"),
    )


def _read(kind: str, value: str) -> tuple[str, str]:
    """Give a fact's kind, guessed where the model's is none of ours, and its one form."""
    from console.domain import facts  # noqa: PLC0415  many patterns: only answers pay

    if kind not in facts.KINDS:
        kind = next((fact.kind for fact in facts.find(value)), kind)
    return kind, facts.normalise(kind, value) if kind in facts.KINDS else ""


_HEAD = re.compile(r"^[ \t]*@@[ \t]*(K\d+|-|none)?[^\n]*$", re.MULTILINE | re.IGNORECASE)


def drafts_in(text: str) -> tuple[Written, ...]:
    """Read drafts from an answer, also from one that is still coming; empty where none is."""
    text = clean(spoken(text))
    heads = list(_HEAD.finditer(text))
    if not heads:
        whole = bare(text)
        return (Written("", whole),) if whole else ()
    ends = [match.start() for match in heads[1:]] + [len(text)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        if words := bare(text[head.end() : end]):
            source = (head[1] or "").upper()
            found.append(Written(source if source.startswith("K") else "", words))
    return tuple(found[:DRAFTS])
