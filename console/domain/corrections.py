"""Values that the customer has put right: which one no longer holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.domain.fact_kinds import Fact


class Told(NamedTuple):
    """The facts of one message, in their order."""

    text: str
    customer: bool
    facts: tuple[Fact, ...]


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:sorry|wait|i meant?|actually|oops|whoops|mistake|mistyped|typo|hang on|scratch that"
        r"|should (?:be|read|have been)|misread|mixed (?:it |them )?up|wrong(?:ly)?|correction"
        r"|correct(?:ed)? (?:one|number|date|is)|ah,? it says|not right|isn't right|last digit"
        r"|read it from"
        r"|the old one|expired|remembered|has (?:also )?moved|it is now|changed|in fact|rather"
        r"|ach nein|entschuldigung|sondern|falsch|vertippt|korrektur|stimmt nicht|non,? pardon"
        r"|erreur de ma part|je me suis"
        r"|perdón|me equivoqué|you're right|reading glasses|that's my ex|mine is|not the)\b"
        r"|^\s*no\b[!,. ]|\bno,? no\b|\bnot \S*\d",
        re.IGNORECASE,
    )


_HINTS = (
    "sorry", "wait", "mean", "actually", "oops", "mist", "typo", "hang", "scratch", "should",
    "misread", "mixed", "wrong", "correct", "it says", "right", "last digit", "read it", "old one",
    "expired", "remembered", "moved", "now", "changed", "in fact", "rather", "ach nein",
    "entschuldigung", "sondern", "falsch", "vertippt", "korrektur", "stimmt", "pardon", "erreur",
    "je me suis", "perdón", "equivoqu", "glasses", "my ex", "mine is", "not ", "no no", "no, no",
)  # fmt: skip
"""What every cue holds: cheap to look for before the cues themselves."""


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(r"\b(?:no|thanks)\W+(?:problem|worries|thank)", re.IGNORECASE)


def _shape(value: str) -> str:
    return re.sub(r"[A-Z]+", "A", re.sub(r"\d", "9", value.upper()))


def _alike(kind: str, one: str, other: str) -> bool:
    """Whether a value could have been mistaken for another."""
    if kind in ("date", "phone", "postcode", "card_last4", "email", "device", "version"):
        return True
    if kind == "amount":
        return one[:3] == other[:3]
    return (
        _shape(one) == _shape(other) or sum(a != b for a, b in zip(one, other, strict=False)) <= 2
    )


@lru_cache(maxsize=512)
def _cues(text: str) -> tuple[tuple[int, int], ...]:
    """Give the places of the words of correction in a text."""
    lower = text.lower()
    if not lower.lstrip().startswith("no") and not any(hint in lower for hint in _HINTS):
        return ()
    cues = tuple(hit.span() for hit in _cue().finditer(text))
    return () if cues and _kept().search(text) else cues


_CLOSE = ("order_id", "customer_no", "phone", "postcode", "card_last4", "email", "device", "serial",
          "booking_ref", "tracking_id", "iban", "invoice_id")  # fmt: skip
_NEW = re.compile(
    r"\b(?:mine is|it'?s|it is|it says|it was|so|instead|but|not|paid was|should be|could you do"
    r"|is the|now|the right one|rather|sondern|it should|meant)\b|^|[,.!:;]\s*$", re.IGNORECASE
)  # fmt: skip


def superseded(told: Sequence[Told]) -> set[tuple[str, str]]:
    """Give kind and normal form of the values that a later one of the customer replaces."""
    out: set[tuple[str, str]] = set()
    before: list[tuple[str, str]] = []
    for message in told:
        keys = [(fact.kind, fact.normalised) for fact in message.facts]
        new = [key for key in keys if key not in before]
        kinds = [kind for kind, _ in (*before, *dict.fromkeys(keys))]
        again = message.customer and any(kinds.count(kind) > 1 for kind, _ in new)
        if again and (cue := _cues(message.text)):
            out |= _replaced(message, before, cue)
        for key in keys:
            if key in before:
                before.remove(key)
            before.append(key)
    return out


def _replaced(
    message: Told, before: Sequence[tuple[str, str]], cues: Sequence[tuple[int, int]]
) -> set[tuple[str, str]]:
    out: set[tuple[str, str]] = set()
    known = set(before)
    facts = message.facts
    for index, fact in enumerate(facts):
        key = (fact.kind, fact.normalised)
        if key in known:
            continue
        same = [
            old
            for old in facts[:index]
            if old.kind == fact.kind and old.normalised != fact.normalised
        ]
        own = next(
            (old for old in reversed(same) if _alike(fact.kind, old.normalised, fact.normalised)),
            None,
        )
        # "00417, no sorry, 00471" in one breath.
        if own and any(old_cue(own, cue, fact) for cue in cues) and fact.start - own.end < 130:
            out.add((own.kind, own.normalised))
            continue
        near = any(
            -12 <= fact.start - end <= 150 or 0 <= start - fact.end <= 30 for start, end in cues
        )
        if not near or fact.kind not in (*_CLOSE, "date", "amount"):
            continue
        for kind, norm in reversed(before):
            if kind == fact.kind and _alike(kind, norm, fact.normalised):
                said = any(old.normalised == norm for old in facts)
                if kind in _CLOSE or said or _near_new(message.text, fact):
                    out.add((kind, norm))
                break
    return out


def old_cue(old: Fact, cue: tuple[int, int], new: Fact) -> bool:
    """Whether a word of correction stands between two values."""
    return old.end <= cue[0] < new.start


def _near_new(text: str, fact: Fact) -> bool:
    return _NEW.search(text, max(0, fact.start - 14), fact.start) is not None
