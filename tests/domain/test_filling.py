"""Gaps of macros are filled with what is known, and with nothing else."""

from __future__ import annotations

import pytest

from console.domain.filling import filled, values, without_gaps
from console.domain.handoff import Item, Slot
from console.domain.models import Customer

ADA = Customer("u1", "Ada Example", "ada@example.com")


def fact(kind: str, value: str, **more) -> Item:
    """Make a fact of a card."""
    return Item(Slot.FACTS, value, ("m1",), kind=kind, value=value, **more)


@pytest.mark.parametrize("gap", ["order_id", "fact.order_id", " fact.order_id "])
def test_a_fact_is_filled_in(gap: str) -> None:
    """A fact answers to its kind, with or without `fact.`."""
    known = values(ADA, facts=[fact("order_id", "BW-1")])
    assert filled("Order {{" + gap + "}}.", known) == "Order BW-1."


def test_of_two_none_is_chosen() -> None:
    """Two different order numbers leave the gap; one number written twice fills it."""
    two = values(ADA, facts=[fact("order_id", "BW-1"), fact("order_id", "BW-2")])
    assert filled("{{order_id}}", two) == "[order id]"
    same = [fact("order_id", "BW-1", normalised="BW1"), fact("order_id", "bw 1", normalised="BW1")]
    assert filled("{{order_id}}", values(ADA, facts=same)) == "BW-1"


@pytest.mark.parametrize("more", [{"supported": False}, {"state": "superseded"}])
def test_what_does_not_hold_is_not_filled_in(more: dict) -> None:
    """A fact that no message supports, or that was corrected, stays out."""
    assert filled("{{amount}}", values(ADA, facts=[fact("amount", "$5", **more)])) == "[amount]"


@pytest.mark.parametrize("kind", ["date", "url", "iban", "card_last4"])
def test_dates_and_account_numbers_are_left_to_the_agent(kind: str) -> None:
    """A date in a reply is promised by us: the one that the customer named is not put there."""
    assert "[" in filled("{{fact." + kind + "}}", values(ADA, facts=[fact(kind, "x")]))


@pytest.mark.parametrize(
    "name",
    ["", "see https://evil.test", "evil.com", "a@b.test", "x" * 90, "{{agent.name}}", "</data>"],
)
def test_a_name_that_is_none(name: str) -> None:
    """Where an address or an instruction stands for a name, the gap stays."""
    text = filled("Hi {{customer.first_name}}", values(Customer("u", name), agent="Ann"))
    assert text == "Hi [first name]"


@pytest.mark.parametrize("name", ["Bo Ångström", "O'Neil-Smith", "李 雷", "Dr. J. Doe"])
def test_names_of_people(name: str) -> None:
    """Names with accents, marks and points of any script are names."""
    assert filled("{{customer.name}}", values(Customer("u", name))) == name


def test_values_are_not_read_again() -> None:
    """A value that looks like a gap is not filled a second time."""
    known = values(ADA, facts=[fact("device", "{{agent.name}}")], agent="Ann")
    assert filled("{{device}}", known) == "{{agent.name}}"


def test_endless_values_are_no_values() -> None:
    """A value of more than a line's length leaves the gap."""
    assert filled("{{device}}", values(ADA, facts=[fact("device", "x" * 81)])) == "[device]"


def test_without_gaps() -> None:
    """A text is compared by its own words."""
    assert without_gaps("Hi {{customer.name}}!").split() == ["Hi", "!"]
