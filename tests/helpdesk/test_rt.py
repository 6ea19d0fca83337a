"""A real Request Tracker 5 passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.helpdesk.contract import HelpdeskContract
from tests.rt.desk import RtBench
from tests.rt.server import RtServer

pytestmark = pytest.mark.rt


@pytest.fixture
async def bench(rt_server: RtServer) -> AsyncIterator[RtBench]:
    """Give a queue of its own to each test."""
    desk = RtBench(rt_server)
    await desk.open()
    yield desk
    await desk.aclose()


class TestRequestTracker(HelpdeskContract):
    """Request Tracker keeps the contract."""
