"""Turn a query of the search grammar into SQL; free words use the full-text index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console.domain import triage
from console.domain.models import Status
from console.domain.search import MOODS, Query, Term
from console.store.escalations import Where
from console.store.rows import sure_ms


def _like(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _in(column: str, values: tuple[str, ...]) -> Where:
    marks = ",".join("?" * len(values))
    return Where(f"casefold({column}) IN ({marks})", values)


def match_text(text: str) -> str:
    """Quote every word of a text for FTS5 MATCH, the last letters free: `"refu"*`.

    Empty when the text holds no letter or digit at all.
    """
    words = [w for w in text.replace('"', " ").split() if any(c.isalnum() for c in w)]
    return " ".join(f'"{word}"*' for word in words)


def _words(term: Term) -> Where:
    match = match_text(term.value)
    if not match:
        return Where("1")
    return Where(
        "(pk IN (SELECT escalation FROM messages WHERE pk IN"
        " (SELECT rowid FROM messages_fts WHERE messages_fts MATCH ?))"
        " OR pk IN (SELECT rowid FROM escalations_fts WHERE escalations_fts MATCH ?))",
        (match, match),
    )


def _assignee(term: Term) -> Where:
    mine = (
        "(SELECT me_id FROM connections WHERE connections.name = escalations.connection"
        " AND me_id <> '')"
    )
    parts: list[Where] = []
    for value in term.values:
        if value == "none":
            parts.append(Where("assignee_id IS NULL"))
        elif value == "any":
            parts.append(Where("assignee_id IS NOT NULL"))
        elif value == "me":
            parts.append(Where(f"coalesce(assignee_id = {mine}, 0)"))
        else:
            parts.append(
                Where(
                    "coalesce(casefold(assignee_id) = ?"
                    " OR casefold(assignee_name) LIKE ? ESCAPE '\\', 0)",
                    (value, _like(value)),
                )
            )
    return _any(parts)


def _any(parts: list[Where]) -> Where:
    if not parts:
        return Where("0")
    sql = " OR ".join(part.sql for part in parts)
    return Where(f"({sql})", tuple(p for part in parts for p in part.parameters))


def _status(term: Term) -> Where:
    done = f"('{Status.RESOLVED}', '{Status.CLOSED}')"
    parts = {"any": Where("1"), "active": Where(f"status NOT IN {done}")}
    return _any([parts.get(value, Where("status = ?", (value,))) for value in term.values])


def _mood(term: Term) -> Where:
    unknown = Where("(assisted = '' OR mood IS NULL)")
    return _any(
        [
            unknown
            if MOODS[value] is None
            else Where("coalesce(assisted <> '' AND mood = ?, 0)", (MOODS[value],))
            for value in term.values
            if value in MOODS
        ]
    )


def _is(term: Term, now: datetime) -> Where:
    flags = {
        "unread": Where("unread > 0"),
        "waiting": Where("waiting_since IS NOT NULL"),
        "breached": Where("coalesce(due_at < ?, 0)", (sure_ms(now),)),
        "draft": Where(
            "EXISTS (SELECT 1 FROM drafts d WHERE d.connection = escalations.connection"
            " AND d.id = escalations.id)"
        ),
        "outgoing": Where(
            "EXISTS (SELECT 1 FROM outbox o WHERE o.connection = escalations.connection"
            " AND o.id = escalations.id AND o.state <> 'sent')"
        ),
        "vip": Where("EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'vip')"),
        "open": Where(f"band < {triage.DONE}"),
        "done": Where(f"band = {triage.DONE}"),
    }
    return _any([flags[value] for value in term.values if value in flags])


def _tag(term: Term) -> Where:
    marks = ",".join("?" * len(term.values))
    return Where(
        f"EXISTS (SELECT 1 FROM json_each(tags) WHERE casefold(value) IN ({marks}))", term.values
    )


def _contains(term: Term, *columns: str) -> Where:
    return _any(
        [
            Where(f"casefold({column}) LIKE ? ESCAPE '\\'", (_like(value),))
            for column in columns
            for value in ((term.value.casefold(),) if len(columns) > 1 else term.values)
        ]
    )


def _time(term: Term, now: datetime) -> Where:
    assert term.amount is not None
    column = {
        "sla": "due_at",
        "waiting": "waiting_since",
        "age": "created_at",
        "updated": "updated_at",
    }[term.field]
    if term.field == "sla":
        return Where(f"coalesce({column} {term.op} ?, 0)", (sure_ms(now + term.amount),))
    # Older than a time means before it.
    op = ">" if term.op == "<" else "<"
    return Where(f"coalesce({column} {op} ?, 0)", (sure_ms(now - term.amount),))


_TRANSLATORS: dict[str, Callable[[Term], Where]] = {
    "words": _words,
    "assignee": _assignee,
    "status": _status,
    "tag": _tag,
    "queue": lambda term: _in("queue", term.values),
    "priority": lambda term: _in("priority", term.values),
    "channel": lambda term: _in("channel", term.values),
    "connection": lambda term: _in("connection", term.values),
    "id": lambda term: _in("id", term.values),
    "subject": lambda term: _contains(term, "subject"),
    "mood": _mood,
    "customer": lambda term: _contains(term, "customer_name", "customer_email"),
}


def where(query: Query, now: datetime) -> Where:
    """Translate a query; one that says nothing of the status leaves out what is done."""
    parts: list[Where] = [Where("gone = 0")]
    if not query.mentions("status") and not query.mentions("is") and not query.mentions("id"):
        parts.append(Where(f"band < {triage.DONE}"))
    for term in query.terms:
        if term.field in ("sla", "waiting", "age", "updated"):
            part = _time(term, now)
        elif term.field == "is":
            part = _is(term, now)
        else:
            part = _TRANSLATORS[term.field](term)
        parts.append(Where(f"NOT {part.sql}", part.parameters) if term.negated else part)
    return Where(
        " AND ".join(part.sql for part in parts),
        tuple(value for part in parts for value in part.parameters),
    )
