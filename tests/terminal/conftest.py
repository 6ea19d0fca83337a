"""Homes with escalations in them, and terminals that end with their test."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.pseudo import Terminal, environment

WARMLINE = (sys.executable, "-m", "console")
"""The program, as it is here."""


def run(home: Path, *arguments: str, given: str = "") -> str:
    """Run a command of the program, and give what it printed."""
    return subprocess.run(
        [*WARMLINE, *arguments], env=environment(home), input=given, capture_output=True,
        text=True, check=True,
    ).stdout  # fmt: skip


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring forty escalations into an own desk, once."""
    home = tmp_path_factory.mktemp("filled")
    lines = [
        {
            "id": f"c{number}", "subject": f"Parcel {number} is late", "channel": "email",
            "customer": {"id": f"u{number}", "name": "Ada Example", "email": "ada@example.com"},
            "messages": [{"text": f"Where is parcel {number}?"}],
        }
        for number in range(40)
    ]  # fmt: skip
    run(home, "import", "-", given="\n".join(json.dumps(line) for line in lines))
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """Give a home of its own to a test."""
    return Path(shutil.copytree(filled, tmp_path / "home"))


Start = Callable[..., Terminal]


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start the program on a terminal; each is ended with the test."""
    opened: list[Terminal] = []

    def start_(*arguments: str, argv: tuple[str, ...] = WARMLINE, **options: Any) -> Terminal:
        env = environment(home) | options.pop("env", {})
        opened.append(Terminal([*argv, *arguments], env, **options))
        return opened[-1]

    yield start_
    for terminal in opened:
        terminal.close()


def drafts(home: Path) -> list[str]:
    """Give the texts of all drafts in the store."""
    import sqlite3

    db = sqlite3.connect(home / "warmline" / "data" / "store.db")
    try:
        return [row[0] for row in db.execute("SELECT text FROM drafts")]
    finally:
        db.close()


def unsent(home: Path) -> list[dict[str, Any]]:
    """Give what the outbox holds."""
    found: list[dict[str, Any]] = json.loads(run(home, "outbox", "--json"))
    return found
