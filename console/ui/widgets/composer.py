"""The composer: what is being written, for whom, and the line to look at before it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from console.desk.thread import Thread
from console.domain.models import Attachment, Visibility
from console.ui.format import fit, strip, wrap
from console.ui.widgets.line import Bar, Lines

if TYPE_CHECKING:
    from console.domain.guards import Hit
    from console.domain.suggestion import Inserted

SHORTCUTS = {"::": "macro", "/": "macro", "??": "article", "@": "colleague"}
SHORTCUT = re.compile(r"(?:^|\s)(::|\?\?|@)$|^(/)$")
"""A slash counts at the start of a line alone: within one it is "and / or"."""


JOINED = re.compile("[\u200d\U0001f3fb-\U0001f3ff\ufe0f]")
"""What makes one picture of several characters: joiner, skin tones, picture style."""


WARNINGS = 5
"""Lines of what guards say before a reply is sent."""


class Step(StrEnum):
    """What the composer waits for."""

    WRITING = "writing"
    REVIEWING = "reviewing"


def steady(line: Strip, width: int) -> Strip:
    """Draw what is joined of several emoji as its first one, on exactly `width` cells.

    Terminals do not agree how wide 👩‍👧 is, two cells or four, and the cursor inside it makes
    two texts of it, each measured alone: what stands behind it, the border, would drift. The
    text itself stays whole.
    """
    text = line.text
    if text.isascii() or not JOINED.search(text):
        return line
    styles = [segment.style for segment in line for _ in segment.text]
    ground = styles[-1]
    spans, _ = split_graphemes(text)
    parts = []
    for start, end, width_ in spans:
        head = text[start] if JOINED.search(text[start:end]) else text[start:end]
        # The cursor is seen wherever in the cluster it stands.
        style = next((other for other in styles[start:end] if other != ground), styles[start])
        parts.append(Segment(set_cell_size(head, width_) if width_ else "", style))
    return Strip(Segment.simplify(parts)).adjust_cell_length(width, ground)


class Text(TextArea):
    """The text; it says when it changed, and lets commands have their keys."""

    DEFAULT_CSS = """
    Text { height: 1fr; border: none; padding: 0 1; background: transparent; }
    Text:focus { border: none; }
    Text.-shown { color: $foreground; }
    """

    def on_key(self, event: events.Key) -> None:
        """Leave Tab to the screen: it is no character of a reply."""
        if event.key in ("tab", "shift+tab"):
            event.prevent_default()

    def render_line(self, y: int) -> Strip:
        """Draw a line, as wide as the text is on every terminal."""
        return steady(super().render_line(y), self.size.width)


class SendLine(Lines):
    """The line under the text: how to send it, or the last look before it leaves."""

    DEFAULT_CSS = "SendLine { height: 1; }"

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="send")
        self.rows: list[list[tuple[str, str]]] = []

    def show(self, rows: list[list[tuple[str, str]]]) -> None:
        """Show lines of texts with their roles; the widget grows to hold them."""
        self.rows = rows
        self.styles.height = max(1, len(rows))
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        fill = self.style_of("footer")
        parts = self.rows[y] if y < len(self.rows) else []
        return strip([(text, self.style_of(role)) for text, role in parts], self.size.width, fill)


def cells(parts: list[tuple[str, str]]) -> int:
    """Measure texts with roles."""
    return sum(cell_len(text) for text, _ in parts)


class Composer(Vertical):
    """A reply or a note being written; colour, border, label and send line all say which."""

    DEFAULT_CSS = """
    Composer { height: 12; max-height: 50%; min-height: 6; border: round $success; }
    Composer.-internal { border: heavy $warning; }
    Composer > #to { height: 1; }
    Composer.-short { height: 8; }
    Composer.-reviewing { height: auto; max-height: 90%; }
    Composer.-reviewing > Text { height: auto; max-height: 4; }
    """

    @dataclass
    class Edited(Message):
        """The text has changed."""

    @dataclass
    class Asked(Message):
        """A shortcut for a macro, an article or a colleague was typed."""

        kind: str
        length: int
        """Characters that what is chosen replaces."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__(id="composer")
        self.visibility = Visibility.PUBLIC
        self.thread: Thread | None = None
        self.attachments: tuple[Attachment, ...] = ()
        self.seen = ""
        """The newest customer message when writing began."""
        self.hits: tuple[Hit, ...] = ()
        """What guards have to say about the text that is looked over."""
        self.inserted: tuple[Inserted, ...] = ()
        """Texts that were put into it, so that their way is known when it is sent."""
        self.step = Step.WRITING
        self._length = 0
        self.keys: dict[str, str] = {}
        """Keys by command name, for the send line."""

    def compose(self) -> ComposeResult:
        """Put label, text and send line under each other."""
        yield Bar(id="to")
        area = Text(id="text", show_line_numbers=False, soft_wrap=True, tab_behavior="focus")
        area.cursor_blink = False
        yield area
        yield SendLine()

    @property
    def area(self) -> Text:
        """The text widget."""
        return self.query_one("#text", Text)

    @property
    def text(self) -> str:
        """What has been written."""
        return self.area.text

    @property
    def internal(self) -> bool:
        """Whether colleagues alone will read it."""
        return self.visibility is Visibility.INTERNAL

    def start(
        self,
        thread: Thread,
        visibility: Visibility,
        text: str,
        attachments: tuple[Attachment, ...],
        seen: str,
    ) -> None:
        """Write in a conversation, going on from a draft."""
        self.thread, self.visibility = thread, visibility
        self.attachments, self.seen = attachments, seen
        self.set_class(self.internal, "-internal")
        self.step = Step.WRITING
        self.remove_class("-reviewing")
        if self.area.text != text:
            self.area.load_text(text)
            self.area.move_cursor(self.area.document.end)
        self.draw()
        self.area.focus()

    def review(
        self,
        fresh: Thread | None = None,
        hits: tuple[Hit, ...] | None = None,
        *,
        reviewing: bool,
    ) -> None:
        """Show the review line, or go back to writing; `fresh` is the thread as it is now.

        `hits` are what the guards have to say: a line each, and never a bar to sending.
        """
        self.hits = hits or ()
        # Who it will be mailed to may have changed since writing began.
        if fresh is not None and self.thread is not None and fresh.ref == self.thread.ref:
            self.thread = fresh
        self.step = Step.REVIEWING if reviewing else Step.WRITING
        # The last look has all the room it needs; the text gives way.
        self.set_class(reviewing, "-reviewing")
        self.draw()
        if reviewing:
            self.screen.set_focus(None)
        else:
            self.area.focus()

    def recipients(self) -> str:
        """Name who the helpdesk will send it to."""
        assert self.thread is not None
        esc = self.thread.entry.escalation
        if self.internal:
            return "colleagues only; the customer does not see it"
        to = ", ".join(esc.recipients) or esc.customer.email or esc.customer.name
        copies = f"  Cc {', '.join(esc.cc)}" if esc.cc else ""
        return f"To {to or 'the customer'}{copies}"

    def draw(self) -> None:
        """Bring the label and the send line up to date."""
        if self.thread is None:
            return
        esc = self.thread.entry.escalation
        name = esc.customer.name or esc.customer.email or "the customer"
        role = "note" if self.internal else "public"
        label = " INTERNAL NOTE " if self.internal else " PUBLIC REPLY "
        about = " colleagues only" if self.internal else f" to {name}"
        by = f" by {esc.channel}" if esc.channel and not self.internal else ""
        files = f" · {len(self.attachments)} attached" if self.attachments else ""
        self.query_one("#to", Bar).show(
            [(label, role), (about + by + files, "internal" if self.internal else "header")], []
        )
        self.query_one(SendLine).show(
            self._review_rows() if self.step is Step.REVIEWING else self._writing_rows()
        )

    def _keys(self, *hints: tuple[str, str]) -> list[tuple[str, str]]:
        """Show keys by their commands' names, with a word each."""
        out = []
        for name, word in hints:
            if key := self.keys.get(name, ""):
                out += [(f" {key}", "footer_key"), (f" {word} ", "footer")]
        return out

    def _writing_rows(self) -> list[list[tuple[str, str]]]:
        """Say how to send it, to whom and how public; the other keys give way to that."""
        assert self.thread is not None
        name = self.thread.entry.escalation.customer.name or "the customer"
        word = "send note to colleagues" if self.internal else f"send to {name}, public"
        send, leave = ("composer.send", word), ("composer.leave", "keep as draft")
        editor, macro = ("composer.editor", "editor"), ("composer.macro", "macro")
        draft = ("composer.leave", "draft")
        for hints in (
            (send, editor, macro, leave), (send, editor, macro, draft), (send, macro, draft),
            (send, draft), (send,),
        ):  # fmt: skip
            row = self._keys(*hints)
            if cells(row) <= self.room:
                return [row]
        # Not even that fits: what it says is wrapped, and nothing of it is lost.
        lines = wrap("".join(text for text, _ in self._keys(send)).strip(), self.room - 1)
        rows = [[(f" {line}", "footer")] for line in lines]
        last = self._keys(draft)
        return [*rows, last] if cells(last) <= self.room else rows

    @property
    def room(self) -> int:
        """Cells of a line inside the border."""
        return max(20, self.size.width or self.screen.size.width - 2)

    def on_resize(self) -> None:
        """Say it anew for the new width."""
        self.draw()

    def _review_rows(self) -> list[list[tuple[str, str]]]:
        """Name the visibility, the channel and all recipients: none of it is ever cut."""
        assert self.thread is not None
        channel = self.thread.entry.escalation.channel or "the helpdesk"
        kind = "INTERNAL NOTE" if self.internal else f"PUBLIC by {channel}"
        role = "note" if self.internal else "warn"
        lines = wrap(f"{kind}: {self.recipients()}", max(20, self.room - 4))
        hints = [("review.send", "send"), ("review.send_resolve", "send and resolve"),
                 ("review.edit", "edit")]  # fmt: skip
        rows = [self._keys(*hints)]
        if cells(rows[0]) > self.room:
            rows = [self._keys(hint) for hint in hints]
        return [*([(f" {line}", role)] for line in lines), *self._warnings(), *rows]

    def _warnings(self) -> list[list[tuple[str, str]]]:
        """Give a line for each thing that a guard has to say; nothing has to be pressed."""
        out = []
        for hit in self.hits[:WARNINGS]:
            when = "when you resolve: " if hit.guard == "promise" else ""
            text = f" ! {hit.guard}: {when}{hit.said}"
            out.append([(fit(text, max(20, self.room - 2)).rstrip(), "failed")])
        if len(self.hits) > WARNINGS:
            out.append([(f" ! and {len(self.hits) - WARNINGS} more", "failed")])
        return out

    def on_text_area_changed(self) -> None:
        """Pass on that the text has changed, and whether a shortcut was typed."""
        self.post_message(self.Edited())
        row, column = self.area.cursor_location
        line = self.area.document.get_line(row)[:column]
        longer = len(self.area.text) > self._length
        self._length = len(self.area.text)
        # At the start of a line or after a space alone: a time or a path is no shortcut.
        match = SHORTCUT.search(line) if longer else None
        if match is not None:
            typed = match[1] or match[2]
            self.post_message(self.Asked(SHORTCUTS[typed], len(typed)))
