"""Say what is to be done next, from what is open: a question, promises, what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from console.assist.embedded.goal import shortened
from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind
from console.domain.promises import Promise
from console.domain.sentences import Turn

MOST = 3
"""Lines of next steps on a card."""


def nextstep(
    turns: Sequence[Turn],
    question: Item | None,
    promised: Sequence[Promise],
    wanted: Sequence[Item] = (),
) -> tuple[Item, ...]:
    """Give up to three next steps, the most pressing first; each cites its messages."""
    places = {turn.message.id: turn.nth for turn in turns}
    spoke = max((t.nth for t in turns if t.ours and t.kind is AuthorKind.AGENT), default=-1)
    broken = [one for one in promised if one.state == "broken"]
    # What was broken before our side last wrote has been spoken of: the newest comes first.
    fresh = [one for one in broken if places.get(one.evidence, 0) > spoke]
    steps: list[tuple[str, tuple[str, ...]]] = [_make_good(one) for one in fresh]
    if question:
        steps.append((f"Answer: {question.text}", question.messages))
    steps += [
        (f"Keep the promise: {one.text}", (one.message,))
        for one in reversed(promised)
        if one.state == "open"
    ]
    steps += [_make_good(one) for one in broken if one not in fresh]
    if not steps and turns:
        steps = _otherwise(turns, wanted)
    return tuple(
        Item(Slot.NEXT_STEP, text, tuple(dict.fromkeys(messages)), confidence=0.6)
        for text, messages in steps[:MOST]
    )


def _make_good(one: Promise) -> tuple[str, tuple[str, ...]]:
    return f"Make good: {one.text}", (one.message, one.evidence or one.message)


@cache
def _thanks_words() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:thank\w*|thx|ty|cheers|great|perfect|wonderful|brilliant|lovely|legend|danke|merci|gracias"
        r"|grazie|that's all|thats all|glad|star)\b"
    )


def _otherwise(turns: Sequence[Turn], wanted: Sequence[Item]) -> list[tuple[str, tuple[str, ...]]]:
    """Say what is next where nothing was asked and nothing promised."""
    spoken = [turn for turn in turns if turn.sentences]
    last = next((turn for turn in reversed(spoken) if turn.customers), None)
    note = next((t for t in reversed(spoken) if not t.public and t.kind is AuthorKind.AGENT), None)
    since = turns[last.nth :] if last else turns
    if any(turn.ours and turn.kind is AuthorKind.AGENT for turn in since):
        return [("Wait for the customer, or close", (spoken[-1].message.id,))] if spoken else []
    if note and (last is None or note.nth > last.nth):
        return [("Read the note of your colleague, then answer the customer", (note.message.id,))]
    if last is None:
        return []
    spoken_to = any(turn.ours and turn.kind is AuthorKind.AGENT for turn in turns)
    if spoken_to and any(_thanks_words().search(s.low) for s in last.sentences):
        return [("Nothing is left to answer: close it", (last.message.id,))]
    if wanted and not spoken_to:
        return [(f"Take over: {wanted[0].text}", (last.message.id,))]
    said = max(last.sentences, key=lambda s: min(len(s.text), 90)).text
    return [(f"Reply to: {shortened(said)}", (last.message.id,))]
