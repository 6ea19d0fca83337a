"""The settings as values: what a config file says, with the defaults of what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from console.config.secrets import Secret

if TYPE_CHECKING:
    from console.domain.sla import Policy

# Named tuples throughout: a dataclass costs four times as much of each start.


class Screen(NamedTuple):
    """How the screen looks and behaves."""

    mouse: str
    """`auto`, `on` or `off`."""
    layout: str
    """`auto`, `beside`, `below` or `alone`."""
    single_keys: bool
    after_resolve: str
    """`next` or `stay`."""
    fold_quotes: bool
    fold_events: bool


class Send(NamedTuple):
    """What happens between writing and sending."""

    undo_seconds: float
    note_undo_seconds: float
    review: bool


class View(NamedTuple):
    """A saved query."""

    name: str
    query: str
    title: str
    """What it is called on the screen; never empty."""


class Connection(NamedTuple):
    """One helpdesk and the way to it."""

    name: str
    kind: str
    """`warmline` or `rt`."""
    enabled: bool
    url: str
    user: str
    token: Secret | None
    token_env: str
    token_command: tuple[str, ...]
    """Program and arguments; empty for none."""
    password: Secret | None
    password_env: str
    password_command: tuple[str, ...]
    keyring: bool
    ca_file: str
    client_cert: str
    client_key: str
    proxy: Secret | None
    """A secret, since it may hold a password."""
    timeout: float
    """Seconds."""
    sync_seconds: float
    options: Mapping[str, Any]
    """What only this kind of helpdesk is told, defaults filled in, as plain TOML values."""

    @property
    def embedded(self) -> bool:
        """Whether it is the own desk, in this process."""
        return self.kind == "warmline" and not self.url


class ModelEndpoint(NamedTuple):
    """A server that runs a model, and the way to it."""

    name: str
    dialect: str
    """`openai` or `anthropic`."""
    url: str
    model: str
    token: Secret | None
    token_env: str
    token_command: tuple[str, ...]
    keyring: bool
    redact: bool
    ca_file: str
    proxy: Secret | None
    timeout: float
    """Seconds of a whole call."""
    max_tokens: int
    max_input_tokens: int


class Assist(NamedTuple):
    """Who makes cards and drafts beside the embedded assistant."""

    enabled: bool
    summaries: str
    """Name of an endpoint; empty for none."""
    drafts: str
    tone: str
    endpoints: Mapping[str, ModelEndpoint]


class Config(NamedTuple):
    """Everything that can be set."""

    name: str
    """Who we are on the own desk."""
    theme: str
    """Empty when the terminal decides."""
    editor: tuple[str, ...]
    """Empty for the environment's."""
    screen: Screen
    send: Send
    keys: Mapping[str, tuple[str, ...]]
    """By command name; empty when the keys are taken away."""
    open_command: tuple[str, ...]
    """Opens a link; empty for the system's own."""
    attachments: Path
    """Where they are saved; `~` is expanded."""
    knowledge: Path | None
    """The team's own macros and articles; `~` is expanded. None for none."""
    sla: tuple[Policy, ...]
    connections: Mapping[str, Connection]
    """By name, disabled ones included."""
    views: Mapping[str, View]
    guards: Mapping[str, bool]
    assist: Assist
    file: Path | None
    """Where it was read; None when there was no file."""
