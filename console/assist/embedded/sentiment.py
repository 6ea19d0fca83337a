"""How each customer message sounds, how sure that is, and the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.assist.embedded import calibration as levels
from console.assist.embedded.calibration import Calibration
from console.assist.embedded.language import language
from console.assist.embedded.prose import prose
from console.assist.embedded.valence import drivers, score, shipped, tokens, weigh
from console.domain.models import AuthorKind, Message
from console.domain.sentiment import Mood

__all__ = ["SHIPPED", "Judged", "calibrate", "judge", "moods"]

FEWEST = 3
"""Words that a message needs, unless a face or an emoji speaks for it."""
ALONE = 0.35
"""What an emoji or a face must weigh to speak for a message without words."""
READ = 4_000
"""Characters that are judged; the mood of a longer message shows before."""


class Judged(NamedTuple):
    """What the model says about one text."""

    level: int | None
    confidence: str
    because: tuple[str, ...]
    score: float


@cache
def SHIPPED() -> Calibration:  # noqa: N802  a constant, read when it is first needed
    """Give the calibration that comes with the weights."""
    return levels.parse(shipped().calibration)


@lru_cache(maxsize=2048)
def judge(text: str, calibration: Calibration | None = None) -> Judged:
    """Judge one text; the level is None where nothing can be told.

    That is so for code and logs, fewer than three words, and what is not English.
    """
    said = prose(text)[:READ]
    model = shipped()
    weighed = weigh(said, model)
    number = round(weighed.score, 4) if said else 0.0
    words = [word for word in said.split() if any(map(str.isalpha, word))]
    calibration = calibration or SHIPPED()
    if len(words) < FEWEST:
        return _faced(said, number)
    # Few common words in a short English sentence are no reason to doubt it.
    if language(said) != "en":
        return Judged(None, "low", (), number)
    level, confidence = levels.judged(number, calibration)
    because = drivers(said, weighed, 1 if level > 0 else -1) if level else ()
    return Judged(level, confidence, because, number)


def _faced(said: str, number: float) -> Judged:
    """Judge a text of one or two words by its emoji and faces alone, never as sure."""
    weights = shipped().weights
    faces = [
        (weights.get(known, 0.0), raw)
        for known, raw in tokens(said)
        if known[:2] == "<3" or not (known[0].isalnum() or known[0] in "!?.,$<")
    ]
    weight = sum(each for each, _ in faces)
    if abs(weight) < ALONE * shipped().steps:
        return Judged(None, "low", (), number)
    level = 1 if weight > 0 else -1
    because = dict.fromkeys(face for each, face in faces if each * level > 0)
    return Judged(level, "low", tuple(because)[:3], number)


def moods(
    messages: Sequence[Message], *, calibration: Calibration | None = None
) -> tuple[Mood, ...]:
    """Give the mood of each customer message, in their order; events and notes have none."""
    out = []
    for message in messages:
        if message.author.kind is AuthorKind.CUSTOMER and not message.event:
            found = judge(message.text, calibration)
            out.append(Mood(message.id, found.level, found.confidence, found.because, found.score))
    return tuple(out)


def calibrate(
    labels: Sequence[tuple[str, int]], *, start: Calibration | None = None
) -> Calibration:
    """Refit the levels to an agent's corrections: texts with the level they should have.

    A few corrections hardly move the shipped calibration; some dozens do.
    """
    model = shipped()
    scored = [(score(prose(text)[:READ], model), level) for text, level in labels]
    return levels.fitted(scored, start or SHIPPED())
