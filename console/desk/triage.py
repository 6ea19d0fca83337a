"""Take, give away, resolve, snooze, rank and tag escalations."""

from __future__ import annotations

from datetime import datetime

from console import errors
from console.desk import Desk, acting
from console.domain.changes import Assign, Claim, Outgoing, SetPriority, SetStatus, SetTags
from console.domain.models import Person, Priority, Ref, Status
from console.domain.text import clean_line
from console.store import connections


async def take(desk: Desk, ref: Ref) -> list[Outgoing]:
    """Claim an escalation for the agent; somebody else's is refused by the helpdesk."""
    return await acting.act(desk, ref, Claim())


async def assign(desk: Desk, ref: Ref, person: Person | None) -> list[Outgoing]:
    """Give an escalation to an agent, or to nobody."""
    return await acting.act(desk, ref, Assign(person))


async def set_status(
    desk: Desk, ref: Ref, status: Status, until: datetime | None = None
) -> list[Outgoing]:
    """Move an escalation to a status; `until` is the end of a snooze."""
    return await acting.act(desk, ref, SetStatus(status, until))


async def set_priority(desk: Desk, ref: Ref, priority: Priority) -> list[Outgoing]:
    """Make an escalation more or less urgent."""
    return await acting.act(desk, ref, SetPriority(priority))


async def set_tags(
    desk: Desk, ref: Ref, add: tuple[str, ...], remove: tuple[str, ...] = ()
) -> list[Outgoing]:
    """Add and take away tags; raise InputError when there is nothing to do."""
    change = SetTags(
        tuple(tag for tag in (clean_line(t, 60) for t in add) if tag),
        tuple(tag for tag in (clean_line(t, 60) for t in remove) if tag),
    )
    if not change.add and not change.remove:
        raise errors.InputError("No tag was given.", hint="Write +tag to add, -tag to remove.")
    return await acting.act(desk, ref, change)


async def can(desk: Desk, connection: str, what: str) -> bool:
    """Say whether a connection's helpdesk can do something: `snooze`, `tags`, `priorities`."""
    return (await connections.get(desk.store.reader, connection)).can(what)


async def colleagues(desk: Desk, connection: str) -> tuple[Person, ...]:
    """List who an escalation of a connection can be given to, the agent first."""
    state = await connections.get(desk.store.reader, connection)
    others = tuple(person for person in state.agents if person.id != state.me.id)
    return (state.me, *others) if state.me.id else others


async def somebody(desk: Desk, connection: str, who: str) -> Person | None:
    """Find an agent by id, e-mail or the beginning of a name; `none` is nobody.

    Raises InputError when nobody or several fit.
    """
    wanted = who.strip().removeprefix("@").casefold()
    if not wanted:
        raise errors.InputError("Nobody was named.", hint="Write a name, me, or none.")
    if wanted in ("none", "nobody", "-"):
        return None
    people = await colleagues(desk, connection)
    if wanted == "me":
        return await desk.me(connection)
    for person in people:
        if wanted in (person.id.casefold(), person.email.casefold(), person.name.casefold()):
            return person
    fits = [person for person in people if person.name.casefold().startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(person.name for person in (fits or people)) or "nobody"
    said = "fits several" if fits else "is nobody known"
    raise errors.InputError(f"{who} {said} on {connection}.", hint=f"Known: {known}.")
