"""`assist`: what the assistants do, tried and used from the command line."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import click

from console.cli import DONE, FAILED
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.assist.checking import Finding
    from console.config import Assist

SIGNS = {"good": "ok  ", "note": "note", "wrong": "BAD "}


ELSEWHERE = {
    "run": "assistrun",
    "card": "assistrun",
    "feedback": "assistlearn",
    "calibrate": "assistlearn",
    "eval": "assisteval",
}
"""Each further command and the module of it."""


class Commands(click.Group):
    """Knows its commands by name, and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in a useful order."""
        return [*ELSEWHERE, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        from console.cli.program import with_options

        module = import_module(f"console.cli.{ELSEWHERE[cmd_name]}")
        return with_options(getattr(module, f"{cmd_name}_command"))


@click.group("assist", cls=Commands, short_help="Cards, moods and drafts, and who makes them.")
def assist_command() -> None:
    """Use and try the assistants: the embedded one, and models behind endpoints."""


@assist_command.command("check", short_help="Try the model endpoints and say what they can do.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one for each finding.")
@pass_given
def check_command(given: Given, name: str | None, as_json: bool) -> int:
    """Try the endpoint NAME, or all, with made-up questions; nothing of a customer is sent.

    Says whether it is reached and accepts the key, whether it answers JSON and streams, how
    long that takes, and how much it reads at once. Exit code 1 when something is wrong.
    """
    from console.cli.saying import DIM, RED, out, paint, print_json, say

    settings = given.config.assist
    names = [name] if name else list(settings.endpoints)
    if not names:
        say("No endpoint is configured: the embedded assistant works alone.")
        return DONE
    found = asyncio.run(_check(given, settings, names))
    if as_json:
        print_json([{"endpoint": which, **one._asdict()} for which, one in found])
    else:
        for which, one in found:
            style = {"wrong": RED, "good": DIM}.get(one.level, "")
            out(paint(f"{SIGNS[one.level]}  {which}: {one.said}", style))
            if one.do:
                out(f"      {one.do}")
    return FAILED if any(one.level == "wrong" for _, one in found) else DONE


async def _check(given: Given, settings: Assist, names: list[str]) -> list[tuple[str, Finding]]:
    from console.assist.checking import check
    from console.wiring.assisting import model

    found: list[tuple[str, Finding]] = []
    for name in names:
        made = await model(settings, name, os.environ, on_secret=given.redaction().add)
        try:
            found += [(name, one) for one in await check(made)]
        finally:
            await made.aclose()
    return found
