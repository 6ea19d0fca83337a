"""Say on stderr how old the data is that a command prints from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.connection import Connection

# A screen or `warmline sync` that runs reads at least every 30 seconds, and after failures
# once a minute: what is older than this nobody has read, or several tries have failed.
OLD = timedelta(minutes=5)
"""From this age on it is said how old the data is."""


def ages(
    states: Iterable[Connection], now: datetime, hidden: Collection[str] = (), *, demo: bool = False
) -> list[str]:
    """Give a sentence for each connection whose data is old, or was never read whole.

    Those in `hidden` are not in use: nothing reads them again.
    """
    from console.domain.duration import format_duration

    command = f"`warmline {'--demo ' if demo else ''}sync --once`"
    said = []
    for state in states:
        at = state.synced_at
        if at is None:
            words = "has never been read whole"
        elif now - at >= OLD or state.name in hidden:
            words = f"as of {format_duration(now - at)} ago"
        else:
            continue
        why = f" ({state.error.rstrip('.')})" if state.error else ""
        then = "it is not in use by the config" if state.name in hidden else (
            f"{command} reads what is new"
        )  # fmt: skip
        said.append(f"{state.name}: {words}{why}; {then}.")
    return said
