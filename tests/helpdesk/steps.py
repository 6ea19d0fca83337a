"""The steps that tests of the contract are made of."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from console.domain.changes import (
    Change,
    Outcome,
    Outgoing,
)
from console.domain.models import (
    AuthorKind,
    Escalation,
    Message,
    Ref,
    Visibility,
)
from console.domain.text import normalised
from console.helpdesk import Delta, Helpdesk
from tests.helpdesk.bench import Bench

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
TEXTS = {
    "emoji": "Danke 👍🎉 👨\u200d👩\u200d👧 done",
    "right to left": "שלום, החבילה שלי לא הגיעה. مرحبا",
    "combining": "Crème brûlée à la q\u0323\u0307, Việt Nam",
    "wide": "注文の状況を教えてください。 주문 상태",
    "lines": "Line one\n\nLine three\n  indented\n> quoted",
    "markup": "<b>5 < 6 & 7 > 2</b> [red]not a style[/red] &amp; {name} %s \\n",
}


def now() -> datetime:
    """Give the time, to the millisecond."""
    return datetime.now(UTC)


def said(delta: Delta) -> list[Message]:
    """Give what was said, without what the system did."""
    return [message for message in delta.messages if not message.event]


def texts(delta: Delta) -> list[str]:
    """Give the texts as they are compared, spaces and newlines made equal."""
    return [normalised(message.text) for message in said(delta)]


def newest_customer(delta: Delta) -> str:
    """Give the id of the newest customer message."""
    ids = [m.id for m in said(delta) if m.author.kind is AuthorKind.CUSTOMER]
    return ids[-1] if ids else ""


async def outgoing(desk: Helpdesk, ident: str, change: Change) -> Outgoing:
    """Make a change as an agent would who has just read the conversation through `desk`."""
    read = await desk.thread(ident)
    peek = await desk.peek(ident)
    assignee = read.escalation.assignee
    return Outgoing(
        key=str(uuid.uuid4()),
        ref=Ref(desk.name, ident),
        change=change,
        made_at=now(),
        due_at=now(),
        seen_message=newest_customer(read),
        seen_assignee=assignee.id if assignee else "",
        seen_version=read.escalation.version,
        marker=peek.marker,
        tried_at=now(),
        author=(await desk.me()).name,
    )


async def push(desk: Helpdesk, ident: str, change: Change) -> Outcome:
    """Make a change and push it at once."""
    return await desk.push(await outgoing(desk, ident, change))


async def walk(desk: Helpdesk, cursor: str = "") -> tuple[dict[str, Delta], list[str], str]:
    """Read all changes after `cursor`: the last delta of each id, all ids, the new cursor."""
    deltas: dict[str, Delta] = {}
    ids: list[str] = []
    async for batch in desk.changes(cursor):
        cursor = batch.cursor
        for delta in batch.deltas:
            deltas[delta.escalation.ref.id] = delta
            ids.append(delta.escalation.ref.id)
    return deltas, ids, cursor


async def state(desk: Helpdesk, ident: str) -> Escalation:
    """Read the escalation as it is now."""
    return (await desk.thread(ident)).escalation


def need(bench: Bench, capability: str) -> None:
    """Skip unless the helpdesk declares the capability."""
    if not getattr(bench.helpdesk.capabilities, capability):
        pytest.skip(f"it does not claim {capability}")
