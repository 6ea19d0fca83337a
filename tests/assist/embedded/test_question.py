"""The last thing the customer asked that nobody answered is found."""

import pytest

from console.assist.embedded.question import question
from console.domain.sentences import prepared
from tests.assist.spoken import spoken


def found(*lines):
    """Give the open question."""
    item = question(prepared(spoken(*lines)))
    return item.text if item else None


def test_the_last_question_of_the_last_message():
    """Of two questions the last one counts, as it was written."""
    assert (
        found("customer: Is it late? It was paid. And when does it come?") == "when does it come?"
    )


def test_questions_without_a_mark():
    """A question mark is not needed."""
    assert found("customer: ok. do i have to pay that fee") == "do i have to pay that fee"


@pytest.mark.parametrize(
    "answer",
    ["agent: It comes on Monday.", "bot: Yes, the parcel comes today."],
)
def test_an_answer_closes_it(answer):
    """A statement after it is its answer."""
    assert found("customer: When does the parcel come?", answer) is None


@pytest.mark.parametrize(
    "line",
    [
        "bot: I don't know that.",
        "bot: I'm passing you to a colleague.",
        "agent: Good morning, my name is Ada. What is your order number?",
        "note: comes on Monday",
    ],
)
def test_what_answers_nothing_leaves_it_open(line):
    """Not knowing, handing over, asking back and internal notes are no answers."""
    asked = "When does the parcel come?"
    assert found(f"customer: {asked}", line) == asked


@pytest.mark.parametrize(
    "line",
    ["Are you serious?", "Can I talk to a person please?", "hello??", "The 13th??"],
)
def test_rhetoric_and_calls_for_people_are_no_questions(line):
    """Nobody waits for an answer to these."""
    assert found(f"customer: {line}") is None


def test_who_says_it_was_not_answered_asks_again():
    """`You didn't say about ...` opens the earlier question again."""
    assert (
        found(
            "customer: Does the deductible count once or twice?",
            "agent: I will inspect both flats on Monday.",
            "customer: Fine. You didn't say about the deductible though.",
        )
        == "Does the deductible count once or twice?"
    )
