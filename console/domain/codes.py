"""Codes in a text: order, case and serial numbers and the like, by shape and by the words near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from console.domain.amounts import UNIT
from console.domain.code_groups import ONE, Run, in_groups
from console.domain.fact_kinds import Label, labels

UNITS = re.compile(
    r"\d+(?:[.,]\d+)?(?:st|nd|rd|th|am|pm|h|hr|hrs|min|mins|s|sec|ms|x|k|gb|mb|tb|kb|kwh|kw|w|kg|g"
    r"|km|m|cm|mm|mbit|mbps|gbps|ghz|mhz|hz|v|a|mah|l|ml|yr|yrs|y|d|days|c|f|p|e|er|uhr|km/h|°|%)",
    re.IGNORECASE,
)
_NO_CODE = re.compile(
    r"[0-3]?\d/[01]?\d|\d+-[a-z]{3,}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d{1,2}|[A-Z]+/\d\.\d.*"
)
_TIME = re.compile(r"\d{1,2}(?:[.:]\d\d|h\d\d)")
_ANY = re.compile(r"[\d_]|\b[A-Z]{6}\b")


class Code(NamedTuple):
    """A code and how its kind is known."""

    text: str
    norm: str
    start: int
    end: int
    kind: str
    """Empty where nothing tells."""
    sure: int
    """3 by a word beside it, 2 by a question, 1 by a word further off, 0 by its shape alone;
    -1 where only the likeness to another code can tell that it is one."""


_GAP = re.compile(r"[#\s]")
_MIXED = re.compile(r"[A-Za-z][-/_.]?\d|\d-[A-Za-z]")
_PLAIN = re.compile(r"[A-Z]+\d+")
MARKS = " -/_.#,()+\u00a0\n"
_DROPPED = str.maketrans("", "", MARKS)


def key(norm: str) -> str:
    """Give what all notations of a code have in common."""
    return norm.upper().translate(_DROPPED)


def norm(text: str, kind: str = "") -> str:
    """Write a code in capitals, without the sign and the spaces; error codes keep theirs."""
    if kind == "error_code":
        return " ".join(text.upper().split()).strip(".-/_")
    return _GAP.sub("", text).upper().strip(".-/_")


def _coded(code: str) -> bool:
    """Whether a code looks like one without any word: letters and digits, long enough."""
    digits = len(ONE.findall(code))
    letters = len(code) - digits - sum(not char.isalnum() for char in code)
    if not letters or digits < 1:
        return False
    if _MIXED.search(code) is None:
        return False
    joined = "-" in code or "/" in code or "_" in code
    return ((joined and len(code) >= 5 and digits >= 2) or (joined and letters >= 2 and digits >= 1
            and code.upper() == code)) or (len(code) >= 6 and digits >= 4)  # fmt: skip


def pnr(code: str) -> bool:
    """Whether a code has the shape of an airline's locator: six capitals and digits."""
    return (
        len(code) in (6, 7)
        and code.isalnum()
        and code == code.upper()
        and 1 <= len(ONE.findall(code)) <= 4
        and _PLAIN.fullmatch(code) is None
    )


_SENTENCE = re.compile(r"[.!?;\n](?:(?<!\n)\s|(?<=\n)\s*\n|(?<=[!?])(?=\w))")
_ABBREVIATED = re.compile(
    r"\b(?:no|nr|num|ref|art|tel|inv|acc|acct|cust|ord|st|mr|mrs|ms|dr)$", re.IGNORECASE
)


def _sentence(text: str, at: int) -> int:
    """Give where the sentence around a place begins."""
    start = max(0, at - 110)
    for hit in _SENTENCE.finditer(text, start, at):
        if hit.group()[0] == "." and _ABBREVIATED.search(text, start, hit.start()):
            continue
        start = hit.end()
    return start


def fits(kind: str, code: str) -> bool:
    """Whether a code can be of a kind by its shape."""
    digits = len(ONE.findall(code))
    if kind == "error_code":
        brief = digits <= 5 or code.startswith("0X")
        return (len(code) <= 14 and brief and digits >= 1) or "_" in code
    if kind == "device":
        return 3 <= len(code) <= 12 and 1 <= digits <= 5 and not code.isdigit()
    if kind == "booking_ref":
        return len(code) >= 5
    if kind in ("tracking_id", "serial", "customer_no", "order_id", "invoice_id", "case_no"):
        return len(code) >= 4 and digits >= 2
    return False


def _choose(
    text: str, near: Sequence[Label], code: str, at: int, *, weak: bool = True
) -> str | None:
    """Give the kind by the last word that fits; `""` where it says that this is no fact."""
    strong = [label for label in near if label.strong]
    for place, label in enumerate(reversed(strong)):
        if label.kind == "":
            # "Room 412" is no fact, but a word further off says nothing about a code.
            if place == 0 and _BESIDE.match(text, label.end, at):
                return ""
        elif fits(label.kind, code):
            return label.kind
        elif label.kind == "card" and (
            7 <= len(code) <= 14 and (code.isdigit() or _BESIDE.match(text, label.end, at))
        ):
            return "customer_no"
    if weak:
        for label in reversed(near):
            if not label.strong and fits(label.kind, code):
                # A code for something that is no fact: a voucher, a door.
                spare = label.kind == "error_code" and any(not one.kind for one in strong)
                return "" if spare and text[label.start] in "cC" else label.kind
    return None


HARDWARE = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:printer|router|modem|phone|handset|tablet|laptop|tv|telly|television"
    r"|camera"
    r"|watch|washer|washing machine|dishwasher|oven|fridge|freezer|dryer|boiler|kettle|toaster"
    r"|blender"
    r"|mixer|vacuum|hoover|speaker|headphones|headset|monitor|keyboard|drill|mower|heater"
    r"|thermostat"
    r"|coffee machine|machine|e-reader|console|scanner|drone|charger|inverter|hub|unit|model)s?\b"
)
_BESIDE = re.compile(r"[\s:#.(]*(?:(?:no|nr|number|num|code|id)[\s:#.(]*)?$", re.IGNORECASE)


_ERRORLIKE = re.compile(r"[A-Z]{2,6}-\d{1,4}")
_NUMBER_IS = re.compile(
    r"\b(?:number|no|nr|ref(?:erence)?|id|nummer)\b[\s:.]*(?:is|was|:|ist)?\s*$", re.IGNORECASE
)
_IS = re.compile(r"\s*(?:is|was|=|\(|ist|est|es|\)|-|–|as|for)")


def _kind(text: str, run: Run, code: str, before: Sequence[str]) -> tuple[str | None, int]:
    """Give the kind of a code and how sure it is; None where nothing tells."""
    start, end = run
    if HARDWARE.match(text, end) and fits("device", code) and any(map(str.isalpha, code)):
        return "device", 3
    sentence = _sentence(text, start)
    left = labels(text, sentence, start)
    kind = _choose(text, left, code, start)
    strong = any(label.strong for label in left)
    if kind is not None and strong:
        # "order from 3 May ... I have 12 of them": a word far away says little of bare digits.
        far = start - max((label.end for label in left if label.strong), default=start) > 40
        return kind, 1 if far and code.isdigit() else 3
    if _IS.match(text, end):
        stop = _SENTENCE.search(text, end)
        limit = min(len(text), end + 36, stop.start() + 1 if stop else len(text))
        right = [label for label in labels(text, end, limit) if label.start - end <= 18]
        after = _choose(text, right, code, start, weak=False)
        if after:
            return after, 3
    for kind_asked in before:
        if fits(kind_asked, code):
            return kind_asked, 2
    if kind not in (None, "case_no"):
        return kind, 2
    earlier = [label for label in labels(text, max(0, start - 160), sentence) if label.strong]
    if _ERRORLIKE.fullmatch(code) and _TROUBLE.search(text):
        return (kind, 2) if kind else (None, 0)
    further = _choose(text, earlier, code, start, weak=False)
    if further and (kind or _coded(code) or _NUMBER_IS.search(text, max(0, start - 24), start)):
        return further, 1
    return (kind, 2) if kind else (None, 0)


_PIECE = re.compile(r"\b(?:start|begin|end)(?:s|ing)? (?:with|in)\s+$", re.IGNORECASE)
"""What stands before a piece of a code."""
_VOUCHER = re.compile(
    r"\b(?:voucher|coupon|promo\w*|discount|gutschein\w*|rabatt\w*|bon de réduction|cupón)\b"
    r"|\d ?% off\b|\bcode \w+ (?:you get|gives|for) ",
    re.IGNORECASE,
)


def _other(text: str, at: int, code: str) -> bool:
    """Whether a code is a setting, a piece of one, or one that takes something off a price."""
    if text[at - 1 : at] == "=" or _PIECE.search(text, max(0, at - 24), at):
        return True
    if _VOUCHER.search(text) is None:
        return False
    sentence = _sentence(text, at)
    stop = _SENTENCE.search(text, at + len(code))
    if _VOUCHER.search(text, sentence, stop.start() if stop else len(text)) is None:
        return False
    near = labels(text, max(sentence, at - 40), at)
    return not any(label.strong and label.kind for label in near)


def in_text(text: str, wanted: Sequence[str] = ()) -> list[Code]:
    """Find the codes of a text; `wanted` are the kinds that were asked for just before."""
    out: list[Code] = []
    if _ANY.search(text) is None:
        return out
    for run in in_groups(text):
        start = run.start
        raw = text[start : run.end]
        code = norm(raw)
        bare = code.replace("-", "").replace("/", "").isdigit()
        digits = len(ONE.findall(code))
        if "_" in code and raw == raw.upper():
            out.append(Code(raw, code, start, run.end, "error_code", 3))
            continue
        if digits == 0 and len(code) == 6:
            out.append(Code(raw, code, start, run.end, "booking_ref", 3))
            continue
        if _NO_CODE.fullmatch(raw) or _other(text, start, code):
            continue
        if digits == 0 or UNITS.fullmatch(raw) or _TIME.fullmatch(raw) or (bare and digits < 2):
            continue
        kind, sure = _kind(text, run, code, wanted)
        if kind == "":
            continue
        marked = text[max(0, start - 2) : start].strip().endswith("#")
        shaped = _coded(code) or pnr(raw)
        if (kind is None and not shaped and not marked) or (
            not shaped and not marked and not _trusted(text, run, code, kind, sure)
        ):
            kind, sure = "", -1
        if sure < 0 and (digits < 6 or UNIT.match(text, run.end)):
            continue
        out.append(Code(raw, code, start, start + len(raw), kind or "", sure))
    return out


_LEADS = re.compile(
    r"[\s:#.(\"'“„]*(?:(?:is|was|code|no|nr|number|message|says|shows)[\s:#.(\"'“„]*)*",
    re.IGNORECASE,
)
"""What may stand between a word for errors and bare digits."""
_TROUBLE = re.compile(
    r"\b(?:err\w*|fail\w*|crash\w*|fault\w*|message|display\w*|screen|reject\w*|flash\w*|blink\w*"
    r"|shows?|log|fehler\w*|erreur|fallo)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\b(?:shows?|reads?|says|steht|reading|marca|affiche)\s+$", re.IGNORECASE)


def _right_beside(text: str, start: int, code: str, kind: str) -> bool:
    """Whether few digits stand right beside the word that announces them."""
    beside = labels(text, max(0, start - 24), start)[-1:]
    if not beside or beside[0].kind != kind or not beside[0].strong:
        return False
    between = text[beside[0].end : start].strip().lower()
    if re.search(r"(?:#|no|nr|number|n°|nº|:)\.?$", between):
        return len(code) >= 3
    return not between and len(code) == 4 and not re.fullmatch(r"(?:19|20)\d\d", code)


def _fails(text: str, last: Label, start: int) -> bool:
    """Whether bare digits are an error's: right after the word for it, or after `code`."""
    if last.kind != "error_code" or start - last.end > 8:
        return False
    code = text[last.start : last.end].lower() == "code" and _TROUBLE.search(text) is not None
    return (last.strong or code) and _LEADS.fullmatch(text, last.end, start) is not None


def _trusted(text: str, run: Run, code: str, kind: str | None, sure: int) -> bool:
    """Whether digits alone are a code: the word for it stands right beside, or it was asked for."""
    start, end = run
    if kind is None or UNIT.match(text, end):
        return False
    digits = len(ONE.findall(code))
    if code.isdigit() and _right_beside(text, start, code, kind):
        return True
    if not code.isdigit() and kind != "error_code" and len(code) >= 4:
        named = any(
            label.kind in (kind, "card") for label in labels(text, max(0, start - 34), start)
        )
        solid = " " not in text[start:end] or len(code) >= 7
        if solid and (named or (sure == 2 and len(code) >= 5)) and (digits >= 2 or len(code) == 6):
            return True
    brief = len(text) < 30 and sure == 2 and not re.fullmatch(r"(?:19|20)\d\d", code)
    if brief and (
        (digits >= 4 and kind != "error_code")
        or (kind == "error_code" and digits >= 2 and len(text) <= len(code) + 12)
    ):
        return True
    need = (2 if code.isdigit() else 1) if kind == "error_code" else 5 if sure >= 2 else 8
    if digits < need:
        return False
    near = labels(text, max(_sentence(text, start), start - 34), start)
    if kind == "error_code":
        return (
            bool(near) and len(code) <= 10 and (not code.isdigit() or _fails(text, near[-1], start))
        )
    if _SHOWN.search(text, max(0, start - 12), start) and code.isdigit():
        return False
    if sure == 2 and digits >= 5:
        return True
    return any(label.kind in (kind, "card") for label in near)
