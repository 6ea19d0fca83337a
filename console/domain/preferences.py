"""How customers say they would like to be reached and in which language, in their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from console.domain.models import Message
from console.domain.sentences import prepared

QUOTED = 90
"""Characters kept of the sentence that says so."""
TONGUES = (
    "english|german|french|spanish|italian|portuguese|dutch|polish|swedish|danish|turkish|hindi"
    "|japanese|korean|chinese|mandarin|russian|arabic|greek|hebrew|thai|ukrainian"
)


class Preference(NamedTuple):
    """Something a customer said about how to deal with them."""

    kind: str
    """`contact`, `avoid`, `language`, or `little` for one they hardly speak."""
    value: str
    """`e-mail`, `phone` (to avoid: `calls`), `text` or `chat`; a language by its name."""
    quote: str
    """The sentence that says so, shortened."""
    message: str
    """The id of the message it stands in."""


# A phone is also what people buy: alone, the word must stand where a way of contact would.
_CHANNEL = (
    r"(?:(?P<mail>(?:an? )?e-?mails?(?:ed)?)"
    r"|(?P<call>(?:(?:by|via|over the|on the|through the) )?(?:(?:tele)?phone|mobile)"
    r"(?=\s*(?:[.,;:!?)]|$|over|rather|calls?|contact|please|if|as|because|after|before))"
    r"|(?:an? )?(?:phone )?calls?\b(?! (?:cent|from))|(?:being |be )?(?:called|phoned|rung))"
    r"|(?P<text>sms|texts?(?: messages?)?\b|texted|whatsapp)"
    r"|(?P<chat>(?:live )?chat\b))"
)
_BY = r"(?:only |back )?(?:by|via|through|over|on|per) (?:my |the )?"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    reach = (
        r"(?:contact|reach|write(?: to)?|get back to|get in touch with|update|reply to|answer"
        r"|notify|message) (?:me|us) "
    )
    asking = r"(?:^|[,;:(] ?|\b(?:please|pls|kindly|only|just|better|you can|could you|can you) )"
    filling = (
        r"(?:to (?:be |talk |speak |communicate |hear |get |receive |have )?|being |you |if |that"
        r" |contact(?:ed)? |reached |back |me |by |via |through |over |on |the |it |in |using"
        r" |answers? |updates? |everything |way |method |of |is )*"
    )
    tongue = rf"(?P<tongue>{TONGUES})\b"
    speak = r"(?:speaks?|write|talk|answer|reply|continue|chat|communicate|explain|do this|respond)"
    return (
        ("contact", re.compile(rf"\bprefer(?:ably|red)?:? (?!not\b){filling}{_CHANNEL}")),
        ("contact", re.compile(rf"{asking}(?:only |just )?{reach}{_BY}{_CHANNEL}")),
        (
            "contact",
            re.compile(
                r"\bbest (?:way )?to (?:reach|contact|get hold of) (?:me|us)(?: is| at)? "
                rf"(?:by |via |on |over |through )?(?:the )?{_CHANNEL}"
            ),
        ),
        (
            "contact",
            re.compile(
                rf"(?<!the )(?<!my )(?<!new )\b{_CHANNEL}(?: contact)? (?:is|are|would be|works?)"
                r" (?:the )?(?:best|better|easiest|easier|preferred)(?: way)?"
                r"(?: for (?:me|us)\b| to (?:reach|contact)\b|[.,;!]|$)"
            ),
        ),
        (
            "avoid",
            re.compile(
                r"(?<!you )(?<!they )(?<!why )(?<!we )(?<!i )\b(?:don't|do not|never|no need to"
                r"|stop) (?:please )?(?:(?P<call>call(?:ing)?|phon(?:e|ing)|ring(?:ing)?)"
                r"|(?P<mail>e-?mail(?:ing)?)|(?P<text>text(?:ing)?)) (?:me|us)\b"
                r"(?! (?:an?|that|names?|the|sir|ma'am|mr|mrs|ms|stupid)\b)"
            ),
        ),
        (
            "avoid",
            re.compile(
                r"\bno (?:phone )?(?P<call>calls?),? (?:please|pls)\b"
                r"|(?:please|pls),? no (?:phone )?(?P<call2>calls?)\b"
                r"|\bi (?:can't|cannot|can not) (?:take|answer|pick up) (?P<call3>(?:phone )?calls?"
                r"|the phone)\b"
            ),
        ),
        (
            "language",
            re.compile(
                rf"\b(?:please|could|can|may|possible|rather|prefer|anyone|someone)\b.{{0,40}}?\b"
                rf"{speak}\b.{{0,16}}? ?in {tongue}"
            ),
        ),
        ("language", re.compile(rf"\bprefer(?:ably)?(?: to {speak})?(?: in)? {tongue}")),
        (
            "little",
            re.compile(
                r"\bi (?:don't|do not|can't|cannot) (?:speak|understand|write|read) (?:much |any"
                rf" |very |so |good |well )*{tongue}"
            ),
        ),
        (
            "little",
            re.compile(
                rf"\bmy {tongue} is(?:n't| not)? (?:so |very |that |too |really )*"
                r"(?:good|great|bad|poor|limited|weak|perfect)\b"
            ),
        ),
    )


_WORDS = {"mail": "e-mail", "call": "phone", "text": "text", "chat": "chat"}
_HINT = re.compile(
    r"prefer|contact|reach|call|mail|phone|ring|text|best|easie| in | me\b|my |speak|understand"
)


def _value(kind: str, match: re.Match[str]) -> str:
    if kind in ("language", "little"):
        return match["tongue"].capitalize()
    found = next(name for name, value in match.groupdict().items() if value)
    word = _WORDS[found.rstrip("23")]
    return "calls" if kind == "avoid" and word == "phone" else word


def preferences(messages: Sequence[Message]) -> tuple[Preference, ...]:
    """Find what the customer said about how to deal with them, the newest of each kind."""
    found: dict[tuple[str, str], Preference] = {}
    for turn in prepared(messages):
        message = turn.message
        if not turn.customers or message.event:
            continue
        for sentence in turn.sentences:
            if sentence.text.startswith(">") or not _HINT.search(sentence.low):
                continue
            for kind, pattern in _patterns():
                if match := pattern.search(sentence.low):
                    quote = " ".join(sentence.text.split())
                    if len(quote) > QUOTED:
                        quote = quote[: QUOTED - 1].rstrip() + "…"
                    one = Preference(kind, _value(kind, match), quote, message.id)
                    found[kind, one.value if kind == "avoid" else ""] = one
                    break
    return tuple(found.values())
