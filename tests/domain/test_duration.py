"""Durations, written and shown."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.duration import format_duration, parse_duration, write_duration

SECONDS = st.integers(0, 90_000 * 86_400)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("30m", 1_800),
        ("1h30m", 5_400),
        ("2d", 172_800),
        ("1w 2d", 777_600),
        ("4 min", 240),
        (" 2 h ", 7_200),
        ("1H", 3_600),
    ],
)
def test_the_usual_ways_of_writing_are_read(text, seconds):
    """Units from weeks to seconds, together or alone, spaced or not."""
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "  ", "5", "h", "30m1h", "1h1h", "-1h", "1.5h", "1y", "٣h"])
def test_anything_else_is_refused(text):
    """No unit, a wrong order, a unit twice, signs and fractions are errors."""
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


@given(SECONDS)
def test_what_is_written_is_read_back(seconds):
    """Writing a duration loses nothing."""
    amount = timedelta(seconds=seconds)
    assert parse_duration(write_duration(amount)) == amount


@given(SECONDS)
def test_what_is_shown_is_the_duration_rounded_down(seconds):
    """The short words can be read back, and are less than one of their unit off."""
    amount = timedelta(seconds=seconds)
    words = format_duration(amount)
    unit = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}[words.split()[1]]
    assert timedelta(0) <= amount - parse_duration(words) < timedelta(seconds=unit)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (299, "4 min"),
        (3_599, "59 min"),
        (7_200, "2 h"),
        (86_399, "23 h"),
        (259_200, "3 d"),
        (-240, "4 min"),
    ],
)
def test_short_words(seconds, words):
    """The largest unit that fits, no sign."""
    assert format_duration(timedelta(seconds=seconds)) == words


def test_a_negative_duration_is_not_written():
    """There is no way to write less than nothing."""
    with pytest.raises(ValueError, match="not negative"):
        write_duration(timedelta(seconds=-1))
