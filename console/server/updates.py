"""Changing conversations: claims, statuses, snoozes, priorities, assignees and tags."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from console.domain.models import AuthorKind, Priority, Status
from console.domain.text import clean_line
from console.server.bodies import Fields
from console.server.calls import Call, Done, Refused, dumps, stamp
from console.server.conversations import conversation_data, load
from console.server.db import Row, Tx
from console.server.log import Step, record

PATCHABLE = frozenset(
    {
        "status",
        "snoozed_until",
        "priority",
        "assignee",
        "tags_add",
        "tags_remove",
        "seen_version",
    }
)
CONCERNS = {
    "status": ("status", "customer"),
    "assignee": ("assignee",),
    "priority": ("priority",),
}
"""Which changes by others make a change of a field stale."""
SAID = {
    "status": "changed the status",
    "customer": "wrote again",
    "assignee": "changed the assignee",
    "priority": "changed the priority",
}


def check_match(call: Call, row: Row) -> None:
    """Refuse with 409 and the current state when If-Match names another version (RFC 9110)."""
    wanted = [mark.strip().removeprefix("W/").strip('"') for mark in call.if_match.split(",")]
    if call.if_match.strip() not in ("", "*") and str(row["version"]) not in wanted:
        raise stale("It has changed since it was read.", row)


def stale(detail: str, row: Row, reason: str = "version") -> Refused:
    """Refuse with 409, the reason and the current state."""
    return Refused(409, detail, reason=reason, current=conversation_data(row))


async def check_seen(call: Call, row: Row, seen: int | None, fields: list[str]) -> None:
    """Refuse with 409 when somebody else changed what these fields rest on after `seen`."""
    concerns = sorted({name for field in fields for name in CONCERNS.get(field, ())})
    if seen is None or not concerns or seen >= row["version"]:
        return
    other = await call.tx.row(
        f"""SELECT field, name FROM history WHERE conversation = ? AND version > ?
        AND actor != ? AND field IN ({",".join("?" * len(concerns))})
        ORDER BY pk DESC LIMIT 1""",
        row["id"],
        seen,
        call.actor,
        *concerns,
    )
    if other is not None:
        who = other["name"] or ("The customer" if other["field"] == "customer" else "Somebody")
        raise stale(f"{who} {SAID[other['field']]} meanwhile.", row)


async def claim(call: Call) -> Done:
    """Assign to the caller what nobody has; refuse with 409 what somebody else has."""
    row = await load(call.tx, call.path["id"])
    if row["assignee"] not in (None, call.who.id):
        raise stale(f"{row['agent_name']} has taken it.", row, "assignee")
    check_match(call, row)
    if row["assignee"] is None:
        await call.tx.rows(
            "UPDATE conversations SET assignee = ? WHERE id = ?", call.who.id, row["id"]
        )
        step = Step("assignee", call.actor, call.who.name, f"{call.who.name} took it.")
        await record(call.tx, row["id"], call.now, call.new_key, [step])
    return await answer(call, row["id"])


async def patch(call: Call) -> Done:
    """Change fields; what already is as asked stays untouched, version included."""
    row = await load(call.tx, call.path["id"])
    fields = Fields(call.body, PATCHABLE)
    status, until = fields.choice("status", Status), fields.time("snoozed_until")
    priority = fields.choice("priority", Priority)
    add, remove = fields.lines("tags_add"), fields.lines("tags_remove")
    seen = fields.number("seen_version")
    target = status or Status(row["status"])
    if target is Status.SNOOZED and status is not None and until is None:
        fields.bad("snoozed_until", "is required for a snooze")
    if until is not None and target is not Status.SNOOZED:
        fields.bad("snoozed_until", "goes with the status snoozed only")
    assignee = await _assignee(call, fields)
    fields.check()
    check_match(call, row)
    await check_seen(call, row, seen, [name for name in CONCERNS if name in call.body])

    new: dict[str, Any] = {}
    said: dict[str, str] = {}
    if status is not None or until is not None:
        new["status"] = target.value
        new["snoozed_until"] = stamp(until) if until else None
        said["status"] = f"set the status to {target}"
        if until:
            said["status"] += f" until {stamp(until)}"
    if priority is not None:
        new["priority"], said["priority"] = priority.value, f"set the priority to {priority}"
    if "assignee" in fields:
        new["assignee"] = assignee[0] if assignee else None
        said["assignee"] = f"assigned it to {assignee[1] if assignee else 'nobody'}"
    kept = [tag for tag in json.loads(row["tags"]) if tag not in remove]
    new["tags"] = dumps(list(dict.fromkeys([*kept, *(tag for tag in add if tag not in remove)])))
    said["tags"] = _tags_said(add, remove)
    changed = [name for name, value in new.items() if value != row[name]]
    if changed:
        await call.tx.rows(
            f"UPDATE conversations SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?",
            *(new[name] for name in changed),
            row["id"],
        )
        spoken = dict.fromkeys("status" if name == "snoozed_until" else name for name in changed)
        steps = [
            Step(name, call.actor, call.who.name, f"{call.who.name} {said[name]}.")
            for name in spoken
        ]
        await record(call.tx, row["id"], call.now, call.new_key, steps)
    return await answer(call, row["id"])


def _tags_said(add: tuple[str, ...], remove: tuple[str, ...]) -> str:
    parts = [f"added {', '.join(add)}"] if add else []
    parts += [f"removed {', '.join(remove)}"] if remove else []
    return "changed the tags: " + "; ".join(parts)


async def _assignee(call: Call, fields: Fields) -> tuple[str, str] | None:
    value = call.body.get("assignee")
    if isinstance(value, dict):
        value = value.get("id")
    if value is None:
        return None
    row = None
    if isinstance(value, str):
        row = await call.tx.row("SELECT id, name FROM agents WHERE id = ?", clean_line(value))
    if row is None:
        fields.bad("assignee", f"is no agent here: {clean_line(value, 40)!r}")
        return None
    return row["id"], row["name"]


async def answer(call: Call, ident: str) -> Done:
    """Answer a conversation as it has become."""
    row = await load(call.tx, ident)
    return Done({"conversation": conversation_data(row)}, headers={"ETag": f'"{row["version"]}"'})


async def sleeping_over(tx: Tx, now: datetime) -> list[str]:
    """List the conversations whose snooze has ended."""
    rows = await tx.rows(
        "SELECT id FROM conversations WHERE status = 'snoozed' AND snoozed_until <= ?", stamp(now)
    )
    return [row["id"] for row in rows]


async def wake(tx: Tx, now: datetime, new_key: Any) -> None:
    """Reopen every conversation whose snooze has ended."""
    for ident in await sleeping_over(tx, now):
        await tx.rows(
            "UPDATE conversations SET status = ?, snoozed_until = NULL WHERE id = ?",
            Status.OPEN.value,
            ident,
        )
        step = Step("status", f"{AuthorKind.SYSTEM}:", "The snooze", "The snooze has ended.")
        await record(tx, ident, now, new_key, [step])
