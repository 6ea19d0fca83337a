"""Promises in German, French, Spanish, Italian and Dutch: a verb of doing with a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from console.domain.terms import timed


class _Tongue(NamedTuple):
    """What a tongue is known by, its verbs of doing, what makes them none."""

    known: frozenset[str]
    verb: re.Pattern[str]
    none: re.Pattern[str]


@cache
def _tongues() -> tuple[_Tongue, ...]:
    return (
        _Tongue(
            frozenset(
                [
                    "ich",
                    "sie",
                    "wir",
                    "das",
                    "der",
                    "die",
                    "ihnen",
                    "ihre",
                    "unser",
                    "nicht",
                    "und",
                    "zwischen",
                    "herr",
                    "frau",
                ]
            ),
            re.compile(
                r"\b(?:ruf|meld|schick|send|erstatt|überweis|liefer|komm|bekomm|erhalt|bring"
                r"|storni|buch|schreib|antwort|bestätig|tausch|gutschr)\w*\b|\b(?:hole|setze|mache"
                r"|zahle|sorge|lasse) (?:ich|wir|das|die|den|ihnen|dafür)\b"
                r"|\b(?:ich|wir) (?:holen?|setzen?|machen?|zahlen?)\b"
            ),
            re.compile(
                r"\b(?:habe|haben|hat|hatte|wurde|war|waren|wenn|falls|könn\w*|bitte|leider"
                r"|normalerweise|in der regel|meistens)\b|^(?:rufen|melden|schicken|senden"
                r"|bringen|kommen|schreiben|bestätigen) sie\b"
            ),
        ),
        _Tongue(
            frozenset("je vous nous le la les votre une est sous et un dans".split()),  # noqa: SIM905
            re.compile(
                r"\b(?:envo[iy]|rappel|rembours|répond|contact|livr|prévien|recev|corrig|régl|renvo"
                r"|expédi)\w*"
            ),
            re.compile(
                r"\b(?:j'ai|a été|ont été|avons|avez|pouvez|peux|peut|pourr\w*|si|veuillez|merci"
                r"|généralement|normalement)\b"
            ),
        ),
        _Tongue(
            frozenset("le la los las su se una el hoy mismo esta usted entre y".split()),  # noqa: SIM905
            re.compile(
                r"\b(?:envi|llam|reembols|devol|devuel|correg|corrij|recib|respond|contact|mand"
                r"|entreg|abon)\w+|\b(?:hago|hacemos|haremos)\b"
            ),
            re.compile(
                r"\b(?:he|hemos|ha|han|fue|si|puede|podemos|puedo|por favor|normalmente"
                r"|generalmente|envíe|mande|llame)\b|\w{2,}ó(?!\w)"
            ),
        ),
        _Tongue(
            frozenset("le la il una vi ti anche oggi domani entro stasera per lo".split()),  # noqa: SIM905
            re.compile(
                r"\b(?:mand|invi|rimbors|rispond|chiam|ricontatt|arriv|corregg|accredit|consegn"
                r"|spedi)\w+|\bpart(?:e|irà|ono)\b"
            ),
            re.compile(
                r"\b(?:ho|ha|abbiamo|hanno|è stat[oa]|se|può|possiamo|posso|prego|di solito"
                r"|normalmente)\b"
            ),
        ),
        _Tongue(
            frozenset("u ik wij een het de uw per nog van wordt".split()),  # noqa: SIM905
            re.compile(
                r"\b(?:krijgt|stuur|sturen|belt|bel|bellen|ontvangt|betaal|betalen|mail|mailen"
                r"|stort|storten|komt|wordt)\b"
            ),
            re.compile(r"\b(?:heb|hebt|heeft|als|kunt|kan|kunnen|graag|meestal)\b"),
        ),
    )


def pledged(text: str, low: str) -> Iterator[str]:
    """Give the clauses of a sentence that promise something in another tongue than English."""
    spoken = set(re.findall(r"[^\W\d_]+", low))
    best = max(_tongues(), key=lambda tongue: len(tongue.known & spoken))
    if not best.known & spoken or not best.verb.search(low) or not timed(low):
        return
    start = 0
    for found in [
        *re.finditer(r",\s(?:die|das|qui|que|che)?\s?|;\s|:\s|\s(?:und|et|y|en)\s", low),
        None,
    ]:
        end = found.start() if found else len(low)
        part = low[start:end]
        if best.verb.search(part) and not best.none.search(part) and len(part.split()) > 1:
            yield text[start:end].strip(" .!,;:")
        start = found.end() if found else end


@cache
def _english() -> frozenset[str]:
    return frozenset("the you your i we will is are to of and for it that this with by".split())  # noqa: SIM905


def abroad(low: str) -> bool:
    """Tell whether a sentence is in another tongue than English."""
    return len(_english().intersection(low.split())) < 2
