"""The last check before the terminal: no control character leaves in a drawn line."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufe0f\U000e0000-\U000e0fff]"
)
"""What no line may hold: controls, bidi marks and overrides, line separators, tags."""


class Backstop(LineFilter):
    """Replaces what slipped past the cleaning at the edge; it should never find anything."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, made safe."""
        del background
        if not any(UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(UNSAFE.sub("·", segment.text), segment.style, segment.control)
            for segment in segments
        ]
