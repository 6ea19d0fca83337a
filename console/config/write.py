"""Change the config file: comments stay, and nothing invalid is ever written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from console.config.problems import NotToml, judge, refuse, tables
from console.errors import ConfigError
from console.paths import ensure

Keys = str | Sequence[str]
"""`screen.mouse`, or the steps one by one where a step holds a dot."""


def set_value(path: Path, keys: Keys, value: Any) -> None:
    """Set one value in the file, which is made when it is missing; None removes the key.

    Raises ConfigError, and leaves the file as it was, when the result is not valid.
    """
    steps = tuple(keys.split(".")) if isinstance(keys, str) else tuple(keys)

    def change(tree: Any) -> None:
        for step in steps[:-1]:
            if not isinstance(tree.get(step), Mapping):
                if value is None:
                    return
                tree[step] = {}
            tree = tree[step]
        if value is not None:
            tree[steps[-1]] = _listed(value)
        elif steps[-1] in tree:
            del tree[steps[-1]]

    _rewrite(path, change)


def add_connection(path: Path, name: str, table: Mapping[str, Any]) -> None:
    """Add `[connection.NAME]` with what `table` says.

    Raises ConfigError, and leaves the file as it was, for a name that is taken or a table
    that is not valid.
    """

    def change(tree: Any) -> None:
        connections = tree.setdefault("connection", {})
        if name in connections:
            raise ConfigError(f"There is a connection {name} already.", hint="Choose another name.")
        connections[name] = _listed(table)

    _rewrite(path, change)


def _rewrite(path: Path, change: Callable[[Any], None]) -> None:
    # Only a change of the file needs it, and its import takes 40 ms.
    import tomlkit  # noqa: PLC0415

    # A link into somebody's collection of dot files stays a link.
    path = path.resolve()
    try:
        old = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as UTF-8 text.") from error
    try:
        wanted = tables(old)
        change(wanted)
        document = tomlkit.parse(old)
        change(document)
        new = tomlkit.dumps(document)
        written = tables(new)
    except NotToml as error:
        raise refuse([error.problem], str(path)) from None
    if written != wanted:
        raise ConfigError(
            f"{path.name} is written in a way that cannot be changed safely.",
            hint=f"Edit {path} by hand.",
        )
    if found := judge(new, written):
        raise refuse(found, str(path))
    replace(path, new)


def _listed(value: Any) -> Any:
    """Write tuples as TOML's lists."""
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value


def replace(path: Path, text: str) -> None:
    """Put `text` in place of the file at once, readable by the user alone (0600)."""
    folder = ensure(path.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}.") from error
