"""Read a labelled set of conversations: the import form with a `gold` object on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from console.domain.handoff import Case
from console.domain.interchange import parse

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Labelled(NamedTuple):
    """A conversation with what a careful reader put on its card."""

    case: Case
    gold: Mapping[str, Any]


def labelled(path: Path) -> Iterator[Labelled]:
    """Read a file of labelled conversations; raise NotIntake for a line in another form."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                continue
            data = json.loads(line)
            gold = data.pop("gold", {})
            told = parse(data, _NEVER)
            yield Labelled(
                Case(told.id, told.subject, told.customer, told.messages, told.handoff), gold
            )
