"""The Request Tracker 5 adapter: what a helpdesk does, said in REST2."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from console import errors
from console.domain.changes import Outcome, Outgoing
from console.domain.models import AuthorKind, Customer, Knowledge, Person
from console.helpdesk import Batch, Capabilities, Delta, Peek
from console.helpdesk.rt import query
from console.helpdesk.rt.knowledge import ARTICLES, parse_article
from console.helpdesk.rt.messages import author_of
from console.helpdesk.rt.parse import Item, number, parse_person
from console.helpdesk.rt.people import People
from console.helpdesk.rt.pushing import Pusher
from console.helpdesk.rt.reading import Reader
from console.helpdesk.rt.session import Session
from console.helpdesk.rt.settings import RtSettings
from console.http import Http


def _now() -> datetime:
    return datetime.now(UTC)


class RequestTracker:
    """One connection to a Request Tracker 5.

    https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html
    """

    capabilities = Capabilities(
        atomic_claim=True,
        macros=True,
        articles=True,
        history=True,
        look_up_after=timedelta(seconds=30),
        look_up_times=2,
    )

    def __init__(
        self,
        name: str,
        http: Http,
        settings: RtSettings,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Take an Http whose url is the one of RT's web pages; send nothing yet."""
        self.name = name
        self.http = http
        self.settings = settings
        self._session = Session(http, settings, clock)
        self._people = People(self._session)
        self._reader = Reader(name, self._session, self._people)
        self._pusher = Pusher(self._session, self._reader, self._people)

    async def me(self) -> Person:
        """Say who we are there."""
        return await self._people.me()

    async def changes(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what changed after `cursor`, a batch for up to a thousand transactions.

        Requests, once signed in and with colleagues known (4, once): nothing new takes 1, or
        2 within two minutes of a change. T changed tickets with X transactions that made P
        parts of messages, B of them texts, take ceil(X/100) + 1 for the transactions,
        ceil(T/100) for the tickets, floor(P/100) + floor(B/100) + 2 for the parts: 5 for most.
        Tickets that may be new to us though old (moved here, reopened, merged) are read
        whole, their transactions and parts by the same formula. The first reading takes 2,
        and for each hundred tickets 1 and the same for all they hold. The first call of a
        process checks its cursor: 1.
        """
        async for batch in self._reader.changes(cursor):
            yield batch

    async def ids(self) -> frozenset[str]:
        """List the ids of all tickets of the rule, a hundred for each request."""
        return await self._reader.ids()

    async def thread(self, ident: str) -> Delta:
        """Read one conversation whole; a merged ticket's id gives what it became."""
        return await self._reader.thread(ident)

    async def history(self, customer: Customer, *, limit: int) -> tuple[Delta, ...]:
        """Read the newest conversations of one customer whole, however many: 5 requests for most.

        One for the tickets, ceil(X/100) + 1 for their X transactions, and what `changes` says
        for the parts; with merged tickets among them, those by the same formula.
        """
        return await self._reader.history(customer, limit)

    async def peek(self, ident: str) -> Peek:
        """Read what must be known right before something is said: two requests at once."""
        path = f"/ticket/{number(ident)}/history"
        asked = {"order": "DESC", **query.TRANSACTION_FIELDS}
        (ticket, _), rows = await asyncio.gather(
            self._reader.one(ident), self._session.page(path, asked)
        )
        names, page = await self._people.names(rows), 1
        marker = max((number(row.get("id")) for row in rows), default=0)
        ids: list[str] = []
        newest = ""
        while rows:
            for row in rows:
                if row.get("Type") not in query.SPOKEN:
                    continue
                ids.append(str(row.get("id")))
                if not newest and self._is_customer(row, ticket.customers, names.staff):
                    newest = ids[-1]
            # What opened the ticket is the last there is.
            made = any(
                number(row.get("ObjectId")) == ticket.id
                for row in rows
                if row.get("Type") == "Create"
            )
            if newest or made:
                break
            page += 1
            rows = await self._session.page(path, asked, page)
        return Peek(
            newest_customer_message=newest,
            assignee=ticket.escalation.assignee,
            marker=str(marker) if marker else "",
            recipients=ticket.escalation.recipients,
            cc=ticket.escalation.cc,
            message_ids=tuple(reversed(ids)),
        )

    def _is_customer(
        self, row: Item, customers: frozenset[str], staff: frozenset[str] | None
    ) -> bool:
        person = parse_person(row.get("Creator"))
        bot = self.settings.is_bot(person.id, person.email)
        return author_of(row, customers, staff, bot=bot).kind is AuthorKind.CUSTOMER

    async def push(self, outgoing: Outgoing) -> Outcome:
        """Carry out one change: one request, and one that reads again; tags read before too."""
        return await self._pusher.push(outgoing)

    async def find(self, outgoing: Outgoing, taken: frozenset[str]) -> Outcome | None:
        """Look for the trace of an unknown write, leaving out the messages in `taken`."""
        return await self._pusher.find(outgoing, taken)

    async def attachment(self, ident: str, attachment: str) -> bytes:  # noqa: ARG002
        """Read the bytes of an attachment; `attachment` is RT's id of it."""
        data = await self._session.get(f"/attachment/{number(attachment)}")
        try:
            return base64.b64decode(str(data.get("Content") or ""))
        except (binascii.Error, ValueError, AttributeError) as error:
            raise errors.BadAnswer("Request Tracker sent a file that is no base64.") from error

    async def agents(self) -> tuple[Person, ...]:
        """List the privileged users; RT says only when asked if one may own in a queue."""
        return await self._people.agents()

    async def knowledge(self) -> tuple[Knowledge, ...]:
        """List the articles of the configured classes, and the macros."""
        asked = {"query": query.limits(("id", ">", 0)), **ARTICLES}
        items = await self._session.rows("/articles", asked, open_end=True)
        found = (parse_article(item, self.settings) for item in items)
        return tuple(one for one in found if one)

    async def aclose(self) -> None:
        """Close the connection."""
        await self.http.aclose()
