"""Where the reading of Request Tracker's transactions left off, late commits included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.errors import CursorLost

LATE = timedelta(minutes=2)
"""How long a transaction may stay uncommitted while later ids are already visible."""
LATE_IDS = 200
"""How many ids back a late commit is looked for at most."""


_FORM = re.compile(r"rt:(\d+):(\d+):([\d,]*)(?::(\d+):(\d+))?")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The newest transaction read, and which of the recent ones have been.

    PostgreSQL and MySQL hand out ids before they commit: what lies above `floor` is read
    again, and told apart by `seen`.
    """

    newest: int
    floor: int
    seen: frozenset[int] = frozenset()
    """Ids above `floor` that have been read."""
    after: int | None = None
    """In the first reading: the last ticket read; None when that is through."""
    done: int = 0
    """In the first reading: how many tickets have been read."""

    def __str__(self) -> str:
        """Give the form that is stored."""
        back = ",".join(str(self.newest - one) for one in sorted(self.seen, reverse=True))
        text = f"rt:{self.newest}:{self.floor}:{back}"
        return text if self.after is None else f"{text}:{self.after}:{self.done}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read the stored form; raise CursorLost for anything else."""
        match = _FORM.fullmatch(text)
        if not match:
            raise CursorLost(f"{text[:40]!r} is no cursor of a Request Tracker.")
        newest, floor, back, after, done = match.groups()
        seen = frozenset(int(newest) - int(one) for one in back.split(",") if one)
        first = None if after is None else int(after)
        return cls(int(newest), int(floor), seen, first, int(done or 0))


def follow(read: Mapping[int, datetime], before: Cursor | None, now: datetime) -> Cursor:
    """Give the cursor after `read` (transaction id to its time), by the server's `now`.

    `read` holds everything visible above the former floor.
    """
    newest = max(read, default=0)
    if before:
        newest = max(newest, before.newest)
    recent = [one for one, at in read.items() if at >= now - LATE]
    floor = max(min(recent) - 1 if recent else newest, newest - LATE_IDS)
    return Cursor(newest, floor, frozenset(one for one in read if one > floor))
