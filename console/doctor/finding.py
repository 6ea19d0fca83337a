"""What the doctor says of one thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, WARNING, WRONG = "good", "warning", "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    area: str
    """version, path, config, store, terminal, assist, knowledge, lock, or `connection NAME`."""
    level: str
    """`good`, `warning` or `wrong`."""
    said: str
    do: str = ""
    """What to do; empty when all is well."""
