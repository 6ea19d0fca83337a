"""Makes the pictures of the README from the demo: the same bytes each time.

Run as `python -m tests.pictures.make`; with `--check` nothing is written, and the exit status is 1
when a picture shows other words than the program does now. The clock stands, the samples are
the demo's own, and the assistant works in this process.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.domain.models import Person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from console.ui.app import WarmlineApp
    from console.wiring import Works

FOLDER = Path(__file__).parents[2] / "console" / "manual" / "pictures"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ME = Person("robin", "Robin Vale")
CELL = 12.2
"""Units of a drawing that a character is wide."""
FONT = "'JetBrains Mono', 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class Picture(NamedTuple):
    """A picture: what is pressed before it is taken."""

    name: str
    keys: tuple[str, ...]
    opened: str = ""
    """The escalation that the cursor goes to first; empty for the first one."""
    size: tuple[int, int] = (120, 34)
    layout: str = "auto"


PICTURES = (
    Picture("queue", (), size=(120, 30)),
    Picture("escalation", ("enter",), "d-040", (158, 36), "alone"),
)


def settled(svg: str) -> str:
    """Take out what a web page would fetch, and the letters by which drawings are told apart."""
    svg = re.sub(r"@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONT}", svg)
    svg = TEXT.sub(placed, svg)
    svg = re.sub(r"<!-- Generated with Rich .*?-->\n", "", svg)
    for place, name in enumerate(dict.fromkeys(re.findall(r"terminal-\d+", svg))):
        svg = svg.replace(name, f"w{place}")
    lines = [line.strip() for line in svg.replace("\N{NO-BREAK SPACE}", "&#160;").splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


TEXT = re.compile(
    r'(<text class="[^"]*" x=")([\d.]+)(" y="[\d.]+" textLength=")([\d.]+)("[^>]*>)(.*?)</text>'
)


def placed(match: re.Match[str]) -> str:
    """Put a text where its first letter stands: not all programs draw the blanks before it."""
    text = match[6].replace("&#160;", "\N{NO-BREAK SPACE}")
    shown = text.strip("\N{NO-BREAK SPACE}")
    if not shown:
        return ""
    before = len(text) - len(text.lstrip("\N{NO-BREAK SPACE}"))
    left = float(match[2]) + before * CELL
    wide = float(match[4]) - (len(text) - len(shown)) * CELL
    return f"{match[1]}{left:.1f}{match[3]}{wide:.1f}{match[5]}{shown}</text>"


def words(svg: str) -> str:
    """Give the text of a picture, line by line."""
    lines: dict[str, list[str]] = {}
    for y, text in re.findall(r'<text[^>]*\by="([\d.]+)"[^>]*>(.*?)</text>', svg):
        lines.setdefault(y, []).append(html.unescape(text).replace("\N{NO-BREAK SPACE}", " "))
    return "\n".join(" ".join(" ".join(line).split()) for line in lines.values())


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Works]:
    """Fill a demo whose clock stands, and let the assistant read all of it."""
    from console.desk.assisting import Assisting
    from console.desk.attending import Attending
    from console.server.app import create_app
    from console.wiring import Plug, open_works
    from console.wiring.demo import Demo, policies
    from console.wiring.own import own_desk
    from console.wiring.samples import seed

    demo = Demo(folder)

    def clock() -> datetime:
        return NOW

    app = create_app(demo.desk, clock=clock)
    await app.open()
    await seed(demo, app, ME, NOW)
    await app.aclose()
    works = await open_works(
        demo.store,
        [Plug("demo", lambda: own_desk("demo", demo.desk, ME, read_only=False, clock=clock), 2.0)],
        name=ME.name,
        rules=policies,
        locks=folder / "locks",
        read_only=False,
        undo_for=timedelta(seconds=8),
        undo_note_for=timedelta(0),
        clock=clock,
    )
    try:
        await (await works.engine("demo")).once()
        works.desk.assisting = Assisting(clock)
        attending = Attending(works.desk)
        while await attending.round():
            pass
        yield works
    finally:
        await works.stop()


async def taken(works: Works, picture: Picture, scratch: Path) -> str:
    """Take one picture."""
    from console.desk.session import Settings
    from console.ui import themes
    from console.ui.app import WarmlineApp
    from console.ui.feed import first
    from console.wiring import session

    made = session(
        works, Settings(layout=picture.layout), scratch=scratch, themes=None, demo=True,
        set_setting=lambda _key, _value: None, config_file=None,
    )  # fmt: skip
    # Sync would poll while the picture is taken.
    app = WarmlineApp(made, await first(works.desk), themes.load("dark"))
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await _go(app, pilot, works, picture.opened)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        await _still(app, pilot)
        return settled(app.export_screenshot(title="warmline"))


async def _go(app: WarmlineApp, pilot: Pilot[None], works: Works, wanted: str) -> None:
    """Move the cursor to an escalation."""
    from console.ui.widgets.queue import Queue

    if not wanted:
        return
    queue = app.screen.query_one(Queue)
    rows = [row for row, entry in queue.entries.items() if entry.ref.id == wanted]
    queue.go_to_row(rows[0])
    await pilot.pause()


async def _still(app: WarmlineApp, pilot: Pilot[None]) -> None:
    """Wait until nothing changes any more."""
    before = ""
    same = 0
    while same < 3:
        await pilot.pause(0.1)
        after = app.export_screenshot(title="warmline")
        same = same + 1 if after == before else 0
        before = after


async def make() -> dict[str, str]:
    """Take all pictures, by name."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder)) as works:
            return {p.name: await taken(works, p, Path(folder) / "scratch") for p in PICTURES}


def main(arguments: Sequence[str]) -> int:
    """Write the pictures, or only say with --check which show something else."""
    made = asyncio.run(make())
    FOLDER.mkdir(exist_ok=True)
    stale = []
    for name, svg in made.items():
        file = FOLDER / f"{name}.svg"
        if file.exists() and words(file.read_text(encoding="utf-8")) == words(svg):
            continue
        stale.append(name)
        if "--check" in arguments:
            sys.stderr.write(f"{file.name} is stale: run python -m tests.pictures.make\n")
        else:
            file.write_text(svg, encoding="utf-8")
            sys.stdout.write(f"{file.name} written\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
