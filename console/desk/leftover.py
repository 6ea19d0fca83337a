"""What is not through when one leaves, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence

from console.desk import Desk, outbox
from console.domain.changes import Outgoing, State

STARTS = "with the next start, or with `warmline sync --once`"


async def leftover(desk: Desk) -> list[Outgoing]:
    """List what is not through yet, in the order in which it was made.

    What is kept for a connection that is not in use cannot go through: the doctor tells of it.
    """
    return [
        row
        for row in await outbox.pending(desk)
        if row.state is not State.PARTIAL and row.ref.connection not in desk.hidden
    ]


def _count(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many}"


def heading(rows: Sequence[Outgoing]) -> str:
    """Say how much is not through."""
    if not rows:
        return "Everything has been sent"
    begun = any(row.state in (State.SENDING, State.UNKNOWN) for row in rows)
    what = "through" if begun else "been sent"
    verb = ("is", "are") if begun else ("has", "have")
    return _count(
        len(rows), f"change {verb[0]} not {what} yet", f"changes {verb[1]} not {what} yet"
    )


def farewell(rows: Sequence[Outgoing], *, demo: bool = False) -> list[str]:
    """Say what is kept, and what becomes of it: a sentence for each kind."""
    said = _farewell(rows)
    # What is kept in the demo is found there alone.
    return [line.replace("`warmline ", "`warmline --demo ") for line in said] if demo else said


def _farewell(rows: Sequence[Outgoing]) -> list[str]:
    said = []
    stuck = [row for row in rows if row.held or row.state is State.REJECTED]
    asks = [row for row in rows if row.state is State.UNKNOWN and row.next_at is None]
    unsure = [row for row in rows if row.state in (State.SENDING, State.UNKNOWN)
              and row not in asks]  # fmt: skip
    waiting = len(rows) - len(stuck) - len(asks) - len(unsure)
    if waiting:
        kept = _count(waiting, "change is", "changes are")
        goes = "it goes out" if waiting == 1 else "they go out"
        said.append(f"{kept} kept unsent: `warmline outbox` lists them; {goes} {STARTS}.")
    if unsure:
        may = _count(len(unsure), "change may have arrived: it is", "changes may have arrived: "
                     "they are")  # fmt: skip
        said.append(f"{may} looked up {STARTS}, before anything is sent again.")
    if stuck or asks:
        need = _count(len(stuck) + len(asks), "change is kept unsent and waits for you",
                      "changes are kept unsent and wait for you")  # fmt: skip
        said.append(f"{need}: `warmline outbox` says why, and sends or drops it.")
    return said
