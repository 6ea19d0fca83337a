"""The scorer of cards counts as its docstring says."""

from console.assist.evaluation.card import SLOTS, judge, measure, table
from console.assist.evaluation.counting import Tally, overlap, wilson
from console.assist.evaluation.gold import Labelled
from console.domain.handoff import Card, Item, Slot
from tests.assist.spoken import case

CASE = case("customer: hi", "bot: I'll call you today and send a letter")
GOLD = {
    "promises": [{"text": "I'll call you today", "by": "bot", "messages": ["m2"], "state": "open"}],
    "already_tried": [],
    "goal": {"text": "x", "messages": ["m1"]},
    "disclosure": {"told_ai": None, "told_human": None},
}


def promised(text="I'll call you today", by="bot", messages=("m2",), state="open"):
    """Judge one promise against the label."""
    card = Card((Item(Slot.PROMISES, text, messages, by=by, state=state),))
    return judge(card, Labelled(CASE, GOLD))[0]["promises"]


def test_a_promise_needs_side_message_and_words():
    """Each of the three must agree; the state is counted apart."""
    assert promised() == Tally(1, 0, 0, 1)
    assert promised(state="kept") == Tally(1, 0, 0, 0)
    for wrong in ({"by": "agent"}, {"messages": ("m1",)}, {"text": "we send letters"}):
        assert promised(**wrong) == Tally(0, 1, 1, 0)


def test_two_items_do_not_share_a_label():
    """The second one that says the same is invented."""
    item = Item(Slot.PROMISES, "I'll call you today", ("m2",), by="bot", state="open")
    tallies, _ = judge(Card((item, item)), Labelled(CASE, GOLD))
    assert tallies["promises"] == Tally(1, 1, 0, 1)


def test_what_is_not_there_counts():
    """Something found where the reader saw nothing is an error; nothing at all is none."""
    tallies, misses = judge(Card(), Labelled(CASE, GOLD))
    assert tallies["goal"] == Tally(missed=1)
    assert tallies["already_tried"] == Tally()
    assert {miss.slot for miss in misses} == {"promises", "goal"}


def test_the_table_has_totals_and_no_texts():
    """A line for each slot, with intervals, and not a word of the conversations."""
    shown = table(measure([Labelled(CASE, GOLD)], lambda _: Card()))
    assert all(slot in shown for slot in SLOTS)
    assert "today" not in shown


def test_intervals_and_overlap():
    """Wilson's interval holds the share and is whole without counts; overlap is symmetric."""
    low, high = wilson(8, 10)
    assert low < 0.8 < high
    assert wilson(0, 0) == (0.0, 1.0)
    assert overlap("a b c d", "a b") == overlap("a b", "a b c d") > 0.6
