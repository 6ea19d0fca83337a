"""Remember what agents made of what assistants said; it stays here unless it is exported."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from console.desk import Desk
from console.domain.form import format_time
from console.domain.models import Message, Ref
from console.domain.suggestion import REJECTIONS, Inserted, Suggestion
from console.store import Db, feedback
from console.store.feedback import Feedback

LONGEST = 8_000
"""Characters of a text that are compared: more is told as different at its end."""


def distance(before: str, after: str) -> int:
    """Count the characters that were taken out, put in or replaced."""
    matcher = difflib.SequenceMatcher(None, before[:LONGEST], after[:LONGEST], autojunk=False)
    return sum(
        max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


async def sent(
    desk: Desk,
    db: Db,
    ref: Ref,
    key: str,
    text: str,
    inserted: Sequence[Inserted],
    shown: Sequence[Suggestion],
) -> None:
    """Note, with the reply itself, what became of the drafts that were there to start from."""
    now = desk.clock()
    for one in inserted:
        same = _plain(one.text) in _plain(text)
        detail: dict[str, Any] = {
            "maker": one.maker,
            "score": one.score,
            "inserted_at": one.at,
            "suggested": one.text,
            "sent": text,
            "distance": 0 if _plain(one.text) == _plain(text) else distance(one.text, text),
        }
        kind = "accepted" if same else "edited"
        await feedback.add(db, Feedback(now, ref, kind, one.source, key, detail))
    used = {one.source for one in inserted}
    if used:
        return
    for draft in shown:
        detail = {"maker": draft.maker, "score": draft.score}
        await feedback.add(db, Feedback(now, ref, "ignored", draft.source, key, detail))


async def rejected(desk: Desk, ref: Ref, draft: Suggestion, digit: str) -> str:
    """Note that a draft is of no use, and why; return the reason's name."""
    reason = REJECTIONS[digit]
    detail = {
        "reason": reason,
        "maker": draft.maker,
        "score": draft.score,
        "suggested": draft.text,
    }
    async with desk.store.writing() as db:
        await feedback.add(db, Feedback(desk.clock(), ref, "rejected", draft.source, "", detail))
    return reason


async def corrected(desk: Desk, ref: Ref, message: Message, was: int | None, level: int) -> None:
    """Note how a customer message really sounds: an example to calibrate by."""
    detail = {"level": level, "was": was, "text": message.text}
    async with desk.store.writing() as db:
        await feedback.add(db, Feedback(desk.clock(), ref, "corrected", message.id, "", detail))


async def guarded(desk: Desk, ref: Ref, guards: Sequence[str]) -> None:
    """Count the guards that had something to say about a reply."""
    if not guards:
        return
    async with desk.store.writing() as db:
        for guard in guards:
            await feedback.add(db, Feedback(desk.clock(), ref, "guard", guard))


async def every(desk: Desk, kind: str | None = None) -> list[Feedback]:
    """List what was noted, oldest first."""
    return await feedback.every(desk.store.reader, kind)


async def counts(desk: Desk, kind: str) -> dict[str, int]:
    """Count what was noted of a kind, by what it is about."""
    return await feedback.counts(desk.store.reader, kind)


def data(item: Feedback) -> dict[str, Any]:
    """Write a piece of feedback as `assist feedback --json` prints it."""
    return {
        "at": format_time(item.at),
        "ref": str(item.ref),
        "kind": item.kind,
        "what": item.what,
        **item.detail,
    }
