"""Macros and articles are listed, and filled with what is known of the customer."""

import pytest

from console.desk import knowledge
from console.domain.handoff import Item, Slot
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
    """A subject that looks like a gap is not filled a second time."""
    esc = escalation(subject="{{agent.name}}")
    assert knowledge.filled(macro("{{subject}}"), esc, ME) == "{{agent.name}}"


def test_facts_are_filled_in():
    """What the card knows of the conversation is put in."""
    order = Item(Slot.FACTS, "BW-1", ("m1",), kind="order_id", value="BW-1")
    assert knowledge.filled(macro("{{fact.order_id}}"), escalation(), ME, [order]) == "BW-1"


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


async def test_helpdesk_and_folder_are_one_list(office, console, tmp_path):
    """The team's own files stand among the helpdesk's, by title; each kind can be asked for."""
    data = {"kind": "macro", "title": "B", "text": "x"}
    await office.outside.request("POST", "/v1/knowledge", json=data)
    await console.sync()
    (tmp_path / "a.md").write_text("# a\nText")
    console.desk.knowledge_folder = tmp_path
    assert [item.title for item in await knowledge.every(console.desk, "desk")] == ["a", "B"]
    assert [item.title for item in await knowledge.every(console.desk, "desk", "macro")] == ["B"]
    found = await knowledge.search(console.desk, "desk", "text")
    assert [item.title for item in found] == ["a"]


async def test_a_folder_that_is_gone(console, tmp_path):
    """Without its folder the list is still there, and the reason is said."""
    console.desk.knowledge_folder = tmp_path / "gone"
    assert await knowledge.every(console.desk, "desk") == []
    assert "not a folder" in (await knowledge.own(console.desk)).problems[0]


SHELF = [
    Knowledge("1", "macro", "Refund declined", "We cannot pay it back."),
    Knowledge("2", "macro", "Parcel search", "We look for it.", tags=("delivery",)),
    Knowledge("3", "article", "Opening hours", "Ask for a refund at the counter."),
    Knowledge("4", "article", "Holidays", "Closed."),
]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", ["1", "2", "3", "4"]),
        ("ref", ["1", "3"]),
        ("deliv", ["2"]),
        ("declined refund", ["1"]),
        ("refnud", ["1"]),
        ("zebra", []),
    ],
)
def test_search(typed, ids):
    """What begins so stands first; beginnings, tags, texts and slips of the finger find."""
    assert [item.id for item in knowledge.found(SHELF, typed)][: len(ids) or None] == ids


def test_internal_asks_before_it_becomes_public():
    """Only what is for colleagues, into what is for customers, needs a yes."""
    public, internal = Visibility.PUBLIC, Visibility.INTERNAL
    assert "colleagues only" in knowledge.question(internal, public)
    for pair in ((public, public), (public, internal), (internal, internal)):
        assert knowledge.question(*pair) == ""
