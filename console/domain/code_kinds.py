"""Judge from the whole conversation what kind of number each code is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.domain.codes import Code, fits, key, pnr
from console.domain.fact_kinds import Fact, labels
from console.domain.models import AuthorKind, Message


class Seen(NamedTuple):
    """What was found in one message, before the whole conversation judges its codes."""

    message: Message
    facts: list[Fact]
    codes: list[Code]


def _prefix(norm: str) -> str:
    found = re.match(r"[A-Z]{2,}|[A-Z]-", norm)
    return found.group() if found else ""


def _likes(kinds: dict[str, str], seen: Sequence[Seen]) -> dict[tuple[str, bool], str]:
    """Give the kind that goes with the letters before a number, for short and long codes."""
    like = {(_prefix(norm), len(norm) > 6): kind for norm, kind in kinds.items() if _prefix(norm)}
    for one in seen:
        for fact in one.facts:
            if fact.kind == "device" and (model := _MODEL.search(fact.value.upper())):
                like[(_prefix(model[1]), False)] = "device"
    return like


def _plain(seen: Sequence[Seen]) -> set[str]:
    """List the numbers that are known to be something else."""
    kinds = ("postcode", "phone", "card_last4")
    return {key(fact.normalised) for one in seen for fact in one.facts if fact.kind in kinds}


def judged(seen: Sequence[Seen]) -> dict[str, str]:
    """Give the kind of every code: by the surest word, by its like, or by shape and speaker."""
    votes: dict[str, Counter[str]] = {}
    for one in seen:
        for code in one.codes:
            vote = votes.setdefault(code.norm, Counter())
            if code.kind:
                vote[code.kind] += 10**code.sure
    plain = _plain(seen)
    kinds = {norm: vote.most_common(1)[0][0] for norm, vote in votes.items() if vote}
    like = _likes(kinds, seen)
    known = [code for one in seen for code in one.codes if code.norm in kinds]
    shapes = {_form(code.text): kinds[code.norm] for code in known if len(code.norm) >= 7}
    shapes |= {_shape(code.text): kinds[code.norm] for code in known}
    for place, code in [(each, code) for each in seen for code in each.codes]:
        if code.norm in plain:
            kinds[code.norm] = ""
        elif code.norm not in kinds or (
            (code.kind == "error_code" or code.sure <= 1)
            and like.get((_prefix(code.norm), False)) == "device"
        ):
            kind = like.get((_prefix(code.norm), len(code.norm) > 6), "")
            kind = kind or shapes.get(_shape(code.text), "") or shapes.get(_form(code.text), "")
            kinds[code.norm] = kind or (_guess(code, place, seen) if code.sure >= 0 else "")
    for norm in _shortened(kinds):
        kinds[norm] = ""
    return kinds


def _shortened(norms: Iterable[str]) -> list[str]:
    """List the digits that are the end of a whole code: `920417` for `SPK-920417`."""
    tails = {_tail(norm) for norm in norms}
    return [norm for norm in norms if len(norm) >= 4 and norm in tails]


def _tail(norm: str) -> str:
    """Give the digits at the end of a code that begins with letters."""
    found = re.fullmatch(r"[A-Z]+-?(\d+)", norm)
    return found[1] if found else ""


_MODEL = re.compile(r"\b([A-Z]+-)\d+$")


def _shape(text: str) -> str:
    return re.sub(r"\d", "9", text)


def _form(text: str) -> str:
    """Give the shape of a code, whichever its letters are."""
    return re.sub(r"[A-Za-z]", "A", _shape(text)) if re.search(r"[-/.]", text) else text


_SPOKEN = (
    (
        "booking_ref",
        re.compile(
            r"\b(?:booking|reserv|flight|hotel|check.?in|buchung|room|night)", re.IGNORECASE
        ),
    ),
    (
        "order_id",
        re.compile(
            r"\b(?:order|bestell|commande|pedido|deliver|return|bought|parcel|geliefert|zurückg"
            r"|gekauft)",
            re.IGNORECASE,
        ),
    ),
)


_TROUBLE = re.compile(
    r"\b(?:errors?|fail\w*|crash\w*|fault|message|reject\w*|pops? up|stops?|stopped|log(?:ged)?"
    r"|aborted|codes?|came back|comes back|comes up|throws?|display|blinks?|flash\w*)\b",
    re.IGNORECASE,
)


def _numbered(text: str, at: int) -> bool:
    """Whether a number sign stands before a place."""
    return text[max(0, at - 2) : at].rstrip().endswith("#")


def _announced(code: Code, texts: Sequence[str]) -> str:
    """Give the kind of the last word for a number that was said before it, in few messages."""
    for place, text in enumerate(reversed(texts)):
        found = labels(text, 0, len(text))
        for label in found if place else reversed(found):
            if label.strong and label.kind in _GUESSED and fits(label.kind, code.norm):
                return label.kind
    return ""


_BRIEF = 60
"""Characters of an answer that leans on its question."""
_GUESSED = ("order_id", "booking_ref", "case_no", "invoice_id", "tracking_id")


def _guess(code: Code, one: Seen, seen: Sequence[Seen]) -> str:
    """Judge a code that no word announces."""
    if "_" in code.norm or code.norm.startswith("0X"):
        return "error_code"
    at = next(place for place, each in enumerate(seen) if each is one)
    if pnr(code.text):
        return next((kind for kind, words in _SPOKEN if _spoken(words, seen)), "")
    if re.fullmatch(r"[A-Z]{1,6}[-.]?[A-Z]?\d{1,4}[A-Z]?", code.norm):
        text = one.message.text
        quoted = text[code.start - 1 : code.start] in ("(", '"', "'", "“", "„", "«")
        trouble = quoted or _TROUBLE.search(text) is not None
        asked = seen[at - 1].message.text if at and len(text) < _BRIEF else ""
        trouble = trouble or _TROUBLE.search(asked) is not None
        return "error_code" if trouble and ("-" in code.norm or "." in code.norm) else ""
    marked = _numbered(one.message.text, code.start)
    if len(code.norm) < 6 and not marked:
        return ""
    before = [each.message.text for each in seen[max(0, at - 2) : at]]
    if told := _announced(code, [*before, one.message.text[: code.start]]):
        return told
    if one.message.author.kind is AuthorKind.CUSTOMER:
        return next((kind for kind, words in reversed(_SPOKEN) if _spoken(words, seen)), "")
    return "case_no"


def _spoken(words: re.Pattern[str], seen: Sequence[Seen]) -> bool:
    return any(words.search(one.message.text) for one in seen)
