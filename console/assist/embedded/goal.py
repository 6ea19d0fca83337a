"""Find what the customer wants and what is wrong, in the customer's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from console.assist.embedded.question import hostile
from console.domain.handoff import Item, Slot
from console.domain.sentences import Sentence, Turn, words

LONGEST = 200
"""Characters of a goal or an issue as shown."""


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Give what wishes, what tells of trouble, what is mere politeness."""
    return {
        "wish": re.compile(
            r"\b(?:i(?:'d| would)? (?:want|need|like|wish|am looking|have to)|i want|we (?:want|need|would like)|i'm looking for|looking (?:for|to)|can (?:i|you|we|u|my)|could (?:i|you|we|u)|would you|please|pls|plz|kindly|how (?:do|can) i|trying to|do u|is it possible|give me|refund|cancel|change|replace|exchange|swap"
            r"|ich (?:möchte|will|brauche|hätte)|bitte|quiero|necesito|por favor|je (?:voudrais|veux)|vorrei|graag)\b"
        ),
        "trouble": re.compile(
            r"\b(?:not|n't|no|never|nothing|nobody|wrong|broken|broke|error|fail\w*|missing|lost|late|twice|double|charged|billed|stopped|crash\w*|dead|won't|wont|cant|cannot|stuck|locked|declined|cancelled|canceled|refus\w*|reject\w*|problem|issue|trouble|but|still|damaged|leak\w*|cold|slow|hurts?|keeps|instead|without|nicht|kein\w*|pas|perdu|stolen|overcharged|incorrect|disappeared|expired|blocked|misspelled|cracked|burst|only)\b"
        ),
        "polite": re.compile(
            r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|thanks?|thank you|kind regards|regards|best|yours|cheers|sincerely|guten (?:tag|morgen)|hallo|bonjour|hola|yes|no|ok|okay|sure|great|perfect|please)\b[^a-z]*(?:\w+[^a-z]*){0,3}$"
        ),
        "person": re.compile(r"\b(?:human|person|agent|somebody|someone|pulse)\b"),
    }


class Picked(NamedTuple):
    """A sentence with its place."""

    score: float
    turn: Turn
    sentence: Sentence


def _candidates(turns: Sequence[Turn], key: str) -> list[Picked]:
    shape = _shapes()
    out: list[Picked] = []
    spoken = [turn for turn in turns if turn.customers and turn.sentences]
    for nth, turn in enumerate(spoken):
        for at, sentence in enumerate(turn.sentences[:12]):
            size = len(words(sentence.low))
            if size < 3 or shape["polite"].match(sentence.low) or hostile(sentence.low):
                continue
            score = 2.0 / (1 + nth) + 0.3 / (1 + at) + min(size, 14) / 28
            if shape[key].search(sentence.low):
                score += 1.0
            if key == "trouble" and sentence.question:
                score -= 0.4
            if shape["person"].search(sentence.low):
                score -= 0.8
            out.append(Picked(score, turn, sentence))
    return out


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def goal(turns: Sequence[Turn]) -> tuple[Item, ...]:
    """Give the goal and the issue, each resting on messages of the customer."""
    items: list[Item] = []
    for slot, key in ((Slot.GOAL, "wish"), (Slot.ISSUE, "trouble")):
        found = _candidates(turns, key)
        if not found:
            first = next((t for t in turns if t.customers and t.sentences), None)
            if first is None or hostile(first.sentences[0].low):
                continue
            found = [Picked(0.0, first, first.sentences[0])]
        best = max(found, key=lambda one: one.score)
        items.append(
            Item(slot, _short(best.sentence.text), (best.turn.message.id,), confidence=0.6)
        )
    return tuple(items)
