"""How many conversations fit into one answer, by the length of what was said in them."""

from __future__ import annotations

from collections.abc import Sequence

from console.server.db import Tx

WEIGHT = 8_000_000
"""Characters of messages after which an answer ends early."""


async def light(tx: Tx, idents: Sequence[str], after: int = 0) -> int:
    """Count how many of these conversations, in order, one answer can carry: at least the first.

    Only messages above the sequence number `after` weigh.
    """
    weights = {
        row["conversation"]: row["weight"]
        for row in await tx.rows(
            f"""SELECT conversation, SUM(LENGTH(text)) AS weight FROM messages
            WHERE conversation IN ({",".join("?" * len(idents))}) AND sequence > ?
            GROUP BY conversation""",
            *idents,
            after,
        )
    }
    weight = 0
    for index, ident in enumerate(idents):
        weight += weights.get(ident, 0)
        if weight > WEIGHT and index:
            return index
    return len(idents)
