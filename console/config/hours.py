"""Business calendars and SLA promises, from the config's tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.config.check import Fault, suggestion

if TYPE_CHECKING:
    from console.domain.sla import Calendar, Policy, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCKS = ("first_response", "next_response", "resolve")
MIDNIGHT = time(0)


def parse_hours(text: str) -> tuple[Span, ...]:
    """Read `09:00-12:30, 13:00-17:30`; raise ValueError that says what is wrong.

    The day's end is written `24:00` and read as `time(0)`.
    """
    spans: list[Span] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        opens, _, closes = part.partition("-")
        begin, end = _clock(opens), MIDNIGHT if closes == "24:00" else _clock(closes)
        if closes != "24:00" and end <= begin:
            raise ValueError(f"must close after it opens, not {part}")
        if spans and (spans[-1][1] == MIDNIGHT or begin < spans[-1][1]):
            raise ValueError("must be in order and not overlap")
        spans.append((begin, end))
    return tuple(spans)


def _clock(text: str) -> time:
    hour, _, minute = text.partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f"has no time {text}; write 00:00 to 23:59, or 24:00 at the end") from None


def is_zone(name: str) -> bool:
    """Whether this computer knows a time zone."""
    # The usual place is looked at first: importing zoneinfo costs 2 ms.
    if not name.startswith("/") and ".." not in name:
        try:
            with Path("/usr/share/zoneinfo", name).open("rb") as file:
                return file.read(4) == b"TZif"
        except (ValueError, OSError):
            pass
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def zone_fault(name: str, path: tuple[str | int, ...]) -> list[Fault]:
    """Give the fault of a zone that is not known, with the nearest one."""
    if is_zone(name):
        return []
    from zoneinfo import available_timezones  # noqa: PLC0415

    near = suggestion(name, available_timezones())
    return [Fault(path, "is no time zone" + (near if "mean" in near else "; as Europe/Berlin"))]


def hours_faults(data: Mapping[str, Any]) -> list[Fault]:
    """List what is wrong with calendars, and with the promises that name them."""
    out: list[Fault] = []
    calendars = data.get("calendar", {})
    for name, table in calendars.items():
        path = ("calendar", name)
        out += zone_fault(table["zone"], (*path, "zone"))
        for day in DAYS:
            try:
                parse_hours(table.get(day, ""))
            except ValueError as error:
                out.append(Fault((*path, day), str(error)))
        if not any(table.get(day, "").strip() for day in DAYS):
            out.append(Fault(path, 'has no open hours; write mon = "09:00-17:30" and so on'))
        for index, holiday in enumerate(table.get("holidays", ())):
            try:
                date.fromisoformat(holiday)
            except ValueError:
                out.append(Fault((*path, "holidays", index), "is no day of the calendar"))
    for index, table in enumerate(data.get("sla", ())):
        wanted = table.get("calendar", "")
        if wanted and wanted not in calendars:
            near = suggestion(wanted, calendars)
            out.append(Fault(("sla", index, "calendar"), "names no [calendar]" + near))
    return out


def policies(data: Mapping[str, Any]) -> tuple[Policy, ...]:
    """Build the SLA promises of a valid, filled config."""
    if not data["sla"]:
        return ()
    # Only who has promises pays for them.
    from console.domain.duration import parse_duration  # noqa: PLC0415
    from console.domain.sla import Policy  # noqa: PLC0415

    calendars = {name: _calendar(table) for name, table in data["calendar"].items()}
    return tuple(
        Policy(
            name=table["name"],
            match=table["match"],
            calendar=calendars.get(table["calendar"]),
            **{clock: parse_duration(table[clock]) if table[clock] else None for clock in CLOCKS},
        )
        for table in data["sla"]
    )


def _calendar(table: Mapping[str, Any]) -> Calendar:
    from console.domain.sla import Calendar  # noqa: PLC0415

    hours = {index: parse_hours(table[day]) for index, day in enumerate(DAYS) if table[day]}
    return Calendar(
        zone=table["zone"],
        hours={index: spans for index, spans in hours.items() if spans},
        holidays=frozenset(date.fromisoformat(day) for day in table["holidays"]),
    )
