"""Put the keys of the config file over the table; what is wrong is told with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from console import errors
from console.ui.commands.table import COMMANDS
from console.ui.keymap import Keymap, KeysClash, with_overrides


def keymap(overrides: Mapping[str, Sequence[str]], file: Path | None) -> Keymap:
    """Give the keys as the config file has them.

    Raises ConfigError for a name that is no command, and for every clash, naming file, line
    and both commands.
    """
    try:
        return Keymap(with_overrides(COMMANDS, overrides))
    except KeysClash as error:
        found = []
        for clash in error.clashes:
            changed = [name for name in clash.names if name in overrides]
            place = _place(file, changed[-1]) if changed else ""
            found.append(f"{place}{clash.said}")
        raise errors.ConfigError("\n".join(dict.fromkeys(found)), hint=error.hint) from None
    except errors.ConfigError as error:
        known = {command.name for command in COMMANDS}
        wrong = next((name for name in overrides if name not in known), "")
        raise errors.ConfigError(f"{_place(file, wrong)}{error}", hint=error.hint) from None


def _place(file: Path | None, name: str) -> str:
    """Say where the keys of a command stand: `config.toml:7: `."""
    if file is None:
        return ""
    # Only a mistake pays for the lines.
    from console.config.lines import line_of, locate  # noqa: PLC0415

    lines = locate(file.read_text(encoding="utf-8-sig"))
    paths = [("keys", name), ("keys", *name.split("."))]
    path = next((path for path in paths if path in lines), ("keys",))
    return f"{file.name}:{line_of(lines, path)}: "
