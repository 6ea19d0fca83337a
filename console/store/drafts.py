"""Drafts in the store: one for the customer and one for colleagues, in each conversation."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.domain.models import Attachment, Ref, Visibility
from console.store import Db, Row, fetch, fetch_one, parcels, rows


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent text."""

    ref: Ref
    visibility: Visibility
    text: str
    updated_at: datetime
    attachments: tuple[Attachment, ...] = ()
    seen_message: str = ""
    provenance: tuple[tuple[Any, ...], ...] = ()
    """Texts that were put into it, each as `domain.suggestion.Inserted`."""


def _draft(row: Row) -> Draft:
    return Draft(
        Ref(row["connection"], row["id"]),
        Visibility(row["visibility"]),
        row["text"],
        rows.sure_time(row["updated_at"]),
        parcels.attachments_from(json.loads(row["attachments"])),
        row["seen_message"],
        rows.tuples(row["provenance"]),
    )


async def put(db: Db, draft: Draft) -> None:
    """Keep a draft; an empty one is removed."""
    if not draft.text.strip() and not draft.attachments:
        await remove(db, draft.ref, draft.visibility)
        return
    await db.execute(
        "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.ref.connection,
            draft.ref.id,
            draft.visibility,
            draft.text,
            rows.dump(parcels.attachments_data(draft.attachments)),
            draft.seen_message,
            rows.ms(draft.updated_at),
            rows.dump(draft.provenance),
        ),
    )


async def give_back(db: Db, draft: Draft) -> None:
    """Keep a message that was taken back, above what has been begun since."""
    begun = await get(db, draft.ref, draft.visibility)
    if begun is not None and begun.text != draft.text:
        parts = [text for text in (draft.text, begun.text) if text.strip()]
        draft = replace(
            draft,
            text="\n\n".join(parts),
            attachments=(*draft.attachments, *begun.attachments),
            provenance=(*draft.provenance, *begun.provenance),
        )
    await put(db, draft)


async def remove(db: Db, ref: Ref, visibility: Visibility) -> None:
    """Delete a draft."""
    await db.execute(
        "DELETE FROM drafts WHERE connection = ? AND id = ? AND visibility = ?",
        (ref.connection, ref.id, visibility),
    )


async def get(db: Db, ref: Ref, visibility: Visibility) -> Draft | None:
    """Give a draft, if there is one."""
    row = await fetch_one(
        db,
        "SELECT * FROM drafts WHERE connection = ? AND id = ? AND visibility = ?",
        (ref.connection, ref.id, visibility),
    )
    return _draft(row) if row else None


async def every(db: Db) -> list[Draft]:
    """List all drafts, the newest first."""
    return [_draft(row) for row in await fetch(db, "SELECT * FROM drafts ORDER BY updated_at DESC")]
