"""Moments as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.moment import parse_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 21, 12, 10, tzinfo=UTC)
"""A Wednesday, 14:10 in Berlin; summer time ends there on Sunday the 25th."""


def local(text: str) -> str:
    """Read a moment in Berlin, and give it as the clock on the wall there shows it."""
    return f"{parse_moment(text, NOW, BERLIN).astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17:30", "2026-10-21 17:30"),
        ("9:00", "2026-10-22 09:00"),
        ("9am", "2026-10-22 09:00"),
        ("12am", "2026-10-22 00:00"),
        ("5.30 pm", "2026-10-21 17:30"),
        ("at 18", "2026-10-21 18:00"),
        ("tonight", "2026-10-21 18:00"),
        ("tomorrow", "2026-10-22 09:00"),
        ("Tomorrow 9:00", "2026-10-22 09:00"),
        ("tomorrow afternoon", "2026-10-22 14:00"),
        ("today evening", "2026-10-21 18:00"),
        ("thu", "2026-10-22 09:00"),
        ("wed", "2026-10-28 09:00"),
        ("mon", "2026-10-26 09:00"),
        ("on Monday at 14:00", "2026-10-26 14:00"),
        ("next fri", "2026-10-23 09:00"),
        ("next week", "2026-10-26 09:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 14:30", "2026-12-01 14:30"),
        ("2026-12-01T14:30", "2026-12-01 14:30"),
        ("1.12.", "2026-12-01 09:00"),
        ("3.2. noon", "2027-02-03 12:00"),
        ("90m", "2026-10-21 15:40"),
        ("in 2d", "2026-10-23 14:10"),
    ],
)
def test_a_moment_is_what_the_words_say(text, expected):
    """Days and times are those of the wall clock, also behind the end of summer time."""
    assert local(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "mo", "25:00", "9:75", "13pm", "0pm", "2026-02-30", "31.2.", "today 9:00",
     "2026-10-20", "2040-01-01", "99999d", "tomorrow sharp", "0m", "1h 9:00"],
)  # fmt: skip
def test_what_is_no_moment_to_come_is_refused(text):
    """Nonsense, what has passed, and slips into another decade are errors in words."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_moment(text, NOW, BERLIN)


def test_the_computers_own_zone_is_meant_where_none_is_given():
    """Without a zone, the clock on this wall is read, in UTC."""
    found = parse_moment("2026-12-01 14:00", NOW)

    assert found.tzinfo is UTC
    assert found.astimezone().strftime("%H:%M") == "14:00"
    assert parse_moment("4h", NOW) == NOW + timedelta(hours=4)
