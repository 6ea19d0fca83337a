"""Read what changed on a helpdesk into the store, the cursor in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console import errors
from console.domain.connection import Connection
from console.domain.models import Ref
from console.events import Changed
from console.helpdesk import Batch, Delta
from console.store import connections, escalations, messages, outbox, picture
from console.sync import Line

SENT_KEPT = timedelta(days=30)
"""How long the outbox remembers what was sent."""
DOUBT_FROM = 5
"""So many escalations must be missing at once before a helpdesk is doubted."""
DOUBT_SHARE = 0.5
"""And this share of those that were open."""


async def pull(line: Line) -> int:
    """Bring the store up to date; return how many escalations were new or changed.

    A cursor that the helpdesk no longer knows is answered by reading everything again.
    """
    state = await connections.get(line.store.reader, line.name)
    if not state.me.id or state.able != line.helpdesk.capabilities.names():
        await _introduce(line, state)
        state = await connections.get(line.store.reader, line.name)
    seen: set[str] = set()
    try:
        async for batch in line.helpdesk.changes(state.cursor):
            await _keep(line, batch)
            seen.update(delta.escalation.ref.id for delta in batch.deltas)
    except errors.CursorLost:
        seen.clear()
        async for batch in line.helpdesk.changes(""):
            await _keep(line, batch)
            seen.update(delta.escalation.ref.id for delta in batch.deltas)
        known = await escalations.open_ids(line.store.reader, line.name)
        await _missing(line, known - seen, len(known))
    await _agreed(line)
    return len(seen)


async def _introduce(line: Line, state: Connection) -> None:
    """Ask once who we are there, before anything is judged to be ours."""
    me = await line.helpdesk.me()
    async with line.store.writing() as db:
        able = line.helpdesk.capabilities.names()
        await connections.put(db, replace(state, me=me, able=able))


async def _whole(line: Line, batch: Batch) -> list[Delta]:
    """Read conversations whole of which the store would otherwise keep only the end."""
    deltas: list[Delta] = []
    for delta in batch.deltas:
        known = delta.whole or await escalations.find(line.store.reader, delta.escalation.ref)
        deltas.append(delta if known else await line.helpdesk.thread(delta.escalation.ref.id))
    return deltas


async def one(line: Line, ident: str) -> None:
    """Read one conversation into the store, leaving the cursor as it is: one `thread`.

    What another process has read meanwhile is never put back, and no message is taken away.
    """
    delta = await line.helpdesk.thread(ident)
    ref = delta.escalation.ref
    async with line.store.writing() as db:
        known = await escalations.remote(db, ref)
        if known is not None and known.updated_at > delta.escalation.updated_at:
            return
        pk = await escalations.put(db, delta.escalation)
        await messages.put(db, pk, delta.messages, whole=False)
        await picture.refresh(db, [ref], line.rules())
    line.events.tell(Changed(frozenset([ref]), everything=True))


async def _keep(line: Line, batch: Batch) -> None:
    refs: set[Ref] = set()
    deltas = await _whole(line, batch)
    async with line.store.writing() as db:
        for delta in deltas:
            pk = await escalations.put(db, delta.escalation)
            await messages.put(db, pk, delta.messages, whole=delta.whole)
            refs.add(delta.escalation.ref)
        refs.update(await escalations.mark_gone(db, line.name, batch.removed))
        await picture.refresh(db, refs, line.rules())
        state = await connections.get(db, line.name)
        await connections.put(db, replace(state, cursor=batch.cursor))
    if refs:
        line.events.tell(Changed(frozenset(refs), everything=True))


async def _agreed(line: Line) -> None:
    """Note that store and helpdesk agree as of now."""
    async with line.store.writing() as db:
        state = await connections.get(db, line.name)
        await connections.put(
            db, replace(state, synced_at=line.clock(), error="", hint="", error_at=None)
        )
    line.events.tell(Changed(connections=True))


async def failed(line: Line, error: errors.WarmlineError) -> None:
    """Note on the connection what went wrong; what is shown says how old it is."""
    async with line.store.writing() as db:
        state = await connections.get(db, line.name)
        first = state.error_at or line.clock()
        await connections.put(db, replace(state, error=str(error), hint=error.hint, error_at=first))
    line.events.tell(Changed(connections=True))


async def take_stock(line: Line) -> None:
    """Compare what is open here with what the helpdesk shows; doubt a sudden emptiness.

    What was put away and is shown again is shown here again.
    """
    there = await line.helpdesk.ids()
    async with line.store.writing() as db:
        back = await escalations.mark_back(db, line.name, there)
    if back:
        line.events.tell(Changed(frozenset(back), everything=True))
    known = await escalations.open_ids(line.store.reader, line.name)
    if known:
        await _missing(line, known - there, len(known))


async def _missing(line: Line, missing: frozenset[str], known: int) -> None:
    doubt = ""
    refs: list[Ref] = []
    emptied = known > 1 and len(missing) == known
    if emptied or (len(missing) >= DOUBT_FROM and len(missing) > known * DOUBT_SHARE):
        doubt = f"{len(missing)} of {known} open escalations are suddenly missing there"
    async with line.store.writing() as db:
        if not doubt and missing:
            refs = await escalations.mark_gone(db, line.name, missing)
        state = await connections.get(db, line.name)
        if state.doubt != doubt:
            await connections.put(db, replace(state, doubt=doubt))
    if refs or doubt:
        line.events.tell(Changed(frozenset(refs), connections=True, everything=bool(refs)))


async def believe(line: Line) -> int:
    """Accept, because the agent says so, that what is missing there is gone; return how many."""
    known = await escalations.open_ids(line.store.reader, line.name)
    missing = known - await line.helpdesk.ids()
    async with line.store.writing() as db:
        refs = await escalations.mark_gone(db, line.name, missing)
        state = await connections.get(db, line.name)
        await connections.put(db, replace(state, doubt=""))
    line.events.tell(Changed(frozenset(refs), connections=True, everything=True))
    return len(refs)


async def learn(line: Line) -> None:
    """Fetch who is there, and macros and articles, where the helpdesk has any."""
    able = line.helpdesk.capabilities
    if able.assign:
        agents = await line.helpdesk.agents()
        async with line.store.writing() as db:
            state = await connections.get(db, line.name)
            await connections.put(db, replace(state, agents=agents))
            await outbox.forget_sent(db, line.clock() - SENT_KEPT)
    if able.macros or able.articles:
        items = await line.helpdesk.knowledge()
        async with line.store.writing() as db:
            await connections.put_knowledge(db, line.name, items)
