"""Measure keys, idling and long conversations: `python tests/bench/bench_keys.py`."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.measured import WARMLINE, Figure, Watched, made, report, used, watched

MOVES = 100
PAGE_UP, ESCAPE, ENTER = "\x1b[5~", "\x1b", "\r"
OPENINGS = 7
LAST = b"Message 499 of c1"
"""What the newest message of the long conversation begins with."""


def spent(terminal: Watched, key: str) -> float:
    """Press a key; give the CPU milliseconds until the screen is quiet again."""
    before = used(terminal.pid)
    terminal.react(key)
    return (used(terminal.pid) - before) * 1000


def moves(terminal: Watched) -> tuple[list[float], list[int]]:
    """Move down; give milliseconds to the last byte, and bytes, of each."""
    found = [terminal.react("j") for _ in range(MOVES)]
    return [seconds * 1000 for seconds, _ in found], [size for _, size in found]


def p95(values: Sequence[float]) -> float:
    """Give the value that one in twenty exceeds."""
    return sorted(values)[int(len(values) * 0.95) - 1]


def idle(terminal: Watched) -> int:
    """Give what is written in three seconds without a key."""
    before, end = len(terminal.written), time.monotonic() + 3
    while time.monotonic() < end:
        terminal.pump(0.1)
    return len(terminal.written) - before


def keys(home: Path, words: str, theme: str, budgets: tuple[int, int]) -> Iterator[Figure]:
    """Measure moves with sync running, as it does."""
    with watched([*WARMLINE, "--theme", theme], home) as terminal:
        terminal.settle(b"Parcel", 2.5)
        times, sizes = moves(terminal)
        yield Figure(f"key to last byte, {words}, median", statistics.median(times), "ms", 10)
        yield Figure(f"key to last byte, {words}, p95", p95(times), "ms", 20)
        yield Figure(f"bytes of a move, {words}, median", statistics.median(sizes), "B", budgets[0])
        yield Figure(f"bytes of a move, {words}, mean", statistics.fmean(sizes), "B", budgets[1])
        # A countdown may tick in one of them, once a minute; never in all.
        yield Figure(f"bytes of 3 s idle, {words}", min(idle(terminal) for _ in range(3)), "B", 0)


def rested(terminal: Watched) -> None:
    """Wait until nothing goes on in the background: the assistant has read the queue."""
    while True:
        before = used(terminal.pid)
        idle(terminal)
        if used(terminal.pid) - before < 0.05:
            return


def opened(terminal: Watched) -> float:
    """Open the conversation under the cursor; give the CPU milliseconds to its first screen."""
    before, begun = used(terminal.pid), len(terminal.written)
    terminal.type(ENTER)
    while LAST not in terminal.written[begun:]:
        terminal.pump(0.01)
    spent_now = used(terminal.pid) - before
    terminal.quiet(0.4)
    return spent_now * 1000


def conversation(home: Path) -> Iterator[Figure]:
    """Open a conversation of 500 messages, warm, and page back through all of it."""
    with watched(WARMLINE, home) as terminal:
        terminal.settle(b"Parcel", 2.5)
        rested(terminal)
        times = []
        for _ in range(OPENINGS):
            # Another one first: what is imported once is not what opening costs.
            for key in ("j", ENTER, ESCAPE, "k"):
                terminal.react(key, 0.4)
            times.append(opened(terminal))
            terminal.react(ESCAPE, 0.4)
        yield Figure(
            "opening 500 messages, to the first screen", statistics.median(times), "ms", 20
        )
        terminal.react(ENTER, 0.4)
        pages = []
        while b"Message 0 of c1." not in terminal.written:
            pages.append(spent(terminal, PAGE_UP))
        yield Figure(f"paging back, mean of {len(pages)} pages", statistics.fmean(pages), "ms", 20)
        yield Figure("paging back, slowest page", max(pages), "ms")


def measure(folder: Path, sizes: Sequence[int]) -> Iterator[Figure]:
    """Give the figures one by one."""
    for size in sizes:
        home = made(folder, size)
        yield from keys(home, f"{size:,}, truecolor", "dark", (110, 700))
        yield from keys(home, f"{size:,}, sixteen colours", "ansi", (70, 250))
        yield from conversation(home)


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[500, 100_000], metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return report(lambda: measure(Path(folder), given.sizes))


if __name__ == "__main__":
    sys.exit(main())
