"""The embedded assistant keeps the contract of assistants."""

import pytest

from console.assist import Assistant
from console.assist.embedded.assistant import RULES, Embedded
from console.domain.handoff import Slot
from console.domain.models import Knowledge
from console.errors import AssistError
from tests.assist.spoken import case
from tests.domain.made import NOW

CASE = case(
    "customer: I want my money back, the lamp is broken!!", "bot: I'm a bot.", reason="distress"
)


def assistant() -> Assistant:
    """Make one with a clock that stands."""
    return Embedded(lambda: NOW)


async def test_it_reads_a_case():
    """Card, a mood for each customer message, arc, summary and provenance."""
    made = await assistant().read(CASE)
    assert made.card.one(Slot.GOAL) is not None
    assert [mood.message for mood in made.moods] == ["m1"]
    assert made.summary
    assert made.provenance == ("embedded", RULES, ("m1", "m2"), NOW)
    assert made == Embedded(lambda: NOW).reading(CASE, NOW)


async def test_drafts_come_at_once():
    """One value, whole; without candidates it says why."""
    macro = Knowledge("1", "macro", "Broken lamp", "Sorry that the lamp is broken, we pay back.")
    assert len([one async for one in assistant().draft(CASE, [macro])]) == 1
    (none,) = [one async for one in assistant().draft(CASE, [])]
    assert none.drafts == ()
    assert none.why_none


async def test_writing_anew_needs_a_model():
    """It refuses, and the hint says what is needed."""
    with pytest.raises(AssistError) as refused:
        async for _ in assistant().rewrite(CASE, "Hello", "shorter"):
            pass
    assert "model endpoint" in refused.value.hint
    await assistant().aclose()
