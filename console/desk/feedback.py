"""Remember what agents made of what assistants said; it stays here unless it is exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.desk import Desk
from console.domain.form import format_time
from console.domain.models import Message, Ref
from console.domain.suggestion import REJECTIONS, Inserted, Suggestion
from console.events import Changed
from console.store import Db, feedback
from console.store.feedback import Feedback

LONGEST = 8_000
"""Characters of a text that are compared; of what is longer, the difference in length counts."""


def distance(before: str, after: str) -> int:
    """Count the characters that have to be taken out, put in or replaced (Levenshtein 1966).

    By the bit vectors of Myers (1999) as Hyyrö (2001) has them: a long text with little in
    common, or the same letter a thousand times, takes no longer than any other.
    """
    old, new = before[:LONGEST], after[:LONGEST]
    beyond = abs(max(0, len(before) - LONGEST) - max(0, len(after) - LONGEST))
    if not old:
        return len(new) + beyond
    places: dict[str, int] = {}
    for at, char in enumerate(old):
        places[char] = places.get(char, 0) | 1 << at
    every_, last = (1 << len(old)) - 1, 1 << (len(old) - 1)
    more, less, count = every_, 0, len(old)
    for char in new:
        same = places.get(char, 0)
        across = (((same & more) + more) ^ more) | same | less
        up, down = less | ~(across | more) & every_, across & more
        count += bool(up & last) - bool(down & last)
        up, down = (up << 1 | 1) & every_, down << 1 & every_
        more, less = down | ~(across | up) & every_, up & across
    return count + beyond


def _plain(text: str) -> str:
    return " ".join(text.split())


EXAMPLES = 50
"""Texts by which a macro or an article is known, the newest."""


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
    asked = await feedback.asked(db, ref) if inserted else ""
    for one in inserted:
        same = _plain(one.text) in _plain(text)
        detail: dict[str, Any] = {
            "maker": one.maker,
            "score": one.score,
            "inserted_at": one.at,
            "asked": asked,
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
    # It is not offered again here.
    desk.events.tell(Changed(glances=frozenset([ref])))
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


async def examples(desk: Desk, connection: str) -> dict[str, list[str]]:
    """Give what customers wanted when a macro or an article answered them, by its id."""
    out: dict[str, list[str]] = {}
    for kind in ("accepted", "edited"):
        for item in await feedback.every(desk.store.reader, kind):
            source, _, ident = item.what.partition(":")
            wanted = str(item.detail.get("asked", ""))
            if source in ("macro", "article") and wanted and item.ref.connection == connection:
                out.setdefault(ident, []).append(wanted)
    return {ident: texts[-EXAMPLES:] for ident, texts in out.items()}


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
