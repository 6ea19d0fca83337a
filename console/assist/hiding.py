"""What a text hides from its reader and shows to a model: taken out before it is sent."""

from __future__ import annotations

import re
from functools import cache

from console.domain.text import clean

PASSES = 5
"""How often taking out is repeated: removing one thing can join the halves of another."""

_UNSEEN = r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0|font-size\s*:\s*0|\bhidden\b"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    given = (
        # A comment that is never closed keeps its words: readers of plain text see them.
        (r"<!--(?:.{0,4000}?--!?>)?", ""),
        (r"<(script|style|template)\b[^<>]{0,300}>.{0,4000}?</\1\s*>", ""),
        (rf"<(\w+)\b[^<>]{{0,300}}(?:{_UNSEEN})[^<>]{{0,300}}>.{{0,4000}}?</\1\s*>", ""),
        # Joiners that no script and no emoji around them needs.
        ("(?<![^\\x00-\\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\x00-\\x7f])", ""),
        # What could pass for the edge of a block of data.
        ("[<\uff1c\u2039\u27e8\u276e\u00ab\u226a]{3,}", "\u2039"),
        ("[>\uff1e\u203a\u27e9\u276f\u00bb\u226b]{3,}", "\u203a"),
    )
    return tuple((re.compile(p, re.DOTALL | re.IGNORECASE), with_) for p, with_ in given)


def plain(text: str, fence: str = "") -> str:
    """Give `text` as its reader sees it, unable to end a block of data marked by `fence`."""
    text = clean(text)
    for _ in range(PASSES):
        before = text
        for pattern, instead in _patterns():
            text = pattern.sub(instead, text)
        if fence:
            text = re.sub(re.escape(fence), "", text, flags=re.IGNORECASE)
        if text == before:
            break
    return text
