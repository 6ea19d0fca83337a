"""Measure the repeat guard on labelled drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from console.assist.evaluation.counting import Tally
from console.domain.guards import repeats
from console.domain.handoff import Card, Case


class GuardScore(NamedTuple):
    """How the drafts of one or more conversations were judged."""

    drafts: Tally = Tally()
    """A draft is found where it was labelled as asking again; `also` counts the right message."""
    seen: int = 0
    """How many drafts were looked at."""
    wrong: tuple[str, ...] = ()
    """What was judged wrongly, to be listed for the development set only."""


def score(case: Case, gold: Mapping[str, Any], card: Card) -> GuardScore:
    """Judge the drafts of one conversation."""
    tally = Tally()
    wrong: list[str] = []
    for row in gold["guard"]:
        hits = tuple(repeats(row["draft"], case, card))
        again = bool(row["repeat"])
        same = any(hit.message == row["message"] for hit in hits)
        tally += Tally(
            bool(hits) and again, bool(hits) and not again, again and not hits, again and same
        )
        if bool(hits) is not again:
            wrong.append(f"{case.id}: {'missed' if again else 'invented'} {row['draft']}")
    return GuardScore(tally, len(gold["guard"]), tuple(wrong))


def total(scores: Iterable[GuardScore]) -> GuardScore:
    """Add up the scores of conversations."""
    tally, seen = Tally(), 0
    wrong: list[str] = []
    for one in scores:
        tally += one.drafts
        seen += one.seen
        wrong += one.wrong
    return GuardScore(tally, seen, tuple(wrong))
