"""How an escalation becomes a line of the queue: its columns, by the width there is."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from console.domain.models import Entry, Person, Priority
from console.ui.format import (
    CAUSES,
    PRIORITY_MARKS,
    STATUS_WORDS,
    brief,
    countdown,
    feeling,
    fit,
    initials,
    person,
)

POINTER = 1
DUE = 8
"""Cells of the unread mark and the countdown."""
FLAGS = 5
"""Cells of priority, mood, trend and draft."""
GOAL = 16
"""Cells from which what the customer wants is worth its place behind the subject."""


class Columns(NamedTuple):
    """The cells of each column; 0 for one that there is no room for."""

    customer: int
    subject: int
    cause: int
    queue: int
    assignee: int
    wait: int


def columns(width: int) -> Columns:
    """Divide the width of a line.

    Who has it outlives the rest: beside a conversation there is room for initials, so
    that two agents do not answer one customer. Then the wait, and the queue last.
    """
    width -= POINTER + DUE + FLAGS
    customer = 20 if width >= 90 else 16 if width >= 56 else max(8, width // 3)
    queue = 12 if width >= 84 else 0
    assignee = 10 if width >= 60 else 3 if width >= 34 else 0
    wait = 5 if width >= 48 else 0
    cause = 12 if width >= 100 else 0
    gaps = 1 + sum(1 for column in (queue, assignee, wait, cause) if column)
    subject = max(0, width - customer - queue - assignee - wait - cause - gaps)
    return Columns(customer, subject, cause, queue, assignee, wait)


def titles(width: int) -> str:
    """Write what stands above the columns."""
    wide = columns(width)
    text = " " * POINTER + "due".rjust(DUE - 1) + " " + " " * FLAGS
    text += fit("customer", wide.customer) + " " + fit("subject", wide.subject)
    whose = "with" if wide.assignee > 3 else "who"
    for title, cells in (("because", wide.cause), ("queue", wide.queue), (whose, wide.assignee)):
        text += " " + fit(title, cells) if cells else ""
    return text + (" " + "wait".rjust(wide.wait) if wide.wait else "")


def line_of(
    entry: Entry, width: int, now: datetime, *, marked: bool, me: Person | None
) -> list[tuple[str, str]]:
    """Write a line without its pointer: texts with their roles."""
    wide, esc = columns(width), entry.escalation
    due, role = countdown(entry, now)
    mark = "✓" if marked else "●" if entry.unread else " "
    sign = "✎" if entry.draft else "↑" if entry.outgoing else " "
    loud = {Priority.URGENT: "urgent", Priority.HIGH: "high"}.get(esc.priority, "text")
    name = fit(esc.customer.name or esc.customer.email or "unknown", wide.customer)
    title = "text" if esc.status.active else "muted"
    label = "" if esc.status.active else f"[{STATUS_WORDS[esc.status]}] "
    flags = PRIORITY_MARKS[esc.priority] + feeling(entry) + sign
    text = name + " " + fit(wants(entry, label + esc.subject, wide.subject), wide.subject)
    middle = [(flags, loud), (text, title)]
    # Each change of style costs forty bytes over SSH: as few as there can be.
    if loud == "text":
        middle = [(flags + text, title)]
    return [
        (mark + due.rjust(DUE - 2) + " ", role),
        *middle,
        (_tail(entry, wide, now, me), "muted"),
    ]


def _tail(entry: Entry, wide: Columns, now: datetime, me: Person | None) -> str:
    text = ""
    if wide.cause:
        text += " " + fit(cause(entry), wide.cause)
    if wide.queue:
        text += " " + fit(entry.escalation.queue, wide.queue)
    if wide.assignee:
        text += " " + fit(_who(entry, me, short=wide.assignee <= 3), wide.assignee)
    if wide.wait:
        since = entry.waiting_since
        text += " " + (brief(now - since) if since else "·").rjust(wide.wait)
    return text


def wants(entry: Entry, title: str, room: int) -> str:
    """Put what the customer wants behind the subject, where there is room for it."""
    glance = entry.glance
    if glance is None or not glance.goal or room - cell_len(title) < GOAL:
        return title
    if glance.goal.casefold().startswith(title.casefold().rstrip(" .!?…")):
        return glance.goal
    return f"{title} · {glance.goal}"


def cause(entry: Entry) -> str:
    """Say why the bot handed over; what was not read yet says so."""
    if entry.glance is None:
        return "not read yet"
    return CAUSES.get(entry.glance.cause, "")


def _who(entry: Entry, me: Person | None, *, short: bool) -> str:
    whose = entry.escalation.assignee
    if whose is None:
        return "–"
    if me is not None and me.id == whose.id:
        return "me"
    return initials(whose.name) if short else person(whose.name)
