"""The reason of a handoff comes from its record, or from what was said."""

import pytest

from console.assist.embedded.reason import category, reason
from console.domain.sentences import prepared
from tests.assist.spoken import case


def found(*lines, **fields):
    """Give the reason of a case."""
    one = case(*lines, **fields)
    return reason(prepared(one.messages), one.handoff)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("customer_request", "customer_request"),
        ("distress: missed visit", "distress"),
        ("unlock tool timed out twice", "tool_failure"),
        ("No article for this code", "missing_knowledge"),
        ("refund above my limit", "policy_restriction"),
        ("two accounts found, cannot merge", "unsupported_request"),
        ("", ""),
    ],
)
def test_records_have_a_category(record, name):
    """A bot's own words stand for one of six categories, or for none."""
    assert category(record) == name


def test_the_message_that_shows_it_is_cited():
    """A record with a message to it rests on the message."""
    item = found("customer: get me a human", "bot: Sure, one moment.", reason="customer_request")
    assert (item.kind, item.messages, item.source) == ("customer_request", ("m1",), "")


def test_a_record_alone_says_so():
    """Where no message shows it, the nearest one is cited and the source named."""
    item = found("customer: my lamp", "bot: Hello.", reason="tool_failure")
    assert (item.kind, item.messages, item.source) == ("tool_failure", ("m2",), "handoff")


def test_without_a_record_the_bot_tells():
    """A bot that announces the handover and why gives the reason; without one there is none."""
    item = found("customer: merge them", "bot: I can't merge accounts. A colleague takes over.")
    assert item.kind == "unsupported_request"
    assert found("customer: my lamp", "bot: Hello.", "agent: Hi") is None
