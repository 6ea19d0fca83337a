"""The last check before the terminal: no control character leaves in a drawn line."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # bidi, separators, zero width
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors, tags
    "\ud800-\udfff"  # halves of characters, which cannot be encoded
    "]"
)
"""What no line may hold."""


class Backstop(LineFilter):
    """Replaces what slipped past the cleaning at the edge; it should never find anything."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, made safe, and as wide as they were."""
        del background
        if not any(UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [Segment(UNSAFE.sub(_mark, text), style) for text, style, _ in segments]


def _mark(found: re.Match[str]) -> str:
    """Give a dot for what takes a cell, nothing for what takes none."""
    return "·" * cell_len(found[0])
