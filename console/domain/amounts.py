"""Sums of money as people write them, read into currency and number."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from console.domain.fact_kinds import Fact
from console.domain.places import matches

_SIGNS = {
    "€": "EUR", "£": "GBP", "$": "USD", "us$": "USD", "usd$": "USD", "ca$": "CAD", "c$": "CAD",
    "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL", "¥": "JPY",
    "₹": "INR", "rs": "INR", "rs.": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS",
    "zł": "PLN", "zl": "PLN", "sfr": "CHF", "sfr.": "CHF", "fr": "CHF", "fr.": "CHF",
    "franken": "CHF", "francs": "CHF", "franc": "CHF",
    "euro": "EUR", "euros": "EUR", "quid": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterling": "GBP", "dollar": "USD", "dollars": "USD", "bucks": "USD", "dólares": "USD",
    "dolares": "USD", "rupees": "INR", "kč": "CZK", "yen": "JPY",
}  # fmt: skip
_CODES_WORDS = (
    "EUR USD GBP CHF CAD AUD NZD JPY CNY INR SEK NOK DKK PLN CZK HUF TRY BRL MXN ZAR SGD HKD "
    "KRW ILS AED THB RON"
)
_CODES = _CODES_WORDS.split()
_LOOSE = ("kr", "kr.", "kronor", "kroner")
"""Words for money of more than one country."""


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<![\w.,:/#-])|(?<=\bEUR)|(?<=\bUSD)|(?<=\bGBP)|(?<=\bCHF))"
        r"-?(?P<num>\d{1,3}(?:[ '’.,\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{2}(?!\d))?"
        r"|\d+(?:[.,]\d{1,2}(?![\d]))?)(?P<k>k\b)?(?P<dash>[.,:][-–—]{1,2})?"
    )


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    signs = [sign for sign in _SIGNS if not sign.isalpha() or len(sign) <= 3]
    return re.compile(
        rf"(?:(?<![a-z])|(?<=\d))(?:{_any_of([*signs, *map(str.lower, _CODES), *_LOOSE])})\s?$",
        re.IGNORECASE,
    )


@cache
def _ends() -> frozenset[str]:
    """List the last letters of signs and words for money."""
    return frozenset(sign[-1] for sign in (*_SIGNS, *map(str.lower, _CODES), *_LOOSE))


@cache
def _behind() -> re.Pattern[str]:
    words = [*_SIGNS, *map(str.lower, _CODES), *_LOOSE]
    return re.compile(rf"\s?(?:-(?=[^\W\d_]{{4}}))?(?:{_any_of(words)})(?![\w$])", re.IGNORECASE)


_WEIGHT = re.compile(
    r"\s+(?:of (?!credit|debt|refund)\w+ (?:food|weight)|heavy|in weight)", re.IGNORECASE
)


@cache
def _money() -> re.Pattern[str]:
    """Compile the words before a bare number that make it a sum."""
    return re.compile(
        r"\b(?:pa(?:y|id|ying|ys)|owed?s?|owing|costs?|costing|charg(?:e|ed|es|ing)"
        r"|refund(?:ed|s)?|worth|price|priced|fee|balance|total(?:s|led)?|bill(?:ed)?|bill over"
        r"|deposit|payment|amount|sum|credit(?:ed)?|deduct(?:ed)?|spent|debit(?:ed)?|quoted|money"
        r"|took|taken|transfer(?:red)?|limit of|refund me|top(?:ped)?[ -]?up|withdrew"
        r"|kostet|zahlen|bezahlt|Betrag|Preis|Rechnung|goes|prix|payé|coûte|pagado|cobrado|precio)"
        r"\b(?P<gap>(?:[^.!?;\n]|[.](?=\d)){0,32})$",
        re.IGNORECASE,
    )


@cache
def _directly() -> re.Pattern[str]:
    """Compile what may stand between such a word and a sum without decimals."""
    return re.compile(
        r"\s*(?:(?:me|you|us|him|her|of|like|around|nearly|almost|roughly|ca|instead|was|is|were|only|just|about|another|over|at|to|be"
        r"|it|"
        r"mir|nur|:|[€£$]?\d[\d.,]*|and|und|not|et|y)\s*)*",
        re.IGNORECASE,
    )


_STOPS = re.compile(
    r"\s*(?:$|[.,;!?)\n](?!\d)|and not\b|not\b|instead\b|please\b|twice\b|but\b|because\b|when\b"
    r"|this\b|last\b|for (?:it|the|my|a|that|this)\b|back\b|each\b|in total\b"
    r"|on\b|a month\b|per month\b|extra\b|more\b|und nicht\b|statt\b)"
)


def plain(number: str) -> str:
    """Give a number with a point and two decimals, whatever marks it was written with."""
    digits = re.sub(r"[ '’\u00a0\u202f]", "", number)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and len(digits) - last - 1 in (1, 2):
        whole, cents = re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    else:
        whole, cents = re.sub(r"[.,]", "", digits), ""
    return f"{int(whole or '0')}.{cents.ljust(2, '0')}"


def currency(word: str) -> str:
    """Give the ISO code of a sign or word, empty where it stands for several."""
    lower = word.strip().lower()
    return _SIGNS.get(lower, lower.upper() if lower.upper() in _CODES else "")


def join(money: str, number: str) -> str:
    """Write the normal form."""
    return f"{money} {number}" if money else number


def _value(found: re.Match[str]) -> str:
    number = plain(found["num"])
    return f"{float(number) * 1000:.2f}" if found["k"] else number


def in_text(text: str, *, money: str = "") -> list[Fact]:
    """Find the sums of a text; `money` is the currency that bare numbers take."""
    facts = []
    for found in matches(_number(), text, "-"):
        start, end = found.start("num"), found.end()
        if text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit():
            continue
        cents = _CENTS.match(text, end)
        if cents and found["num"].isdigit() and len(found["num"]) < 3:
            code = "GBP" if cents[1] else money
            value = join(code, f"0.{int(found['num']):02}")
            facts.append(Fact("amount", text[start : cents.end()], value, start, cents.end()))
            continue
        before = (
            _before().search(text, max(0, start - 6), start)
            if text[max(0, start - 2) : start].rstrip()[-1:].lower() in _ends()
            else None
        )
        behind = None if before and found["dash"] is None else _behind().match(text, end)
        if before and not behind:
            start = before.start()
            code = currency(before.group())
        elif behind and not _WEIGHT.match(text, behind.end()):
            end = behind.end()
            code = currency(behind.group().strip(" -\u00a0"))
            start = before.start() if before else start
        elif found["dash"] or _bare(text, found):
            code = money
        else:
            continue
        value = join(code, _value(found))
        if behind and (split := _SPLIT.match(text, end)) and found["num"].isdigit():
            value, end = join(code, f"{found['num']}.{split[1]}"), split.end()
        if behind and not before:
            facts += _shared(text, start, code, facts)
        facts.append(Fact("amount", text[start:end].strip(), value, start, end))
    return facts


_SPLIT = re.compile(r" (\d\d)(?![\w:/-]|[.,]\d| (?:and|to|of)\b)")
"""What stands behind the currency of `23 pounds 40`."""
_LIST = re.compile(
    r"(?<![\w.,/:€£$-])(\d+(?:[.,]\d\d)?)\s?(?:,|and|or|to|und|oder|bis|et|ou|y|o|-|–|/)\s?$"
)


def _shared(text: str, at: int, code: str, known: list[Fact]) -> list[Fact]:
    """Find the numbers that share the currency of the sum after them: `480, 480 and 912 pounds`."""
    out: list[Fact] = []
    last = known[-1].end if known else 0
    while found := _LIST.search(text, max(last, at - 20), at):
        value = join(code, plain(found[1]))
        out.insert(0, Fact("amount", found[1], value, found.start(1), found.end(1)))
        at = found.start(1)
    return out


def _bare(text: str, found: re.Match[str]) -> bool:
    """Whether a number without a currency is plainly money."""
    start = found.start("num")
    if UNIT.match(text, found.end()) or _CLOCK.search(text, max(0, start - 10), start):
        return False
    number = found["num"]
    if number[-3:-2] in (".", ","):
        # Half past eight is 8.30 to many; 62.50 is no time, and 8,30 is hardly one. Two decimals
        # with thousands before them are written of money alone.
        clock = number.count(".") == 1 and "," not in number and _HOUR.fullmatch(number)
        return (
            not clock
            or _BEHIND_MONEY.match(text, found.end()) is not None
            or _money().search(text, max(0, start - 48), start) is not None
        )
    if len(number) < 2 or text[start - 1 : start] == "#":
        return False
    if _AFTERWARDS.match(text, found.end()):
        return True
    if not _STOPS.match(text, found.end()):
        return False
    word = _money().search(text, max(0, start - 48), start)
    if word is None:
        return False
    gap = _directly().match(word["gap"])
    return gap is not None and gap.end() == len(word["gap"])


_BEHIND_MONEY = re.compile(
    r"\s*(?:fee|charge|bill|refund|payment|back|each|redelivery|a month|per month|off)\b"
)
_AFTERWARDS = re.compile(
    r"\s+(?:back\b(?! (?:and|then|pain))|refund\b|deposit\b|fee\b|a month\b(?! (?:ago|later))"
    r"|per month\b|off my bill\b)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
UNIT = re.compile(
    r"\s?(?:%|percent|prozent|kwh|kg|km|m²|cm|mm|mbit|gb|mb|hours?|hrs?|days?|weeks?|months?|years?"
    r"|minutes?|mins?|times|uhr|am\b|pm\b|°|metres?|meters?|miles?|h\b|stunden|tage|people|pieces)",
    re.IGNORECASE,
)
_CENTS = re.compile(r"\s?(?:cents?|centimes|céntimos|(pence))\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:at|um|à|version|v|section|app|ios|release)\s*$", re.IGNORECASE)


def shown(text: str) -> set[str]:
    """Give the currencies that a text names beside a number."""
    return {
        fact.normalised[:3] for fact in in_text(text) if fact.normalised[:3].isalpha()
    }  # the bare ones have a digit there


@lru_cache(maxsize=256)
def bare_numbers(text: str) -> dict[str, str]:
    """Give every number of a text in the form of an amount, money or not, with its words."""
    return {_value(found): found["num"] for found in reversed([*matches(_number(), text, "-")])}
