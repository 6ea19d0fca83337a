"""What the desk keeps for its assistants: who they are, what drafts are made of, who looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from console.domain.models import Knowledge, Ref
from console.domain.suggestion import Suggested

if TYPE_CHECKING:
    from console.assist import Assistant
    from console.assist.embedded.assistant import Embedded
    from console.assist.embedded.ranking import Ask
    from console.assist.semantic import Encoder

EMBEDDED = "embedded"


class Candidates(NamedTuple):
    """What drafts can be made of."""

    items: tuple[Knowledge, ...]
    mark: str
    """Another one whenever any of them changed."""
    examples: Mapping[str, Sequence[str]] = MappingProxyType({})
    """What customers wanted when one of them answered, by its id."""
    ask: Ask | None = None
    """Ranks by meaning, where that extra is installed and ready; it takes a thread."""


@dataclass(slots=True)
class Assisting:
    """The assistants of a desk."""

    clock: Callable[[], datetime]
    cards: Assistant | None = None
    """The model that makes cards, if the team has one."""
    drafts: Assistant | None = None
    """The model that writes drafts, if the team has one."""
    trouble: str = ""
    """Why a model that the config names is not there."""
    reader: str = EMBEDDED
    """Whose card is shown where there are several."""
    guards_off: frozenset[str] = frozenset()
    """Guards before sending that the team does not want, by name."""
    watched: Callable[[], Sequence[int]] = tuple
    """Gives the rows that are in view: they are read first."""
    knowledge: dict[str, Candidates] = field(default_factory=dict)
    """By connection, as last read."""
    busy: dict[Ref, str] = field(default_factory=dict)
    """Who is at work on a conversation just now, in words."""
    failed: dict[Ref, tuple[str, str]] = field(default_factory=dict)
    """Why a model gave no card, after the newest message that it was to read."""
    coming: dict[Ref, Suggested] = field(default_factory=dict)
    """Drafts that are being written, as far as they have come."""
    latest: Any = None
    """What was read while somebody waited, and where: the last one alone."""
    encoder: Encoder | None = None
    """Ranks by meaning, where the extra is installed; loaded after the first paint."""
    calibration: Any = None
    """What corrections of flags have taught; None for the shipped thresholds."""
    _embedded: Embedded | None = None

    def embedded(self) -> Embedded:
        """Give the assistant that is always there."""
        if self._embedded is None:
            from console.assist.embedded.assistant import Embedded  # noqa: PLC0415  first use

            self._embedded = Embedded(self.clock)
        return self._embedded
