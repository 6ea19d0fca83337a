"""What earlier conversations with the same customer established."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from console.desk import Desk
from console.domain.models import Escalation, Ref, Status
from console.store import readings

MOST = 6
"""Lines of memory that are shown."""
WORTH = ("order_id", "customer_no", "device", "serial", "phone", "booking_ref")
"""Kinds of facts that outlive the conversation in which they were said."""


class Line(NamedTuple):
    """Something an earlier conversation established."""

    text: str
    ref: Ref
    """Where it was established."""
    at: datetime
    """When that conversation last changed."""
    kind: str
    """`promise`, `open`, `preference`, `resolution` or `fact`."""


class Memory(NamedTuple):
    """What is known of a customer from before, and what should be asked."""

    lines: tuple[Line, ...] = ()
    question: str = ""
    """Somebody with the same address on another helpdesk: never mixed, only asked about."""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.lines or self.question)


_WISHES = {
    "contact": "prefers {}",
    "avoid": "wants no {}",
    "language": "prefers {}",
    "little": "speaks little {}",
}


def _wishes(
    earlier: readings.Earlier, data: Mapping[str, Any], known: set[tuple[str, str]]
) -> list[Line]:
    """Give how the customer said they would like to be dealt with; the newest of each kind."""
    out = []
    for wish in data.get("preferences", ()):
        kind, value = wish["kind"], wish["value"]
        place = (f"wish {kind}", value if kind == "avoid" else "")
        if kind in _WISHES and place not in known:
            known.add(place)
            said = f"{_WISHES[kind].format(value)}: “{wish['quote']}”"
            out.append(Line(said, earlier.ref, earlier.at, "preference"))
    return out


def lines_of(found: list[readings.Earlier]) -> tuple[Line, ...]:
    """Choose what is worth a line: open promises, wishes, how it ended, facts that last.

    `found` is newest first: what is said anew replaces what was said before.
    """
    out: list[Line] = []
    known: set[tuple[str, str]] = set()
    for earlier in found:
        data = json.loads(earlier.data)
        card = data.get("card", {})
        for promise in card.get("promises", ()):
            if promise.get("state") in ("open", "broken") and promise.get("supported"):
                said = f"promised, {promise['state']}: “{promise['text']}”"
                out.append(Line(said, earlier.ref, earlier.at, "promise"))
        goal = next((item["text"] for item in card.get("goal", ())), earlier.subject)
        done = earlier.status in (Status.RESOLVED, Status.CLOSED)
        word = "resolved" if done else "still open"
        out.append(
            Line(f"{word}: {goal}", earlier.ref, earlier.at, "resolution" if done else "open")
        )
        out += _wishes(earlier, data, known)
        for fact in card.get("facts", ()):
            place = (fact.get("kind", ""), fact.get("normalised", ""))
            lasts = place[0] in WORTH and fact.get("state") != "superseded"
            if lasts and fact.get("supported") and place not in known:
                known.add(place)
                word = place[0].replace("_", " ").replace(" id", "").replace(" no", " no.")
                out.append(Line(f"{word} {fact['value']}", earlier.ref, earlier.at, "fact"))
    order = {"promise": 0, "open": 1, "preference": 2, "resolution": 3, "fact": 4}
    out.sort(key=lambda line: order[line.kind])
    return tuple(out[:MOST])


async def of(desk: Desk, escalation: Escalation) -> Memory:
    """Give what is known of the customer of an escalation from before.

    Customers are told apart by connection and id; two with one address on different
    helpdesks are a question, never one.
    """
    if not escalation.customer.id and not escalation.customer.email:
        return Memory()
    db = desk.store.reader
    found = await readings.of_customer(db, escalation.ref, "embedded")
    found_there = await readings.namesakes(db, escalation.ref, escalation.customer.email)
    others = [(name, count) for name, count in found_there if name not in desk.hidden]
    question = ""
    if others:
        places = ", ".join(f"{name} ({count})" for name, count in others)
        question = f"Same address on {places}: the same person? Not mixed in here."
    return Memory(lines_of(found), question)
