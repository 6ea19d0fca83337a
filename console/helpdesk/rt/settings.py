"""What a Request Tracker connection can be told, with the defaults of a fresh RT."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from console.domain.models import Priority, Status
from console.errors import ConfigError

Kind = TypeVar("Kind", bound=StrEnum)

# The lifecycle named "default" in RT's etc/RT_Config.pm.
STATUSES: Mapping[str, Status] = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "stalled": Status.PENDING,
    "resolved": Status.RESOLVED,
    "rejected": Status.CLOSED,
    "deleted": Status.CLOSED,
}
# Where RT has no such status, the nearest; closing never rejects a customer.
FALLBACKS: Mapping[Status, str] = {Status.ON_HOLD: "stalled", Status.CLOSED: "resolved"}
UNSET = 0
"""The priority of an RT ticket to which nobody gave one."""
# Low is set as a number of its own: with 0 it would read as unset afterwards. RT's own label
# for 10 is the one of 0, Low (PriorityAsString in etc/RT_Config.pm).
PRIORITIES: Mapping[Priority, int] = {
    Priority.LOW: 10,
    Priority.NORMAL: 50,
    Priority.HIGH: 75,
    Priority.URGENT: 100,
}


@dataclass(frozen=True, slots=True)
class RtSettings:
    """How to sign in, which tickets are escalations, and what RT's own values mean."""

    user: str = ""
    """With a password: the login. With a token: whose it is, where the token does not tell."""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    queues: tuple[str, ...] = ()
    """Names of the queues that hold escalations; all visible ones when empty."""
    query: str = "Status = '__Active__'"
    """TicketSQL: which tickets of those queues are escalations."""
    bots: tuple[str, ...] = ()
    """User names or addresses that are bots."""
    status_map: Mapping[str, Status] = field(default_factory=lambda: dict(STATUSES))
    """RT's statuses and what they mean; the first of several is the one that is set."""
    priority_map: Mapping[Priority, int] = field(default_factory=lambda: dict(PRIORITIES))
    """The number that is set for each priority; a ticket's own is read as the nearest.

    Unless a 0 is among them, a ticket's 0 is normal: RT's sign that nobody gave one.
    """
    reason_field: str = "Escalation Reason"
    confidence_field: str = "Bot Confidence"
    summary_field: str = "AI Summary"
    tags_field: str = "Labels"
    timezone: str = "UTC"
    """The zone in RT's preferences of the user: TransactionSQL reads times in it."""
    articles: tuple[str, ...] = ()
    """Article classes that are knowledge; all visible ones when empty."""
    internal_articles: tuple[str, ...] = ()
    """Article classes that are for colleagues alone."""
    macros: tuple[str, ...] = ()
    """Article classes whose articles are macros."""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> RtSettings:
        """Read a connection's table of the config; raise ConfigError naming the key."""
        known = [item.name for item in fields(cls)]
        for key in options:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(known)}."
                raise ConfigError(f"{key!r} is no setting of a Request Tracker.", hint=hint)
        given: dict[str, Any] = {}
        for key, value in options.items():
            read: Callable[[str, Any], Any] = _READERS.get(key, _text)
            given[key] = read(key, value)
        settings = cls(**given)
        if not settings.token and not (settings.user and settings.password):
            raise ConfigError(
                "A Request Tracker needs a token, or a user and a password.",
                hint="Tokens are made in RT under Logged in as > Settings > Auth Tokens.",
            )
        return settings

    def status(self, native: str, *, resolved: bool = False) -> Status:
        """Say what RT's status means; an unknown one is open unless it was ever resolved."""
        known = {name.casefold(): status for name, status in self.status_map.items()}
        return known.get(native.casefold(), Status.RESOLVED if resolved else Status.OPEN)

    def native_status(self, status: Status) -> str | None:
        """Give the RT status to set; None where there is none."""
        for native, meant in self.status_map.items():
            if meant is status and not (status is Status.CLOSED and native in STATUSES):
                return native
        return FALLBACKS.get(status)

    def priority(self, native: int) -> Priority:
        """Give the priority whose number is nearest.

        RT's 0 says that nobody gave one, and is normal; a map with a 0 in it means it.
        """
        if native == UNSET and UNSET not in self.priority_map.values():
            return Priority.NORMAL
        return min(self.priority_map, key=lambda one: abs(self.priority_map[one] - native))

    def is_bot(self, name: str, email: str = "") -> bool:
        """Whether a user is one of the bots."""
        bots = {bot.casefold() for bot in self.bots}
        return name.casefold() in bots or (bool(email) and email.casefold() in bots)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{key} must be text.")
    return value.strip()


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f'{key} must be a list of texts, as ["Escalations"].')
    return tuple(item.strip() for item in value if item.strip())


def _one(key: str, value: Any, kind: type[Kind]) -> Kind:
    try:
        return kind(value)
    except ValueError:
        raise ConfigError(
            f"{key}: {value!r} is none of {', '.join(one.value for one in kind)}."
        ) from None


def _table(key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{key} must be a table.")
    return value


def _statuses(key: str, value: Any) -> Mapping[str, Status]:
    given = {
        name: _one(f"{key}.{name}", meant, Status) for name, meant in _table(key, value).items()
    }
    return {**given, **{n: s for n, s in STATUSES.items() if n not in given}}


def _priorities(key: str, value: Any) -> Mapping[Priority, int]:
    given: dict[Priority, int] = {}
    for name, number in _table(key, value).items():
        if not isinstance(number, int) or isinstance(number, bool):
            raise ConfigError(f"{key}.{name} must be a whole number, 0 to 100 in a fresh RT.")
        given[_one(key, name, Priority)] = number
    return {**PRIORITIES, **given}


def _zone(key: str, value: Any) -> str:
    name = _text(key, value)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ConfigError(
            f"{key}: {name!r} is no time zone.", hint="Names are as Europe/Berlin."
        ) from None
    return name


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "queues": _texts,
    "bots": _texts,
    "articles": _texts,
    "internal_articles": _texts,
    "macros": _texts,
    "status_map": _statuses,
    "priority_map": _priorities,
    "timezone": _zone,
}
