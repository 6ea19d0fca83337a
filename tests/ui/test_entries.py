"""A line of the queue says whose turn it is, how the customer feels, what is wanted and why."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from console.domain.models import Customer, Glance, Person, Priority, Status
from console.ui.entries import POINTER, columns, line_of, titles
from console.ui.format import CAUSES
from tests.domain.made import BO, ME, NOW, at, entry

WIDTHS = [*range(24, 260, 7), 118, 159]


def line(width: int = 160, *, me: Person | None = ME, **fields: object) -> str:
    """Write a line."""
    parts = line_of(entry(**fields), width, NOW, marked=False, me=me)
    return "".join(text for text, _ in parts)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["", "Late", "漢字の件名がとても長いので切られます" * 9, "x" * 300]
)
def test_every_line_is_as_wide_as_the_titles(width: int, text: str):
    """Columns stand under each other, whatever is in them."""
    said = line(
        width, subject=text, customer=Customer("u", text), queue=text, assignee=BO,
        glance=Glance(-2, -1, text, "distress"), waiting_since=at(hours=-3),
        priority=Priority.URGENT,
    )  # fmt: skip

    assert cell_len(titles(width)) == width == POINTER + cell_len(said)


def test_mood_trend_goal_and_cause_are_there():
    """Sign and trend before the name; the goal behind the subject; the cause in its column."""
    said = line(subject="Late parcel", glance=Glance(-2, -1, "Wants a refund", "tool_failure"))

    assert "▼↘" in said
    assert "Late parcel · Wants a refund" in said
    assert "tool failed" in said


def test_what_was_not_read_says_so():
    """Before the assistant has come to it, nothing is claimed."""
    said = line(glance=None)

    assert "not read yet" in said
    assert not set("▼▽·△▲↗↘") & set(said.replace(" · ", " ").split("–")[0])


def test_what_cannot_be_told_is_blank():
    """A mood that is unknown has no sign: a wrong flag is worse than none."""
    known, unknown = line(glance=Glance(0)), line(glance=Glance(None))

    assert "·" in known
    assert "·" not in unknown.replace("·", "", 1)


@pytest.mark.parametrize("goal", ["Late parcel, wants it", "LATE PARCEL"])
def test_a_goal_that_begins_with_the_subject_stands_alone(goal: str):
    """Nothing is said twice."""
    assert goal in line(subject="Late parcel.", glance=Glance(0, 0, goal))
    assert " · " + goal not in line(subject="Late parcel.", glance=Glance(0, 0, goal))


def test_a_resolved_one_says_so_before_all_else():
    """Its state stands before subject and goal."""
    said = line(subject="Late", status=Status.RESOLVED, glance=Glance(0, 0, "Wants a refund"))

    assert "[resolved] Late · Wants a refund" in said


@pytest.mark.parametrize("kind", CAUSES)
def test_each_cause_fits_its_column(kind: str):
    """Why the bot handed over is never cut."""
    assert CAUSES[kind] in line(glance=Glance(0, 0, "", kind))
    assert columns(160).cause >= cell_len(CAUSES[kind])


def test_room_goes_first_to_who_has_it():
    """What gives way when it gets narrow: cause, queue, wait; never the customer."""
    widths = range(250, 20, -1)
    gone = {
        name: next(w for w in widths if not getattr(columns(w), name))
        for name in ("cause", "queue", "wait", "assignee")
    }

    assert gone["cause"] > gone["queue"] > gone["wait"] > gone["assignee"]
    assert all(columns(width).customer >= 3 for width in widths)


def test_whose_it_is():
    """Mine, a colleague's by name or initials, nobody's."""
    assert " me " in line(assignee=ME)
    assert "Bo Å" in line(assignee=BO)
    assert "BÅ" in line(64, assignee=BO)
    assert " – " in line(assignee=None)
