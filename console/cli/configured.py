"""Which connections the config has in use, read without judging it."""

from __future__ import annotations

from pathlib import Path

OWN_DESK = "desk"
"""The connection of who has named none."""


def in_use(file: Path) -> frozenset[str] | None:
    """Name the connections in use; None where the file cannot tell.

    What only reads the store goes on with a config that is wrong, and has no time for the
    whole of it: nothing but names and `enabled` is looked at.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return frozenset([OWN_DESK])
    except (OSError, UnicodeDecodeError):
        return None
    import tomllib

    try:
        tables = tomllib.loads(text).get("connection")
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    if tables is not None and not isinstance(tables, dict):
        return None
    if not tables:
        return frozenset([OWN_DESK])
    return frozenset(
        name
        for name, table in tables.items()
        if not (isinstance(table, dict) and table.get("enabled") is False)
    )
