"""Look over what is about to be sent: what guards have to say, and how often they had."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.desk import Desk, feedback, inbox, reading
from console.domain.handoff import Card, Slot
from console.domain.models import Ref, Visibility
from console.domain.suggestion import Inserted
from console.store import escalations

if TYPE_CHECKING:
    from console.domain.guards import Hit

log = logging.getLogger(__name__)


async def look(
    desk: Desk,
    ref: Ref,
    text: str,
    visibility: Visibility,
    *,
    seen: str,
    inserted: Sequence[Inserted] = (),
    resolving: bool = True,
) -> tuple[Hit, ...]:
    """Look a text over as it would be sent now, and count what was found.

    `seen` is the newest customer message that the agent has read; what is said of promises
    holds for resolving. Without assistants the guards work as well: they are rules.
    """
    from console.domain import guards  # noqa: PLC0415  off the start path

    remote = await escalations.remote(desk.store.reader, ref)
    entry = await inbox.line(desk, ref)
    assert remote is not None
    case = await reading.case_of(desk, entry.pk, remote)
    known = await reading.candidates(desk, ref.connection)
    used = {one.source for one in inserted}
    sources, internal = [], []
    for item in known.items:
        if item.visibility is Visibility.INTERNAL:
            internal.append(item.text)
        elif f"{item.kind}:{item.id}" in used:
            sources.append(item.text)
    told = await reading.of(desk, entry, remote)
    card = told.reading.card if told is not None and told.reading is not None else Card()
    off = desk.assisting.guards_off if desk.assisting is not None else frozenset()
    try:
        hits = guards.look(
            text,
            case,
            card,
            visibility=visibility,
            resolving=resolving,
            seen=seen,
            sources=sources,
            internal=internal,
            off=off,
        )
    except Exception:
        # They warn and never bar: a reply leaves also where a guard stumbles.
        log.exception("the guards could not look over a reply to %s", ref)
        return (guards.Hit("guards", "they could not look it over: read it once more yourself"),)
    await feedback.guarded(desk, ref, sorted({hit.guard for hit in hits}))
    return hits


async def promises(desk: Desk, ref: Ref) -> list[str]:
    """List the promises that are open when a conversation is resolved, each in its own words."""
    entry = await inbox.line(desk, ref)
    remote = await escalations.remote(desk.store.reader, ref)
    assert remote is not None
    told = await reading.of(desk, entry, remote)
    if told is None or told.reading is None or desk.assisting is None:
        return []
    if "promise" in desk.assisting.guards_off:
        return []
    found = [item.text for item in told.reading.card.of(Slot.PROMISES) if item.state == "open"]
    if found:
        await feedback.guarded(desk, ref, ["promise"])
    return found
