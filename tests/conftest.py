"""What all tests share: a real Request Tracker, and a summary that names what it kept out."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.assist.aimock import server as aimock
from tests.listening import patient, reach
from tests.rt.server import REASON, rt_server

__all__ = ["patient", "reach", "rt_server"]

# How long an example takes says how busy the machine is.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the reasons for which tests with a real server did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)]
    for reason in sorted({text for text in reasons if REASON in text or aimock.REASON in text}):
        count = reasons.count(reason)
        terminalreporter.write_line(f"{count} tests not run. {reason.removeprefix('Skipped: ')}")
