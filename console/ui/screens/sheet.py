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

ROOM = 160
"""Characters of a message that are shown around what it says."""
SECTIONS = (
    ("What they told us", Slot.FACTS), ("What was tried", Slot.ALREADY_TRIED),
    ("What was promised", Slot.PROMISES), ("What is still asked", Slot.OPEN_QUESTION),
    ("Until when", Slot.DEADLINES), ("Who they were told they speak to", Slot.DISCLOSURE),
)  # fmt: skip


def sheet_lines(card: Card, said: dict[str, str]) -> list[tuple[str, str]]:
    """Write the sheet: each statement, and under it the words that it rests on.

    `said` gives the text of each message by its id.
    """
    out: list[tuple[str, str]] = []
    for title, slot in SECTIONS:
        found = card.of(slot)
        out += [("", "text"), (f" {title}", "strong")]
        if not found:
            out.append(("   nothing", "faint"))
        for item in found:
            out.append((f"   {_words(item)}", "text" if item.supported else "failed"))
            for ident in item.messages[:1]:
                if ident in said:
                    words = around(said[ident], item.value or item.text)
                    out.append((f"       “{words}”", "muted"))
    return out


def around(text: str, words: str, room: int = ROOM) -> str:
    """Cut the part out of a text that holds some words, at spaces; its beginning for none."""
    line, wanted = " ".join(text.split()), " ".join(words.split())
    at = line.find(wanted)
    if len(line) <= room or at < 0:
        return line if len(line) <= room else line[:room].rsplit(" ", 1)[0] + " …"
    start = max(0, min(at - (room - len(wanted)) // 2, len(line) - room))
    end = min(len(line), max(start + room, at + len(wanted)))
    if start:
        start = line.find(" ", start) + 1 or start
        start = min(start, at)
    if end < len(line):
        end = max(line.rfind(" ", at + len(wanted), end), at + len(wanted))
    return ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")


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
        said = {s.message.id: s.message.text for s in thread.said}
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
