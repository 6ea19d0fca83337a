"""Knows who is who on a Request Tracker: ourselves, colleagues, and queues by number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from console import errors
from console.domain.models import Person
from console.helpdesk.rt.messages import Names
from console.helpdesk.rt.parse import NOBODY, SYSTEM, Item, items_of, number, parse_person
from console.helpdesk.rt.query import chunks, limits
from console.helpdesk.rt.session import Session

AGAIN = timedelta(minutes=10)
"""How often at most the list of colleagues is read again because of an unknown name."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The privileged users."""

    names: frozenset[str]
    """All of them, also those who have left."""
    people: tuple[Person, ...]
    """Those who are there."""
    numbers: dict[int, str]
    """Their names as shown, by RT's number of them."""


class People:
    """Looks people up and remembers them: three requests for all colleagues together."""

    def __init__(self, session: Session) -> None:
        """Look up nothing yet."""
        self._session = session
        self._me: Person | None = None
        self._staff: Staff | None = None
        self._read_at = session.now
        self._strangers: set[str] = set()
        self._queues: dict[str, str] = {}

    async def me(self) -> Person:
        """Say who we are: by the user's name, or by the number inside the token."""
        if self._me is None:
            settings = self._session.settings
            # RT::Authen::Token: version, number of the user, secret.
            parts = settings.token.split("-")
            ident = settings.user or (parts[1] if len(parts) == 3 else "")
            if not ident:
                raise errors.ConfigError(
                    "This token does not tell whose it is.", hint="Set user beside it."
                )
            self._me = parse_person(await self._session.get(f"/user/{ident}"))
        return self._me

    async def agents(self) -> tuple[Person, ...]:
        """List the privileged users but for bots; ourselves alone where RT does not tell."""
        staff = await self._load()
        if staff is None:
            return (await self.me(),)
        is_bot = self._session.settings.is_bot
        return tuple(one for one in staff.people if not is_bot(one.id, one.email))

    async def names(self, rows: Iterable[Item]) -> Names:
        """Give what is needed to read transactions."""
        rows = list(rows)
        if not rows:
            return Names()
        staff = self._staff or await self._load()
        creators = {parse_person(row.get("Creator")).id for row in rows}
        if staff and creators - staff.names - self._strangers:
            if self._session.now - self._read_at > AGAIN:
                staff = await self._load() or staff
            self._strangers |= creators - staff.names
        if any(row.get("Field") == "Queue" for row in rows) and not self._queues:
            found = await self._session.rows("/queues/all", {"fields": "Name"}, open_end=True)
            self._queues = {str(one.get("id")): str(one.get("Name")) for one in found}
        if staff is None:
            return Names(queues=self._queues)
        return Names(staff.names, staff.numbers, self._queues)

    async def _load(self) -> Staff | None:
        """Read who is privileged: the system's group, its members, their names."""
        get = self._session.get
        self._read_at = self._session.now
        search = limits(("Domain", "=", "SystemInternal"), ("Name", "=", "Privileged"))
        try:
            groups = items_of(await get("/groups", {"query": search, "fields": "Name"}))
            ident = next((g.get("id") for g in groups if g.get("Name") == "Privileged"), None)
            if ident is None:
                return None
            members = (await get(f"/group/{number(ident)}")).get("Members") or []
            names = sorted(str(one.get("id")) for one in members if one.get("type") == "user")
            found: list[Item] = []
            for part in chunks([*names, NOBODY]):
                asked = {
                    "query": limits(("Name", "IN", list(part))),
                    "fields": "id,Name,RealName,EmailAddress",
                }
                found += await self._session.page("/users", asked)
        except (errors.Forbidden, errors.NotFound):
            return None
        # Without AdminUsers RT ignores the search by name, and answers with everybody.
        users = {number(one.get("id")): parse_person(one) for one in found}
        users = {key: one for key, one in users.items() if one.id in (*names, NOBODY)}
        shown = {one.id for one in users.values()}
        rest = [] if shown else [Person(name, name) for name in names]
        people = [one for one in [*users.values(), *rest] if one.id not in (SYSTEM, NOBODY)]
        numbers = {key: NOBODY if one.id == NOBODY else one.name for key, one in users.items()}
        self._staff = Staff(frozenset(names), tuple(people), numbers)
        return self._staff
