"""Fit the weights of the repeat guard: `python -m tests.training.asking`.

Logistic regression by gradient descent on the drafts of `tests/gold/dev.jsonl`. Each half of the
conversations is judged by weights fitted on the other; the weights printed are of all of them.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from console.domain import asking
from console.domain.facts import collect
from console.domain.handoff import arranged
from tests.gold.score import rows


class Draft(NamedTuple):
    """A labelled draft with the measures of each message that may answer it."""

    repeat: bool
    message: str | None
    measures: list[tuple[str, list[float]]]


def drafts() -> list[list[Draft]]:
    """Measure the drafts of each conversation."""
    out = []
    for row in rows("dev"):
        card = arranged(collect(row.case.messages))
        out.append(
            [
                Draft(one["repeat"], one["message"], asking.measured(one["draft"], row.case, card))
                for one in row.gold["guard"]
            ]
        )
    return out


def sum_of(weights: list[float], measures: list[float]) -> float:
    """Give what the measures weigh; the last weight is the bias."""
    return weights[-1] + sum(w * x for w, x in zip(weights, measures, strict=False))


def fit(data: list[Draft], rounds: int = 400, shrink: float = 0.02) -> list[float]:
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


def judge(data: list[Draft], weights: list[float]) -> tuple[int, int, int]:
    """Count the rightly found, the invented and the missed."""
    found = invented = missed = 0
    for one in data:
        best = max((sum_of(weights, each) for _, each in one.measures), default=-9.0)
        hit = 1 / (1 + exp(-best)) >= asking.ENOUGH
        found += hit and one.repeat
        invented += hit and not one.repeat
        missed += one.repeat and not hit
    return found, invented, missed


def main() -> None:
    """Print the weights, and how the halves judge each other."""
    data = drafts()
    halves = [[one for row in data[start::2] for one in row] for start in (0, 1)]
    counts = [judge(halves[1 - side], fit(halves[side])) for side in (0, 1)]
    found, invented, missed = (sum(each) for each in zip(*counts, strict=True))
    shares = f"{found / (found + invented):.3f} recall {found / (found + missed):.3f}"
    print(f"crossed: precision {shares}")  # noqa: T201
    weights = fit([one for row in data for one in row])
    print([round(weight, 2) for weight in weights])  # noqa: T201


if __name__ == "__main__":
    main()
