"""`connect` and `connections`: add a helpdesk, and see how the ones you have are doing."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from console import errors
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.config import Connection
    from console.domain.models import Person

KINDS = ("rt", "warmline")
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
@click.option("--queue", "queues", multiple=True, help="A queue with escalations; repeat it.")
@click.option(
    "--keep-desk/--no-keep-desk", default=None, help="Keep your own desk beside the first one."
)
@click.option("--no-check", is_flag=True, help="Write it without trying the login.")
@pass_given
def connect_command(
    given: Given,
    name: str | None,
    kind: str | None,
    keyring: bool,
    queues: tuple[str, ...],
    keep_desk: bool | None,
    no_check: bool,
    **texts: str,
) -> None:
    """Add the helpdesk NAME to the config, after trying the login.

    On a terminal it asks for what is not given; in a script give NAME, --kind, --url and
    where the secret is. A secret itself is never a flag: others could see it.
    """
    table: dict[str, Any] = {key: value for key, value in texts.items() if value}
    if kind:
        table["kind"] = kind
    if keyring:
        table["keyring"] = True
    if queues:
        table["queues"] = list(queues)
    if sys.stdin.isatty() and not (name and kind):
        name = _ask(name, table)
    if not name or "kind" not in table:
        raise click.UsageError("Give NAME and --kind; on a terminal they are asked for.")
    first = not _has_connections(given)
    if first and table.get("url") and keep_desk is None:
        keep_desk = not sys.stdin.isatty() or click.confirm(
            "Keep your own desk beside it?", default=True, err=True
        )
    connection = _connection(name, table)
    if not no_check and not connection.embedded:
        me = asyncio.run(_sign_in(given, connection))
        click.echo(f"Signed in to {name} as {me.name or me.id}.", err=True)
    _write(given, name, table, keep_desk=bool(first and table.get("url") and keep_desk))
    click.echo(f"{name} is in {given.paths.config_file}. `warmline` opens it.", err=True)


def _ask(name: str | None, table: dict[str, Any]) -> str:
    """Ask for what was not given; returns the name."""
    if "kind" not in table:
        table["kind"] = click.prompt(
            "Which helpdesk", type=click.Choice(KINDS), default="rt", err=True
        )
    name = name or click.prompt("A short name for it", default=table["kind"], err=True)
    assert name is not None
    if "url" not in table:
        table["url"] = click.prompt("The address of its web pages", err=True).strip()
    if "user" not in table:
        user = click.prompt("Your user name there", default="", show_default=False, err=True)
        table.update({"user": user} if user else {})
    if not any(key.endswith(("_env", "_command")) or key == "keyring" for key in table):
        _ask_secret(table)
    if table["kind"] == "rt" and "queues" not in table:
        said = click.prompt(
            "Queues with escalations, with commas (empty for all)",
            default="",
            show_default=False,
            err=True,
        )
        queues = [queue.strip() for queue in said.split(",") if queue.strip()]
        table.update({"queues": queues} if queues else {})
    return name


def _ask_secret(table: dict[str, Any]) -> None:
    what = click.prompt(
        "Sign in with", type=click.Choice(("password", "token")), default="password", err=True
    )
    where = click.prompt(
        f"Where is the {what}",
        type=click.Choice(("command", "environment", "keyring", "file")),
        default="command",
        err=True,
    )
    if where == "command":
        table[f"{what}_command"] = click.prompt("The command that prints it", err=True)
    elif where == "environment":
        table[f"{what}_env"] = click.prompt("The variable that holds it", err=True)
    elif where == "keyring":
        table["keyring"] = True
    else:
        # The file is written for the user alone.
        table[what] = click.prompt(f"The {what}", hide_input=True, err=True)


def _has_connections(given: Given) -> bool:
    from console.config.problems import tables

    # Reads and checks it: a wrong config is not added to.
    config = given.config
    if config.file is None:
        return False
    return bool(tables(config.file.read_text(encoding="utf-8-sig")).get("connection"))


def _connection(name: str, table: dict[str, Any]) -> Connection:
    """Hold the table against the schema before anything is tried; raises ConfigError."""
    import tomlkit

    from console.config import parse

    return parse(tomlkit.dumps({"connection": {name: table}})).connections[name]


async def _sign_in(given: Given, connection: Connection) -> Person:
    from console.wiring.configured import plugs
    from console.wiring.identity import own_identity

    me = own_identity(given.config, os.environ)
    (plug,) = plugs([connection], given.paths, os.environ, me, read_only=True)
    helpdesk = await plug.make()
    try:
        return await helpdesk.me()
    except errors.HelpdeskError as error:
        error.hint = f"{error.hint} Nothing was written; --no-check writes it untried.".strip()
        raise
    finally:
        await helpdesk.aclose()


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
