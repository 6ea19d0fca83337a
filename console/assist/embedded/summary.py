"""Say a case in at most 55 words, with sentences that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from console.assist.embedded.question import hostile
from console.domain.handoff import SUMMARY_WORDS, Card, Case, Slot
from console.domain.sentences import Turn, prepared, stem, words

ROOM = 48
"""Words that are aimed at; a sentence that would go beyond is left out, a first one is cut."""
SHARE = 0.6
"""Part of the room that the customer's own words may take."""


class _Line(NamedTuple):
    turn: int
    place: int
    text: str
    stems: tuple[str, ...]
    theirs: bool
    score: float = 0.0


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Give what is dropped from sentences, and what makes a sentence empty."""
    return {
        "drop": re.compile(
            r"https?://\S+|www\.\S+|(?<!\w)[@#^/]\w+|&\w+;|<[^>]{0,40}>|__\w+__"
            r"|[\U0001f000-\U0001faff\u2600-\u27bf]+|\(\s*\)|\s[-*^/][A-Z][A-Za-z]{0,9}$"
        ),
        "lead": re.compile(
            r"^(?:(?:hi|hello|hey|hiya|hullo|dear|yo|good (?:morning|afternoon|evening|day)"
            r"|thanks?(?: you)?|ok(?:ay)?|well|yes|yeah|oh|ah|so|and|but|also|sorry"
            r"|cheers)\b(?: (?:there|all|team|again|guys|folks|everyone|both"
            r"|[A-Z][a-z]+))?\s*[,!.:–-]+\s*)+"
        ),
        "empty": re.compile(
            r"^(?:thanks?|thank you|cheers|you're welcome|no problem|ok(?:ay)?|great|perfect|hi"
            r"|hello|hey|dear|good (?:morning|afternoon|evening|day)|best|regards|kind regards"
            r"|sorry|we're sorry|i'm sorry|sorry to hear|apologies|my pleasure|anytime|have a"
            r"|enjoy|glad|happy to|welcome|yes|no|sure|lol|any time|bye|take care|hope)\b"
        ),
        "gain": re.compile(
            r"\b(?:please|dm|direct message|private message|send|check|try|contact|call|visit"
            r"|provide|share|refund\w*|let us know|confirm|email|look into|recommend|suggest"
            r"|because|due to|available|unfortunately|will|can't|cannot|unable|need)\b"
        ),
    }


def _lines(turns: Sequence[Turn]) -> list[_Line]:
    shapes = _shapes()
    begins = Counter(
        turn.message.text.split()[0].strip(".,!:").lower()
        for turn in turns
        if turn.customers and turn.message.text.split()
    )
    out: list[_Line] = []
    for turn in turns:
        if not (turn.customers or turn.ours):
            continue
        for place, sentence in enumerate(turn.sentences):
            if turn.customers and hostile(sentence.low):
                continue
            text = " ".join(shapes["drop"].sub(" ", sentence.text).split())
            first = text.split(" ", 1)[0]
            word = first.strip(".,!:").lower()
            if turn.customers and place == 0 and begins[word] > 1 and _name(first):
                text = text[len(first) :].lstrip(" .,!:")
            if lead := shapes["lead"].match(text):
                text = text[lead.end() :]
            if not text:
                continue
            stems = tuple(stem(word) for word in words(text))
            if len(stems) < 3:
                continue
            out.append(_Line(turn.nth, place, text, stems, turn.customers))
    return out


def _name(word: str) -> bool:
    return bool(re.search(r"[A-Z]", word)) and word.strip(".,!:").lower() not in {
        "i", "my", "the", "hi", "hello", "yes", "no", "ok", "thanks", "thank", "it", "we", "you",
        "so", "and", "but", "is", "what", "can", "how", "why", "this", "that", "a", "not", "just",
    }  # fmt: skip


_PLAIN = frozenset(
    stem(word)
    for word in [
        "a",
        "an",
        "the",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "him",
        "her",
        "us",
        "them",
        "my",
        "your",
        "his",
        "its",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "is",
        "am",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "shall",
        "and",
        "or",
        "but",
        "if",
        "then",
        "so",
        "as",
        "of",
        "at",
        "by",
        "for",
        "with",
        "about",
        "to",
        "from",
        "in",
        "on",
        "off",
        "out",
        "up",
        "down",
        "over",
        "not",
        "no",
        "yes",
        "just",
        "very",
        "too",
        "also",
        "there",
        "here",
        "when",
        "where",
        "why",
        "how",
        "what",
        "which",
        "who",
        "whom",
        "all",
        "any",
        "some",
        "more",
        "most",
        "other",
        "than",
        "s",
        "t",
        "d",
        "ll",
        "m",
        "re",
        "ve",
        "don",
        "im",
        "ive",
    ]
)


def _scored(lines: Sequence[_Line]) -> list[_Line]:
    """Score each sentence: how central its words are, where it stands, how long it is."""
    seen: Counter[str] = Counter()
    for line in lines:
        seen.update(set(line.stems) - _PLAIN)
    mine = [line.turn for line in lines if line.theirs]
    ours = [line.turn for line in lines if not line.theirs]
    shapes = _shapes()
    out = []
    for line in lines:
        carrying = set(line.stems) - _PLAIN
        central = sum(seen[word] - 1 for word in carrying) / (len(carrying) + 3)
        score = 0.5 * central + 1.5 * min(len(line.stems), 16) / 16
        low = line.text.lower()
        if shapes["empty"].match(low):
            score -= 1.0
        if line.theirs:
            score += 3.0 if line.turn == mine[0] else 0.6 / (1 + mine.index(line.turn) / 3)
        else:
            order = sorted(set(ours))
            score += 1.6 * (order.index(line.turn) + 1) / len(order)
            if shapes["gain"].search(low):
                score += 0.5
            if line.text.endswith("?"):
                score -= 0.2
        out.append(line._replace(score=score))
    return out


def _chosen(lines: Sequence[_Line], room: int, known: Counter[str]) -> list[_Line]:
    """Take the best sentences that fit, none that says again what is taken."""
    taken: list[_Line] = []
    left = room
    for line in sorted(lines, key=lambda one: -one.score):
        size = len(line.text.split())
        carrying = set(line.stems) - _PLAIN
        again = sum(1 for word in carrying if known[word]) / (len(carrying) or 1)
        if (taken and again > 0.7) or (size > left and taken):
            continue
        if size > left:
            line = line._replace(text=" ".join(line.text.split()[:left]))  # noqa: PLW2901
        taken.append(line)
        known.update(carrying)
        left -= size
        if left < 5:
            break
    return taken


def summary(case: Case, card: Card) -> str:
    """Give at most 55 words: the customer's matter first, then what our side said to it."""
    lines = _scored(_lines(prepared([m for m in case.messages if not m.event])))
    known: Counter[str] = Counter()
    theirs = [line for line in lines if line.theirs]
    ours = [line for line in lines if not line.theirs]
    taken = _chosen(theirs, round(ROOM * SHARE) if ours else ROOM, known)
    used = sum(len(line.text.split()) for line in taken)
    taken += _chosen(ours, ROOM - used, known) if ours and ROOM - used > 4 else []
    taken.sort(key=lambda line: (not line.theirs, line.turn, line.place))
    if not taken:
        goal = card.one(Slot.GOAL)
        return " ".join(goal.text.split()[:SUMMARY_WORDS]) if goal else ""
    return " ".join(" ".join(line.text for line in taken).split()[:SUMMARY_WORDS])
