"""The handoff card: what the person who takes over should know, each line with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from console.domain.models import Customer, Handoff, Message
from console.domain.sentiment import Arc, Mood

SUMMARY_WORDS = 55
"""The longest a card may be as plain text."""


class Slot(StrEnum):
    """The places of the card, in reading order."""

    GOAL = "goal"
    REASON = "reason"
    OPEN_QUESTION = "open_question"
    ALREADY_TRIED = "already_tried"
    FACTS = "facts"
    PROMISES = "promises"
    ISSUE = "issue"
    NEXT_STEP = "next_step"
    DEADLINES = "deadlines"
    DISCLOSURE = "disclosure"


REASONS = (
    "customer_request",
    "missing_knowledge",
    "unsupported_request",
    "policy_restriction",
    "tool_failure",
    "distress",
)
"""Why a bot hands over; anything else a bot says stays its own words."""


class Case(NamedTuple):
    """A conversation as an assistant reads it: values only, nothing looked up."""

    id: str
    """`connection/id`, or the id of an imported line."""
    subject: str
    customer: Customer
    messages: tuple[Message, ...]
    """Oldest first, all that are known; internal notes and events included."""
    handoff: Handoff | None = None

    @property
    def newest(self) -> str:
        """The id of the newest message; empty where there is none."""
        return self.messages[-1].id if self.messages else ""


class Item(NamedTuple):
    """One statement of the card."""

    slot: Slot
    text: str
    """As it is shown."""
    messages: tuple[str, ...]
    """Ids of the messages it rests on, the first one first; never empty."""
    supported: bool = True
    """Whether the checker found it in the messages that it names."""
    confidence: float = 1.0
    """0 to 1, the maker's own."""
    kind: str = ""
    """Of a fact (`order_id`, `amount`, ...), of a reason (its category), of a disclosure
    (`told_ai`, `told_human`)."""
    value: str = ""
    """Of a fact: as the message has it."""
    normalised: str = ""
    """Of a fact: one form for all notations (see `domain.facts`)."""
    by: str = ""
    """Of a step or a promise: `customer`, `bot` or `agent`."""
    state: str = ""
    """Of a promise `open`, `kept` or `broken`; of a step `failed`, `worked`, `partly` or
    `unknown`; of a fact `superseded` where the customer corrected it."""
    at: datetime | None = None
    """Of a promise: when it was made. Of a deadline: when it ends."""
    source: str = ""
    """`handoff` where it rests on the bot's record alone; it cites the message nearest to it."""


class Provenance(NamedTuple):
    """Where an assistant's words come from; kept with them for good."""

    maker: str
    """`embedded`, or a model with its endpoint (`llama3 at office-gpu`)."""
    prompt: str
    """The version of the rules or of the prompt."""
    messages: tuple[str, ...]
    """Ids of the messages that were read."""
    at: datetime


class Card(NamedTuple):
    """What an assistant found, in reading order, and where it found nothing."""

    items: tuple[Item, ...] = ()
    none: tuple[Slot, ...] = ()
    """Slots that were looked for and are empty: that is a finding too."""

    def of(self, slot: Slot) -> tuple[Item, ...]:
        """List what stands in a slot."""
        return tuple(item for item in self.items if item.slot is slot)

    def one(self, slot: Slot) -> Item | None:
        """Give what stands in a slot that holds one thing."""
        return next((item for item in self.items if item.slot is slot), None)


class Reading(NamedTuple):
    """What an assistant read in a case."""

    card: Card
    moods: tuple[Mood, ...]
    """One for each customer message, in their order."""
    arc: Arc
    summary: str
    """The card as plain text, at most 55 words."""
    provenance: Provenance


def arranged(items: Sequence[Item], looked_for: Sequence[Slot] = tuple(Slot)) -> Card:
    """Put items into reading order and name the slots that stayed empty."""
    order = list(Slot)
    found = {item.slot for item in items}
    return Card(
        tuple(sorted(items, key=lambda item: order.index(item.slot))),
        tuple(slot for slot in order if slot in looked_for and slot not in found),
    )
