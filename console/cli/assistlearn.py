"""`assist feedback` and `assist calibrate`: what agents made of it, and what follows."""

from __future__ import annotations

import asyncio
from collections import Counter

import click

from console.cli.given import Given, pass_given

KINDS = ("accepted", "edited", "rejected", "ignored", "corrected", "guard")


@click.command("feedback", short_help="Print what agents made of suggestions, flags and guards.")
@click.option("--kind", type=click.Choice(KINDS), help="One kind alone.")
@click.option("--json", "form", flag_value="json", help="A list of objects.")
@click.option("--ndjson", "form", flag_value="ndjson", help="One object a line.")
@pass_given
def feedback_command(given: Given, kind: str | None, form: str | None) -> None:
    """Print what was accepted, edited, rejected, ignored or corrected, and what guards said.

    It is kept on this computer alone. Texts that were suggested and sent are in it.
    """
    asyncio.run(_feedback(given, kind, form or "table"))


async def _feedback(given: Given, kind: str | None, form: str) -> None:
    from console.cli.opening import reading
    from console.cli.saying import out, print_json, print_lines, say
    from console.desk import feedback

    async with reading(given) as desk:
        found = await feedback.every(desk, kind)
    rows = [feedback.data(item) for item in found]
    if form == "json":
        print_json(rows)
    elif form == "ndjson":
        print_lines(rows)
    elif not rows:
        say("Nothing has been noted yet.")
    else:
        counts = Counter((item.kind, item.what) for item in found)
        for (name, what), count in sorted(counts.items()):
            out(f"{name:10} {count:5}  {what}")


@click.command("calibrate", short_help="Refit the mood thresholds from corrected flags.")
@click.option("--reset", is_flag=True, help="Go back to the thresholds that were shipped.")
@pass_given
def calibrate_command(given: Given, reset: bool) -> None:
    """Refit the thresholds of moods from the flags that agents have corrected.

    The more corrections there are, the further the thresholds move from the shipped ones.
    """
    asyncio.run(_calibrate(given, reset))


async def _calibrate(given: Given, reset: bool) -> None:
    from console.cli.opening import reading
    from console.cli.saying import out, say
    from console.desk import calibration

    async with reading(given) as desk:
        desk.must_write()
        if reset:
            await calibration.reset(desk)
            out("The shipped thresholds are in use again.")
            return
        count, words = await calibration.refit(desk)
    if count == 0:
        say("No flag has been corrected yet: open a conversation and press F on it.")
        return
    out(f"{count} corrections. {words}")
