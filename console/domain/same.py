"""Put together what is the same value in two notations: a day with and without its year."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.code_kinds import Seen
from console.domain.codes import key
from console.domain.fact_kinds import Fact


def one_notation(seen: Sequence[Seen]) -> list[Seen]:
    """Give each code the form in which it stood first, whatever marks it has later."""
    first: dict[str, tuple[str, str]] = {}
    out = []
    for one in seen:
        codes = []
        for code in one.codes:
            text, norm = first.setdefault(key(code.norm), (code.text, code.norm))
            codes.append(code._replace(text=text, norm=norm))
        out.append(one._replace(codes=codes))
    return out


def _within(short: str, long: str) -> bool:
    """Whether a product's name is a piece of a longer one, word by word."""
    return short != long and f" {short} " in f" {long} "


def merged(facts: Sequence[Sequence[Fact]]) -> dict[tuple[str, str], str]:
    """Tell which normal forms stand for a fuller one; an empty text says: for none, leave it out.

    A day without a year is the one with it, where there is only one such; a phone number without
    the code of its country is the one with it. A product's name cut short is left out.
    """
    forms: dict[str, dict[str, None]] = {}
    for each in facts:
        for fact in each:
            forms.setdefault(fact.kind, {})[fact.normalised] = None
    out: dict[tuple[str, str], str] = {}
    for day in forms.get("date", ()):
        if day.startswith("--"):
            full = [other for other in forms["date"] if other[0] != "-" and other[4:] == day[1:]]
            if len(full) == 1:
                out["date", day] = full[0]
    for number in forms.get("phone", ()):
        full = [
            other
            for other in forms["phone"]
            if other != number and other[0] == "+" and other.endswith(number.lstrip("0"))
        ]
        if number[0] != "+" and len(full) == 1:
            out["phone", number] = full[0]
    for name in forms.get("device", ()):
        if any(_within(name, other) for other in forms["device"]):
            out["device", name] = ""
    return out
