"""Sentences parted into clauses, one verb each."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from console.domain.sentences import Sentence


class Clause(NamedTuple):
    """A part of a sentence with one verb."""

    text: str
    low: str
    joined: str
    """What stands before it: a comma, `and`, or nothing at the start of a sentence."""


@cache
def _split() -> re.Pattern[str]:
    return re.compile(
        r"(?=[\s,;:().&+])(?:[,;:]+\s+(?:(?:and|but|then|so|also|plus)\s+)*|[()]\s*|\.\.+\s*"
        r"|[&+]\s+|\s+(?:[-–—]+\s+(?:(?:and|but|then)\s+)?|so\s+(?=(?:i|we)\b)"
        r"|(?=(?:also|then) (?:i|i've|ive|we|tried|did)\b)"
        r"|(?=(?:i|i've|ive|we|we've)(?: have)? (?:tried|restarted|rebooted|reinstalled)\b)"
        r"|(?=(?:i|we)(?:'ve)? (?:have )?(?:also|already|even|then)\b)"
        r"|(?:and|but|und|then|plus|because|bc|since|after which|before|although|though|while"
        r"|whilst|until|when|which|who|so that|in case|aber)\s+(?:then\s+)?))"
    )


def clauses(sentence: Sentence) -> list[Clause]:
    """Part a sentence into its clauses."""
    out: list[Clause] = []
    start, joined = 0, ""
    for found in _split().finditer(sentence.low):
        if found.start() > start:
            out.append(
                Clause(
                    sentence.text[start : found.start()],
                    sentence.low[start : found.start()],
                    joined,
                )
            )
        start, joined = found.end(), found.group().strip()
    if start < len(sentence.low):
        out.append(Clause(sentence.text[start:], sentence.low[start:], joined))
    return _paired(out)


def _paired(parts: list[Clause]) -> list[Clause]:
    """Put two verbs with one object together again: `drained and re-added both nodes`."""
    for at in range(len(parts) - 2, -1, -1):
        one, two = parts[at], parts[at + 1]
        if (
            two.joined == "and"
            and one.low.endswith("ed")
            and two.low.split(" ", 1)[0].endswith("ed")
            and " " in two.low
            and len(one.low.split()) < 4
        ):
            parts[at : at + 2] = [
                Clause(f"{one.text} and {two.text}", f"{one.low} and {two.low}", one.joined)
            ]
    return parts
