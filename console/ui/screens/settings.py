"""Settings that can be changed on the screen; each goes into the config file at once."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from console import errors
from console.desk.session import Settings
from console.ui import themes
from console.ui.context import ScreenContext
from console.ui.keymap import canonical
from console.ui.widgets.line import Bar
from console.ui.widgets.pages import Pages


def choices(settings: Settings, names: list[str]) -> list[tuple[str, str, str, list[Any]]]:
    """List the settings: attribute, key in the config file, what it means, its values."""
    del settings
    return [
        ("theme", "theme", "Theme (empty fits the terminal)", ["", *names]),
        ("mouse", "screen.mouse", "Mouse", [True, False]),
        ("single_keys", "screen.single_keys", "Single letters are commands", [True, False]),
        ("after_resolve", "screen.after_resolve", "After resolving", ["next", "stay"]),
        ("review", "send.review", "Review line before a public reply leaves", [True, False]),
    ]


class SettingsScreen(ModalScreen[None], inherit_bindings=False):
    """A list of settings; Enter goes to the next value."""

    DEFAULT_CSS = "SettingsScreen { layout: vertical; background: $background; }"

    def __init__(self, context: ScreenContext) -> None:
        """Show the settings of `context`'s session."""
        super().__init__()
        self.context = context
        session = context.screen.session
        self.rows = choices(session.settings, sorted(themes.names(session.themes)))
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """Put title, list and keys under each other."""
        yield Bar(id="title")
        yield Pages([])
        yield Bar(id="keys")

    def on_mount(self) -> None:
        """Show the list."""
        place = self.context.screen.session.config_file
        self.query_one("#title", Bar).show(
            [(" Settings ", "header_strong"), (f" {place or ''} ", "header_muted")], []
        )
        self.say("")
        self.read()

    def say(self, text: str, role: str = "header") -> None:
        """Say something beside the keys."""
        keys = " Enter next value   Esc back "
        self.query_one("#keys", Bar).show([(keys, "header_muted"), (text, role)], [])

    def read(self) -> None:
        """Show the values."""
        settings = self.context.settings
        words = {True: "on", False: "off", "": "fits the terminal"}
        lines = []
        for attribute, key, meaning, _ in self.rows:
            value = getattr(settings, attribute)
            lines.append((f" {meaning:<44} {words.get(value, value)!s:<20} {key}", "text"))
        more = " Keys, SLAs and connections stand in the config file: ? m settings"
        lines += [("", "text"), (more, "muted")]
        self.query_one(Pages).show(lines, self.cursor)

    def on_key(self, event: events.Key) -> None:
        """Move, change, or leave."""
        key = canonical(event.key, event.character)
        event.stop()
        event.prevent_default()
        if key in ("esc", "q"):
            self.dismiss(None)
        elif key in ("j", "down", "k", "up"):
            by = 1 if key in ("j", "down") else -1
            self.cursor = (self.cursor + by) % len(self.rows)
            self.read()
        elif key in ("enter", " ", "space"):
            self.change()

    def change(self) -> None:
        """Go to the next value, keep it, and show it."""
        session = self.context.screen.session
        attribute, key, _, values = self.rows[self.cursor]
        now = getattr(session.settings, attribute)
        value = values[(values.index(now) + 1) % len(values)] if now in values else values[0]
        try:
            if attribute == "theme":
                self.app.use_theme(value)  # type: ignore[attr-defined]
            # The file knows a third value, `auto`: on and off are said in words there.
            words = {True: "on", False: "off"}
            session.set_setting(key, words[value] if attribute == "mouse" else value)
        except errors.WarmlineError as error:
            self.say(f"{error} {error.hint}", "failed")
            return
        session.settings = session.settings._replace(**{attribute: value})
        if attribute == "mouse":
            self.app.set_mouse(value)  # type: ignore[attr-defined]
        self.read()
