"""Days as people write them in several languages, read into one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from console.domain.fact_kinds import Fact
from console.domain.places import runs

_NAMES = """
1 january jan januar jänner janvier janv enero ene gennaio gen januari janeiro stycznia januára
2 february feb febr februar février févr fev fevrier febrero febbraio februari fevereiro lutego
3 march mar märz maerz mars marzo maart mrt março marco marca marts mrz
4 april apr avril avr abril aprile kwietnia
5 may mai mayo maggio mei maio maja maj
6 june jun juni juin junio giugno giu junho czerwca
7 july jul juli juillet juil julio luglio lug julho lipca
8 august aug août aout agosto augustus augusti sierpnia
9 september sep sept septembre septiembre settembre setembro września wrzesnia
10 october oct oktober okt octobre octubre ottobre ott outubro października
11 november nov novembre noviembre novembro listopada
12 december dec dezember dez décembre decembre diciembre dic dicembre desember dezembro grudnia
"""
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEARS = range(1900, 2100)


@cache
def _months() -> dict[str, int]:
    lines = (line.split() for line in _NAMES.split("\n") if line)
    return {name: int(number) for number, *names in lines for name in names}


def _one_slip(word: str, name: str) -> bool:
    """Whether two words differ by one or two slips of the keys."""
    if word == name:
        return True
    if sorted(word) == sorted(name):
        return True
    short, long = sorted((word, name), key=len)
    if len(long) - len(short) > 1 or len(short) < 5:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    rest = long[at + 1 :]
    return short[at:] == rest or (len(short) == len(long) and short[at + 1 :] == rest)


@lru_cache(maxsize=4096)
def month(word: str) -> int:
    """Give the number of a month, 0 where the word is none; one slip in a long name is read."""
    word = word.lower().rstrip(".")
    months = _months()
    if word in months:
        return months[word]
    if len(word) >= 5:
        for name, number in months.items():
            if len(name) >= 5 and name[:2] == word[:2] and _one_slip(word, name):
                return number
    return 0


@cache
def _pattern() -> re.Pattern[str]:
    """Compile one pattern: whatever holds a day starts at a number or at a month before one."""
    return re.compile(
        r"(?<![\w.,/:#])(?<!(?<!\d)-)(?:"
        r"(?<!-)(?P<iy>\d{4})(?P<is>[-/])(?P<im>\d\d)(?P=is)(?P<id>\d\d)(?!\d)"
        r"|(?<!-)(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\w/]"
        r"|[.-]\d)"
        r"|(?<!-)(?P<da>\d{1,2})\.\s?(?P<db>\d{1,2})\.(?![\w])"
        r"|(?<=am |om |is |it |ab )(?P<ga>\d{1,2})\.(?P<gb>1[0-2]|0?[1-9])(?![\w.,:]|\s?Uhr)"
        r"|(?<!-)(?P<sa>\d{1,2})/(?P<sb>\d{1,2})(?![\w/]|[.,]\d)"
        r"|(?P<d>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|ª)\b|\.)?[\s-]{0,2}"
        r"(?:(?:of|de|di|do)\s+)?(?P<m>[^\W\d_]{3,12})\b\.?"
        r"(?:,?[\s-]{0,2}(?:(?:de|del)\s+)?(?P<my>\d{4}\b(?![.,:]\d)|'\d\d\b))?)",
        re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    """Compile what follows a month that stands before its day."""
    return re.compile(
        r"\.?\s*(?:the\s+)?(?P<d>\d{1,2})(?P<th>\s?(?:st|nd|rd|th)\b)?(?![\w%€£$]|[.,/:]\d)"
        r"(?:,?\s+(?P<y>\d{4}\b(?![.,:]\d)|'\d\d\b))?",
        re.IGNORECASE,
    )


@cache
def _word() -> re.Pattern[str]:
    """Compile a word that stands right before a number."""
    return re.compile(r"\b([^\W\d_]{3,12})\.?\s*(?:the\s+)?$", re.IGNORECASE)


_DUE = re.compile(
    r"\b(?:on|by|since|from|until|till|due|before|after|dated?|of|am|bis|vom|seit|ab|le|du|dal|il"
    r"|el|desde|hasta|al|for|and|und|to|was|is|op|zum|den|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)?|delivered|bought(?: it)?|ordered|paid|called|booked"
    r"|arrived)\s+(?:(?:the|the date of|den|dem)\s+)?$",
    re.IGNORECASE,
)


_GERMAN = re.compile(r"\b(?:am|vom|bis|seit|ab)\s+$", re.IGNORECASE)
_VALID = re.compile(r"\b(?:expir\w*|valid|card|exp)\b[^.]{0,12}$", re.IGNORECASE)


def iso(year: int | None, number: int, day: int) -> str:
    """Write a day as ISO, without a year as `--MM-DD`; empty where there is no such day."""
    if not 1 <= number <= 12 or not 1 <= day <= _DAYS[number - 1]:
        return ""
    if year is None:
        return f"--{number:02}-{day:02}"
    return f"{year:04}-{number:02}-{day:02}" if year in _YEARS else ""


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.lstrip("'")
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def _ordered(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    """Give month and day of a date in numbers."""
    if first > 12:
        return second, first
    if second > 12 or month_first:
        return first, second
    return second, first


def _read(found: re.Match[str], text: str, *, month_first: bool) -> tuple[str, int]:
    """Give the normal form of what the pattern found, and where it ends."""
    part = found
    if part["m"] is not None:
        number = month(part["m"])
        if not number:
            return "", found.end()
        end = found.end() if part["my"] else found.end("m")
        return iso(_year(part["my"]), number, int(part["d"])), end
    if part["iy"]:
        return iso(int(part["iy"]), int(part["im"]), int(part["id"])), found.end()
    if part["a"]:
        first, second = int(part["a"]), int(part["b"])
        turned = month_first and part["sep"] != "."
        number, day = _ordered(first, second, month_first=turned)
        return iso(_year(part["y"]), number, day), found.end()
    if part["da"]:
        before = text[max(0, found.start() - 20) : found.start()]
        if len(part["da"] + part["db"]) < 4 and not _DUE.search(before):
            return "", found.end()
        return iso(None, int(part["db"]), int(part["da"])), found.end()
    if part["ga"]:
        german = _GERMAN.search(text, max(0, found.start() - 6), found.start())
        return iso(None, int(part["gb"]), int(part["ga"])) if german else "", found.end()
    before = text[max(0, found.start() - 20) : found.start()]
    day_and_night = (part["sa"], part["sb"]) == ("24", "7")
    if not _DUE.search(before) or _VALID.search(before) or day_and_night:
        return "", found.end()
    number, day = _ordered(int(part["sa"]), int(part["sb"]), month_first=month_first)
    return iso(None, number, day), found.end()


def _month_first(text: str) -> Iterator[Fact]:
    """Find `March 12th, 2026` and the like."""
    for place, stop in runs(text):
        if stop - place > 2 or not text[max(0, place - 24) : place].rstrip(" .\n")[-1:].isalpha():
            continue
        found = _word().search(text, max(0, place - 24), place)
        if found is None:
            continue
        name = found[1]
        number = month(name)
        if not number:
            continue
        rest = _after().match(text, found.end(1))
        # "may 5 of us", "march 20 miles": a verb is written small and has no ordinal.
        verb = name in ("may", "mar", "march", "set", "gen")
        if rest is None or (verb and not (rest["th"] or rest["y"] or _ends(text, rest.end()))):
            continue
        value = iso(_year(rest["y"]), number, int(rest["d"]))
        if value:
            end = rest.end() if rest["y"] else max(rest.end("d"), rest.end("th"))
            yield Fact("date", text[found.start() : end], value, found.start(), end)


def _ends(text: str, at: int) -> bool:
    return (not text[at : at + 1].strip() and not text[at : at + 2].strip().isalpha()) or text[
        at : at + 1
    ] in (",", ".", "?", "!", ";", ")")


def in_text(text: str, *, month_first: bool = False) -> list[Fact]:
    """Find all days of a text that name a day and a month, in their order."""
    facts = []
    last = 0
    pattern = _pattern()
    at = 0
    for place, _ in runs(text):
        found = pattern.match(text, place) if place >= at else None
        if found is None:
            continue
        value, end = _read(found, text, month_first=month_first)
        if value:
            end = end if found["m"] is None or found["my"] else found.end("m")
            facts.append(Fact("date", text[found.start() : end], value, found.start(), end))
            last = end
            at = max(end, found.start() + 1)
        else:
            # What follows a number that is no day may be one: "2 of 3 May".
            at = max(found.start() + 1, found.start("m") if found["m"] else found.end())
    taken = [(fact.start, fact.end) for fact in facts]
    for fact in _month_first(text):
        if all(fact.end <= start or fact.start >= end for start, end in taken):
            facts.append(fact)
            last = max(last, fact.end)
    return sorted(facts, key=lambda fact: fact.start)


@cache
def _american() -> re.Pattern[str]:
    return re.compile(r"(?<![\w./])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)\b")


def says_month_first(text: str) -> bool | None:
    """Tell from dates that can be read in one way only which way a text writes them."""
    for found in _american().finditer(text):
        first, second = int(found[1]), int(found[2])
        if second > 12 >= first:
            return True
        if first > 12 >= second:
            return False
    return None
