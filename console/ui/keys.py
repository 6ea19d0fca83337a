"""The way of a key: to a command of the table, in the order in which keys were pressed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import events

from console.ui.commands.base import Command, Place
from console.ui.keymap import canonical, shown

if TYPE_CHECKING:
    from console.ui.screens.inbox import InboxScreen

ON_CARD = (
    ("move.down", "next"), ("move.up", "previous"), ("card.stay", "read on here"),
    ("card.evidence", "back"), ("card.sheet", "fact sheet"), ("suggest.first", "start from 1"),
)  # fmt: skip
"""What the footer says while the card is checked."""
REPEAT = 0.7
"""Seconds within which the same key again means more (y, yy, yyy)."""


class Keys:
    """Turns keys into commands for the inbox screen.

    While a command is at work, later keys wait: what is typed after `r` belongs into the
    reply that is just opening, and `e j` must resolve before it moves.
    """

    def __init__(self, screen: InboxScreen) -> None:
        """Serve `screen`."""
        self.screen = screen
        self.prefix = ""
        self._pressed: tuple[str, float] = ("", 0.0)
        self._acting = 0
        self._held: list[events.Key] = []

    def on_key(self, event: events.Key) -> None:
        """Look a key up in the table, and run what it means here."""
        screen = self.screen
        screen.ticking.woken()
        if self._acting:
            self._held.append(events.Key(event.key, event.character))
            event.stop()
            event.prevent_default()
            return
        place = screen.place
        if place is Place.COMPOSER and event.is_printable and event.character:
            return
        key = canonical(event.key, event.character)
        sequence = f"{self.prefix} {key}".strip()
        command = screen.keymap.find(place, sequence)
        single = len(key) == 1 and not screen.session.settings.single_keys
        if command is None and not single and screen.keymap.is_prefix(place, sequence):
            self.prefix = sequence
            screen.draw_footer()
            event.stop()
            return
        if self.prefix:
            self.prefix = ""
            screen.draw_footer()
        if command is None or (single and place is not Place.REVIEW):
            return
        event.stop()
        event.prevent_default()
        self.press(command, key)

    def press(self, command: Command, key: str) -> None:
        """Run a command; moving is done at once, the rest in turn."""
        now = time.monotonic()
        last, at = self._pressed
        context = self.screen.context
        context.presses = context.presses + 1 if last == key and now - at < REPEAT else 1
        self._pressed = (key, now)
        if command.name.startswith("move."):
            command.run(context)
            return
        self._acting += 1
        self.screen.turns.later(self._act, command)

    async def _act(self, command: Command) -> None:
        try:
            await self.screen.run_now(command)
        finally:
            # What the command put in line is done before the keys go on.
            self.screen.turns.later(self._done)

    async def _done(self) -> None:
        self._acting -= 1
        if not self._acting:
            self.release()

    def release(self) -> None:
        """Let the keys that waited go where keys go now."""
        held, self._held = self._held, []
        for event in held:
            self.screen.app.post_message(event)

    def help_hint(self) -> list[tuple[str, str]]:
        """Give what stands at the right end of the footer, however narrow it is."""
        key = self.screen.keymap.key_of("screen.help")
        if not key or self.screen.place is Place.COMPOSER:
            return []
        return [(f" {key}", "footer_key"), (" help ", "footer")]

    def hints(self) -> list[tuple[str, str]]:
        """Give the texts of the footer: keys that work here, or may follow a prefix."""
        keymap, place = self.screen.keymap, self.screen.place
        out: list[tuple[str, str]] = []
        if self.prefix:
            out.append((f" {shown(self.prefix)} … ", "footer_key"))
            for key, command in keymap.following(place, self.prefix):
                out += [(f" {shown(key)}", "footer_key"), (f" {command.label} ", "footer")]
            return out
        if place is Place.CARD:
            for name, word in ON_CARD:
                if key := keymap.key_of(name):
                    out += [(f" {key}", "footer_key"), (f" {word} ", "footer")]
            return out
        # On an empty queue most keys have nothing to act on.
        empty = place is Place.QUEUE and not self.screen.queue.total
        for command in keymap.footer(place):
            if empty and not command.enabled(self.screen.context):
                continue
            out += [
                (f" {shown(command.keys[0])}", "footer_key"),
                (f" {command.label} ", "footer"),
            ]
        return out
