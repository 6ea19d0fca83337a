"""Reads tickets and conversations of a Request Tracker, in as few requests as there can be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from console import errors
from console.domain.models import Customer, Message
from console.helpdesk import Batch, Delta
from console.helpdesk.rt import query
from console.helpdesk.rt.cursor import Cursor, follow
from console.helpdesk.rt.messages import parse_messages
from console.helpdesk.rt.parse import Item, Ticket, number, parse_date, parse_ticket
from console.helpdesk.rt.people import People
from console.helpdesk.rt.session import Session
from console.helpdesk.rt.settings import RtSettings

AT_ONCE = 10
"""Pages of transactions that make one batch at most."""
PLAIN_RULE = RtSettings().query


class Reader:
    """What is read of a Request Tracker, for one connection."""

    def __init__(self, name: str, session: Session, people: People) -> None:
        """Read nothing yet."""
        self._name = name
        self._session = session
        self._people = people
        self._settings = session.settings
        self._known = False

    async def tickets(self, sql: str, *, open_end: bool = False) -> list[Ticket]:
        """Read the tickets of a TicketSQL query, merged ones included where it asks for them."""
        found = await self._session.rows(
            "/tickets", {"query": sql, **query.TICKET_FIELDS}, open_end=open_end
        )
        return [self._ticket(item) for item in found]

    def _ticket(self, item: Item) -> Ticket:
        return parse_ticket(item, self._name, self._settings, self._session.web)

    async def one(self, ident: str) -> tuple[Ticket, list[Ticket]]:
        """Read one ticket and what was merged into it; a merged one gives what it became.

        Raises NotFound when it is deleted, hidden or never was.
        """
        wanted = number(ident)
        found = await self.tickets(query.one(wanted)) if wanted else []
        target = next((one.effective for one in found if one.id == wanted), 0)
        if target not in (0, wanted):
            found = await self.tickets(query.same_as([target]))
        for ticket in found:
            if ticket.id == target:
                return ticket, found
        raise errors.NotFound(f"There is no ticket {ident}, or it is hidden from us.")

    async def thread(self, ident: str) -> Delta:
        """Read one conversation whole."""
        ticket, merged = await self.one(ident)
        rows = await self._history([one.id for one in merged])
        messages = await self._messages(rows, merged)
        return Delta(ticket.escalation, tuple(messages.get(ticket.id, ())), whole=True)

    async def history(self, customer: Customer, limit: int) -> tuple[Delta, ...]:
        """Read the newest tickets whose first requestor is this user, with all they hold."""
        if not customer.id:
            return ()
        asked = {
            "query": query.asked_by(self._settings, customer),
            "orderby": "LastUpdated",
            "order": "DESC",
            # Some are somebody else's, with this customer as a further requestor.
            "per_page": min(2 * limit, query.PER_PAGE),
            **query.TICKET_FIELDS,
        }
        found = [self._ticket(item) for item in await self._session.page("/tickets", asked)]
        theirs = [one for one in found if one.escalation.customer.id == customer.id]
        theirs.sort(key=lambda one: (one.escalation.updated_at, one.id), reverse=True)
        return await self._whole(theirs[:limit])

    async def ids(self) -> frozenset[str]:
        """List the ids of all tickets of the rule."""
        found: list[str] = []
        after = 0
        while items := await self._session.page(
            "/tickets", {"query": query.rule(self._settings, after)}
        ):
            found += [str(item.get("id")) for item in items]
            after = max(number(item.get("id")) for item in items)
        return frozenset(found)

    async def _history(self, idents: Sequence[int]) -> list[Item]:
        if not idents:
            return []
        rows: list[Item] = []
        for part in query.chunks(idents):
            asked = {"query": query.history_of(part), **query.TRANSACTION_FIELDS}
            rows += await self._session.rows("/transactions", asked, open_end=True)
        return rows

    async def parts(self, transactions: Sequence[int]) -> tuple[list[Item], list[Item]]:
        """Read the parts of messages, and the texts among them with their content."""
        parts: list[Item] = []
        bodies: list[Item] = []
        for some in query.chunks(transactions):
            asked = {"query": query.parts_of(some), **query.PART_FIELDS}
            parts += await self._session.rows("/attachments", asked, open_end=False)
            asked = {"query": query.bodies_of(some), **query.BODY_FIELDS}
            bodies += await self._session.rows("/attachments", asked, open_end=False)
        return parts, bodies

    async def _messages(
        self, rows: Iterable[Item], tickets: Iterable[Ticket]
    ) -> dict[int, list[Message]]:
        """Read transactions into messages, by the id of the ticket that shows them."""
        shown = {ticket.id: ticket for ticket in tickets}
        rows = [row for row in rows if number(row.get("ObjectId")) in shown]
        spoken = [number(row.get("id")) for row in rows if row.get("Type") in query.SPOKEN]
        parts, bodies = await self.parts(spoken)
        names = await self._people.names(rows)
        return parse_messages(
            rows,
            parts,
            bodies,
            lambda row: shown.get(number(row.get("ObjectId"))),
            names,
            self._settings,
        )

    async def changes(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what changed after `cursor`; see RequestTracker.changes."""
        at = Cursor.parse(cursor) if cursor else None
        if at and not self._known:
            await self._check(at)
        self._known = True
        if at is None or at.after is not None:
            async for batch in self._first(at or await self._start()):
                yield batch
        else:
            async for batch in self._since(at):
                yield batch

    async def _check(self, at: Cursor) -> None:
        """Raise CursorLost when RT shows nothing that new: its database was put back."""
        if at.newest:
            # RT answers 500 when it is asked for one transaction that does not exist.
            sql = query.changed(RtSettings(), at.newest - 1)
            if not await self._session.page("/transactions", {"query": sql, "per_page": 1}):
                raise errors.CursorLost(
                    f"Request Tracker knows no transaction {at.newest}; all is read again."
                )

    async def _start(self) -> Cursor:
        """Give the cursor of this moment: what happens while we read comes after it."""
        asked = {
            "query": query.changed(self._settings, 0),
            "order": "DESC",
            "fields": "Created",
        }
        newest = await self._session.page("/transactions", asked)
        at = follow(_times(newest), None, self._session.now)
        return Cursor(at.newest, at.floor, at.seen, after=0)

    async def _first(self, at: Cursor) -> AsyncIterator[Batch]:
        """Yield all tickets of the rule in order of their ids, a hundred at a time."""
        after, done = at.after or 0, at.done
        total: int | None = None
        while True:
            asked = {"query": query.rule(self._settings, after), **query.TICKET_FIELDS}
            data = await self._session.get(
                "/tickets", {"orderby": "id", "per_page": query.PER_PAGE, **asked}
            )
            tickets = [self._ticket(item) for item in data.get("items") or []]
            if not tickets:
                yield Batch((), str(Cursor(at.newest, at.floor, at.seen)), total=total)
                return
            if total is None and isinstance(data.get("total"), int):
                total = done + data["total"]
            after, done = max(ticket.id for ticket in tickets), done + len(tickets)
            cursor = Cursor(at.newest, at.floor, at.seen, after, done)
            yield Batch(await self._whole(tickets), str(cursor), total=total)

    async def _whole(self, tickets: list[Ticket]) -> tuple[Delta, ...]:
        """Read the conversations of these tickets, what was merged into them included."""
        rows = await self._history([ticket.id for ticket in tickets])
        heirs = [ticket for ticket in tickets if ticket.id in _heirs(rows)]
        merged: list[Ticket] = []
        if heirs:
            found = await self.tickets(query.same_as(ticket.id for ticket in heirs))
            merged = [one for one in found if one.id != one.effective]
            rows += await self._history([one.id for one in merged])
        messages = await self._messages(rows, [*tickets, *merged])
        return tuple(
            Delta(one.escalation, tuple(messages.get(one.id, ())), whole=True) for one in tickets
        )

    async def _since(self, at: Cursor) -> AsyncIterator[Batch]:
        """Yield what changed after `at`, a thousand transactions at a time."""
        while True:
            rows: list[Item] = []
            asked = {"query": query.changed(self._settings, at.floor), **query.TRANSACTION_FIELDS}
            page = 1
            while new := await self._session.page("/transactions", asked, page):
                rows += new
                page += 1
                if page > AT_ONCE:
                    break
            after = follow(_times(rows), at, self._session.now)
            fresh = [row for row in rows if number(row.get("id")) not in at.seen]
            if str(after) != str(at):
                deltas, removed = await self._deltas(fresh)
                yield Batch(deltas, str(after), removed)
            if not new:
                return
            at = after

    async def _deltas(self, rows: list[Item]) -> tuple[tuple[Delta, ...], tuple[str, ...]]:
        """Read the tickets that these transactions touched, and what they say."""
        touched = sorted({number(row.get("ObjectId")) for row in rows})
        found: list[Ticket] = []
        for some in query.chunks(touched):
            found += await self.tickets(query.belonging(self._settings, some))
        here = {ticket.id: ticket for ticket in found if ticket.id == ticket.effective}
        removed = tuple(str(ident) for ident in touched if ident not in here)
        entered = self._entered(rows, here)
        whole = await self._whole([one for one in here.values() if one.id in entered])
        rest = {ident: one for ident, one in here.items() if ident not in entered}
        known = [row for row in rows if number(row.get("ObjectId")) in rest]
        messages = await self._messages(known, rest.values())
        made = {number(row.get("ObjectId")) for row in known if row.get("Type") == "Create"}
        deltas = [
            Delta(one.escalation, tuple(messages.get(ident, ())), whole=ident in made)
            for ident, one in rest.items()
        ]
        return (*whole, *deltas), removed

    def _entered(self, rows: list[Item], here: dict[int, Ticket]) -> set[int]:
        """Tell which tickets may be new to us though they are old: they are read whole."""
        made = {number(row.get("ObjectId")) for row in rows if row.get("Type") == "Create"}
        closed: set[int] = set()
        entered = _heirs(rows)
        for row in rows:
            ident, kind = number(row.get("ObjectId")), row.get("Type")
            if kind == "Status":
                if self._settings.status(str(row.get("NewValue"))).done:
                    closed.add(ident)
                if self._settings.status(str(row.get("OldValue"))).done:
                    entered.add(ident)
            elif (kind == "Set" and row.get("Field") == "Queue") or (
                kind not in query.SPOKEN and self._settings.query != PLAIN_RULE
            ):
                entered.add(ident)
        entered |= {one.id for one in here.values() if one.escalation.status.done} - closed
        return (entered - made) | (_heirs(rows) & here.keys())


def _times(rows: Iterable[Item]) -> dict[int, datetime]:
    times = {number(row.get("id")): parse_date(row.get("Created")) for row in rows}
    return {ident: at for ident, at in times.items() if at}


def _heirs(rows: Iterable[Item]) -> set[int]:
    """Tell which tickets others were merged into."""
    return {
        number(str(row.get("NewValue")).rpartition("/")[2])
        for row in rows
        if row.get("Type") == "AddLink" and row.get("Field") == "MergedInto"
    }
