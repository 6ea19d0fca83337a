"""How the inbox divides its window: queue, conversation, card and composer, by its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen

WIDE = 116
"""Cells from which the conversation stands beside the queue."""

CSS = """
    InboxScreen { layout: vertical; }
    InboxScreen #body { height: 1fr; layout: vertical; }
    InboxScreen #pane { height: 1fr; width: 1fr; layout: vertical; display: none; }
    InboxScreen #reading { height: 1fr; width: 1fr; layout: vertical; }
    InboxScreen.-talking #pane { display: block; }
    InboxScreen.-talking #queue { height: 6; }
    InboxScreen.-talking.-low #queue { display: none; }
    InboxScreen.-talking.-writing.-short #queue { display: none; }
    InboxScreen.-talking.-wide #body { layout: horizontal; }
    InboxScreen.-talking.-wide #pane { padding-left: 1; }
    InboxScreen.-talking.-wide #queue { width: 44%; height: 1fr; display: block; }
    InboxScreen.-talking.-card-beside #pane { layout: horizontal; }
    InboxScreen.-talking.-card-beside #queue { width: 33%; }
    InboxScreen.-card-beside #card { width: 40%; max-width: 64; height: 1fr; padding-left: 1; }
    InboxScreen.-writing.-short #card { display: none; }
"""


def divide(screen: InboxScreen, width: int, height: int) -> None:
    """Divide a window of so many cells by what is open in it."""
    writing = screen.is_writing
    layout = screen.session.settings.layout
    screen.set_class(layout == "beside" or (layout == "auto" and width >= WIDE), "-wide")
    screen.set_class(layout == "alone" or height < 20, "-low")
    screen.set_class(height < 32, "-short")
    screen.set_class(writing, "-writing")
    if writing and screen.writing.composer is not None:
        screen.writing.composer.set_class(height < 32, "-short")
    if "advice" in screen.__dict__:
        screen.advice.divide(width, height)
