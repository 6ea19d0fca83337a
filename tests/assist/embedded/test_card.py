"""The card of a case: every item cites messages, nothing raises, hostile text changes nothing."""

import time
from itertools import cycle, islice

from hypothesis import HealthCheck, given, settings

from console.assist.embedded.card import card
from console.domain.handoff import Slot
from tests.assist.cases import ATTACKS
from tests.assist.spoken import case, cases, spoken

TALK = (
    "customer: My internet is dead since the storm. Ticket LN-4471.",
    "bot: Hi, I'm Fibi, a chatbot. Please restart the box.",
    "customer: did that, still red. I already rang the hotline twice.",
    "bot: I can't see the line from here. A technician will call you within 24 hours.",
    "agent: Hello, Ada from the network desk, a human. I've reset your port.",
    "customer: thanks. When does the technician come?",
)


def test_a_talk_fills_its_slots():
    """Each slot has what the talk tells, and each item is supported."""
    made = card(case(*TALK, reason="line tool timed out"))
    assert made.none == ()
    reason = made.one(Slot.REASON)
    assert reason is not None
    assert reason.kind == "tool_failure"
    assert [item.by for item in made.of(Slot.ALREADY_TRIED)] == ["customer", "customer", "agent"]
    question = made.one(Slot.OPEN_QUESTION)
    assert question is not None
    assert question.text == "When does the technician come?"
    promise = made.one(Slot.PROMISES)
    assert promise is not None
    assert (promise.by, promise.state) == ("bot", "open")
    assert {item.kind for item in made.of(Slot.DISCLOSURE)} == {"told_ai", "told_human"}
    assert all(item.supported for item in made.items)


def test_what_is_not_there_is_told():
    """An empty slot is a finding."""
    made = card(case("customer: hi"))
    assert Slot.PROMISES in made.none
    assert Slot.OPEN_QUESTION in made.none


@given(cases())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_item_cites_messages_that_exist(drawn):
    """Whatever is written: no error, the same card twice, at least one message for each item."""
    made = card(drawn)
    ids = {message.id for message in drawn.messages}
    assert made == card(drawn)
    for item in made.items:
        assert item.messages
        assert set(item.messages) <= ids
        assert item.text.strip()
    assert {item.slot for item in made.items}.isdisjoint(made.none)


def test_notes_are_no_goal_and_no_question():
    """What colleagues write among themselves is neither wanted nor asked by the customer."""
    made = card(case("note: She wants a refund, can we pay it?", "customer: my lamp is broken"))
    assert all("m1" not in item.messages for item in made.of(Slot.GOAL))
    assert made.one(Slot.OPEN_QUESTION) is None


def test_attacks_put_nothing_on_the_card():
    """Orders to a model make no promise, no step of ours, no question and no goal of their own."""
    for attack in ATTACKS:
        calm = case(*TALK)
        hurt = calm._replace(messages=(*calm.messages, *_at_end(attack.text)))
        made, plain = card(hurt), card(calm)
        for slot in (Slot.PROMISES, Slot.DISCLOSURE):
            assert [i.text for i in made.of(slot)] == [i.text for i in plain.of(slot)], attack.name
        assert made.one(Slot.GOAL) == plain.one(Slot.GOAL), attack.name
        before = [i for i in made.of(Slot.ALREADY_TRIED) if i.by != "customer"]
        assert before == [i for i in plain.of(Slot.ALREADY_TRIED) if i.by != "customer"]


def _at_end(text):
    (last,) = spoken(f"customer: {text}")
    return (
        type(last)("x", *[getattr(last, name) for name in ("at", "author", "visibility", "text")]),
    )


def test_forty_messages_take_milliseconds():
    """A card is made while a screen is painted."""
    long = case(*islice(cycle(TALK), 40))
    card(long)
    best = min(_took(long) for _ in range(5))
    assert best < 0.05, f"{best * 1000:.1f} ms"


def _took(one):
    start = time.process_time()
    card(one)
    return time.process_time() - start
