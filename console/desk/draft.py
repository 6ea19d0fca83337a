"""Keep what is being written, as it is written."""

from __future__ import annotations

from console.desk import Desk
from console.domain.models import Attachment, Ref, Visibility
from console.store import drafts
from console.store.drafts import Draft


async def save(
    desk: Desk,
    ref: Ref,
    visibility: Visibility,
    text: str,
    attachments: tuple[Attachment, ...] = (),
    seen: str = "",
) -> None:
    """Keep a draft; an empty one is removed. Allowed when only reading: it stays here."""
    async with desk.store.writing() as db:
        await drafts.put(db, Draft(ref, visibility, text, desk.clock(), attachments, seen))


async def move(
    desk: Desk,
    ref: Ref,
    visibility: Visibility,
    text: str,
    attachments: tuple[Attachment, ...] = (),
    seen: str = "",
) -> Draft:
    """Make a note's draft of a reply's, or the other way round, above what is there already.

    Returns the draft as it is now; `visibility` says who is to read it.
    """
    before = Visibility.INTERNAL if visibility is Visibility.PUBLIC else Visibility.PUBLIC
    moved = Draft(ref, visibility, text, desk.clock(), attachments, seen)
    async with desk.store.writing() as db:
        await drafts.remove(db, ref, before)
        await drafts.give_back(db, moved)
        return await drafts.get(db, ref, visibility) or moved


async def load(desk: Desk, ref: Ref, visibility: Visibility) -> Draft | None:
    """Give the draft of a conversation, if there is one."""
    return await drafts.get(desk.store.reader, ref, visibility)


async def every(desk: Desk) -> list[Draft]:
    """List all drafts, the newest first."""
    return await drafts.every(desk.store.reader)
