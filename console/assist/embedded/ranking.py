"""Ranks macros and articles by what they say and by the customer texts that they answered.

Each candidate is one vector: the mean of its examples and of its own words, under a square root
so that one long text does not outshout ten short ones (a centroid classifier, Rocchio with
sublinear weights). Features are stems, pairs of them, and pieces of words, which hold together
`refund`, `refunded` and `refnd`; each weighs by how few candidates have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log, sqrt
from types import MappingProxyType
from typing import NamedTuple

from console.domain.models import Knowledge

WORDS = 160
"""Words read of one text; more make a query slow and no better."""
PIECES = (3, 4)
"""Lengths of the pieces of words."""
PIECE_WEIGHT = 0.5
PAIR_WEIGHT = 1.0
COMMON_WEIGHT = 0.25
"""Of words that only hold a sentence together."""
TITLE_TIMES = 2
"""How often a title and the tags count beside the text below them."""
HALF = 0.1
"""The cosine that is a score of one half: below it, texts of other trades score (19 in 20 of
them), above it the right answers (24 in 25, with ten examples each)."""
CACHED = 4
"""Indexes kept: one for each connection and what it has learnt."""

_COMMON_WORDS = """
a about am an and any are as at be been but by can could did do does for from had has have
hello hey hi i if in is it its just me my of on or our please so some thanks that the their
them then there these they this to was we were what which will with would you your aber als am
auch auf aus bei bin bitte das dem den der des die ein eine einen er es für hallo haben ich
ihr im ist kann mein meine mich mir mit nach noch oder sie sind und uns von war wie wir zu zum
zur al como con de del el en es esta este ha hay hola la las le lo los me mi no para pero por
que se si su un una y au avec ce dans des est et il je les ma mon ne nous pas pour qui sur une
vous
"""
_SUFFIXES = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("ly", ""),
    ("es", "e"),
    ("s", ""),
)
"""Endings that fall, and what takes their place; the first that fits."""

Features = dict[str, float]


class Ranked(NamedTuple):
    """A candidate with how well it fits."""

    item: Knowledge
    score: float
    """0 to 1; one half is as likely as not (see HALF)."""


Ask = Callable[..., list[Ranked]]
"""`ask(*texts, most=10)`: what ranks, embedded or semantic."""


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON_WORDS.split())


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def words(text: str) -> list[str]:
    """List the words of a text as they are compared: lower case, no accents; at most WORDS."""
    found = _word().findall(text[: WORDS * 20].casefold())[:WORDS]
    if all(word.isascii() for word in found):
        return found
    plain = unicodedata.normalize("NFKD", " ".join(found).replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).split()


@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """Take the ending off a word: light, for English, harmless for most others."""
    if not word.endswith("n't"):
        word = word.partition("'")[0]
    for ending, instead in _SUFFIXES:
        stays = len(word) - len(ending)
        if stays >= 3 and word.endswith(ending) and not (ending == "s" and word.endswith("ss")):
            word = word[:stays] + instead
            break
    # The rest may end in a mute e, or in a letter that only the ending doubled.
    if len(word) > 3 and (word[-1] == "e" or word[-1] == word[-2]):
        return word[:-1]
    return word


@lru_cache(maxsize=8_192)
def _pieces(word: str) -> tuple[str, ...]:
    held = f"<{word}>"
    # Scripts without spaces: single signs and pairs carry the meaning.
    sizes = (1, 2, 3) if word[0] >= "\u3040" else PIECES
    return tuple(f"~{held[at : at + size]}" for size in sizes for at in range(len(held) - size + 1))


def features(text: str) -> Features:
    """Give what a text is compared by, each with its weight before rarity."""
    found = words(text)
    common = _common()
    stems = [stem(word) for word in found]
    out: Features = {}
    for word in found:
        if word not in common:
            for piece in _pieces(word):
                out[piece] = PIECE_WEIGHT
    for word, base in zip(found, stems, strict=True):
        out[base] = COMMON_WEIGHT if word in common else 1.0
    for first, second in zip(["^", *stems], [*stems, "$"], strict=True):
        out[f"{first} {second}"] = PAIR_WEIGHT
    return out


class Index:
    """Candidates made ready to be asked; built once for a set of them."""

    def __init__(
        self,
        candidates: Sequence[Knowledge],
        examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Take candidates and, by their ids, texts of customers that they answered."""
        self.candidates = tuple(candidates)
        texts = [list(_texts(item, examples.get(item.id, ()))) for item in candidates]
        having: Counter[str] = Counter()
        for each in texts:
            having.update({name for found in each for name in found})
        many = len(candidates)
        # Never nothing: what all candidates say still tells them from what none says.
        self._rarity = {name: log(1 + (many + 1) / (n + 0.5)) for name, n in having.items()}
        self._unknown = log(1 + (many + 1) / 0.5)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, each in enumerate(texts):
            for name, weight in self._centre(each).items():
                self._postings[name].append((place, weight))

    def _centre(self, texts: Sequence[Features]) -> Features:
        total: Features = defaultdict(float)
        for found in texts:
            weighed = {name: weight * self._rarity[name] for name, weight in found.items()}
            size = _size(weighed)
            for name, weight in weighed.items():
                total[name] += weight / size
        rooted = {name: sqrt(weight) for name, weight in total.items()}
        size = _size(rooted)
        return {name: weight / size for name, weight in rooted.items()}

    def ask(self, *texts: str, most: int = 10) -> list[Ranked]:
        """Give the candidates that fit, best first; those that share nothing are left out.

        Of several texts (a subject, a goal, a message) each counts the same, however long.
        """
        asked: Features = defaultdict(float)
        for text in texts:
            weighed = {
                name: plain * self._rarity.get(name, self._unknown)
                for name, plain in features(text).items()
            }
            own = _size(weighed)
            for name, weight in weighed.items():
                asked[name] += weight / own
        scores: dict[int, float] = defaultdict(float)
        for name, weight in asked.items():
            for place, theirs in self._postings.get(name, ()):
                scores[place] += weight * theirs
        size = _size(asked)
        best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        return [Ranked(self.candidates[place], graded(score / size)) for place, score in best]


def graded(cosine: float, half: float = HALF) -> float:
    """Turn a cosine into a score in which one half is as likely as not."""
    return max(0.0, cosine) / (max(0.0, cosine) + half)


def index(
    candidates: Sequence[Knowledge],
    examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Index:
    """Give the index of candidates, made when they are first seen and kept while in use."""
    known = {item.id for item in candidates}
    learnt = tuple((name, tuple(texts)) for name, texts in examples.items() if name in known)
    return _index(tuple(candidates), learnt)


@lru_cache(maxsize=CACHED)
def _index(
    candidates: tuple[Knowledge, ...], learnt: tuple[tuple[str, tuple[str, ...]], ...]
) -> Index:
    return Index(candidates, dict(learnt))


def _size(found: Features) -> float:
    return sqrt(sum(weight * weight for weight in found.values())) or 1.0


def _texts(item: Knowledge, examples: Iterable[str]) -> Iterable[Features]:
    """Give what a candidate is known by: its examples, its heading, its text."""
    heading = features(f"{item.title} {' '.join(item.tags)}")
    yield from (found for found in [features(item.text), *[heading] * TITLE_TIMES] if found)
    yield from (found for found in map(features, examples) if found)
