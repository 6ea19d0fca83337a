"""Product names and versions in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from console.domain.codes import UNITS as NUMBERED
from console.domain.dates import month
from console.domain.fact_kinds import Fact, labels, meant

_POINT = re.compile(r"\d\.\d")
_BUILDS = ("version", "firmware", "build", "release")

_VERSION = re.compile(
    r"(?<![\w.,/:€£$#-])(?P<v>v(?:er)?\.?\s?)?(?P<num>\d{1,5}(?:\.\d{1,6}){1,4})"
    r"(?:[a-c]\b|-(?:rc|beta|alpha)\.?\d*\b)?"
    r"(?![\w€£$%/:-]"
    r"|[.,]\d| ?(?:€|£|EUR|USD))",
    re.IGNORECASE,
)
_SUFFIX = (
    r"(?:Pro|Max|Plus|Mini|Air|Ultra|Lite|SE|XL|XS|Neo|Duo|Go|S|X|Evo|GT|LTE|HD|Gen \d|Mk ?\d)"
)


def versions(text: str, wanted: Sequence[str], known: Sequence[str] = ()) -> Iterator[Fact]:
    """Find versions of programs: by three parts, or by a word beside them."""
    lower = text.lower()
    for found in _WHOLE.finditer(text) if any(word in lower for word in _BUILDS) else ():
        yield Fact("version", found["num"], found["num"], *found.span("num"))
    for found in _VERSION.finditer(text) if "." in text and _POINT.search(text) else ():
        number = found["num"]
        parts = number.split(".")
        if (
            len(parts) == 4
            and all(int(part) < 256 for part in parts)
            and not _software(text, found.start())
        ):
            continue
        if (
            len(parts) == 3
            and re.fullmatch(r"[0-3]?\d\.[01]?\d\.(?:\d\d|\d{4})", number)
            and not (found["v"] or _software(text, found.start()))
        ):
            continue
        if re.fullmatch(r"[0-3]?\d\.[0-3]?\d\.(?:19|20)\d\d", number):
            continue
        beside = labels(text, max(0, found.start() - 16), found.start())
        if beside and beside[-1].strong and beside[-1].kind in _NUMBERED and not found["v"]:
            continue
        ours = any(number.startswith(other) or other.startswith(number) for other in known)
        same_start = any(other.split(".")[0] == parts[0] for other in known)
        if (
            len(parts) >= 3
            or found["v"]
            or _software(text, found.start())
            or ours
            or ("version" in wanted and len(parts) == 2)
            or (same_start and _SINCE.search(text, 0, found.start()))
        ):
            yield Fact("version", found.group(), number, *found.span())


_NUMBERED = ("order_id", "invoice_id", "case_no", "customer_no", "booking_ref", "tracking_id")
_SINCE = re.compile(
    r"\b(?:since|to|from|on|after|before|in|says?|shows?|has|still|is|currently|at)\s+$"
)
_WHOLE = re.compile(
    r"\b(?:version|firmware|build|release)(?: (?:is|no\.?"
    r"|number))?[ :]+(?P<num>\d{1,6})(?![\w.,:/%-]*\d|\s?%)",
    re.IGNORECASE,
)


def _software(text: str, at: int) -> bool:
    near = labels(text, max(0, at - 24), at)
    return bool(near) and near[-1].kind == "version"


_NAME = re.compile(
    r"(?<![\w.,/-])(?P<name>(?:(?:i?[A-Z])[\w&]*[a-z][\w&]*(?:-[A-Z][a-z]+)?[ ]){1,3})"
    r"(?P<model>(?:(?:[A-Z]{2,3}[ ]\d{1,4}|[A-Z][ ]\d{3,4})(?![\w-])|(?:[A-Z]{1,4}"
    r"|[A-Z][a-z]{1,4})?-?\d{1,4}[A-Za-z]{0,3}\d?|[A-Z]{1,4}-?[A-Z]?\d{1,4}[A-Za-z]{0,2}"
    r"|[A-Z][a-z]+-[A-Z]\d{1,3}))"
    rf"(?![\w/:€£$%]|-\w|[.,]\d)(?P<more>(?:[ ](?i:{_SUFFIX})\b(?!['’]))?)"
)


_NOUN_WORDS = (
    "room flat house street road avenue lane row close gate terminal platform zone section "
    "chapter episode season page step level line floor unit block building apartment suite seat "
    "day week month year quarter article paragraph clause figure table part class grade track "
    "bus tram train flight route windows chrome firefox android ios macos safari office ubuntu "
    "linux version release update app order invoice ticket case claim bill policy contract ref "
    "reference number no nr code error booking parcel meter account card the a an my your our "
    "their his her this that it is i we you they and or but on in at by for from to of with "
    "about over after before until since only just exactly around between both all some any "
    "next last first second third every each total another other paid pay costs cost zimmer "
    "haus raum tor linie tag woche jahr seite kapitel schritt etage gleis nur chambre porte "
    "ligne habitación puerta línea calle planta hello hi dear please sorry thanks thank yes ok "
    "okay not now then still when if so as was were are be been has have had got get see can "
    "could would will did does do done mine ours attempt try attempts option exit bay desk box "
    "locker slot lot phase stage question item point rule law form module course lesson lecture "
    "semester team group league tier plan stop station pump counter till shop store branch ward "
    "bed size aisle shelf deposit channel press dial under state tooth teeth door space parking "
    "key keys address reply patientin mahnung fach el los les il der die das den dem am im zum "
    "zur del player i'm it's mark answer driver passenger cabin "
)


@cache
def _nouns() -> frozenset[str]:
    """Words before a number that are no product."""
    return frozenset(_NOUN_WORDS.split())


def _weekday_or_place(word: str) -> bool:
    lower = word.lower().rstrip(".,")
    return lower in _nouns() or bool(month(lower)) or lower in _DAYNAMES or _announces(lower)


def _numbers(word: str) -> bool:
    """Whether a word announces a number of another kind."""
    kind = meant(word.lower())
    return kind is not None and kind[0] not in ("", "phone", "device")


def _announces(word: str) -> bool:
    kind = meant(word)
    return kind is not None and kind[1]


_DAYNAMES_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo today "
    "tomorrow"
)
_DAYNAMES = frozenset(_DAYNAMES_WORDS.split())


_LEAD = re.compile(
    r"\s*(?:(?:hi|ok|oh|sure|um|uh|it'?s|it is|its|that'?s|this is|i have|i've got|i'm using"
    r"|we have"
    r"|using|the|a|an|my|mine is|on|with|model|es ist|ein|eine|der|die|das|un|une|el|la"
    r"|le)\b[\s,:]*)*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[\w&'+-]+(?:[ ][\w&'+-]+){0,4}(?=\s*(?:$|[,.;!?\n(]))")


def answered(text: str) -> Iterator[Fact]:
    """Find the product that a short answer names, when the question was which one it is."""
    lead = _LEAD.match(text)
    found = _CLAUSE.match(text, lead.end() if lead else 0)
    if found is None:
        return
    value = found.group()
    words = value.split()
    named = all(word[0].isupper() or word[0].isdigit() for word in words)
    coded = any(char.isdigit() for char in value) and not words[0].isdigit()
    boxed = len(words) > 2 and words[1].lower() == "box"
    if any(
        _weekday_or_place(word) for word in words if not (boxed and word is words[1])
    ) or _VERSION.search(value):
        return
    if (coded and len(words) <= 5) or (named and 2 <= len(words) <= 4):
        yield Fact("device", value, value.lower(), *found.span())


_LARGE = re.compile(r"[A-Z][\w&]*")


def _names(text: str) -> Iterator[re.Match[str]]:
    """Try the pattern of names at each word that is written large."""
    last = 0
    for large in _LARGE.finditer(text):
        start, end = large.span()
        if text[end : end + 1] not in (" ", "-"):
            continue
        start -= start > last and text[start - 1] == "i"
        if start >= last and (found := _NAME.match(text, start)):
            yield found
            last = found.end()


def devices(text: str, wanted: Sequence[str] = ()) -> Iterator[Fact]:
    """Find product names: capitalised words with a model number."""
    for found in _names(text):
        words = found["name"].split()
        start = found.start()
        # What stands before the name at the start of a sentence is written large as well.
        while words and _weekday_or_place(words[0]):
            start += len(words[0]) + 1
            words = words[1:]
        mine = text[:start].endswith((" my ", "My ")) and not _numbers(words[-1])
        box = len(words) > 1 and (words[-1] == "Box" or mine)
        if not words or (_weekday_or_place(words[-1]) and not box):
            continue
        if NUMBERED.fullmatch(found["model"]):
            continue
        if found["model"].isdigit() and not found["more"]:
            # "Kiln Row 9" is a place: a name with a bare number needs a word that leads to it.
            led = _LED.search(text, 0, start) or ("device" in wanted and not text[:start].strip())
            if not led or (len(words) == 1 and _MEASURED.match(text, found.end())):
                continue
        value = text[start : found.end()].strip()
        yield Fact("device", value, value.lower(), start, start + len(value))


_LED = re.compile(
    r"\b(?:my|the|a|an|your|our|his|her|their|this|that|new|old|another|of|with|on|for|have|own|is"
    r"|mon|ma|mi|un|une|una|le|la|el)\s+$|^\s*$"
)
_MEASURED = re.compile(r"\s+(?:years?|days?|hours?|minutes?|times|people|Jahre|Tage|points?|%)")
