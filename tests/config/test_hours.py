"""Calendars and promises from the config."""

from datetime import date, time, timedelta

import pytest

from console.config import parse
from console.config.hours import is_zone, parse_hours
from console.domain.sla import Calendar, Policy
from console.errors import ConfigError

OFFICE = """
[calendar.office]
zone = "Europe/Berlin"
mon = "09:00-12:30, 13:00-17:30"
sat = ""
sun = "22:00-24:00"
holidays = ["2026-12-25", 2026-12-26]
"""


def test_a_promise_becomes_a_policy_with_its_calendar():
    """Durations, hours by weekday, holidays as text or TOML dates."""
    text = """
[[sla]]
name = "vip"
match = "tag:vip"
first_response = "30m"
resolve = "2d"
calendar = "office"
[[sla]]
name = "rest"
next_response = "1h30m"
"""
    office = Calendar(
        "Europe/Berlin",
        {
            0: ((time(9), time(12, 30)), (time(13), time(17, 30))),
            6: ((time(22), time(0)),),
        },
        frozenset({date(2026, 12, 25), date(2026, 12, 26)}),
    )
    half_an_hour = timedelta(minutes=30)
    assert parse(text + OFFICE).sla == (
        Policy("vip", "tag:vip", half_an_hour, None, timedelta(days=2), office),
        Policy("rest", "", None, 3 * half_an_hour, None, None),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("17:00-09:00", "close after it opens"),
        ("09:00-09:00", "close after it opens"),
        ("09:00-12:00, 11:00-13:00", "in order and not overlap"),
        ("09:00-24:00, 10:00-11:00", "in order and not overlap"),
        ("09:00-25:00", "no time 25:00"),
        ("24:00-24:00", "no time 24:00"),
    ],
)
def test_hours_that_make_no_sense_are_refused(text, said):
    """Backwards, overlapping and impossible times are named."""
    with pytest.raises(ValueError, match=said):
        parse_hours(text)


def test_no_hours_are_a_closed_day():
    """An empty text is a day without hours."""
    assert parse_hours("  ") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"Europe/Berlin"', '"Europe/Berln"'), "office.zone is no time zone; did you mean Europe"),
        (('"Europe/Berlin"', '"../passwd"'), "office.zone is no time zone"),
        (("2026-12-25", "2026-02-30"), "config.toml:7: calendar.office.holidays[0] is no day"),
        (("2026-12-25", "Christmas"), "holidays[0] must be a day, such as 2026-12-25"),
        (("22:00-24:00", "22:00-21:00"), "config.toml:6: calendar.office.sun must close after"),
        (("22:00-24:00", "late"), "office.sun must be hours, such as 09:00-17:30"),
        (("holidays", "holydays"), "holydays is not a setting; did you mean holidays?"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(change, said):
    """Zone, holidays and hours are checked, with the line."""
    with pytest.raises(ConfigError) as caught:
        parse(OFFICE.replace(*change))
    assert said in str(caught.value)


def test_a_calendar_that_is_never_open_is_refused():
    """Time would never count: the error shows how hours are written."""
    with pytest.raises(ConfigError, match=r"config\.toml:1: calendar\.x has no open hours"):
        parse('[calendar.x]\nzone = "UTC"\nmon = ""\n')


def test_a_promise_with_an_unknown_calendar_is_refused():
    """The nearest calendar is suggested."""
    text = '[[sla]]\nname = "a"\ncalendar = "ofice"\n' + OFFICE
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert "config.toml:3: sla[0].calendar names no [calendar]; did you mean office?" in str(
        caught.value
    )


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"])
def test_real_zones_are_known(name):
    """IANA names are found."""
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["Europe", "Mars/Base", "/etc/hostname", "../x", "zone.tab", " ", "a\0b", "x" * 5_000]
)
def test_other_names_are_no_zones(name):
    """Folders, other files and made-up names are not."""
    assert not is_zone(name)
