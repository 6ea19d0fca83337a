"""What to do next follows from what is open."""

from console.assist.embedded.card import card
from console.domain.handoff import Slot
from tests.assist.spoken import case


def found(*lines, hours=0):
    """Give the next steps as (text, messages)."""
    items = card(case(*lines, hours=hours)).of(Slot.NEXT_STEP)
    return [(item.text, item.messages) for item in items]


def test_broken_promises_questions_and_open_promises_in_their_order():
    """What was broken is made good first, then the question, then what is still open."""
    steps = found(
        "bot: A technician will come on Monday.",
        "agent: I'll send you a voucher today. What time suits you?",
        "customer: The technician never came!! Will you pay for the day?",
        hours=1,
    )
    assert steps == [
        ("Make good: A technician will come on Monday", ("m1", "m3")),
        ("Answer: Will you pay for the day?", ("m3",)),
        ("Keep the promise: I'll send you a voucher today", ("m2",)),
    ]


def test_else_the_last_word_decides():
    """A note is told, an unanswered message answered, an answered one left."""
    assert found("customer: my lamp broke", "note: swap approved") == [
        ("Read the note of your colleague, then answer the customer", ("m2",))
    ]
    assert found("customer: my lamp broke") == [("Take over: my lamp broke", ("m1",))]
    assert found("customer: my lamp broke", "agent: A new one is in the post.") == [
        ("Wait for the customer, or close", ("m2",))
    ]


def test_a_matter_closed_with_thanks_may_be_closed():
    """Who thanks an agent and asks nothing more waits for nothing."""
    assert found("customer: my lamp broke", "agent: It works now.", "customer: thanks!") == [
        ("Nothing is left to answer: close it", ("m3",))
    ]


def test_what_was_broken_before_we_wrote_is_not_the_most_pressing():
    """After our apology the newest promise comes before the old one."""
    steps = found(
        "bot: A technician will come on Monday.",
        "customer: The technician never came!!",
        "agent: I am sorry. I'll send you a voucher today.",
        hours=30,
    )
    assert [text.split(":")[0] for text, _ in steps] == ["Keep the promise", "Make good"]
