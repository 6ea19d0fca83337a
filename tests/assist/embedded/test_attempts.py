"""What our side began is a step once it reports on it."""

import pytest

from console.assist.embedded.card import card
from console.domain.handoff import Slot
from tests.assist.spoken import case


def found(*lines):
    """Give the steps as (text, by, result, messages)."""
    items = card(case(*lines)).of(Slot.ALREADY_TRIED)
    return [(item.text, item.by, item.state, item.messages) for item in items]


def test_a_failure_told_later_belongs_to_what_was_begun():
    """The step is named by the message that began it, and both are cited."""
    assert found(
        "bot: I'm trying to load the delivery photo.", "bot: The photo service does not answer."
    ) == [("load the delivery photo", "bot", "failed", ("m1", "m2"))]


def test_a_short_done_reports_on_what_was_offered():
    """`It's on` after the customer's yes tells that it was carried out."""
    assert found(
        "agent: I can push 7.58 from here. OK?", "customer: go for it", "agent: It's on."
    ) == [("push 7.58 from here", "agent", "worked", ("m1", "m3"))]


@pytest.mark.parametrize(
    "line", ["agent: Your parcel is on its way.", "customer: it failed", "agent: Which lamp is it?"]
)
def test_without_a_report_nothing_was_done(line):
    """What was only begun or offered is no step."""
    assert found("agent: I can push 7.58 from here. OK?", line) == []
