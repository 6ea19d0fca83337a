"""What our widgets share: they draw lines themselves, in the styles of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from console.ui.format import ends

if TYPE_CHECKING:
    from console.ui.themes import Look


class Lines(Widget):
    """A widget drawn by the Line API."""

    def look(self) -> Look:
        """Give the theme in force."""
        return cast("Any", self.app).look  # type: ignore[no-any-return]

    def style_of(self, role: str) -> Style:
        """Give the style of a role, on the screen's background unless it has its own."""
        style = self.look()[role]
        return style if style.bgcolor is not None else self.ground() + style

    def ground(self) -> Style:
        """Give the style of the empty screen."""
        return self.rich_style

    def paper(self) -> Style:
        """Give the background alone, for cells without ink."""
        return Style(bgcolor=self.rich_style.bgcolor)


class Bar(Lines):
    """One line with texts at both ends: the header and the footer."""

    DEFAULT_CSS = "Bar { height: 1; }"
    ROLE = "header"

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name
        """Start empty."""
        super().__init__(id=id)
        self.left: list[tuple[str, str]] = []
        self.right: list[tuple[str, str]] = []

    def show(self, left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
        """Show texts, each with its role; nothing is drawn when they are the same."""
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        del y
        fill = self.style_of(self.ROLE)
        return ends(
            [(text, self.style_of(role)) for text, role in self.left],
            [(text, self.style_of(role)) for text, role in self.right],
            self.size.width,
            fill,
        )
