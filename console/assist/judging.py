"""What stands between a model's words and the screen: the checker, the marks, the summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from console.assist.hiding import plain
from console.assist.marking import Span, joined
from console.assist.marking import marks as strict_marks
from console.domain import guards
from console.domain.checker import checked
from console.domain.handoff import SUMMARY_WORDS, Card, Case, Slot

_TOLD = (Slot.ISSUE, Slot.GOAL, Slot.OPEN_QUESTION, Slot.ALREADY_TRIED, Slot.PROMISES)
"""What stands in a summary, in its order."""


def visible(case: Case) -> Case:
    """Give a case as its readers see it: nothing can be supported by what is hidden."""
    seen = tuple(replace(m, text=plain(m.text)) for m in case.messages)
    return case._replace(subject=plain(case.subject), messages=seen)


def judged(card: Card, case: Case) -> Card:
    """Hold a card against what can be seen in the messages it cites; a doubt is never lifted."""
    return checked(card, visible(case))


def marked(text: str, case: Case, sources: Sequence[str]) -> tuple[Span, ...]:
    """Give the spans of a draft that stand nowhere, or that only the customer wrote.

    The guard before sending marks what stands nowhere. A model reads what customers write, so
    for its words that is not enough.
    """
    seen = visible(case)
    return joined([*strict_marks(text, seen, sources), *guards.marks(text, seen, sources)])


def summary(card: Card) -> str:
    """Give the card as at most SUMMARY_WORDS words; what is not supported is left out."""
    parts: list[str] = []
    left = SUMMARY_WORDS
    for slot in _TOLD:
        for item in card.of(slot):
            words = item.text.split()
            if item.supported and words and len(words) <= left and item.text not in parts:
                parts.append(" ".join(words))
                left -= len(words)
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
