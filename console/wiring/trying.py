"""Open the demo: filled when it is opened first, and living on while one looks."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.domain.models import Person
from console.paths import Paths, ensure
from console.wiring import Plug, Works, open_works
from console.wiring.demo import Demo, policies

if TYPE_CHECKING:
    from console.helpdesk import Helpdesk
    from console.server.app import Desk as App

NAME = "demo"
SOMEBODY = Person("robin", "Robin Vale")
"""Who one is in the demo when the config has no name."""
EVERY = 2.0


def demo_folder(paths: Paths) -> Path:
    """Say where the demo lies."""
    return paths.data / "demo"


def forget(paths: Paths) -> None:
    """Throw the demo away, so that it begins again."""
    shutil.rmtree(demo_folder(paths), ignore_errors=True)


async def open_demo(
    paths: Paths, me: Person, *, read_only: bool, undo_for: timedelta, undo_note_for: timedelta
) -> Works:
    """Open the demo desk as `me`; the first time fills it, which takes about a second."""
    demo = Demo(ensure(demo_folder(paths)))
    fresh = not demo.ready
    clock = demo.clock()
    opened: list[App] = []

    async def make() -> Helpdesk:
        await asyncio.to_thread(_import_own)
        from console.wiring.own import own_desk  # noqa: PLC0415

        adapter = await own_desk(NAME, demo.desk, me, read_only=read_only, clock=clock)
        opened.append(adapter.http.endpoint.app)
        return adapter

    async def live() -> None:
        from console.wiring import samples  # noqa: PLC0415

        if opened:
            await samples.live(demo, opened[0], clock, lambda: works.poke(NAME))

    works = await open_works(
        demo.store,
        [Plug(NAME, make, EVERY, me)],
        name=me.name,
        rules=policies,
        locks=demo.folder / "locks",
        read_only=read_only,
        undo_for=undo_for,
        undo_note_for=undo_note_for,
        clock=clock,
    )
    works.also.append(live)
    if fresh:
        await _fill(works, demo, me, clock)
    return works


async def _fill(works: Works, demo: Demo, me: Person, clock: Callable[[], datetime]) -> None:
    from console.server.app import create_app  # noqa: PLC0415
    from console.wiring.samples import seed  # noqa: PLC0415

    app = create_app(demo.desk, clock=clock)
    await app.open()
    await seed(demo, app, me, clock())
    await app.aclose()
    await (await works.engine(NAME)).once()


def _import_own() -> None:
    import console.helpdesk.warmline  # noqa: PLC0415
    import console.server.app  # noqa: F401, PLC0415
