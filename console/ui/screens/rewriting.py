"""A rewrite beside the original: seen as it comes, compared word by word, taken only by a key."""

from __future__ import annotations

import difflib
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from console import errors
from console.ui.format import strip, wrap
from console.ui.keymap import canonical
from console.ui.widgets.line import Bar, Lines

WORDS = re.compile(r"\s+|[^\s]+")


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """Compare two texts by words: pieces, each `same`, `gone` or `new`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    out: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            out.append(("".join(old[i1:i2]), "same"))
            continue
        if i1 < i2:
            out.append(("".join(old[i1:i2]), "gone"))
        if j1 < j2:
            out.append(("".join(new[j1:j2]), "new"))
    return out


class Difference(Lines):
    """Two texts in one: what goes is marked [-so-], what comes is marked {+so+}."""

    DEFAULT_CSS = "Difference { height: 1fr; width: 1fr; }"
    ROLES = {"same": "text", "gone": "failed", "new": "good"}  # noqa: RUF012  never changed

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(id="difference")
        self.pieces: list[tuple[str, str]] = []
        self.top = 0
        self._rows: list[list[tuple[str, str]]] = []

    def show(self, pieces: list[tuple[str, str]]) -> None:
        """Show other pieces."""
        self.pieces = pieces
        self.fitted()
        self.refresh()

    def fitted(self) -> None:
        """Wrap to the width, at words."""
        width = max(10, self.size.width - 2)
        rows: list[list[tuple[str, str]]] = [[]]
        used = 0
        for text, kind in self.pieces:
            shown = {"gone": f"[-{text.strip()}-] ", "new": f"{{+{text.strip()}+}} "}.get(
                kind, text
            )
            for word in WORDS.findall(shown):
                if "\n" in word:
                    rows += [[] for _ in range(word.count("\n"))]
                    used = 0
                    continue
                # What is wider than a line is broken, never cut: each word of it is looked at.
                parts = wrap(word, width) if cell_len(word) > width else [word]
                for part in parts:
                    if used + cell_len(part) > width and part.strip():
                        rows.append([])
                        used = 0
                    rows[-1].append((part, self.ROLES[kind]))
                    used += cell_len(part)
        self._rows = rows
        self.top = max(0, min(self.top, len(rows) - self.size.height))

    def move(self, by: int) -> None:
        """Scroll."""
        self.top = max(0, min(self.top + by, len(self._rows) - self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        index = self.top + y
        row = self._rows[index] if index < len(self._rows) else []
        parts = [(" ", self.ground()), *((text, self.style_of(role)) for text, role in row)]
        return strip(parts, self.size.width, self.ground())


class Rewriting(ModalScreen[str | None], inherit_bindings=False):
    """The rewrite as it comes; `y` takes it when it is whole, Esc stops it and keeps the draft."""

    DEFAULT_CSS = "Rewriting { layout: vertical; background: $background; }"

    def __init__(self, before: str, how: str, coming: AsyncGenerator[str, None]) -> None:
        """Compare `before` with what is `coming`."""
        super().__init__()
        self.before, self.how, self.coming = before, how, coming
        self.text = ""
        self.whole = False

    def compose(self) -> ComposeResult:
        """Put title, text and keys under each other."""
        yield Bar(id="title")
        yield Difference()
        yield Bar(id="keys")

    def on_mount(self) -> None:
        """Begin to read."""
        self._title("the model is writing")
        self.run_worker(self._read(), group="rewrite", exclusive=True)

    def _title(self, state: str) -> None:
        word = "in the customer's language" if self.how == "language" else self.how
        self.query_one("#title", Bar).show(
            [(f" Rewrite: {word} ", "header_strong"), (f" {state} ", "header_muted")], []
        )
        keys = "y take it   j k scroll   Esc keep your own" if self.whole else "Esc stops it"
        self.query_one("#keys", Bar).show([(f" {keys} ", "header_muted")], [])

    async def _read(self) -> None:
        difference = self.query_one(Difference)
        try:
            async with aclosing(self.coming) as coming:
                async for text in coming:
                    self.text = text
                    difference.show([(text, "same")])
        except errors.WarmlineError as error:
            # No half of it is taken for the whole.
            self.text = ""
            self._title("failed; your draft is as it was")
            said = f"{error} {error.hint}".strip()
            difference.show([(said, "gone")])
            return
        if not self.text.strip():
            self._title("it wrote nothing; your draft is as it was")
            difference.show([])
            return
        self.whole = True
        difference.show(compared(self.before, self.text))
        self._title("look at what changed: every word of it is the model's")

    def on_key(self, event: events.Key) -> None:
        """Take it, scroll, or keep one's own."""
        key = canonical(event.key, event.character)
        event.stop()
        event.prevent_default()
        if key == "y" and self.whole:
            self.dismiss(self.text)
        elif key in ("esc", "q", "n"):
            self.workers.cancel_group(self, "rewrite")
            self.dismiss(None)
        elif key in ("j", "down", "k", "up"):
            self.query_one(Difference).move(1 if key in ("j", "down") else -1)
