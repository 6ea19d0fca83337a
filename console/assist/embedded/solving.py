"""Find what the bot or an agent did to solve the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from console.assist.embedded.deeds import TALK, WEAK, deeds
from console.assist.embedded.steps import Step, pasts, result
from console.assist.embedded.tongues import foreign
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn


def _meant(verb: str, rest: str, *, public: bool) -> bool:
    """Judge what `I have ...` tells."""
    shapes = deeds()
    if verb in TALK:
        if verb in ("called", "contacted", "spoken", "rung", "asked", "messaged", "alerted"):
            return public and bool(_third().search(rest[:60]))
        return verb in ("opened", "added", "reviewed") and bool(
            re.search(r"\b(?:by hand|manually|module|gate|door|barrier|lock|it for you)\b", rest)
        )
    if shapes["no"].search(rest[:60]) or rest.startswith((" nothing", ", as ")):
        return False
    if verb in WEAK:
        return bool(shapes["solves"].search(rest[:60]))
    return public or verb in pasts() or verb in ("cancelled", "ended", "refunded", "frozen")


def _plain(verb: str, rest: str) -> bool:
    """Judge a past without a subject."""
    shapes = deeds()
    if rest.startswith((" to ", " by ", " as ", " nothing")):
        return False
    acts = verb in pasts() and verb not in TALK and not shapes["no"].search(rest[:60])
    return acts and (verb not in WEAK or bool(shapes["solves"].search(rest[:60])))


def _fits(kind: str, verb: str, rest: str, *, public: bool) -> bool:
    """Judge whether what our side did was meant to solve the matter."""
    shapes = deeds()
    if kind not in _HIDDEN:
        return public and not (kind == "attempt" and verb == ":" and rest[:3].strip()[:1].isdigit())
    if kind == "past":
        return public and _plain(verb, rest)
    if kind == "note":
        if verb in ("called", "rang") and not _third().search(rest[:60]):
            return False
        return not public and not shapes["no"].search(rest[:60])
    if verb in ("tried", "attempted"):
        return True
    if verb == "flagged":
        return " as " in rest
    return _meant(verb, rest, public=public) if kind in ("first", "see") else True


# The kinds in the order they are tried, with what a piece must have to be worth a look.
_KINDS = tuple(
    (kind, tuple(hints.split(",")))
    for kind, hints in (
        ("see", " and "),
        ("again", "again,once more,anew"),
        ("doing", "ing "),
        ("could", "could,able to,failed to"),
        ("first", "i ,we ,i',we'"),
        ("passive", " is , are , has , have , was "),
        ("attempt", " failed,:,did not,didn't,could,rejected,timed,refused,gave,without"),
        ("refused", "rejected,refused,declined,returned,report"),
        ("tries", "ing "),
        ("brief", "ed,reset,sent,envi,gesperrt,storniert,annul"),
        ("test", "test,diag,scan,measure,check"),
        ("sent", "sent,triggered,pushed,started,done,run"),
        ("hold", "now,as of"),
        ("past", ""),
        ("note", ""),
    )
)
_HIDDEN = frozenset(("first", "see", "passive", "note", "past"))
"""The kinds that count in an internal note."""
_FAILING = ("attempt", "could", "refused", "tries")


def _result(kind: str, verb: str, after: str, by: AuthorKind) -> str:
    """Judge how it went: an agent tells what is done, a bot tells what did not work."""
    if kind in ("test", "again", "doing") or verb.startswith(("start", "submit", "request")):
        return "unknown"
    if kind in _FAILING or verb == "tried":
        return result(after, "failed")
    return result(after, "unknown") if by is AuthorKind.BOT else "worked"


def _shaped(low: str, *, public: bool) -> tuple[str, re.Match[str]] | None:
    """Find the first shape that a piece of a sentence has."""
    shapes = deeds()
    for kind, hints in _KINDS:
        if (kind == "note") if public else (kind not in _HIDDEN or kind == "past"):
            continue
        for hint in hints:
            if hint in low:
                break
        else:
            continue
        found = shapes[kind].search(low)
        if not found or not _fits(kind, found.group("verb"), found.group("rest"), public=public):
            continue
        if kind in _FAILING or not _pieces_not().search(low[: found.start("rest")]):
            return kind, found
    return None


def solved(turn: Turn) -> Iterator[Step]:
    """Give what our side did in one message to solve the matter, also in an internal note."""
    for text, how in _read(turn.sentences, turn.kind, public=turn.public):
        yield Step(text, turn.kind, how, (turn.message.id,))


def _span(text: str) -> str:
    """Leave out who did it, and what is told after it."""
    named = _lead().sub("", text, count=1)
    head = re.split(r"[,:] ", named, maxsplit=1)[0]
    return (head if len(head.split()) > 1 else named).strip(" .,;!")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^(?:i|we)(?:(?:['’](?:ve|m|re|d))| have| had| am| are)?\s(?:(?:just|now|already|also"
        r"|even|therefore|then|today|again|meanwhile)\s)*(?=\w+(?:ed|ing|[a-z]n|t)\b)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=512)
def _read(
    sentences: tuple[Sentence, ...],
    by: AuthorKind,
    *,
    public: bool,
) -> tuple[tuple[str, str], ...]:
    """Give what was done as (span, result); a message is read once."""
    return tuple(_done(sentences, by, public=public))


def _done(
    sentences: Sequence[Sentence], by: AuthorKind, *, public: bool
) -> Iterator[tuple[str, str]]:
    for place, sentence in enumerate(sentences):
        nexts = sentences[place + 1].low if place + 1 < len(sentences) else ""
        if public:
            abroad = "unknown" if by is AuthorKind.BOT else "worked"
            yield from foreign(sentences, place, abroad)
        offset = 0
        pieces = _cut_up(sentence.low)
        for piece in pieces[:-1] if sentence.question else pieces:
            start = sentence.low.find(piece, offset)
            offset = start + len(piece)
            low = piece.rstrip(" .!,")
            start += len(low) - len(low.lstrip())
            low = low.lstrip()
            if shaped := _shaped(low, public=public):
                kind, found = shaped
                verb, rest = found.group("verb"), found.group("rest")
                after = f"{verb} {rest} ; {sentence.low[offset:]} ; {nexts}"
                text = _span(sentence.text[start + found.start() : start + len(low)])
                yield text, _result(kind, verb, after, by)


@cache
def _third() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:the|their|your) (?:\w+ )?(?:depot|driver|bank|supplier|hotel|restaurant|courier"
        r"|airline|warehouse|shop|provider|landlord|carrier|merchant|kitchen|garage|sender|seller"
        r"|hospital|pharmacy|venue)\b"
    )


def _cut_up(low: str) -> list[str]:
    """Part a sentence into pieces with a verb each."""
    if (
        "," in low
        or ";" in low
        or " - " in low
        or " so " in low
        or " and " in low
        or " but " in low
    ):
        return _pieces().split(low)
    return [low]


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(
        r"(?:;| - |, (?:and |but |so )?(?=(?:i|we|you|please|the|your|it|can|could|do|does|is"
        r"|would)\b)|\s(?:but|so)\s|\sand (?=(?:i|we|you|please|will|it|your|the|that|they|he"
        r"|she)\b))"
    )


@cache
def _pieces_not() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:not|never|if|once|when|until|cannot|unless|after|as soon as|will|what|how|which"
        r"|before)\b|n't\b"
    )
