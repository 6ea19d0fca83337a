"""Wait until a change has reached its helpdesk, and say what became of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import click

from console import errors
from console.cli import DONE, OPEN, PARTLY, REFUSED
from console.cli.saying import print_json, say
from console.desk import outbox
from console.desk.export import outgoing_data
from console.domain.changes import Outgoing, Reply, State, kind_of
from console.domain.models import Visibility
from console.wiring import Works

LOOK_EVERY = 0.1
"""Seconds between looks at the rows while another process sends them."""
PATIENCE = 5.0
"""Seconds for reading again what was changed."""
CARRIED_OUT = (State.SENT, State.PARTIAL)
HOPELESS = (errors.ConfigError, errors.TlsRefused, errors.Unauthorized, errors.ReadOnly)
"""What waiting does not mend."""


def waiting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of all that write."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the rows of the outbox."),
        click.option(
            "--no-wait", is_flag=True, help="Return once the change is in the outbox (0)."
        ),
        click.option(
            "--wait",
            "seconds",
            default=30.0,
            show_default=True,
            metavar="SECONDS",
            type=click.FloatRange(0, 86_400),
            help="Wait at most so long for the outcome.",
        ),
    ):
        command = option(command)
    return command


async def finish(
    works: Works, made: Sequence[Outgoing], *, as_json: bool, no_wait: bool, seconds: float
) -> int:
    """See changes through and say their outcome; give the exit code."""
    if no_wait:
        rows, trouble = list(made), None
    else:
        rows, trouble = await deliver(works, made, seconds)
    for row in rows:
        say(words(row))
    if not no_wait:
        await read_again(works, rows)
    if trouble is not None and any(not row.state.settled for row in rows):
        say(f"{trouble}")
        if trouble.hint:
            say(trouble.hint)
    if as_json:
        print_json([outgoing_data(row) for row in rows])
    return DONE if no_wait else verdict(rows, len(made))


async def read_again(works: Works, rows: Sequence[Outgoing]) -> None:
    """Read once more what was changed, so that `ls` shows at once what the helpdesk made of it.

    It takes one reading of each conversation, and changes nothing about the outcome: what
    goes wrong, or takes too long, is left to the next pull.
    """
    from console.sync import pull

    with contextlib.suppress(Exception):
        async with asyncio.timeout(PATIENCE):
            for ref in sorted({row.ref for row in rows if row.state in CARRIED_OUT}):
                await pull.one(works.lines[ref.connection], ref.id)


async def deliver(
    works: Works, made: Sequence[Outgoing], seconds: float
) -> tuple[list[Outgoing], errors.WarmlineError | None]:
    """Send changes, or watch the process send them that holds the right to push.

    Returns the rows as they are then, and what went wrong on the way. Ends early where
    nothing more happens by itself.
    """
    from console.sync.engine import drain
    from console.sync.lock import PusherLock

    keys = [row.key for row in made]
    connection = made[0].ref.connection
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    trouble: errors.WarmlineError | None = None
    try:
        line = await works.line(connection)
    except errors.WarmlineError as error:
        # It is in the outbox, and goes out when this is mended.
        return list(made), error
    lock = PusherLock(works.locks, connection)
    while True:
        try:
            await drain(line, lock)
        except HOPELESS as error:
            return await outbox.of(works.desk, keys), error
        except errors.WarmlineError as error:
            trouble = error
        rows = await outbox.of(works.desk, keys)
        if is_over(rows, await outbox.pending(works.desk)) or loop.time() >= end:
            return rows, trouble
        await asyncio.sleep(LOOK_EVERY)


def is_stuck(row: Outgoing) -> bool:
    """Whether a row waits for the agent, and not for anything that happens by itself."""
    if row.state is State.UNKNOWN:
        return row.next_at is None
    return bool(row.held) or row.state is State.REJECTED


def is_over(rows: Sequence[Outgoing], pending: Sequence[Outgoing]) -> bool:
    """Whether nothing more will happen to `rows` by itself; `pending` is the whole outbox."""
    heads: dict[Any, Outgoing] = {}
    for row in pending:
        if row.state is not State.PARTIAL:
            heads.setdefault(row.ref, row)
    return all(
        row.state.settled or is_stuck(row) or is_stuck(heads.get(row.ref, row)) for row in rows
    )


def verdict(rows: Sequence[Outgoing], count: int) -> int:
    """Give the exit code for `count` changes of which `rows` are left."""
    states = [row.state for row in rows]
    if State.PARTIAL in states:
        return PARTLY
    if State.REJECTED in states:
        return PARTLY if State.SENT in states else REFUSED
    if len(rows) < count:
        # Somebody has dropped one meanwhile.
        return OPEN
    return DONE if all(state is State.SENT for state in states) else OPEN


def words(row: Outgoing) -> str:
    """Say how far a change has come."""
    name = {"claim": "take", "assign": "assignment"}.get(kind_of(row.change), kind_of(row.change))
    if isinstance(row.change, Reply):
        name = "reply" if row.change.visibility is Visibility.PUBLIC else "internal note"
    said = {
        State.SENT: "applied",
        State.REJECTED: "rejected",
        State.PARTIAL: "partly applied",
        State.UNKNOWN: "unknown: it may have been carried out",
        State.SENDING: "unknown: it is being sent",
        State.QUEUED: "queued",
    }[row.state]
    if row.held:
        said = "held"
    why = row.held or row.reason
    key = "" if row.state is State.SENT else f" (outbox {row.key[:8]})"
    return f"{name} on {row.ref}: {said}{f': {why}' if why else ''}{key}"
