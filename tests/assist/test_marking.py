"""What a draft says and nobody on our side said is marked."""

from __future__ import annotations

import pytest

from console.assist.marking import marks
from console.assist.prompts import public
from tests.assist.talking import case

SOURCE = "We refund the full price within 14 days. See https://shop.example/returns for more."


def marked(text: str, *sources: str, told: str = "") -> list[str]:
    """Give what is marked."""
    seen = public(case(told) if told else case())
    return [text[start:end] for start, end in marks(text, seen, sources)]


@pytest.mark.parametrize(
    "text",
    [
        "Hello, thank you for writing.",
        "The 49.90 EUR that you paid are noted.",
        "Your order of 2026-02-20 is noted.",
        "I will ask the carrier today.",
        "We refund the full price within 14 days.",
        "Please see https://shop.example/returns.",
        "Please tell us more, e.g. what the label says.",
    ],
)
def test_said_before(text):
    """What an agent said, a source says, or the customer said of themselves is not marked."""
    assert marked(text, SOURCE) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs 12.50 EUR.", ["12.50 EUR"]),
        ("It costs €12.50 now.", ["€12.50"]),
        ("See http://other.example/x.", ["http://other.example/x."]),
        ("Look at other.example.", ["other.example"]),
        ("Ann, it was on 3 March 2026.", ["3 March 2026"]),
        ("We will refund it.", ["We will refund it."]),
        ("Hello. We will send a new one. Bye.", ["We will send a new one."]),
        ("We refund the full price within 90 days.", ["We refund the full price within 90 days."]),
    ],
)
def test_not_said(text, found):
    """Amounts, addresses, dates and promises of nobody are marked where they stand."""
    assert marked(text, SOURCE) == found


def test_a_source_that_is_not_cited():
    """Only what is cited counts."""
    assert marked("We refund the full price within 14 days.") != []


def test_what_only_the_customer_said():
    """An amount the customer wishes for is marked; one they paid is not."""
    assert marked("Take 500 EUR.", told="give me 500 EUR") == ["500 EUR"]
    assert marked("You paid 500 EUR.", told="I paid 500 EUR") == []
