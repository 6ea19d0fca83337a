"""Models are asked beside what is there: it stays until they answer, and when they do not."""

import asyncio
from contextlib import aclosing

import pytest

from console import errors
from console.desk import inbox, modelling, thread
from console.domain.handoff import Slot
from console.domain.models import Visibility
from console.store import readings
from tests.assisted import Model, at_work, attend, drafts

STALLED = errors.AssistError("It stalls.")


@pytest.fixture
async def ref(office, console):
    """Read one conversation by the embedded assistant."""
    return await at_work(office, console)


def use(console, model):
    """Have a model make cards and drafts."""
    assisting = console.desk.assisting
    assisting.cards = assisting.drafts = model
    assisting.reader = model.name
    return model


async def told(console, ref):
    """Open the conversation, and give what assistants say of it."""
    return (await thread.open_thread(console.desk, ref)).told


async def texts(console, ref):
    """Give the drafts that are shown."""
    return [draft.text for draft in (await told(console, ref)).suggested.drafts]


async def reached(true):
    """Wait until something is true."""
    for _ in range(2_000):
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError(true)


async def test_a_card(console, ref):
    """The embedded card stands while the model reads, then the model's, kept for next time."""
    model = use(console, Model(hold=asyncio.Event()))
    assert await modelling.wants_card(console.desk, ref)
    work = asyncio.ensure_future(modelling.card(console.desk, ref))
    await reached(lambda: model.asked)
    meanwhile = await told(console, ref)
    assert meanwhile.reading.provenance.maker == "embedded"
    assert meanwhile.busy == "llama at test reads"
    model.hold.set()
    await work
    after = await told(console, ref)
    assert after.reading.card.one(Slot.GOAL).text == "The model's goal"
    assert after.busy == ""
    assert not await modelling.wants_card(console.desk, ref)
    assert model.asked[0].id == str(ref)


async def test_a_card_that_fails(office, console, ref):
    """The embedded card stays, the reason is said, and it is tried again when there is more."""
    model = use(console, Model(card=STALLED))
    before = await told(console, ref)
    await modelling.card(console.desk, ref)
    after = await told(console, ref)
    assert after.reading == before.reading
    assert (after.failed, after.busy) == ("It stalls.", "")
    assert not await modelling.wants_card(console.desk, ref)
    await office.customer_says(ref, "Hello?")
    await console.sync()
    await attend(console)
    assert (await told(console, ref)).failed == ""
    assert await modelling.wants_card(console.desk, ref)
    model.card = None
    await modelling.card(console.desk, ref)
    assert (await told(console, ref)).reading.provenance.maker == "llama at test"


async def test_an_older_card_of_the_model(office, console, ref):
    """When the customer writes on, the embedded card of now is shown, and the model wanted."""
    use(console, Model())
    await modelling.card(console.desk, ref)
    await office.customer_says(ref, "Hello?")
    await console.sync()
    assert (await told(console, ref)).reading.provenance.maker == "embedded"
    assert await modelling.wants_card(console.desk, ref)


async def test_moving_on(console, ref):
    """A card that is no longer waited for leaves nothing behind."""
    use(console, Model(hold=asyncio.Event()))
    work = asyncio.ensure_future(modelling.card(console.desk, ref))
    await reached(lambda: console.desk.assisting.busy)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    after = await told(console, ref)
    assert (after.busy, after.failed) == ("", "")
    assert after.reading.provenance.maker == "embedded"
    assert await modelling.wants_card(console.desk, ref)


async def test_no_model(console, ref):
    """Without a model nothing is wanted, and asking for drafts says how to have one."""
    assert not await modelling.wants_card(console.desk, ref)
    await modelling.card(console.desk, ref)
    with pytest.raises(errors.AssistError, match="No model") as caught:
        await modelling.drafts(console.desk, ref)
    assert "[assist]" in caught.value.hint
    with pytest.raises(errors.AssistError, match="needs a model"):
        await anext(modelling.rewritten(console.desk, ref, "Hi", "shorter"))


async def test_drafts_as_they_come(console, ref):
    """They are seen while they come, and kept when they are whole."""
    more = asyncio.Event()
    model = use(console, Model(written=(drafts("Dear"), more.wait, drafts("Dear Ada", "Hi"))))
    before = await texts(console, ref)
    work = asyncio.ensure_future(modelling.drafts(console.desk, ref))
    await reached(lambda: console.desk.assisting.coming)
    assert await texts(console, ref) == ["Dear"]
    assert "D stops it" in (await told(console, ref)).busy
    more.set()
    await work
    assert await texts(console, ref) == ["Dear Ada", "Hi", before[0]]
    assert (await told(console, ref)).busy == ""
    assert model.ended == 1


async def test_internal_texts_stay_inside(console, ref):
    """A model writes to the customer: it is not given what is for colleagues alone."""
    model = use(console, Model(written=(drafts("Hi"),)))
    await modelling.drafts(console.desk, ref)
    assert model.known
    assert all(item.visibility is Visibility.PUBLIC for item in model.known)


@pytest.mark.parametrize("failure", [STALLED, errors.Unreachable("Reset.")])
async def test_a_broken_stream(console, ref, failure):
    """No half draft is kept, the embedded ones are there, and the reason is told."""
    model = use(console, Model(written=(drafts("Dear Ad"), failure)))
    before = await texts(console, ref)
    with pytest.raises(type(failure)):
        await modelling.drafts(console.desk, ref)
    assert await texts(console, ref) == before
    assert (await told(console, ref)).busy == ""
    pk = (await inbox.line(console.desk, ref)).pk
    assert [kept.maker for kept in await readings.get(console.store.reader, pk)] == ["embedded"]
    assert model.ended == 1


async def test_stopped(console, ref):
    """Stopping ends the stream at the model's end too, and keeps what was there before."""
    never = asyncio.Event()
    model = use(console, Model(written=(drafts("Dear"), never.wait)))
    before = await texts(console, ref)
    work = asyncio.ensure_future(modelling.drafts(console.desk, ref))
    await reached(lambda: console.desk.assisting.coming)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert await texts(console, ref) == before
    assert model.ended == 1


async def test_drafts_grow_old(office, console, ref):
    """A model's drafts are gone once the customer has written on."""
    use(console, Model(written=(drafts("By the model"),)))
    await modelling.drafts(console.desk, ref)
    assert (await texts(console, ref))[0] == "By the model"
    await office.customer_says(ref, "Hello?")
    await console.sync()
    assert "By the model" not in await texts(console, ref)


async def test_rewritten(console, ref):
    """A rewrite comes piece by piece, and ends with whoever stops reading it."""
    model = use(console, Model(written=("Short", "Shorter.")))
    found = [text async for text in modelling.rewritten(console.desk, ref, "Long", "shorter")]
    assert found == ["Short", "Shorter."]
    async with aclosing(modelling.rewritten(console.desk, ref, "Long", "shorter")) as coming:
        await anext(coming)
    assert model.ended == 2
