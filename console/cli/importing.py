"""`import`: bring escalations from a file into the own desk, and into the store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from console import errors
from console.cli import DONE, REFUSED
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.helpdesk.warmline import Warmline
    from console.wiring import Works

SHOWN = 200
"""Lines of trouble that are told; after so many nobody reads on."""


@click.command("import", short_help="Bring escalations into your own desk.")
@click.argument("file", metavar="FILE.jsonl|-", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as an object.")
@pass_given
def import_command(given: Given, file: Iterable[bytes], as_json: bool) -> int:
    """Bring the escalations of FILE into the own desk: one JSON object a line, - for stdin.

    Returns when own desk and store agree. Lines that are wrong are named with their field
    on stderr and left out (exit code 3); the others are in. Doing it again changes nothing.
    """
    import gc

    gc.enable()
    return asyncio.run(_import(given, file, as_json))


async def _import(given: Given, file: Iterable[bytes], as_json: bool) -> int:
    from console.cli.opening import sure_demo, working
    from console.cli.saying import out, print_json, say
    from console.desk.importing import OUTCOMES, Report, bring_in, numbered

    if given.demo:
        sure_demo(given)
    async with working(given) as works:
        # Before the first line is read: stdin may be long.
        works.desk.must_write()
        name = own_desk_of(works, given)
        desk = await _adapter(works, name)

        async def post(items: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
            answer = await desk.http.request("POST", "/v1/intake/batch", json={"items": items})
            results: Sequence[Mapping[str, Any]] = answer.json()["results"]
            return results

        report, told = Report(), 0
        try:
            async for said in bring_in(post, numbered(file), report):
                told += 1
                if told <= SHOWN:
                    say(str(said))
        finally:
            if told > SHOWN:
                say(f"and {told - SHOWN} more")
        await agree(works, name)
    counts = {outcome: report.counts[outcome] for outcome in OUTCOMES}
    if as_json:
        print_json(counts)
    else:
        out(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return REFUSED if counts["refused"] else DONE


def own_desk_of(works: Works, given: Given) -> str:
    """Choose the own desk among the connections; raise ConfigError where there is none."""
    if given.demo:
        return works.plugs[0].name
    kinds = {each.name: each for each in given.config.connections.values()}
    names = [plug.name for plug in works.plugs if kinds[plug.name].kind == "warmline"]
    embedded = [name for name in names if kinds[name].embedded]
    found = embedded or names
    if len(found) == 1:
        return found[0]
    if found:
        raise errors.InputError(
            "There are several desks.", hint=f"Choose with --connection: {', '.join(found)}."
        )
    raise errors.ConfigError(
        "There is no own desk to import into.",
        hint='Add it to the config: [connection.desk] kind = "warmline"',
    )


async def _adapter(works: Works, name: str) -> Warmline:
    from console.helpdesk.warmline import Warmline

    helpdesk = (await works.line(name)).helpdesk
    assert isinstance(helpdesk, Warmline)
    return helpdesk


async def agree(works: Works, name: str) -> None:
    """Pull until there is nothing new."""
    from console.sync import pull

    line = await works.line(name)
    # Others may write meanwhile: after a few rounds it agrees as well as it can.
    for _ in range(10):
        if not await pull.pull(line):
            return
