"""`doctor`: say what is wrong here, and what to do about it."""

from __future__ import annotations

import asyncio
import os

import click

from console.cli import DONE, FAILED
from console.cli.given import Given, pass_given

SIGNS = {"good": "ok  ", "warning": "note", "wrong": "BAD "}


@click.command("doctor", short_help="Say what is wrong here, and what to do.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects: area, level, said, do.")
@pass_given
def doctor_command(given: Given, as_json: bool) -> int:
    """Look at versions, folders, config, connections, store, terminal and locks.

    Nothing is changed, and secrets are never printed. Exit code 1 when something is wrong.
    """
    from console import doctor
    from console.cli.saying import DIM, RED, out, paint, print_json

    found = asyncio.run(doctor.examine(given.paths, os.environ, given.connection))
    if as_json:
        rows = [{"area": f.area, "level": f.level, "said": f.said, "do": f.do} for f in found]
        print_json(rows)
    else:
        for one in found:
            style = {doctor.WRONG: RED, doctor.GOOD: DIM}.get(one.level, "")
            out(paint(f"{SIGNS[one.level]}  {one.area}: {one.said}", style))
            if one.do:
                out(f"      {one.do}")
    return FAILED if any(one.level == doctor.WRONG for one in found) else DONE
