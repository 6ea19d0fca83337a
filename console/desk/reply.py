"""Say something to the customer or to colleagues: queued first, undoable until it is due."""

from __future__ import annotations

from console import errors
from console.desk import Desk, acting
from console.domain.changes import Change, Claim, Outgoing, Reply, SetStatus
from console.domain.models import Attachment, Ref, Status, Visibility
from console.store import Db, drafts


async def send(
    desk: Desk,
    ref: Ref,
    text: str,
    visibility: Visibility,
    *,
    attachments: tuple[Attachment, ...] = (),
    seen: str | None = None,
    then: Status | None = None,
    claim: bool = False,
    at_once: bool = False,
) -> list[Outgoing]:
    """Queue a message, with the draft's removal in the same transaction.

    `seen` is the newest customer message on the agent's screen; `then` a status to set
    after it, `claim` takes the escalation first. Raises InputError for an empty text, and
    for one that is not UTF-8.
    """
    if not text.strip() and not attachments:
        raise errors.InputError("There is nothing to send.", hint="Write something first.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise errors.InputError("The text is not valid UTF-8.") from error
    changes: list[Change] = [Reply(text.rstrip(), visibility, attachments)]
    if claim:
        changes.insert(0, Claim())
    if then is not None:
        changes.append(SetStatus(then))

    async def without_draft(db: Db) -> None:
        await drafts.remove(db, ref, visibility)

    return await acting.act(desk, ref, *changes, seen=seen, at_once=at_once, also=without_draft)
