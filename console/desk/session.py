"""One sitting at the desk: the verbs, the settings, and the background work behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from console.desk import Desk
from console.domain.models import Ref


class Settings(NamedTuple):
    """What the agent has set about the screen."""

    theme: str = ""
    """A theme's name; empty to fit the terminal."""
    mouse: bool = True
    single_keys: bool = True
    """Whether single letters are commands."""
    after_resolve: str = "next"
    """`next` or `stay`."""
    review: bool = True
    """Whether the review line is shown before a public reply leaves."""
    open_command: str = ""
    """What opens a link; empty for the system's own."""
    attachments: Path | None = None
    """Where attachments are saved; asked for when None."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Keys by command name, over the table's own."""
    layout: str = "auto"
    """Where the conversation stands: `auto`, `beside`, `below` or `alone`."""
    fold_quotes: bool = True
    fold_events: bool = True
    views: Mapping[str, str] = MappingProxyType({})
    """Saved queries by name."""


@dataclass(eq=False, repr=False)
class Session:
    """What a screen is given to work with."""

    desk: Desk
    settings: Settings
    start: Callable[[], Awaitable[None]]
    """Begins sync in the background."""
    stop: Callable[[], Awaitable[None]]
    """Ends the background work and closes everything."""
    settle: Callable[[float], Awaitable[None]]
    """Sends what can be sent, waiting at most so many seconds."""
    rest: Callable[[], Awaitable[None]]
    """Lets other processes send, before this one stands still."""
    go_on: Callable[[], None]
    """Goes on after a rest."""
    believe: Callable[[str], Awaitable[int]]
    """Accepts that what is missing on a connection is gone."""
    attachment: Callable[[Ref, str], Awaitable[bytes]]
    """Fetches a file."""
    history: Callable[[Ref], Awaitable[None]]
    """Fetches and reads what the customer came with earlier, silently."""
    set_setting: Callable[[str, object], None]
    """Writes a setting into the config file; raises ConfigError."""
    scratch: Path
    """A private folder for what $EDITOR opens."""
    themes: Path | None = None
    """The user's own themes."""
    demo: bool = False
    base: str = ""
    """A query that every list keeps to, such as `in:rt`."""
    config_file: Path | None = None
    connections: tuple[str, ...] = ()
    """The names of the connections it works with."""
