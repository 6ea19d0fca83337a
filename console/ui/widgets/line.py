"""What our widgets share: they draw lines themselves, in the styles of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from rich.style import Style
from textual.containers import Container
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from console.ui.format import ends

if TYPE_CHECKING:
    from console.ui.themes import Look


class Steady(Widget):
    """Takes a new size without asking for another layout, which would paint it all once more."""

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: FBT001, FBT002  Textual's own signature
    ) -> bool:
        del layout
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class Frame(Steady, Container):
    """Holds widgets."""


class Lines(Steady):
    """A widget drawn by the Line API."""

    def look(self) -> Look:
        """Give the theme in force."""
        return cast("Any", self.app).look  # type: ignore[no-any-return]

    _fitted: Size | None = None

    def fitted(self) -> None:
        """Fit what is drawn to a new size; called before the first line of it is drawn."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, of the present size: events of a new size come after its first paint."""
        size = self.size
        # Both are asked for by every line, and Textual looks for them anew each time.
        self.cells, self._worn = size.width, self.look()
        if self._fitted != size:
            self._fitted = size
            self.fitted()
        return super().render_lines(crop)

    cells = 0
    """The width, as it was when lines were last drawn."""
    _worn: Look | None = None
    """The theme, as it was then."""

    _ground: Style | None = None
    _styles_of: dict[str, Style] | None = None
    _styled_by: Look | None = None

    def style_of(self, role: str) -> Style:
        """Give the style of a role, on the widget's background unless it has its own."""
        look = self._worn or self.look()
        if self._styles_of is None or self._styled_by is not look:
            self._styles_of, self._ground, self._styled_by = {}, None, look
        style = self._styles_of.get(role)
        if style is None:
            style = look.styles[role]
            if style.bgcolor is None:
                style = self.ground() + style
            self._styles_of[role] = style
        return style

    def ground(self) -> Style:
        """Give the style of the empty screen."""
        if self._ground is None:
            # Textual works it out anew each time, from all ancestors.
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget styles that rest on Textual's, which have changed."""
        super().notify_style_update()
        self._styles_of = self._ground = None

    def paper(self) -> Style:
        """Give the background alone, for cells without ink."""
        return Style(bgcolor=self.ground().bgcolor)


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
        """Show texts, each with its role; nothing is drawn but what has changed."""
        if (left, right) == (self.left, self.right):
            return
        before = sum(cell_len(text) for text, _ in self.left)
        same = right == self.right
        self.left, self.right = left, right
        cells = max(before, sum(cell_len(text) for text, _ in left))
        if same and self.size.width:
            self.refresh(Region(0, 0, min(cells, self.size.width), 1))
        else:
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
