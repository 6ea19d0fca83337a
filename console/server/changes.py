"""What changed since a cursor: conversations in the order of their last change."""

from __future__ import annotations

import re

from console.domain.interchange import Problem
from console.server.calls import Call, Done, Refused, invalid
from console.server.conversations import SELECT, conversation_data, limit_of, messages_of
from console.server.weighing import light

PAGE, PAGE_LIMIT = 200, 500
_CURSOR = re.compile(r"(\d{1,18})(?:\.(\d{1,18}))?", re.ASCII)


def parse_cursor(text: str) -> tuple[int, int]:
    """Read `place` or `place.base`; refuse anything else with 422.

    A conversation that changes while somebody walks the pages moves to a later one, with
    messages older than that page's place. So a walk keeps in its cursors the place where it
    began, the base, and every page carries the messages since then.
    """
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise invalid([Problem("since", "must be a cursor that an answer gave, or 0")])
    place = int(match[1])
    return place, min(place, int(match[2])) if match[2] else place


async def changes(call: Call) -> Done:
    """Answer the conversations that changed after `since`, with their messages since then."""
    place, base = parse_cursor(call.query.get("since", "0"))
    limit = limit_of(call, PAGE, PAGE_LIMIT)
    tx = call.tx
    current = await tx.row("SELECT value FROM sequence WHERE id = 1")
    assert current is not None
    if place > current[0]:
        raise Refused(410, f"The cursor {place} is above the newest, {current[0]}.")
    rows = await tx.rows(
        f"{SELECT} WHERE c.sequence > ? ORDER BY c.sequence LIMIT ?", place, limit + 1
    )
    more, rows = len(rows) > limit, rows[:limit]
    carried = await light(tx, [row["id"] for row in rows], base)
    more, rows = more or carried < len(rows), rows[:carried]
    messages = await messages_of(tx, [row["id"] for row in rows], base)
    total = await tx.row("SELECT COUNT(*) FROM conversations WHERE sequence > ?", base)
    assert total is not None
    end = rows[-1]["sequence"] if more else current[0]
    return Done(
        {
            "conversations": [
                {
                    **conversation_data(row),
                    "messages": messages[row["id"]],
                    "whole": row["born"] > base,
                }
                for row in rows
            ],
            "cursor": f"{end}.{base}" if more else str(end),
            "more": more,
            "total": total[0],
        }
    )
