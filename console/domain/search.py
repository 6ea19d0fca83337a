"""The search grammar: `status:open @me tag:refund sla<1h customer:"Ann" words`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from console.domain.duration import parse_duration
from console.domain.models import Entry, Priority, Status

ALIASES = {
    "in": "connection", "desk": "connection", "assignee": "assignee", "owner": "assignee",
    "from": "customer", "label": "tag", "prio": "priority", "wait": "waiting",
}  # fmt: skip
TEXT_FIELDS = ("status", "queue", "tag", "customer", "priority", "channel", "connection",
               "assignee", "is", "id", "subject", "mood")  # fmt: skip
TIME_FIELDS = ("sla", "waiting", "age", "updated")
LENGTH_LIMIT = 1_000
"""Characters of a query; a pasted mail would be a deeper condition than SQLite takes."""
FLAGS = ("unread", "waiting", "breached", "draft", "outgoing", "vip", "open", "done")
MOODS = {"very_upset": -2, "upset": -1, "neutral": 0, "content": 1, "delighted": 2, "unknown": None}
"""What each mood is called in a query: how the newest customer message that tells sounds."""

_TERM = r"""(?P<not>-)?(?:
        @(?P<who>[\w.@+-]+)
      | (?P<tf>[a-z]+)(?P<op><=|>=|<|>)(?P<amount>[\w.]+)
      | (?P<field>[a-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>\S*))
      | "(?P<phrase>[^"]*)"?
      | (?P<word>\S+)
    )(?=\s|$)\s*"""


@cache
def _term_pattern() -> re.Pattern[str]:
    """Compile the grammar when something is first read by it: not while starting."""
    return re.compile(_TERM, re.VERBOSE | re.IGNORECASE)


class Term(NamedTuple):
    """One condition of a query."""

    field: str
    """A name of TEXT_FIELDS or TIME_FIELDS, or `words`."""
    op: str
    """`:` for is, `<` or `>` for times."""
    value: str
    negated: bool = False
    amount: timedelta | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The alternatives of a text condition, in lower case: `status:new,open`."""
        return tuple(part for part in self.value.casefold().split(",") if part)


class Query(NamedTuple):
    """All conditions must hold."""

    terms: tuple[Term, ...] = ()
    text: str = ""
    """As it was typed."""

    @property
    def words(self) -> tuple[Term, ...]:
        """The free words, for the full-text index."""
        return tuple(term for term in self.terms if term.field == "words")

    def mentions(self, field: str) -> bool:
        """Whether the query says anything about `field`."""
        return any(term.field == field for term in self.terms)


class BadQuery(ValueError):
    """The query cannot be understood; the message says which part, and what is known."""


def _check(field: str, value: str) -> None:
    known: tuple[str, ...] = ()
    if field == "status":
        known = (*Status, "active", "any")
    elif field == "priority":
        known = tuple(Priority)
    elif field == "is":
        known = FLAGS
    elif field == "mood":
        known = tuple(MOODS)
    for part in value.casefold().split(","):
        if known and part and part not in known:
            names = ", ".join(str(name) for name in known)
            raise BadQuery(f"{field}:{part} is not known; {field} is one of {names}")


def parse(text: str) -> Query:
    """Read a query; raise BadQuery for a field, value or duration not known, or for too much.

    A colon inside a free word (a URL, a time) is no field: only known names are fields.
    """
    if not text.strip():
        return Query((), text)
    terms: list[Term] = []
    position = 0
    if len(text) > LENGTH_LIMIT:
        raise BadQuery(f"A query has at most {LENGTH_LIMIT} characters; this has {len(text)}")
    from console.domain.text import clean  # noqa: PLC0415  off the start path

    stripped = clean(text).strip()
    while position < len(stripped):
        match = _term_pattern().match(stripped, position)
        if match is None or match.end() == position:
            end = stripped.find(" ", position)
            end = len(stripped) if end < 0 else end
            terms.append(Term("words", ":", stripped[position:end].strip('"')))
            position = end + 1
            while position < len(stripped) and stripped[position].isspace():
                position += 1
            continue
        position = match.end()
        term = _term(match)
        if term is not None:
            terms.append(term)
    return Query(tuple(terms), text)


def hints(query: Query) -> list[str]:
    """Say of words that look like a field which one may have been meant; mostly nothing."""
    found = []
    for term in query.terms:
        if term.field != "words" or not (match := _field_pattern().match(term.value)):
            continue
        name, sign = match[1].lower(), match[2]
        near = _near(name)
        if not near:
            continue
        wrong = f"{name} is no field" if near != name else f"{name}{sign} is no condition"
        form = "<" if near in TIME_FIELDS else ":"
        value = (match[3] or "").lstrip("<>=:") or ("1h" if form == "<" else "...")
        sign = sign if form == "<" and sign in "<>" else form
        said = f"{wrong}, so {term.value} was looked for as a word"
        found.append(f"{said}; did you mean {near}{sign}{value}?")
    return found


@cache
def _field_pattern() -> re.Pattern[str]:
    return re.compile(r"([a-z]+)(<=|>=|[:<>])(?!//)(\S.*)?", re.IGNORECASE)


def _near(name: str) -> str:
    """Give the field that a name is, or is most like; empty for none."""
    known = (*TEXT_FIELDS, *TIME_FIELDS, *ALIASES)
    if name in known:
        return name
    from difflib import get_close_matches  # noqa: PLC0415  only needed to explain

    return next(iter(get_close_matches(name, known, 1, 0.7)), "")


def _term(match: re.Match[str]) -> Term | None:
    negated = bool(match["not"])
    if match["who"]:
        return Term("assignee", ":", match["who"], negated)
    if match["tf"]:
        field = ALIASES.get(match["tf"].lower(), match["tf"].lower())
        if field in TIME_FIELDS:
            try:
                amount = parse_duration(match["amount"])
            except ValueError as error:
                raise BadQuery(
                    f"{match['amount']} is no duration; write 30m, 2h or 1d, as in {field}<1h"
                ) from error
            return Term(field, match["op"][0], match["amount"], negated, amount)
        return Term("words", ":", match[0].strip().lstrip("-"), negated)
    if match["field"]:
        field = ALIASES.get(match["field"].lower(), match["field"].lower())
        value = match["quoted"] if match["quoted"] is not None else match["value"]
        if field in TEXT_FIELDS:
            if not value:
                return None
            _check(field, value)
            return Term(field, ":", value, negated)
        return Term("words", ":", match[0].strip().lstrip("-"), negated)
    value = match["phrase"] if match["phrase"] is not None else match["word"]
    return Term("words", ":", value, negated) if value else None


def _contains(needles: tuple[str, ...], *hay: str) -> bool:
    folded = [text.casefold() for text in hay]
    return any(needle in text for needle in needles for text in folded)


def _assignee(term: Term, entry: Entry, me: str) -> bool:
    person = entry.escalation.assignee
    for value in term.values:
        if value == "none":
            if person is None:
                return True
        elif value == "any":
            if person is not None:
                return True
        elif person is not None:
            wanted = me.casefold() if value == "me" else value
            if wanted and wanted in (person.id.casefold(), person.email.casefold()):
                return True
            if wanted and value != "me" and wanted in person.name.casefold():
                return True
    return False


def _status(term: Term, entry: Entry, me: str) -> bool:
    del me
    status = entry.escalation.status
    return any(v in ("any", status) or (v == "active" and not status.done) for v in term.values)


def _mood(term: Term, entry: Entry, me: str) -> bool:
    del me
    level = entry.glance.mood if entry.glance is not None else None
    return any(value in MOODS and MOODS[value] == level for value in term.values)


def _flag(term: Term, entry: Entry, now: datetime) -> bool:
    held = {
        "unread": entry.unread > 0,
        "waiting": entry.waiting_since is not None,
        "breached": entry.due is not None and entry.due.at < now,
        "draft": entry.draft,
        "outgoing": entry.outgoing > 0,
        "vip": "vip" in entry.escalation.tags,
        "open": not entry.escalation.status.done,
        "done": entry.escalation.status.done,
    }
    return any(held.get(value, False) for value in term.values)


_MATCHERS: dict[str, Callable[[Term, Entry, str], bool]] = {
    "status": _status,
    "assignee": _assignee,
    "queue": lambda t, e, _: e.escalation.queue.casefold() in t.values,
    "tag": lambda t, e, _: any(tag.casefold() in t.values for tag in e.escalation.tags),
    "priority": lambda t, e, _: e.escalation.priority in t.values,
    "channel": lambda t, e, _: e.escalation.channel.casefold() in t.values,
    "connection": lambda t, e, _: e.ref.connection.casefold() in t.values,
    "id": lambda t, e, _: e.ref.id.casefold() in t.values,
    "subject": lambda t, e, _: _contains(t.values, e.escalation.subject),
    "mood": _mood,
    "customer": lambda t, e, _: _contains(
        (t.value.casefold(),), e.escalation.customer.name, e.escalation.customer.email
    ),
}


def _time(term: Term, entry: Entry, now: datetime) -> bool:
    assert term.amount is not None
    if term.field == "sla":
        if entry.due is None:
            return False
        left = entry.due.at - now
        return left < term.amount if term.op == "<" else left > term.amount
    since = {
        "waiting": entry.waiting_since,
        "age": entry.escalation.created_at,
        "updated": entry.escalation.updated_at,
    }[term.field]
    if since is None:
        return False
    return now - since < term.amount if term.op == "<" else now - since > term.amount


def matches(query: Query, entry: Entry, *, me: str, now: datetime) -> bool:
    """Say whether an escalation fits a query, but for its free words, which need the index."""
    for term in query.terms:
        if term.field == "words":
            continue
        if term.field in TIME_FIELDS:
            held = _time(term, entry, now)
        elif term.field == "is":
            held = _flag(term, entry, now)
        else:
            held = _MATCHERS[term.field](term, entry, me)
        if held is term.negated:
            return False
    return True
