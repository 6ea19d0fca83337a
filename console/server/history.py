"""What a customer has come with so far: their conversations whole, the last changed first."""

from __future__ import annotations

from console.domain.interchange import Problem
from console.domain.text import clean_line
from console.server.calls import Call, Done, invalid, missing
from console.server.conversations import SELECT, conversation_data, limit_of, messages_of
from console.server.weighing import light

PAGE, PAGE_LIMIT = 10, 100


async def history(call: Call) -> Done:
    """Answer the newest conversations of a customer with all their messages, done ones included.

    Fewer than `limit` come where their messages are too much for one answer. An unknown
    customer is refused with 404.
    """
    # The customer stands in the query, which no log keeps: an id may be an address.
    tx, ident = call.tx, clean_line(call.query.get("customer", ""))
    if not ident:
        raise invalid([Problem("customer", "is required")])
    limit = limit_of(call, PAGE, PAGE_LIMIT)
    if await tx.row("SELECT 1 FROM customers WHERE id = ?", ident) is None:
        raise missing("customer")
    rows = await tx.rows(
        f"{SELECT} WHERE c.customer = ? ORDER BY c.updated_at DESC, c.sequence DESC LIMIT ?",
        ident,
        limit,
    )
    rows = rows[: await light(tx, [row["id"] for row in rows])]
    messages = await messages_of(tx, [row["id"] for row in rows])
    return Done(
        {"conversations": [{**conversation_data(row), "messages": messages[row["id"]]}
                           for row in rows]}
    )  # fmt: skip
