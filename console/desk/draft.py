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


async def load(desk: Desk, ref: Ref, visibility: Visibility) -> Draft | None:
    """Give the draft of a conversation, if there is one."""
    return await drafts.get(desk.store.reader, ref, visibility)


async def every(desk: Desk) -> list[Draft]:
    """List all drafts, the newest first."""
    return await drafts.every(desk.store.reader)
