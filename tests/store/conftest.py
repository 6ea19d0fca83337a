"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.store import Store
from tests.office import clock, console, office

__all__ = ["clock", "console", "office"]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a new store."""
    opened = await Store.open(tmp_path / "data" / "store.db")
    yield opened
    await opened.close()
