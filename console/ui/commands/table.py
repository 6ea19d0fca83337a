"""The one table of all commands: keys, palette, footer, help and manual are views of it."""

from __future__ import annotations

from console.ui.commands import moving, replying, searching, triaging, viewing
from console.ui.commands.base import Command

COMMANDS: tuple[Command, ...] = (
    *moving.COMMANDS,
    *replying.COMMANDS,
    *triaging.COMMANDS,
    *searching.COMMANDS,
    *viewing.COMMANDS,
)
