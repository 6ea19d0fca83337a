"""Read what a customer came with earlier into the store, once a day for each customer."""

from __future__ import annotations

from datetime import timedelta

from console.domain.form import format_time
from console.domain.models import Ref
from console.events import Changed
from console.store import Db, escalations, facts, messages, picture
from console.sync import Line

MOST = 20
"""Conversations that are asked for."""
AGAIN = timedelta(days=1)
"""How long an answer is good for."""
ASKED = "history:"
"""What the keys begin with under which the store remembers when was asked."""


async def history(line: Line, ref: Ref) -> frozenset[Ref]:
    """Fetch the earlier conversations of the customer of `ref`; return those that were new.

    Only what is done is kept: what is open comes by `pull`, or is not ours to answer. What
    the store has stays as it is, and nothing becomes unread. Raises a HelpdeskError, and
    asks again next time then.
    """
    remote = await escalations.remote(line.store.reader, ref)
    if not line.helpdesk.capabilities.history or remote is None or not remote.customer.id:
        return frozenset()
    customer, key = remote.customer, f"{ASKED}{line.name}/{remote.customer.id}"
    # Times in one zone stand in order as texts, to a second.
    due = format_time(line.clock() - AGAIN)
    if await facts.get(line.store.reader, key) > due:
        return frozenset()
    deltas = await line.helpdesk.history(customer, limit=MOST)
    new: set[Ref] = set()
    async with line.store.writing() as db:
        for delta in deltas:
            esc = delta.escalation
            # Whose it is, is decided here once more: customers are never mixed.
            theirs = esc.ref.connection == line.name and esc.customer.id == customer.id
            if not (theirs and delta.whole and esc.status.done) or await _known(db, esc.ref):
                continue
            pk = await escalations.put(db, esc)
            await messages.put(db, pk, delta.messages, whole=True)
            await escalations.mark_read(db, pk)
            new.add(esc.ref)
        await picture.refresh(db, new, line.rules())
        await facts.forget(db, ASKED, due)
        await facts.put(db, key, format_time(line.clock()))
    if new:
        line.events.tell(Changed(frozenset(new), everything=True))
    return frozenset(new)


async def _known(db: Db, ref: Ref) -> bool:
    return await escalations.remote(db, ref) is not None
