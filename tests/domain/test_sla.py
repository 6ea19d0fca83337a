"""Business hours and the three clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.models import Clock, Due
from console.domain.sla import Calendar, Policy, Timeline, add_business, clocks, nearest

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(
    "Europe/Berlin",
    {day: ((time(9), time(17, 30)),) for day in range(5)},
    frozenset({date(2026, 12, 25)}),
)
HOUR = timedelta(hours=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Tokyo")


def berlin(*parts, fold=0):
    """Give a wall-clock time as an instant: times with a fold do not compare across zones."""
    return datetime(*parts, tzinfo=BERLIN, fold=fold).astimezone(UTC)


@st.composite
def calendars(draw):
    """Give a calendar with quarter-hour spans and a few holidays, in a zone with its ways."""
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    hours = {}
    for day in days:
        edges = draw(st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True).map(sorted))
        clock = [time(edge // 4 % 24, edge % 4 * 15) for edge in edges[: len(edges) // 2 * 2]]
        hours[day] = tuple(zip(clock[::2], clock[1::2], strict=True))
    holidays = draw(st.frozensets(st.dates(date(2026, 3, 1), date(2026, 11, 30)), max_size=5))
    return Calendar(draw(st.sampled_from(ZONES)), hours, holidays)


STARTS = st.datetimes(
    datetime(2026, 3, 1),  # noqa: DTZ001 - the zone is given beside it
    datetime(2026, 11, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
AMOUNTS = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))


def is_open(at, calendar):
    """Whether the wall clock shows open hours, both edges included."""
    local = at.astimezone(ZoneInfo(calendar.zone))

    def within(moment, day):
        if day in calendar.holidays:
            return False
        return any(
            opens <= moment and (closes == time(0) or moment <= closes)
            for opens, closes in calendar.hours.get(day.weekday(), ())
        )

    # Right at midnight, and where the clocks jump, the instant before decides as well.
    before = (at - timedelta(microseconds=1)).astimezone(ZoneInfo(calendar.zone))
    return within(local.time(), local.date()) or within(before.time(), before.date())


@given(STARTS, AMOUNTS, calendars())
def test_it_never_lands_outside_open_hours(start, amount, calendar):
    """Whatever the calendar, zone and change of clocks, the desk is open when time is up."""
    assert is_open(add_business(start, amount, calendar), calendar)


@given(STARTS, AMOUNTS, AMOUNTS, calendars())
def test_more_time_is_never_due_earlier(start, one, two, calendar):
    """The due time grows with the amount, and is never before the start plus the amount."""
    less, more = sorted((one, two))
    assert start + less <= add_business(start, less, calendar)
    assert add_business(start, less, calendar) <= add_business(start, more, calendar)


@given(STARTS, STARTS, AMOUNTS, calendars())
def test_a_later_start_is_never_due_earlier(one, two, amount, calendar):
    """The due time grows with the start."""
    first, second = sorted((one, two))
    assert add_business(first, amount, calendar) <= add_business(second, amount, calendar)


@given(STARTS, AMOUNTS.filter(bool), AMOUNTS, calendars())
def test_two_amounts_in_a_row_are_their_sum(start, one, two, calendar):
    """Counting on from where the first amount ended gives the whole."""
    there = add_business(start, one, calendar)
    if two:
        assert add_business(there, two, calendar) == add_business(start, one + two, calendar)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        (berlin(2026, 6, 1, 9), HOUR, berlin(2026, 6, 1, 10)),
        (berlin(2026, 6, 1, 16, 30), HOUR, berlin(2026, 6, 1, 17, 30)),
        (berlin(2026, 6, 1, 17), HOUR, berlin(2026, 6, 2, 9, 30)),
        (berlin(2026, 6, 5, 17), HOUR, berlin(2026, 6, 8, 9, 30)),
        (berlin(2026, 6, 6, 12), timedelta(0), berlin(2026, 6, 8, 9)),
        (berlin(2026, 12, 24, 17), HOUR, berlin(2026, 12, 28, 9, 30)),
        (berlin(2026, 3, 27, 17), HOUR, berlin(2026, 3, 30, 9, 30)),
    ],
)
def test_nights_weekends_and_holidays_do_not_count(start, amount, due):
    """An office from Monday to Friday, closed at Christmas."""
    assert add_business(start, amount, OFFICE) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # 2026-03-29 has no 02:00 to 03:00, 2026-10-25 has it twice.
        (berlin(2026, 3, 29, 1, 30), berlin(2026, 3, 29, 4, 30)),
        (berlin(2026, 10, 25, 1, 30), berlin(2026, 10, 25, 2, 30, fold=1)),
    ],
)
def test_hours_are_real_hours_when_the_clocks_change(start, due):
    """A skipped hour does not count, a repeated one counts twice."""
    night = Calendar("Europe/Berlin", {6: ((time(1), time(6)),)})
    assert add_business(start, 2 * HOUR, night) == due


def test_hours_that_the_clocks_skip_are_closed():
    """A desk open from 02:15 to 02:45 is not open on the night without these times."""
    short = Calendar("Europe/Berlin", {6: ((time(2, 15), time(2, 45)),)})
    due = add_business(berlin(2026, 3, 28, 12), timedelta(minutes=10), short)
    assert due == berlin(2026, 4, 5, 2, 25)


def test_hours_that_the_clocks_repeat_are_open_twice():
    """The same desk is open for an hour on the night that has these times twice."""
    short = Calendar("Europe/Berlin", {6: ((time(2, 15), time(2, 45)),)})
    due = add_business(berlin(2026, 10, 24, 12), timedelta(minutes=40), short)
    assert due == berlin(2026, 10, 25, 2, 25, fold=1)


@pytest.mark.parametrize("calendar", [None, Calendar("UTC")])
def test_without_hours_time_always_counts(calendar):
    """No calendar, or one without hours, is always open."""
    start = berlin(2026, 6, 6, 23)
    assert add_business(start, HOUR, calendar) == start + HOUR


def test_a_day_can_be_open_until_midnight():
    """A span that ends at time(0) lasts until the day's end."""
    always = Calendar("UTC", {day: ((time(0), time(0)),) for day in range(7)})
    start = datetime(2026, 6, 6, 23, 30, tzinfo=UTC)
    assert add_business(start, 50 * HOUR, always) == start + 50 * HOUR


START = datetime(2026, 6, 1, 9, tzinfo=UTC)
POLICY = Policy("all", first_response=HOUR, next_response=2 * HOUR, resolve=8 * HOUR)


def running(policy=POLICY, own=None, **timeline):
    """Give the running clocks and when they are due."""
    return {due.clock: due.at for due in clocks(Timeline(START, **timeline), policy, own or {})}


def test_before_a_person_replies_the_first_response_runs():
    """First response and resolve run from the start; the next response waits its turn."""
    assert running(waiting_since=START) == {
        Clock.FIRST_RESPONSE: START + HOUR,
        Clock.RESOLVE: START + 8 * HOUR,
    }


def test_after_a_reply_a_waiting_customer_starts_the_next_clock():
    """The next response runs from the oldest message that waits."""
    waits = START + 3 * HOUR
    assert running(first_reply_at=START + HOUR, waiting_since=waits) == {
        Clock.NEXT_RESPONSE: waits + 2 * HOUR,
        Clock.RESOLVE: START + 8 * HOUR,
    }


def test_after_a_reply_nobody_waits_for_one():
    """With no unanswered message only resolving is due."""
    assert set(running(first_reply_at=START)) == {Clock.RESOLVE}


def test_nothing_runs_once_resolved():
    """A resolved escalation has no clocks, not even the helpdesk's own."""
    assert running(resolved=True, own={Clock.RESOLVE: START}) == {}


def test_a_pause_stops_all_but_the_first_response():
    """Pending, on hold and snoozed stop the next response and resolving."""
    assert set(running(paused=True)) == {Clock.FIRST_RESPONSE}
    assert running(paused=True, first_reply_at=START, waiting_since=START) == {}


def test_the_helpdesks_own_due_date_wins():
    """Each clock of the helpdesk's takes the place of the configured one, and only that."""
    own = START + timedelta(minutes=5)
    assert running(own={Clock.RESOLVE: own}) == {
        Clock.FIRST_RESPONSE: START + HOUR,
        Clock.RESOLVE: own,
    }
    assert running(policy=None, own={Clock.RESOLVE: own}) == {Clock.RESOLVE: own}


def test_a_clock_that_does_not_run_ignores_the_helpdesks_due_date():
    """A due date for a reply that was given is history."""
    assert running(policy=None, own={Clock.FIRST_RESPONSE: START}, first_reply_at=START) == {}


def test_the_nearest_clock_comes_first():
    """The order is by due time, and `nearest` gives the head."""
    late = Policy("late", first_response=9 * HOUR, resolve=HOUR)
    found = clocks(Timeline(START), late, {})
    assert [due.clock for due in found] == [Clock.RESOLVE, Clock.FIRST_RESPONSE]
    assert nearest(Timeline(START), late, {}) == Due(Clock.RESOLVE, START + HOUR)


def test_without_promises_nothing_is_due():
    """No policy and no due date of the helpdesk's: no clock."""
    assert nearest(Timeline(START), None, {}) is None
    assert nearest(Timeline(START), Policy("empty"), {}) is None


def test_a_promise_is_counted_in_the_calendars_hours():
    """A policy with a calendar counts open time only."""
    policy = Policy("office", first_response=HOUR, calendar=OFFICE)
    due = nearest(Timeline(berlin(2026, 6, 5, 17)), policy, {})
    assert due == Due(Clock.FIRST_RESPONSE, berlin(2026, 6, 8, 9, 30))
