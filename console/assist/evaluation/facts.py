"""Compare the facts of a card with those that a careful reader found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from console.assist.evaluation.counting import Tally
from console.domain.handoff import Item, Slot


class FactScore(NamedTuple):
    """How the facts of one or more conversations were found."""

    facts: Tally = Tally()
    """A fact is found where kind and normal form agree; `also` counts those whose messages do."""
    states: Tally = Tally()
    """The values that the customer corrected, of the facts found."""
    kinds: Mapping[str, Tally] = {}
    wrong: tuple[str, ...] = ()
    """What was invented or missed, to be listed for the development set only."""


def score(case: str, gold: Mapping[str, Any], items: Sequence[Item]) -> FactScore:
    """Compare a card's items with the labels of a conversation; other slots are passed over."""
    labelled = {(fact["kind"], fact["normalised"]): fact for fact in gold["facts"]}
    found = {(item.kind, item.normalised): item for item in items if item.slot is Slot.FACTS}
    hits = labelled.keys() & found.keys()
    kinds: dict[str, Tally] = {}
    for key in sorted(labelled.keys() | found.keys()):
        one = Tally(key in hits, key not in labelled, key not in found)
        kinds[key[0]] = kinds.get(key[0], Tally()) + one
    same = sum(list(found[key].messages) == labelled[key]["messages"] for key in hits)
    gone = {key for key in hits if labelled[key].get("superseded")}
    marked = {key for key in hits if found[key].state == "superseded"}
    return FactScore(
        Tally(len(hits), len(found.keys() - hits), len(labelled.keys() - hits), same),
        Tally(len(gone & marked), len(marked - gone), len(gone - marked)),
        kinds,
        (
            *(f"{case}: invented {' '.join(key)}" for key in sorted(found.keys() - hits)),
            *(f"{case}: missed {' '.join(key)}" for key in sorted(labelled.keys() - hits)),
        ),
    )


def total(scores: Iterable[FactScore]) -> FactScore:
    """Add up the scores of conversations."""
    facts, states = Tally(), Tally()
    kinds: dict[str, Tally] = {}
    wrong: list[str] = []
    for one in scores:
        facts += one.facts
        states += one.states
        wrong += one.wrong
        for kind, tally in one.kinds.items():
            kinds[kind] = kinds.get(kind, Tally()) + tally
    return FactScore(facts, states, kinds, tuple(wrong))
