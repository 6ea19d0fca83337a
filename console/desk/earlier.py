"""Read a customer's earlier conversations, that memory may rest on what was said in them."""

from __future__ import annotations

import asyncio
import logging

from console.desk import Desk, reading
from console.desk.assisting import EMBEDDED
from console.domain.models import Ref
from console.events import Changed
from console.store import escalations, readings

log = logging.getLogger(__name__)

MOST = 20
"""Conversations that are read for one customer: as many as memory looks at."""


async def read(desk: Desk, ref: Ref) -> int:
    """Read what is done and was not read, each in a thread of its own; return how many.

    The background work reads what is open alone: this is for the others of one customer,
    when a conversation of theirs is opened.
    """
    if desk.assisting is None:
        return 0
    rules = await asyncio.to_thread(_rules)
    db = desk.store.reader
    found = []
    for row in await readings.unread_before(db, ref, EMBEDDED, rules, MOST):
        remote = await escalations.remote(db, row.ref)
        if remote is None:
            continue
        try:
            known = await reading.candidates(desk, row.ref.connection)
            case = await reading.case_of(desk, row.pk, remote)
            kept, _, _ = await asyncio.to_thread(reading.read, desk, case, known)
        except Exception:
            # One that cannot be read must not cost what the others tell.
            log.exception("%s cannot be read by the assistant", row.ref)
            continue
        found.append((row.pk, kept._replace(newest=row.newest)))
    if found:
        async with desk.store.writing() as writer:
            for pk, kept in found:
                await readings.put(writer, pk, kept)
        desk.events.tell(Changed(glances=frozenset([ref])))
    return len(found)


def _rules() -> str:
    """Give the version of the rules; the import takes its time."""
    from console.assist.embedded.assistant import RULES  # noqa: PLC0415  off the start path

    return RULES
