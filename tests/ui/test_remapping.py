"""Keys of the config file that clash are told with file, line and both commands."""

import pytest

from console import errors
from console.ui.remapping import keymap
from tests.cli.calling import Caller, warmline

__all__ = ["warmline"]


def command_names():
    """Give two commands of the table that work in one place."""
    from console.ui.commands.table import COMMANDS

    return [c.name for c in COMMANDS if c.keys and "queue" in c.places][:2]


def test_a_clash_names_file_line_and_both_commands(tmp_path):
    """Two commands with one key are named, with the line of the one that was changed."""
    one, two = command_names()
    file = tmp_path / "config.toml"
    file.write_text(f'[keys]\n# mine\n"{one}" = "Q"\n{two} = ["Q"]\n')
    with pytest.raises(errors.ConfigError) as caught:
        keymap({one: ("Q",), two: ("Q",)}, file)
    said = str(caught.value)
    assert "config.toml:4: Q is both" in said
    assert one in said
    assert two in said
    assert "[keys]" in caught.value.hint


def test_a_name_that_is_no_command_has_its_line(tmp_path):
    """A command that does not exist is named with its line and the nearest one."""
    one, _ = command_names()
    file = tmp_path / "config.toml"
    file.write_text(f'[keys]\n"{one}x" = "Q"\n')
    with pytest.raises(errors.ConfigError, match=r"^config\.toml:2: keys\.") as caught:
        keymap({f"{one}x": ("Q",)}, file)
    assert one in caught.value.hint


def test_the_doctor_reports_a_clash(warmline: Caller):
    """`doctor --json` has the clash as something wrong, and says what to do."""
    one, two = command_names()
    warmline.config(f'[keys]\n"{one}" = "Q"\n"{two}" = "Q"\n')
    done = warmline("doctor", "--json", without=("textual",))
    assert done.code == 1
    (found,) = [row for row in done.json() if row["level"] == "wrong"]
    assert found["area"] == "config"
    assert "config.toml:3: Q is both" in found["said"]
    assert one in found["said"]
    assert two in found["said"]
    assert "[keys]" in found["do"]


def test_keys_that_do_not_clash_are_well(warmline: Caller):
    """Other keys are taken, and the doctor is content."""
    one, _ = command_names()
    assert keymap({one: ("Q",)}, None).key_of(one) == "Q"
    warmline.config(f'[keys]\n"{one}" = "Q"\n')
    said = [row["said"] for row in warmline("doctor", "--json").json()]
    assert "no keys clash" in said
