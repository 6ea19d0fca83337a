"""Durations as people write them (`30m`, `1h30m`) and as a screen shows them (`4 min`)."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
"""Seconds of each unit that a duration is written in."""

_PARTS = (
    r"(?:([0-9]{1,4})\s*w)?\s*(?:([0-9]{1,5})\s*d)?\s*(?:([0-9]{1,6})\s*h)?"
    r"\s*(?:([0-9]{1,8})\s*m(?:in)?)?\s*(?:([0-9]{1,9})\s*s)?"
)


def parse_duration(text: str) -> timedelta:
    """Read `90s`, `30m`, `1h30m`, `2d` or `1w`; raise ValueError for anything else.

    The units stand from the largest to the smallest, each once; `min` is a minute too.
    """
    stripped = text.strip()
    match = re.fullmatch(_PARTS, stripped, re.IGNORECASE)
    if not stripped or match is None:
        raise ValueError(f"{text!r} is no duration; write 90s, 30m, 4h, 1h30m or 2d")
    pairs = zip(match.groups(), UNITS.values(), strict=True)
    return timedelta(seconds=sum(int(count or 0) * seconds for count, seconds in pairs))


def write_duration(amount: timedelta) -> str:
    """Write a duration exactly, to the second, as `parse_duration` reads it: `1h30m`.

    Weeks are written as days; raises ValueError for a negative one.
    """
    left = amount.days * UNITS["d"] + amount.seconds
    if left < 0:
        raise ValueError("a duration is not negative")
    out = ""
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, UNITS[unit])
        out += f"{count}{unit}" if count else ""
    return out or "0s"


def format_duration(amount: timedelta) -> str:
    """Give the short words for a screen, rounded down: `45 s`, `4 min`, `2 h`, `3 d`.

    The sign is left to the words around it (`due in`, `overdue by`).
    """
    seconds = int(abs(amount).total_seconds())
    if seconds < UNITS["m"]:
        return f"{seconds} s"
    if seconds < UNITS["h"]:
        return f"{seconds // UNITS['m']} min"
    if seconds < UNITS["d"]:
        return f"{seconds // UNITS['h']} h"
    return f"{seconds // UNITS['d']} d"
