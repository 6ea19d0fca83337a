"""What a request is once it is read, what it can be answered, and how it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from console.domain.interchange import Problem
from console.domain.models import AuthorKind, Person
from console.server.db import Tx


@dataclass(frozen=True, slots=True)
class Call:
    """One request inside its transaction."""

    tx: Tx
    who: Person
    kind: AuthorKind
    """As whom `who` speaks: an agent, or the bot or customer that is played."""
    now: datetime
    new_key: Callable[[], str]
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    if_match: str = ""

    @property
    def stamp(self) -> str:
        """The time of the call as the desk keeps times."""
        return stamp(self.now)

    @property
    def actor(self) -> str:
        """Who acts, as the history names them."""
        return f"{self.kind}:{self.who.id}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a call is answered: a status and JSON, or bytes."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The call is not carried out; the transaction is rolled back."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        """Take the HTTP status, the sentence, and further fields of the answer."""
        super().__init__(detail)
        self.status = status
        self.body = {"detail": detail, **more}


def invalid(problems: list[Problem]) -> Refused:
    """Refuse values: 422, naming each field."""
    listed = [{"field": problem.field, "said": problem.said} for problem in problems]
    return Refused(422, "; ".join(str(problem) for problem in problems), problems=listed)


def missing(what: str) -> Refused:
    """Refuse a thing that does not exist: 404."""
    return Refused(404, f"There is no such {what}.")


def stamp(at: datetime) -> str:
    """Write a time as the desk keeps and answers it: RFC 3339, UTC, always milliseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def dumps(data: Any) -> str:
    """Write JSON for the file and for answers."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
