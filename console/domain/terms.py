"""The times that a promise names, and when a span it names has run out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache

_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct"
    r"|nov|dec)[a-z]*\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)[a-z]*|\d{1,2}[./]\d{1,2}\b|\d{4}-\d\d-\d\d|the \d{1,2}(?:st|nd|rd|th)"
)


@cache
def _times() -> re.Pattern[str]:
    """Match a time or a span of time that can be held somebody to."""
    return re.compile(
        r"\b(?:within|tomorrow|today|tonight|this (?:morning|afternoon|evening|week|month)"
        r"|next (?:week|month|day|morning|hour|few)|first thing|the (?:day|morning|week) after"
        r"|the same day|straight ?away|right away|at once"
        r"|immediately|end of (?:the )?(?:day|week|month|business)|asap|noon|midnight|eod"
        r"|in the (?:morning|afternoon|evening)|the moment|as soon as|in (?:about |around )?(?:an?"
        r"|one|two|three|five|ten|\d+|half an) (?:min|h(?:ou)?r|day|week|working|business)\w*"
        r"|(?:\d+|one|two|three|four|five|six|seven|ten|fourteen|few)(?:\s*(?:-|to|or|–)\s*(?:\d+"
        r"|two|three|five))? (?:\w+ )?(?:min(?:ute)?|hour|hr|h|day|week|month)s?"
        r"|(?:by|before|after|at|from|until|till|between) (?:about |around )?\d{1,2}(?::\d\d)?"
        rf"(?: ?[ap]\.?m)?|\d{{1,2}} ?[ap]\.?m|{_DAY}|monthly|weekly|daily"
        r"|heute|morgen|sofort|umgehend|gleich|innerhalb|binnen|bis (?:zum|morgen|heute|\w+tag)"
        r"|zwischen \d+|diese woche|spätestens|aujourd'hui|demain|ce soir|d'ici|sous \w+ jours?"
        r"|sous \d+|dans (?:les|la|l'|\w+ (?:min|heure|jour)\w*)|avant (?:\d+|\w+di\b|midi)|hoy"
        r"|mañana|antes de|esta (?:tarde|mañana|noche|semana)|stasera|domattina"
        r"|en (?:\d+|un|una|dos) (?:\w+ )?(?:h|d|s|m)\w+|oggi|domani|entro|vandaag|binnen|hoje"
        r"|amanhã)\b"
    )


def timed(text: str) -> bool:
    """Tell whether a text names a time or a span of time."""
    return bool(_times().search(text.lower()))


_LONG = {"minute": 60, "min": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_678_400}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


@cache
def _spans() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:within|in|next) (?:about |around |the next |the )?(?:(?:\d+|\w+)(?: ?(?:-|–|to"
        r"|or) ?))?"
        r"(?P<many>\d+|an?|one|two|three|four|five|ten) (?P<kind>working |business )?"
        r"(?P<unit>min(?:ute)?|hour|day|week|month)s?\b|\b(?P<soon>today|tonight|tomorrow)\b"
    )


@cache
def _moments() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:by|before|until) (?:about |around )?(?:(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?"
        r" ?(?P<half>[ap]\.?m)?\b(?! ?(?:days?|hours?|weeks?|[a-z]{3,9} ?\d|(?:jan|feb|mar|apr|may"
        r"|jun|jul|aug|sep|oct|nov|dec)))|(?P<noon>noon|midday))"
        r"|\bwithin (?:the|an) (?P<soon>hour)\b"
        r"|\b(?:by|before|on) (?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*day\b"
        r"|\bby (?:the )?(?P<date>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>jan|feb|mar|apr|may"
        r"|jun"
        r"|jul|aug|sep|oct|nov|dec)"
    )


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan feb mar apr may jun jul aug sep oct nov dec").split()  # noqa: SIM905


def moment(low: str, made: datetime) -> datetime | None:
    """Give the moment a promise names, in the zone of `made`: an hour, a weekday, a date."""
    found = _moments().search(low)
    if not found:
        return None
    if found["soon"]:
        return made + timedelta(hours=1)
    if found["day"]:
        ahead = (_DAYS.index(found["day"]) - made.weekday()) % 7
        return _end(made + timedelta(days=ahead))
    if found["date"]:
        month = _MONTHS.index(found["month"]) + 1
        year = made.year + (1 if month < made.month else 0)
        try:
            return _end(made.replace(year=year, month=month, day=int(found["date"])))
        except ValueError:
            return None
    hour = 12 if found["noon"] else int(found["hour"])
    if (found["half"] or "").startswith("p") and hour < 12:
        hour += 12
    if hour > 23:
        return None
    at = made.replace(hour=hour, minute=int(found["minute"] or 0), second=0, microsecond=0)
    if at < made and hour < 12 and not found["half"] and at + timedelta(hours=12) > made:
        at += timedelta(hours=12)
    if at < made or "tomorrow" in low:
        at += timedelta(days=1)
    return at


def _end(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def deadline(low: str, made: datetime) -> datetime | None:
    """Give when a promise that names a span has run out, generously; None where it names none."""
    found = _spans().search(low)
    if not found:
        return None
    if found["soon"]:
        days = 3 if found["soon"] == "tomorrow" else 2
        return (made + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    many = int(found["many"]) if found["many"].isdigit() else _NUMBERS[found["many"]]
    seconds = min(many, 400) * _LONG[found["unit"]]
    if found["kind"]:
        seconds += (seconds // 432_000 + 1) * 172_800
    return made + timedelta(seconds=seconds)
