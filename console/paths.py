"""Where Warmline keeps its config, data, state and log."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from console.errors import ConfigError

APP = "warmline"

# https://specifications.freedesktop.org/basedir-spec/latest/
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


# A named tuple: a dataclass costs four times as much of each start.
class Paths(NamedTuple):
    """The four folders, and what lies where in them."""

    config: Path
    data: Path
    state: Path
    log: Path

    @property
    def config_file(self) -> Path:
        """The settings."""
        return self.config / "config.toml"

    @property
    def themes(self) -> Path:
        """Themes of the user's own."""
        return self.config / "themes"

    @property
    def store(self) -> Path:
        """What the console knows: escalations, outbox, drafts."""
        return self.data / "store.db"

    @property
    def desk(self) -> Path:
        """The own desk's conversations."""
        return self.data / "desk.db"

    @property
    def locks(self) -> Path:
        """One file for each connection; who pushes holds it."""
        return self.state / "locks"

    @property
    def log_file(self) -> Path:
        """What happened, without secrets and without what customers wrote."""
        return self.log / "warmline.log"


def paths(env: Mapping[str, str]) -> Paths:
    """Choose the folders by the environment; nothing is made.

    `WARMLINE_HOME` puts everything into that one folder; otherwise each kind goes where
    the system keeps it.
    """
    home = env.get("WARMLINE_HOME", "")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root, root / "data", root / "state", root / "log")
    if sys.platform in ("darwin", "win32"):
        return _by_system()
    user = Path(env["HOME"]) if env.get("HOME") else Path.home()
    found = {}
    for kind, (variable, usual) in _XDG.items():
        base = Path(env.get(variable, ""))
        # The specification: a relative path is to be ignored.
        found[kind] = (base if base.is_absolute() else user / usual) / APP
    return Paths(found["config"], found["data"], found["state"], found["state"] / "log")


def _by_system() -> Paths:
    # Its import takes 8 ms, which the systems with fixed rules need not pay.
    from platformdirs import PlatformDirs  # noqa: PLC0415

    dirs = PlatformDirs(APP, appauthor=False)
    return Paths(
        dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_log_path
    )


def ensure(path: Path) -> Path:
    """Make a folder and those above it that are missing, for the user alone (0700).

    A folder that is there stays as it is. Raises ConfigError when it cannot be made.
    """
    missing = []
    folder = path
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    try:
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(20, "it is a file")
    except OSError as error:
        raise ConfigError(
            f"The folder {path} cannot be made: {error.strerror or error}.",
            hint="WARMLINE_HOME puts everything into another folder.",
        ) from error
    return path
