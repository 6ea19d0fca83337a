"""The question at the end: what is not through, as it is now, and what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from console.desk import Desk, outbox
from console.desk.leftover import heading, leftover
from console.domain.changes import Outgoing
from console.events import Changed
from console.ui.commands.base import Option
from console.ui.format import strip, wrap
from console.ui.screens.ask import Choices, Choose
from console.ui.talk import fate, what
from console.ui.widgets.line import Bar, Lines

SHOWN = 6
"""Changes that are shown; the others are counted."""


class Fates(Lines):
    """What became of some changes, each in its own words."""

    DEFAULT_CSS = "Fates { height: auto; max-height: 12; width: 1fr; }"

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="fates")
        self.source: list[tuple[str, str]] = []

    def show(self, lines: list[tuple[str, str]]) -> None:
        """Show lines, each with its role."""
        if lines != self.source:
            self.source = lines
            self.refresh(layout=True)

    def _wrapped(self, width: int) -> list[tuple[str, str]]:
        return [(part, role) for text, role in self.source for part in wrap(text, width - 2)]

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        """Give as many lines as it takes."""
        del container, viewport
        return max(1, len(self._wrapped(width)))

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width = self.size.width
        lines = self._wrapped(width)
        if y >= len(lines):
            return Strip.blank(width, self.ground())
        text, role = lines[y]
        return strip([(f" {text}", self.style_of(role))], width, self.ground())


class Leaving(Choose, inherit_bindings=False):
    """Asks what is to become of what is not through; the words follow what happens to it."""

    def __init__(
        self, desk: Desk, rows: Sequence[Outgoing], told: Sequence[Outgoing], options: list[Option]
    ) -> None:
        """Ask about `rows`; those in `told` are shown whatever became of them."""
        super().__init__(heading(rows), options)
        self.desk, self.rows = desk, list(rows)
        self.told = list(told)

    def compose(self) -> ComposeResult:
        """Put title, fates and answers under each other."""
        with Vertical():
            yield Bar(id="title")
            yield Fates()
            yield Choices(self.options)

    def on_mount(self) -> None:
        """Show how it stands, and go on showing it."""
        self.draw()
        self.forget = self.desk.events.listen(self._changed)

    def on_unmount(self) -> None:
        """Stop listening."""
        self.forget()

    def _changed(self, changed: Changed) -> None:
        if changed.outbox:
            self.call_later(self.read)

    async def read(self) -> None:
        """Read again what is not through."""
        self.rows = await leftover(self.desk)
        self.told = await outbox.of(self.desk, [row.key for row in self.told])
        self.draw()

    def draw(self) -> None:
        """Show what is not through, one change a line."""
        now = self.desk.clock()
        rows = {row.key: row for row in (*self.told, *self.rows)}
        lines = []
        for row in list(rows.values())[:SHOWN]:
            said, role = fate(row, now)
            lines.append((f"{what(row)} of {row.ref} · {said}", role))
        if len(rows) > SHOWN:
            lines.append((f"and {len(rows) - SHOWN} more", "muted"))
        self.query_one("#title", Bar).show([(heading(self.rows), "header_strong")], [])
        self.query_one(Fates).show(lines)
