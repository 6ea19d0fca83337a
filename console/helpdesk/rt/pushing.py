"""Carries changes out on a Request Tracker, and looks up those whose answer was lost."""

from __future__ import annotations

from datetime import timedelta

from console import errors
from console.domain.changes import Claim, Outcome, Outgoing, Reply, SetTags
from console.helpdesk.rt import query
from console.helpdesk.rt.messages import body_text, parse_attachment
from console.helpdesk.rt.outgoing import (
    build_message,
    build_update,
    comparable,
    is_done,
    judge,
    kind_of_message,
    refusal,
)
from console.helpdesk.rt.parse import Item, number, parse_date, parse_person, sentences
from console.helpdesk.rt.people import People
from console.helpdesk.rt.reading import Reader
from console.helpdesk.rt.session import Session, location_id

SKEW = timedelta(minutes=2)
"""How far the server's clock may be behind ours."""


class Pusher:
    """What is written to a Request Tracker, for one connection."""

    def __init__(self, session: Session, reader: Reader, people: People) -> None:
        """Send nothing yet."""
        self._session = session
        self._reader = reader
        self._people = people
        self._settings = session.settings

    async def push(self, outgoing: Outgoing) -> Outcome:
        """Carry out one change; see Helpdesk.push for what it raises."""
        change, ident = outgoing.change, outgoing.ref.id
        if reason := refusal(change, self._settings):
            return Outcome.rejected(reason)
        try:
            if isinstance(change, Reply):
                return await self._say(change, ident)
            return await self._update(outgoing)
        except (errors.Unreachable, errors.Unauthorized):
            raise
        except (errors.NoAnswer, errors.ServerBroken, errors.BadAnswer) as error:
            return Outcome.unknown(str(error))
        except errors.HelpdeskError as error:
            return Outcome.rejected(str(error))

    async def _say(self, reply: Reply, ident: str) -> Outcome:
        """Send a reply or a note, and see that it is there with all its files."""
        verb = "correspond" if kind_of_message(reply.visibility) == "Correspond" else "comment"
        answer = await self._session.write("POST", f"/ticket/{ident}/{verb}", build_message(reply))
        made = location_id(answer)
        # The first sentence says that it was added; any other is a refusal of something.
        said = sentences(answer.json())
        if not made:
            return (
                Outcome.rejected(" ".join(said))
                if said
                else Outcome.unknown("Request Tracker did not say what it made of the reply.")
            )
        if len(said) > 1:
            return Outcome.partial(" ".join(said[1:]), made)
        return await self._complete(reply, made)

    async def _complete(self, reply: Reply, made: str) -> Outcome:
        """Read again what was made; without files its own answer is enough if reading fails."""
        asked = {"query": query.parts_of([number(made)]), **query.PART_FIELDS}
        try:
            parts = await self._session.rows("/attachments", asked, open_end=False)
        except errors.HelpdeskError:
            return Outcome.applied(made)
        files = [part for part in parts if parse_attachment(part)]
        lost = len(reply.attachments) - len(files)
        # None at all: we may write here and not read.
        if parts and lost > 0:
            return Outcome.partial(f"It was sent without {lost} of its files.", made)
        return Outcome.applied(made)

    async def _update(self, outgoing: Outgoing) -> Outcome:
        """Change the ticket and read it again: RT answers 200 to what it did not do."""
        change, ident, settings = outgoing.change, outgoing.ref.id, self._settings
        me = await self._people.me()
        ticket = None
        if isinstance(change, SetTags):
            ticket, _ = await self._reader.one(ident)
            if ticket.tags is None:
                return judge(change, ticket, (), me, settings)
        path, body = f"/ticket/{ident}", build_update(change, ticket, settings)
        if isinstance(change, Claim):
            path, body = f"{path}/take", {}
        answer = await self._session.write("PUT", path, body, expect=(412,))
        try:
            said = sentences(answer.json()) if answer.status != 412 else []
            ticket, _ = await self._reader.one(ident)
        except errors.HelpdeskError as error:
            return Outcome.unknown(str(error))
        return judge(change, ticket, said, me, settings)

    async def find(self, outgoing: Outgoing, taken: frozenset[str]) -> Outcome | None:
        """Look for the trace of an unknown write: for a message its text, else the state."""
        change = outgoing.change
        me = await self._people.me()
        if not isinstance(change, Reply):
            ticket, _ = await self._reader.one(outgoing.ref.id)
            done = is_done(change, ticket, me, self._settings)
            return Outcome.applied() if done else None
        ours = [
            number(row.get("id"))
            for row in await self._after(outgoing, kind_of_message(change.visibility))
            if parse_person(row.get("Creator")).id == me.id and str(row.get("id")) not in taken
        ]
        if not ours:
            return None
        parts, bodies = await self._reader.parts(ours)
        for ident in sorted(ours):
            text = body_text(b for b in bodies if number(b.get("TransactionId")) == ident)
            if comparable(text) == comparable(change.text):
                files = [p for p in parts if number(p.get("TransactionId")) == ident]
                lost = len(change.attachments) - len([p for p in files if parse_attachment(p)])
                if lost > 0:
                    return Outcome.partial(f"It was sent without {lost} of its files.", str(ident))
                return Outcome.applied(str(ident))
        return None

    async def _after(self, outgoing: Outgoing, kind: str) -> list[Item]:
        """Read a ticket's transactions of a type since the marker, or else since it was made."""
        ident = number(outgoing.ref.id)
        if not outgoing.marker:
            since = outgoing.made_at - SKEW
            sql = query.said_since(ident, kind, since, self._settings)
            asked = {"query": sql, **query.TRANSACTION_FIELDS}
            rows = await self._session.rows("/transactions", asked, open_end=True)
            return [row for row in rows if (parse_date(row.get("Created")) or since) >= since]
        marker, rows, page = number(outgoing.marker), [], 1
        asked = {"order": "DESC", **query.TRANSACTION_FIELDS}
        while new := await self._session.page(f"/ticket/{ident}/history", asked, page):
            rows += new
            if number(new[-1].get("id")) <= marker:
                break
            page += 1
        return [r for r in rows if number(r.get("id")) > marker and r.get("Type") == kind]
