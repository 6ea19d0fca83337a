"""Find a connection's token or password when it is needed, and never show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from console.errors import ConfigError

if TYPE_CHECKING:
    from console.config.settings import Connection

TIMEOUT = 10.0
"""Seconds that a command may take to print a secret."""

KINDS = ("token", "password")
"""In the order in which they are looked for."""

Run = Callable[[Sequence[str]], str]
"""Runs a program and gives what it printed."""


class Secret:
    """A text that shows itself as `***`; only `reveal` gives it."""

    __slots__ = ("_text", "kind")

    def __init__(self, text: str, kind: str = "") -> None:
        """Take the text, and whether it is a `token` or a `password`."""
        self._text = text
        self.kind = kind

    def reveal(self) -> str:
        """Give the text itself."""
        return self._text

    def __repr__(self) -> str:
        """Hide the text."""
        return "***"

    def __format__(self, spec: str) -> str:
        """Hide the text."""
        return format("***", spec)

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same text."""
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        """Hash by the text."""
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        """Refuse to be written anywhere."""
        raise TypeError("a secret is not pickled")

    def __copy__(self) -> Secret:
        """Give itself: it never changes."""
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        """Give itself: it never changes."""
        return self


class Keyring(Protocol):
    """What is used of the keyring package."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Give the password of a user of a service, if there is one."""
        ...


def variable(connection: str, kind: str) -> str:
    """Name the environment variable that always wins: `WARMLINE_RT_TOKEN`."""
    return f"WARMLINE_{connection.upper().replace('-', '_')}_{kind.upper()}"


def resolve(connection: Connection, env: Mapping[str, str], run: Run | None = None) -> Secret:
    """Find the connection's secret; its `kind` says whether it is a token or a password.

    Looks in the environment (`WARMLINE_<NAME>_TOKEN`, `..._PASSWORD`), then for what the
    connection says, the token first: the text itself, `token_env`, `token_command`; last in
    the key ring. Raises ConfigError, without the secret, that says what to do. May take
    TIMEOUT seconds: not for an event loop.
    """
    for kind in KINDS:
        if text := env.get(variable(connection.name, kind)):
            return _sound(text, kind, f"The variable {variable(connection.name, kind)}")
    given = {
        "token": (connection.token, connection.token_env, connection.token_command),
        "password": (connection.password, connection.password_env, connection.password_command),
    }
    for kind, (written, name, command) in given.items():
        if written is not None:
            return _sound(written.reveal(), kind, f"{connection.name}'s {kind}")
        if name:
            if text := env.get(name):
                return _sound(text, kind, f"The variable {name}")
            raise ConfigError(
                f"The variable {name}, which holds the {kind} of {connection.name}, is not set.",
                hint=f"export {name}=..., or change {kind}_env.",
            )
        if command:
            printed = (run or run_command)(command).rstrip("\r\n")
            return _sound(printed, kind, f"What {command[0]} printed")
    if connection.keyring:
        return _from_keyring(connection)
    raise ConfigError(
        f"{connection.name} has neither a token nor a password.",
        hint=f"Set token_command, token_env or keyring under [connection.{connection.name}],"
        f" or {variable(connection.name, 'token')} in the environment.",
    )


def _sound(text: str, kind: str, source: str) -> Secret:
    """Refuse what cannot be a secret: it would fail later, in words that show it."""
    if not text.strip():
        raise ConfigError(f"{source} is empty.", hint=f"It should hold the {kind} alone.")
    if not text.isprintable():
        raise ConfigError(
            f"{source} is no {kind}: it has several lines or control characters.",
            hint=f"It should hold the {kind} alone, on one line.",
        )
    return Secret(text, kind)


def _from_keyring(connection: Connection) -> Secret:
    # It pulls in D-Bus, and is an extra: known by its name alone.
    import importlib  # noqa: PLC0415

    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError as error:
        raise ConfigError(
            "The system's key ring cannot be used: the keyring package is not installed.",
            hint="pip install 'warmline[keyring]'",
        ) from error
    return from_keyring(connection.name, keyring)


def from_keyring(name: str, ring: Keyring) -> Secret:
    """Read a connection's secret from the key ring: service `warmline/NAME`, user `token`."""
    service = f"warmline/{name}"
    for kind in KINDS:
        try:
            text = ring.get_password(service, kind)
        except Exception as error:
            raise ConfigError(
                f"The system's key ring could not be read ({type(error).__name__}).",
                hint="Unlock it, or use token_command.",
            ) from error
        if text:
            return _sound(text, kind, f"The key ring's entry {service}")
    raise ConfigError(
        f"The system's key ring has nothing for {name}.", hint=f"keyring set {service} token"
    )


def run_command(argv: Sequence[str]) -> str:
    """Run a program without a shell and give what it printed; raise ConfigError if it fails.

    Neither its arguments nor its own words are repeated: both may hold a secret.
    """
    # Many connections need no program.
    import subprocess  # noqa: PLC0415

    hint = "Run the connection's token_command or password_command in a terminal to see why."
    try:
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False
        )
        printed = done.stdout.decode()
    except subprocess.TimeoutExpired:
        raise ConfigError(
            f"{argv[0]} printed no secret within {TIMEOUT:.0f} seconds.", hint=hint
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{argv[0]} printed something that is no text.", hint=hint) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not usable"
        raise ConfigError(f"{argv[0]} cannot be run: {why}.", hint=hint) from None
    if done.returncode:
        raise ConfigError(
            f"{argv[0]} ended with status {done.returncode} instead of a secret.", hint=hint
        )
    return printed
