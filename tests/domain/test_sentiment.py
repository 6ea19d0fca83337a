"""The way of the mood: touchpoints, trend and the line that is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.domain.handoff import Case
from console.domain.models import Author, AuthorKind, Customer, Handoff, Message, Visibility
from console.domain.sentiment import BARS, LEVELS, WORDS, Arc, Mood, arc, sparkline

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = {"c": AuthorKind.CUSTOMER, "b": AuthorKind.BOT, "a": AuthorKind.AGENT}


def case(kinds, handoff=None, events=()):
    """Make a conversation, a letter for each message's author, a minute apart."""
    messages = tuple(
        Message(
            str(index), NOON + timedelta(minutes=index), Author(KINDS[kind]),
            Visibility.PUBLIC, "text", event=index in events,
        )
        for index, kind in enumerate(kinds)
    )  # fmt: skip
    given = None if handoff is None else Handoff(NOON + timedelta(minutes=handoff))
    return Case("1", "Subject", Customer("c", "Ada"), messages, given)


def moods(**levels):
    """Make moods of levels by message id (`m0=-1`)."""
    return [Mood(name[1:], level) for name, level in levels.items()]


def test_each_touchpoint_is_where_it_should_be():
    """Start, bot, handoff, human and now are told apart by who spoke."""
    found = arc(case("cbcbcac", handoff=4), moods(m0=0, m2=-1, m4=-2, m6=1))

    assert found == Arc(start=0, bot=-2, handoff=-2, human=1, now=1)
    assert found.trend == 1


def test_unknown_messages_are_passed_over():
    """The first and last message that tell count, not the first and last."""
    found = arc(case("cbcbcac", handoff=4), moods(m0=None, m2=-1, m4=None, m6=None))

    assert found == Arc(start=-1, bot=-1, handoff=-1, human=None, now=-1)


def test_without_a_handoff_people_begin_with_the_first_agent():
    """A human who joined without a record still splits the conversation."""
    found = arc(case("cbcac"), moods(m0=0, m2=-2, m4=1))

    assert (found.handoff, found.bot, found.human) == (-2, -2, 1)


def test_while_only_the_bot_has_spoken_there_was_no_handoff():
    """Without people there is neither a handoff nor a human point."""
    found = arc(case("cbc"), moods(m0=0, m2=-1))

    assert (found.handoff, found.bot, found.human, found.now) == (None, -1, None, -1)


def test_messages_in_the_queue_belong_to_neither():
    """What is written after the handoff, before a person speaks, is only now."""
    found = arc(case("cbcc", handoff=2), moods(m0=0, m2=-1, m3=-2))

    assert found == Arc(start=0, bot=-1, handoff=-1, human=None, now=-2)


def test_an_event_is_nobodys_word():
    """An event in an agent's name does not mean that a person spoke."""
    found = arc(case("cac", events={1}), moods(m0=0, m2=1))

    assert found.human is None


def test_no_moods_make_an_empty_arc():
    """Nothing told is nothing shown, and no trend."""
    found = arc(case("cbc"), [])

    assert found == Arc()
    assert found.trend == 0


def test_the_line_says_each_level_in_sign_and_number():
    """Nothing rests on the sign alone."""
    line = sparkline(Arc(start=0, bot=-1, handoff=-2, human=1, now=2))

    assert line == "start ▄ 0 > bot ▂ -1 > handoff ▁ -2 > human ▆ +1 > now █ +2"


def test_the_line_leaves_out_what_is_not_there():
    """Missing touchpoints are left out, but start and now are always said."""
    assert sparkline(Arc(start=-1)) == "start ▂ -1 > now · ?"


def test_every_level_has_a_sign_and_a_word():
    """No two levels look or read alike."""
    assert set(BARS) == set(WORDS) == {*LEVELS, None}
    assert len(set(BARS.values())) == len(set(WORDS.values())) == 6
