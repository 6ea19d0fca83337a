"""Corrected flags move the thresholds of moods, and nothing broken is ever used."""

import json

import pytest

from console.assist.embedded.sentiment import SHIPPED
from console.desk import calibration, feedback, inbox
from console.store import facts, readings
from tests.assisted import attend, switch_on
from tests.domain.made import message

CALM = "I would like to know when my order is going to be delivered to me."


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate(CALM)
    await console.pull()
    switch_on(console)
    return made


async def correct(console, ref, level, text=CALM, ident="m1"):
    """Correct a flag."""
    said = message(id=ident, text=text)
    await feedback.corrected(console.desk, ref, said, 0, level)


async def test_nothing_to_learn_from(console, ref):
    """Without corrections nothing is changed."""
    assert await calibration.refit(console.desk) == (0, "")
    assert await calibration.load(console.desk) is None


async def test_corrections_move_the_thresholds(console, ref):
    """A hundred calm messages that are upset make such a message upset in the queue."""
    await attend(console)
    assert (await inbox.line(console.desk, ref)).glance.mood == 0
    for number in range(200):
        await correct(console, ref, -1, ident=f"m{number}")
    count, said = await calibration.refit(console.desk)
    assert count == 200
    assert "upset | neutral" in said
    learned = await calibration.load(console.desk)
    assert learned is not None
    assert learned != SHIPPED()
    # All is read again by what was learned.
    assert await readings.waiting(console.store.reader) == 1
    console.desk.assisting.calibration = learned
    await attend(console)
    assert (await inbox.line(console.desk, ref)).glance.mood == -1


async def test_the_newest_correction_counts(console, ref):
    """Who corrects twice has changed their mind."""
    await correct(console, ref, 2)
    await correct(console, ref, -2)
    twice = await calibration.refit(console.desk)
    async with console.store.writing() as db:
        await db.execute("DELETE FROM feedback WHERE seq = 1")
    assert await calibration.refit(console.desk) == twice
    assert twice[0] == 1


async def test_back_to_the_shipped_ones(console, ref):
    """What was learned can be dropped, and all is read again."""
    await correct(console, ref, -2)
    await calibration.refit(console.desk)
    await attend(console)
    await calibration.reset(console.desk)
    assert await calibration.load(console.desk) is None
    assert await readings.waiting(console.store.reader) == 1


@pytest.mark.parametrize("text", ["{", "[]", "7", '{"cuts": [1]}', json.dumps({"cuts": "x"})])
async def test_broken(console, text):
    """What is no calibration is not used: the shipped thresholds are."""
    async with console.store.writing() as db:
        await facts.put(db, calibration.KEY, text)
    assert await calibration.load(console.desk) is None
