"""The embedded assistant: card, moods, arc, summary and drafts with no network and no key."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from console.assist import Reading, Suggested
from console.assist.embedded.card import card
from console.assist.embedded.summary import summary
from console.domain.handoff import Card, Case, Item, Provenance, Slot
from console.domain.models import Knowledge
from console.errors import AssistError

if TYPE_CHECKING:
    from console.assist.embedded.calibration import Calibration
    from console.assist.embedded.ranking import Ask

RULES = "embedded-2"
"""Version of the rules; it stands in the provenance, and a new one makes cards anew."""


MOST = {Slot.FACTS: 60, Slot.ALREADY_TRIED: 24, Slot.PROMISES: 24}
"""Statements of a slot that are kept, the newest ones: a longer card is none to glance at."""


def bounded(made: Card) -> Card:
    """Keep what a person can read; a conversation of months holds hundreds of numbers."""
    kept: list[Item] = []
    for slot in Slot:
        found = made.of(slot)
        kept += found[-MOST.get(slot, len(found)) :] if found else ()
    return Card(tuple(kept), made.none)


class Embedded:
    """Reads a case in some milliseconds, in the caller's thread."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take a clock that tells the time with its zone."""
        self._clock = clock

    @property
    def name(self) -> str:
        """The maker."""
        return "embedded"

    def reading(
        self, case: Case, at: datetime | None = None, calibration: Calibration | None = None
    ) -> Reading:
        """Read a case at once; `at` is the time that stands in the provenance, now if None."""
        from console.assist.embedded.sentiment import moods  # noqa: PLC0415  when it is first used
        from console.domain.sentiment import arc  # noqa: PLC0415  when it is first used

        felt = moods(case.messages, calibration=calibration)
        made = bounded(card(case))
        return Reading(
            card=made,
            moods=felt,
            arc=arc(case, felt),
            summary=summary(case, made),
            provenance=Provenance(
                self.name,
                RULES,
                tuple(message.id for message in case.messages if not message.event),
                at or self._clock(),
            ),
        )

    async def read(self, case: Case) -> Reading:
        """Read a case; it takes no time that would be worth a thread."""
        return self.reading(case, self._clock())

    async def draft(
        self, case: Case, candidates: Sequence[Knowledge]
    ) -> AsyncGenerator[Suggested, None]:
        """Rank and fill the candidates: one value, whole at once."""
        yield self.suggested(case, card(case), candidates)

    def suggested(
        self,
        case: Case,
        made: Card,
        candidates: Sequence[Knowledge],
        *,
        examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
        agent: str = "",
        ask: Ask | None = None,
    ) -> Suggested:
        """Make drafts at once, from a card that was made before; see `suggesting.suggest`."""
        from console.assist.embedded.suggesting import suggest  # noqa: PLC0415  when it is first used

        return suggest(
            case, made, candidates, now=self._clock(), examples=examples, agent=agent, ask=ask
        )

    async def rewrite(self, case: Case, draft: str, how: str) -> AsyncGenerator[str, None]:
        """Refuse: writing anew needs a model."""
        raise AssistError(
            f"The embedded assistant cannot make a draft {how or 'different'}",
            hint=f"Set a model endpoint in [assist] to have drafts for {case.id} written anew.",
        )
        yield draft

    async def aclose(self) -> None:
        """Close nothing: nothing is open."""
