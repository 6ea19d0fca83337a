"""Says in plain words what a Request Tracker transaction did to a ticket."""

from __future__ import annotations

from collections.abc import Mapping

from console.domain.text import clean_line
from console.helpdesk.rt.parse import NOBODY, SYSTEM, Item, number, parse_person

VALUE_LENGTH = 60
"""Characters kept of a value; summaries in custom fields are pages long."""


def tell(
    row: Item,
    fields: Mapping[str, str],
    users: Mapping[int, str],
    queues: Mapping[str, str],
) -> str:
    """Say what a transaction did; empty when nobody needs to know.

    `fields` names custom fields by id, `users` people by RT's number, `queues` queues by id.
    """
    actor = parse_person(row.get("Creator"))
    who = "Request Tracker" if actor.id == SYSTEM else actor.name
    old, new = (clean_line(row.get(key), VALUE_LENGTH) for key in ("OldValue", "NewValue"))
    name = str(row.get("Field") or "")
    match str(row.get("Type")), name:
        case "Create", _:
            said = "opened the ticket."
        case "Status", _:
            said = f"changed the status from {old} to {new}."
        case "Set", "Owner":
            said = _owner(actor.name, users.get(number(old), ""), users.get(number(new), ""))
        case "Set", "Priority":
            said = f"changed the priority from {old} to {new}."
        case "Set", "Queue":
            said = f"moved it from {queues.get(old, old)} to {queues.get(new, new)}."
        case "Set", "Subject":
            said = f"changed the subject to {new}."
        case "CustomField", _:
            said = _field(fields.get(name, "a field"), old, new)
        case "AddLink", "MergedInto":
            said = f"merged ticket {number(row.get('ObjectId'))} into {new.rpartition('/')[2]}."
            if new.endswith(f"/{number(row.get('ObjectId'))}"):
                said = "merged another ticket into this one."
        case _:
            return ""
    return f"{who} {said}"


def _owner(actor: str, old: str, new: str) -> str:
    if new == NOBODY:
        return "put it back for anybody to take."
    if new == actor:
        return "took it." if old in ("", NOBODY) else f"took it over from {old}."
    return f"assigned it to {new or 'somebody else'}."


def _field(name: str, old: str, new: str) -> str:
    if old and new:
        return f"changed {name} from {old} to {new}."
    return f"set {name} to {new}." if new else f"took {old} away from {name}."
