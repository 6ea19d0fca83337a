"""Measure the slots of the card against labelled conversations.

A promise or a tried step counts as found when the same side made or did it, at least one
message cited is the same, and the words of both texts overlap by half or more (Dice, counted
with repetition); each label is matched once, the best match first. An open question counts by
message and the same overlap. A reason counts by its category, a disclosure by its message, and
goal, issue and next step by one message that both cite: their wording is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from console.assist.evaluation.counting import Tally, overlap, wilson
from console.assist.evaluation.gold import Labelled
from console.domain.handoff import Card, Case, Item, Slot

ENOUGH = 0.5
"""Overlap of words from which two texts are taken to name the same."""

SLOTS = (
    "promises",
    "already_tried",
    "open_question",
    "reason",
    "told_ai",
    "told_human",
    "goal",
    "issue",
    "next_step",
)


class Miss(NamedTuple):
    """A single difference, to be listed for the development set only."""

    case: str
    slot: str
    what: str
    """`missed`, `invented` or `state`."""
    text: str


class Figures(NamedTuple):
    """The tallies of all slots, and where the differences are."""

    conversations: int
    tallies: Mapping[str, Tally]
    misses: tuple[Miss, ...]


def _many(
    items: Iterable[Item], labels: Iterable[Mapping[str, Any]], state: str
) -> tuple[Tally, list[tuple[str, str]]]:
    """Match items to labels one to one, the best overlap first."""
    left, wanted = list(items), list(labels)
    pairs = sorted(
        (
            (overlap(item.text, label["text"]), i, w)
            for i, item in enumerate(left)
            for w, label in enumerate(wanted)
            if item.by == label["by"] and set(item.messages) & set(label["messages"])
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    items_done: set[int] = set()
    labels_done: set[int] = set()
    also = 0
    notes: list[tuple[str, str]] = []
    for score, i, w in pairs:
        if score < ENOUGH or i in items_done or w in labels_done:
            continue
        items_done.add(i)
        labels_done.add(w)
        if left[i].state == wanted[w].get(state):
            also += 1
        else:
            notes.append(("state", f"{left[i].state}: {left[i].text}"))
    notes += [("invented", item.text) for i, item in enumerate(left) if i not in items_done]
    notes += [("missed", label["text"]) for w, label in enumerate(wanted) if w not in labels_done]
    found = len(items_done)
    return Tally(found, len(left) - found, len(wanted) - found, also), notes


def _single(item: Item | None, label: Any, same: Callable[[Item, Any], bool]) -> Tally:
    """Judge a slot that holds one thing or none."""
    if item is None:
        return Tally(missed=1 if label else 0)
    if not label:
        return Tally(invented=1)
    return Tally(found=1) if same(item, label) else Tally(invented=1, missed=1)


def _cites(item: Item, label: Mapping[str, Any]) -> bool:
    return bool(set(item.messages) & set(label["messages"]))


def _asks(item: Item, label: Mapping[str, Any]) -> bool:
    return _cites(item, label) and overlap(item.text, label["text"]) >= ENOUGH


def judge(card: Card, one: Labelled) -> tuple[dict[str, Tally], list[Miss]]:
    """Measure one card."""
    gold = one.gold
    tallies: dict[str, Tally] = {}
    misses: list[Miss] = []
    for slot, state in ((Slot.PROMISES, "state"), (Slot.ALREADY_TRIED, "result")):
        tally, notes = _many(card.of(slot), gold.get(slot) or [], state)
        tallies[slot] = tally
        misses += [Miss(one.case.id, slot, what, text) for what, text in notes]
    told = {item.kind: item for item in card.of(Slot.DISCLOSURE)}
    disclosed = gold.get("disclosure") or {}
    singles: list[tuple[str, Item | None, Any, Callable[[Item, Any], bool]]] = [
        ("open_question", card.one(Slot.OPEN_QUESTION), gold.get("open_question"), _asks),
        (
            "reason",
            card.one(Slot.REASON),
            gold.get("reason"),
            lambda item, label: item.kind == label["category"],
        ),
        *(
            (kind, told.get(kind), disclosed.get(kind), lambda item, label: label in item.messages)
            for kind in ("told_ai", "told_human")
        ),
        *(
            (slot, card.one(Slot(slot)), gold.get(slot), _cites)
            for slot in ("goal", "issue", "next_step")
        ),
    ]
    for name, item, label, same in singles:
        tallies[name] = tally = _single(item, label, same)
        if tally.missed:
            what = label.get("text") or label.get("category") if isinstance(label, dict) else label
            misses.append(Miss(one.case.id, name, "missed", str(what)))
        if tally.invented and item:
            misses.append(Miss(one.case.id, name, "invented", f"{item.kind} {item.text}".strip()))
    return tallies, misses


def measure(cases: Iterable[Labelled], read: Callable[[Case], Card]) -> Figures:
    """Measure the cards that `read` makes."""
    totals = dict.fromkeys(SLOTS, Tally())
    misses: list[Miss] = []
    count = 0
    for one in cases:
        count += 1
        tallies, more = judge(read(one.case), one)
        for slot, tally in tallies.items():
            totals[slot] += tally
        misses += more
    return Figures(count, totals, tuple(misses))


def table(figures: Figures) -> str:
    """Write the totals as lines: precision and recall with their 95 % intervals, F1, counts."""
    lines = [f"{figures.conversations} conversations", ""]
    lines.append(f"{'slot':<14} {'n':>4}  {'precision':<22} {'recall':<22} {'F1':>5}")
    for slot, tally in figures.tallies.items():
        shown = tally.found + tally.invented
        there = tally.found + tally.missed
        exact = [
            f"{share:.3f} [{low:.3f}, {high:.3f}]"
            for share, (low, high) in (
                (tally.precision, wilson(tally.found, shown)),
                (tally.recall, wilson(tally.found, there)),
            )
        ]
        lines.append(f"{slot:<14} {there:>4}  {exact[0]:<22} {exact[1]:<22} {tally.f1:>5.3f}")
        if slot in ("promises", "already_tried") and tally.found:
            low, high = wilson(tally.also, tally.found)
            share = tally.also / tally.found
            lines.append(
                f"{'  its state':<14} {tally.found:>4}  {share:.3f} [{low:.3f}, {high:.3f}]"
            )
    return "\n".join(lines)
