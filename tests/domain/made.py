"""Values of the domain for tests: made by one call, or by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from console.domain.changes import (
    Assign,
    Change,
    Claim,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import (
    Author,
    AuthorKind,
    Clock,
    Customer,
    Due,
    Entry,
    Escalation,
    Glance,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME = Person("ann", "Ann Agent", "ann@example.com")
BO = Person("bo", "Bo Ångström", "bo@example.com")


def at(**step: float) -> datetime:
    """Give a time after NOW, or before it."""
    return NOW + timedelta(**step)


def escalation(**fields: Any) -> Escalation:
    """Make an escalation."""
    plain = Escalation(
        ref=Ref("desk", "c1"),
        subject="Late parcel",
        status=Status.OPEN,
        priority=Priority.NORMAL,
        customer=Customer("u1", "Ada Example", "ada@example.com"),
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(plain, **fields)


def entry(**fields: Any) -> Entry:
    """Make a line of the queue; the escalation's fields are given beside the line's own."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in Entry.__slots__}
    return Entry(pk=own.pop("pk", 1), escalation=escalation(**fields), **own)


def message(
    kind: AuthorKind | str = "customer", minutes: float = 0, *, text: str = "Hello", **fields: Any
) -> Message:
    """Make a message, so many minutes after NOW."""
    plain = Message(
        id=fields.pop("id", f"m{minutes}"),
        at=at(minutes=minutes),
        author=Author(AuthorKind(kind)),
        visibility=Visibility.PUBLIC,
        text=text,
    )
    return replace(plain, **fields)


def outgoing(change: Change | None = None, **fields: Any) -> Outgoing:
    """Make a row of the outbox that is due."""
    change = change or Reply("Hello", Visibility.PUBLIC)
    plain = Outgoing(key="k1", ref=Ref("desk", "c1"), change=change, made_at=NOW, due_at=NOW)
    return replace(plain, **fields)


names = st.text(st.sampled_from("aAbB%_\\ äÄßẞσς"), min_size=1, max_size=6).map(str.strip)
tags = st.lists(st.sampled_from(["vip", "VIP", "refund", "Straße", "a%b"]), unique=True, max_size=3)
times = st.integers(-600, 600).map(lambda minutes: at(minutes=minutes))
people = st.sampled_from([ME, BO, Person("c%", "Cy_d")])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw lines of the queue."""
    due = draw(st.none() | st.builds(Due, st.sampled_from(Clock), times))
    moods = st.none() | st.integers(-2, 2)
    return entry(
        ref=Ref(draw(st.sampled_from(["desk", "Rt"])), draw(names.filter(bool))),
        subject=draw(names),
        status=draw(st.sampled_from(Status)),
        priority=draw(st.sampled_from(Priority)),
        customer=Customer("u1", draw(names), draw(st.sampled_from(["", "a@Example.com"]))),
        created_at=draw(times),
        updated_at=draw(times),
        channel=draw(st.sampled_from(["", "email", "Chat"])),
        queue=draw(names),
        tags=tuple(draw(tags)),
        # A line of the queue does not know an agent's address.
        assignee=draw(st.none() | people.map(lambda person: person._replace(email=""))),
        unread=draw(st.integers(0, 2)),
        waiting_since=draw(st.none() | times),
        due=due,
        outgoing=draw(st.integers(0, 1)),
        draft=draw(st.booleans()),
        glance=draw(st.none() | st.builds(Glance, moods)),
    )


def _term(pair: tuple[str, str]) -> str:
    name, value = pair
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


_fields: list[tuple[str, st.SearchStrategy[str]]] = [
    ("status", st.sampled_from([*Status, "any", "active", "new,open", "CLOSED"])),
    ("priority", st.sampled_from([*Priority, "low,high"])),
    ("is", st.sampled_from(["unread", "waiting", "breached", "vip", "open", "done", "vip,unread"])),
    ("is", st.sampled_from(["draft", "outgoing"])),
    ("tag", st.sampled_from(["vip", "refund,VIP", "strasse", "STRASSE", "a%b", "%"])),
    (
        "assignee",
        st.sampled_from(["none", "any", "me", "ann", "BO", "ång", "c%", "%", "_d", "x,me"]),
    ),
    *((field, names) for field in ("queue", "customer", "subject", "id")),
    ("channel", st.sampled_from(["email", "chat,EMAIL", "x"])),
    ("connection", st.sampled_from(["desk", "rt", "RT,desk"])),
    ("mood", st.sampled_from(["very_upset", "upset", "neutral", "Content,delighted", "unknown"])),
    ("mood", st.sampled_from(["unknown,upset", ","])),
]
_texts = st.one_of([st.tuples(st.just(name), values) for name, values in _fields]).map(_term)
_spans = st.builds(
    "{}{}{}m".format,
    st.sampled_from(["sla", "waiting", "age", "updated"]),
    st.sampled_from(["<", ">", "<=", ">="]),
    st.integers(0, 600),
)
_terms = st.builds("{}{}".format, st.sampled_from(["", "", "-"]), _texts | _spans)
queries = st.lists(_terms, max_size=4).map(" ".join)
"""Queries without free words."""

changes = st.one_of(
    st.builds(Reply, names, st.sampled_from(Visibility)),
    st.just(Claim()),
    st.builds(Assign, st.none() | people),
    st.builds(SetStatus, st.sampled_from(Status)),
    st.builds(SetPriority, st.sampled_from(Priority)),
    st.builds(SetTags, tags.map(tuple), tags.map(tuple)),
)
