"""`outbox`: print what waits to be sent, send it again, or drop it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.domain.changes import Outgoing


@click.group(
    "outbox",
    short_help="Print what waits to be sent; retry or drop it.",
    invoke_without_command=True,
)
@click.option("--json", "as_json", is_flag=True, help="A list of objects.")
@click.option("--all", "everything", is_flag=True, help="And what was sent lately.")
@click.pass_context
def outbox_command(ctx: click.Context, as_json: bool, everything: bool) -> None:
    """Print what has not been sent, in the order in which it was made."""
    if ctx.invoked_subcommand is None:
        asyncio.run(_list(ctx.ensure_object(Given), as_json, everything))


async def _list(given: Given, as_json: bool, everything: bool) -> None:
    from console.cli.opening import reading
    from console.desk import outbox

    async with reading(given) as desk:
        rows = await (outbox.recent if everything else outbox.pending)(desk)
    if given.connection:
        rows = [row for row in rows if row.ref.connection == given.connection]
    if as_json:
        from console.cli.saying import print_json
        from console.desk.export import outgoing_data

        print_json([outgoing_data(row) for row in rows])
    else:
        _print(rows)


def _print(rows: list[Outgoing]) -> None:
    from console.cli.saying import print_table, say
    from console.desk.export import outgoing_data

    if not rows:
        say("Nothing waits to be sent.")
        return
    table = []
    for row in rows:
        data = outgoing_data(row)
        state = "held" if row.held else row.state.value
        words = row.held or row.reason or str(data.get("text", "")).partition("\n")[0]
        table.append((row.key[:8], str(row.ref), data["kind"], state, data["made_at"], words))
    print_table(("KEY", "REF", "WHAT", "STATE", "MADE", "WORDS"), table)


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that answers its question."""
    words = "Do it without asking, also where it may have gone out."
    return click.option("--yes", is_flag=True, help=words)(command)


def sure(row: Outgoing, verb: str, what_then: str, *, yes: bool) -> None:
    """Ask before a change is touched that may have gone out; raise InputError for a no.

    On a terminal it is asked, with No as the default; in a script --yes must be given.
    """
    from console import errors
    from console.domain.changes import State

    if yes or row.state not in (State.UNKNOWN, State.SENDING):
        return
    said = f"{row.key[:8]} on {row.ref} may have gone out: {what_then}"
    if not sys.stdin.isatty():
        raise errors.InputError(
            said, hint=f"Look at it there first; --yes {verb}s it all the same."
        )
    click.echo(said, err=True)
    if not click.confirm(f"{verb.capitalize()} it all the same?", default=False, err=True):
        raise errors.InputError("Nothing was changed.")


@outbox_command.command("retry", short_help="Send a change again.")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Print the rows of the outbox.")
@click.option("--no-wait", is_flag=True, help="Return once the change is queued again (0).")
@click.option("--wait", "seconds", default=30.0, show_default=True, metavar="SECONDS",
              type=click.FloatRange(0, 86_400))  # fmt: skip
@yes_option
@pass_given
def retry_command(given: Given, key: str, yes: bool, **waiting: Any) -> int:
    """Send the change KEY again: one that is held, rejected or unknown.

    One that may have gone out is sent again after a question, or with --yes.
    """
    return asyncio.run(_retry(given, key, waiting, yes=yes))


async def _retry(given: Given, key: str, waiting: dict[str, Any], *, yes: bool) -> int:
    from console.cli.opening import working
    from console.cli.outcome import finish
    from console.desk import outbox

    async with working(given) as works:
        works.desk.must_write()
        row = await outbox.named(works.desk, key)
        sure(row, "send", "sent again, it may be said twice.", yes=yes)
        return await finish(works, [await outbox.retry(works.desk, key)], **waiting)


@outbox_command.command("drop", short_help="Take a change out of the outbox.")
@click.argument("key")
@yes_option
@pass_given
def drop_command(given: Given, key: str, yes: bool) -> None:
    """Take the change KEY out of the outbox; a message becomes a draft again.

    One that may have gone out is dropped after a question, or with --yes.
    """
    asyncio.run(_drop(given, key, yes=yes))


async def _drop(given: Given, key: str, *, yes: bool) -> None:
    from console.cli.opening import working
    from console.cli.saying import say
    from console.desk import outbox
    from console.domain.changes import Reply

    async with working(given) as works:
        works.desk.must_write()
        row = await outbox.named(works.desk, key)
        sure(row, "drop", "dropped, it is no longer looked up.", yes=yes)
        row = await outbox.drop(works.desk, key)
    draft = " It is a draft again." if isinstance(row.change, Reply) else ""
    say(f"Dropped {row.key[:8]} on {row.ref}.{draft}")
