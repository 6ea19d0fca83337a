"""Stores of any size, filled by SQL: the same rows each time."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.domain import triage
from console.domain.models import (
    Author,
    AuthorKind,
    Customer,
    Escalation,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.store import Store, rows
from tests.office import START

SUBJECTS = (
    "Parcel has not arrived", "Refund for the broken kettle", "Cannot sign in after the change",
    "Where is my invoice for March?", "Das Paket liegt seit Montag im Depot",
    "Mi pedido llegó incompleto", "Cancel my subscription, please", "Charged twice for one order",
    "The app closes when I open the basket", "Wrong size, and the label does not print",
)  # fmt: skip
NAMES = (
    "Ada Example", "Bea Sample", "Carlos Ejemplo", "Dora Muster", "Émile Exemple", "Fay Test",
    "Greta Beispiel", "Hugo Prueba", "Ines Specimen", "Jo Fictional",
)  # fmt: skip
QUEUES = ("Orders", "Billing", "Returns", "Accounts")


def escalation(number: int, now: datetime, dice: random.Random) -> Escalation:
    """Make one, the same for the same dice."""
    name = dice.choice(NAMES)
    made = now - timedelta(minutes=dice.randrange(5, 20_000))
    mine = dice.random()
    return Escalation(
        ref=Ref("desk", f"c{number}"),
        subject=f"{dice.choice(SUBJECTS)} ({number})",
        status=Status.OPEN,
        priority=dice.choices(list(Priority), (1, 14, 3, 1))[0],
        customer=Customer(f"u{number % 977}", name, f"{name.split()[0].lower()}@example.com"),
        created_at=made,
        updated_at=made,
        channel=dice.choice(("email", "chat")),
        queue=dice.choice(QUEUES),
        tags=("sample",),
        assignee=Person("bo", "Bo Agent") if mine < 0.2 else None,
        recipients=("ada@example.com",),
    )


async def fill(
    path: Path, count: int, *, long: int = 0, now: datetime = START, seed: int = 7
) -> Ref:
    """Fill the store at `path`; the first line has `long` messages, and its ref is returned."""
    store = await Store.open(path)
    await store.close()
    dice = random.Random(seed)
    db = sqlite3.connect(path)
    lines, said = [], []
    for number in range(1, count + 1):
        esc = escalation(number, now, dice)
        said_in = long if number == 1 and long else 2
        waiting = esc.created_at
        due = None if dice.random() < 0.3 else now + timedelta(minutes=dice.randrange(61, 3_000))
        if number == 1:
            due = now + timedelta(minutes=60.5)
        band, rank_at = triage.rank(esc.status, Priority.NORMAL, waiting, None, esc.updated_at)
        rank = (due or rank_at + timedelta(days=90)) if number > 1 else now
        lines.append((
            number, "desk", esc.ref.id, esc.subject, esc.status.value, esc.priority.value,
            esc.queue, esc.channel, rows.dump(esc.tags), esc.customer.id, esc.customer.name,
            esc.customer.email, esc.assignee and esc.assignee.id,
            esc.assignee and esc.assignee.name, rows.ms(esc.created_at), rows.ms(esc.updated_at),
            rows.ms(waiting), "first_response" if due else None, rows.ms(due), band,
            rows.ms(rank), int(dice.random() < 0.3), said_in, rows.detail(esc),
            f"m{number}-{said_in - 1}",
        ))  # fmt: skip
        for index in range(said_in):
            kind = (AuthorKind.CUSTOMER, AuthorKind.BOT)[index % 2]
            at = now - timedelta(minutes=(long or 2) - index)
            text = f"Message {index} of {esc.ref.id}. " + " ".join(
                dice.choice(SUBJECTS) for _ in range(dice.randrange(2, 14))
            )
            author = Author(kind, esc.customer.name if kind is AuthorKind.CUSTOMER else "Nova")
            message = Message(f"m{number}-{index}", at, author, Visibility.PUBLIC, text)
            said.append((number, *rows.message_columns(message)))
    with db:
        db.executemany(
            "INSERT INTO escalations (pk, connection, id, subject, status, priority, queue,"
            " channel, tags, customer_id, customer_name, customer_email, assignee_id,"
            " assignee_name, created_at, updated_at, waiting_since, due_clock, due_at, band,"
            " rank_at, unread, messages, detail, newest) VALUES (" + ",".join("?" * 25) + ")",
            lines,
        )
        db.executemany(
            "INSERT INTO messages (escalation, id, at, kind, author, author_id, visibility,"
            " event, text, extra) VALUES (" + ",".join("?" * 10) + ")",
            said,
        )
        db.execute(
            "INSERT INTO connections (name, synced_at, me_id, me_name) VALUES (?, ?, ?, ?)",
            ("desk", rows.ms(now), "ann", "Ann Agent"),
        )
    db.close()
    return Ref("desk", "c1")


def wall() -> datetime:
    """Give the time."""
    return datetime.now(UTC)
