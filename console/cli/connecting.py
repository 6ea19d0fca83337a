"""`connect` and `connections`: add a helpdesk, and see how the ones you have are doing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from console import errors
from console.cli.asking import (
    KINDS,
    ask,
    ask_bots,
    connection_of,
    has_secret,
    names,
    try_way,
    warn,
)
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.config import Connection
    from console.domain.models import Person

UNTRIED = "Nothing was written; --no-check writes it untried."
FLAGS: dict[str, str] = {
    "url": "Of its web pages.",
    "user": "Who you are there.",
    "token-env": "The variable that holds the token.",
    "token-command": "The command that prints the token.",
    "password-env": "The variable that holds the password.",
    "password-command": "The command that prints the password.",
    "ca-file": "Certificates of a private authority, PEM.",
    "client-cert": "A client certificate, PEM.",
    "client-key": "Its key, where the certificate's file lacks it.",
    "proxy": "As http://proxy.example.com:3128.",
}


def _flags(command: Any) -> Any:
    for name, words in reversed(FLAGS.items()):
        command = click.option(f"--{name}", default="", metavar="TEXT", help=words)(command)
    return command


@click.command("connect", short_help="Add a helpdesk.")
@click.argument("name", required=False)
@click.option("--kind", type=click.Choice(KINDS), help="Request Tracker, or a Warmline desk.")
@_flags
@click.option("--keyring", is_flag=True, help="The secret is in the system's key ring.")
@click.option("--bots", default="", metavar="A,B", help="Users who are bots, with commas (rt).")
@click.option("--queue", "queues", multiple=True, help="A queue with escalations; repeat it.")
@click.option(
    "--keep-desk/--no-keep-desk", default=None, help="Keep your own desk beside the first one."
)
@click.option("--no-check", is_flag=True, help="Write it without trying address and login.")
@pass_given
def connect_command(
    given: Given,
    name: str | None,
    kind: str | None,
    keyring: bool,
    bots: str,
    queues: tuple[str, ...],
    keep_desk: bool | None,
    no_check: bool,
    **texts: str,
) -> None:
    """Add the helpdesk NAME to the config, after trying its address and the login.

    On a terminal it asks for what is not given; in a script give NAME, --kind, --url and
    where the secret is. A secret itself is never a flag: others could see it.
    """
    told = {"kind": kind, **texts, "keyring": keyring, "queues": list(queues), "bots": names(bots)}
    table: dict[str, Any] = {key: value for key, value in told.items() if value}
    asked = sys.stdin.isatty() and not (name and kind)
    if asked:
        name = ask(name, table, check=not no_check)
    if not name or "kind" not in table:
        raise click.UsageError("Give NAME and --kind; on a terminal they are asked for.")
    connection = connection_of(name, table)
    if not asked and not connection.embedded:
        _try_address(table, no_check=no_check)
    first = not _has_connections(given)
    if first and table.get("url") and keep_desk is None:
        keep_desk = not sys.stdin.isatty() or click.confirm(
            "Keep your own desk beside it?", default=True, err=True
        )
    wanted = asked and connection.kind == "rt" and "bots" not in table
    agents: tuple[Person, ...] = ()
    if not no_check and not connection.embedded:
        me, agents = asyncio.run(_sign_in(given, connection, agents=wanted))
        click.echo(f"Signed in to {name} as {me.name or me.id}.", err=True)
    if wanted and (found := ask_bots(agents)):
        table["bots"] = found
    _write(given, name, table, keep_desk=bool(first and table.get("url") and keep_desk))
    click.echo(f"{name} is in {given.paths.config_file}. `warmline` opens it.", err=True)


def _has_connections(given: Given) -> bool:
    from console.config.problems import tables

    # Reads and checks it: a wrong config is not added to.
    config = given.config
    if config.file is None:
        return False
    return bool(tables(config.file.read_text(encoding="utf-8-sig")).get("connection"))


def _try_address(table: dict[str, Any], *, no_check: bool) -> None:
    """Warn of a way on which others can listen, and try it; raise WarmlineError."""
    if table["kind"] == "rt" or has_secret(table):
        warn(table["url"])
    if no_check:
        return
    try:
        asyncio.run(try_way(table))
    except errors.HelpdeskError as error:
        error.hint = f"{error.hint} {UNTRIED}".strip()
        raise


async def _sign_in(
    given: Given, connection: Connection, *, agents: bool
) -> tuple[Person, tuple[Person, ...]]:
    """Sign in; give who we are there and, with `agents`, our colleagues as far as it tells."""
    from console.wiring.configured import plugs
    from console.wiring.identity import own_identity

    me = own_identity(given.config, os.environ)
    (plug,) = plugs([connection], given.paths, os.environ, me, read_only=True)
    helpdesk = await plug.make()
    try:
        found = await helpdesk.me()
        known: tuple[Person, ...] = ()
        if agents:
            # Only to offer names: without the right to see them the question is still asked.
            with contextlib.suppress(errors.HelpdeskError):
                known = await helpdesk.agents()
    except errors.HelpdeskError as error:
        error.hint = f"{error.hint} {UNTRIED}".strip()
        raise
    finally:
        await helpdesk.aclose()
    return found, known


def _write(given: Given, name: str, table: dict[str, Any], *, keep_desk: bool) -> None:
    from console.config.write import add_connection

    add_connection(given.paths.config_file, name, table)
    if keep_desk and name != "desk":
        add_connection(given.paths.config_file, "desk", {"kind": "warmline"})


@click.command("connections", short_help="List your helpdesks and how they are.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects.")
@pass_given
def connections_command(given: Given, as_json: bool) -> None:
    """List the connections: kind, address, when they last agreed, what is wrong, the outbox."""
    rows = asyncio.run(_rows(given))
    if as_json:
        from console.cli.saying import print_json

        print_json(rows)
        return
    from console.cli.saying import print_table

    table = [
        (
            row["name"],
            row["kind"],
            row["url"] or "in this process",
            row["synced_at"] or "never",
            " ".join(f"{count} {state}" for state, count in row["outbox"].items()) or "empty",
            ("" if row["enabled"] else "switched off ") + (row["doubt"] or row["error"] or ""),
        )
        for row in rows
    ]
    print_table(("NAME", "KIND", "URL", "SYNCED", "OUTBOX", "TROUBLE"), table)


async def _rows(given: Given) -> list[dict[str, Any]]:
    from urllib.parse import urlsplit

    from console.cli.opening import reading
    from console.desk import inbox, outbox
    from console.domain.form import format_time

    async with reading(given) as desk:
        known = {state.name: state for state in (await inbox.health(desk)).connections}
        waiting: dict[str, Counter[str]] = {}
        for row in await outbox.pending(desk):
            counts = waiting.setdefault(row.ref.connection, Counter())
            counts["held" if row.held else row.state.value] += 1
    rows = []
    for each in given.config.connections.values():
        if given.connection not in ("", each.name):
            continue
        state, parts = known.get(each.name), urlsplit(each.url)
        synced = state and state.synced_at
        rows.append(
            {
                "name": each.name,
                "kind": each.kind,
                # An address may carry a password.
                "url": parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() or None,
                "enabled": each.enabled,
                "synced_at": format_time(synced) if synced else None,
                "error": (state and state.error) or None,
                "hint": (state and state.hint) or None,
                "doubt": (state and state.doubt) or None,
                "me": {"id": state.me.id, "name": state.me.name} if state and state.me.id else None,
                "outbox": dict(waiting.get(each.name, {})),
            }
        )
    return rows
