"""Move through the queue and the conversation, open and go back."""

from __future__ import annotations

from console.ui.commands.context import Context


async def open_(context: Context) -> None:
    """Show the conversation of the selected escalation."""
    if context.entry is not None:
        await context.open(context.entry.ref)
