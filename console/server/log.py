"""What happened to a conversation: its version, its place in the sequence, its history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.models import Attachment, AuthorKind, Visibility
from console.server.calls import dumps, stamp
from console.server.db import Tx

ADD_MESSAGE = """INSERT INTO messages (conversation, id, sequence, at, given_at, kind, name,
    author, visibility, text, event, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADD_FILE = """INSERT INTO attachments (conversation, message, given, name, type, size, content)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: to which field, by whom, and the event's words, if any."""

    field: str
    actor: str
    name: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One message on its way into the file."""

    id: str
    at: str
    given_at: str | None
    """As the sender dated it; None when the sender did not."""
    kind: AuthorKind
    name: str
    author: str
    visibility: Visibility
    text: str
    files: tuple[Attachment, ...] = ()
    event: bool = False

    @property
    def digest(self) -> str:
        """What makes two messages of one id the same: all but the date and the bytes."""
        files = [[file.name, file.type, file.size] for file in self.files]
        parts = [self.kind.value, self.name, self.visibility.value, self.text, files]
        return hashlib.sha256(dumps(parts).encode()).hexdigest()

    def row(self, conversation: str, sequence: int) -> tuple[object, ...]:
        """Give the values of ADD_MESSAGE."""
        return (
            conversation,
            self.id,
            sequence,
            self.at,
            self.given_at,
            self.kind.value,
            self.name,
            self.author,
            self.visibility.value,
            self.text,
            int(self.event),
            self.digest,
        )

    def file_rows(self, conversation: str) -> list[tuple[object, ...]]:
        """Give the values of ADD_FILE, one for each attachment."""
        return [
            (conversation, self.id, f.id, f.name, f.type, min(f.size, MOST), f.content)
            for f in self.files
        ]


async def not_before(tx: Tx, ident: str, now: datetime) -> str:
    """Give the time for a new message: now, or the newest message's should the clock lag."""
    row = await tx.row("SELECT MAX(at) FROM messages WHERE conversation = ?", ident)
    return max(stamp(now), (row and row[0]) or "")


async def record(
    tx: Tx,
    ident: str,
    now: datetime,
    new_key: Callable[[], str],
    steps: Sequence[Step],
    lines: Sequence[Line] = (),
) -> None:
    """Note what happened: messages, events, history, one new version and sequence number."""
    sequence = await tx.next_sequence()
    row = await tx.row(
        """UPDATE conversations SET version = version + 1, sequence = ?,
        updated_at = MAX(updated_at, ?) WHERE id = ? RETURNING version""",
        sequence,
        stamp(now),
        ident,
    )
    assert row is not None
    version = row[0]
    at = lines[-1].at if lines else await not_before(tx, ident, now)
    events = [
        Line(
            id=new_key(),
            at=at,
            given_at=at,
            kind=AuthorKind.SYSTEM,
            name="",
            author="",
            visibility=Visibility.INTERNAL,
            text=step.event,
            event=True,
        )
        for step in steps
        if step.event
    ]
    await tx.many(ADD_MESSAGE, (line.row(ident, sequence) for line in (*lines, *events)))
    await tx.many(ADD_FILE, (row for line in lines for row in line.file_rows(ident)))
    await tx.many(
        "INSERT INTO history (conversation, version, field, actor, name, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        ((ident, version, s.field, s.actor, s.name, stamp(now)) for s in steps),
    )
