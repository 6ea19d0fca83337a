"""The fact sheet: all that the customer has said and tried, and what was promised to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from console.domain.handoff import Card, Item, Slot
from console.ui.cards import FACT_WORDS, STATES
from console.ui.keymap import canonical
from console.ui.widgets.line import Bar
from console.ui.widgets.pages import Pages

if TYPE_CHECKING:
    from console.ui.context import ScreenContext

SECTIONS = (
    ("What they told us", Slot.FACTS), ("What was tried", Slot.ALREADY_TRIED),
    ("What was promised", Slot.PROMISES), ("What is still asked", Slot.OPEN_QUESTION),
    ("Until when", Slot.DEADLINES), ("Who they were told they speak to", Slot.DISCLOSURE),
)  # fmt: skip


def sheet_lines(card: Card, said: dict[str, str]) -> list[tuple[str, str]]:
    """Write the sheet: each statement, and the words of the message under it.

    `said` gives the beginning of each message by its id.
    """
    out: list[tuple[str, str]] = []
    for title, slot in SECTIONS:
        found = card.of(slot)
        out += [("", "text"), (f" {title}", "strong")]
        if not found:
            out.append(("   nothing", "faint"))
        for item in found:
            out.append((f"   {_words(item)}", "text" if item.supported else "failed"))
            out += [(f"       “{said[m]}”", "muted") for m in item.messages[:1] if m in said]
    return out


def _words(item: Item) -> str:
    doubt = "" if item.supported else "? not in the message cited: "
    if item.slot is Slot.FACTS:
        word = FACT_WORDS.get(item.kind, item.kind.replace("_", " "))
        old = "  (corrected later)" if item.state == "superseded" else ""
        return f"{doubt}{word:<14} {item.value or item.text}{old}"
    sign = STATES.get(item.state, ("·", ""))[0]
    by = f" · {item.by}" if item.by else ""
    state = f" · {item.state}" if item.state else ""
    at = f" · {item.at.astimezone():%d %b %H:%M}" if item.at is not None else ""
    return f"{doubt}{sign} {item.text}{by}{state}{at}"


class SheetScreen(ModalScreen[None], inherit_bindings=False):
    """The sheet, to read while writing; nothing on it is sent."""

    DEFAULT_CSS = "SheetScreen { layout: vertical; background: $background; }"

    def __init__(self, context: ScreenContext) -> None:
        """Show the sheet of the conversation that is open in `context`."""
        super().__init__()
        thread = context.thread
        assert thread is not None
        assert thread.told is not None
        assert thread.told.reading is not None
        said = {s.message.id: " ".join(s.message.text.split())[:160] for s in thread.said}
        self.lines_ = sheet_lines(thread.told.reading.card, said)
        self.named = thread.entry.escalation.customer.name or "the customer"

    def compose(self) -> ComposeResult:
        """Put title, text and keys under each other."""
        yield Bar(id="title")
        yield Pages(self.lines_)
        yield Bar(id="keys")

    def on_mount(self) -> None:
        """Name whose sheet it is."""
        self.query_one("#title", Bar).show(
            [(f" {self.named}: said, tried and promised ", "header_strong")], []
        )
        self.query_one("#keys", Bar).show([(" j k scroll   Esc back ", "header_muted")], [])

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        key = canonical(event.key, event.character)
        event.stop()
        event.prevent_default()
        pages = self.query_one(Pages)
        page = max(1, pages.size.height - 1)
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pgdn": page, "space": page, " ": page,
                 "pgup": -page, "G": 9999, "end": 9999, "home": -9999, "g": -9999}  # fmt: skip
        if key in ("esc", "q", "w"):
            self.dismiss(None)
        elif key in moves:
            pages.move(moves[key])
