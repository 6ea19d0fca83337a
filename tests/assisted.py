"""Assistants for tests: the embedded one at work on a console, and a model that says as told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from console.assist import Reading, Suggested
from console.desk.assisting import Assisting
from console.desk.attending import Attending
from console.domain.handoff import Card, Case, Item, Provenance, Slot
from console.domain.models import Knowledge, Ref
from console.domain.sentiment import Arc
from console.domain.suggestion import Suggestion
from tests.office import Console, Office

LATE = "My order BW-20417 has not arrived. Where is my parcel?"
"""What a customer says for whom `MACROS` have an answer."""
MACROS = (
    {
        "kind": "macro",
        "title": "Parcel not arrived",
        "text": "Hello {{customer.first_name}}, we look for your parcel {{fact.order_id}}.",
        "visibility": "public",
    },
    {
        "kind": "macro",
        "title": "Parcel lost: limits",
        "text": "For a parcel that has not arrived, colleagues may pay 20 EUR at most.",
        "visibility": "internal",
    },
)


async def teach(office: Office, *macros: dict[str, str]) -> None:
    """Put macros on the desk."""
    for macro in macros or MACROS:
        await office.outside.request("POST", "/v1/knowledge", json=macro)


def switch_on(console: Console, **fields: object) -> Assisting:
    """Give a console its assistants."""
    made = Assisting(console.desk.clock, **fields)  # type: ignore[arg-type]
    console.desk.assisting = made
    return made


async def attend(console: Console) -> int:
    """Read all that has not been read; return how many conversations that were."""
    attending, count = Attending(console.desk), 0
    while done := await attending.round():
        count += done
    return count


async def at_work(office: Office, console: Console, *texts: str, **fields: object) -> Ref:
    """Hand one conversation over, and have it read, with macros to answer it by."""
    await teach(office)
    ref = await office.escalate(*(texts or (LATE,)), **fields)
    await console.sync()
    switch_on(console)
    await attend(console)
    return ref


@dataclass
class Model:
    """A model behind an endpoint that does not exist."""

    name: str = "llama at test"
    card: Exception | None = None
    """What it fails with instead of a card."""
    written: Sequence[Suggested | str | Exception | Callable[[], Awaitable[object]]] = ()
    """What comes one after the other: drafts or texts, a failure, or something to wait for."""
    asked: list[Case] = field(default_factory=list)
    known: tuple[Knowledge, ...] = ()
    ended: int = 0
    """How many streams were ended, by their end or early."""
    hold: asyncio.Event | None = None
    """What a card waits for."""

    async def read(self, case: Case) -> Reading:
        """Make a card of one statement."""
        self.asked.append(case)
        if self.hold is not None:
            await self.hold.wait()
        if self.card is not None:
            raise self.card
        goal = Item(Slot.GOAL, "The model's goal", (case.messages[0].id,))
        ids = tuple(message.id for message in case.messages)
        made = Provenance(self.name, "card-1", ids, case.messages[-1].at)
        return Reading(Card((goal,)), (), Arc(), "The model's goal", made)

    async def _coming(self) -> AsyncGenerator[Suggested | str, None]:
        try:
            for each in self.written:
                if isinstance(each, Exception):
                    raise each
                if callable(each):
                    await each()
                else:
                    yield each
        finally:
            self.ended += 1

    async def draft(
        self, case: Case, candidates: Sequence[Knowledge]
    ) -> AsyncGenerator[Suggested, None]:
        """Write drafts."""
        self.asked.append(case)
        self.known = tuple(candidates)
        coming = self._coming()
        try:
            async for each in coming:
                assert isinstance(each, Suggested)
                yield each
        finally:
            await coming.aclose()

    async def rewrite(self, case: Case, draft: str, how: str) -> AsyncGenerator[str, None]:
        """Write anew."""
        del draft, how
        self.asked.append(case)
        coming = self._coming()
        try:
            async for each in coming:
                assert isinstance(each, str)
                yield each
        finally:
            await coming.aclose()

    async def aclose(self) -> None:
        """Close nothing."""


def drafts(*texts: str) -> Suggested:
    """Make drafts of a model."""
    return Suggested(
        tuple(Suggestion(text, "model:test", 0.9, maker="llama at test") for text in texts)
    )
