"""The card as lines: every statement with its evidence, what is doubted marked, drafts below."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from console.desk.memory import Line, Memory
from console.desk.reading import Told
from console.domain.handoff import Item, Provenance, Reading, Slot, arranged
from console.domain.models import Ref, Visibility
from console.domain.sentiment import Arc
from console.domain.suggestion import Suggested, Suggestion
from console.ui.cards import Laid, arc_row, lay_out
from tests.domain.made import NOW, at

IDS = tuple(f"m{n}" for n in range(1, 30))
ITEMS = (
    Item(Slot.GOAL, "Wants the parcel or the money back", ("m1", "m2")),
    Item(Slot.REASON, "policy_restriction: may not pay", ("m3",), kind="policy_restriction"),
    Item(Slot.ALREADY_TRIED, "restarted it", ("m4",), by="customer", state="failed"),
    Item(Slot.FACTS, "BW-1", ("m1",), kind="order_id", value="BW-1"),
    Item(Slot.FACTS, "BW-2", ("m2",), kind="order_id", value="BW-2", state="superseded"),
    Item(Slot.FACTS, "5 EUR", ("m9",), kind="amount", value="5 EUR", supported=False),
    Item(Slot.PROMISES, "We call you", ("m5",), by="bot", state="open"),
    Item(Slot.NEXT_STEP, "Call", ("m1", "m2", "m3", "m4", "m5")),
)
DRAFTS = (
    Suggestion("Hello Ada, we look for it.\n\nBye", "macro:1", 0.91, "Parcel search"),
    Suggestion("20 EUR", "article:2", 0.6, "Limits", Visibility.INTERNAL, ((0, 6),)),
)


def told(*items: Item, suggested: Suggested | None = None, **fields: object) -> Told:
    """Make what assistants say."""
    reading = Reading(
        arranged(items or ITEMS), (), Arc(0, -1, -2, bot=-1, human=None), "",
        Provenance("embedded", "1", IDS, NOW),
    )  # fmt: skip
    return Told(reading, Suggested(DRAFTS) if suggested is None else suggested, **fields)


def rows(laid: Laid) -> list[str]:
    """Give the text of each row."""
    return ["".join(piece.text for piece in row) for row in laid.rows]


def text(what: Told, width: int = 70, **options: object) -> str:
    """Lay out, and give the text."""
    return "\n".join(rows(lay_out(what, width, NOW, **options)))


@pytest.mark.parametrize("briefly", [False, True])
@pytest.mark.parametrize("width", [30, 47, 64, 120])
def test_no_row_is_wider_than_the_card(width: int, briefly: bool):
    """Whatever the width, words are wrapped or cut, never past the edge."""
    wide = Item(Slot.GOAL, "漢字" * 90 + "W" * 200, ("m1",))
    memory = Memory((Line("x" * 300, Ref("desk", "c2"), at(days=-3), "fact"),), "same? " * 40)
    for what in (told(), told(wide, *ITEMS)):
        laid = lay_out(what, width, NOW, memory=memory, briefly=briefly)
        assert max(cell_len(row) for row in rows(laid)) <= max(width, 30)


def test_every_statement_can_be_checked():
    """Each one is a target with its messages, in reading order, and says their numbers."""
    laid = lay_out(told(), 70, NOW)
    said = [target.messages for target in laid.targets if target.draft < 0]

    assert said == [item.messages for item in arranged(ITEMS).items]
    assert "#1,2" in text(told())
    # More than three are named by the first ones.
    assert "#1,2,3+" in text(told())
    assert [laid.rows[place] != [] for place in laid.places] == [True] * len(laid.targets)


def test_the_pieces_of_a_statement_know_their_target():
    """What is highlighted when it is selected is the statement, and it alone."""
    laid = lay_out(told(), 70, NOW)
    for number, place in enumerate(laid.places):
        assert any(piece.target == number for piece in laid.rows[place])


def test_what_is_not_supported_is_said_to_be_doubted():
    """A value that the checker did not find is shown as such, never plainly."""
    assert "? not in the message cited: amount 5 EUR" in text(told(), 100)
    assert text(told(), 100).count("?") == 1


def test_states_have_a_sign_and_a_word():
    """Tried and failed, promised and open, corrected: none by colour alone."""
    said = text(told(), 100)

    assert "✗ restarted it · customer failed" in said
    assert "○ We call you · bot open" in said
    assert "BW-2 corrected" in said
    assert "policy restriction: may not pay" in said


def test_what_was_looked_for_and_not_found_is_named():
    """An empty slot is a finding; those whose emptiness says nothing are not named."""
    said = next(row for row in rows(lay_out(told(), 70, NOW)) if row.startswith(" none"))

    assert "asks" in said
    assert "until" not in said


def test_an_issue_that_repeats_the_goal_is_not_said_twice():
    """Once is enough."""
    issue = Item(Slot.ISSUE, ITEMS[0].text, ("m1",))

    assert text(told(*ITEMS, issue)).count(ITEMS[0].text) == 1


@pytest.mark.parametrize(
    ("arc", "said"),
    [
        (Arc(), "can't tell"),
        (Arc(0, None, -2), "start ▄ › now ▁  very upset"),
        (Arc(0, -1, 1, bot=-1, human=0),
         "start ▄ › bot ▂ › handoff ▂ › human ▄ › now ▆  content"),
    ],
)  # fmt: skip
def test_the_arc_is_labelled(arc: Arc, said: str):
    """Each point has its name, and the newest a word: nothing rests on a sign alone."""
    assert "".join(piece.text for piece in arc_row(arc)) == said


def test_drafts_say_where_they_come_from():
    """Number, source and how well it fits; what is internal, and what is to be checked."""
    said = text(told(), 100)

    assert "1 macro Parcel search · 91%" in said
    assert "2 article Limits · 60% · INTERNAL · 1 to check" in said
    assert "Hello Ada, we look for it." in said


def test_drafts_of_a_model_name_it():
    """Who wrote it stands before what was written."""
    draft = Suggestion("Hi", "model:llama", 0.5, maker="llama at gpu")

    assert "1 llama at gpu · 50%" in text(told(suggested=Suggested((draft,))))


@pytest.mark.parametrize("briefly", [False, True])
def test_stale_drafts_say_so(briefly: bool):
    """What was made before the newest message is marked beside the keys that would take it."""
    assert "STALE" in text(told(stale=True), 100, briefly=briefly)
    assert "STALE" not in text(told(), 100, briefly=briefly)


def test_why_there_is_none():
    """No good match is said, not left blank."""
    said = text(told(suggested=Suggested(why_none="No good match among 7 macros.")))

    assert "replies  No good match among 7 macros." in said


def test_briefly_each_statement_has_one_line():
    """Under the conversation, goal and reason come first, the drafts before the facts."""
    long = Item(Slot.GOAL, "wants " * 60, ("m1",))
    laid = lay_out(told(long, *ITEMS[1:]), 60, NOW, briefly=True)
    said = rows(laid)

    assert [row.split()[0] for row in said[:4]] == ["wants", "because", "promised", "replies"]
    assert "…" in said[0]
    assert "1 Parcel search" in said[3]
    assert "INTERNAL" in said[3]


def test_memory_names_its_place_and_age():
    """What is known from before says where from and how old; a question is no statement."""
    memory = Memory(
        (Line("promised, open: “We call”", Ref("desk", "c2"), at(days=-3), "promise"),),
        "Same address on rt (2): the same person? Not mixed in here.",
    )
    laid = lay_out(told(), 100, NOW, memory=memory)
    said = "\n".join(rows(laid))

    assert "earlier  promised, open: “We call” · c2, 3d ago" in said
    assert "the same person?" in said
    assert "desk/c2" in [target.ref for target in laid.targets]
