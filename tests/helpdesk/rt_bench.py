"""A queue of its own on a real Request Tracker, for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from console.helpdesk import Batch
from console.helpdesk.rt import RequestTracker
from tests.rt.desk import RtBench
from tests.rt.server import RtServer


@pytest.fixture
async def bench(rt_server: RtServer) -> AsyncIterator[RtBench]:
    """Give a queue of its own to each test."""
    desk = RtBench(rt_server)
    await desk.open()
    yield desk
    await desk.aclose()


async def batches(desk: RequestTracker, cursor: str) -> list[Batch]:
    """Read all batches after a cursor."""
    return [batch async for batch in desk.changes(cursor)]
