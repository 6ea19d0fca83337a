"""Saying something in a conversation, and what that does to its status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console.domain.models import AuthorKind, Status, Visibility
from console.domain.text import clean_line
from console.server.bodies import Fields
from console.server.calls import Call, Done
from console.server.conversations import conversation_data, load, messages_of, newest
from console.server.db import Row, Tx
from console.server.log import Line, Step, not_before, record
from console.server.updates import check_match, stale

SENDABLE = frozenset({"text", "visibility", "attachments", "seen", "expect_assignee"})


async def say(call: Call) -> Done:
    """Add a message; refuse with 409 one that answers an old state, with 422 an empty one."""
    row = await load(call.tx, call.path["id"])
    fields = Fields(call.body, SENDABLE)
    text = fields.text("text")
    files = fields.files("attachments")
    visibility = fields.choice("visibility", Visibility)
    if "visibility" not in fields:
        fields.bad("visibility", "is required: public or internal")
    if not text.strip() and not files and not fields.problems:
        fields.bad("text", "is empty")
    seen, expected = fields.line("seen"), fields.line("expect_assignee")
    place = None
    if "seen" in fields and seen:
        place = await call.tx.row(
            "SELECT at, pk FROM messages WHERE conversation = ? AND id = ?", row["id"], seen
        )
        if place is None:
            fields.bad("seen", "is no message of this conversation")
    fields.check()
    assert visibility is not None
    check_match(call, row)
    if "expect_assignee" in fields and row["assignee"] not in (None, call.who.id, expected):
        raise stale(f"{row['agent_name']} has taken it.", row, "assignee")
    if "seen" in fields:
        await _check_newer(call, row, place)
    name = call.who.name
    if call.kind is AuthorKind.CUSTOMER and not name:
        name = row["customer_name"]
    at = await not_before(call.tx, row["id"], call.now)
    line = Line(
        id=call.new_key(),
        at=at,
        given_at=at,
        kind=call.kind,
        name=name,
        author=call.who.id,
        visibility=visibility,
        text=text,
        files=files,
    )
    await add(call.tx, row, call.now, call.new_key, [line], call.actor)
    said = await messages_of(call.tx, [row["id"]], only=line.id)
    after = await load(call.tx, row["id"])
    return Done(
        {"message": said[row["id"]][0], "conversation": conversation_data(after)},
        status=201,
        headers={"ETag": f'"{after["version"]}"'},
    )


async def _check_newer(call: Call, row: Row, place: Row | None) -> None:
    last = await newest(call.tx, row["id"], customer=True)
    if last is not None and (
        place is None or (last["at"], last["pk"]) > (place["at"], place["pk"])
    ):
        who = clean_line(last["name"]) or "The customer"
        raise stale(f"{who} has written again.", row, "stale")


async def add(
    tx: Tx, row: Row, now: datetime, new_key: Callable[[], str], lines: list[Line], actor: str
) -> None:
    """Add messages and move the status: a customer's reopens, an agent's public one opens."""
    steps = []
    public = [line for line in lines if line.visibility is Visibility.PUBLIC]
    status = Status(row["status"])
    customer = next((line for line in public if line.kind is AuthorKind.CUSTOMER), None)
    if customer is not None:
        if not status.active:
            steps.append(
                Step("status", actor, customer.name, "Reopened: the customer wrote again.")
            )
        steps.append(Step("customer", actor, customer.name))
    elif status is Status.NEW and any(line.kind is AuthorKind.AGENT for line in public):
        steps.append(Step("status", actor, lines[0].name))
    else:
        steps.append(Step("message", actor, lines[0].name))
    if any(step.field == "status" for step in steps):
        await tx.rows(
            "UPDATE conversations SET status = ?, snoozed_until = NULL WHERE id = ?",
            Status.OPEN.value,
            row["id"],
        )
    await record(tx, row["id"], now, new_key, steps, lines)
