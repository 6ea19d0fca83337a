"""Fit the weights of the repeat guard: `python -m tests.training.asking`.

Logistic regression by gradient descent on the drafts of the development sets, with whole cards.
Each fifth of the conversations is judged by weights fitted on the others, at several thresholds;
the weights printed are of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp
from typing import NamedTuple

from console.assist.embedded.card import card
from console.domain import asking
from tests.gold.score import rows

SETS = ("dev", "more_a", "more_b")
FOLDS = 5


class Draft(NamedTuple):
    """A labelled draft with the measures of each message that may answer it."""

    repeat: bool
    message: str | None
    measures: list[tuple[str, list[float]]]


def drafts(names: Iterable[str] = SETS) -> list[list[Draft]]:
    """Measure the drafts of each conversation."""
    out = []
    for row in (row for name in names for row in rows(name)):
        whole = card(row.case)
        out.append(
            [
                Draft(one["repeat"], one["message"], asking.measured(one["draft"], row.case, whole))
                for one in row.gold["guard"]
            ]
        )
    return out


def sum_of(weights: Sequence[float], measures: Sequence[float]) -> float:
    """Give what the measures weigh; the last weight is the bias."""
    return weights[-1] + sum(w * x for w, x in zip(weights, measures, strict=False))


def fit(data: list[Draft], rounds: int = 250, shrink: float = 0.03) -> list[float]:
    """Fit weights and bias: for a repetition on the message labelled, else on the likeliest."""
    data = [one for one in data if one.measures]
    size = len(data[0].measures[0][1])
    weights = [0.0] * (size + 1)
    for turn in range(rounds):
        rate = 4 / (1 + turn / 100) / len(data)
        slope = [0.0] * (size + 1)
        for one in data:
            there = [each for each in one.measures if each[0] == one.message] or one.measures
            _, measures = max(there, key=lambda each: sum_of(weights, each[1]))
            error = one.repeat - 1 / (1 + exp(-sum_of(weights, measures)))
            for place, value in enumerate((*measures, 1.0)):
                slope[place] += error * value
        for place in range(size + 1):
            fade = shrink * weights[place] * (place < size) * rate * len(data) / 8
            weights[place] += rate * slope[place] - fade
    return weights


def chances(data: Iterable[Draft], weights: Sequence[float]) -> list[tuple[float, bool]]:
    """Give for each draft how likely it repeats, and whether it does."""
    out = []
    for one in data:
        best = max((sum_of(weights, each) for _, each in one.measures), default=-9.0)
        out.append((1 / (1 + exp(-best)), one.repeat))
    return out


def at(found: Sequence[tuple[float, bool]], enough: float) -> str:
    """Put precision and recall at a threshold into words."""
    hits = [repeat for chance, repeat in found if chance >= enough]
    there = sum(repeat for _, repeat in found)
    return f"{enough}: precision {sum(hits) / max(1, len(hits)):.3f} recall {sum(hits) / there:.3f}"


def main() -> None:
    """Print how each part is judged by the others, and the weights of all."""
    data = drafts()
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [one for place, row in enumerate(data) if place % FOLDS != fold for one in row]
        weights = fit(rest)
        found += chances((one for row in data[fold::FOLDS] for one in row), weights)
    for enough in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        print(at(found, enough))  # noqa: T201
    weights = fit([one for row in data for one in row])
    print([round(weight, 2) for weight in weights])  # noqa: T201


if __name__ == "__main__":
    main()
