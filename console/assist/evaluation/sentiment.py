"""How good moods are: AUC, macro F1 and calibration error, each with n and a 95 % interval."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple, TypeVar

from console.errors import AssistError

T = TypeVar("T")
ROUNDS = 400
"""Samples of the bootstrap."""
BINS = 10
CLASSES = ("negative", "neutral", "positive")


class Figure(NamedTuple):
    """A measured number."""

    value: float
    low: float
    high: float
    """The two ends of its 95 % interval."""
    n: int

    def __str__(self) -> str:
        """Give it as a table has it."""
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n={self.n})"


def auc(scores: Sequence[float], positive: Sequence[bool]) -> Figure:
    """Give the area under the ROC curve with its interval (DeLong 1988).

    `scores` are higher where `positive` is likelier; ties count half. Without both kinds
    the value is 0.5 and the interval all of it.
    """
    yes = sorted(score for score, is_it in zip(scores, positive, strict=True) if is_it)
    no = sorted(score for score, is_it in zip(scores, positive, strict=True) if not is_it)
    n = len(yes) + len(no)
    if not yes or not no:
        return Figure(0.5, 0.0, 1.0, n)
    above = [(bisect_left(no, s) + bisect_right(no, s)) / 2 / len(no) for s in yes]
    below = [1 - (bisect_left(yes, s) + bisect_right(yes, s)) / 2 / len(yes) for s in no]
    area = sum(above) / len(above)
    spread = sum(
        sum((x - area) ** 2 for x in part) / max(1, len(part) - 1) / len(part)
        for part in (above, below)
    )
    half = 1.96 * sqrt(spread)
    return Figure(area, max(0.0, area - half), min(1.0, area + half), n)


def _bootstrapped(rows: Sequence[T], measure: Callable[[Sequence[T]], float]) -> Figure:
    if not rows:
        return Figure(0.0, 0.0, 1.0, 0)
    dice = random.Random(len(rows))  # noqa: S311 - a sample that can be drawn again
    drawn = sorted(measure(dice.choices(rows, k=len(rows))) for _ in range(ROUNDS))
    return Figure(measure(rows), drawn[ROUNDS // 40], drawn[-1 - ROUNDS // 40], len(rows))


def _macro(rows: Sequence[tuple[str, str]]) -> float:
    scores = []
    for name in {right for _, right in rows}:
        found = sum(told == right == name for told, right in rows)
        total = sum((told == name) + (right == name) for told, right in rows)
        scores.append(2 * found / total)
    return sum(scores) / len(scores)


def macro_f1(told: Sequence[str], right: Sequence[str]) -> Figure:
    """Give the mean F1 of the classes that occur; unknown is told as an empty text."""
    return _bootstrapped(list(zip(told, right, strict=True)), _macro)


def _error(rows: Sequence[tuple[float, bool]]) -> float:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for chance, happened in rows:
        bins[min(BINS - 1, int(chance * BINS))].append((chance, happened))
    return sum(abs(sum(c for c, _ in part) - sum(h for _, h in part)) for part in bins) / len(rows)


def calibration_error(chances: Sequence[float], happened: Sequence[bool]) -> Figure:
    """Give the expected calibration error over ten bins of equal width: 0 is perfect."""
    return _bootstrapped(list(zip(chances, happened, strict=True)), _error)


def named(level: int | None) -> str:
    """Name a level as three classes; empty for unknown."""
    return "" if level is None else CLASSES[(level > 0) - (level < 0) + 1]


class Labelled(NamedTuple):
    """A text with what a reader found."""

    text: str
    label: str
    """negative, neutral or positive."""


def table(path: Path) -> tuple[Labelled, ...]:
    """Read a TSV with the columns label, confidence and text; raise AssistError for others."""
    head, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    columns = head.split("\t")
    if not {"label", "text"} <= set(columns):
        raise AssistError(f"{path.name} has no columns named label and text")
    at, told = columns.index("text"), columns.index("label")
    rows = [line.split("\t") for line in lines]
    if any(len(row) != len(columns) or row[told] not in CLASSES for row in rows):
        raise AssistError(f"{path.name} has a line without {', '.join(CLASSES)} or without a text")
    return tuple(Labelled(row[at], row[told]) for row in rows)


class Measured(NamedTuple):
    """What there is to say about one labelled set."""

    upset: Figure
    """AUC of negative against the rest."""
    f1: Figure
    """Macro F1 of negative, neutral and positive; unknown counts as missed."""
    error: Figure
    """Calibration error of the chance of negative."""
    unknown: float
    """Share of the texts for which nothing could be told."""


def measured(
    labels: Sequence[str],
    scores: Sequence[float],
    levels: Sequence[int | None],
    chances: Sequence[float],
) -> Measured:
    """Compare scores (below 0 upset), levels and chances of upset with the right labels.

    All texts count for the AUC and the error, also those whose level is unknown.
    """
    negative = [label == CLASSES[0] for label in labels]
    return Measured(
        auc([-score for score in scores], negative),
        macro_f1([named(level) for level in levels], labels),
        calibration_error(chances, negative),
        sum(level is None for level in levels) / max(1, len(levels)),
    )
