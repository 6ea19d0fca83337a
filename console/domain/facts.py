"""What has been told in a conversation and must never be asked for again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.domain import amounts, codes, contacts, dates, devices
from console.domain.corrections import Told, superseded
from console.domain.fact_kinds import IDS, KINDS, Fact, asked
from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind, Message

__all__ = ["KINDS", "Fact", "collect", "find", "normalise", "stands"]

_ANY = re.compile(r"[\d@_]|://|www\.|\w\.\w{3}")


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


def _blank(text: str, facts: Iterable[Fact]) -> str:
    """Cover what has been read, keeping every place."""
    for fact in facts:
        text = text[: fact.start] + "\x00" * (fact.end - fact.start) + text[fact.end :]
    return text


def _read(
    text: str, wanted: Sequence[str], setting: Setting, around: str = ""
) -> tuple[list[Fact], list[codes.Code]]:
    """Find everything in a text: the facts, and the codes whose kind is still to be judged."""
    if _ANY.search(text) is None:
        return (list(devices.answered(text)) if wanted[:1] == ["device"] else []), []
    facts = list(contacts.addresses(text))
    rest = _blank(text, facts)
    more = list(contacts.domains(rest))
    rest = _blank(rest, more)
    facts += more
    if _DIGIT.search(rest) is None:
        return facts, []
    for reader in (
        lambda: contacts.ibans(rest, around),
        lambda: devices.versions(rest, wanted, setting.versions),
        lambda: dates.in_text(rest, month_first=setting.month_first),
        lambda: contacts.last4(rest, wanted),
        lambda: contacts.phones(rest, wanted),
        lambda: contacts.postcodes(rest, wanted, setting.postcodes),
    ):
        more = list(reader())
        rest = _blank(rest, more)
        facts += more
    money = [
        fact
        for fact in amounts.in_text(rest, money=setting.money)
        if "\x00" not in rest[fact.start : fact.end]
    ]
    rest = _blank(rest, money)
    things = list(devices.devices(rest, wanted))
    if not things and wanted[:1] == ["device"]:
        things = [thing for thing in devices.answered(rest) if "\x00" not in thing.value]
    rest = _blank(rest, things)
    found = codes.in_text(rest, wanted)
    return facts + money + things, found


def find(text: str, *, question: str = "", setting: Setting | None = None) -> list[Fact]:
    """Find the facts of one text in their order; `question` is what was asked just before it."""
    facts, found = _read(text, asked(question) if question else (), setting or Setting(), question)
    facts += [
        Fact(code.kind, code.text, codes.norm(code.text, code.kind), code.start, code.end) for code in found if code.kind
    ]
    return sorted(facts, key=lambda fact: fact.start)


class _Seen(NamedTuple):
    """What was found in one message, before the whole conversation judges its codes."""

    message: Message
    facts: list[Fact]
    codes: list[codes.Code]


def collect(messages: Sequence[Message]) -> tuple[Item, ...]:
    """List the facts of a whole conversation, each with every message where it stands."""
    spoken = [message for message in messages if not message.event]
    setting = _setting(spoken)
    seen: list[_Seen] = []
    around = ""
    question: str | None = None
    wanted: Sequence[str] = ()
    for message in spoken:
        customer = message.author.kind is AuthorKind.CUSTOMER
        if customer and question is not None and (
            len(message.text) < _SHORT or _ANY.search(message.text)
        ):
            wanted, question = asked(question), None
        facts, found = _read(message.text, wanted if customer else (), setting, around)
        seen.append(_Seen(message, facts, found))
        new = tuple(fact.normalised for fact in facts if fact.kind == "version")
        if new:
            setting = setting._replace(versions=(*setting.versions, *new))
        if not customer:
            question, wanted = message.text, ()
        if any(fact.kind == "postcode" for fact in facts):
            setting = setting._replace(postcodes=True)
        around = message.text
    kinds = _judged(seen)
    money = _currency(seen)
    told = []
    for one in seen:
        facts = [_priced(fact, money) if fact.kind == "amount" else fact for fact in one.facts]
        facts += [
            Fact(
                kinds[code.norm],
                code.text,
                normalise(kinds[code.norm], code.text),
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
    return _items(spoken, told)


def _setting(messages: Sequence[Message]) -> Setting:
    """Read how days are written from the ones that can be read in one way only."""
    for message in messages:
        if "/" in message.text:
            told = dates.says_month_first(message.text)
            if told is not None:
                return Setting(month_first=told)
    return Setting(month_first=any("$" in message.text for message in messages))


def _currency(seen: Sequence[_Seen]) -> dict[str, str]:
    """Tell the currency of each number, and under the empty key the only one of them all."""
    out: dict[str, str] = {}
    for one in seen:
        for fact in one.facts:
            if fact.kind == "amount" and " " in fact.normalised:
                code, _, number = fact.normalised.partition(" ")
                out.setdefault(number, code)
    if len(set(out.values())) == 1:
        out[""] = next(iter(out.values()))
    return out


def _priced(fact: Fact, money: dict[str, str]) -> Fact:
    if " " in fact.normalised:
        return fact
    code = money.get(fact.normalised) or money.get("", "")
    return fact._replace(normalised=amounts.join(code, fact.normalised))


def _prefix(norm: str) -> str:
    found = re.match(r"[A-Z]{2,}|[A-Z]-", norm)
    return found.group() if found else ""


def _judged(seen: Sequence[_Seen]) -> dict[str, str]:
    """Give the kind of every code: by the surest word, by its like, or by shape and speaker."""
    votes: dict[str, Counter[str]] = {}
    for one in seen:
        for code in one.codes:
            vote = votes.setdefault(code.norm, Counter())
            if code.kind:
                vote[code.kind] += 10 ** code.sure
    plain = {
        _key(fact.normalised)
        for one in seen
        for fact in one.facts
        if fact.kind in ("postcode", "phone", "card_last4")
    }
    kinds = {norm: vote.most_common(1)[0][0] for norm, vote in votes.items() if vote}
    like = {
        (_prefix(norm), len(norm) > 6): kind for norm, kind in kinds.items() if _prefix(norm)
    }
    shapes = {
        _shape(code.text): kinds[code.norm]
        for one in seen
        for code in one.codes
        if code.norm in kinds
    }
    for one in seen:
        for fact in one.facts:
            if fact.kind == "device" and (model := _MODEL.search(fact.value.upper())):
                like[(model[1], False)] = "device"
    for one in seen:
        for code in one.codes:
            if code.norm in plain:
                kinds[code.norm] = ""
            elif code.norm not in kinds or (
                code.kind == "error_code" and like.get((_prefix(code.norm), False)) == "device"
            ):
                kind = like.get((_prefix(code.norm), len(code.norm) > 6), "")
                kind = kind or shapes.get(_shape(code.text), "")
                if not kind and code.sure >= 0:
                    kind = _guess(code, one, seen)
                kinds[code.norm] = kind
    return kinds


_MODEL = re.compile(r"\b([A-Z]+-)\d+$")


def _shape(text: str) -> str:
    return re.sub(r"\d", "9", text)


_SPOKEN = (
    ("booking_ref", re.compile(r"\b(?:booking|reserv|flight|hotel|check.?in|buchung|room|night)", re.I)),
    ("order_id", re.compile(r"\b(?:order|bestell|commande|pedido|deliver|return|bought|parcel|geliefert|zurückg|gekauft)", re.I)),
)


_TROUBLE = re.compile(
    r"\b(?:errors?|fail\w*|crash\w*|fault|message|reject\w*|pops? up|stops?|stopped|log|aborted)\b", re.I
)


def text_before(text: str, at: int) -> bool:
    """Whether a number sign stands before a place."""
    return text[max(0, at - 2) : at].rstrip().endswith("#")


def _guess(code: codes.Code, one: _Seen, seen: Sequence[_Seen]) -> str:
    """Judge a code that no word announces."""
    if "_" in code.norm or code.norm.startswith("0X"):
        return "error_code"
    if codes.pnr(code.text):
        return next((kind for kind, words in _SPOKEN if _spoken(words, seen)), "")
    if re.fullmatch(r"[A-Z]{1,6}-?\d{1,4}[A-Z]?", code.norm):
        text = one.message.text
        quoted = text[code.start - 1 : code.start] in ("(", '"', "'", "“", "„", "«")
        trouble = quoted or _TROUBLE.search(text) is not None
        return "error_code" if trouble and "-" in code.norm else ""
    marked = text_before(one.message.text, code.start)
    if len(code.norm) < 6 and not marked:
        return ""
    if one.message.author.kind is AuthorKind.CUSTOMER:
        return next((kind for kind, words in reversed(_SPOKEN) if _spoken(words, seen)), "")
    return "case_no"


def _spoken(words: re.Pattern[str], seen: Sequence[_Seen]) -> bool:
    return any(words.search(one.message.text) for one in seen)


_DROPPED = str.maketrans("", "", " -/_.#,()+\u00a0\n")


def _key(norm: str) -> str:
    return norm.upper().translate(_DROPPED)


def _holds(text: str, compact: str, key: str) -> bool:
    """Whether a code stands in a text in some notation, and not inside a longer one."""
    if key not in compact:
        return False
    places = [at for at, char in enumerate(text) if _key(char)]
    at = compact.find(key)
    while at >= 0:
        if len(places) != len(compact):
            return True
        first, last = places[at], places[at + len(key) - 1]
        left, right = text[first - 1 : first], text[last + 1 : last + 2]
        if not left.isalnum() and not right.isalnum():
            return True
        at = compact.find(key, at + 1)
    return False


_CODED = (*IDS, "phone", "iban", "card_last4", "postcode")


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
    texts = [message.text for message in messages]
    digits = [any(char.isdigit() for char in text) for text in texts]
    compact = [_key(text) if has else "" for text, has in zip(texts, digits, strict=True)]
    lower = [text.lower() for text in texts]
    numbers = [amounts.bare_numbers(text) if has else set() for text, has in zip(texts, digits, strict=True)]
    gone = superseded(told)
    items = []
    for key, fact in first.items():
        kind, norm = key
        for index, text in enumerate(texts):
            if index not in places[key] and (
                (kind in _CODED and _holds(text, compact[index], _key(norm)))
                or (kind == "device" and _names(lower[index], norm))
                or (kind in ("url", "email") and norm.lower() in lower[index])
                or (kind == "amount" and (norm[-2:] != "00" or len(norm) > 9)
                    and norm.split()[-1] in numbers[index])
            ):
                places[key].append(index)
        at = sorted(places[key])
        items.append(
            Item(
                Slot.FACTS,
                f"{fact.value}",
                tuple(messages[index].id for index in at),
                kind=kind,
                value=fact.value,
                normalised=norm,
                state="superseded" if key in gone else "",
            )
        )
    return tuple(items)


def _names(text: str, name: str) -> bool:
    """Whether a product is named in full, and no longer name that begins with it."""
    at = text.find(name)
    while at >= 0:
        left, right = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not left.isalnum() and not right.isalnum() and right != "-":
            return True
        at = text.find(name, at + 1)
    return False


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
        if number not in amounts.bare_numbers(text):
            return False
        near = {fact.normalised for fact in amounts.in_text(text)}
        named = {one.split()[0] for one in near if one.endswith(f" {number}")}
        return not code or not named or code in named
    if kind == "date":
        days = {fact.normalised for fact in (*dates.in_text(text), *dates.in_text(text, month_first=True))}
        return normalised in days or (
            normalised.startswith("--") and any(day.endswith(normalised[1:]) for day in days)
        )
    if kind == "device":
        return _names(text.lower(), normalised.lower())
    if kind in ("url", "email"):
        return normalised.lower() in text.lower()
    if kind == "version":
        return re.search(rf"(?<![\d.]){re.escape(normalised)}(?!\d|\.\d)", text) is not None
    key = _key(normalised).lstrip("+")
    return bool(key) and _holds(text, _key(text), key)
