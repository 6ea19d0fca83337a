"""SLA clocks: which of them run, and when each is due, counted in business hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from console.domain.models import Clock, Due

Span = tuple[time, time]
"""From and until, by the wall clock; until midnight at the day's end is written `time(0)`."""

_NOTHING = timedelta(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the desk is open; one without any hours is always open."""

    zone: str
    """An IANA name, such as `Europe/Berlin`."""
    hours: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """By weekday, 0 for Monday; in order and not overlapping."""
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """What was promised to the customers whose escalations match."""

    name: str
    match: str = ""
    """A query in the search grammar; empty for every escalation."""
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolve: timedelta | None = None
    calendar: Calendar | None = None
    """None counts every hour of every day."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the clocks need to know of an escalation."""

    started_at: datetime
    """When it reached people."""
    first_reply_at: datetime | None = None
    """A person's first public reply after that."""
    waiting_since: datetime | None = None
    """The oldest customer message that nobody has answered."""
    resolved: bool = False
    paused: bool = False
    """Pending, on hold or snoozed."""


def _change_between(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Find the instant, to the second, at which the zone's offset becomes that of `high`."""
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) // 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def _open_spans(day: date, calendar: Calendar, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """List when the desk is open on one local day, as instants in UTC, in order.

    Where the clocks change, a wall-clock span is open at each instant that the wall
    clock shows it: an hour that is skipped does not count, one that is repeated does twice.
    """
    spans = calendar.hours.get(day.weekday(), ())
    if not spans or day in calendar.holidays:
        return []
    # No offset is larger than 14 hours: the whole local day lies between these.
    low = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    high = low + timedelta(hours=54)
    before = low.astimezone(zone).utcoffset() or _NOTHING
    after = high.astimezone(zone).utcoffset() or _NOTHING
    pieces = [(before, low, high)]
    if before != after:
        change = _change_between(low, high, zone)
        pieces = [(before, low, change), (after, change, high)]
    out = []
    for offset, begin, end in pieces:
        for opens, closes in spans:
            until = datetime.combine(day, closes, UTC) + (_DAY if closes == time(0) else _NOTHING)
            first = max(begin, datetime.combine(day, opens, UTC) - offset)
            last = min(end, until - offset)
            if first < last:
                out.append((first, last))
    return out


def _open_after(
    start: datetime, calendar: Calendar, zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(zone).date()
    while True:
        for first, last in _open_spans(day, calendar, zone):
            if last > start:
                yield max(first, start), last
        day += _DAY


def add_business(start: datetime, amount: timedelta, calendar: Calendar | None) -> datetime:
    """Count `amount` of open time from `start` (aware); the result is in UTC.

    An amount of nothing gives the first open instant. The amount is open hours: with eight
    of them a day, two days (48 h) are over on the sixth working day.
    """
    begin = start.astimezone(UTC)
    if calendar is None or not any(calendar.hours.values()):
        return begin + amount
    # Only who has a business calendar pays for the zones.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    left = max(amount, _NOTHING)
    for first, last in _open_after(begin, calendar, ZoneInfo(calendar.zone)):
        if left <= last - first:
            return first + left
        left -= last - first
    raise AssertionError  # pragma: no cover


def clocks(
    timeline: Timeline, policy: Policy | None, own_due: Mapping[Clock, datetime]
) -> tuple[Due, ...]:
    """List the running clocks, the nearest first.

    The first response is due until a person has replied; after that each customer message
    that waits makes the next one due; resolving is due until it is done. Once resolved,
    nothing runs; while paused, only the first response does. The helpdesk's own due date
    (`own_due`) wins for each clock.
    """
    if timeline.resolved:
        return ()
    starts: dict[Clock, datetime] = {}
    if timeline.first_reply_at is None:
        starts[Clock.FIRST_RESPONSE] = timeline.started_at
    elif timeline.waiting_since is not None and not timeline.paused:
        starts[Clock.NEXT_RESPONSE] = timeline.waiting_since
    if not timeline.paused:
        starts[Clock.RESOLVE] = timeline.started_at
    promised = _promised(policy)
    out = []
    for clock, start in starts.items():
        if clock in own_due:
            out.append(Due(clock, own_due[clock]))
        elif policy is not None and (amount := promised.get(clock)) is not None:
            out.append(Due(clock, add_business(start, amount, policy.calendar)))
    return tuple(sorted(out, key=lambda due: due.at))


def _promised(policy: Policy | None) -> dict[Clock, timedelta | None]:
    if policy is None:
        return {}
    return {
        Clock.FIRST_RESPONSE: policy.first_response,
        Clock.NEXT_RESPONSE: policy.next_response,
        Clock.RESOLVE: policy.resolve,
    }


def nearest(
    timeline: Timeline, policy: Policy | None, own_due: Mapping[Clock, datetime]
) -> Due | None:
    """Give the running clock that is due first: the one that is shown, sorted and searched."""
    return next(iter(clocks(timeline, policy, own_due)), None)
