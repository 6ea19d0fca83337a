"""`sync`: make the store and the helpdesks agree, once or for as long as it runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from console import errors
from console.cli import DONE, FAILED
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.wiring import Works


@click.command("sync", short_help="Fetch what is new, and send what waits.")
@click.option("--once", is_flag=True, help="End when everything agrees.")
@pass_given
def sync_command(given: Given, once: bool) -> int:
    """Fetch what is new and send what waits, until Ctrl-C; --once ends when all agrees.

    With --once the exit code is 1 when a connection failed; the others are done.
    """
    import gc

    gc.enable()
    return asyncio.run(_sync(given, once))


async def _sync(given: Given, once: bool) -> int:
    from console.cli.opening import sure_demo, working
    from console.cli.saying import say
    from console.wiring.configured import apply_rules

    if given.demo:
        sure_demo(given)
    async with working(given) as works:
        if not given.demo and (count := await apply_rules(works, given.config)):
            say(f"The SLA rules have changed: the clocks of {count} escalations are set anew.")
        if not once:
            return await _stay(works)
        if not works.read_only:
            from console.desk import outbox

            # Who asks for it does not want to wait for the next try.
            await outbox.try_now(works.desk)
        done = [await _one(works, plug.name) for plug in works.plugs]
    return DONE if all(done) else FAILED


async def _one(works: Works, name: str) -> bool:
    from console.cli.saying import say

    try:
        changed = await (await works.engine(name)).once()
    except errors.ReadOnly:
        return True
    except errors.WarmlineError as error:
        say(f"{name}: {error}")
        if error.hint:
            say(error.hint)
        if name in works.lines:
            from console.sync import pull

            await pull.failed(works.lines[name], error)
        return False
    say(f"{name}: {changed} new or changed")
    return True


async def _stay(works: Works) -> int:
    """Keep in step until interrupted, saying what goes wrong and what is well again."""
    from console.cli.saying import say
    from console.desk import inbox
    from console.events import Changed

    seen: dict[str, str] = {}
    moved = asyncio.Event()

    def told(changed: Changed) -> None:
        if changed.connections:
            moved.set()

    works.desk.events.listen(told)
    await works.start()
    names = ", ".join(plug.name for plug in works.plugs)
    say(f"Keeping {names} in step; Ctrl-C ends it.")
    while True:
        await moved.wait()
        moved.clear()
        for state in (await inbox.health(works.desk)).connections:
            if seen.get(state.name, "") != state.error:
                say(f"{state.name}: {state.error or 'well again'}")
            seen[state.name] = state.error
