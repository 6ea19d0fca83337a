"""Write the log file: private, of bounded size, without secrets."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from console.paths import ensure

if TYPE_CHECKING:
    from console.cli.given import Given

SIZE = 5_000_000
"""Bytes after which the log file is put aside at the next start."""
FORM = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def log_to(given: Given) -> None:
    """Send the log into the log file: all of it with --verbose, else what went wrong."""
    path = given.paths.log_file
    ensure(path.parent)
    if path.exists() and path.stat().st_size > SIZE:
        path.replace(path.with_suffix(".log.1"))
    # Made before it is opened, so that it is never readable by others.
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORM))
    handler.addFilter(given.redaction())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if given.verbose else logging.WARNING)
    # It tells each statement with its values: what customers wrote.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
