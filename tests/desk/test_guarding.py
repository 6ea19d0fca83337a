"""Before a reply leaves, guards look over it with all the store knows; nothing is barred."""

import pytest

from console.desk import feedback, guarding, reading, thread
from console.domain import guards
from console.domain.models import Visibility
from console.domain.suggestion import Inserted
from tests.assisted import at_work

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL


@pytest.fixture
async def ref(office, console):
    """Read one conversation, with a promise in it."""
    author = {"kind": "bot", "name": "Nova"}
    return await at_work(office, console, messages=[
        {"text": "My order BW-20417 has not arrived. Where is my parcel?"},
        {"text": "We will send you a replacement by tomorrow.", "author": author},
    ])  # fmt: skip


async def look(console, ref, text, visibility=PUBLIC, **fields):
    """Look a text over; give the names of the guards."""
    seen = fields.pop("seen", "m1")
    found = await guarding.look(console.desk, ref, text, visibility, seen=seen, **fields)
    return [hit.guard for hit in found]


async def test_asking_again(console, ref):
    """The card's facts are what one does not ask for again."""
    assert "repeat" in await look(console, ref, "What is your order number?")


async def test_without_an_assistant(office, console):
    """Guards are rules: they work where assistants are switched off."""
    made = await office.escalate("My parcel is late.")
    await console.pull()
    assert console.desk.assisting is None
    await office.customer_says(made, "Hello?")
    await console.pull()
    assert await look(console, made, "Please wait.") == ["stale"]


async def test_newer_messages(office, console, ref):
    """What the customer wrote after the agent began is told, until it has been seen."""
    await office.customer_says(ref, "It has come, thank you!")
    await console.pull()
    assert await look(console, ref, "We look for it.") == ["promise", "stale"]
    newest = (await thread.open_thread(console.desk, ref)).said[-1].message.id
    assert "stale" not in await look(console, ref, "We look for it.", seen=newest)


async def test_an_open_promise(console, ref):
    """A promise that is left open is told when resolving, and not otherwise."""
    assert await look(console, ref, "We look for it.") == ["promise"]
    assert await look(console, ref, "We look for it.", resolving=False) == []
    (said,) = await guarding.promises(console.desk, ref)
    assert said.startswith("We will send you a replacement")


async def test_a_source_supports_what_is_in_it(console, ref):
    """An amount from a public macro that was put in is supported; by itself it is not."""
    known = await reading.candidates(console.desk, "desk")
    item = next(item for item in known.items if item.visibility is PUBLIC)
    console.desk.assisting.knowledge["desk"] = known._replace(
        items=(item._replace(text="We pay 35.50 EUR."),)
    )
    text = "We pay 35.50 EUR."
    assert "unsupported" in await look(console, ref, text, resolving=False)
    put = Inserted(text, f"macro:{item.id}", "embedded", "")
    assert await look(console, ref, text, inserted=[put], resolving=False) == []


async def test_words_of_an_internal_article(console, ref):
    """What stands in a text for colleagues alone is told, also when it was put in on purpose."""
    known = await reading.candidates(console.desk, "desk")
    item = next(item for item in known.items if item.visibility is INTERNAL)
    put = Inserted(item.text, f"macro:{item.id}", "embedded", "")
    assert "private" in await look(console, ref, item.text, inserted=[put], resolving=False)


async def test_a_note_is_for_colleagues(console, ref):
    """Nothing is said of what the customer will not read."""
    assert await look(console, ref, "@bo: what is your order number?", INTERNAL,
                      resolving=False) == []  # fmt: skip


@pytest.mark.parametrize("name", ["promise", "repeat"])
async def test_switched_off(console, ref, name):
    """A guard that the team does not want is silent, and is not counted."""
    console.desk.assisting.guards_off = frozenset({name})
    assert name not in await look(console, ref, "What is your order number?")
    assert name not in await feedback.counts(console.desk, "guard")
    assert bool(await guarding.promises(console.desk, ref)) is (name != "promise")


async def test_a_guard_that_stumbles_bars_nothing(console, ref, monkeypatch):
    """Whatever is wrong with a guard, the agent is told and can send."""

    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(guards, "repeats", fail)
    (hit,) = await guarding.look(console.desk, ref, "Hi", PUBLIC, seen="m1")
    assert "read it once more" in hit.said
    assert await feedback.counts(console.desk, "guard") == {}


async def test_counted(console, ref):
    """Each look counts each guard once, however often it had something to say."""
    for _ in range(2):
        await look(console, ref, "What is your order number? What is your order number?")
    counts = await feedback.counts(console.desk, "guard")
    assert counts == {"repeat": 2, "promise": 2}
    await guarding.promises(console.desk, ref)
    assert (await feedback.counts(console.desk, "guard"))["promise"] == 3
