"""Say something to the customer or to colleagues: queued first, undoable until it is due."""

from __future__ import annotations

from collections.abc import Sequence

from console import errors
from console.desk import Desk, acting
from console.domain.changes import Change, Claim, Outgoing, Reply, SetStatus
from console.domain.models import Attachment, Ref, Status, Visibility
from console.domain.suggestion import Inserted, Suggestion
from console.store import Db, drafts


async def send(  # noqa: PLR0913  each is something the agent decided
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
    inserted: Sequence[Inserted] = (),
    shown: Sequence[Suggestion] = (),
) -> list[Outgoing]:
    """Queue a message, with the draft's removal in the same transaction.

    `seen` is the newest customer message on the agent's screen; `then` a status to set
    after it, `claim` takes the escalation first. `inserted` are texts that were put into it,
    `shown` the drafts that were there to start from. Raises InputError for an empty text, and
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

    async def also(db: Db, action: str) -> None:
        await drafts.remove(db, ref, visibility)
        if inserted or shown:
            from console.desk import feedback  # noqa: PLC0415  off the start path

            await feedback.sent(desk, db, ref, action, text.rstrip(), inserted, shown)

    return await acting.act(
        desk,
        ref,
        *changes,
        seen=seen,
        at_once=at_once,
        provenance=tuple(tuple(one) for one in inserted),
        also=also,
    )
