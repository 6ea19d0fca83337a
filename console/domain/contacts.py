"""Addresses and numbers with a shape of their own: mail, web, phone, bank, card, postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from console.domain.fact_kinds import IDS, Fact, labels
from console.domain.places import matches, runs

_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'“”«»]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = re.compile(
    r"(?<![\w@/-])(?<!\w\.)(?:[a-z0-9-]+\.)+(?:com|org|net|io|de|uk|eu|app|example|test|fr|es|nl"
    r"|co|info)"
    r"(?![\w-]|\.\w)(?:/[^\s<>\"'“”«»]*)?",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"\.(?:com|org|net|io|de|uk|eu|app|example|test|fr|es|nl|co|info)(?![\w-])", re.IGNORECASE
)
_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b(?!-)|\b[A-Z]{2}\d{13,30}\b"
)
_LAST4 = re.compile(
    r"(?:\b(?:end(?:s|ing)?(?: in| with)?|last (?:four|4)(?: digits)?(?: (?:are|is|of \w+ card))?"
    r"|endet auf|letzte[nr]? (?:vier|4)(?: Ziffern)?(?: sind)?|finissant par|termina(?:da)? en"
    r"|terminant par|se termine par|acaba en|(?:finisce|termina) (?:con|in|per)|eindig\w+ op)"
    r"[:\s]*(?:is |are )?|[*x•.…]{2,}[ -]?)(\d{4})(?![\w-]"
    r"|[.,]\d)",
    re.IGNORECASE,
)
_FOUR = re.compile(r"(?<![\w.,/:€£$#+-])(?<![€£$\d] )\d{4}(?![\w€£$%/:-]|[.,]\d| \d)")
_PHONE = re.compile(
    r"(?<![\w.,/#-])(?:(?P<plus>\+\d{1,3}(?:[ ./()-]{0,2}\(?\d{1,5}\)?){2,6})"
    r"|(?P<fiction>(?:\(?\d{3}\)?[ .-]?)?\(?555\)?[ .-]?01\d\d)"
    r"|(?P<national>\(\d[ ]?\d{1,4}\)[ ]?\d{2,4}[ -]?\d{2,5}(?:[ -]\d{2,4})?"
    r"|0\d{2,5}[ /-]\d{3,8}(?:[ -]?\d{2,4}){0,2}"
    r"|\d{3}[ .-]\d{3}[ .-]\d{4})|(?P<local>\d{3}[ -]\d{4}|\d{7,11}"
    r"|0[ ]?\d{1,4}(?:[ -]?\d{2,4}){2,4}))"
    r"(?![\w/-]|[.,:]\d)"
)
_UK = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}\b")
_UK_SMALL = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?[ ]\d[a-z]{2}\b")
_OTHER = re.compile(
    r"\b[A-Z]\d[\dW][ ](?=\w{0,3}\d)(?=\w{0,3}[A-Z])[A-Z\d]{4}\b|\b[A-Z]\d[A-Z][ ]\d[A-Z]\d\b"
)
"""Irish and Canadian ones."""
_SPLIT = re.compile(r"(?<![\w.,/:€£$#+-])(?:\d{3}[ -]\d\d|\d\d[ -]\d{3})(?![\w€£$%/:-]|[.,]\d| \d)")
"""Five digits in two groups."""
_DUTCH = re.compile(r"\b\d{4}[ ]?[A-Z]{2}\b")
_FIVE = re.compile(
    r"(?<![\w.,/:€£$#+-])\d{4,5}(?:-\d{4})?(?![\w€£$%/:-]|[.,]\d| ?(?:€|EUR|USD|GBP))"
)


def _shaped(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Fact]:
    for found in pattern.finditer(text):
        value = found.group().rstrip(".,;:!?…'\"*_")
        if value.endswith(")") and "(" not in value:
            value = value.rstrip(").,")
        norm = value.lower() if kind == "email" else value
        yield Fact(kind, value, norm, found.start(), found.start() + len(value))


def addresses(text: str) -> Iterator[Fact]:
    """Find web and mail addresses."""
    if "://" in text or "www." in text.lower():
        yield from _shaped("url", _URL, text)
    if "@" in text:
        yield from _shaped("email", _EMAIL, text)


def domains(text: str) -> Iterator[Fact]:
    """Find web addresses without a scheme."""
    if _TOP.search(text):
        yield from _shaped("url", _DOMAIN, text)


def checks(iban: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616: modulo 97 is 1)."""
    turned = iban[4:] + iban[:4]
    return turned.isalnum() and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


_SMALL_IBAN = re.compile(r"\b[a-z]{2}\d{2} ?\w{4}")


@cache
def _banking() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:iban|account|konto|compte|cuenta|bank|pay|paid|refund|transfer|deposit|überweis)",
        re.IGNORECASE,
    )


def ibans(text: str, around: str = "") -> Iterator[Fact]:
    """Find bank accounts; check digits that are wrong need a word for it nearby."""
    small = _SMALL_IBAN.search(text) and "iban" in around.lower()
    for found in matches(_IBAN, text.upper() if small else text, _CAPITALS, led=True):
        norm = found.group().replace(" ", "")
        good = 15 <= len(norm) <= 34 and sum(map(str.isdigit, norm)) * 2 > len(norm)
        if good and (checks(norm) or _banking().search(text) or _banking().search(around)):
            yield Fact("iban", text[found.start() : found.end()], norm, *found.span())


_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LAST_WORDS = (
    "end",
    "last",
    "letzte",
    "finissant",
    "termin",
    "acaba",
    "finisce",
    "eindig",
    "**",
    "xx",
    "••",
    "..",
    "…",
)
_NO_CARD = re.compile(
    r"\b(?:library|loyalty|gift|sim|member\w*|student|id|business|report)\s+cards?\b", re.IGNORECASE
)
_IN = re.compile(r"\b(?:in|since|from|until|im|seit|en|for|of)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def last4(text: str, wanted: Sequence[str]) -> Iterator[Fact]:
    """Find the last four digits of cards."""
    seen = set()
    lower = text.lower()
    four = any(end - start >= 4 for start, end in runs(text))
    told = four and any(word in lower for word in _LAST_WORDS)
    for found in _LAST4.finditer(text) if told else ():
        seen.add(found.start(1))
        before = [label.kind for label in labels(text, max(0, found.start() - 24), found.start())]
        if before and before[-1] in ("phone", "iban") and "card" not in before:
            continue
        yield Fact("card_last4", found[1], found[1], *found.span(1))
    asked = "card" in wanted
    cards = None
    for found in matches(_FOUR, text) if four else ():
        if found.start() in seen:
            continue
        if cards is None:
            words = labels(text, 0, len(text))
            cards = [label for label in words if label.kind == "card"]
            if _NO_CARD.search(text):
                cards = []
        near = [label for label in cards if 0 <= found.start() - label.end <= 26]
        between = text[near[-1].end : found.start()] if near else ""
        if near and not labels(between, 0, len(between)) and not re.search(r"[!?;]|\d{5}", between):
            if _YEAR.fullmatch(found.group()) and (len(between) > 8 or _IN.search(between)):
                continue
            yield Fact("card_last4", found.group(), found.group(), *found.span())
        elif (
            asked
            and not _IN.search(text, 0, found.start())
            and (seen or not near)
            and not _labelled(text, found.start())
        ):
            yield Fact("card_last4", found.group(), found.group(), *found.span())


def _labelled(text: str, at: int) -> bool:
    """Whether a word right before a place announces something."""
    return any(label.strong and label.kind != "card" for label in labels(text, max(0, at - 20), at))


_AREA = re.compile(r"\(0[ ]?\d{1,4}\) ?\d[\d -]{4,10}|0\d{2,4} \d{3,4} \d{3,5}")
"""National numbers whose groups tell what they are without any word."""
_RING = re.compile(
    r"\b(?:phone|call|ring|reach|mobile|mob|cell|tel|telephone|handy|telefon\w*|whatsapp|landline"
    r"|text(?:ed)? (?:me|you|us)?|sms|dial|number|móvil|téléphone|portable|appel\w*|llam\w*|anrufen"
    r"|answers at|pick(?:s|ed)? up|erreich\w*|rückruf|voicemail)\b",
    re.IGNORECASE,
)


def phones(text: str, wanted: Sequence[str]) -> Iterator[Fact]:
    """Find phone numbers: by shape, or any row of digits beside a word for it."""
    if sum(end - start for start, end in runs(text)) < 7:
        return
    asked = wanted[:1] == ("phone",) or ("phone" in wanted and not set(wanted).intersection(IDS))
    for found in matches(_PHONE, text, "+("):
        raw = found.group().strip()
        digits = re.sub(r"\D", "", raw)
        if not 7 <= len(digits) <= 15:
            continue
        start = found.start()
        near = labels(text, max(0, start - 34), start)
        strong = [label.kind for label in near if label.strong]
        other = bool(strong) and strong[-1] not in ("phone", "")
        ring = _RING.search(text, max(0, start - 46), start) is not None
        told = asked or ring or _RING.match(text, min(found.end() + 1, len(text))) is not None
        sure = found["plus"] or found["fiction"]
        if found["fiction"] and other and start - near[-1].end > 8:
            other = False
        if (
            (sure and not other)
            or (found["national"] and not other and (told or _AREA.fullmatch(raw)))
            or (found["local"] and told and not other)
        ):
            norm = "+" + digits if raw.startswith("+") else digits
            yield Fact("phone", raw, norm, start, start + len(raw))


_POSTAL = re.compile(r"post.?(?:code|al)|\bplz\b|\bzip\b|postleitzahl", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+[a-zäöüß]")
_POSTCODE = re.compile(r"post.?code", re.IGNORECASE)
_TOWN = re.compile(r"\s+[A-ZÄÖÜ][a-zäöüß]{2,}(?:[ -][A-Z][a-z]+)?(?=\s*(?:[.,;!?\n)]|$))")
_TOWN_FIRST = re.compile(r",\s*[A-ZÄÖÜ][a-zäöüß]+(?: [A-Z][a-z]+)?,?\s+(?:[A-Z]{2}\s+)?$")
_BEFORE_TOWN = re.compile(r"(?:[,;\n]\s*|^\s*|\bin\s+|\d\s*,\s*|\b[A-Z]{2,3}\s+)$")


def postcodes(text: str, wanted: Sequence[str], *, known: bool) -> Iterator[Fact]:
    """Find postcodes: British ones by shape, others by a word or a town beside them."""
    asked = "postcode" in wanted
    small = _UK_SMALL if asked or ("ost" in text and _POSTCODE.search(text)) else None
    for pattern, lead in ((_UK, _CAPITALS), (_OTHER, _CAPITALS), (small, _CAPITALS.lower())):
        for found in matches(pattern, text, lead, led=True) if pattern else ():
            strong = [
                label
                for label in labels(text, max(0, found.start() - 24), found.start())
                if label.strong
            ]
            if strong and strong[-1].kind not in ("postcode", "", "phone"):
                continue
            if " " not in found.group() and not (asked or strong):
                continue
            yield Fact(
                "postcode", found.group(), found.group().replace(" ", "").upper(), *found.span()
            )
    groups = [*matches(_SPLIT, text)]
    named = bool(groups) and (asked or _POSTAL.search(text) is not None)
    five_or_so = (
        *matches(_FIVE, text),
        *(matches(_DUTCH, text) if asked else ()),
        *(groups if named else ()),
    )
    for found in five_or_so:
        near = [
            label
            for label in labels(text, max(0, found.start() - 40), found.start())
            if label.strong and label.kind
        ]
        named = bool(near) and near[-1].kind == "postcode"
        other = bool(near) and not named and near[-1].kind != "phone"
        five = len(found.group()) == 5
        town = (
            _TOWN.match(text, found.end()) and _BEFORE_TOWN.search(text, 0, found.start())
        ) or _TOWN_FIRST.search(text, 0, found.start())
        if (
            named
            or (asked and not other)
            or (town and five and not other)
            or (
                known
                and five
                and not other
                and found.group()[0] == "0"
                and not _GOES_ON.match(text, found.end())
            )
        ):
            norm = found.group().replace(" ", "")
            yield Fact("postcode", found.group(), norm, *found.span())
