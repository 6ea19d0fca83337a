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
    items: list[Item] = []

    def add(text: str, *messages: str) -> None:
        if len(items) < MOST:
            cited = tuple(dict.fromkeys(messages))
            items.append(Item(Slot.NEXT_STEP, text, cited, confidence=0.6))

    for promise in promised:
        if promise.state == "broken":
            add(f"Make good: {promise.text}", promise.message, promise.evidence or promise.message)
    if question:
        add(f"Answer: {question.text}", *question.messages)
    for promise in promised:
        if promise.state == "open":
            add(f"Keep: {promise.text}", promise.message)
    if not items and turns:
        spoken = [turn for turn in turns if turn.sentences]
        last = next((turn for turn in reversed(spoken) if turn.customers), None)
        note = next(
            (t for t in reversed(spoken) if not t.public and t.kind is AuthorKind.AGENT), None
        )
        ours = any(
            t.ours and t.kind is AuthorKind.AGENT for t in turns[(last.index if last else 0) :]
        )
        if note and (last is None or note.index > last.index) and not ours:
            add("Tell the customer what the note says", note.message.id)
        elif last and not ours:
            add("Reply to the customer's last message", last.message.id)
        elif last and spoken:
            add("Wait for the customer, or close", spoken[-1].message.id)
    return tuple(items)
