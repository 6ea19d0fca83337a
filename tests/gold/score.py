"""Score the rules on the labelled conversations: `python -m tests.gold.score SET [facts|guards]`.

The sets are `dev`, `more_a`, `more_b` and `test`. Failures are listed for those of development
alone; of the test set only totals are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from console.assist.embedded.card import card
from console.assist.evaluation import facts, guards
from console.assist.evaluation.counting import Tally, wilson
from console.assist.evaluation.facts import FactScore
from console.assist.evaluation.gold import Labelled, labelled
from console.assist.evaluation.guards import GuardScore
from console.domain.facts import collect

HERE = Path(__file__).parent
OPEN = ("dev", "more_a", "more_b")
"""Sets that may be looked into."""


@cache
def rows(half: str) -> tuple[Labelled, ...]:
    """Read a set."""
    return tuple(labelled(HERE / f"{half}.jsonl"))


def fact_score(half: str) -> FactScore:
    """Score the facts of a set."""
    return facts.total(
        facts.score(row.case.id, row.gold, collect(row.case.messages)) for row in rows(half)
    )


def guard_score(half: str) -> GuardScore:
    """Score the repeat guard of a set, with whole cards."""
    return guards.total(guards.score(row.case, row.gold, card(row.case)) for row in rows(half))


def told(name: str, tally: Tally) -> Iterator[str]:
    """Put precision and recall into words, with their intervals."""
    found = tally.found + tally.invented
    there = tally.found + tally.missed
    for what, value, of in (("precision", tally.precision, found), ("recall", tally.recall, there)):
        low, high = wilson(tally.found, of)
        yield f"{name:<22}{what:<10}{value:.3f}  [{low:.3f}, {high:.3f}]  n={of}"


def lines(half: str, what: str) -> Iterator[str]:
    """Tell the scores of a set."""
    if what in ("", "facts"):
        score = fact_score(half)
        yield from told("facts", score.facts)
        yield from told("superseded", score.states)
        low, high = wilson(score.facts.also, score.facts.found)
        share = score.facts.also / max(1, score.facts.found)
        yield f"{'all messages named':<32}{share:.3f}  [{low:.3f}, {high:.3f}]"
        if half in OPEN:
            yield from score.wrong
    if what in ("", "guards"):
        guard = guard_score(half)
        yield from told("repeat guard", guard.drafts)
        low, high = wilson(guard.drafts.also, guard.drafts.found)
        share = guard.drafts.also / max(1, guard.drafts.found)
        yield f"{'right message':<32}{share:.3f}  [{low:.3f}, {high:.3f}]  drafts={guard.seen}"
        if half in OPEN:
            yield from guard.wrong


def main(half: str, what: str = "") -> None:
    """Print the scores asked for."""
    for line in lines(half, what):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
