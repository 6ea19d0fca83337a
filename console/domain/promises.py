"""What our side promised in a conversation, and whether it was kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from console.domain import keeping
from console.domain.models import AuthorKind, Message
from console.domain.pledging import abroad, pledged
from console.domain.promising import Heads, heads
from console.domain.sentences import Sentence, Turn, content, prepared
from console.domain.terms import deadline, moment

__all__ = ["Promise", "collect", "promises", "said"]


class Promise(NamedTuple):
    """A commitment of the bot or of an agent."""

    text: str
    """As the message has it."""
    message: str
    """The id of the message."""
    by: AuthorKind
    at: datetime
    """When it was made."""
    state: str
    """`open`, `kept` or `broken` as the conversation stands."""
    evidence: str = ""
    """The id of the message that tells it was kept or broken."""


@cache
def _clause() -> tuple[re.Pattern[str], ...]:
    """Where clauses part, what may lead a promise, what follows it that is none."""
    return (
        re.compile(
            r"(?:[,;:(–—]|\s-)\s*(?:and|but|so|then|or|und|et|y)?\s*$"
            r"|\s(?:and|but|so|und|et|y)\s+$|\s(?:that|then)\s+$"
        ),
        re.compile(
            r"^(?:once|as soon as|when|if|after|until|before|within|by|on|in|at|today|tomorrow"
            r"|tonight|first thing|sobald|wenn|bis|dès que|cuando|en cuanto|this|next)\b[^;:(]*$"
        ),
        re.compile(r"(?:\s*(?:[,;:(–—]|\s-)\s*(?:and|but|so|then|or)?|\s(?:and|but|so))\s*$"),
        re.compile(r"\s*(?:[;(]|\s[-–—]\s|,\s(?:but|because|since|which|ok|okay|all right)\b)"),
    )


@lru_cache(maxsize=2048)
def said(sentence: Sentence) -> tuple[str, ...]:
    """Give the spans of a sentence that promise something."""
    return tuple(_said(sentence))


def _said(sentence: Sentence) -> Iterator[str]:
    low = sentence.low
    if sentence.question:
        return
    found: list[Heads] = sorted(heads(low), key=lambda head: head.start)
    if not found:
        if abroad(low):
            yield from pledged(sentence.text, low)
        return
    parts, leads, joint, ends = _clause()
    begin = 0
    for place, head in enumerate(found):
        start = head.start
        before = low[begin:start]
        limit = found[place + 1].start if place + 1 < len(found) else len(low)
        if start < begin:
            continue
        stop = ends.search(low, head.end, limit)
        end = stop.start() if stop else limit
        tail = joint.search(low, start, end)
        if tail:
            end = tail.start()
        lead = before.strip()
        if lead and leads.match(lead) and " and " not in lead:
            start = begin + len(before) - len(before.lstrip())
        elif lead and not parts.search(before) and head.loose:
            continue
        text = sentence.text[start:end].strip(" .!,;:-–—")
        begin = end
        if head.holds(low[start:end], lead):
            yield text


_SAME = (
    frozenset("call ring phone rang called callback number".split()),  # noqa: SIM905
    frozenset("mail email e-mail message inbox letter written".split()),  # noqa: SIM905
    frozenset("refund money card account back payment credit".split()),  # noqa: SIM905
    frozenset("send post ship parcel replacement deliver courier tracking".split()),  # noqa: SIM905
    frozenset("technician engineer visit come plumber fitter repair".split()),  # noqa: SIM905
)


@lru_cache(maxsize=512)
def _matter(text: str) -> frozenset[str]:
    """Give the stems of what a promise is about, with the words that mean the same."""
    own = content((text,))
    bare = set(text.lower().replace(",", " ").split())
    for group in _SAME:
        if bare & group or own & group:
            own |= content((" ".join(group),)) | group
    return frozenset(own)


class _Standing(NamedTuple):
    """How a promise stands, and the message that tells."""

    state: str = "open"
    evidence: str = ""


_COMING = frozenset(
    [
        "come",
        "bring",
        "courier",
        "deliver",
        "post",
        "ship",
        "send",
        "parcel",
        "technician",
        "visit",
        "minut",
        "truck",
        "driver",
        "drop",
        "tracking",
        "mail",
        "email",
        "link",
        "arriv",
        "replacement",
        "collect",
        "noon",
    ]
)
_SENDING = frozenset(("send", "post", "ship", "sent"))


class _Ways(NamedTuple):
    """How a promise can be kept by a word of ours."""

    tries: bool
    writes: bool
    sends: bool


class _Sign(NamedTuple):
    """A sentence that may tell how promises stand, read once for all of them."""

    words: frozenset[str]
    """Its words and their stems."""
    broken: bool
    kept: bool
    arrived: bool
    """Whether it says that somebody or something has come, whatever it is called."""
    anyway: bool
    """Whether it tells of what was said last: `here we are`, `that did not work`."""


class _Later(NamedTuple):
    """A message after a promise, with its signs."""

    turn: Turn
    signs: tuple[_Sign, ...]
    complains: bool
    sorry: bool


def _later(turn: Turn) -> _Later:
    """Read what a message tells of promises, whatever they are about."""
    return _Later(turn, *_signs(turn.sentences, theirs=turn.customers, public=turn.public))


@lru_cache(maxsize=512)
def _signs(
    sentences: tuple[Sentence, ...],
    *,
    theirs: bool,
    public: bool,
) -> tuple[tuple[_Sign, ...], bool, bool]:
    broken, kept, done, *_, unable = keeping.telling()
    signs: list[_Sign] = []
    complains = sorry = False
    for sentence in sentences:
        low, asks = sentence.low, sentence.question
        if theirs:
            bad = bool(broken.search(low))
            good = not bad and not asks and bool(kept.search(low))
        else:
            bad = not asks and bool(unable.search(low))
            told = done if public else keeping.done_note()
            good = not bad and not asks and bool(told.search(low))
        complains = complains or bad
        sorry = sorry or bool(keeping.sorry().search(low))
        arrived = theirs and not asks and not bad and bool(keeping.arrived().search(low))
        anyway = not theirs and bool(keeping.anyway().match(low))
        if bad or good or arrived:
            known = frozenset(low.split()) | content((low,))
            signs.append(_Sign(known, bad, good or arrived, arrived, anyway))
    return tuple(signs), complains, sorry


def _state(text: str, turn: Turn, later: Sequence[_Later]) -> _Standing:
    """Tell from what came later whether a promise was kept; the last word counts."""
    low = text.lower()
    matter = _matter(text)
    due = deadline(low, turn.message.at)
    when = moment(low, turn.message.at)
    *_, trying, writes, _ = keeping.telling()
    ways = _Ways(bool(trying.search(low)), bool(writes.search(low)), bool(matter & _SENDING))
    standing = _Standing()
    for other in later:
        if other.turn.customers:
            standing = _heard(standing, matter, turn, other)
            at = other.turn.message.at
            late = (due is not None and at > due) or (when is not None and at > when)
            if standing.state == "open" and late and other.complains:
                standing = _Standing("broken", other.turn.message.id)
        elif other.turn.ours:
            before = standing
            standing = _told(standing, ways, matter, turn, other)
            late = when is not None and other.turn.message.at > when
            if late and before.state == "open" and standing.state == "kept" and other.sorry:
                return _Standing("broken", other.turn.message.id)
        elif (
            standing.state == "open"
            and other.turn.kind is AuthorKind.AGENT
            and any(sign.kept and matter & sign.words for sign in other.signs)
        ):
            standing = _Standing("kept", other.turn.message.id)
    return standing


def _heard(standing: _Standing, matter: frozenset[str], turn: Turn, other: _Later) -> _Standing:
    """Take in what a customer says."""
    message = other.turn.message
    coming = bool(matter & _COMING)
    waited = (message.at - turn.message.at).total_seconds() > 6 * 3600
    for sign in other.signs:
        near = bool(matter & sign.words)
        if sign.broken and (near or (waited and standing.state == "open")):
            standing = _Standing("broken", message.id)
        elif sign.kept and (near or (sign.arrived and coming and standing.state == "open")):
            standing = _Standing("kept", message.id)
    return standing


def _told(
    standing: _Standing, ways: _Ways, matter: frozenset[str], turn: Turn, later: _Later
) -> _Standing:
    """Take in what our side says."""
    other = later.turn
    same = other.message.author == turn.message.author
    bots = turn.kind is AuthorKind.BOT
    kept = _Standing("kept", other.message.id)
    answers = ways.writes and (same or (bots and other.kind is AuthorKind.AGENT))
    if standing.state == "open" and ((same and ways.tries) or answers):
        standing = kept
    for sign in later.signs:
        if not matter & sign.words and not (sign.anyway and same):
            continue
        if sign.broken:
            standing = _Standing("broken", other.message.id)
        elif standing.state == "open":
            standing = kept
    if standing.state == "open" and ways.sends and _went_out(other.sentences):
        return kept
    return standing


def _went_out(sentences: Sequence[Sentence]) -> bool:
    return any(
        "went out" in s.low or "on its way" in s.low or "went off" in s.low for s in sentences
    )


def promises(turns: Sequence[Turn]) -> tuple[Promise, ...]:
    """Find the promises of our side in prepared turns, in the order they were made."""
    made = [
        (place, turn, text)
        for place, turn in enumerate(turns)
        if turn.ours
        for sentence in turn.sentences
        for text in said(sentence)
    ]
    if not made:
        return ()
    first = made[0][0] + 1
    later = [_later(turn) for turn in turns[first:]]
    return tuple(
        Promise(
            text,
            turn.message.id,
            turn.kind,
            turn.message.at,
            *_state(text, turn, later[place + 1 - first :]),
        )
        for place, turn, text in made
    )


def collect(messages: Sequence[Message]) -> tuple[Promise, ...]:
    """Find the promises of our side in a conversation, in the order they were made.

    The state tells how things stand at the end of the messages; whether a deadline has passed
    since is for those who know the time.
    """
    return promises(prepared(messages))
