"""What every command is given: the global options, the folders, and the config when needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from console import paths

if TYPE_CHECKING:
    from console.config import Config
    from console.config.redaction import Redaction


class Given:
    """The circumstances of one call."""

    def __init__(self) -> None:
        """Begin with nothing asked for."""
        self.connection = ""
        self.read_only = False
        self.verbose = False
        self.demo = False
        self.fresh = False
        self.theme = ""
        self._paths: paths.Paths | None = None
        self._config: Config | None = None
        self._redaction: Redaction | None = None

    @property
    def paths(self) -> paths.Paths:
        """The folders, from WARMLINE_HOME or the system's rules."""
        if self._paths is None:
            self._paths = paths.paths(os.environ)
        return self._paths

    @property
    def config(self) -> Config:
        """The config, read once; raises ConfigError."""
        if self._config is None:
            from console.config import load

            self._config = load(self.paths, os.environ)
        return self._config

    @property
    def demo_folder(self) -> Path:
        """Where the demo lies."""
        return self.paths.data / "demo"

    @property
    def store_file(self) -> Path:
        """The store that commands read: the demo's with --demo."""
        return self.demo_folder / "store.db" if self.demo else self.paths.store

    def redaction(self) -> Redaction:
        """Give the filter of the log; secrets that are found are added to it."""
        if self._redaction is None:
            from console.config.redaction import Redaction

            self._redaction = Redaction()
        return self._redaction


Result = TypeVar("Result")


def pass_given(command: Callable[..., Result]) -> Callable[..., Result]:
    """Call a command with what was given first."""

    @wraps(command)
    def with_given(*args: Any, **options: Any) -> Result:
        import logging

        # What libraries log is no word to the user; --verbose has it in the log file.
        if not logging.getLogger().handlers:
            logging.getLogger().addHandler(logging.NullHandler())
        return command(click.get_current_context().ensure_object(Given), *args, **options)

    return with_given
