"""Say what is to be done next, from what is open: a question, promises, what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind
from console.domain.promises import Promise
from console.domain.sentences import Turn

MOST = 3
"""Lines of next steps on a card."""


def nextstep(
    turns: Sequence[Turn], question: Item | None, promised: Sequence[Promise]
) -> tuple[Item, ...]:
    """Give up to three next steps, the most pressing first; each cites its messages."""
    steps: list[tuple[str, tuple[str, ...]]] = [
        (f"Make good: {one.text}", (one.message, one.evidence or one.message))
        for one in promised
        if one.state == "broken"
    ]
    if question:
        steps.append((f"Answer: {question.text}", question.messages))
    steps += [
        (f"Keep: {one.text}", (one.message, one.message)) for one in promised if one.state == "open"
    ]
    if not steps and turns:
        steps = _otherwise(turns)
    return tuple(
        Item(Slot.NEXT_STEP, text, tuple(dict.fromkeys(messages)), confidence=0.6)
        for text, messages in steps[:MOST]
    )


def _otherwise(turns: Sequence[Turn]) -> list[tuple[str, tuple[str, ...]]]:
    """Say what is next where nothing was asked and nothing promised."""
    spoken = [turn for turn in turns if turn.sentences]
    last = next((turn for turn in reversed(spoken) if turn.customers), None)
    note = next((t for t in reversed(spoken) if not t.public and t.kind is AuthorKind.AGENT), None)
    since = turns[last.nth :] if last else turns
    if any(turn.ours and turn.kind is AuthorKind.AGENT for turn in since):
        return [("Wait for the customer, or close", (spoken[-1].message.id,))] if spoken else []
    if note and (last is None or note.nth > last.nth):
        return [("Tell the customer what the note says", (note.message.id,))]
    return [("Reply to the customer's last message", (last.message.id,))] if last else []
