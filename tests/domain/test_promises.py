"""Promises of our side are found, with who made them and how they stand."""

import pytest
from hypothesis import given, settings

from console.domain.promises import collect
from tests.assist.spoken import cases, spoken


def found(*lines, hours=0):
    """Give the promises of a conversation as (text, state)."""
    return [(one.text, one.state) for one in collect(spoken(*lines, hours=hours))]


@pytest.mark.parametrize(
    ("line", "promise"),
    [
        ("agent: Thanks! I'll call you before noon.", "I'll call you before noon"),
        (
            "bot: We will confirm receipt within 24 hours.",
            "We will confirm receipt within 24 hours",
        ),
        (
            "agent: Once I have the form I'll send the letter.",
            "Once I have the form I'll send the letter",
        ),
        ("agent: I'm refunding it to the card now.", "I'm refunding it to the card now"),
        (
            "bot: A technician will come on Monday.",
            "A technician will come on Monday",
        ),
        ("bot: You'll get a mail within 10 minutes.", "You'll get a mail within 10 minutes"),
        (
            "bot: Your mail goes to a specialist, who will reply within one day.",
            "Your mail goes to a specialist, who will reply within one day",
        ),
        ("agent: Ich schicke es heute noch los.", "Ich schicke es heute noch los"),
        ("agent: You won't be charged for that.", "You won't be charged for that"),
    ],
)
def test_commitments_are_promises(line, promise):
    """Who says what will be done, and by when, has promised it."""
    assert [text for text, _ in found("customer: My order is late", line)] == [promise]


@pytest.mark.parametrize(
    "line",
    [
        "bot: I can help with that.",
        "bot: A colleague takes over.",
        "bot: I'm passing this to a colleague in billing.",
        "agent: It should be back soon.",
        "agent: We'll sort it out together.",
        "bot: People usually get an answer the same day.",
        "bot: Shall I send you a new one?",
        "agent: I hope I can call you tomorrow.",
        "agent: I'll need your order number.",
        "agent: I will not do that.",
        "customer: I'll send it tomorrow.",
        "note: I'll call her tomorrow.",
    ],
)
def test_offers_hopes_rules_and_handovers_are_none(line):
    """What commits to nothing, or not to the customer, is no promise."""
    assert found("customer: My order is late", line) == []


def test_two_promises_of_a_sentence_are_two():
    """Each subject with its verb is a promise of its own."""
    assert found("agent: I'll refund you today, and I will ring you before noon.") == [
        ("I'll refund you today", "open"),
        ("I will ring you before noon", "open"),
    ]


def test_a_customer_tells_that_it_was_broken():
    """Nobody came: the visit is a broken promise, with the message that tells."""
    (promise,) = collect(
        spoken("bot: A technician will come on Monday.", "customer: Nobody came!", hours=80)
    )
    assert (promise.state, promise.evidence, promise.by) == ("broken", "m2", "bot")


def test_what_was_done_is_kept():
    """The customer says it came, our side says it was sent, or a note says so."""
    for told in (
        "customer: the heaters came at eight",
        "agent: I've sent the heaters.",
        "note: Heaters delivered at eight.",
    ):
        assert found("agent: We will deliver two heaters this evening.", told)[0][1] == "kept"


def test_the_last_word_counts():
    """A promise kept at last is kept; one that was said to be kept and then missed is broken."""
    promise = "agent: I'll send the letter by Friday."
    assert found(promise, "customer: no letter yet", "customer: the letter came")[0][1] == "kept"
    assert found(promise, "agent: I've sent the letter", "customer: no letter")[0][1] == "broken"


def test_silence_leaves_it_open():
    """Nothing told: open, however late; the time is for those who know it."""
    assert found("bot: We reply within 24 hours. We will call you within 24 hours.") == [
        ("We will call you within 24 hours", "open")
    ]


@given(cases())
@settings(max_examples=60)
def test_every_promise_stands_in_its_message(case):
    """Whatever is written, a promise is a span of what our side wrote to the customer."""
    by_id = {message.id: message for message in case.messages}
    for promise in collect(case.messages):
        message = by_id[promise.message]
        assert promise.by == message.author.kind
        assert promise.by in ("bot", "agent")
        assert promise.state in ("open", "kept", "broken")
        assert not promise.evidence or promise.evidence in by_id
