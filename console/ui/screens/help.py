"""Help for this screen with the user's own keys, and the manual behind it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from console.ui.commands.base import Command, Option, Place
from console.ui.context import ScreenContext
from console.ui.keymap import canonical, shown
from console.ui.widgets.line import Bar
from console.ui.widgets.pages import Pages

GROUPS = {
    "move": "Moving", "conversation": "The conversation", "card": "The handoff card",
    "suggest": "Suggested replies", "reply": "Writing", "composer": "In the composer",
    "review": "Before sending", "triage": "Deciding", "search": "Searching",
    "go": "Going to", "outbox": "In the outbox", "screen": "The screen",
}  # fmt: skip
"""Titles of the groups of commands, by the first word of their names."""


def key_lines(commands: tuple[Command, ...], place: Place | None = None) -> list[tuple[str, str]]:
    """List commands with their keys, by group; those that work in `place` come first."""
    out: list[tuple[str, str]] = []
    here = [c for c in commands if place is None or place in c.places]
    there = [c for c in commands if c not in here]
    for title, some in (("", here), ("Elsewhere", there)):
        if title and some:
            out += [("", "text"), (f" {title}", "muted")]
        for group, heading in GROUPS.items():
            inside = [c for c in some if c.name.partition(".")[0] == group]
            if inside:
                out += [("", "text"), (f" {heading}", "strong")]
            for command in inside:
                keys = "  ".join(shown(key) for key in command.keys) or "(no key)"
                out.append((f"   {keys:<18} {command.title}", "text"))
    return out


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """The keys of the place one came from; `m` reads the manual."""

    DEFAULT_CSS = "HelpScreen { layout: vertical; background: $background; }"

    def __init__(self, context: ScreenContext) -> None:
        """Show the keys that work where `context` is."""
        super().__init__()
        self.context = context
        self.from_place = context.place

    def compose(self) -> ComposeResult:
        """Put title, text and keys under each other."""
        yield Bar(id="title")
        yield Pages([])
        yield Bar(id="keys")

    def on_mount(self) -> None:
        """Show the keys."""
        self.show_keys()
        keys = " j k scroll   m manual   Esc back "
        self.query_one("#keys", Bar).show([(keys, "header_muted")], [])

    def show_keys(self) -> None:
        """Show the commands with the user's own keys."""
        self.query_one("#title", Bar).show(
            [(f" Help: keys in the {self.from_place} ", "header_strong")], []
        )
        lines = key_lines(self.context.screen.keymap.commands, self.from_place)
        self.query_one(Pages).show(lines)

    def on_key(self, event: events.Key) -> None:
        """Scroll, read the manual, or leave."""
        key = canonical(event.key, event.character)
        event.stop()
        event.prevent_default()
        pages = self.query_one(Pages)
        page = max(1, pages.size.height - 1)
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pgdn": page, "space": page, " ": page,
                 "pgup": -page, "G": 9999, "end": 9999, "home": -9999, "g": -9999}  # fmt: skip
        if key in ("esc", "q", "?"):
            self.dismiss(None)
        elif key in moves:
            pages.move(moves[key])
        elif key == "m":
            self.run_worker(self._manual())

    async def _manual(self) -> None:
        from console import manual  # noqa: PLC0415  read when first asked for

        options = [Option(title, name, detail=name) for name, title in manual.topics()]
        chosen = await self.context.choose("Manual", options, filter_first=True)
        if chosen:
            self.query_one("#title", Bar).show([(f" Manual: {chosen} ", "header_strong")], [])
            pages = self.query_one(Pages)
            pages.top = 0
            pages.show(manual.styled(chosen))
