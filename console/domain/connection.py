"""The state of a connection to a helpdesk: who we are there, and how fresh its data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.models import Person

NOBODY = Person("", "")


@dataclass(frozen=True, slots=True)
class Connection:
    """What is known of one connection."""

    name: str
    cursor: str = ""
    synced_at: datetime | None = None
    """When store and helpdesk last agreed."""
    error: str = ""
    """What went wrong since then, in words; empty when all is well."""
    hint: str = ""
    error_at: datetime | None = None
    doubt: str = ""
    """Why the helpdesk is not believed, in words: it looks empty, or older than it was."""
    me: Person = NOBODY
    agents: tuple[Person, ...] = ()
    able: tuple[str, ...] | None = None
    """What the helpdesk can do, by the names of its capabilities; None before it was asked."""

    def can(self, what: str) -> bool:
        """Say whether the helpdesk can do something; yes, while that is not known."""
        return self.able is None or what in self.able
