"""Reading conversations: one whole, lists, and who and what they belong to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from console.domain.interchange import Problem
from console.domain.models import AuthorKind, Priority, Status, Visibility
from console.domain.text import clean_line
from console.server.bodies import Fields
from console.server.calls import Call, Done, invalid, missing
from console.server.db import Row, Tx

SELECT = """SELECT c.*, a.name AS agent_name, a.email AS agent_email, p.name AS customer_name,
    p.email AS customer_email, p.attributes AS customer_attributes
    FROM conversations c JOIN customers p ON p.id = c.customer
    LEFT JOIN agents a ON a.id = c.assignee"""
DONE = tuple(status.value for status in Status if status.done)
PAGE, PAGE_LIMIT = 100, 500


def conversation_data(row: Row) -> dict[str, Any]:
    """Write a row of SELECT as the API shows it."""
    assignee = None
    if row["assignee"] is not None:
        assignee = {
            "id": row["assignee"],
            "name": row["agent_name"],
            "email": row["agent_email"],
        }
    return {
        "id": row["id"],
        "subject": row["subject"],
        "channel": row["channel"],
        "queue": row["queue"],
        "status": row["status"],
        "snoozed_until": row["snoozed_until"],
        "priority": row["priority"],
        "tags": json.loads(row["tags"]),
        "assignee": assignee,
        "customer": {
            "id": row["customer"],
            "name": row["customer_name"],
            "email": row["customer_email"],
            "attributes": json.loads(row["customer_attributes"]),
        },
        "handoff": json.loads(row["handoff"]) if row["handoff"] else None,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "version": row["version"],
        "sequence": row["sequence"],
    }


def message_data(row: Row, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Write a row of messages as the API shows it."""
    return {
        "id": row["id"],
        "sequence": row["sequence"],
        "at": row["at"],
        "author": {"kind": row["kind"], "name": row["name"], "id": row["author"]},
        "visibility": row["visibility"],
        "text": row["text"],
        "event": bool(row["event"]),
        "attachments": files,
    }


async def load(tx: Tx, ident: str) -> Row:
    """Read one conversation; refuse an unknown id with 404."""
    row = await tx.row(f"{SELECT} WHERE c.id = ?", clean_line(ident))
    if row is None:
        raise missing("conversation")
    return row


async def messages_of(
    tx: Tx, idents: Iterable[str], after: int = 0, only: str = ""
) -> dict[str, list[dict[str, Any]]]:
    """Read the messages of conversations above a sequence number, oldest first, by conversation.

    `only` is the id of the one message to read.
    """
    wanted = list(idents)
    marks = ",".join("?" * len(wanted))
    one = (" AND id = ?", (only,)) if only else ("", ())
    files: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in await tx.rows(
        f"""SELECT pk, conversation, message, name, type, size FROM attachments
        WHERE conversation IN ({marks}) ORDER BY pk""",
        *wanted,
    ):
        files.setdefault((row["conversation"], row["message"]), []).append(
            {
                "id": f"a{row['pk']}",
                "name": row["name"],
                "type": row["type"],
                "size": row["size"],
            }
        )
    out: dict[str, list[dict[str, Any]]] = {ident: [] for ident in wanted}
    for row in await tx.rows(
        f"""SELECT * FROM messages WHERE conversation IN ({marks}) AND sequence > ?{one[0]}
        ORDER BY conversation, at, pk""",
        *wanted,
        after,
        *one[1],
    ):
        place = (row["conversation"], row["id"])
        out[row["conversation"]].append(message_data(row, files.get(place, [])))
    return out


async def newest(tx: Tx, ident: str, *, customer: bool) -> Row | None:
    """Read the newest message, or the newest public one of the customer."""
    if not customer:
        return await tx.row(
            "SELECT * FROM messages WHERE conversation = ? ORDER BY at DESC, pk DESC LIMIT 1", ident
        )
    return await tx.row(
        """SELECT * FROM messages WHERE conversation = ? AND kind = ? AND visibility = ?
        AND event = 0 ORDER BY at DESC, pk DESC LIMIT 1""",
        ident,
        AuthorKind.CUSTOMER.value,
        Visibility.PUBLIC.value,
    )


async def show(call: Call) -> Done:
    """Answer one conversation whole."""
    row = await load(call.tx, call.path["id"])
    data = conversation_data(row)
    data["messages"] = (await messages_of(call.tx, [row["id"]]))[row["id"]]
    data["extra"] = json.loads(row["extra"]) if row["extra"] else None
    return Done(data, headers={"ETag": f'"{row["version"]}"'})


async def peek(call: Call) -> Done:
    """Answer what must be known right before something is said."""
    row = await load(call.tx, call.path["id"])
    asked = await newest(call.tx, row["id"], customer=True)
    last = await newest(call.tx, row["id"], customer=False)
    data = conversation_data(row)
    return Done(
        {
            "id": row["id"],
            "version": row["version"],
            "status": row["status"],
            "assignee": data["assignee"],
            "customer": data["customer"],
            "channel": row["channel"],
            "newest_customer_message": asked["id"] if asked else None,
            "newest_message": last["id"] if last else None,
        }
    )


def limit_of(call: Call, default: int = PAGE, most: int = PAGE_LIMIT) -> int:
    """Read `limit`; refuse what is no number from 1 to `most` with 422."""
    value = call.query.get("limit", str(default))
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
    if not 1 <= number <= most:
        raise invalid([Problem("limit", f"must be a number from 1 to {most}")])
    return number


async def listing(call: Call) -> Done:
    """Answer a page of conversations, the last changed first, without their messages."""
    fields = Fields(
        call.query,
        frozenset(
            {"limit", "before", "status", "priority", "queue", "assignee", "customer", "tag"}
        ),
    )
    status, priority = fields.choice("status", Status), fields.choice("priority", Priority)
    before = call.query.get("before", str(2**63 - 1))
    if not (before.isascii() and before.isdecimal() and len(before) < 20):
        fields.bad("before", "must be the number that a page gave as next")
    fields.check()
    limit = limit_of(call)
    terms, values = ["c.sequence < ?"], [min(int(before), 2**63 - 1)]
    given: list[Any] = [*values]
    for name, value in (("status", status), ("priority", priority)):
        if value is not None:
            terms.append(f"c.{name} = ?")
            given.append(value.value)
    for name in ("queue", "customer"):
        if name in fields:
            terms.append(f"c.{name} = ?")
            given.append(fields.line(name))
    if "assignee" in fields:
        terms.append("c.assignee IS ?")
        given.append(fields.line("assignee") or None)
    if "tag" in fields:
        terms.append("EXISTS (SELECT 1 FROM json_each(c.tags) WHERE value = ?)")
        given.append(fields.line("tag"))
    rows = await call.tx.rows(
        f"{SELECT} WHERE {' AND '.join(terms)} ORDER BY c.sequence DESC LIMIT ?", *given, limit + 1
    )
    page = rows[:limit]
    following = page[-1]["sequence"] if len(rows) > limit else None
    return Done({"conversations": [conversation_data(row) for row in page], "next": following})


async def ids(call: Call) -> Done:
    """Answer the ids of all conversations that are not done."""
    rows = await call.tx.rows(
        f"SELECT id FROM conversations WHERE status NOT IN ({','.join('?' * len(DONE))})", *DONE
    )
    return Done({"ids": [row["id"] for row in rows]})


async def queues(call: Call) -> Done:
    """Answer the queues, each with how many conversations in it are not done."""
    rows = await call.tx.rows(
        f"""SELECT queue, COUNT(*) AS waiting FROM conversations
        WHERE status NOT IN ({",".join("?" * len(DONE))}) GROUP BY queue ORDER BY queue""",
        *DONE,
    )
    listed = [{"name": row["queue"], "waiting": row["waiting"]} for row in rows]
    return Done({"queues": listed})


async def tags(call: Call) -> Done:
    """Answer the tags in use, each with how many conversations carry it."""
    rows = await call.tx.rows(
        """SELECT value AS name, COUNT(*) AS used FROM conversations, json_each(tags)
        GROUP BY value ORDER BY value"""
    )
    return Done({"tags": [{"name": row["name"], "used": row["used"]} for row in rows]})


async def customer(call: Call) -> Done:
    """Answer a customer and the newest PAGE_LIMIT conversations with them."""
    row = await call.tx.row("SELECT * FROM customers WHERE id = ?", clean_line(call.path["id"]))
    if row is None:
        raise missing("customer")
    rows = await call.tx.rows(
        f"{SELECT} WHERE c.customer = ? ORDER BY c.created_at DESC LIMIT ?", row["id"], PAGE_LIMIT
    )
    return Done(
        {
            "id": row["id"],
            "name": row["name"],
            "email": row["email"],
            "attributes": json.loads(row["attributes"]),
            "conversations": [conversation_data(row) for row in rows],
        }
    )


async def me(call: Call) -> Done:
    """Answer who the caller is."""
    return Done({"id": call.who.id, "name": call.who.name, "email": call.who.email})


async def agents(call: Call) -> Done:
    """Answer who a conversation can be assigned to."""
    rows = await call.tx.rows("SELECT id, name, email FROM agents ORDER BY name, id")
    return Done({"agents": [dict(row) for row in rows]})


async def attachment(call: Call) -> Done:
    """Answer the bytes of an attachment, as a download that no browser shows."""
    number = call.path["id"].removeprefix("a")
    row = None
    if number.isascii() and number.isdecimal() and len(number) < 19:
        row = await call.tx.row("SELECT content FROM attachments WHERE pk = ?", int(number))
    if row is None or row["content"] is None:
        raise missing("attachment")
    return Done(
        bytes(row["content"]),
        headers={"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"},
    )
