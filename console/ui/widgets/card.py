"""The handoff card: what an assistant read, to be checked by one key, and drafts to start from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.strip import Strip

from console.ui.format import ends, strip
from console.ui.widgets.line import Lines

if TYPE_CHECKING:
    from console.desk.memory import Memory
    from console.desk.reading import Told
    from console.ui.cards import Laid, Target


class HandoffCard(Lines):
    """The card of the open conversation; one statement can be selected."""

    DEFAULT_CSS = "HandoffCard { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name
        """Start empty."""
        super().__init__(id=id)
        self.told: Told | None = None
        self.memory: Memory | None = None
        self.now: datetime | None = None
        self.briefly = False
        """Whether it stands under the conversation, where there is little room."""
        self.selected = -1
        """The target that is selected; -1 for none."""
        self._chosen: Target | None = None
        """The same, as it was when it was selected: it is found again in another lay-out."""
        self._laid: Laid | None = None
        self._top = 0

    def show(self, told: Told | None, memory: Memory | None, now: datetime, *, same: bool) -> None:
        """Show what is known; the place is kept where it is the same conversation."""
        if same and (told, memory) == (self.told, self.memory):
            return
        self.told, self.memory, self.now = told, memory, now
        if not same:
            self.selected, self._chosen, self._top = -1, None, 0
        if self.selected >= 0 and self.size.width:
            # What is selected is asked for before it is drawn.
            self._fitted = self.size
            self.fitted()
        else:
            self._fitted = None
        self.refresh()

    def fitted(self) -> None:
        """Lay it out for its width."""
        self._laid = None
        if self.told is not None and self.told.reading is not None and self.now is not None:
            from console.ui.cards import lay_out  # noqa: PLC0415  off the start path

            self._laid = lay_out(
                self.told,
                max(30, self.size.width),
                self.now,
                memory=self.memory,
                briefly=self.briefly,
            )
            targets = self._laid.targets
            if self._chosen in targets:
                self.selected = targets.index(self._chosen)
            self.selected = min(self.selected, len(targets) - 1)
        self._keep_in_view()

    def fits(self, height: int) -> None:
        """Take as much of a window of `height` lines as is its due under the conversation."""
        lines = 0 if height < 20 else 6 if height < 28 else max(8, min(14, height // 3))
        self.styles.height = "1fr" if not self.briefly else lines
        self.display = not self.briefly or lines > 0

    @property
    def wanted(self) -> int:
        """Lines it would take to show all of it."""
        return 2 if self._laid is None else len(self._laid.rows) + 1

    def height_for(self, width: int) -> int:
        """Tell the lines it would take in a width."""
        if self.told is None or self.told.reading is None or self.now is None:
            return 2
        from console.ui.cards import lay_out  # noqa: PLC0415  off the start path

        laid = lay_out(
            self.told, max(30, width), self.now, memory=self.memory, briefly=self.briefly
        )
        return len(laid.rows) + 1

    # Selecting -----------------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """What is selected."""
        if self._laid is None or not 0 <= self.selected < len(self._laid.targets):
            return None
        return self._laid.targets[self.selected]

    def select(self, by: int) -> None:
        """Select the next or previous statement."""
        if self._laid is None:
            self.fitted()
        if self._laid is None or not self._laid.targets:
            return
        last = len(self._laid.targets) - 1
        self.selected = max(0, min(last, self.selected + by)) if self.selected >= 0 else 0
        self._chosen = self._laid.targets[self.selected]
        self._keep_in_view()
        self.refresh()

    def deselect(self) -> None:
        """Select nothing."""
        if self.selected != -1:
            self.selected, self._chosen = -1, None
            self.refresh()

    def _keep_in_view(self) -> None:
        if self._laid is None:
            return
        room = max(1, self.size.height - 1)
        if 0 <= self.selected < len(self._laid.places):
            row = self._laid.places[self.selected]
            self._top = min(self._top, row)
            if row >= self._top + room:
                self._top = row - room + 1
        self._top = max(0, min(self._top, len(self._laid.rows) - room))

    # Drawing -------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw the title, or a line of the card."""
        if y == 0:
            return self._title()
        width = self.cells
        if self._laid is None:
            if y == 1:
                return strip([(f" {self._waiting()}", self.style_of("faint"))], width,
                             self.ground())  # fmt: skip
            return Strip.blank(width, self.ground())
        index = self._top + y - 1
        if not 0 <= index < len(self._laid.rows):
            return Strip.blank(width, self.ground())
        parts = []
        for piece in self._laid.rows[index]:
            style = self.style_of(piece.role)
            if piece.target >= 0 and piece.target == self.selected:
                style += self.look().styles["choice"]
            parts.append((piece.text, style))
        return strip(parts, width, self.ground())

    def _waiting(self) -> str:
        if self.told is None:
            return "The assistant is switched off."
        if self.told.failed:
            return self.told.failed
        return "Not read yet: the assistant comes to it in a moment."

    def _title(self) -> Strip:
        bar = self.style_of("header")
        left = [(" Handoff card", self.style_of("header_strong"))]
        right = []
        told = self.told
        if told is not None and told.reading is not None:
            left.append((f"  {told.reading.provenance.maker}", self.style_of("header_muted")))
            warn = bar + self.look().styles["warn"]
            if told.stale:
                right.append(("STALE: newer messages ", warn))
            elif told.busy:
                right.append((f"{told.busy} ", self.style_of("header_muted")))
            elif told.failed:
                right.append((f"{told.failed} ", warn))
            elif self.briefly:
                from console.ui.cards import arc_row  # noqa: PLC0415  read when it was laid out

                arc = arc_row(told.reading.arc, self.size.width - 16)
                right += [(p.text, bar + self.look().styles[p.role]) for p in arc]
                right.append((" ", bar))
            if self._laid is not None and len(self._laid.rows) > self.size.height - 1:
                right.append(("v more ", self.style_of("header_muted")))
        return ends(left, right, self.cells, bar)
