"""Puts questions to Request Tracker into words: TicketSQL, TransactionSQL and JSON searches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from console.domain.models import Customer
from console.helpdesk.rt.settings import RtSettings

Kind = TypeVar("Kind")

PER_PAGE = 100
"""RT's own limit: more is capped without a word."""

# https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html (fields, fields[Name], per_page)
TICKET_FIELDS = {
    "fields": "Subject,Status,Priority,Queue,Owner,Requestor,Cc,Creator,Created,LastUpdated,"
    "Resolved,Due,CustomFields,EffectiveId",
    "fields[Queue]": "Name,Cc",
    "fields[Queue][Cc]": "Name,EmailAddress",
    "fields[Owner]": "Name,RealName,EmailAddress",
    "fields[Requestor]": "Name,RealName,EmailAddress,Organization,City,Country,Lang",
    "fields[Cc]": "Name,EmailAddress",
    "fields[Creator]": "Name,RealName,EmailAddress",
}
TRANSACTION_FIELDS = {
    "fields": "Type,ObjectId,Creator,Created,Field,OldValue,NewValue",
    "fields[Creator]": "Name,RealName,EmailAddress",
}
PART_FIELDS = {"fields": "TransactionId,ContentType,Filename,ContentLength"}
BODY_FIELDS = {"fields": "TransactionId,ContentType,Content"}

SPOKEN = ("Create", "Correspond", "Comment")
"""Transaction types that say something."""
TOLD = (*SPOKEN, "Status", "Set", "CustomField", "AddLink")
"""Transaction types that a conversation shows."""
MAILS = ("EmailRecord", "CommentEmailRecord")
"""Copies of what RT mailed: they change nothing."""
BODIES = ("text/plain", "text/html")

_STATUS_TERM = re.compile(
    r"""\bStatus\s*(?:!=|=|(?:NOT\s+)?LIKE)\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\w+)""",
    re.IGNORECASE,
)


def quoted(text: str) -> str:
    """Write text as a TicketSQL string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _any(column: str, values: Iterable[str]) -> str:
    return "(" + " OR ".join(f"{column} = {value}" for value in values) + ")"


def _in_queues(settings: RtSettings) -> str:
    if not settings.queues:
        return ""
    return " AND " + _any("Queue", map(quoted, settings.queues))


def rule(settings: RtSettings, after: int = 0) -> str:
    """Write which tickets above id `after` are escalations, as TicketSQL."""
    return f"({settings.query or 'id > 0'}){_in_queues(settings)} AND id > {after}"


def _whatever_status(settings: RtSettings) -> str:
    kept = _STATUS_TERM.sub("id > 0", settings.query or "id > 0")
    return f"({kept}){_in_queues(settings)}"


def belonging(settings: RtSettings, idents: Iterable[int]) -> str:
    """Write which of these tickets are escalations in whatever status, merged ones included.

    What a customer or an agent resolved has left the rule, and is still ours to show.
    """
    return f"{_whatever_status(settings)} AND {same_as(idents)}"


def asked_by(settings: RtSettings, customer: Customer) -> str:
    """Write which tickets in whatever status a customer has asked in, as TicketSQL.

    By the address, or the user's name where there is none; further requestors count too.
    """
    column, value = ("EmailAddress", customer.email) if customer.email else ("Name", customer.id)
    return f"{_whatever_status(settings)} AND Requestor.{column} = {quoted(value)}"


def same_as(idents: Iterable[int]) -> str:
    """Write which tickets these are, with what was merged into them."""
    return _any("EffectiveId", map(str, idents))


def one(ident: int) -> str:
    """Write how to read one ticket; one that was merged away answers too."""
    return f"(id = {ident} AND EffectiveId > 0) OR EffectiveId = {ident}"


def changed(settings: RtSettings, after: int) -> str:
    """Write which transactions above id `after` may change an escalation, as TransactionSQL.

    With ObjectType given, RT checks rights in SQL, so that pages are not thinned out by
    what is hidden. A ticket that left our queues is known by its change of queue.
    """
    text = f"ObjectType = 'RT::Ticket' AND id > {after}"
    text += "".join(f" AND Type != '{kind}'" for kind in MAILS)
    if settings.queues:
        queues = " OR ".join(f"TicketQueue = {quoted(name)}" for name in settings.queues)
        text += f" AND ({queues} OR Field = 'Queue')"
    return text


def said_since(ident: int, kind: str, at: datetime, settings: RtSettings) -> str:
    """Write which transactions of a type a ticket got after `at`, as TransactionSQL."""
    local = at.astimezone(ZoneInfo(settings.timezone)).strftime("%Y-%m-%d %H:%M:%S")
    return (
        f"ObjectType = 'RT::Ticket' AND TicketId = {ident} AND Type = '{kind}'"
        f" AND Created > '{local}'"
    )


def limits(*terms: tuple[str, str, Any]) -> str:
    """Write a JSON search: all terms (field, operator, value) must hold."""
    return json.dumps(
        [{"field": name, "operator": how, "value": value} for name, how, value in terms]
    )


def history_of(idents: Sequence[int]) -> str:
    """Write a search for what these tickets' conversations show."""
    return limits(
        ("ObjectType", "=", "RT::Ticket"),
        ("ObjectId", "IN", list(idents)),
        ("Type", "IN", list(TOLD)),
    )


def parts_of(transactions: Sequence[int]) -> str:
    """Write a search for all parts of these messages."""
    return limits(("TransactionId", "IN", list(transactions)))


def bodies_of(transactions: Sequence[int]) -> str:
    """Write a search for the parts of these messages that are their text."""
    return limits(
        ("TransactionId", "IN", list(transactions)),
        ("ContentType", "IN", list(BODIES)),
        ("Filename", "IS", "NULL"),
    )


def chunks(items: Sequence[Kind], size: int = PER_PAGE) -> list[Sequence[Kind]]:
    """Cut a list into pieces of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]
