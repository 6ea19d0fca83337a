"""Moments as people write them: `tomorrow 9:00`, `mon`, `2026-12-01`, `17:30`, `90m`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from console.domain.duration import parse_duration

EXAMPLES = "17:30, tomorrow 9:00, mon, 2026-12-01 14:00, 90m"
"""What a question for a moment shows."""
MORNING = time(9)
"""Meant where a day is named without a time."""
TIMES = {
    "morning": MORNING, "noon": time(12), "afternoon": time(14), "evening": time(18),
    "tonight": time(18),
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FARTHEST = timedelta(days=366 * 5)
"""Later ones are slips of the finger."""

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")


def parse_moment(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Read a moment after `now` as UTC; raise ValueError for anything else.

    A duration counts from now. A day may be `today`, `tomorrow`, a weekday (the next one,
    never today), `next week` (its Monday), `2026-12-01` or `1.12.` ; a time `17:30`, `17.30`,
    `9am`, or `morning` (9), `noon`, `afternoon` (14), `evening` (18). A day alone means 9:00, a
    time alone its next coming. They are read in `zone`, the computer's own if None.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    try:
        span = parse_duration(words.removeprefix("in "))
    except ValueError:
        moment = _named(words, text, now, zone)
    else:
        # Beyond what a date can hold is beyond the farthest, too.
        moment = now + min(span, FARTHEST + timedelta(days=1))
    if moment <= now:
        raise ValueError(f"{text.strip()} has passed; write for example {EXAMPLES}")
    if moment - now > FARTHEST:
        raise ValueError(f"{text.strip()} is more than five years away")
    return moment.astimezone(UTC)


def _named(words: str, text: str, now: datetime, zone: tzinfo | None) -> datetime:
    today = now.astimezone(zone).date()
    day, rest = _day(words.removeprefix("on "), today)
    at = _time(rest.removeprefix("at ").strip())
    if (day is None and not rest) or at is None:
        raise ValueError(f"{text.strip()!r} is no time; write for example {EXAMPLES}")
    if day is not None:
        return _at(day, at, zone)
    moment = _at(today, at, zone)
    return moment if moment > now else _at(today + timedelta(days=1), at, zone)


def _at(day: date, at: time, zone: tzinfo | None) -> datetime:
    """Give a time of the clock on the wall: its distance from UTC is that of the day."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _day(words: str, today: date) -> tuple[date | None, str]:
    """Take the day off the front of what was written, and give what is left."""
    first, _, rest = words.partition(" ")
    if first == "today":
        return today, rest
    if first in ("tomorrow", "tmrw", "tom"):
        return today + timedelta(days=1), rest
    if words.startswith("next week"):
        return _next(0, today), words.removeprefix("next week").strip()
    if first == "next":
        first, _, rest = rest.partition(" ")
    for number, name in enumerate(DAYS):
        if len(first) >= 3 and name.startswith(first):
            return _next(number, today), rest
    return _written(first, rest, today)


def _written(first: str, rest: str, today: date) -> tuple[date | None, str]:
    """Take a date in figures off the front."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}(?:t.*)?", first):
        written, _, clock = first.partition("t")
        return _date(*map(int, written.split("-"))), f"{clock} {rest}".strip()
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", first):
        number, month = int(match[1]), int(match[2])
        found = _date(int(match[3] or today.year), month, number)
        if not match[3] and found < today:
            found = _date(today.year + 1, month, number)
        return found, rest
    return None, f"{first} {rest}".strip()


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{year}-{month:02d}-{day:02d} is not in the calendar") from error


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _time(words: str) -> time | None:
    if not words:
        return MORNING
    if words in TIMES:
        return TIMES[words]
    match = _TIME.fullmatch(words)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)
