"""Make the handoff card of a case from its messages alone, without network or model."""

from __future__ import annotations

from collections.abc import Sequence

from console.assist.embedded.disclosure import disclosure
from console.assist.embedded.goal import goal
from console.assist.embedded.nextstep import nextstep
from console.assist.embedded.question import question
from console.assist.embedded.reason import reason
from console.assist.embedded.tried import tried
from console.domain import facts
from console.domain.checker import checked
from console.domain.handoff import Card, Case, Item, Slot, arranged
from console.domain.models import AuthorKind
from console.domain.promises import Promise, promises
from console.domain.sentences import prepared
from console.domain.terms import timed


def _promise(promise: Promise) -> Item:
    messages = tuple(dict.fromkeys(filter(None, (promise.message, promise.evidence))))
    return Item(
        Slot.PROMISES,
        promise.text,
        messages,
        confidence=0.9,
        by=str(promise.by),
        state=promise.state,
        at=promise.at,
    )


def card(case: Case) -> Card:
    """Give the card; each item cites its messages, and the checker has judged each."""
    turns = prepared(
        [m for m in case.messages if not m.event or m.author.kind is AuthorKind.SYSTEM]
    )
    promised = promises(turns)
    asked = question(turns)
    why = reason(turns, case.handoff)
    wanted = goal(turns)
    items: list[Item] = [
        *wanted,
        *((why,) if why else ()),
        *((asked,) if asked else ()),
        *tried(turns),
        *facts.collect(case.messages),
        *(_promise(promise) for promise in promised),
        *nextstep(turns, asked, promised, wanted),
        *_deadlines(promised),
        *disclosure(turns),
    ]
    return checked(arranged(items), case)


def _deadlines(promised: Sequence[Promise]) -> list[Item]:
    """Give the open promises that name a time, as it was named."""
    return [
        Item(Slot.DEADLINES, promise.text, (promise.message,), confidence=0.7)
        for promise in promised
        if promise.state == "open" and timed(promise.text)
    ]
