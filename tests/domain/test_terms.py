"""Times that promises name are recognised, and spans have an end."""

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.terms import deadline, moment, timed
from tests.domain.made import NOW


@pytest.mark.parametrize("text", ["by 16 January", "within 2 days", "before noon", "tonight"])
def test_times_are_times(text):
    """A day, a span, an hour."""
    assert timed(f"We will call {text}")


@pytest.mark.parametrize("text", ["soon", "one of us", "for you"])
def test_hopes_are_no_times(text):
    """`Soon` holds nobody to anything."""
    assert not timed(f"We will call {text}")


def test_spans_end():
    """Spans of working days take weekends into account; what names none has no end."""
    assert deadline("within 48 hours", NOW) == NOW + timedelta(hours=48)
    assert deadline("within 5 working days", NOW) > NOW + timedelta(days=6)
    assert deadline("tomorrow at 9", NOW) > NOW + timedelta(days=1, hours=12)
    assert deadline("in the moment", NOW) is None


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("i'll call you by 11", 2),
        ("it'll be with you by noon", 3),
        ("i'll mail it within the hour", 1),
        ("he'll bring it before 2 pm", 5),
    ],
)
def test_an_hour_that_is_named_is_a_moment(words, hours):
    """It is the next such hour after the promise was made."""
    made = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert moment(words, made) == made + timedelta(hours=hours)


def test_a_weekday_and_a_date_end_with_their_day():
    """By Friday and by 9 March there is time until midnight."""
    made = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert str(moment("a reply by friday", made)).startswith("2026-03-06 23:59")
    assert str(moment("a reply by 9 march", made)).startswith("2026-03-09 23:59")
    assert moment("a reply soon", made) is None
