"""The questions of the wizard that adds a helpdesk, each answer held against the truth at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from console import errors

if TYPE_CHECKING:
    from console.config import Connection
    from console.domain.models import Person

KINDS = ("rt", "warmline")
SECRETS = ("_env", "_command")


def ask(name: str | None, table: dict[str, Any], *, check: bool) -> str:
    """Ask for what `table` lacks, and put it there; returns the name.

    The address comes first, and is tried with `check`: whoever mistyped it hears of it before
    the other questions.
    """
    if "kind" not in table:
        table["kind"] = _prompt("Which helpdesk", type=click.Choice(KINDS), default="rt")
    if name and (wrong := name_fault(name)):
        raise errors.InputError(f"The name {name!r} {wrong}.")
    given: str = name or ask_name(table["kind"])
    table["url"] = ask_url(table, check=check)
    if "user" not in table:
        user = _prompt("Your user name there", default="", show_default=False)
        table.update({"user": user} if user else {})
    if not has_secret(table):
        _ask_secret(table)
    if table["kind"] == "rt" and "queues" not in table:
        queues = names(_prompt(
            "Queues with escalations, with commas (empty for all)", default="", show_default=False
        ))  # fmt: skip
        table.update({"queues": queues} if queues else {})
    return given


def ask_name(default: str) -> str:
    """Ask for a name until it is one that the config takes."""
    while True:
        given: str = _prompt("A short name for it", default=default).strip()
        wrong = name_fault(given)
        if not wrong:
            return given
        click.echo(f"The name {wrong}.", err=True)


def name_fault(name: str) -> str:
    """Say what is wrong with a connection's name: `must be ...`; empty for nothing."""
    from console.config.check import faults
    from console.config.schema import schema

    found = faults(schema(), schema()["$defs"]["name"], name)
    return found[0].said if found else ""


def has_secret(table: dict[str, Any]) -> bool:
    """Whether it is known where the password or token is."""
    return any(key.endswith(SECRETS) or key == "keyring" for key in table)


def ask_url(table: dict[str, Any], *, check: bool) -> str:
    """Ask for an address until one is right, or wanted all the same."""
    url, asked = str(table.get("url", "")), ""
    while True:
        url = url or _prompt("The address of its web pages", default=asked or None).strip()
        wrong = url_fault(url)
        if wrong:
            click.echo(f"The address {wrong}.", err=True)
        else:
            warn(url)
            try:
                click.echo(asyncio.run(try_way({**table, "url": url})) if check else "", err=True)
            except errors.WarmlineError as error:
                click.echo(f"{error} {error.hint}".strip(), err=True)
                if click.confirm("Use this address all the same?", default=False, err=True):
                    return url
            else:
                return url
        url, asked = "", url


def url_fault(url: str) -> str:
    """Say what is wrong with how an address is written: `must be ...`; empty for nothing."""
    from console.config.check import faults
    from console.config.schema import schema

    if not url:
        return "must not be empty"
    found = faults(schema(), schema()["$defs"]["url"], url)
    if found:
        return found[0].said
    return "must be without /REST/2.0: the one of the web pages" if "/REST/" in url else ""


def warn(url: str) -> None:
    """Say that others can listen, where they can."""
    from console.wiring.reaching import exposed

    if words := exposed(url):
        click.echo(f"Careful: {words}. Use https:// if it is there.", err=True)


async def try_way(table: dict[str, Any]) -> str:
    """Try the address of a connection, and say what came back; raise WarmlineError."""
    from console.wiring.reaching import reach

    # The way needs no name and no secret.
    return await reach(connection_of("it", table))


def connection_of(name: str, table: dict[str, Any]) -> Connection:
    """Hold the table against the schema before anything is tried; raises ConfigError."""
    import tomlkit

    from console.config import parse

    return parse(tomlkit.dumps({"connection": {name: table}})).connections[name]


def _ask_secret(table: dict[str, Any]) -> None:
    what = _prompt("Sign in with", type=click.Choice(("password", "token")), default="password")
    where = _prompt(
        f"Where is the {what}",
        type=click.Choice(("command", "environment", "keyring", "file")),
        default="command",
    )
    if where == "command":
        table[f"{what}_command"] = _prompt("The command that prints it")
    elif where == "environment":
        table[f"{what}_env"] = _prompt("The variable that holds it")
    elif where == "keyring":
        table["keyring"] = True
    else:
        # The file is written for the user alone.
        table[what] = _prompt(f"The {what}", hide_input=True)


def ask_bots(agents: Iterable[Person]) -> list[str]:
    """Ask which users are bots, offering those whose names say so."""
    offered = ",".join(likely_bots(agents))
    said = _prompt(
        "Users who are bots, with commas (- for none)" if offered
        else "Users who are bots, with commas (empty for none)",
        default=offered, show_default=bool(offered),
    )  # fmt: skip
    return [] if said.strip() == "-" else names(said)


def likely_bots(people: Iterable[Person]) -> list[str]:
    """Give the ids of those whose id or name holds `bot`, or `ai` as a word."""
    says = re.compile(r"bot|(?<![^\W_])ai(?![^\W_])", re.IGNORECASE)
    return sorted(one.id for one in people if says.search(one.id) or says.search(one.name))


def names(said: str) -> list[str]:
    """Read names with commas between them."""
    return [name.strip() for name in said.split(",") if name.strip()]


def _prompt(words: str, **options: Any) -> Any:
    """Ask on stderr: stdout is for data."""
    return click.prompt(words, err=True, **options)
