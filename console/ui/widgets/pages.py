"""A text that scrolls: help, the manual, details."""

from __future__ import annotations

from textual.strip import Strip

from console.ui.format import strip, wrap
from console.ui.widgets.line import Lines


class Pages(Lines):
    """Styled lines with a first visible one; long lines are wrapped to the width."""

    DEFAULT_CSS = "Pages { height: 1fr; width: 1fr; padding: 0 1; }"

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        """Show lines, each with its role."""
        super().__init__()
        self.source = lines
        self.cursor = -1
        """The line under the cursor, for lists; -1 for none."""
        self.top = 0
        self._wrapped: list[tuple[str, str, int]] = []

    def show(self, lines: list[tuple[str, str]], cursor: int = -1) -> None:
        """Show other lines; the place is kept."""
        self.source, self.cursor = lines, cursor
        self.fitted()
        self.refresh()

    def fitted(self) -> None:
        """Wrap to the new width."""
        width = max(8, self.size.width)
        self._wrapped = [
            (part, role, index)
            for index, (text, role) in enumerate(self.source)
            for part in (wrap(text, width) if len(text) > width else [text])
        ]
        self._keep_visible()

    def _keep_visible(self) -> None:
        if self.cursor < 0 or not self.size.height:
            return
        places = [i for i, (_, _, index) in enumerate(self._wrapped) if index == self.cursor]
        if places:
            self.top = min(self.top, places[0])
            self.top = max(self.top, places[-1] - self.size.height + 1)

    def move(self, by: int) -> None:
        """Scroll."""
        last = max(0, len(self._wrapped) - self.size.height)
        self.top = max(0, min(self.top + by, last))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        index = self.top + y
        if index >= len(self._wrapped):
            return Strip.blank(self.size.width, self.ground())
        text, role, source = self._wrapped[index]
        style = self.style_of("choice" if source == self.cursor else role)
        fill = style if source == self.cursor else self.ground()
        return strip([(text, style)], self.size.width, fill)
