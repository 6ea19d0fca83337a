"""Screens: the inbox, and what opens over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from console.ui.context import ScreenContext


def opened(what: str, context: ScreenContext) -> Screen[Any]:
    """Make a screen by name; each is imported when it is first needed."""
    if what == "outbox":
        from console.ui.screens.outbox import OutboxScreen  # noqa: PLC0415

        return OutboxScreen(context)
    if what == "settings":
        from console.ui.screens.settings import SettingsScreen  # noqa: PLC0415

        return SettingsScreen(context)
    if what == "sheet":
        from console.ui.screens.sheet import SheetScreen  # noqa: PLC0415

        return SheetScreen(context)
    from console.ui.screens.help import HelpScreen  # noqa: PLC0415

    return HelpScreen(context)
