"""Where a bot posts an escalation with its transcript, one at a time or many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.domain.interchange import Intake, NotIntake, Problem, parse
from console.domain.models import Author, Message, Status
from console.domain.text import clean_line, file_name
from console.server.bodies import FILES_LIMIT
from console.server.calls import Call, Done, Refused, dumps, invalid, stamp
from console.server.conversations import load
from console.server.db import Row, Tx
from console.server.log import ADD_FILE, ADD_MESSAGE, Line
from console.server.messages import add

BATCH_LIMIT = 1_000
"""Items of one request."""
ADD_CONVERSATION = """INSERT INTO conversations (id, subject, channel, queue, status, priority,
    tags, customer, handoff, extra, created_at, updated_at, version, born, sequence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)"""


@dataclass(slots=True)
class Item:
    """One posted object: what was read of it, and what became of it."""

    intake: Intake | None
    lines: tuple[Line, ...] = ()
    status: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    fresh: tuple[Line, ...] = ()
    """The messages the desk does not have."""

    def settle(self, status: int, **body: Any) -> None:
        """Note the answer."""
        self.status, self.body = status, body


def read(data: object, call: Call) -> Item:
    """Read one posted object; what is wrong with it becomes its answer."""
    try:
        intake = parse(data, call.now)
    except NotIntake as error:
        return _refused(error.problems)
    except (OverflowError, RecursionError):
        return _refused([Problem("line", "has values out of all range")])
    assert isinstance(data, Mapping)
    problems = [
        Problem(f"messages[{index}].attachments", f"are longer than {FILES_LIMIT} bytes together")
        for index, message in enumerate(intake.messages)
        if sum(len(file.content or b"") for file in message.attachments) > FILES_LIMIT
    ]
    if problems:
        return _refused(problems)
    dated = [item.get("at") is not None for item in data["messages"]]
    lines = tuple(
        _line(message, call, dated=given)
        for message, given in zip(intake.messages, dated, strict=True)
    )
    return Item(intake, lines)


def _refused(problems: Sequence[Problem]) -> Item:
    item = Item(None)
    item.settle(422, **invalid(list(problems)).body)
    return item


def _line(message: Message, call: Call, *, dated: bool) -> Line:
    author: Author = message.author
    return Line(
        id=message.id,
        # Nothing was written after it arrived; a bot whose clock runs ahead would otherwise
        # date all that is said after it.
        at=min(stamp(message.at), call.stamp),
        given_at=stamp(message.at) if dated else None,
        kind=author.kind,
        name=author.name,
        author=author.id,
        visibility=message.visibility,
        text=message.text,
        files=tuple(
            type(file)(file.id, file_name(file.name), file.type, file.size, file.content)
            for file in message.attachments
        ),
    )


async def intake(call: Call) -> Done:
    """Take one escalation: 201 created, 200 unchanged or appended, 409 or 422 refused."""
    item = read(call.body, call)
    await take(call, [item])
    if item.status >= 400:
        raise Refused(item.status, item.body.pop("detail"), **item.body)
    return Done(item.body, status=item.status)


async def batch(call: Call) -> Done:
    """Take many escalations in one transaction; each has its own status in the answer."""
    items = call.body.get("items")
    if not isinstance(items, list) or len(items) > BATCH_LIMIT:
        raise invalid([Problem("items", f"must be a list of at most {BATCH_LIMIT} objects")])
    read_items = [read(data, call) for data in items]
    await take(call, read_items)
    return Done({"results": [{"status": item.status, **item.body} for item in read_items]})


async def take(call: Call, items: Sequence[Item]) -> None:
    """Store what was read, in order; one id standing twice is taken twice."""
    pending: dict[str, Item] = {}
    for item in items:
        if item.intake is None:
            continue
        if item.intake.id in pending:
            await _take(call, pending)
            pending = {}
        pending[item.intake.id] = item
    await _take(call, pending)


async def _take(call: Call, items: Mapping[str, Item]) -> None:
    known = await _known(call.tx, items)
    new = [item for ident, item in items.items() if ident not in known]
    appended = []
    for ident, messages in known.items():
        item = items[ident]
        assert item.intake is not None
        warnings = _warnings(item.intake)
        problems = list(_compare(item, messages))
        if problems:
            item.settle(409, id=ident, **invalid(problems).body)
        elif not item.fresh:
            item.settle(200, id=ident, outcome="unchanged", warnings=warnings)
        else:
            item.settle(200, id=ident, outcome="appended", warnings=warnings)
            appended.append(item)
    await _customers(call.tx, [item.intake for item in (*new, *appended) if item.intake])
    await _create(call, new)
    for item in appended:
        assert item.intake is not None
        await _append(call, item.intake, item.fresh)


async def _known(tx: Tx, idents: Iterable[str]) -> dict[str, dict[str, Row]]:
    wanted = list(idents)
    marks = ",".join("?" * len(wanted))
    rows = await tx.rows(f"SELECT id FROM conversations WHERE id IN ({marks})", *wanted)
    known: dict[str, dict[str, Row]] = {row["id"]: {} for row in rows}
    for row in await tx.rows(
        f"SELECT conversation, id, digest, given_at FROM messages WHERE conversation IN ({marks})",
        *wanted,
    ):
        known[row["conversation"]][row["id"]] = row
    return known


def _compare(item: Item, known: Mapping[str, Row]) -> Iterable[Problem]:
    fresh = []
    for index, line in enumerate(item.lines):
        row = known.get(line.id)
        if row is None:
            fresh.append(line)
            continue
        redated = None not in (line.given_at, row["given_at"]) and line.given_at != row["given_at"]
        if line.digest != row["digest"] or redated:
            yield Problem(f"messages[{index}]", f"{line.id!r} is known, and it was different")
    item.fresh = tuple(fresh)


def _warnings(intake: Intake) -> list[str]:
    # They quote names of fields as the bot wrote them.
    return [clean_line(warning) for warning in intake.warnings]


def _customer_id(intake: Intake) -> str:
    # Two customers of whom nothing is known are not the same one.
    return intake.customer.id or f"unknown:{intake.id}"


async def _customers(tx: Tx, intakes: Sequence[Intake]) -> None:
    wanted = {_customer_id(intake): intake.customer for intake in intakes}
    rows = await tx.rows(
        f"SELECT * FROM customers WHERE id IN ({','.join('?' * len(wanted))})", *wanted
    )
    known = {row["id"]: row for row in rows}
    await tx.many(
        "INSERT INTO customers (id, name, email, attributes) VALUES (?, ?, ?, ?)",
        (
            (ident, person.name, person.email, dumps(dict(person.attributes)))
            for ident, person in wanted.items()
            if ident not in known
        ),
    )
    for ident, row in known.items():
        person = wanted[ident]
        facts = json.loads(row["attributes"])
        # A name that stands in for a missing one does not overwrite a real one.
        name = person.name if person.name and person.name != person.email else row["name"]
        now = (name, person.email or row["email"], dumps(facts | dict(person.attributes)))
        if now == (row["name"], row["email"], row["attributes"]):
            continue
        await tx.rows(
            "UPDATE customers SET name = ?, email = ?, attributes = ? WHERE id = ?", *now, ident
        )
        await _shown_again(tx, ident)


async def _shown_again(tx: Tx, customer: str) -> None:
    """Give every conversation of a customer a new place among the changes."""
    rows = await tx.rows(
        "SELECT id FROM conversations WHERE customer = ? ORDER BY sequence", customer
    )
    first = await tx.next_sequence(len(rows)) if rows else 0
    await tx.many(
        "UPDATE conversations SET sequence = ? WHERE id = ?",
        ((first + index, row["id"]) for index, row in enumerate(rows)),
    )


async def _create(call: Call, items: Sequence[Item]) -> None:
    if not items:
        return
    first = await call.tx.next_sequence(len(items))
    conversations, messages, files = [], [], []
    for sequence, item in enumerate(items, first):
        intake = item.intake
        assert intake is not None
        times = [line.at for line in item.lines]
        conversations.append(
            (
                intake.id,
                intake.subject,
                intake.channel,
                intake.queue,
                Status.NEW.value,
                intake.priority.value,
                dumps(list(intake.tags)),
                _customer_id(intake),
                _handoff(intake),
                json.dumps(intake.extra) if intake.extra else None,
                min(times),
                max(times),
                sequence,
                sequence,
            )
        )
        messages += [line.row(intake.id, sequence) for line in item.lines]
        files += [row for line in item.lines for row in line.file_rows(intake.id)]
        item.settle(201, id=intake.id, outcome="created", warnings=_warnings(intake))
    await call.tx.many(ADD_CONVERSATION, conversations)
    await call.tx.many(ADD_MESSAGE, messages)
    await call.tx.many(ADD_FILE, files)


def _handoff(intake: Intake) -> str | None:
    if intake.handoff is None:
        return None
    return dumps(
        {
            "at": stamp(intake.handoff.at),
            "bot": intake.handoff.bot,
            "reason": intake.handoff.reason,
            "confidence": intake.handoff.confidence,
            "note": intake.handoff.note,
        }
    )


async def _append(call: Call, intake: Intake, fresh: tuple[Line, ...]) -> None:
    row = await load(call.tx, intake.id)
    await add(call.tx, row, call.now, call.new_key, list(fresh), f"bot:{call.who.id}")
    handoff = _handoff(intake)
    if handoff is not None:
        # Handed over again: the newer words are those that help.
        await call.tx.rows("UPDATE conversations SET handoff = ? WHERE id = ?", handoff, intake.id)
