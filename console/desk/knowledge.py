"""Macros and articles: list them, and fill in what is known of the customer."""

from __future__ import annotations

import re

from console.desk import Desk
from console.domain.models import Escalation, Knowledge, Person, Visibility
from console.store import connections

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")


async def every(desk: Desk, connection: str, kind: str | None = None) -> list[Knowledge]:
    """List the macros and articles of a connection, or one kind of them, by title."""
    return await connections.knowledge(desk.store.reader, connection, kind)


def warning(item: Knowledge) -> str:
    """Mark what is not for customers."""
    return ", INTERNAL" if item.visibility is Visibility.INTERNAL else ""


def filled(item: Knowledge, escalation: Escalation, me: Person) -> str:
    """Put the customer's values into a text; what is not known stays visible as [name]."""
    name = escalation.customer.name
    values = {
        "customer.name": name,
        "customer.first_name": name.split()[0] if name else "",
        "customer.email": escalation.customer.email,
        "agent.name": me.name,
        "ref": escalation.ref.id,
        "subject": escalation.subject,
    }

    def value(match: re.Match[str]) -> str:
        return values.get(match[1]) or f"[{match[1].rpartition('.')[2].replace('_', ' ')}]"

    return _PLACEHOLDER.sub(value, item.text)
