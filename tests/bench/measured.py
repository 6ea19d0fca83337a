"""What the benchmarks share: homes of any size, a stopwatch on a terminal, a table."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.pseudo import Terminal, environment
from tests.terminal.stores import fill, wall

WARMLINE = (sys.executable, "-m", "console")
HELLO = (
    sys.executable, "-c",
    ("from textual.app import App\nfrom textual.widgets import Static\n"
    "class Hello(App):\n def compose(self):\n  yield Static('Hello, Parcel')\nHello().run()"),
)  # fmt: skip
QUIET = 0.4
"""Seconds without a byte after which a screen has settled."""


class Watched(Terminal):
    """A terminal that notes when each chunk came, and draws nothing while it measures."""

    def __init__(self, argv: Sequence[str], home: Path, **more: str) -> None:
        self.chunks: list[tuple[float, int]] = []
        super().__init__(argv, environment(home, **more))

    def pump(self, seconds: float = 0.05) -> bytes:
        """Read what has come."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        with contextlib.suppress(OSError):
            data = os.read(self.fd, 65536)
            self.chunks.append((time.monotonic(), len(data)))
            self.written += data
            self._answer()
            return data
        return b""

    def settle(self, text: bytes, quiet: float = QUIET) -> None:
        """Wait until a text has been written, and then for silence."""
        self.until(lambda: text in self.written, text.decode())
        self.quiet(quiet)

    def react(self, key: str, quiet: float = 0.08) -> tuple[float, int]:
        """Press a key; give the seconds to the last byte of the reaction, and its bytes."""
        start, begun = len(self.chunks), time.monotonic()
        self.type(key)
        self.until(lambda: len(self.chunks) > start, "a reaction")
        self.quiet(quiet)
        got = self.chunks[start:]
        return got[-1][0] - begun, sum(size for _, size in got)


def used(pid: int) -> float:
    """Give the CPU seconds of a process and its threads, to the nanosecond."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory(pid: int) -> float:
    """Give the resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def watched(argv: Sequence[str], home: Path, **more: str) -> Iterator[Watched]:
    """Start a program, and end it."""
    terminal = Watched(argv, home, **more)
    try:
        yield terminal
    finally:
        terminal.close()


def made(folder: Path, count: int, *, long: int = 500) -> Path:
    """Make a home whose store holds so many escalations, the first of them long."""
    home = folder / f"home-{count}"
    shutil.rmtree(home, ignore_errors=True)
    asyncio.run(fill(home / "warmline" / "data" / "store.db", count, long=long, now=wall()))
    return home


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within its budget."""
        return self.budget is None or self.value <= self.budget

    def __str__(self) -> str:
        """Give the line."""
        limit = "" if self.budget is None else f"{self.budget:10.2f}"
        verdict = "" if self.budget is None else "ok" if self.kept else "OVER"
        return f"{self.name:<52} {self.value:10.2f} {self.unit:<6} {limit:>10}  {verdict}"


def report(measure: Callable[[], Iterator[Figure]]) -> int:
    """Print each figure as it comes; 1 when one is over its budget."""
    over = 0
    for figure in measure():
        sys.stdout.write(f"{figure}\n")
        sys.stdout.flush()
        over |= not figure.kept
    return int(over)
