"""What has been told in a conversation and must never be asked for again."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from console.domain import amounts, codes, contacts, dates, devices
from console.domain.code_kinds import Seen, judged
from console.domain.corrections import Told, superseded
from console.domain.fact_kinds import IDS, KINDS, Fact, asked
from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind, Message
from console.domain.places import runs
from console.domain.same import merged, one_notation

__all__ = ["KINDS", "Fact", "collect", "find", "normalise", "stands"]

_ANY = re.compile(r"[\d@_]")
_DOT = re.compile(r"\.[a-zA-Z]")
_SHORT = 60
"""Characters of a message that may name a product without any digit, when asked for one."""
_DIGIT = re.compile(r"[\d_]")


class Setting(NamedTuple):
    """What the rest of a conversation says about how its values are to be read."""

    money: str = ""
    """The currency that bare numbers take."""
    month_first: bool = False
    versions: tuple[str, ...] = ()
    postcodes: bool = False
    """Whether a postcode has been spoken of."""


def _holds_any(text: str) -> bool:
    """Whether there is anything to look for: most messages of a chat hold no digit and no dot."""
    return _ANY.search(text) is not None or _DOT.search(text) is not None or "://" in text


_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE
)


def visible(text: str) -> str:
    """Cover what a reader does not see, comments and scripts of markup; every place stays."""
    if "<" not in text:
        return text
    return _HIDDEN.sub(lambda hidden: " " * len(hidden.group()), text)


def _blank(text: str, facts: Iterable[Fact]) -> str:
    """Cover what has been read, keeping every place."""
    for fact in facts:
        text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    return text


@lru_cache(maxsize=512)
def _read(
    text: str, wanted: tuple[str, ...], setting: Setting, around: str = ""
) -> tuple[list[Fact], list[codes.Code]]:
    """Find everything in a text: the facts, and the codes whose kind is still to be judged.

    What was read is remembered, since a conversation is read anew with each message; it is never
    changed in place.
    """
    text = visible(text)
    if not _holds_any(text):
        return (list(devices.answered(text)) if wanted[:1] == ("device",) else []), []
    facts = list(contacts.addresses(text))
    rest = _blank(text, facts)
    if more := list(contacts.domains(rest)):
        rest = _blank(rest, more)
        facts += more
    if _DIGIT.search(rest) is None:
        return facts, []
    # How many digits there are, and in how long a row, tells what need not be looked for.
    sizes = [end - start for start, end in runs(rest)]
    longest, total = max(sizes, default=0), sum(sizes)
    readers: tuple[tuple[bool, Callable[[str], Iterable[Fact]]], ...] = (
        (total >= 8, lambda left: contacts.ibans(left, around)),
        (True, lambda left: devices.versions(left, wanted, setting.versions)),
        (True, lambda left: dates.in_text(left, month_first=setting.month_first)),
        (longest >= 4, lambda left: contacts.last4(left, wanted)),
        (total >= 7, lambda left: contacts.phones(left, wanted)),
        (True, lambda left: contacts.postcodes(left, wanted, known=setting.postcodes)),
    )
    for likely, reader in readers:
        if likely and (more := list(reader(rest))):
            rest = _blank(rest, more)
            facts += more
            if _DIGIT.search(rest) is None:
                return facts, []
    money = [
        fact
        for fact in amounts.in_text(rest, money=setting.money)
        if "\x00" not in rest[fact.start : fact.end]
    ]
    if money:
        rest = _blank(rest, money)
    if _DIGIT.search(rest) is None:
        return facts + money, []
    things = list(devices.devices(rest, wanted))
    if not things and wanted[:1] == ("device",):
        things = [thing for thing in devices.answered(rest) if "\x00" not in thing.value]
    rest = _blank(rest, things)
    found = codes.in_text(rest, wanted)
    return facts + money + things, found


def find(text: str, *, question: str = "", setting: Setting | None = None) -> list[Fact]:
    """Find the facts of one text in their order; `question` is what was asked just before it."""
    facts, found = _read(text, asked(question) if question else (), setting or Setting(), question)
    told = [
        Fact(code.kind, code.text, codes.norm(code.text, code.kind), code.start, code.end)
        for code in found
        if code.kind
    ]
    return sorted(facts + told, key=lambda fact: fact.start)


_LATEST: deque[tuple[Sequence[Message], tuple[Item, ...]]] = deque(maxlen=4)
"""What was collected last. Messages never change, and neither does a row of them."""


def remembered(messages: Sequence[Message]) -> tuple[Item, ...]:
    """Give what was collected of these very messages a moment ago; nothing where it was not."""
    return next((found for of, found in tuple(_LATEST) if of is messages), ())


def collect(messages: Sequence[Message]) -> tuple[Item, ...]:
    """List the facts of a whole conversation, each with every message where it stands."""
    found = _collected(messages)
    if isinstance(messages, tuple):
        _LATEST.append((messages, found))
    return found


def _collected(messages: Sequence[Message]) -> tuple[Item, ...]:
    spoken = [message for message in messages if not message.event]
    setting = _setting(spoken)
    seen: list[Seen] = []
    around = ""
    questions: list[str] = []
    wanted: tuple[str, ...] | None = ()
    for message in spoken:
        customer = message.author.kind is AuthorKind.CUSTOMER
        if customer and wanted is None and (len(message.text) < _SHORT or _holds_any(message.text)):
            # A question stays one until it is answered, whatever is said in between.
            sought = (asked(one) for one in reversed(questions[-2:]))
            wanted = next(filter(None, sought), ())
        expected = (wanted or ()) if customer else ()
        facts, found = _read(message.text, expected, setting, around)
        if expected and (facts or found):
            questions.clear()
        seen.append(Seen(message, facts, found))
        new = tuple(fact.normalised for fact in facts if fact.kind == "version")
        if new:
            setting = setting._replace(versions=(*setting.versions, *new))
        if not customer:
            questions.append(message.text)
            wanted = None
        if any(fact.kind == "postcode" for fact in facts):
            setting = setting._replace(postcodes=True)
        around = message.text
    seen = one_notation(seen)
    kinds = judged(seen)
    money = _currency(seen)
    told = []
    for one in seen:
        facts = [_priced(fact, money) if fact.kind == "amount" else fact for fact in one.facts]
        facts += [
            Fact(
                kinds[code.norm],
                code.text,
                _written(kinds[code.norm], code),
                code.start,
                code.end,
            )
            for code in one.codes
            if kinds.get(code.norm)
        ]
        facts.sort(key=lambda fact: fact.start)
        told.append(
            Told(one.message.text, one.message.author.kind is AuthorKind.CUSTOMER, tuple(facts))
        )
    fuller = merged([one.facts for one in told])
    if fuller:
        told = [
            one._replace(
                facts=tuple(
                    fact._replace(normalised=form)
                    for fact in one.facts
                    if (form := fuller.get((fact.kind, fact.normalised), fact.normalised))
                )
            )
            for one in told
        ]
    return _items(spoken, told)


def _written(kind: str, code: codes.Code) -> str:
    """Give the normal form of a code: the one of where it stood first."""
    own = normalise(kind, code.text)
    # An error code keeps its spaces, a product's name is small.
    return own if kind in ("device", "error_code") else code.norm


def _setting(messages: Sequence[Message]) -> Setting:
    """Read how days are written from the ones that can be read in one way only."""
    for message in messages:
        if "/" in message.text:
            told = dates.says_month_first(message.text)
            if told is not None:
                return Setting(month_first=told)
    return Setting(month_first=any("$" in message.text for message in messages))


def _currency(seen: Sequence[Seen]) -> dict[str, str]:
    """Tell the currency of each number, and under the empty key the only one of them all."""
    out: dict[str, str] = {}
    shown: set[str] = set()
    for one in seen:
        for fact in one.facts:
            if fact.kind == "amount" and " " in fact.normalised:
                code, _, number = fact.normalised.partition(" ")
                out.setdefault(number, code)
                shown.add(code)
    if len(shown) == 1:
        out[""] = shown.pop()
    return out


def _priced(fact: Fact, money: dict[str, str]) -> Fact:
    if " " in fact.normalised:
        return fact
    code = money.get(fact.normalised) or money.get("", "")
    return fact._replace(normalised=amounts.join(code, fact.normalised))


def _holds(text: str, compact: str, key: str) -> tuple[int, int] | None:
    """Give where a code stands in a text in some notation, and not inside a longer one."""
    if key not in compact:
        return None
    places = [at for at, char in enumerate(text) if char not in codes.MARKS]
    at = compact.find(key)
    while at >= 0:
        if len(places) != len(compact):
            return 0, len(text)
        first, last = places[at], places[at + len(key) - 1]
        left, right = text[first - 1 : first], text[last + 1 : last + 2]
        if not left.isalnum() and not right.isalnum():
            return first, last + 1
        at = compact.find(key, at + 1)
    return None


_CODED = (*IDS, "phone", "iban", "card_last4", "postcode")


_WHERE = dict.fromkeys(_CODED, 2) | dict.fromkeys(("url", "email", "device"), 1) | {"amount": 2}
"""In which form of a text a value of a kind is looked for; others are found wherever they stand."""


@lru_cache(maxsize=512)
def _there(text: str) -> tuple[str, str, str]:
    """Give the forms of a text: as it is seen, small, and without marks if it has any digit."""
    text = visible(text)
    return text, text.lower(), codes.key(text) if _DIGIT.search(text) else ""


def _mark(kind: str, norm: str) -> str:
    """Give what a text must hold for a value to stand in it that was found in another one."""
    if kind in _CODED:
        return codes.key(norm).lstrip("+")
    if kind == "amount":
        # A small round number may count anything.
        whole, _, cents = norm.rpartition(" ")[2].rpartition(".")
        return whole[-3:] + cents.rstrip("0") if cents != "00" or len(norm) > 9 else ""
    return norm.lower() if kind in _WHERE else ""


def _elsewhere(kind: str, norm: str, there: tuple[str, str, str]) -> str:
    """Give the words in which a text has a value that was found in another message."""
    text, lower, compact = there
    if kind in _CODED:
        span = _holds(text, compact, _mark(kind, norm))
        return text[slice(*span)] if span else ""
    if kind == "amount":
        return amounts.bare_numbers(text).get(norm.rpartition(" ")[2], "")
    at = _named(lower, norm) if kind == "device" else lower.find(norm.lower())
    return text[at : at + len(norm)] if at >= 0 else ""


def _items(messages: Sequence[Message], told: Sequence[Told]) -> tuple[Item, ...]:
    first: dict[tuple[str, str], Fact] = {}
    places: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(told):
        for fact in one.facts:
            key = (fact.kind, fact.normalised)
            first.setdefault(key, fact)
            at = places.setdefault(key, [])
            if index not in at:
                at.append(index)
    there = [_there(message.text) for message in messages]
    gone = superseded(told)
    items = []
    for key, fact in first.items():
        kind, norm = key
        value = fact.value
        mark = _mark(kind, norm)
        for index in range(len(there) - 1, -1, -1) if mark else ():
            if mark not in there[index][_WHERE[kind]] or index in places[key]:
                continue
            words = _elsewhere(kind, norm, there[index])
            if words:
                places[key].append(index)
                if index < places[key][0]:
                    value = words
        at = sorted(places[key])
        items.append(
            Item(
                Slot.FACTS,
                value,
                tuple(messages[index].id for index in at),
                kind=kind,
                value=value,
                normalised=norm,
                state="superseded" if key in gone else "",
            )
        )
    return tuple(items)


def _named(text: str, name: str) -> int:
    """Give where a product is named in full, and no longer name that begins with it; else -1."""
    at = text.find(name)
    while at >= 0:
        left, right = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not left.isalnum() and not right.isalnum() and right != "-":
            return at
        at = text.find(name, at + 1)
    return -1


_NUMBER = re.compile(r"^(?:No|Nr|Number|N°|Nº)\b[.:]?\s*", re.IGNORECASE)


def normalise(kind: str, value: str) -> str:
    """Give the one form of a value for all notations; the value itself where it cannot be read."""
    value = value.strip()
    if kind == "amount":
        found = amounts.in_text(value) or amounts.in_text(f"paid {value}.")
        return found[0].normalised if found else value
    if kind == "date":
        days = dates.in_text(value)
        return days[0].normalised if days else value
    if kind in IDS:
        return codes.norm(_NUMBER.sub("", value), kind)
    if kind == "phone":
        return ("+" if value.startswith("+") else "") + re.sub(r"\D", "", value)
    if kind in ("email", "device"):
        return value.lower()
    if kind == "version":
        return re.sub(r"^[^\d]+", "", value)
    return value if kind == "url" else re.sub(r"\s", "", value).upper()


def stands(kind: str, normalised: str, text: str) -> bool:
    """Whether a value stands in a text, in whatever notation; the checker's question."""
    if kind == "amount":
        code, _, number = normalised.rpartition(" ")
        near = {fact.normalised for fact in amounts.in_text(text)}
        if number not in amounts.bare_numbers(text) and not near & {number, normalised}:
            return False
        named = {one.split()[0] for one in near if one.endswith(f" {number}")}
        return not code or not named or code in named
    if kind == "date":
        days = {
            fact.normalised
            for fact in (*dates.in_text(text), *dates.in_text(text, month_first=True))
        }
        return normalised in days or (
            normalised.startswith("--") and any(day.endswith(normalised[1:]) for day in days)
        )
    if kind == "device":
        return _named(text.lower(), normalised.lower()) >= 0
    if kind in ("url", "email"):
        return normalised.lower() in text.lower()
    if kind == "version":
        return re.search(rf"(?<![\d.]){re.escape(normalised)}(?!\d|\.\d)", text) is not None
    key = codes.key(normalised).lstrip("+")
    return bool(key) and _holds(text, codes.key(text), key) is not None
