"""What an assistant read is shown from the store, or read at once; no failure bars the way."""

import json

import pytest

from console.desk import inbox, reading, thread
from console.domain.handoff import Slot
from console.store import readings
from console.sync import pull
from tests.assisted import LATE, Model, at_work, attend, drafts, switch_on, teach
from tests.domain.made import at


async def told(console, ref):
    """Open a conversation, and give what assistants say of it."""
    return (await thread.open_thread(console.desk, ref)).told


async def keep(console, ref, maker, newest="m1", **data):
    """Keep something a model has made."""
    pk = (await inbox.line(console.desk, ref)).pk
    made = readings.Kept(maker, "1", newest, at(minutes=1), json.dumps(data))
    async with console.store.writing() as db:
        await readings.put(db, pk, made)


async def other_macros(office, console):
    """Have a macro more on the desk, and read what there is."""
    more = {"kind": "macro", "title": "Order has not arrived yet", "visibility": "public"}
    await teach(office, more | {"text": "Where is it? We ask the carrier."})
    await pull.learn(await console.line())
    console.desk.assisting.knowledge.clear()
    await reading.candidates(console.desk, "desk")


def card(goal):
    """Write a card of one statement."""
    return {
        "card": {"goal": [{"text": goal, "messages": ["m1"], "supported": True}]},
        "none": [], "sentiment": [], "arc": {}, "summary": goal,
        "provenance": {"maker": "m", "prompt": "1", "messages": ["m1"],
                       "at": "2026-03-02T09:00:00Z"},
    }  # fmt: skip


def goal(told):
    """Give the goal of a card."""
    assert told.reading is not None
    return told.reading.card.one(Slot.GOAL).text


async def test_switched_off(office, console):
    """Without assistants nothing is read, and the conversation opens."""
    ref = await office.escalate()
    await console.pull()
    found = await thread.open_thread(console.desk, ref)
    assert (found.told, found.memory) == (None, None)


async def test_a_new_one_is_read_at_once(office, console):
    """Before the background work has come to it, card, moods and drafts are there."""
    await teach(office)
    ref = await office.escalate(LATE)
    await console.sync()
    switch_on(console)
    found = await told(console, ref)
    assert "has not arrived" in goal(found)
    assert [mood.message for mood in found.reading.moods] == ["m1"]
    assert found.suggested.drafts[0].text == "Hello Ada, we look for your parcel BW-20417."
    assert not found.stale


async def test_read_once(office, console, monkeypatch):
    """Drawn again and again, it is read but once; a newer message is read."""
    ref = await office.escalate(LATE)
    await console.sync()
    switch_on(console)
    count, original = [], reading.read

    def counted(*given):
        count.append(1)
        return original(*given)

    monkeypatch.setattr(reading, "read", counted)
    for _ in range(3):
        await told(console, ref)
    assert len(count) == 1
    await office.customer_says(ref, "Hello? I am waiting!")
    await console.sync()
    assert len((await told(console, ref)).reading.moods) == 2
    assert len(count) == 2


async def test_the_stored_card_needs_few_queries(office, console):
    """A conversation that has been read opens with as many queries, whatever its length."""
    refs = [await office.escalate(*[LATE] * number) for number in (1, 40)]
    await console.sync()
    switch_on(console)
    assert await attend(console) == 2
    counts = []
    for ref in refs:
        said = []
        await console.store.reader.set_trace_callback(said.append)
        found = await told(console, ref)
        await console.store.reader.set_trace_callback(None)
        assert found.reading is not None
        counts.append(len(said))
    assert counts[0] == counts[1] <= 14


async def test_a_stored_card_is_not_read_again(office, console, monkeypatch):
    """What the background work has read is taken from the store, as it was."""
    ref = await at_work(office, console)
    before = await told(console, ref)
    monkeypatch.setattr(reading, "read", None)
    console.desk.assisting.latest = None
    assert await told(console, ref) == before


async def test_a_long_one_says_that_it_is_unread(office, console):
    """A conversation too long to be read while one waits is not, and says so by no reading."""
    ref = await office.escalate(*[LATE] * (reading.LONGEST + 1))
    await console.sync()
    switch_on(console)
    found = await told(console, ref)
    assert found == reading.Told(None)
    await attend(console)
    assert (await told(console, ref)).reading is not None


async def test_a_long_one_shows_the_older_card_as_stale(office, console):
    """Until it is read again, what was read before the newest message is marked."""
    ref = await office.escalate(*[LATE] * (reading.LONGEST + 1))
    await console.sync()
    switch_on(console)
    await attend(console)
    await office.customer_says(ref, "And the kettle?")
    await console.sync()
    assert (await told(console, ref)).stale
    await attend(console)
    assert not (await told(console, ref)).stale


async def test_what_cannot_be_read_opens(office, console, monkeypatch):
    """An assistant that stumbles bars nobody from the conversation, and its failure is said."""
    ref = await office.escalate(LATE)
    await console.sync()
    switch_on(console)

    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read", fail)
    found = await thread.open_thread(console.desk, ref)
    assert found.said
    assert found.told == reading.Told(None, failed=reading.FAILED)


async def test_other_macros_make_other_drafts(office, console):
    """A card that was kept is made anew when the macros are no longer those of then."""
    ref = await at_work(office, console)
    assert len((await told(console, ref)).suggested.drafts) == 2
    await other_macros(office, console)
    texts = [draft.text for draft in (await told(console, ref)).suggested.drafts]
    assert "Where is it? We ask the carrier." in texts


async def test_the_card_of_the_teams_model(office, console):
    """A model's card stands while it is as new as the embedded one, also with other macros."""
    ref = await at_work(office, console)
    console.desk.assisting.reader = "llama at test"
    await keep(console, ref, "llama at test", **card("What llama says"))
    assert goal(await told(console, ref)) == "What llama says"
    # The drafts under it are still the embedded assistant's.
    assert (await told(console, ref)).suggested.drafts
    await other_macros(office, console)
    assert goal(await told(console, ref)) == "What llama says"


async def test_an_older_card_of_a_model_gives_way(office, console):
    """When the customer has written since, the embedded card of now is shown instead."""
    ref = await at_work(office, console)
    console.desk.assisting.reader = "llama at test"
    await keep(console, ref, "llama at test", newest="m0", **card("What llama said"))
    found = await told(console, ref)
    assert goal(found) != "What llama said"
    assert not found.stale


async def test_another_models_card_is_not_shown(office, console):
    """What a model left that the team no longer uses stays away."""
    ref = await at_work(office, console)
    await keep(console, ref, "llama at test", **card("What llama says"))
    assert goal(await told(console, ref)) != "What llama says"


@pytest.mark.parametrize(("newest", "first"), [("m1", "By a model"), ("m0", "Hello Ada")])
async def test_drafts_of_a_model(office, console, newest, first):
    """A model's drafts stand first while they are of the newest message; three in all."""
    from console.assist import form

    ref = await at_work(office, console)
    written = form.suggested_data(drafts("By a model", "Two", "Three"))
    await keep(console, ref, "drafts llama at test", newest=newest, **written)
    found = (await told(console, ref)).suggested.drafts
    assert found[0].text.startswith(first)
    assert len(found) <= 3


async def test_going_on(office, console):
    """Who is at work, and why a model gave nothing, stand beside what was read."""
    ref = await at_work(office, console)
    assisting = console.desk.assisting
    assisting.busy[ref] = "llama reads"
    assisting.failed[ref] = ("m1", "It is down.")
    assisting.coming[ref] = drafts("half a dra")
    found = await told(console, ref)
    assert (found.busy, found.failed) == ("llama reads", "It is down.")
    assert [draft.text for draft in found.suggested.drafts] == ["half a dra"]
    assisting.failed[ref] = ("m0", "It was down.")
    assert (await told(console, ref)).failed == ""
    assisting.trouble = "There is no such endpoint."
    assert (await told(console, ref)).failed == "There is no such endpoint."


async def test_now(office, console):
    """A command can have any conversation read, however long it is."""
    ref = await office.escalate(*[LATE] * (reading.LONGEST + 1))
    await console.sync()
    switch_on(console, cards=Model())
    found = await reading.now(console.desk, await inbox.line(console.desk, ref))
    assert found.reading is not None
