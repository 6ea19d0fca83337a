"""A real Request Tracker 5 passes the contract."""

from __future__ import annotations

import pytest

from tests.helpdesk.contract import HelpdeskContract
from tests.helpdesk.rt_bench import bench

__all__ = ["bench"]
pytestmark = pytest.mark.rt


class TestRequestTracker(HelpdeskContract):
    """Request Tracker keeps the contract."""
