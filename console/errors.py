"""The tree of everything that can go wrong, with words fit for an agent.

WarmlineError
├── ConfigError             a setting is wrong: file, line, key and the nearest known key
├── StoreError              the console's own files
│   ├── StoreTooNew         written by a newer Warmline
│   └── NoSuchEscalation    no escalation has that reference
├── InputError              what a person gave is not valid
│   └── ImportRefused       lines of an import, each with its field
├── ReadOnly                writes are refused by --read-only
├── AssistError             a model endpoint gave nothing usable; the embedded result stays
└── HelpdeskError           a helpdesk, or the way to it
    ├── Unreachable         nothing was sent; safe to try again
    │   └── RateLimited     asked to wait; carries the seconds
    ├── NoAnswer            sent, and no answer came: it may have happened
    ├── ServerBroken        it answered with 5xx: it may have happened
    ├── Unauthorized        the credentials are not accepted
    ├── Forbidden           they are, but do not allow this
    ├── NotFound            there is no such thing there
    ├── Conflict            it has changed since; carries the current state
    ├── Invalid             it does not accept the values
    ├── CursorLost          it no longer knows where we left off
    ├── TlsRefused          its certificate is not trusted
    └── BadAnswer           it answered something that is not its API
"""

from __future__ import annotations

from typing import Any

MESSAGE_LIMIT = 2_000
"""Characters kept of an error's sentence."""


class WarmlineError(Exception):
    """Any failure that Warmline explains; `hint` says what to do."""

    hint: str = ""
    retryable: bool = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Take the sentence to show, and what to do about it."""
        from console.domain.text import clean  # noqa: PLC0415  its patterns cost 3 ms

        # Words of servers end up in messages: they are cleaned here, once for all.
        super().__init__(clean(message, MESSAGE_LIMIT))
        if hint:
            self.hint = clean(hint, MESSAGE_LIMIT)


class ConfigError(WarmlineError):
    """A setting is wrong."""


class StoreError(WarmlineError):
    """The console's own files cannot be used."""


class StoreTooNew(StoreError):
    """The store was written by a newer Warmline."""

    hint = "Update Warmline, or point WARMLINE_HOME at another folder."


class NoSuchEscalation(StoreError):
    """No escalation has that reference."""

    hint = "`warmline ls` prints the references; `warmline sync --once` fetches new ones."


class InputError(WarmlineError):
    """What a person gave is not valid."""


class ImportRefused(InputError):
    """Some lines were not imported; each problem names line and field."""

    def __init__(self, problems: list[str]) -> None:
        """Take one sentence for each problem."""
        super().__init__("\n".join(problems))
        self.problems = problems


class ReadOnly(WarmlineError):
    """A write was refused because the console was opened with --read-only."""

    hint = "Start Warmline without --read-only to change anything."


class AssistError(WarmlineError):
    """A model endpoint gave nothing that can be used; the embedded result stays."""

    hint = "`warmline assist check` tries the endpoint and says what it can do."


class HelpdeskError(WarmlineError):
    """A helpdesk, or the way to it, failed."""

    status: int | None = None
    """The HTTP status, where there was one."""


class Unreachable(HelpdeskError):
    """Nothing was sent: the connection could not be made."""

    retryable = True
    hint = "Check the network; your changes are kept and go out when it is back."


class RateLimited(Unreachable):
    """The helpdesk asked to wait."""

    def __init__(self, message: str, *, seconds: float) -> None:
        """Take how long to wait."""
        super().__init__(message, hint=f"It goes on by itself in {seconds:.0f} s.")
        self.seconds = seconds


class NoAnswer(HelpdeskError):
    """The request went out and no answer came back: it may have been carried out."""

    retryable = True


class ServerBroken(HelpdeskError):
    """The helpdesk answered 5xx: it may have been carried out."""

    retryable = True
    hint = "The helpdesk has a problem of its own; Warmline tries again."


class Unauthorized(HelpdeskError):
    """The credentials are not accepted."""

    hint = "Check the connection's token or password: `warmline doctor`."


class Forbidden(HelpdeskError):
    """The credentials do not allow this."""

    hint = "Ask the helpdesk's administrator for the right."


class NotFound(HelpdeskError):
    """There is no such thing on the helpdesk, or it is hidden from us."""


class Conflict(HelpdeskError):
    """It has changed since it was read."""

    current: Any = None
    """What the helpdesk says it is now, as it was answered."""


class Invalid(HelpdeskError):
    """The helpdesk does not accept the values."""

    fields: tuple[str, ...] = ()


class CursorLost(HelpdeskError):
    """The helpdesk no longer knows where we left off; everything is read again."""


class TlsRefused(HelpdeskError):
    """The certificate is not trusted; nothing was sent."""

    hint = "If it is your own authority, set `ca_file` on the connection."


class BadAnswer(HelpdeskError):
    """Something answered that does not speak the helpdesk's API."""

    hint = "Check the connection's url: it may point at a login page or a proxy."
