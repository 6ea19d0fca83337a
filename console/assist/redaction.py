"""Put placeholders for personal data before a text leaves, and the data back afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from ipaddress import ip_address
from typing import NamedTuple

from console.domain.handoff import Case
from console.domain.models import AuthorKind

_KINDS = {
    "email": "EMAIL",
    "phone": "PHONE",
    "iban": "IBAN",
    "card_last4": "CARD",
    "postcode": "PLACE",
    **dict.fromkeys(
        (
            "order_id",
            "invoice_id",
            "tracking_id",
            "booking_ref",
            "customer_no",
            "case_no",
            "serial",
        ),
        "ID",
    ),
}
"""Kinds of facts that are replaced; amounts, dates, devices, versions and the like are not."""
MASK = re.compile(r"\[([A-Z]{2,8})_(\d{1,4})\]")
"""What a placeholder looks like."""
_PART = re.compile(r"\[[A-Z]{0,8}_?\d{0,4}$")
SHORTEST = 3
"""Letters of a part of a name that is replaced by itself; shorter ones are ordinary words."""

_EMAIL = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_IBAN = r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,9}(?![A-Za-z0-9])"
_CARD = r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])"
_IP4 = r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)"
_IP6 = r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])"
_DATE = r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)"
_ABROAD = r"(?<![\w.,/-])(?:\+|00|\(0)\d(?:[ ()./-]{0,2}\d){5,14}(?!\w)"
_PHONE = r"(?<![\w.,])\(?\d(?:[ ()./-]{0,2}\d){6,14}(?!\w)"
_ID = (
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9/_-]*\d[A-Za-z0-9/_-]*\d)"
    r"[A-Z0-9]*[A-Z][A-Z0-9]*(?:[-_/ ]?(?=[A-Z]*\d)[A-Z0-9]{2,})*(?![A-Za-z0-9])"
    r"|(?<![\d.,])\d{5,}(?![\d]|[.,]\d)"
)


class Found(NamedTuple):
    """A piece of personal data in a text."""

    start: int
    end: int
    kind: str
    """EMAIL, IBAN, CARD, IP, PHONE, ID, PLACE or NAME."""


class Restored(NamedTuple):
    """A text with its data back."""

    text: str
    unknown: tuple[str, ...]
    """Placeholders that stand for nothing: they were invented, and are left as they are."""


class Table:
    """Which placeholder stands for what, within one call."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Take the names that are known: whole ones, and their parts are replaced."""
        self.names = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
        self.values: dict[str, str] = {}
        self._masks: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def mask(self, kind: str, value: str) -> str:
        """Give the placeholder of a value; the same value has the same one."""
        key = (kind, value if kind == "NAME" else re.sub(r"[\W_]", "", value).casefold())
        if key not in self._masks:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._masks[key] = mask = f"[{kind}_{self._counts[kind]}]"
            self.values[mask] = value
        return self._masks[key]


def names_in(case: Case) -> list[str]:
    """List the names of people that a case tells: the customer's, and who else wrote."""
    people = [m.author.name for m in case.messages if m.author.kind in _PEOPLE]
    return [name for name in (case.customer.name, *people) if name]


_PEOPLE = (AuthorKind.CUSTOMER, AuthorKind.AGENT)


def is_card(text: str) -> bool:
    """Whether digits are a card's number (Luhn, ISO/IEC 7812-1)."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether a text is an account's number (ISO 13616: modulo 97 is 1)."""
    plain = re.sub(r"[ -]", "", text).upper()
    if not (15 <= len(plain) <= 34 and plain.isascii() and plain.isalnum()):
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return any(char.isdigit() for char in text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile what is looked for, the surest first; `DATE` stands for what is let through."""
    given = (
        ("EMAIL", _EMAIL),
        ("IBAN", _IBAN),
        ("CARD", _CARD),
        ("IP", _IP4),
        ("IP", _IP6),
        ("DATE", _DATE),
        ("PHONE", _ABROAD),
        ("ID", _ID),
        ("PHONE", _PHONE),
    )
    return tuple((kind, re.compile(pattern)) for kind, pattern in given)


_SURE = {"CARD": is_card, "IP": _is_ip}


def find(text: str, names: Sequence[str] = ()) -> list[Found]:
    """List personal data in a text, in its order; nothing overlaps."""
    from console.domain import facts  # noqa: PLC0415  many patterns: only who sends pays

    taken: list[Found] = []

    def put(start: int, end: int, kind: str) -> None:
        if not any(start < each.end and each.start < end for each in taken):
            taken.append(Found(start, end, kind))

    for kind, pattern in _patterns():
        if kind == "DATE":
            for fact in facts.find(text):
                put(fact.start, fact.end, _KINDS.get(fact.kind, "DATE"))
        for match in pattern.finditer(text):
            if kind == "IBAN":
                put(match.start(), match.start() + _iban_length(match[0]), kind)
            elif kind not in _SURE or _SURE[kind](match[0]):
                put(*match.span(), kind)
    for start, end in _named(text, names):
        put(start, end, "NAME")
    return sorted(each for each in taken if each.kind != "DATE" and each.start < each.end)


def _iban_length(text: str) -> int:
    """Count the characters that are an IBAN; a word may stand right behind it."""
    ends = [match.start() for match in re.finditer(r"[ -]|$", text)]
    return next((end for end in reversed(ends) if is_iban(text[:end])), 0)


def _named(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            yield match.span()
    parts = {part for name in names for part in re.split(r"[\s,.]+", name)}
    for part in sorted((p for p in parts if len(p) >= SHORTEST), key=len, reverse=True):
        # In small letters many a short name is a word: will, may, rose.
        forms = {part, part.title(), part.upper(), *([part.lower()] if len(part) > 4 else [])}
        either = "|".join(re.escape(form) for form in sorted(forms))
        for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
            yield match.span()


def redact(text: str, table: Table) -> str:
    """Give `text` with placeholders, which `table` remembers.

    What looks like a placeholder already is written in another way: it is none of ours.
    """
    text = MASK.sub(r"(\1_\2)", text)
    out, at = [], 0
    for start, end, kind in find(text, table.names):
        out += [text[at:start], table.mask(kind, text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def restore(text: str, table: Table, *, whole: bool = True) -> Restored:
    """Put the data back; of a text that is still coming a begun placeholder is held back."""
    if not whole:
        text = _PART.sub("", text)
    unknown: list[str] = []

    def put(match: re.Match[str]) -> str:
        if match[0] not in table.values:
            unknown.append(match[0])
        return table.values.get(match[0], match[0])

    return Restored(MASK.sub(put, text), tuple(dict.fromkeys(unknown)))
