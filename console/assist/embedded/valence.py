"""How upset or pleased a text sounds, as one number from a small linear model of words.

A text's number is the sum of the weights of its distinct words, pairs of words and negated
words, divided by the square root of how many letters they have, less a little for each doubling
of its length: who is upset writes more. The weights are learned by
`tests/training/sentiment.py`; what they can and cannot do stands in `weights/MODEL_CARD.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import log1p, sqrt
from pathlib import Path
from typing import Any, NamedTuple

WEIGHTS = Path(__file__).parent.parent / "weights" / "sentiment.tsv"
SCOPE = 3
"""Words after a negation that are read as negated."""
LOOKED_AT = 10
"""Features that are looked at for the words that drove it."""
WORTH = 0.3
"""Least share of the strongest push that a word is named for."""
LONGEST = 60
"""Words beyond which a longer text tells nothing more."""
NEGATIONS = frozenset(
    ("not", "no", "never", "nothing", "without", "nobody", "none", "neither", "nor", "nowhere",
     "hardly", "barely", "cannot")
)  # fmt: skip
# Contractions whose apostrophe people leave out.
_LEFT_OUT = {
    word.replace("'", ""): word
    for word in (
        "don't", "can't", "won't", "didn't", "doesn't", "isn't", "wasn't", "couldn't", "wouldn't",
        "haven't", "hasn't", "hadn't", "shouldn't", "aren't", "weren't", "ain't", "i'm", "i've",
        "that's", "what's", "you're", "it'll", "they're",
    )
}  # fmt: skip
_BREAKS = frozenset(".,")
_ENDS = frozenset(("?", "??", "!", "!!", "..."))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?! )(?:[^\W\d_]+(?:['’`][^\W\d_]+)*"
        r"|(?:https?://|www\.)\S+"
        r"|@\w+|\[[A-Z]+\]"
        r"|[:;=]['’]?-?(?:[)(\]\[|/\\*3]+|[DPpOo](?!\w))|<3+|\^_*\^"
        r"|[\U0001f300-\U0001faff\u2600-\u27bf]"
        r"|[$£€]?[ ]?\d[\d.,:]*"
        r"|!+|\?[?!]*|\.{2,}|…|[.,;\n])"
    )


_RUN = re.compile(r"([^\W\d_])\1{2,}")
_LINK = ("http://", "https://", "www.")


@lru_cache(maxsize=8192)
def _known(raw: str) -> str:
    """Give a token as the model knows it; empty for a name.

    Lower case, straight apostrophes, no drawn out letters; numbers and links as kinds.
    """
    first = raw[0]
    if raw.startswith(_LINK):
        return "<link>"
    if first.isalpha():
        plain = _RUN.sub(r"\1\1", raw.lower().replace("’", "'").replace("`", "'"))
        return _LEFT_OUT.get(plain, plain)
    if first in "@[":
        return ""
    if first in "!?":
        return first if len(raw) == 1 else first * 2
    if first in ".…":
        return "." if raw == "." else "..."
    if first in ",;":
        return "," if len(raw) == 1 else raw.replace("-", "")
    if raw[-1].isdigit() or raw.lstrip()[:1].isdigit() or first in "$£€":
        return "$0" if first in "$£€" else "0" if len(raw) < 3 else "000"
    return "." if first == "\n" else raw.replace("-", "")


def tokens(text: str) -> list[tuple[str, str]]:
    """List what the model looks at, in order: as it stands, and as the model knows it."""
    return [(known, raw) for raw in _pattern().findall(text) if (known := _known(raw))]


@lru_cache(maxsize=8192)
def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def shouted(text: str) -> list[str]:
    """Name how much of a text is in capitals: some words, or most of it."""
    if text.islower():
        return []
    words = [word for word in text.split() if len(word) > 2 and word.isalpha()]
    loud = sum(map(str.isupper, words))
    return ["<CAPS>"] * (loud > 0) + ["<SHOUT>"] * (loud > 2 or loud * 2 > len(words) > 1)


def features(known: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Give each distinct word, pair and negated word of a text with its first and last token.

    A negated word (`~happy`) stands in place of the word itself: "not happy" is not happy.
    """
    out: dict[str, tuple[int, int]] = {}
    before, at, scope, negation = "^", -1, 0, 0
    for index, word in enumerate(known):
        if word in _BREAKS:
            scope = 0
            if word == ".":
                before, at = "^", -1
            continue
        pair = f"{before} {word}"
        if pair not in out:
            out[pair] = (index if at < 0 else at, index)
        if word in _ENDS:
            out.setdefault(word, (index, index))
            scope, before, at = 0, "^", -1
            continue
        if _negates(word):
            scope, negation = SCOPE + 1, index
        if 0 < scope <= SCOPE and word[0].isalpha():
            out.setdefault(f"~{word}", (negation, index))
        elif word not in out:
            out[word] = (index, index)
        scope -= 1
        before, at = word, index
    return out


class Model(NamedTuple):
    """The weights, and how a text's length and the usual text are reckoned with."""

    weights: Mapping[str, float]
    """By feature; below 0 is upset. Whole numbers, `steps` to one."""
    length: float
    """Added for each unit of log length over the middle."""
    middle: float
    centre: float
    """Taken off, so that the usual support message is near 0."""
    steps: int = 1
    calibration: Mapping[str, Any] = {}
    """Shipped cuts between the levels, as `calibration.parse` reads them."""


@cache
def shipped() -> Model:
    """Read the weights that come with the program, once."""
    head, _, body = WEIGHTS.read_text(encoding="utf-8").partition("\n")
    told = json.loads(head)
    fields = body.rstrip("\n").replace("\n", "\t").split("\t")
    weights = dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
    return Model(
        weights, told["length"], told["middle"], told["centre"], told["steps"], told["calibration"]
    )


def size(known: Sequence[str]) -> float:
    """Give the square root of the letters of the distinct tokens, each with its two ends."""
    distinct = _BREAKS.symmetric_difference(_BREAKS.union(known))
    return sqrt(max(4, len("".join(distinct)) + 2 * len(distinct)))


def length(text: str) -> float:
    """Give the log of the number of words, as far as it tells something."""
    return log1p(min(LONGEST, text.count(" ") + text.count("\n") + 1))


class Weighed(NamedTuple):
    """A text's number with what it is made of."""

    score: float
    """Below 0 is upset, above 0 pleased."""
    parts: list[tuple[float, int, int]]
    """Weight, first and last token of each feature that the model knows."""
    raw: list[str]
    """The tokens as they stand in the text."""


def weigh(text: str, model: Model) -> Weighed:
    """Give a text's number and its parts."""
    listed = tokens(text)
    known = [each for each, _ in listed]
    weights = model.weights
    parts = [
        (weights[feature], first, last)
        for feature, (first, last) in features(known).items()
        if feature in weights
    ]
    total = sum([part[0] for part in parts])
    for loud in shouted(text):
        total += weights.get(loud, 0.0)
    number = (
        total / model.steps / size(known)
        + model.length * (length(text) - model.middle)
        - model.centre
    )
    return Weighed(number, parts, [raw for _, raw in listed])


def score(text: str, model: Model) -> float:
    """Give a text's number alone."""
    return weigh(text, model).score


def drivers(text: str, weighed: Weighed, sign: int, most: int = 3) -> tuple[str, ...]:
    """Name the words that pushed most towards a sign (-1 or 1), as the text has them.

    A negated word comes with its negation; no word is named twice.
    """
    raw = weighed.raw
    alone = {first: push * sign for push, first, last in weighed.parts if first == last}
    strongest = sorted(((push * sign, a, b) for push, a, b in weighed.parts), reverse=True)
    phrases: list[tuple[float, int, int]] = []
    for push, first, last in strongest[:LOOKED_AT]:
        sign_of = raw[last][0]
        if push <= 0 or not (sign_of.isalpha() or sign_of > ":"):
            continue
        # What a word adds counts for each phrase that holds it.
        around = alone.get(first, 0.0) + alone.get(last, 0.0) if first != last else 0.0
        if push + around > 0:
            phrases.append((push + around, first, last))
    phrases.sort(reverse=True)
    out: list[str] = []
    taken: set[int] = set()
    for push, first, last in phrases:
        if push < WORTH * phrases[0][0]:
            break
        held = range(first, last + 1)
        if taken.isdisjoint(held):
            taken.update(held)
            out.append(_standing(text, raw, first, last))
            if len(out) == most:
                break
    return tuple(out)


def _standing(text: str, raw: Sequence[str], first: int, last: int) -> str:
    """Find tokens in their text: all between the first and the last one."""
    at = start = 0
    for index in range(last + 1):
        at = text.index(raw[index], at)
        if index == first:
            start = at
        at += len(raw[index])
    return text[start:at]
