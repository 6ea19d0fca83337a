"""Move through the queue and the conversation, open and go back."""

from __future__ import annotations

from console.ui.commands.base import READING, Command, Context, Place, deed, with_entry


async def open_(context: Context) -> None:
    """Show the conversation of the selected escalation."""
    if context.entry is not None:
        await context.open(context.entry.ref)


COMMANDS = (
    Command("move.down", "Move down", ("j", "down"), deed("move", 1)),
    Command("move.up", "Move up", ("k", "up"), deed("move", -1)),
    Command("move.page_down", "Page down", ("pgdn", "ctrl+d"), deed("page", 1)),
    Command("move.page_up", "Page up", ("pgup", "ctrl+u"), deed("page", -1)),
    Command("move.top", "Go to the top", ("g g", "home"), deed("top")),
    Command("move.bottom", "Go to the bottom", ("G", "end"), deed("bottom")),
    Command(
        "conversation.open", "Open the conversation", ("enter", "o"), open_,
        (Place.QUEUE,), with_entry, footer=1, short="open",
    ),
    Command("conversation.back", "Go back; at the root, quit", ("esc", "q"), deed("back")),
    Command(
        "conversation.next", "Next conversation", ("]",), deed("step", 1), READING, with_entry,
        footer=8, short="next",
    ),
    Command(
        "conversation.previous", "Previous conversation", ("[",), deed("step", -1), READING,
        with_entry,
    ),
    Command("screen.other", "Go to the other side: queue or conversation", ("tab",),
            deed("other")),
)  # fmt: skip
