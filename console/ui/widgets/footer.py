"""The line at the bottom: what can be done here, or for a while what was just done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.ui.widgets.line import Bar

if TYPE_CHECKING:
    from textual.timer import Timer

SAID = 5.0
"""Seconds that something said stays."""
KEPT = 12.0
"""Seconds that something weighty stays."""


class Footer(Bar):
    """Hints, with words over them for a while."""

    ROLE = "footer"

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name
        """Start empty."""
        super().__init__(id=id)
        self._hints: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        self._timer: Timer | None = None

    def hint(
        self, left: list[tuple[str, str]], right: list[tuple[str, str]], *, over: bool = False
    ) -> None:
        """Show hints, `over` what is being said or after it."""
        self._hints = (left, right)
        if self._timer is None or over:
            self.show(left, right)

    def say(self, text: str, kind: str, *, keep: bool = False) -> None:
        """Say something for a while; `kind` is a role of the theme."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(KEPT if keep else SAID, self.unsay)
        self.show([(f" {text} ", kind)], [])

    def unsay(self) -> None:
        """Show the hints again."""
        self._timer = None
        self.show(*self._hints)
