"""A model behind an endpoint: what it gives, and that a hostile one gives nothing."""

from __future__ import annotations

import json

import pytest

from console import errors
from console.assist.endpoint import Terms, key
from console.domain.handoff import Slot
from tests.assist.talking import (
    CARD,
    INSIDE,
    MACRO,
    NOTE,
    NOW,
    Talker,
    case,
    last,
    made,
    user_text,
)

DIALECTS = pytest.mark.parametrize("dialect", ["openai", "anthropic"])
TWO = "@@ K1\nWe are sorry. Tracking can lag for a day.\n@@ -\nHello, Odile is asking the carrier."


def card_text(**changes: object) -> str:
    """Write a card as a model would."""
    return json.dumps({**CARD, **changes})


# What a good model gives


@DIALECTS
async def test_a_card(dialect):
    """A card has its items with the ids of the conversation, its empty slots, and its maker."""
    model = made(Talker(lambda _: card_text()), dialect)
    reading = await model.read(case())
    order = reading.card.one(Slot.FACTS)
    assert order is not None
    assert (order.value, order.messages, order.supported) == ("TE-0048", ("id-0",), True)
    assert Slot.DEADLINES in reading.card.none
    assert reading.provenance.maker == model.name == "small at here"
    assert reading.provenance.prompt == "card-1"
    assert reading.provenance.messages == tuple(m.id for m in case().messages)
    assert reading.provenance.at == NOW
    assert 0 < len(reading.summary.split()) <= 55


@DIALECTS
async def test_drafts_stream(dialect):
    """Drafts grow while they come; the last value is whole, with source, maker and age."""
    model = made(Talker(lambda _: TWO), dialect)
    seen = [each async for each in model.draft(case(), [MACRO])]
    assert len(seen) > 2
    assert len(seen[0].drafts) == 1
    first, second = seen[-1].drafts
    assert (first.source, first.title, first.marks) == ("macro:m-3", "Late parcel", ())
    assert (second.source, second.maker) == ("model:small", "small at here")
    assert first.newest == case().newest
    assert second.text == "Hello, Odile is asking the carrier."


@DIALECTS
async def test_a_rewrite_streams(dialect):
    """A rewrite grows while it comes, and ends as the model wrote it."""
    model = made(Talker(lambda _: "We are sorry, and are looking into it for you now."), dialect)
    seen = [each async for each in model.rewrite(case(), "Sorry.", "warmer")]
    assert seen[-1] == "We are sorry, and are looking into it for you now."
    assert all(seen[-1].startswith(each[:-1]) for each in seen)


async def test_an_unknown_rewrite():
    """A way to rewrite that there is not is a mistake of the caller, and nothing is sent."""
    app = Talker(lambda _: "x")
    with pytest.raises(ValueError, match="louder"):
        await anext(made(app).rewrite(case(), "Sorry.", "louder"))
    assert app.bodies == []


async def test_no_tools_and_cold():
    """A request names no tools, and the card is asked for at temperature 0."""
    app = Talker(lambda _: card_text())
    await made(app).read(case())
    assert app.bodies[0]["temperature"] == 0
    assert app.bodies[0]["max_tokens"] == 900
    assert not {"tools", "functions", "tool_choice"} & set(app.bodies[0])


# What is told to the model


async def test_personal_data_stays_here():
    """Name, mail, order and card number leave as placeholders, and come back as data."""
    told = case("I am Sunniva, sunniva@example.com, card 4111 1111 1111 1111.")
    app = Talker(lambda _: card_text(facts=[
        {"text": "Mail is [EMAIL_1]", "messages": ["m6"], "kind": "email", "value": "[EMAIL_1]"},
    ]))  # fmt: skip
    reading = await made(app).read(told)
    sent = user_text(app.bodies[0])
    for private in ("Sunniva", "Brandvold", "sunniva@", "4111", "TE-0048"):
        assert private not in sent
    fact = reading.card.one(Slot.FACTS)
    assert fact is not None
    assert (fact.value, fact.supported) == ("sunniva@example.com", True)


async def test_exempt_by_setting():
    """Only where the terms say so is data sent as it is."""
    app = Talker(lambda _: card_text())
    await made(app, terms=Terms(redact=False)).read(case())
    assert "TE-0048" in user_text(app.bodies[0])


async def test_notes_are_for_the_card_alone():
    """A note is told for the card; for a draft or a rewrite neither it nor internal articles."""
    app = Talker(lambda body: card_text() if not body["stream"] else "@@ -\nHello.")
    model = made(app)
    await model.read(case())
    await last(model.draft(case(), [INSIDE, MACRO]))
    async for _ in model.rewrite(case(), "Sorry.", "plainer"):
        pass
    card, draft, rewrite = (user_text(body) for body in app.bodies)
    assert "plover" in card
    assert NOTE in card
    for other in (draft, rewrite):
        assert "plover" not in other
        assert "gannet" not in other
        assert "m-3" not in other


async def test_an_invented_placeholder():
    """A placeholder that stands for nothing is left, and makes its item unsupported."""
    app = Talker(lambda _: card_text(goal=[{"text": "Wants [EMAIL_7].", "messages": ["m1"]}]))
    goal = (await made(app).read(case())).card.one(Slot.GOAL)
    assert goal is not None
    assert (goal.text, goal.supported) == ("Wants [EMAIL_7].", False)


async def test_a_long_conversation():
    """What does not fit is left out in the middle; provenance names what was read."""
    told = case(*(f"Message {number} " + "word " * 300 for number in range(40)))
    app = Talker(lambda _: card_text())
    reading = await made(app, terms=Terms(room=4_000)).read(told)
    assert len(user_text(app.bodies[0])) < 4_000 * 4
    assert "left out here" in user_text(app.bodies[0])
    read = reading.provenance.messages
    assert read[:2] == (told.messages[0].id, told.messages[1].id)
    assert read[-1] == told.newest
    assert len(read) < len(told.messages)


def test_the_key_of_a_result():
    """A result is kept by escalation, newest message, maker and prompt version."""
    assert key(case(), "small at here", "card-1") == (
        "desk/17", "id-28", "small at here", "card-1",
    )  # fmt: skip


# A model that answers badly

PROSE = "Of course! The customer would like to know where the parcel is."
BAD_CARDS = {
    "prose": PROSE,
    "half": card_text()[:-60],
    "nothing in it": "{}",
    "a list": "[1, 2]",
    "wrong types": '{"goal": "x", "facts": {"a": 1}}',
    "items without text": '{"goal": [{"messages": ["m1"]}]}',
    "deep": '{"goal": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "thoughts alone": "<think>the card is {}",
    "null": '{"goal": null}',
}


@DIALECTS
@pytest.mark.parametrize("bad", BAD_CARDS.values(), ids=BAD_CARDS)
async def test_a_bad_card_is_asked_for_once_more(dialect, bad):
    """What is no card is asked for once more with the reason, then refused with it."""
    app = Talker(lambda _: bad)
    with pytest.raises(errors.AssistError, match=r"not answer with a card, twice: \w"):
        await made(app, dialect).read(case())
    assert len(app.bodies) == 2
    assert "could not be used" in user_text(app.bodies[1])
    assert PROSE not in user_text(app.bodies[1])


@DIALECTS
async def test_a_repaired_card(dialect):
    """A second answer that is a card is taken."""
    answers = iter([PROSE, card_text()])
    reading = await made(Talker(lambda _: next(answers)), dialect).read(case())
    assert reading.card.one(Slot.GOAL) is not None


@pytest.mark.parametrize(
    "wrapped",
    [
        f"Here it is:\n```json\n{card_text()}\n```\nAnything else?",
        f"<think>Let me {{see}}.</think>{card_text()}",
        f"I used {{braces}} here. {card_text()} {{}}",
        card_text(more="unknown"),
    ],
)
async def test_prose_around_a_card(wrapped):
    """Prose, code fences and thoughts around a card are cut off, without asking again."""
    app = Talker(lambda _: wrapped)
    assert (await made(app).read(case())).card.one(Slot.GOAL) is not None
    assert len(app.bodies) == 1


async def test_an_invented_order():
    """An order number that no message holds is shown as unsupported, never as supported."""
    app = Talker(lambda _: card_text(facts=[
        {"text": "Order ZX-99001", "messages": ["m1"], "kind": "order_id", "value": "ZX-99001"},
        {"text": "Order TE-0048", "messages": ["m3"], "kind": "order_id", "value": "TE-0048"},
        {"text": "Paid 49.90 EUR", "messages": ["m99"], "kind": "amount", "value": "49.90 EUR"},
    ]))  # fmt: skip
    card = (await made(app).read(case())).card
    assert [item.supported for item in card.of(Slot.FACTS)] == [False, False, False]
    assert all(item.messages for item in card.items)


async def test_another_language():
    """A draft in another language than the customer's says so."""
    app = Talker(lambda _: "@@ -\nHallo, das Paket ist noch nicht da und wir fragen nach.")
    (draft,) = (await last(made(app).draft(case(), []))).drafts
    assert draft.title == "Written in German, the customer writes English."


async def test_escapes_and_markup():
    """Escapes, control characters and markup do not come through."""
    raw = (
        "@@ -\n\x1b[31mHello\x1b[0m \x1b]8;;http://x.example\x07**you**\x07, "
        "<b>see</b> `this` ![pic](http://x.example/p)\u202e\u200b\U000e0041<script>x()</script>"
    )
    (draft,) = (await last(made(Talker(lambda _: raw)).draft(case(), []))).drafts
    assert draft.text == "Hello you, see this picx()"
    item = {"text": "\x1b[2J<b>Wants</b> a\nparcel\x07", "messages": ["m1"]}
    goal = (await made(Talker(lambda _: card_text(goal=[item]))).read(case())).card.one(Slot.GOAL)
    assert goal is not None
    assert goal.text == "Wants a parcel"


async def test_an_endless_draft():
    """Far more text than was asked for is refused, not cut and shown as whole."""
    with pytest.raises(errors.AssistError, match="far more than was asked"):
        await last(made(Talker(lambda _: "word " * 40_000)).draft(case(), []))


@DIALECTS
async def test_nothing(dialect):
    """An empty answer is said to be one."""
    model = made(Talker(lambda _: ""), dialect)
    with pytest.raises(errors.AssistError, match="answered nothing"):
        await model.read(case())
    with pytest.raises(errors.AssistError, match="answered nothing"):
        await last(model.draft(case(), []))
