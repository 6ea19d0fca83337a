"""Messages cut into sentences, prepared once for all that look for something in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.domain.models import AuthorKind, Message, Visibility
from console.domain.text import split_quoted

MOST = 400
"""Sentences read of one message; logs pasted into a chat are longer."""
LONGEST = 600
"""Characters of one sentence; what is longer is cut there."""


class Sentence(NamedTuple):
    """One sentence or line of a message."""

    text: str
    """As the message has it."""
    low: str
    """Lower case with straight apostrophes, as long as `text`."""
    question: bool
    """Whether it ends with a question mark."""


class Turn(NamedTuple):
    """One message with its sentences; what it quotes, and what is hidden, is left out."""

    nth: int
    """Its place among those prepared, from 0."""
    message: Message
    kind: AuthorKind
    public: bool
    sentences: tuple[Sentence, ...]

    @property
    def ours(self) -> bool:
        """Whether the customer can read it and our side wrote it."""
        return self.public and self.kind in (AuthorKind.BOT, AuthorKind.AGENT)

    @property
    def customers(self) -> bool:
        """Whether the customer wrote it."""
        return self.public and self.kind is AuthorKind.CUSTOMER


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
        re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"),
        re.compile(r"[^\n]+"),
        re.compile(r"[.!?…]+[\"')\]»”]*(?=\s|$)"),
        re.compile(
            r"(?:\b(?:mr|mrs|ms|dr|prof|no|nr|st|str|tel|ref|inv|vs|approx|ca|incl|max|min|bzw|z\.b"
            r"|e\.g|i\.e|[a-z]|[ap]\.m|u\.s)|(?:^|[,:;]\s)\(?\d{1,2})$"
        ),
        re.compile(r"\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+)?"),
    )


_MONTHS = frozenset(
    "jan feb mär mar apr mai may jun jul aug sep okt oct nov dez dec".split()  # noqa: SIM905
)


def _cut(line: str) -> Iterator[tuple[int, int]]:
    _, _, _, ends, abbreviation, bullet = _patterns()
    match = bullet.match(line)
    start = match.end() if match else 0
    for found in ends.finditer(line, start):
        if line[found.start()] == "." and found.end() < len(line):
            before = line[max(start, found.start() - 8) : found.start()].lower()
            after = line[found.end() :].lstrip()[:1]
            if abbreviation.search(before) and not (
                after.isupper() and before.endswith((".m", " st", " str"))
            ):
                continue
            follows = line[found.end() :].lstrip()[:3].lower()
            if before[-2:].strip().isdigit() and follows in _MONTHS:
                continue
        yield start, found.end()
        start = found.end()
    if start < len(line):
        yield start, len(line)


@lru_cache(maxsize=512)
def cut(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences; comments and characters that nobody sees are left out."""
    comment, hidden, lines, *_ = _patterns()
    if "<!--" in text:
        text = comment.sub(" ", text)
    if not text.isascii():
        text = hidden.sub("", text)
    if "\n>" in text or "\nOn " in text or "\nAm " in text or "-----" in text:
        text = split_quoted(text)[0]
    out: list[Sentence] = []
    for line in lines.findall(text):
        for start, end in _cut(line):
            part = line[start : min(end, start + LONGEST)].strip()
            if not part:
                continue
            low = part.lower()
            if len(low) != len(part):
                low = "".join(char.lower()[:1] for char in part)
            if not low.isascii():
                low = low.replace("’", "'").replace("‘", "'")
            out.append(Sentence(part, low, part.rstrip("\"')]»”!").endswith("?")))
            if len(out) >= MOST:
                return tuple(out)
    return tuple(out)


def prepared(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Prepare the messages of a conversation; events of the system stay as turns of their own."""
    return tuple(
        Turn(
            index,
            message,
            message.author.kind,
            message.visibility is Visibility.PUBLIC,
            cut(message.text),
        )
        for index, message in enumerate(messages)
    )


@cache
def _words() -> tuple[re.Pattern[str], frozenset[str]]:
    common = (
        "a about after again all also am an and any anything are as at back be because been but by"
        " can cannot cant could d did didn do does doesn dont done ever for from get got had has"
        " have he her here him his how i if im in into is isn it its ive just know like ll m me my"
        " no not now of on one or our out over please pls re s say says she should so some still t"
        " tell than thank thanks that thats the their them then there they this to too up us ve"
        " very want was we well were what when where which who why will with would yes yet you"
        " your hello hi dear sorry"
    )
    return re.compile(r"[^\W_]+"), frozenset(common.split())


def words(text: str) -> list[str]:
    """List the words and numbers of a text in lower case."""
    return _words()[0].findall(text.lower())


_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e")


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
    return word


def stem(word: str) -> str:
    """Take the ending off an English word: refunded, refunds and refunding are one."""
    return _stem(word) if len(word) <= 24 else word


def content(texts: Iterable[str]) -> set[str]:
    """Give the stems of the words that carry meaning."""
    pattern, common = _words()
    return {
        stem(word)
        for text in texts
        for word in pattern.findall(text.lower())
        if word not in common and (len(word) > 2 or word.isdigit())
    }
