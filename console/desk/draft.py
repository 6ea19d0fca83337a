"""Keep what is being written, as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from console.desk import Desk
from console.domain.changes import Reply
from console.domain.models import Attachment, Ref, Visibility
from console.domain.suggestion import Inserted
from console.store import drafts, outbox
from console.store.drafts import Draft

__all__ = ["Draft", "every", "load", "move", "rescue", "save"]

JUST = timedelta(minutes=1)
"""How long ago a text was sent that may still stand in the composer."""


async def save(
    desk: Desk,
    ref: Ref,
    visibility: Visibility,
    text: str,
    attachments: tuple[Attachment, ...] = (),
    seen: str = "",
    inserted: Sequence[Inserted] = (),
) -> None:
    """Keep a draft; an empty one is removed. Allowed when only reading: it stays here."""
    made = tuple(tuple(one) for one in inserted)
    draft = Draft(ref, visibility, text, desk.clock(), attachments, seen, made)
    async with desk.store.writing() as db:
        await drafts.put(db, draft)


async def move(
    desk: Desk,
    ref: Ref,
    visibility: Visibility,
    text: str,
    attachments: tuple[Attachment, ...] = (),
    seen: str = "",
    inserted: Sequence[Inserted] = (),
) -> Draft:
    """Make a note's draft of a reply's, or the other way round, above what is there already.

    Returns the draft as it is now; `visibility` says who is to read it.
    """
    before = Visibility.INTERNAL if visibility is Visibility.PUBLIC else Visibility.PUBLIC
    made = tuple(tuple(one) for one in inserted)
    moved = Draft(ref, visibility, text, desk.clock(), attachments, seen, made)
    async with desk.store.writing() as db:
        await drafts.remove(db, ref, before)
        await drafts.give_back(db, moved)
        return await drafts.get(db, ref, visibility) or moved


async def rescue(desk: Desk, draft: Draft) -> None:
    """Keep what was being written when the screen broke, unless it had just been sent."""
    lately = desk.clock() - JUST
    for row in await outbox.recent(desk.store.reader):
        match row.change:
            case Reply(text, visibility) if row.ref == draft.ref and row.made_at >= lately:
                if (text, visibility) == (draft.text.rstrip(), draft.visibility):
                    return
    async with desk.store.writing() as db:
        await drafts.put(db, draft)


async def load(desk: Desk, ref: Ref, visibility: Visibility) -> Draft | None:
    """Give the draft of a conversation, if there is one."""
    return await drafts.get(desk.store.reader, ref, visibility)


async def every(desk: Desk) -> list[Draft]:
    """List all drafts, the newest first."""
    return await drafts.every(desk.store.reader)
