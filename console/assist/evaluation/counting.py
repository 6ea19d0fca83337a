"""Count what was found, missed and invented, with intervals."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

from console.domain.sentences import words


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927); 0 to 1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share = right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # Rounding must not leave the share itself outside.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


class Tally(NamedTuple):
    """What a program found against what is there."""

    found: int = 0
    """Rightly found."""
    invented: int = 0
    """Found, and not there."""
    missed: int = 0
    """There, and not found."""
    also: int = 0
    """Of the rightly found: how many have state, result or category right too."""

    def __add__(self, other: object) -> Tally:
        """Add two tallies."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """Share of what was found that is there; 1 where nothing was found."""
        return self.found / (self.found + self.invented) if self.found + self.invented else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.found + self.invented + self.missed
        return 2 * self.found / total if total else 1.0


def overlap(one: str, other: str) -> float:
    """Give twice the shared words by all words of both (Dice), counted with repetition."""
    a, b = Counter(words(one)), Counter(words(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0
