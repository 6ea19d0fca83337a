"""Show the queue: a view of the store in triage order, by windows of lines."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from console import errors
from console.desk import Desk
from console.domain import search
from console.domain.connection import Connection
from console.domain.models import Entry, Ref
from console.store import connections, escalations

WINDOW = 64
"""Lines read at once."""


class View(NamedTuple):
    """The start of a view: how many lines there are, and the first of them."""

    query: search.Query
    total: int
    first: tuple[Entry, ...]


class Health(NamedTuple):
    """What the line at the top says about connections and the outbox."""

    connections: tuple[Connection, ...]
    outbox: dict[str, int]
    """Rows that were not sent, by state; `held` for itself."""


def condition(desk: Desk, query: search.Query) -> escalations.Where:
    """Give the condition of a query; the plain queue needs no grammar.

    Connections that are not in use are shown where the query names them.
    """
    if not query.terms:
        return _shown(escalations.OPEN, desk.hidden)
    from console.store.search import where  # noqa: PLC0415  off the start path

    named = {
        value
        for term in query.terms
        if term.field == "connection" and not term.negated
        for value in term.values
    }
    hidden = frozenset(name for name in desk.hidden if name.casefold() not in named)
    return _shown(where(query, desk.clock()), hidden)


def _shown(found: escalations.Where, hidden: frozenset[str]) -> escalations.Where:
    if not hidden:
        return found
    marks = ",".join("?" * len(hidden))
    sql = f"{found.sql} AND connection NOT IN ({marks})"
    return escalations.Where(sql, (*found.parameters, *sorted(hidden)))


def understand(text: str) -> search.Query:
    """Read a query; raise InputError with what is wrong."""
    try:
        return search.parse(text)
    except search.BadQuery as error:
        hint = 'For example: status:open @me tag:refund sla<1h customer:"Ann" words'
        raise errors.InputError(str(error), hint=hint) from error


async def view(desk: Desk, query: search.Query, limit: int = WINDOW) -> View:
    """Open a view: two queries, whatever its size."""
    db, wanted = desk.store.reader, condition(desk, query)
    total = await escalations.count(db, wanted)
    return View(query, total, tuple(await escalations.top(db, wanted, limit)))


async def keys(desk: Desk, query: search.Query) -> array[int]:
    """Give the rows of a view, in order."""
    return await escalations.keys(desk.store.reader, condition(desk, query))


async def lines(desk: Desk, rows: Sequence[int]) -> list[Entry]:
    """Give the lines with these rows; those that are gone are left out."""
    return await escalations.entries(desk.store.reader, rows)


async def every(desk: Desk, query: search.Query) -> list[Entry]:
    """Give all lines of a view: for lists that are printed."""
    return await escalations.top(desk.store.reader, condition(desk, query), limit=-1)


async def line(desk: Desk, ref: Ref) -> Entry:
    """Give the line of one escalation; raise NoSuchEscalation."""
    found = await escalations.find(desk.store.reader, ref)
    if found is None:
        raise errors.NoSuchEscalation(f"There is no escalation {ref} here.")
    return found


async def health(desk: Desk) -> Health:
    """Say how fresh the connections in use are and what waits to be sent there."""
    db = desk.store.reader
    return Health(
        tuple(await connections.every(db, desk.hidden)), await connections.unsent(db, desk.hidden)
    )


async def states(desk: Desk, only: str = "") -> list[Connection]:
    """Say how fresh the connections in use are; with `only` that one, in use or not."""
    if only:
        return [await connections.get(desk.store.reader, only)]
    return await connections.every(desk.store.reader, desk.hidden)


async def queues(desk: Desk) -> list[tuple[str, int]]:
    """Count what is open in each queue."""
    return await escalations.queues(desk.store.reader, _shown(escalations.OPEN, desk.hidden))


async def tags(desk: Desk) -> list[str]:
    """List the tags in use, the commonest first."""
    return await escalations.tags(desk.store.reader)


async def named(desk: Desk, refs: Sequence[Ref]) -> dict[Ref, tuple[str, str]]:
    """Give customer and subject of some escalations, those that are gone too."""
    return await escalations.named(desk.store.reader, refs) if refs else {}


async def is_new(desk: Desk) -> bool:
    """Say whether no escalation has ever come here."""
    return not await escalations.any_at_all(desk.store.reader)


async def changed_elsewhere(desk: Desk) -> bool:
    """Say whether another process has changed the store since the last call."""
    return await desk.store.changed_elsewhere()
