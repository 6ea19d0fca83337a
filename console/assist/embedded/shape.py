"""The shapes in which a clause tells a step, tried only where a word of it calls for them."""

from __future__ import annotations

import re
from functools import cache

from console.assist.embedded.objects import choosy
from console.assist.embedded.phrases import shapes
from console.assist.embedded.steps import pasts, right, slips, stative, stems
from console.domain.sentences import stem

_SOUGHT = ("tongue", "inner")
_SELF = "i we ive iv weve i've we've i'd we'd"
_KIN = (
    "my the a our then husband wife hubby son daughter dad mum mom boyfriend girlfriend flatmate"
    " roommate neighbour neighbor"
)
# The shapes in the order they are tried, each with its kind and the words of which a clause must
# have one to be worth a look.
_ORDER = (
    ("helps", "helps", ("help helps helped helping difference nothing anything it that worse same"
     " useless use good work thing")),
    ("contact", "contact", ("hotline phone phones number line helpline call switchboard reception"
     " desk shop office chat answers answered picks picked picking")),
    ("tongue", "tongue", "habe hab j'ai he hemos ho heb hebben"),
    ("going", "going", _SELF),
    ("luck", "noun", "no nothing same"),
    ("after", "after", "after despite having"),
    ("first", "first", _SELF),
    ("other", "other", _KIN),
    ("bare", "bare", "been"),
    ("passive", "passive", ("restarted rebooted held pressed cleared checked double-checked changed"
     " replaced swapped reset reinstalled re-installed updated cleaned tested tried unplugged"
     " deleted done emptied disabled off removed rebuilt reseated")),
    ("inner", "inner", _SELF),
)  # fmt: skip


@cache
def _bits() -> tuple[tuple[str, str, int], ...]:
    """Give the shapes, each with its bit."""
    return tuple((name, kind, 1 << nth) for nth, (name, kind, _) in enumerate(_ORDER))


@cache
def _triggers() -> tuple[dict[str, int], int, int]:
    """Give for each word the shapes it is worth trying for; the bits of foreign and of bare."""
    words = {name: set(needed.split()) for name, _, needed in _ORDER}
    words["bare"] |= pasts() | choosy().keys() | slips().keys()
    found: dict[str, int] = {}
    bits = {name: bit for name, _, bit in _bits()}
    for name, needed in words.items():
        for word in needed:
            found[word] = found.get(word, 0) | bits[name]
    return found, bits["tongue"], bits["bare"]


def _worth(low: str, *, listed: bool) -> int:
    """Give the bits of the shapes worth trying."""
    triggers, foreign, bare = _triggers()
    worth = 0 if low.isascii() else foreign
    for word in low.split():
        worth |= triggers.get(word, 0)
        if word[-2:] == "ed":
            worth |= bare
    return worth if listed else worth & ~bare


def shape(low: str, joined: str, *, running: bool) -> tuple[str, re.Match[str] | None]:
    """Find the shape in which a clause tells a step; empty where it tells none."""
    known = shapes()
    worth = _worth(low, listed=running or bool(joined))
    for name, kind, bit in _bits():
        if not worth & bit:
            continue
        pattern = known[name]
        found = pattern.search(low) if name in _SOUGHT else pattern.match(low)
        if not found:
            continue
        if name == "first" and found.group("verb") in stative():
            # "I told you I restarted it": the second verb is the step.
            inner = known["inner"].search(low, found.start("rest"))
            if inner and _may("inner", inner, low, joined=True, running=running):
                return "inner", inner
        if _may(name, found, low, joined=bool(joined), running=running):
            return kind, found
    return "", None


def _may(name: str, found: re.Match[str], low: str, *, joined: bool, running: bool) -> bool:
    """Tell whether a shape that matches is allowed where it stands."""
    if name == "helps":
        return not _asking().match(low) and not _people().search(found.group("noun") or "")
    verb = found.groupdict().get("verb") or ""
    if name == "after":
        return stem(verb) in stems() and bool(_in_vain().search(low[: found.start("verb")]))
    if name == "bare":
        loose = running and joined and verb.endswith("ed") and verb not in stative()
        return (running or joined) and (
            right(verb) in pasts() or loose or verb in choosy() or verb == "been"
        )
    if name == "inner":
        return right(verb) in pasts() and not _depends().search(low[: found.start()])
    return True


@cache
def _in_vain() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:even after|despite|having|(?:still|same|nothing|no|not|never|also|again|only|back"
        r"|fails?|failed|error)\b.* after|n't\b.* after)\b"
    )


@cache
def _people() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:staff|driver|agent|bot|company|people|guy|guys|colleagues?|support|team|nobody"
        r"|crew|waiter|manager|they|he|she|who|everyone|wife|husband|mother|father|brother|sister)$"
    )


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(r"(?:i|we|can|could|please|how|to|would|will|do|is|does)\b")


@cache
def _depends() -> re.Pattern[str]:
    """Match what makes a clause after it no step: conditions, reasons, reported things."""
    return re.compile(
        r"\b(?:if|that|what|which|where|because|before|since|who|how|why|unless|than|as|want|would"
        r"|will|can|could|should|might|may|must|not|never|after|the|item|order|one|thing|account"
        r"|parcel|card|number|n't)(?: \w+)?\s*$|\b(?:if|whether|would|will|could|should)\b"
    )
