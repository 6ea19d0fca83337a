"""The way to the terminal, which gives it back empty."""

from __future__ import annotations

from textual.driver import Driver

BLANK = "\x1b[0m\x1b[H\x1b[2J"
"""Takes colours away, and all that was drawn."""


def tidy(base: type[Driver]) -> type[Driver]:
    """Make a driver that clears its screen before it leaves it.

    tmux leaves lines of it on the shell's own screen when the window was resized meanwhile.
    """

    class TidyDriver(base):  # type: ignore[misc, valid-type]
        """Clears its screen before it leaves it."""

        def stop_application_mode(self) -> None:
            """Give the terminal back."""
            self.write(BLANK)
            super().stop_application_mode()

    return TidyDriver
