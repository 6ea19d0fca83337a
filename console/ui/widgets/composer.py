"""The composer: what is being written, for whom, and the line to look at before it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from console.desk.thread import Thread
from console.domain.models import Attachment, Visibility
from console.ui.widgets.line import Bar


class Step(StrEnum):
    """What the composer waits for."""

    WRITING = "writing"
    REVIEWING = "reviewing"


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


class ReviewLine(Bar):
    """The send line: what will happen, and who will read it."""

    ROLE = "footer"


class Composer(Vertical):
    """A reply or a note being written; colour, border, label and send line all say which."""

    DEFAULT_CSS = """
    Composer { height: 12; max-height: 50%; min-height: 6; border: round $success; }
    Composer.-internal { border: heavy $warning; }
    Composer > ReviewLine { height: 1; }
    Composer > #to { height: 1; }
    Composer.-short { height: 8; }
    """

    @dataclass
    class Edited(Message):
        """The text has changed."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__(id="composer")
        self.visibility = Visibility.PUBLIC
        self.thread: Thread | None = None
        self.attachments: tuple[Attachment, ...] = ()
        self.seen = ""
        """The newest customer message when writing began."""
        self.step = Step.WRITING
        self.keys: dict[str, str] = {}
        """Keys by command name, for the send line."""

    def compose(self) -> ComposeResult:
        """Put label, text and send line under each other."""
        yield Bar(id="to")
        area = Text(id="text", show_line_numbers=False, soft_wrap=True, tab_behavior="focus")
        area.cursor_blink = False
        yield area
        yield ReviewLine(id="send")

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
        if self.area.text != text:
            self.area.load_text(text)
            self.area.move_cursor(self.area.document.end)
        self.draw()
        self.area.focus()

    def review(self, *, reviewing: bool) -> None:
        """Show the review line, or go back to writing."""
        self.step = Step.REVIEWING if reviewing else Step.WRITING
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
        key = self.keys.get
        kind = "note for colleagues" if self.internal else "PUBLIC"
        if self.step is Step.REVIEWING:
            channel = "" if self.internal else f" by {esc.channel or 'the helpdesk'}"
            left = [(f" {kind}{channel}: {self.recipients()} ", "warn")]
            right = [
                (f" {key('review.send', 'y')}", "footer_key"), (" send ", "footer"),
                (f" {key('review.send_resolve', 'R')}", "footer_key"), (" and resolve ", "footer"),
                (f" {key('review.edit', 'e')}", "footer_key"), (" edit ", "footer"),
            ]  # fmt: skip
        else:
            left = [
                (f" {key('composer.send', 'Ctrl+S')}", "footer_key"),
                (f" send {'note' if self.internal else f'to {name}, public'} ", "footer"),
                (f" {key('composer.editor', 'Ctrl+O')}", "footer_key"), (" editor ", "footer"),
                (f" {key('composer.leave', 'Esc')}", "footer_key"), (" keep as draft ", "footer"),
            ]  # fmt: skip
            right = []
        self.query_one("#send", ReviewLine).show(left, right)

    def on_text_area_changed(self) -> None:
        """Pass on that the text has changed."""
        self.post_message(self.Edited())
