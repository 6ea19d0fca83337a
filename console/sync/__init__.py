"""Make the store and the helpdesks agree: pull what changed, push what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.picture import Rule
from console.events import Events
from console.helpdesk import Helpdesk
from console.store import Store


@dataclass(slots=True)
class Line:
    """One connection being kept in step: what pull and push share."""

    store: Store
    helpdesk: Helpdesk
    events: Events
    rules: Callable[[], Sequence[Rule]]
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    """A number from 0 to 1, new with each call."""
    read_only: bool = False
    """Whether the outbox stays untouched."""

    @property
    def name(self) -> str:
        """The connection's name."""
        return self.helpdesk.name
