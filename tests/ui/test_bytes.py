"""What the screen writes to the terminal, byte for byte: over SSH each of them travels."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from console.desk import draft
from console.domain.models import Ref, Visibility
from console.events import Changed
from tests.office import Clock
from tests.terminal.screen import Desk, Shown, shown
from tests.terminal.stores import fill

COUNT = 500
FULL = 5_000
"""Bytes from which something must have been a paint of the whole screen."""

Open = Callable[..., AbstractAsyncContextManager[tuple[Shown, Desk]]]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Open:
    """Open the queue over 500 escalations."""

    @asynccontextmanager
    async def open_(**options: Any) -> AsyncIterator[tuple[Shown, Desk]]:
        await fill(tmp_path / "store.db", COUNT, now=clock())
        desk = await Desk.open(tmp_path, clock=clock)
        try:
            async with shown(desk.session, **options) as screen:
                await screen.until(lambda: len(screen.inbox.queue.rows) == COUNT, "all rows")
                await screen.painted()
                yield screen, desk
        finally:
            await desk.works.stop()

    return open_


def size(data: str) -> int:
    """Count bytes."""
    return len(data.encode())


@pytest.mark.parametrize(
    ("theme", "median", "mean"),
    [("dark", 110, 700), ("light", 110, 700), ("ansi", 70, 250), ("mono", 70, 250)],
)
async def test_moving_down_a_hundred_lines_stays_within_its_budget(
    opened: Open, theme: str, median: int, mean: int
):
    """One move costs at most `median` bytes, a hundred with scrolling `mean` on average."""
    async with opened(theme=theme) as (screen, _):
        screen.taken()
        sizes = []
        for _ in range(100):
            await screen.keys("j")
            sizes.append(size(screen.taken()))

        assert screen.inbox.queue.cursor == 100
        assert all(sizes)
        assert statistics.median(sizes) <= median
        assert statistics.fmean(sizes) <= mean


async def test_the_screen_is_painted_once_at_the_start(opened: Open):
    """Until keys are pressed there is one full paint, and all rows come without another."""
    async with opened() as (screen, _):
        paints = [chunk for chunk in screen.driver.chunks if size(chunk) > FULL]

        assert len(paints) == 1
        assert size("".join(screen.driver.chunks)) < 13_000


async def test_an_idle_screen_writes_nothing(opened: Open):
    """Between ticks and changes not a byte is written, while the program goes round."""
    async with opened() as (screen, _):
        screen.taken()
        for _ in range(50):
            await screen.painted()
            await asyncio.sleep(0.01)

        assert screen.taken() == ""


async def test_a_sync_that_brings_nothing_new_draws_nothing(opened: Open):
    """Changed is told, everything is read again, and nothing is written."""
    async with opened() as (screen, desk):
        screen.taken()
        desk.works.desk.events.tell(Changed(everything=True, outbox=True, connections=True))
        await screen.until(lambda: screen.inbox.turns._changed is None, "read again")
        await screen.painted()

        assert screen.taken() == ""


async def test_a_changed_line_in_view_is_drawn(opened: Open):
    """The same reading again draws what did change: a draft's sign on its line."""
    async with opened() as (screen, desk):
        screen.taken()
        ref = Ref("desk", "c1")
        await draft.save(desk.works.desk, ref, Visibility.PUBLIC, "Dear Ada")
        desk.works.desk.events.tell(Changed(frozenset([ref])))
        await screen.until(lambda: "✎" in screen.text(), "the sign of a draft")
        await screen.painted()
        written = screen.taken()

        assert "✎" in written
        assert size(written) < 500


async def test_a_countdown_that_ticks_costs_its_own_cells(opened: Open, clock: Clock):
    """A minute later one countdown reads differently, and little more than it is written."""
    async with opened() as (screen, _):
        # The other clocks stand at full minutes: only the first line's is half a minute off.
        queue = screen.inbox.queue
        before = screen.rows()
        screen.taken()
        clock.later(seconds=31)
        queue.tick(clock())
        await screen.painted()
        written, after = screen.taken(), screen.rows()
        changed = [y for y, line in enumerate(after) if line != before[y]]

        assert changed
        assert 0 < size(written) < 20 + 80 * len(changed)


async def test_a_notice_costs_one_line(opened: Open):
    """Saying something writes the footer, no more; taking it away the same."""
    async with opened() as (screen, _):
        screen.taken()
        screen.inbox.say("Taken · z undoes", "good")
        await screen.painted()
        said = screen.taken()
        screen.inbox.footer.unsay()
        await screen.painted()

        assert "Taken · z undoes" in said
        assert size(said) < 300
        assert 0 < size(screen.taken()) < 1_500


async def test_a_prefix_shows_its_keys_in_one_line(opened: Open):
    """`g` writes the footer alone."""
    async with opened() as (screen, _):
        screen.taken()
        await screen.keys("g")

        assert 0 < size(screen.taken()) < 1_500


async def test_the_position_costs_its_own_cells_once_the_cursor_rests(opened: Open):
    """The header's left end is drawn, not its whole line, and not with each move."""
    async with opened() as (screen, _):
        await screen.keys("j")
        screen.taken()
        await screen.until(lambda: "2 of 500" in screen.text(), "the position")
        await screen.painted()

        assert 0 < size(screen.taken()) < 250


@pytest.mark.parametrize("theme", ["dark", "ansi"])
async def test_typing_in_the_composer_costs_its_line(opened: Open, theme: str):
    """A typed character draws the text again, not the conversation or the queue."""
    async with opened(theme=theme) as (screen, _):
        await screen.keys("r")
        await screen.until(lambda: screen.inbox.writing.active, "composer")
        await screen.painted()
        screen.taken()
        sizes = []
        for key in "Hello":
            await screen.keys(key)
            sizes.append(size(screen.taken()))

        assert screen.inbox.writing.composer is not None
        assert screen.inbox.writing.composer.text == "Hello"
        assert statistics.median(sizes) < 1_500
        assert max(sizes) < FULL
