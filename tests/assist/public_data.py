"""Where the public data sets lie that figures are measured on; tests without them are skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


def public_data(name: str) -> Path:
    """Give the folder of a set: $WARMLINE_PUBLIC_DATA, or `shared/data` beside the project."""
    folder = Path(os.environ.get("WARMLINE_PUBLIC_DATA", BESIDE)) / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not here; set WARMLINE_PUBLIC_DATA to a folder that has it")
    return folder
