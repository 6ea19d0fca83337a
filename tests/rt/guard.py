"""Ends a test run's Request Tracker when every process that used it is gone."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.rt.server import end_if_unused


def main(folder: Path) -> None:
    """Look every two seconds until the server is unused, or somebody else has ended it."""
    while folder.exists() and not end_if_unused(folder):
        time.sleep(2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
