"""Measure what the embedded assistant costs: reading the weights, and judging messages.

Run as `python tests/bench/bench_assist.py [ROUNDS]`. The best of the rounds is shown, as time and
as a ratio to splitting the same message into words, which a busy machine slows alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from console.assist.embedded import language, prose, sentiment, valence

MESSAGE = (
    "Hello, I have been waiting for my order for three weeks now and nobody has answered my"
    " mails, please help"
)
TIMES = 1000


def best(rounds: int, call: Callable[[], object], times: int = TIMES) -> float:
    """Give the microseconds of one call in the best round."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(times):
            call()
        found.append((time.perf_counter() - begun) / times)
    return min(found) * 1e6


def judged() -> None:
    """Judge the message as if it had not been seen."""
    language.language.cache_clear()
    sentiment.judge.__wrapped__(MESSAGE)


def read() -> None:
    """Read the weights as if they had not been read."""
    valence.shipped.cache_clear()
    valence.shipped()


def main(rounds: int) -> int:
    """Print a line for each."""
    floor = best(rounds, MESSAGE.split)
    rows = {
        "read the weights": best(rounds, read, 10),
        "judge 20 words": best(rounds, judged),
        "  of it the number": best(rounds, lambda: valence.score(MESSAGE, valence.shipped())),
        "  of it the language": best(
            rounds, lambda: (language.language.cache_clear(), language.language(MESSAGE))
        ),
        "  of it quotes and code": best(rounds, lambda: prose.prose(MESSAGE)),
        "judged before": best(rounds, lambda: sentiment.judge(MESSAGE)),
    }
    for name, took in rows.items():
        sys.stdout.write(f"{name:26} {took / 1000:8.4f} ms   x{took / floor:.0f} of split\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
