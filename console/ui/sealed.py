"""What a fault of our own does to the screen: it ends, and prints nothing of what it held."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from console.desk.draft import Draft

log = logging.getLogger(__name__)


class InputFailed(Exception):
    """What the terminal sent could not be read."""


class Sealed(App[None], inherit_bindings=False):
    """An app that ends by a fault without a word on the terminal.

    Textual would print the values of all variables: what customers wrote.
    """

    fault: BaseException | None = None
    """What ended it."""
    rescued: Draft | None = None
    """What was being written when it ended."""

    def being_written(self) -> Draft | None:
        """Give what stands in the composer."""
        return None

    def _fatal_error(self) -> None:
        self._fall(self._exception or InputFailed())

    def panic(self, *renderables: Any) -> None:
        """End by what was to be shown instead of the screen."""
        for shown in renderables:
            for stack in getattr(getattr(shown, "trace", None), "stacks", ()):
                places = [f"{f.filename}:{f.lineno} {f.name}" for f in stack.frames]
                log.critical("%s\n  %s", stack.exc_type, "\n  ".join(places))
        self._fall(self._exception or InputFailed())

    def _fall(self, fault: BaseException) -> None:
        if self.fault is None:
            self.fault = fault
            self._return_code = 1
            try:
                self.rescued = self.being_written()
            except Exception:
                log.exception("what was being written could not be read")
            self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
