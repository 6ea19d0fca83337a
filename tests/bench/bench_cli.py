"""Measure what commands cost: CPU of whole processes, as ratios to floors of the same run.

Run as `python tests/bench/bench_cli.py [ROUNDS]`. Rounds are interleaved and medians are
compared, so that a busy machine touches all alike. Limits: reading at most 1.8 times
importing asyncio and aiosqlite, writing at most 1.5 times that with an httpx.AsyncClient made.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FLOOR = "import asyncio, aiosqlite"
CLIENT = "import asyncio, aiosqlite, httpx; httpx.AsyncClient()"
READ_LIMIT, WRITE_LIMIT = 1.8, 1.5


def cpu(argv: list[str], env: dict[str, str]) -> float:
    """Run a program and give the CPU seconds it took, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int) -> int:
    """Print a line for each command; 1 when one is over its limit."""
    python, program = sys.executable, [sys.executable, "-m", "console"]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "WARMLINE_HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/pyc"}
        # As installed: compiled once, not at each start.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        lines = subprocess.run(
            [*program, "generate", "60"], env=env, cwd=ROOT, capture_output=True, check=True
        ).stdout
        subprocess.run(
            [*program, "import", "-"], env=env, cwd=ROOT, input=lines, stdout=sys.stderr, check=True
        )
        ref = "desk/g1-000000"
        reads = {
            "ls": ["ls"],
            "ls --json": ["ls", "--json"],
            "ls -q words": ["ls", "-q", "tag:refund order"],
            "show": ["show", ref],
            "show --json": ["show", ref, "--json"],
            "outbox --json": ["outbox", "--json"],
        }
        writes = {
            "take": ["take", ref],
            "set": ["set", ref, "--priority", "high", "--tag", "+x"],
            "reply": ["reply", ref, "--internal", "--text", "A note."],
        }
        calls = {
            "floor": [python, "-c", FLOOR],
            "floor with client": [python, "-c", CLIENT],
            **{name: [*program, *args] for name, args in {**reads, **writes}.items()},
        }
        for argv in calls.values():
            cpu(argv, env)
        took: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, argv in calls.items():
                took[name].append(cpu(argv, env))
    middle = {name: statistics.median(times) for name, times in took.items()}
    over = 0
    for name, seconds in middle.items():
        base, limit = ("floor", READ_LIMIT) if name in reads else ("floor with client", WRITE_LIMIT)
        ratio = seconds / middle[base]
        verdict = "" if name.startswith("floor") else f" x{ratio:.2f} of {base}, limit {limit}"
        over += bool(verdict) and ratio > limit
        sys.stdout.write(f"{name:18} {seconds * 1000:5.0f} ms{verdict}\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
