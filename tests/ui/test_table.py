"""The one table of commands, and the keys that users give them."""

from __future__ import annotations

from importlib import import_module

import pytest

from console import errors
from console.ui.commands.base import Place
from console.ui.commands.table import COMMANDS
from console.ui.keymap import Keymap, canonical, shown, with_overrides


def test_the_default_keys_do_not_clash():
    """The shipped table is one that a user's config file could be refused for breaking."""
    assert Keymap(COMMANDS).find(Place.QUEUE, "r") is not None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_can_be_run(command):
    """A command that names its verb lazily names one that exists."""
    place = getattr(command.run, "__qualname__", "")
    if ":" in place:
        module, name = place.split(":")
        assert callable(getattr(import_module(f"console.ui.commands.{module}"), name))
    else:
        assert callable(command.run)


def test_names_are_unique():
    """The config file can name every command."""
    names = [command.name for command in COMMANDS]

    assert len(names) == len(set(names))


def test_no_key_is_alt_with_a_letter():
    """Alt is an ESC prefix in terminals, and types letters on some layouts."""
    assert not [c.name for c in COMMANDS for key in c.keys if "alt+" in key]


def test_a_moved_key_works_and_the_old_one_no_longer():
    """[keys] moves a command to another key."""
    keymap = Keymap(with_overrides(COMMANDS, {"triage.take": ("T",)}))

    assert keymap.find(Place.QUEUE, "T").name == "triage.take"
    assert keymap.find(Place.QUEUE, "i") is None
    assert keymap.key_of("triage.take") == "T"


def test_a_clash_names_both_commands():
    """Two commands on one key in one place are refused by both names."""
    with pytest.raises(
        errors.ConfigError, match=r"triage\.take.*reply\.public|reply\.public.*triage\.take"
    ):
        Keymap(with_overrides(COMMANDS, {"triage.take": ("r",)}))


def test_a_key_that_begins_a_sequence_is_a_clash():
    """`g` alone cannot be a command while `g q` is one."""
    with pytest.raises(errors.ConfigError, match="begins"):
        Keymap(with_overrides(COMMANDS, {"triage.take": ("g",)}))


def test_an_unknown_command_is_named_with_the_nearest():
    """A misspelt name in [keys] is explained."""
    with pytest.raises(errors.ConfigError, match=r"reply\.pblic") as caught:
        with_overrides(COMMANDS, {"reply.pblic": ("r",)})

    assert "reply.public" in caught.value.hint


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [("question_mark", "?", "?"), ("ctrl+s", "\x13", "ctrl+s"), ("G", "G", "G"),
     ("escape", "\x1b", "esc"), ("space", " ", "space"), ("pageup", None, "pgup")],
)  # fmt: skip
def test_keys_have_the_names_that_people_write(key, character, expected):
    """Textual's names become those of the config file."""
    assert canonical(key, character) == expected


def test_keys_are_shown_as_on_keyboards():
    """Help and footer say Ctrl+S and g q."""
    assert [shown("ctrl+s"), shown("g q"), shown("esc")] == ["Ctrl+S", "g q", "Esc"]
