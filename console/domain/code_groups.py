"""Codes that are written in groups, put together from the parts of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from console.domain.fact_kinds import meant

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-/_.][A-Za-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z]{1,5}(?:-[A-Z]{1,5})*$")
_TAIL = re.compile(r"\d{2,}[A-Z]$")
_CONSTANT = re.compile(r"[A-Z]{2,}(?:_[A-Z]{2,})+")
_LOCATOR = re.compile(
    r"\b(?:booking|reservation|pnr|locator|confirmation)(?: (?:ref|reference|code|number|no))?[.:]?"
    r"(?: is| was)? ?$", re.IGNORECASE)  # fmt: skip
ONE = re.compile(r"\d")
_GROUP = re.compile(r"\d[\d/-]*$")
_LED_BY = re.compile(
    r"\b(?:no|nr|number|num|nummer|numéro|número|sn|s/n|serial|ref|id|is|are|order|res)[.:#]*\s*$"
    r"|[:#]\s*$",
    re.IGNORECASE,
)
"""What stands before a code whose first letters may be small."""
_BRIEF = 40
"""Characters of an answer that is hardly more than a code."""
_FURTHER = re.compile(r"[A-Z]{2,4}")
_SMALL = re.compile(r"[a-z]{1,3}$")
_SMALL_STOP_WORDS = (
    "no nr is my of to it at on in for the and or was id an as by so if its yes yep yea ok oh um "
    "hi hey ja si oui ist es er try see got not num sry pls thx ty ah eh hm do go we"
)
_SMALL_STOP = frozenset(_SMALL_STOP_WORDS.split())
_STOP_WORDS = (
    "I A ID NO TV OK PIN AND OR ON AT IS MY THE FOR TO IN OF BY EUR USD GBP CHF NR PO TEL FAX "
    "IT AN ARE WAS SO UP IF ONLY FROM NOT ALL HAS USB LED HD UHD LTE PC Q S N"
)
_STOP = frozenset(_STOP_WORDS.split())


class Run(NamedTuple):
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


def _begins(text: str, tokens: Sequence[tuple[str, int, int]], last: int) -> int:
    """Give where a code begins whose part with digits comes last: at the letters before it."""
    word, start, _ = tokens[-1]
    before, left, stop = tokens[-2]
    joins = (_apart(text, stop, start) or text[stop:start] == "#") and last <= left
    if not joins or before in _STOP or meant(before.lower()):
        return start
    if _SMALL.match(before) and before not in _SMALL_STOP:
        more = text[tokens[-1][2] : tokens[-1][2] + 2].strip().isdigit()
        led = _LED_BY.search(text, max(0, left - 12), left) is not None
        return left if led or (not left and more and len(text) < _BRIEF) else start
    if not _PREFIX.match(before) or len(ONE.findall(word)) < 2:
        return start
    further, far, end = tokens[-3] if len(tokens) > 2 else ("", 0, 0)
    capitals = _FURTHER.fullmatch(further) and further not in _STOP and not meant(further.lower())
    return far if capitals and _apart(text, end, left) else left


def in_groups(text: str) -> list[Run]:
    """Put together the parts of codes that are written in groups: `HP 7731 0925 44 GB`."""
    tokens = [(hit.group(), *hit.span()) for hit in _TOKEN.finditer(text)]
    count = len(tokens)
    out: list[Run] = []
    index = 0
    while index < count:
        word, start, end = tokens[index]
        index += 1
        if word.isalpha() or ONE.search(word) is None:
            if ("_" in word and _CONSTANT.fullmatch(word)) or (
                len(word) == 6
                and word.isupper()
                and _LOCATOR.search(text, max(0, start - 24), start)
            ):
                out.append(Run(start, end))
            continue
        if index > 1:
            start = _begins(text, tokens[:index][-3:], out[-1].end if out else 0)
        while index < count and _near(text, start, end, tokens[index]):
            after = tokens[index + 1] if index + 1 < count else ("", 0, 0)
            if tokens[index][1] - end == 1 and not _hangs_on(
                text, text[start:end], tokens[index], after
            ):
                break
            end = tokens[index][2]
            index += 1
        out.append(Run(start, end))
    return out


def _hangs_on(
    text: str, run: str, token: tuple[str, int, int], after: tuple[str, int, int]
) -> bool:
    """Whether a part after a space belongs to the code before it."""
    word, _, end = token
    digits = len(ONE.findall(run))
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
