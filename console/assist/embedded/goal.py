"""Find what the customer wants and what is wrong, in the customer's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.assist.embedded.question import hostile
from console.domain.handoff import Item, Slot
from console.domain.sentences import Sentence, Turn

LONGEST = 100
"""Characters of a goal or an issue as shown, about."""


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Give what wishes, what tells of trouble, what is mere politeness."""
    return {
        "wish": re.compile(
            r"\b(?:i(?:'d| would)? (?:want|need|like|wish|am looking|have to)|i want|we (?:want"
            r"|need|would like)|i'm looking for|looking (?:for|to)|can (?:i|you|we|u|my)"
            r"|could (?:i|you|we|u)|would you|please|pls|plz|kindly|how (?:do|can) i|trying to"
            r"|do u|is it possible|give me|refund|cancel|change|replace|exchange|swap"
            r"|ich (?:möchte|will|brauche|hätte)|bitte|quiero|necesito|por favor|je (?:voudrais"
            r"|veux)|vorrei|graag)\b"
        ),
        "trouble": re.compile(
            r"\b(?:not|n't|no|never|nothing|nobody|wrong|broken|broke|error|fail\w*|missing|lost"
            r"|late|twice|double|charged|billed|stopped|crash\w*|dead|won't|wont|cant|cannot"
            r"|stuck|locked|declined|cancelled|canceled|refus\w*|reject\w*|problem|issue|trouble"
            r"|but|still|damaged|leak\w*|cold|slow|hurts?|keeps|instead|without|nicht|kein\w*|pas"
            r"|perdu|stolen|overcharged|incorrect|disappeared|expired|blocked|misspelled|cracked"
            r"|burst|only)\b"
        ),
        "polite": re.compile(
            r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|thanks?"
            r"|thank you|kind regards|regards|best|yours|cheers|sincerely|guten (?:tag|morgen)"
            r"|hallo|bonjour|hola|yes|no|ok|okay|sure|great|perfect"
            r"|please)\b[^a-z]*(?:\w+[^a-z]*){0,3}$"
        ),
        "person": re.compile(r"\b(?:human|person|agent|somebody|someone|pulse)\b"),
    }


class Picked(NamedTuple):
    """A sentence with its place."""

    score: float
    turn: Turn
    sentence: Sentence


@lru_cache(maxsize=512)
def _rated(sentences: tuple[Sentence, ...]) -> tuple[tuple[int, float], ...]:
    """Give the sentences of a message that may say something, scored wherever it stands."""
    polite, person = _shapes()["polite"], _shapes()["person"]
    out: list[tuple[int, float]] = []
    for at, sentence in enumerate(sentences[:12]):
        size = sentence.low.count(" ") + 1
        if size < 3 or polite.match(sentence.low) or hostile(sentence.low):
            continue
        score = 0.3 / (1 + at) + min(size, 14) / 28
        if person.search(sentence.low):
            score -= 0.8
        if size < 5 or sentence.low.endswith(":") or "quick one" in sentence.low:
            score -= 0.6
        out.append((at, score))
    return tuple(out)


def _candidates(turns: Sequence[Turn]) -> list[Picked]:
    """Give the sentences that may say something, scored by where they stand."""
    out: list[Picked] = []
    spoken = [turn for turn in turns if turn.customers and turn.sentences]
    for nth, turn in enumerate(spoken):
        for at, rated in _rated(turn.sentences):
            out.append(Picked(2.0 / (1 + nth) + rated, turn, turn.sentences[at]))
    return out


def _told(one: Picked, key: str) -> float:
    """Score a sentence as a wish or as trouble."""
    score = one.score
    if _shapes()[key].search(one.sentence.low):
        score += 1.0
    if key == "trouble" and one.sentence.question:
        score -= 0.4
    return score


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(
        r"^(?:(?:hi|hello|hey|hiya|heyy|yo|dear|good (?:morning|afternoon|evening|day)|morning|moin"
        r"|hallo|guten (?:tag|morgen)|hola|buenas|bonjour|ciao|buongiorno|thanks?|thank you|sorry"
        r"|ok(?:ay)?|well|so|and|but|ugh|to whom it may concern)\b"
        r"(?: (?:there|all|team|again|dear|everyone))?\s*[,!.:–-]*\s+)+(?=\S+ \S+ \S)",
        re.IGNORECASE,
    )


def shortened(text: str, wish: re.Pattern[str] | None = None) -> str:
    """Leave out the greeting, and of a long sentence what stands behind its first clauses."""
    text = _greeting().sub("", text, count=1)
    if wish and len(text) > LONGEST:
        # What is wanted often stands at the end: the clause that says it is enough.
        starts = [m.end() for m in re.finditer(r"[,;:] (?:so |and |but )?| - | – ", text)]
        found = wish.search(text.lower())
        begin = max((s for s in starts if found and s <= found.start()), default=0)
        text = text[begin:] if len(text) - begin > 20 else text
    if len(text) <= LONGEST + 20:
        return text
    ends = [m.start() for m in re.finditer(r"[,;:] | - | – | (?:and|but|because|so|which) ", text)]
    end = max((e for e in ends if LONGEST // 3 < e <= LONGEST), default=0)
    return f"{text[:end]} …" if end else text[:LONGEST].rsplit(" ", 1)[0] + "…"


def goal(turns: Sequence[Turn]) -> tuple[Item, ...]:
    """Give the goal and the issue, each resting on messages of the customer."""
    found = _candidates(turns)
    if not found:
        first = next((t for t in turns if t.customers and t.sentences), None)
        if first is None or hostile(first.sentences[0].low):
            return ()
        found = [Picked(0.0, first, first.sentences[0])]
    # What stands far behind can no longer win: a place is worth more than a word.
    found = sorted(found, key=lambda one: -one.score)[:12]
    wish = max(found, key=lambda one: _told(one, "wish"))
    trouble = max(found, key=lambda one: _told(one, "trouble"))
    return tuple(
        Item(
            slot,
            shortened(one.sentence.text, _shapes()[key]),
            (one.turn.message.id,),
            confidence=0.6,
        )
        for slot, one, key in ((Slot.GOAL, wish, "wish"), (Slot.ISSUE, trouble, "trouble"))
    )
