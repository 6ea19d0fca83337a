"""A helpdesk that knows no keys: its state is a JSON file, and its faults are chosen."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from console import errors
from console.domain.changes import Assign, Claim, Outcome, Outgoing, Reply, SetStatus
from console.domain.models import (
    Author,
    AuthorKind,
    Customer,
    Escalation,
    Knowledge,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.helpdesk import Batch, Capabilities, Delta, Peek
from tests.office import ANN, START

FORGETFUL = Capabilities(look_up_after=timedelta(seconds=30))


@dataclass
class Ledger:
    """A helpdesk for one agent; `log` holds every entry of every conversation, in order."""

    file: Path
    clock: Callable[[], datetime]
    name: str = "desk"
    capabilities: Capabilities = FORGETFUL
    down: Exception | None = None
    """Raised by every request."""
    losing: str = ""
    """`before` or `after`: where pushes are lost."""
    refusing: dict[str, Exception] = field(default_factory=dict)
    """Raised by whatever is asked about these conversations."""
    asked: list[str] = field(default_factory=list)
    """The requests."""
    past: tuple[Delta, ...] = ()
    """What it tells of when it is asked for a customer's history."""

    @property
    def log(self) -> list[dict[str, Any]]:
        """Read the entries."""
        if not self.file.exists():
            return []
        data: list[dict[str, Any]] = json.loads(self.file.read_text(encoding="utf-8"))
        return data

    def add(self, conversation: str, kind: str, **values: str) -> str:
        """Append an entry; give its id."""
        log = self.log
        entry = {"id": f"e{len(log) + 1}", "in": conversation, "kind": kind, **values}
        self.file.write_text(json.dumps([*log, entry]), encoding="utf-8")
        return entry["id"]

    def said(self, conversation: str = "c1") -> list[str]:
        """Give what the agent said in a conversation, and the statuses that were set."""
        return [
            entry.get("text") or entry["status"]
            for entry in self.log
            if entry["in"] == conversation and entry["kind"] in ("agent", "status")
        ]

    def _ask(self, what: str, conversation: str = "") -> list[dict[str, Any]]:
        self.asked.append(what)
        if self.down is not None:
            raise self.down
        if conversation in self.refusing:
            raise self.refusing[conversation]
        return [entry for entry in self.log if entry["in"] == conversation]

    def _delta(self, conversation: str) -> Delta:
        entries = [entry for entry in self.log if entry["in"] == conversation]
        status = [entry["status"] for entry in entries if entry["kind"] == "status"]
        owner = [entry["person"] for entry in entries if entry["kind"] == "assign"]
        esc = Escalation(
            ref=Ref(self.name, conversation),
            subject="Late parcel",
            status=Status(status[-1]) if status else Status.OPEN,
            priority=Priority.NORMAL,
            customer=Customer("u1", "Ada Example"),
            created_at=START,
            updated_at=START,
            assignee=Person(owner[-1], owner[-1].title()) if owner and owner[-1] else None,
        )
        messages = tuple(
            Message(
                id=entry["id"],
                at=START + timedelta(seconds=int(entry["id"][1:])),
                author=Author(AuthorKind(entry["kind"])),
                visibility=Visibility(entry.get("visibility", "public")),
                text=entry["text"],
            )
            for entry in entries
            if "text" in entry
        )
        return Delta(esc, messages, whole=True)

    async def me(self) -> Person:
        """Say who we are there."""
        self._ask("me")
        return ANN

    async def changes(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield the conversations with entries after the cursor."""
        self._ask("changes")
        log = self.log
        fresh = dict.fromkeys(entry["in"] for entry in log[int(cursor or 0) :])
        yield Batch(tuple(self._delta(ident) for ident in fresh), str(len(log)))

    async def ids(self) -> frozenset[str]:
        """List all conversations."""
        self._ask("ids")
        return frozenset(entry["in"] for entry in self.log)

    async def thread(self, ident: str) -> Delta:
        """Read one conversation."""
        self._ask("thread", ident)
        return self._delta(ident)

    async def history(self, customer: Customer, *, limit: int) -> tuple[Delta, ...]:
        """Give the past."""
        self._ask(f"history {customer.id}")
        return self.past[:limit]

    async def peek(self, ident: str) -> Peek:
        """Read what must be known before something is said."""
        entries = self._ask("peek", ident)
        customer = [entry["id"] for entry in entries if entry["kind"] == "customer"]
        return Peek(
            newest_customer_message=customer[-1] if customer else "",
            assignee=self._delta(ident).escalation.assignee,
            marker=entries[-1]["id"] if entries else "",
        )

    async def push(self, outgoing: Outgoing) -> Outcome:
        """Carry a change out, as often as it is asked."""
        self._ask("push", outgoing.ref.id)
        if self.losing == "before":
            return Outcome.unknown("The answer was lost on the way.")
        where = outgoing.ref.id
        match outgoing.change:
            case Reply(text, visibility):
                ident = self.add(where, "agent", text=text, visibility=visibility)
            case SetStatus(status):
                ident = self.add(where, "status", status=status)
            case Assign(person):
                ident = self.add(where, "assign", person=person.id if person else "")
            case Claim():
                ident = self.add(where, "assign", person=ANN.id)
            case _:
                ident = self.add(where, "other")
        if self.losing == "after":
            return Outcome.unknown("The answer was lost on the way.")
        return Outcome.applied(ident if isinstance(outgoing.change, Reply) else "")

    async def find(self, outgoing: Outgoing, taken: frozenset[str]) -> Outcome | None:
        """Look for what was written, after the marker."""
        after = int(outgoing.marker[1:] or 0) if outgoing.marker else 0
        for entry in self._ask("find", outgoing.ref.id):
            if entry["id"] in taken or int(entry["id"][1:]) <= after:
                continue
            match outgoing.change:
                case Reply(text) if entry.get("text") == text and entry["kind"] == "agent":
                    return Outcome.applied(entry["id"])
                case SetStatus(status) if entry.get("status") == status:
                    return Outcome.applied()
        return None

    async def attachment(self, ident: str, attachment: str) -> bytes:
        """There are no files."""
        raise errors.NotFound(f"There is no {attachment} in {ident}.")

    async def agents(self) -> tuple[Person, ...]:
        """List the one agent."""
        self._ask("agents")
        return (ANN,)

    async def knowledge(self) -> tuple[Knowledge, ...]:
        """There is none."""
        return ()

    async def aclose(self) -> None:
        """Nothing is open."""
