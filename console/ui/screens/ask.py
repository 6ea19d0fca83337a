"""Small questions over the screen: choose from a list, type a line, confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from console.domain.text import clean_line
from console.ui.commands.base import Option
from console.ui.format import ends, strip, wrap
from console.ui.keymap import canonical
from console.ui.widgets.line import Bar, Lines


class Choices(Lines):
    """The options that fit what was typed, with a cursor."""

    DEFAULT_CSS = "Choices { height: auto; max-height: 16; width: 1fr; }"

    def __init__(
        self,
        options: Sequence[Option],
        fitting: Callable[[str], list[Option]] | None = None,
    ) -> None:
        """Show all options at first; `fitting` finds those for a text, the best first."""
        super().__init__(id="choices")
        self.fitting = fitting
        self.options = list(options)
        self.found = list(options)
        self.cursor = 0
        self.top = 0

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        """Give as many lines as there are options, at least one."""
        del container, viewport, width
        return max(1, len(self.found))

    def narrow(self, text: str) -> None:
        """Keep what holds every word that was typed, beginnings first."""
        self.found = self.fitting(text) if self.fitting is not None else self._holding(text)
        self.cursor = self.top = 0
        self.refresh(layout=True)

    def _holding(self, text: str) -> list[Option]:
        words = text.casefold().split()

        def rank(option: Option) -> tuple[bool, int] | None:
            hay = f"{option.label} {option.detail}".casefold()
            if not all(word in hay for word in words):
                return None
            return (not option.label.casefold().startswith(text.casefold().strip()), 0)

        ranked = [(rank(option), i, option) for i, option in enumerate(self.options)]
        fits = [(r, i, option) for r, i, option in ranked if r is not None]
        return [option for _, _, option in sorted(fits, key=lambda item: item[:2])]

    def move(self, by: int) -> None:
        """Move the cursor, round the ends."""
        if self.found:
            self.cursor = (self.cursor + by) % len(self.found)
            height = max(1, self.size.height)
            self.top = max(min(self.top, self.cursor), self.cursor - height + 1)
            self.refresh()

    @property
    def current(self) -> Option | None:
        """The option under the cursor."""
        return self.found[self.cursor] if self.found else None

    def render_line(self, y: int) -> Strip:
        """Draw an option: its key, its label, and what it means."""
        width, index = self.size.width, self.top + y
        if not self.found and y == 0:
            return strip([("  nothing fits", self.style_of("muted"))], width, self.ground())
        if index >= len(self.found):
            return Strip.blank(width, self.ground())
        option = self.found[index]
        here = index == self.cursor
        body = self.style_of("choice") if here else self.style_of("text")
        quiet = body if here else self.style_of("muted")
        key = f"{option.key:>2} " if any(o.key for o in self.options) else ""
        return ends(
            [("❯ " if here else "  ", body), (key, body if here else self.style_of("footer_key")),
             (option.label, body)],
            [(f"  {option.detail} " if option.detail else " ", quiet)],
            width,
            body,
        )  # fmt: skip


class Typed(Input):
    """A line of text without a blinking cursor."""

    DEFAULT_CSS = """
    Typed { border: none; height: 1; padding: 0 1; background: transparent; }
    Typed:focus { border: none; }
    Typed:ansi > .input--cursor {
        background: ansi_default; color: ansi_default; text-style: reverse;
    }
    """

    def __init__(self, value: str = "", *, placeholder: str = "") -> None:
        """Start with a value, the cursor at its end."""
        super().__init__(value=value, placeholder=placeholder, select_on_focus=False)
        self.cursor_blink = False


def boxed(screen: str) -> str:
    """Give the style of a screen that is a box in the middle."""
    return f"""
    {screen} {{ align: center middle; background: transparent; }}
    {screen} > Vertical {{
        width: 72; max-width: 96%; height: auto; max-height: 90%;
        border: round $primary; background: $surface; padding: 0 1;
    }}
    """


class Question(ModalScreen[Any], inherit_bindings=False):
    """A question that is answered once, however fast the keys come."""

    def answer(self, value: object) -> None:
        """Close with an answer; a second one comes too late."""
        if self.is_current:
            self.dismiss(value)


class Choose(Question, inherit_bindings=False):
    """Choose one of several; a key of its own, or typing and Enter, does it."""

    DEFAULT_CSS = boxed("Choose")

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        free: str = "",
        filter_first: bool = False,
        fitting: Callable[[str], list[Option]] | None = None,
    ) -> None:
        """Ask with a title; `free` names what a typed text becomes, if it may be an answer."""
        super().__init__()
        self.fitting = fitting
        self.heading, self.options, self.free = title, options, free
        self.filter_first = filter_first or bool(free) or not any(o.key for o in options)

    def compose(self) -> ComposeResult:
        """Put title, text and options under each other."""
        with Vertical():
            yield Bar(id="title")
            if self.filter_first:
                yield Typed(placeholder=self.free or "type to narrow")
            yield Choices(self.options, self.fitting)

    def on_mount(self) -> None:
        """Show the title."""
        self.query_one("#title", Bar).show([(self.heading, "header_strong")], [])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the options."""
        self.query_one(Choices).narrow(event.value)

    def on_key(self, event: events.Key) -> None:
        """Move, choose or leave."""
        choices = self.query_one(Choices)
        key = canonical(event.key, event.character)
        typed = self.query(Typed).first().value if self.filter_first else ""
        moves = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "tab": 1, "shift+tab": -1,
                 "pgdn": 10, "pgup": -10}  # fmt: skip
        by_key = {option.key: option for option in self.options if option.key}
        if not self.filter_first:
            # A letter that is shown chooses, also where it would move elsewhere.
            moves |= {key: by for key, by in (("j", 1), ("k", -1)) if key not in by_key}
        if key == "esc" or (key == "q" and not self.filter_first):
            self.answer(None)
        elif key == "enter":
            current = choices.current
            if current is not None and not (self.free and typed and not choices.found):
                self.answer(current.value)
            elif self.free and typed.strip():
                self.answer(clean_line(typed))
        elif key in moves:
            choices.move(moves[key])
        else:
            if self.filter_first or key not in by_key:
                return
            self.answer(by_key[key].value)
        event.stop()
        event.prevent_default()


class Ask(Question, inherit_bindings=False):
    """Type one line."""

    DEFAULT_CSS = boxed("Ask")

    def __init__(self, title: str, value: str = "", *, hint: str = "") -> None:
        """Ask with a title and a value to change."""
        super().__init__()
        self.heading, self.value, self.hint = title, value, hint

    def compose(self) -> ComposeResult:
        """Put title, line and hint under each other."""
        with Vertical():
            yield Bar(id="title")
            yield Typed(self.value)
            yield Bar(id="hint")

    def on_mount(self) -> None:
        """Show title and hint."""
        self.query_one("#title", Bar).show([(self.heading, "header_strong")], [])
        self.query_one("#hint", Bar).show([(self.hint, "header_muted")], [])

    def on_key(self, event: events.Key) -> None:
        """Take the line, or leave."""
        if event.key == "escape":
            self.answer(None)
        elif event.key == "enter":
            self.answer(clean_line(self.query_one(Typed).value, 5_000))
        else:
            return
        event.stop()
        event.prevent_default()


class Heading(Lines):
    """A question, on as many lines as it takes: what one agrees to is never cut."""

    DEFAULT_CSS = "Heading { height: auto; width: 1fr; }"

    def __init__(self, text: str) -> None:
        """Ask with a text."""
        super().__init__()
        self.text = text

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        """Give as many lines as the text needs."""
        del container, viewport
        return len(wrap(self.text, width))

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        lines = wrap(self.text, self.size.width)
        style = self.style_of("header_strong")
        return strip([(lines[y] if y < len(lines) else "", style)], self.size.width, style)


class Confirm(Question, inherit_bindings=False):
    """Ask before something that cannot be taken back; No is the default."""

    DEFAULT_CSS = boxed("Confirm")

    def __init__(self, question: str, *, yes: str = "Yes") -> None:
        """Ask a question; `yes` names what happens."""
        super().__init__()
        self.question = question
        self.options = [Option("No", value=False, key="n"), Option(yes, value=True, key="y")]

    def compose(self) -> ComposeResult:
        """Put question and answers under each other."""
        with Vertical():
            yield Heading(self.question)
            yield Choices(self.options)

    def on_key(self, event: events.Key) -> None:
        """Answer; leaving is No."""
        choices = self.query_one(Choices)
        key = canonical(event.key, event.character)
        if key in ("n", "q", "esc"):
            self.answer(value=False)
        elif key == "y":
            self.answer(value=True)
        elif key == "enter":
            self.answer(bool(choices.current and choices.current.value))
        elif key in ("j", "down", "tab", "k", "up"):
            choices.move(1)
        event.stop()
        event.prevent_default()
