"""Which key runs which command, where: the table, the user's changes, and their clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console import errors
from console.ui.commands.base import Command, Place

NAMES = {
    "question_mark": "?", "slash": "/", "vertical_line": "|", "exclamation_mark": "!",
    "number_sign": "#", "left_square_bracket": "[", "right_square_bracket": "]",
    "colon": ":", "full_stop": ".", "comma": ",", "minus": "-", "plus": "+", "at": "@",
    "space": "space", "escape": "esc", "pageup": "pgup", "pagedown": "pgdn",
    "underscore": "_", "equals_sign": "=", "semicolon": ";", "asterisk": "*",
    "greater_than_sign": ">", "less_than_sign": "<", "ctrl+enter": "ctrl+enter",
}  # fmt: skip
"""Textual's names of keys, and how people and config files write them."""

SHOWN = {
    "esc": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space", "pgup": "PgUp",
    "pgdn": "PgDn", "home": "Home", "end": "End", "up": "↑", "down": "↓",
    "backspace": "Backspace", "shift+tab": "Shift+Tab",
}  # fmt: skip


def canonical(key: str, character: str | None = None) -> str:
    """Give the name of a pressed key as config files write it: `?`, `G`, `ctrl+s`."""
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return NAMES.get(key, key)


def shown(sequence: str) -> str:
    """Write a key or sequence for people: `g q`, `Ctrl+S`, `PgUp`."""
    parts = []
    for key in sequence.split():
        if key.startswith("ctrl+"):
            rest = key[5:]
            parts.append("Ctrl+" + (rest.upper() if len(rest) == 1 else rest.title()))
        else:
            parts.append(SHOWN.get(key, key))
    return " ".join(parts)


def with_overrides(
    commands: Sequence[Command], overrides: Mapping[str, Sequence[str]]
) -> tuple[Command, ...]:
    """Give the table with the user's keys; raise ConfigError for names that do not exist."""
    known = {command.name: command for command in commands}
    for name in overrides:
        if name not in known:
            from difflib import get_close_matches  # noqa: PLC0415  only needed to explain

            near = get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else "`warmline help keys` lists them."
            raise errors.ConfigError(f"keys.{name} is no command.", hint=hint)
    changed = []
    for command in commands:
        if command.name in overrides:
            keys = tuple(" ".join(key.split()) for key in overrides[command.name])
            changed.append(command._replace(keys=keys))
        else:
            changed.append(command)
    return tuple(changed)


class Clash(NamedTuple):
    """Two commands that want the same key in one place."""

    said: str
    names: tuple[str, str]


class KeysClash(errors.ConfigError):
    """Commands want the same keys; carries which."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        """Name both commands of every clash."""
        super().__init__(
            f"Keys clash: {'; '.join(dict.fromkeys(clash.said for clash in clashes))}.",
            hint="Give one of the two another key under [keys] in the config file.",
        )
        self.clashes = clashes


class Keymap:
    """The commands by key and place; a sequence such as `g q` is looked up key by key."""

    def __init__(self, commands: tuple[Command, ...]) -> None:
        """Build the tables; raise ConfigError naming both commands of every clash."""
        self.commands = commands
        self.table: dict[Place, dict[str, Command]] = {}
        self.prefixes: dict[Place, set[str]] = {}
        clashes: list[Clash] = []
        for place in Place:
            keys: dict[str, Command] = {}
            for command in self.commands:
                if place not in command.places:
                    continue
                for key in command.keys:
                    other = keys.setdefault(key, command)
                    if other is not command:
                        said = f"{shown(key)} is both {other.name} and {command.name} ({place})"
                        clashes.append(Clash(said, (other.name, command.name)))
            prefixes = {
                " ".join(parts[:n])
                for parts in (key.split() for key in keys)
                for n in range(1, len(parts))
            }
            clashes += [
                Clash(
                    f"{shown(prefix)} is {keys[prefix].name} and begins"
                    f" {shown(key)} of {keys[key].name} ({place})",
                    (keys[prefix].name, keys[key].name),
                )
                for prefix in prefixes & keys.keys()
                for key in keys
                if key.startswith(prefix + " ")
            ]
            self.table[place], self.prefixes[place] = keys, prefixes
        if clashes:
            raise KeysClash(clashes)

    def find(self, place: Place, sequence: str) -> Command | None:
        """Give the command of a key or sequence."""
        return self.table[place].get(sequence)

    def step(self, place: Place, prefix: str, key: str) -> tuple[Command | None, str]:
        """Give what a key means after those before it: a command, or the keys so far."""
        sequence = f"{prefix} {key}".strip()
        command = self.find(place, sequence)
        return command, sequence if command is None and self.is_prefix(place, sequence) else ""

    def is_prefix(self, place: Place, sequence: str) -> bool:
        """Say whether more keys may follow."""
        return sequence in self.prefixes[place]

    def following(self, place: Place, prefix: str) -> list[tuple[str, Command]]:
        """List the keys that may follow a prefix."""
        start = prefix + " "
        return [
            (key.removeprefix(start), command)
            for key, command in self.table[place].items()
            if key.startswith(start)
        ]

    def footer(self, place: Place) -> list[Command]:
        """List the commands that the footer shows in a place, in order."""
        here = [c for c in self.commands if c.footer and place in c.places and c.keys]
        return sorted(here, key=lambda command: command.footer)

    def key_of(self, name: str) -> str:
        """Give the first key of a command for people; empty when it has none."""
        for command in self.commands:
            if command.name == name and command.keys:
                return shown(command.keys[0])
        return ""
