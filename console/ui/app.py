"""The application: a terminal, a theme, and the inbox; what it can do stands in commands."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from textual.filter import ANSIToTruecolor
from textual.screen import Screen
from textual.theme import Theme

from console import errors
from console.desk.session import Session
from console.ui import themes
from console.ui.backstop import Backstop
from console.ui.commands.table import COMMANDS
from console.ui.driver import tidy
from console.ui.feed import First
from console.ui.keymap import Keymap, with_overrides
from console.ui.screens.inbox import InboxScreen
from console.ui.sealed import Sealed
from console.ui.signals import Signals

if TYPE_CHECKING:
    from textual.driver import Driver

    from console.desk.draft import Draft

ANSI = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""What Textual asks of a theme in the terminal's own colours."""
BEGIN_AFTER = 1.0
"""Seconds after the first paint at which sync begins: the list stands by itself."""


class WarmlineApp(Sealed, inherit_bindings=False):
    """The program on the screen."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Warmline"

    def __init__(
        self, session: Session, first: First, look: themes.Look, keymap: Keymap | None = None
    ) -> None:
        """Show `first`, which was read before, in the theme `look`."""
        super().__init__()
        self.animation_level = "none"
        self.session = session
        self.first = first
        self.keymap = keymap or Keymap(with_overrides(COMMANDS, session.settings.keys))
        self.look = look
        self.mouse_on = session.settings.mouse
        self.signals = Signals(self)
        self._saved = 0
        # Our themes name their colours: nothing is left to be turned into them, line by line.
        self._filters = [each for each in self._filters if not isinstance(each, ANSIToTruecolor)]
        # The last line of defence: nothing but text reaches the terminal from a widget.
        self._filters.append(Backstop())
        self._wear(look)

    def _wear(self, look: themes.Look) -> None:
        self.look = look
        self.register_theme(
            Theme(
                name=f"warmline-{look.name}",
                dark=look.kind != "light",
                ansi=look.plain,
                # Textual's own styles name them, and makes none up for such a theme.
                variables=ANSI if look.plain else {},
                **dict(look.colors),  # type: ignore[arg-type]
            )
        )
        self.theme = f"warmline-{look.name}"

    def get_driver_class(self) -> type[Driver]:
        """Speak to the terminal by a driver that leaves nothing on it."""
        return tidy(super().get_driver_class())

    def get_default_screen(self) -> Screen[None]:
        """Begin with the inbox: it is painted once, with its first lines."""
        return InboxScreen(self.session, self.keymap, self.first)

    def on_mount(self) -> None:
        """Answer the terminal's signals, and go on once the list stands."""
        self.signals.listen()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        # Collecting was off while starting; what lives now lives long, and is never looked at
        # again. Collecting it first would cost a tenth of the start.
        gc.freeze()
        gc.enable()
        self.set_timer(BEGIN_AFTER, lambda: self.run_worker(self.session.start(), group="sync"))
        self._follow_theme()

    def _follow_theme(self) -> None:
        """Look once a second whether a theme of the user's own has been saved."""
        path = themes.own(self.look.name, self.session.themes)
        if path is not None:
            self._saved = path.stat().st_mtime_ns
            self.set_interval(1.0, self._reload_theme, name="theme")

    def _reload_theme(self) -> None:
        path = themes.own(self.look.name, self.session.themes)
        if path is None or path.stat().st_mtime_ns == self._saved:
            return
        self._saved = path.stat().st_mtime_ns
        try:
            self.use_theme(self.look.name)
        except errors.ConfigError as error:
            self.notify_inbox(str(error))

    def notify_inbox(self, text: str) -> None:
        """Say something where the agent looks."""
        for screen in self.screen_stack:
            if isinstance(screen, InboxScreen):
                screen.say(text, "failed", keep=True)

    def being_written(self) -> Draft | None:
        """Give what stands in the composer."""
        inbox = next((s for s in self.screen_stack if isinstance(s, InboxScreen)), None)
        return inbox.writing.standing() if inbox is not None and inbox.is_writing else None

    def use_theme(self, name: str) -> None:
        """Change the theme; an empty name fits the terminal."""
        self._wear(themes.load(name or themes.default(os.environ), self.session.themes))
        self.refresh_css(animate=False)
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh()
            screen.refresh(layout=True)

    def set_mouse(self, on: bool) -> None:  # noqa: FBT001  one thing, on or off
        """Take the mouse, or leave it to the terminal."""
        driver = self._driver
        switch = f"_{'enable' if on else 'disable'}_mouse_support"
        if driver is not None and hasattr(driver, switch):
            driver._mouse = True  # noqa: SLF001  the driver has no public switch
            getattr(driver, switch)()
            driver.flush()
        self.mouse_on = on

    def toggle_mouse(self) -> bool:
        """Turn the mouse on or off, and say which."""
        self.set_mouse(not self.mouse_on)
        return self.mouse_on
