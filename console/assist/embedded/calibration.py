"""From a text's number to a level and how sure it is, and the refit from an agent's corrections.

The levels are those of an ordered logistic model (McCullagh 1980): the chance of a level of at
most k is `logistic(cuts[k] - slope * score)`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from console.domain.sentiment import LEVELS

HIGH, MEDIUM = 0.75, 0.6
"""Least chance that the sign (upset, neither, pleased) is right for `high` and `medium`."""
PRIOR = 25.0
"""How many labels the shipped calibration weighs; fewer corrections hardly move it."""
ROUNDS = 400


class Calibration(NamedTuple):
    """Where one level ends and the next begins, and how steep the way is."""

    cuts: tuple[float, float, float, float]
    """Ascending, between -2|-1|0|1|2."""
    slope: float
    labels: int = 0
    """How many corrections it was fitted to."""

    def data(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return {"cuts": list(self.cuts), "slope": self.slope, "labels": self.labels}


def parse(data: Mapping[str, Any]) -> Calibration:
    """Read what `Calibration.data` gave; raise ValueError for anything else."""
    try:
        cuts = [float(cut) for cut in data["cuts"]]
        slope, labels = float(data["slope"]), int(data.get("labels", 0))
    except (KeyError, TypeError) as error:
        raise ValueError("a calibration has cuts, a slope and a number of labels") from error
    if len(cuts) != len(LEVELS) - 1 or cuts != sorted(cuts):
        raise ValueError("a calibration has four cuts in ascending order")
    if not (slope > 0 and all(map(math.isfinite, [*cuts, slope]))):
        raise ValueError("the slope and cuts of a calibration are numbers, the slope above 0")
    return Calibration((cuts[0], cuts[1], cuts[2], cuts[3]), slope, labels)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def chances(score: float, calibration: Calibration) -> tuple[float, ...]:
    """Give the chance of each level from -2 to 2; they add up to 1."""
    below = [_logistic(cut - calibration.slope * score) for cut in calibration.cuts]
    return tuple(upper - lower for lower, upper in zip([0.0, *below], [*below, 1.0], strict=True))


def judged(score: float, calibration: Calibration) -> tuple[int, str]:
    """Give the level and its confidence: `low`, `medium` or `high`.

    Upset or pleased is said only where that is likelier than not; which of the two steps, by
    the larger chance.
    """
    worst, bad, _, good, best = chances(score, calibration)
    if worst + bad > 0.5:
        level, sure = (-2 if worst > bad else -1), worst + bad
    elif good + best > 0.5:
        level, sure = (2 if best > good else 1), good + best
    else:
        level, sure = 0, 1 - worst - bad - good - best
    return level, "high" if sure >= HIGH else "medium" if sure >= MEDIUM else "low"


def fitted(
    scored: Sequence[tuple[float, int]], start: Calibration, prior: float = PRIOR
) -> Calibration:
    """Fit to scores with their right levels, drawn towards `start` as by `prior` labels.

    Maximum a posteriori by gradient steps; the same input gives the same result.
    """
    if not scored:
        return start
    here = [*start.cuts, start.slope]
    home = list(here)
    total = len(scored) + prior
    speed = 1.0
    for _ in range(ROUNDS):
        change = [prior * (h - x) for h, x in zip(home, here, strict=True)]
        for score, level in scored:
            at = level - LEVELS[0]
            upper = _logistic(here[at] - here[4] * score) if at < 4 else 1.0
            lower = _logistic(here[at - 1] - here[4] * score) if at > 0 else 0.0
            chance = max(upper - lower, 1e-6)
            up, down = upper * (1 - upper) / chance, lower * (1 - lower) / chance
            if at < 4:
                change[at] += up
            if at > 0:
                change[at - 1] -= down
            change[4] -= score * (up - down)
        here = [x + speed * d / total for x, d in zip(here, change, strict=True)]
        here = [*sorted(here[:4]), max(here[4], 0.05)]
    rounded = [round(x, 4) for x in here]
    return Calibration((rounded[0], rounded[1], rounded[2], rounded[3]), rounded[4], len(scored))
