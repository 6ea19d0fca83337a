"""Consoles on the own desk, and on a helpdesk that knows no keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.office import Clock, Console, clock, console, office, open_console
from tests.sync.ledger import Ledger

__all__ = ["clock", "console", "office"]


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Ledger:
    """Open a helpdesk with two conversations in which customers have asked."""
    made = Ledger(tmp_path / "ledger.json", clock)
    made.add("c1", "customer", text="Where is my parcel?")
    made.add("c2", "customer", text="Where is mine?")
    return made


@pytest.fixture
async def plain(tmp_path: Path, clock: Clock, ledger: Ledger) -> AsyncIterator[Console]:
    """Open a console on that helpdesk, with everything read."""
    opened = await open_console(tmp_path, clock, ledger)
    await opened.pull()
    ledger.asked.clear()
    yield opened
    await opened.works.stop()
