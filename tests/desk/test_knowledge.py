"""Macros and articles are listed, and filled with what is known of the customer."""

import pytest

from console.desk import knowledge
from console.domain.models import Customer, Knowledge, Visibility
from tests.domain.made import ME, escalation


def macro(text, **fields):
    """Make a macro."""
    return Knowledge("1", "macro", "Greeting", text, **fields)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {{customer.name}}", "Hello Ada Example"),
        ("Hi {{ customer.first_name }}!", "Hi Ada!"),
        ("{{customer.email}} {{agent.name}}", "ada@example.com Ann Agent"),
        ("{{ref}}: {{subject}}", "c1: Late parcel"),
        ("{{order.tracking_code}}", "[tracking code]"),
        ("{not} {{ A b }}", "{not} {{ A b }}"),
    ],
)
def test_filled(text, filled):
    """Known values are put in; what is not known stays visible as a gap to fill."""
    assert knowledge.filled(macro(text), escalation(), ME) == filled


def test_a_nameless_customer():
    """Without a name the gap is shown, not left out."""
    esc = escalation(customer=Customer("u1", ""))
    assert knowledge.filled(macro("{{customer.first_name}}"), esc, ME) == "[first name]"


def test_values_are_not_read_again():
    """A customer whose name looks like a gap is not filled a second time."""
    esc = escalation(customer=Customer("u1", "{{agent.name}}"))
    assert knowledge.filled(macro("{{customer.name}}"), esc, ME) == "{{agent.name}}"


def test_not_for_customers():
    """What is internal is marked."""
    assert knowledge.warning(macro("")) == ""
    assert "INTERNAL" in knowledge.warning(macro("", visibility=Visibility.INTERNAL))


async def test_listed(office, console):
    """What was fetched is listed by title, for its connection."""
    for title in ("B", "A"):
        data = {"kind": "macro", "title": title, "text": "x"}
        await office.outside.request("POST", "/v1/knowledge", json=data)
    await console.sync()
    assert [item.title for item in await knowledge.every(console.desk, "desk")] == ["A", "B"]
    assert await knowledge.every(console.desk, "other") == []
