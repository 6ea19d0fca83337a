"""Codes in a text: order, case and serial numbers and the like, by shape and by the words near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from console.domain.amounts import UNIT
from console.domain.fact_kinds import Label, labels, meant

UNITS = re.compile(
    r"\d+(?:[.,]\d+)?(?:st|nd|rd|th|am|pm|h|hr|hrs|min|mins|s|sec|ms|x|k|gb|mb|tb|kb|kwh|kw|w|kg|g"
    r"|km|m|cm|mm|mbit|mbps|gbps|ghz|mhz|hz|v|a|mah|l|ml|yr|yrs|y|d|days|c|f|p|e|er|uhr|km/h|°|%)",
    re.IGNORECASE,
)
_NO_CODE = re.compile(r"[0-3]?\d/[01]?\d|\d+-[a-z]{3,}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d{1,2}|[A-Z]+/\d\.\d.*")
_TIME = re.compile(r"\d{1,2}(?:[.:]\d\d|h\d\d)")


_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-/_.][A-Za-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z]{1,5}(?:-[A-Z]{1,5})*$")
_TAIL = re.compile(r"\d{2,}[A-Z]$")
_CONSTANT = re.compile(r"[A-Z]{2,}(?:_[A-Z]{2,})+")
_LOCATOR = re.compile(
    r"\b(?:booking|reservation|pnr|locator|confirmation)(?: (?:ref|reference|code|number|no))?[.:]?"
    r"(?: is| was)? ?$", re.IGNORECASE)  # fmt: skip
_ANY = re.compile(r"[\d_]|\b[A-Z]{6}\b")
_ONE = re.compile(r"\d")
_GROUP = re.compile(r"\d[\d/-]*$")
_LED_BY = re.compile(
    r"\b(?:no|nr|number|num|nummer|numéro|número|sn|s/n|serial|ref|id|is|are|order|res)[.:#]*\s*$"
    r"|[:#]\s*$",
    re.IGNORECASE,
)
"""What stands before a code whose first letters may be small."""
_BRIEF = 40
"""Characters of an answer that is hardly more than a code."""
_SMALL = re.compile(r"[a-z]{1,3}$")
_SMALL_STOP = frozenset("no nr is my of to it at on in for the and or was id an as by so if".split())
_STOP_WORDS = (
    "I A ID NO TV OK PIN AND OR ON AT IS MY THE FOR TO IN OF BY EUR USD GBP CHF NR PO TEL FAX "
    "IT AN ARE WAS SO UP IF ONLY FROM NOT ALL HAS USB LED HD UHD LTE PC Q S N"
)
_STOP = frozenset(_STOP_WORDS.split())


class _Run(NamedTuple):
    """A row of parts that may be one code."""

    start: int
    end: int


def _apart(text: str, left: int, right: int) -> bool:
    return right - left == 1 and text[left] in " \u00a0"


def _near(text: str, start: int, end: int, token: tuple[str, int, int]) -> bool:
    """Whether a part may belong to the code before it: one space, a stroke or a # between them."""
    if _apart(text, end, token[1]):
        return True
    between = text[end : token[1]]
    if between not in (" / ", "/ ", " /", "#"):
        return False
    return token[0][0].isdigit() and any(char.isalpha() for char in text[start:end])


def _closes(text: str, at: int) -> bool:
    """Whether a clause ends here."""
    return (not text[at : at + 1].strip() and (at >= len(text) or text[at] == "\n")) or text[
        at : at + 1
    ] in (".", ",", ";", "!", "?", ")")


def _runs(text: str) -> list[_Run]:
    """Put together the parts of codes that are written in groups: `HP 7731 0925 44 GB`."""
    tokens = [(hit.group(), *hit.span()) for hit in _TOKEN.finditer(text)]
    count = len(tokens)
    out: list[_Run] = []
    index = 0
    while index < count:
        word, start, end = tokens[index]
        index += 1
        if word.isalpha() or _ONE.search(word) is None:
            if ("_" in word and _CONSTANT.fullmatch(word)) or (
                len(word) == 6
                and word.isupper()
                and _LOCATOR.search(text, max(0, start - 24), start)
            ):
                out.append(_Run(start, end))
            continue
        if index > 1:
            before, left, stop = tokens[index - 2]
            joins = (_apart(text, stop, start) or text[stop:start] == "#") and (
                not out or out[-1].end <= left
            )
            small = _SMALL.match(before) and before not in _SMALL_STOP
            if not joins or before in _STOP or meant(before.lower()):
                pass
            elif small and (
                _LED_BY.search(text, max(0, left - 12), left) or (not left and len(text) < _BRIEF)
            ):
                start = left
            elif _PREFIX.match(before) and len(_ONE.findall(word)) >= 2:
                start = left
                further, far, end_of = tokens[index - 3] if index > 2 else ("", 0, 0)
                if _apart(text, end_of, left) and re.fullmatch(r"[A-Z]{2,4}", further) and (
                    further not in _STOP and meant(further.lower()) is None
                ):
                    start = far
        while index < count and _near(text, start, end, tokens[index]):
            after = tokens[index + 1] if index + 1 < count else ("", 0, 0)
            if tokens[index][1] - end == 1 and not _hangs_on(
                text, text[start:end], tokens[index], after
            ):
                break
            end = tokens[index][2]
            index += 1
        out.append(_Run(start, end))
    return out


def _hangs_on(
    text: str, run: str, token: tuple[str, int, int], after: tuple[str, int, int]
) -> bool:
    """Whether a part after a space belongs to the code before it."""
    word, _, end = token
    digits = len(_ONE.findall(run))
    grouped = digits >= 2 and run[-1].isdigit() and not re.search(r"\.\d", run)
    if _GROUP.match(word):
        length = len(word)
        if run[-2:-1] == " " and run[-1].islower():
            return True
        if length == 1:
            short = after[0].isupper() and len(after[0]) <= 2 and _apart(text, end, after[1])
            return (
                digits >= (8 if run[0].isdigit() else 5)
                and " " in run
                and (_closes(text, end) or short)
            )
        next_too = _apart(text, end, after[1]) and (_GROUP.match(after[0]) or after[0].isupper())
        if run.isdigit() and len(run) == 1:
            return length >= 4 or (length == 3 and bool(next_too))
        return (grouped and (length >= 3 or bool(next_too) or _closes(text, end))) or (
            length >= 3 and any(char.isalpha() for char in run) and digits >= 1
        )
    if word == "A" and digits >= 6 and " " in run and _closes(text, end):
        return True
    if word.isalpha() and word.isupper() and len(word) <= 4 and word not in _STOP:
        follows = _apart(text, end, after[1]) and after[0][:3].isdigit() and len(after[0]) >= 3
        if follows and ((digits <= 2 and run.isdigit()) or (len(word) == 1 and digits >= 4)):
            return True
        led = run[0].isalpha() or (digits >= 8 and " " in run and len(word) == 2)
        return len(word) <= 2 and digits >= 6 and led and _closes(text, end)
    if len(word) == 1 and word.islower() and digits >= 5 and " " in run:
        # "45al 1190 x 77"
        return _apart(text, end, after[1]) and after[0].isdigit() and _closes(text, after[2])
    return grouped and bool(_TAIL.match(word)) and _closes(text, end)


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
    digits = len(_ONE.findall(code))
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
        and 1 <= len(_ONE.findall(code)) <= 4
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
    digits = len(_ONE.findall(code))
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


def _kind(text: str, run: _Run, code: str, before: Sequence[str]) -> tuple[str | None, int]:
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


def _voucher(text: str, at: int, code: str) -> bool:
    """Whether a code is one that takes something off a price."""
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
    for run in _runs(text):
        start = run.start
        raw = text[start : run.end]
        code = norm(raw)
        bare = code.replace("-", "").replace("/", "").isdigit()
        digits = len(_ONE.findall(code))
        if "_" in code and raw == raw.upper():
            out.append(Code(raw, code, start, run.end, "error_code", 3))
            continue
        if digits == 0 and len(code) == 6:
            out.append(Code(raw, code, start, run.end, "booking_ref", 3))
            continue
        if text[start - 1 : start] == "=" or _NO_CODE.fullmatch(raw):
            continue
        if _PIECE.search(text, max(0, start - 24), start) or _voucher(text, start, code):
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
    r"[\s:#.(\"'“„]*(?:(?:is|was|code|no|nr|number|message|says|shows)[\s:#.(\"'“„]*)*", re.IGNORECASE
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


def _trusted(text: str, run: _Run, code: str, kind: str | None, sure: int) -> bool:
    """Whether digits alone are a code: the word for it stands right beside, or it was asked for."""
    start, end = run
    if kind is None or UNIT.match(text, end):
        return False
    digits = len(_ONE.findall(code))
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
    if brief and digits >= 4 and kind != "error_code":
        return True
    need = (2 if code.isdigit() else 1) if kind == "error_code" else 5 if sure >= 2 else 8
    if digits < need:
        return False
    near = labels(text, max(_sentence(text, start), start - 34), start)
    if kind == "error_code":
        last = near[-1] if near else None
        said = last is not None and (last.strong or text[last.start : last.end].lower() == "code")
        right = said and last is not None and last.kind == kind and start - last.end <= 8
        if code.isdigit() and last is not None:
            right = right and _LEADS.fullmatch(text, last.end, start) is not None
            right = right and (last.strong or _TROUBLE.search(text) is not None)
        return last is not None and len(code) <= 10 and (right or not code.isdigit())
    if _SHOWN.search(text, max(0, start - 12), start) and code.isdigit():
        return False
    if sure == 2 and digits >= 5:
        return True
    return any(label.kind in (kind, "card") for label in near)
