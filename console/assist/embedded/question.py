"""Find the last thing the customer asked that nobody has answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn, content


class Ask(NamedTuple):
    """Something a customer asked."""

    text: str
    turn: Turn
    place: int
    """Which of the message's asks it is, from the end: 0 is the last one."""


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Give what asks, what only sounds like it, and what answers nothing."""
    return {
        "plain": re.compile(
            r"^(?:(?:and|so|but|also|ok|okay|then|please|hi|hello|well|oh|now|thanks|thank you"
            r"|sorry|anyway|btw|by the way)[,.]? )*"
            r"(?:how (?:do|can|long|much|many|soon|would|will|does|is|are|come)|what (?:do|does"
            r"|is|are|can|will|about|happens|should|would|time|else)|what's|whats|when (?:do|does"
            r"|is|are|can|will|would|should)"
            r"|where (?:do|does|is|are|can|will|should)|why (?:do|does|is|are|was|did|has|have"
            r"|can't|would|should)|who (?:do|does|is|can|will|pays)|which \w+ (?:do|does|is|are"
            r"|should|will)|is (?:it|there|that|this|my|the)|are (?:you|there|they)"
            r"|do (?:i|you|we|they)|does (?:it|that|this|my|the|he|she)|did (?:you|it|they)"
            r"|can (?:i|you|we|it|he|she|they|u|my)|could (?:i|you|we|it|u)|will (?:it|you|i|my"
            r"|the|they|he|she|that|there)|would (?:it|you|that|i)"
            r"|should (?:i|he|she|we|it|they)|must (?:i|we|it)|may (?:i|we)|shall (?:i|we)"
            r"|have (?:you|i|we|they)|has (?:it|he|she|my|the|anyone|anybody))\b"
        ),
        "told": re.compile(
            r"\b(?:please (?:tell|let|advise|explain|confirm|say)|(?:can|could|would) (?:you"
            r"|someone|somebody) (?:please )?(?:tell|explain|say|confirm|let)|tell me (?:what"
            r"|when|how|why|where|whether|if|who|which)|let me know (?:what|when|how|why|where"
            r"|whether|if|who|which)"
            r"|(?:i )?(?:want|need|would like|'d like|like) to know|i(?:'m"
            r"| am)? (?:just )?wonder\w*(?: if| whether| how| when| why)?|not sure (?:if|whether"
            r"|how)|any (?:idea|news|update|chance)|i'd be grateful to know|i ask (?:again"
            r"|myself))\b"
        ),
        "rhetoric": re.compile(
            r"\b(?:are you (?:serious|kidding|joking|having|mad|even|not reading|deaf|stupid)"
            r"|seriously\?|you (?:call|think) (?:this|that|it)|having a laugh|is (?:this"
            r"|that) a joke|really\?\?+|do i have a|how hard|how dare|who (?:knows|cares)"
            r"|what the (?:hell|heck)|wtf"
            r"|you know what|guess what|isn't it|aren't (?:i|you|we)|right\?$|hello\?+$|ok\?$"
            r"|anyone (?:there|here)|anybody (?:there|here)|you there|still there|see\?$"
            r"|why do i (?:even )?(?:pay|bother)|how would that help|are you not)\b"
        ),
        "person": re.compile(
            r"\b(?:(?:talk|speak|chat|get|have|put|pass|connect|transfer|give|want|see|reach"
            r"|need)\b.*\b(?:person|human|somebody|someone|agent|manager|supervisor"
            r"|representative|adviser|advisor|real|people|operator|colleague|pulse|mensch\w*|him"
            r"|persona|humain)"
            r"|(?:is|are) (?:there|this|you) (?:a |an |any )?(?:\w+ )?(?:bot|robot|human|person"
            r"|ai|machine|real)|^(?:a |real )?(?:human|person|agent)(?: please| pls)?\?)"
        ),
        "empty": re.compile(
            r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|thanks?|thank you"
            r"|sorry|i'm sorry|i am sorry|we are sorry|i apologi[sz]e|apologies|oh (?:no|dear)"
            r"|i (?:understand|see\b(?! \w+ \w+)|hear you)|understood|of course|sure|ok|okay"
            r"|got it|noted|one moment|all right|alright|great|certainly|fair|right"
            r"|bear with)\b[^.;:]{0,60}$"
        ),
        "over": re.compile(
            r"\b(?:colleague|someone|somebody|specialist|person|human|agent|team|technician"
            r"|librarian|manager|staff|adjuster|engineer|handler|support|expert|member|desk"
            r"|department|supervisor|queue|worker|nurse|inspector|operator|you over|teammate"
            r"|kolleg\w*|mensch|collègue|compañer\w*)\b.*"
            r"|\b(?:transferring|handing|passing|forwarding|escalat\w+|connecting)\b.*"
        ),
        "oververb": re.compile(
            r"\b(?:pass\w*|hand\w*|transfer\w*|forward\w*|connect\w*|bring\w*|get\w*|fetch\w*"
            r"|escalat\w*|find\w*|call\w*|paging|ask\w*|let|look\w*|take\w*|join\w*|come\w*|will"
            r"|goes|go|put|marked|reads?|next|needs?|informed|alerted|reply|here|has to|coming"
            r"|hole|paso)\b"
        ),
        "intro": re.compile(
            r"\b(?:my name|this is \w+|\w+ here|speaking|human|person|i'm \w+[,.]|i am \w+[,.]"
            r"|from (?:the )?\w+ (?:team|desk|department)|taken over|(?:i'm|i am) (?:the|your|a"
            r"|an) \w+)\b"
        ),
        "unknown": re.compile(
            r"\b(?:(?:don't|do not|can't|cannot|couldn't|not able|unable"
            r"|won't) (?:\w+ ){0,3}(?:know|say|tell|see|find|answer|give|help|do|judge|advise|check"
            r"|access|look)|no (?:information|idea|article|procedure|access|description)"
            r"|found nothing|nothing (?:about|on|in)|not sure|(?:needs?|has"
            r"|have) (?:to be )?(?:our|judged|checked|asked|decided)"
            r"|may not|not (?:allowed|permitted)|i'll (?:check|find out|ask|look)|let me (?:check"
            r"|look|ask|see)|out of (?:ideas|suggestions)|has to (?:be|do|look))\b"
        ),
        "complain": re.compile(
            r"\b(?:you|nobody|no one|he|she|they)(?:'ve| have| has)?(?:n't| not| never| didn't"
            r"| did not| haven't| have not)? (?:\w+ )?(?:not |never )?(?:said?|say|answer(?:ed)?"
            r"|told|tell|replied|explain(?:ed)?)\b"
        ),
        "yes": re.compile(r"(?:yes|no|yep|nope|of course|sure|correct|exactly|ja|nein)\b"),
        "hostile": re.compile(
            r"\b(?:ignore (?:all|any|the|your|every)|disregard (?:all|the|any|previous)"
            r"|system prompt|you are now|developer mode|hidden (?:rules|instructions|prompt)"
            r"|previous instructions|reveal (?:the|your)|as an ai)\b|</?\w+>|\[/?(?:inst|system)"
        ),
        "cut": re.compile(
            r"(?:^|[.;:–—]\s|,\s|\s-\s|\)\s|\.{2,}\s?)(?:(?:and|but|so|also|then|or|btw"
            r"|plus)[,]? )*"
        ),
    }


def hostile(low: str) -> bool:
    """Tell whether a sentence tries to instruct whoever reads it: it is no goal and no question."""
    return bool(_shapes()["hostile"].search(low))


def _lead(sentence: Sentence) -> str:
    """Leave out what comes before the question in its sentence."""
    text, low = sentence.text, sentence.low
    starts = [0]
    for found in re.finditer(r"(?:[:;–—]\s+|\s-\s+|\.\.+\s*|,\s+)", low):
        rest = low[found.end() :]
        if _shapes()["plain"].match(rest) or (
            re.match(r"(?:and |but |so )?if\b", rest) and "?" in rest
        ):
            if "," in found.group() and re.match(
                r".*\b(?:if|when|once|as|since|because|after)\b[^,]*$", low[: found.start()]
            ):
                continue
            if len(rest.split()) >= 4:
                starts.append(found.end())
                break
    start = starts[-1]
    if lead := re.match(
        r"(?:and|but|so|also|ok|okay|oh|well|then|yes|no|thanks|thank you|hm+)\b[,.!]* (?=\w)",
        low[start:],
    ):
        start += lead.end()
    return text[start:].strip()


def asks(turn: Turn) -> list[Ask]:
    """List what a customer asks in a message, the last first; not for a person, not rhetoric."""
    return [Ask(text, turn, place) for place, text in enumerate(_asked(turn.sentences))]


@lru_cache(maxsize=512)
def _asked(sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
    shapes = _shapes()
    found: list[str] = []
    for sentence in sentences:
        low = sentence.low
        if hostile(low):
            continue
        told = shapes["told"].search(low)
        if not (sentence.question or told or shapes["plain"].match(low)):
            piece = re.split(r",\s+(?:and |but |so )?|\.\.+\s*", low)[-1]
            if not (shapes["plain"].match(piece) and len(piece.split()) >= 5):
                continue
        if shapes["rhetoric"].search(low) or (shapes["person"].search(low) and not told):
            continue
        text = _lead(sentence)
        if len(text.split()) < 3 and not re.search(r"\b(?:why|when|how|where|what|who)\b", low):
            continue
        found.append(text)
    return tuple(reversed(found))


class _Answer(NamedTuple):
    """What a message of our side answers, whatever was asked; each sentence by its words."""

    told: tuple[frozenset[str], ...]
    opens: bool
    """Whether one of these begins with yes or no."""
    dodged: tuple[frozenset[str], ...]
    """What it says not to know."""
    yes: bool


@lru_cache(maxsize=512)
def _answer(sentences: tuple[Sentence, ...], kind: AuthorKind) -> _Answer:
    told = list(_answering(sentences, kind))
    unknown, plainly = _shapes()["unknown"], _shapes()["yes"]
    return _Answer(
        tuple(frozenset(content((s.low,))) for s in told),
        any(s.low.startswith(("yes", "no,")) for s in told),
        tuple(frozenset(content((s.low,))) for s in sentences if unknown.search(s.low)),
        any(plainly.match(s.low) for s in sentences),
    )


def _answering(sentences: Sequence[Sentence], kind: AuthorKind) -> Iterator[Sentence]:
    """Give the sentences of our side that could answer something."""
    shapes = _shapes()
    for at, sentence in enumerate(sentences):
        low = sentence.low
        if sentence.question or shapes["empty"].match(low) or shapes["unknown"].search(low):
            continue
        if shapes["over"].search(low) and shapes["oververb"].search(low) and len(low) < 130:
            continue
        if at < 2 and kind is AuthorKind.AGENT and shapes["intro"].search(low):
            continue
        yield sentence


def _answered(ask: Ask, later: Sequence[Turn]) -> bool:
    """Judge whether one of the later messages answers a question."""
    matter = content((ask.text,))
    first = True
    if any(matter & still for turn in later if turn.customers for still in _still(turn.sentences)):
        return False
    for turn in later:
        if not turn.ours:
            continue
        answer = _answer(turn.sentences, turn.kind)
        short = len(turn.sentences) < 3
        if any(short or matter & dodged for dodged in answer.dodged) and not answer.opens:
            first = first and not answer.told
            continue
        shared = any(matter & told for told in answer.told)
        if answer.yes:
            return ask.place == 0 or shared
        if answer.told and (shared or (first and ask.place == 0)):
            return True
        first = first and not answer.told
    return False


@lru_cache(maxsize=512)
def _still(sentences: tuple[Sentence, ...]) -> tuple[frozenset[str], ...]:
    """Give what the customer says was not answered, by its words."""
    return tuple(
        frozenset(content((s.low,)))
        for s in sentences
        if ("n't" in s.low or "no" in s.low or "never" in s.low)
        and re.search(r"\b(?:n't|not|never|nobody|no one)\b|n't\b", s.low)
        and re.search(r"\b(?:say|said|answer\w*|told|tell|repl\w+|explain\w*)\b", s.low)
    )


def question(turns: Sequence[Turn]) -> Item | None:
    """Give the last ask of the customer that nobody answered."""
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if not turn.customers:
            continue
        for ask in asks(turn):
            if not _answered(ask, turns[place + 1 :]):
                return Item(Slot.OPEN_QUESTION, ask.text, (turn.message.id,), confidence=0.8)
    return None
