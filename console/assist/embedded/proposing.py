"""Find the steps that our side proposed, and whether the customer says they were done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from console.assist.embedded.objects import choosy
from console.assist.embedded.phrases import replies, shapes
from console.assist.embedded.steps import Step, bases, pasts, result, stems
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn, stem, words

_ASKS = frozenset(
    [
        "send",
        "tell",
        "give",
        "wait",
        "confirm",
        "provide",
        "let",
        "share",
        "reply",
        "note",
        "bear",
        "upload",
        "attach",
        "describe",
        "state",
        "name",
        "mention",
        "quote",
        "hold-on",
        "specify",
        "stay",
        "accept",
        "forgive",
        "excuse",
        "be",
        "do",
        "don't",
        "never",
        "not",
    ]
)


class Ours:
    """A message of our side with what it proposes, read when it is asked for and once."""

    def __init__(self, turn: Turn) -> None:
        """Take the message."""
        self.turn = turn

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The steps it proposes, as (number, span)."""
        return _steps(self.turn.sentences)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return stemmed(self.turn.sentences)


@lru_cache(maxsize=512)
def _steps(sentences: tuple[Sentence, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(_proposed(sentences))


@lru_cache(maxsize=512)
def stemmed(sentences: tuple[Sentence, ...]) -> frozenset[str]:
    """Give the stems of all words of a message."""
    return frozenset(stem(word) for s in sentences for word in words(s.low))


def _proposed(sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    """Give the steps that a message of our side proposes, as (number, span)."""
    told = replies()
    for sentence in sentences:
        numbered = "2" in sentence.text and "1" in sentence.text
        items = list(told["item"].finditer(sentence.text)) if numbered else []
        if len(items) > 1:
            for item in items:
                yield item.group(1), item.group(2).strip(" .,;")
            continue
        colon = sentence.low.find(": ")
        offset = colon + 2 if 0 < colon < 60 else 0
        found = told["propose"].match(sentence.low[offset:])
        if not found:
            continue
        verb = found.group("verb")
        if verb in ("don't", "not", "never") or sentence.low.startswith("please don't"):
            continue
        lead = found.start("verb") > 0 or offset > 0
        polite = lead and sentence.low[offset:].startswith(("please", "then please"))
        known = verb in bases() or (lead and verb.endswith("ing") and stem(verb) in stems())
        if (
            (known and (lead or not sentence.question))
            or (polite and verb not in _ASKS)
            or (
                lead
                and sentence.question
                and "have you" in sentence.low
                and (stem(verb) in stems() or "tried" in sentence.low)
            )
        ):
            yield "", sentence.text[offset + found.start("verb") :].strip(" .,;!?")


def confirmed(turn: Turn, ours: Sequence[Ours]) -> Iterator[Step]:
    """Give proposed steps of which the customer only says that they were done."""
    said = next((one for one in reversed(ours[-3:]) if one.steps), ours[-1])
    both = (said.turn.message.id, turn.message.id)
    for text, how in _confirmed(turn.sentences, said.turn.sentences):
        yield Step(text, AuthorKind.CUSTOMER, how, both)


@lru_cache(maxsize=512)
def _confirmed(
    sentences: tuple[Sentence, ...], before: tuple[Sentence, ...]
) -> tuple[tuple[str, str], ...]:
    steps = _steps(before)
    found: list[tuple[str, str]] = []
    for place, sentence in enumerate(sentences[:4]):
        rest = " ; ".join(s.low for s in sentences[place : place + 2])
        for part in _parts(sentence.low)[:5]:
            done, told, whole = _done(part, rest, steps, place)
            if not place and not sentence.question and replies()["yes"].match(part):
                done = [*_asked_whether(before), *done]
            found += [(text, result(told, "failed")) for text in done]
            if whole:
                return tuple(found)
    return tuple(found)


_NUMBERED = frozenset("123456789sntdp")
"""How an answer begins that goes through numbered steps."""


def _parts(low: str) -> list[str]:
    numbered = low[0] in _NUMBERED and replies()["numbers"].match(low)
    pattern = r";| - |, (?=\d\b)" if numbered else r";| - |, "
    if ", " not in low and ";" not in low and " - " not in low:
        return [low]
    return [part.strip() for part in re.split(pattern, low)]


def _done(
    part: str, rest: str, steps: Sequence[tuple[str, str]], place: int
) -> tuple[list[str], str, bool]:
    """Give the steps that a part of an answer says were done, what tells of it, and if all."""
    if part[:1] in _NUMBERED and (found := replies()["numbers"].match(part)):
        chosen = _span(found.group("numbers"))
        return [text for number, text in steps if number in chosen], part, False
    if place > 1:
        return [], rest, False
    if echoed := [text for number, text in steps if _echoes(part, [(number, text)])]:
        return echoed, rest, False
    if replies()["did"].match(part):
        most = None if any(number for number, _ in steps[1:]) else 3
        return [text for _, text in steps[:most]], rest[3:], True
    return [], rest, False


def _asked_whether(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Give the steps that our side asked whether they were done."""
    for sentence in sentences:
        found = replies()["whether"].match(sentence.low) if sentence.question else None
        if not found:
            continue
        verb = found.group("verb")
        chooser = choosy().get(verb or "")
        unlisted = verb and verb not in pasts() and verb not in bases()
        if unlisted or (chooser and not chooser.search(sentence.low, found.end("verb"))):
            continue
        yield sentence.text[found.start("step") : found.end("step")].strip(" .?!")


def _echoes(part: str, steps: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a customer says no more than the verb of a proposal, in the past."""
    found = shapes()["echo"].match(part.strip(" .!,"))
    if not found or found.group("verb") not in pasts():
        return False
    verb = stem(found.group("verb"))
    return verb not in ("send", "upload", "attach") and any(
        stem(words(text)[0]) == verb for _, text in steps if words(text)
    )


def implied(turn: Turn, ours: Sequence[Ours]) -> Iterator[Step]:
    """Take a step as done where the answer to its proposal is that nothing has changed."""
    before = ours[-1].turn
    first = next(
        (s.low for s in turn.sentences[:2] if replies()["unchanged"].match(s.low)),
        "",
    )
    if turn.nth - before.nth > 2:
        return
    if not first and len(ours[-1].steps) == 1 and _stands(turn, ours[-1].steps[0][1]):
        first = " ; ".join(s.low for s in turn.sentences[:3])
    if not first:
        return
    for _, text in ours[-1].steps[:4]:
        both = (before.message.id, turn.message.id)
        yield Step(text, AuthorKind.CUSTOMER, result(first, "failed"), both)


_BASE = {
    "held": "hold",
    "took": "take",
    "ran": "run",
    "rang": "ring",
    "went": "go",
    "tried": "try",
    "wrote": "write",
    "sent": "send",
    "left": "leave",
    "did": "do",
    "gave": "give",
    "kept": "keep",
}
_FILLING = frozenset(
    [
        "it",
        "that",
        "this",
        "them",
        "those",
        "these",
        "there",
        "both",
        "all",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
        "of",
        "on",
        "off",
        "up",
        "out",
        "in",
        "back",
        "again",
        "already",
        "too",
        "also",
        "now",
        "twice",
        "once",
        "like",
        "times",
        "time",
        "just",
        "only",
        "even",
        "and",
        "i",
        "ve",
        "we",
        "have",
        "lol",
        "still",
        "yes",
        "ok",
        "nothing",
        "no",
        "same",
        "nope",
        "luck",
        "for",
        "as",
        "well",
        "everything",
        "everywhere",
        "down",
    ]
)


def _root(word: str) -> str:
    """Give the stem of a verb, install and installed alike."""
    short = stem(word)
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] else short


def resolved(step: Step, ours: Sequence[Ours], already: Sequence[str]) -> Step | None:
    """Name a step by the proposal it follows, where the customer says little but the verb."""
    spoken = words(step.text)
    at = next((n for n, word in enumerate(spoken[:3]) if word in pasts()), None)
    if at is None or len(spoken) > 12:
        return None
    verb = _root(_BASE.get(spoken[at], spoken[at]))
    rest = {stem(w) for w in spoken[at + 1 :] if w not in _FILLING and not w.isdigit()}
    if rest:
        return None
    for one in reversed(ours[-3:]):
        for _, text in one.steps:
            named = words(text)
            first = bool(named) and verb == _root(named[0]) and len(named) < 16
            alone = len(spoken) == 1 or text in already
            if first or (alone and verb in map(_root, named)):
                both = (one.turn.message.id, *step.messages)
                return step._replace(text=text, messages=both)
    return None


_PARTS = frozenset("off on in out up down green red".split())  # noqa: SIM905


def _stands(turn: Turn, text: str) -> bool:
    """Tell whether an answer begins with the state a proposal aims at: `car mode off`."""
    if not turn.sentences or turn.sentences[0].question:
        return False
    part = re.split(r", |; | - | but | and ", turn.sentences[0].low)[0].strip(" .!")
    spoken = words(part)
    if not 0 < len(spoken) < 7 or {"no", "not", "nope", "dont", "don", "cant", "can"} & set(spoken):
        return False
    named = words(text)
    if named[0] in ("check", "make", "see", "verify"):
        return bool(re.match(r"(?:it|they|that) (?:does|do|is|are)\b|(?:yes|yep)\b", part))
    aims = {w for w in named if w in _PARTS}
    return bool(aims & set(spoken)) or bool(
        _PARTS & set(spoken)
        and {stem(w) for w in named if len(w) > 3} & {stem(w) for w in spoken if len(w) > 3}
    )


def _span(text: str) -> set[str]:
    numbers = re.findall(r"\d", text)
    if len(numbers) == 2 and ("-" in text or "to" in text):
        return {str(n) for n in range(int(numbers[0]), int(numbers[1]) + 1)}
    return set(numbers)
