"""Who calls: the agent named by a request, and their place in the list of agents."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from starlette.requests import Request

from console.domain.interchange import Problem
from console.domain.models import AuthorKind, Person
from console.domain.text import clean_line
from console.errors import Unauthorized
from console.server.calls import invalid
from console.server.db import Tx


def by_headers(request: Request) -> Person:
    """Believe `Warmline-Agent` and `Warmline-Agent-Name`, both percent-encoded UTF-8.

    Fit for a desk that only this process can reach. Raises Unauthorized without them.
    """
    ident = clean_line(unquote(request.headers.get("warmline-agent", "")), 200)
    if not ident:
        raise Unauthorized("Say who you are with the header Warmline-Agent.")
    return Person(ident, clean_line(unquote(request.headers.get("warmline-agent-name", ""))))


def author_kind(headers: Mapping[str, str]) -> AuthorKind:
    """Read as whom the caller speaks: `Warmline-Author-Kind`, agent when it is not given."""
    value = headers.get("warmline-author-kind", AuthorKind.AGENT)
    if value not in (AuthorKind.AGENT, AuthorKind.BOT, AuthorKind.CUSTOMER):
        raise invalid([Problem("Warmline-Author-Kind", "must be agent, bot or customer")])
    return AuthorKind(value)


async def known_as(tx: Tx, who: Person) -> Person:
    """Give the agent with the name of the list, or else the id, where none was given."""
    if who.name:
        return who
    row = await tx.row("SELECT name FROM agents WHERE id = ?", who.id)
    return Person(who.id, row["name"] if row else who.id, who.email)


async def is_listed(tx: Tx, who: Person) -> bool:
    """Whether the list of agents has this person as they are now."""
    row = await tx.row("SELECT name, email FROM agents WHERE id = ?", who.id)
    return row is not None and row["name"] == who.name and who.email in ("", row["email"])


async def register(tx: Tx, who: Person, stamp: str) -> None:
    """Put an agent in the list, or their new name."""
    await tx.rows(
        """INSERT INTO agents (id, name, email, since) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        email = CASE excluded.email WHEN '' THEN email ELSE excluded.email END""",
        who.id,
        who.name,
        who.email,
        stamp,
    )
