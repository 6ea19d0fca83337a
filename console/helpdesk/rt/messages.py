"""Reads Request Tracker's transactions and their parts: what was said in a conversation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape

from inscriptis import get_text  # type: ignore[import-untyped]

from console.domain.models import Attachment, Author, AuthorKind, Message, Visibility
from console.domain.text import clean, clean_line, file_name
from console.helpdesk.rt import events
from console.helpdesk.rt.parse import SYSTEM, Item, Ticket, number, parse_date, parse_person
from console.helpdesk.rt.query import BODIES, SPOKEN
from console.helpdesk.rt.settings import RtSettings

HTML_LIMIT = 2_000_000
"""Characters of HTML that are read of one part."""

_TAG = re.compile(r"(<[^<>]*>)")


@dataclass(frozen=True, slots=True)
class Names:
    """What turns ids into words, and tells colleagues from customers."""

    staff: frozenset[str] | None = None
    """User names of the privileged; None where RT does not tell."""
    users: Mapping[int, str] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)


def html_text(html: str) -> str:
    """Turn HTML into text as a browser would lay it out, or at least without its tags."""
    html = html[:HTML_LIMIT]
    try:
        text = "\n".join(line.rstrip() for line in get_text(html).strip("\n").split("\n"))
    except (ValueError, LookupError, TypeError, RecursionError):
        text = ""
    # The parser drops what is nested too deeply; a customer's words must not be lost by it.
    plain = _untagged(html)
    return text if len("".join(text.split())) * 2 >= len("".join(plain.split())) else plain


def _untagged(html: str) -> str:
    """Take the tags out, and what stands in styles and scripts; in linear time."""
    out: list[str] = []
    shown = True
    for index, piece in enumerate(_TAG.split(html)):
        if index % 2 == 0:
            out.append(piece if shown else "")
        elif piece[1:].lower().lstrip("/").startswith(("style", "script")):
            shown = piece.startswith("</")
    return unescape(" ".join(out)).strip()


def body_text(bodies: Iterable[Item]) -> str:
    """Put a message together from its text parts; HTML only counts where no plain text is."""
    parts = sorted(bodies, key=lambda part: number(part.get("id")))
    plain = [str(p.get("Content") or "") for p in parts if p.get("ContentType") == "text/plain"]
    if any(text.strip() for text in plain):
        return clean("\n".join(text for text in plain if text.strip())).strip("\n")
    html = [str(p.get("Content") or "") for p in parts if p.get("ContentType") == "text/html"]
    return clean("\n".join(html_text(text) for text in html if text.strip())).strip("\n")


def parse_attachment(part: Item) -> Attachment | None:
    """Read a part as a file; None for the text itself and for what only holds others."""
    kind, name = clean_line(part.get("ContentType"), 100), part.get("Filename")
    if kind.startswith("multipart/") or (kind in BODIES and not name):
        return None
    size = number(part.get("ContentLength"))
    if not (name or size):
        return None
    ident = str(number(part.get("id")))
    shown = file_name(name, f"part-{ident}.{kind.rpartition('/')[2] or 'bin'}")
    return Attachment(ident, shown, kind or "application/octet-stream", size)


def author_of(
    row: Item, customers: frozenset[str], staff: frozenset[str] | None, *, bot: bool
) -> Author:
    """Say who wrote a transaction, and as what: by role first, then by rights."""
    person = parse_person(row.get("Creator"))
    if person.id == SYSTEM:
        kind = AuthorKind.SYSTEM
    elif bot:
        kind = AuthorKind.BOT
    elif person.id in customers or (staff is not None and person.id not in staff):
        kind = AuthorKind.CUSTOMER
    else:
        kind = AuthorKind.AGENT
    return Author(kind, person.name, person.id)


def parse_messages(
    rows: Iterable[Item],
    parts: Iterable[Item],
    bodies: Iterable[Item],
    ticket_of: Callable[[Item], Ticket | None],
    names: Names,
    settings: RtSettings,
) -> dict[int, list[Message]]:
    """Read transactions into messages by ticket id, oldest first.

    `ticket_of` gives the ticket that shows a transaction. Create and Correspond are public,
    Comment is internal, and what was done is an event of the system.
    """
    files: dict[int, list[Attachment]] = {}
    for part in parts:
        if found := parse_attachment(part):
            files.setdefault(number(part.get("TransactionId")), []).append(found)
    texts: dict[int, list[Item]] = {}
    for body in bodies:
        texts.setdefault(number(body.get("TransactionId")), []).append(body)
    out: dict[int, list[Message]] = {}
    for row in sorted(rows, key=lambda one: number(one.get("id"))):
        ticket, ident = ticket_of(row), number(row.get("id"))
        if ticket is None:
            continue
        at = parse_date(row.get("Created")) or datetime.fromtimestamp(0, UTC)
        person = parse_person(row.get("Creator"))
        text = body_text(texts.get(ident, []))
        attached = tuple(files.get(ident, []))
        kind = str(row.get("Type"))
        if kind in SPOKEN and (text or attached or kind != "Create"):
            message = Message(
                id=str(ident),
                at=at,
                author=author_of(
                    row,
                    ticket.customers,
                    names.staff,
                    bot=settings.is_bot(person.id, person.email),
                ),
                visibility=Visibility.INTERNAL if kind == "Comment" else Visibility.PUBLIC,
                text=text,
                attachments=attached,
                channel="" if kind == "Comment" else "email",
            )
        elif words := events.tell(row, ticket.fields, names.users, names.queues):
            message = Message(
                id=str(ident),
                at=at,
                author=Author(AuthorKind.SYSTEM, person.name, person.id),
                visibility=Visibility.INTERNAL,
                text=words,
                event=True,
            )
        else:
            continue
        out.setdefault(ticket.effective, []).append(message)
    return out
