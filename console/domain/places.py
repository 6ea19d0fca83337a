"""Where in a text a value may begin: at its numbers, so that nothing else has to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_RUN = re.compile(r"\d+")
_DEEP = 2
"""Most marks before a number that belong to a value: `+(`."""


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[tuple[int, int], ...]:
    """Give start and end of each run of digits."""
    return tuple(hit.span() for hit in _RUN.finditer(text))


def matches(
    pattern: re.Pattern[str], text: str, lead: str = "", *, led: bool = False
) -> Iterator[re.Match[str]]:
    """Find what a pattern finds that begins at a number, or at up to two characters of `lead`.

    `led` says that there must be one. Far faster than trying the pattern at every character.
    """
    last = 0
    for start, _ in runs(text):
        if start < last or (led and text[start - 1 : start] not in lead):
            continue
        at = start
        while at > last and at > start - _DEEP and text[at - 1] in lead:
            at -= 1
        for place in range(at, start + 1):
            if found := pattern.match(text, place):
                yield found
                last = found.end()
                break
