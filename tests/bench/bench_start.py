"""Measure the start beside a Textual hello world: `python tests/bench/bench_start.py`."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.measured import HELLO, WARMLINE, Figure, made, memory, report, used, watched

BUDGETS = {500: 1.4, 100_000: 1.5}
DEMO_BUDGET = 1.6
FIRST_MB, LOADED_MB = 50.0, 70.0


def start(argv: Sequence[str], home: Path, text: bytes = b"Parcel") -> tuple[float, float, int]:
    """Start a program: CPU seconds to the settled screen, MB there, and bytes written."""
    with watched(argv, home) as terminal:
        terminal.settle(text)
        return used(terminal.pid), memory(terminal.pid), len(terminal.written)


def pairs(
    argv: Sequence[str], home: Path, count: int, text: bytes = b"Parcel"
) -> tuple[float, float, float, float, int]:
    """Start both in turn: the median ratio, CPU of each in ms, MB and bytes of ours."""
    start(argv, home, text)
    start(HELLO, home)
    ratios, ours, theirs, sizes, written = [], [], [], [], 0
    for number in range(count):
        # In turn who goes first, so that neither always follows the other.
        both = {}
        for which in ("ours", "hello") if number % 2 else ("hello", "ours"):
            both[which] = start(argv if which == "ours" else HELLO, home, text
                                if which == "ours" else b"Parcel")  # fmt: skip
        ours.append(both["ours"][0])
        theirs.append(both["hello"][0])
        ratios.append(both["ours"][0] / both["hello"][0])
        sizes.append(both["ours"][1])
        written = both["ours"][2]
    middle = statistics.median
    return middle(ratios), middle(ours) * 1000, middle(theirs) * 1000, middle(sizes), written


def loaded(home: Path) -> float:
    """Give the MB once sync has run and conversation, composer and palette have been open."""
    with watched(WARMLINE, home) as terminal:
        terminal.settle(b"Parcel", 2.5)
        for key in ("\r", "r", "x", "\x1b", "\x10", "\x1b", "g", "o", "\x1b"):
            terminal.react(key)
        terminal.quiet(1.0)
        return memory(terminal.pid)


def measure(folder: Path, count: int, sizes: Sequence[int]) -> Iterator[Figure]:
    """Give the figures one by one."""
    for size in sizes:
        home = made(folder, size)
        ratio, ours, hello, resident, written = pairs(WARMLINE, home, count)
        yield Figure(f"start CPU, {size:,} escalations", ours, "ms")
        yield Figure("  hello world in the same run", hello, "ms")
        yield Figure("  ratio, median of pairs", ratio, "x", BUDGETS.get(size))
        yield Figure("  resident at first paint", resident, "MB", FIRST_MB)
        yield Figure("  written until settled", written / 1000, "kB")
        yield Figure("  resident with everything loaded", loaded(home), "MB", LOADED_MB)
    demo = [*WARMLINE, "--demo"]
    ratio, ours, hello, resident, _ = pairs(demo, folder / "demo", count, b"DEMO")
    yield Figure("start CPU, --demo from its second start", ours, "ms")
    yield Figure("  ratio, median of pairs", ratio, "x", DEMO_BUDGET)
    yield Figure("  resident at first paint", resident, "MB", FIRST_MB)


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=11, help="pairs (11)")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(BUDGETS), metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return report(lambda: measure(Path(folder), given.n, given.sizes))


if __name__ == "__main__":
    sys.exit(main())
