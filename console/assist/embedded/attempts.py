"""What our side set out to do, and what it says later of how that went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.assist.embedded.steps import Step
from console.domain.sentences import Sentence, Turn, stem, words

SOON = 4
"""Messages after which a report is no longer taken for what was begun."""


class Attempt(NamedTuple):
    """Something our side said it does, not yet reported on."""

    text: str
    turn: Turn


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    act = (
        r"(?:re-?)?(?:start|set|boot|send|load|open|search|sync|refresh|push|trigger|unlock|lift"
        r"|cancel|plac|run|test|activat|switch|releas|provision|link|appl|block|generat|issu|updat"
        r"|restor|mov|fetch|pull|look(?:ing)? (?:it|that|this) up)"
    )
    return (
        re.compile(
            r"\b(?:i'm|i am|we're|we are|let me|i'll|i will|i can|we can|shall i|i could) "
            r"(?:(?:now|just|also|quickly|first|still) )*(?:trying to |try to |try )?"
            rf"(?P<text>{act}(?:y|e|tt?ing|nn?ing|ying|ing)?\b(?! you (?:to|over|through)\b).*)$"
        ),
        re.compile(
            r"\b(?:(?:that|it|this|the (?:[\w-]+ ?){1,4}?) ?(?:also |still )?(?:did not|didn't"
            r"|does not|doesn't|could not|couldn't) (?:work|answer|respond|go through|load|start"
            r"|succeed|arrive|open|help)|failed|timed out|found nothing|not responding|no answer"
            r"|gives? (?:me )?(?:an )?error|went wrong|(?:was|were) (?:rejected|refused))\b"
        ),
        re.compile(
            r"^(?:(?:ok|okay|right|good|great|perfect|so),? )?(?:done|all done|it's (?:on|done"
            r"|through|out|in|gone|live)\b|it is (?:on|done|through)|it went (?:through|out)"
            r"|that worked|that's (?:done|through)|c'est (?:parti|fait)|erledigt|hecho|listo)\b"
            r"(?! you\b)"
        ),
    )


@lru_cache(maxsize=512)
def _begun(sentences: tuple[Sentence, ...]) -> str:
    """Give the last thing that a message says it does."""
    text = ""
    for sentence in sentences:
        found = _shapes()[0].search(sentence.low)
        if found:
            span = sentence.text[found.start("text") : found.end("text")]
            text = re.split(r"[,;:?] | and | instead\b", span, maxsplit=1)[0].strip(" .,;!?")
    return text


_FAILING = ("n't", "not ", "fail", "timed", "nothing", "error", "wrong", "rejec", "refus", "no an")


@lru_cache(maxsize=512)
def _reported(sentences: tuple[Sentence, ...]) -> str:
    """Tell what a message says of the last attempt: `failed`, `worked`, or nothing."""
    _, failed, worked = _shapes()
    for sentence in sentences[:3]:
        low = sentence.low
        if any(hint in low for hint in _FAILING) and failed.search(low):
            return "failed"
        if worked.match(sentence.low):
            return "worked"
    return ""


class Attempts:
    """Reads the messages of our side in their order."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._open: Attempt | None = None

    def read(self, turn: Turn, told: Sequence[Step]) -> Step | None:
        """Take in a message and what it tells to have done; give the step it reports on."""
        step: Step | None = None
        last = self._open
        if last and turn.nth - last.turn.nth <= SOON and last.turn.kind is turn.kind:
            how = _reported(turn.sentences)
            if how and not _named(last.text, told):
                both = (last.turn.message.id, turn.message.id)
                step = Step(last.text, turn.kind, how, both)
            if how:
                self._open = None
        text = _begun(turn.sentences)
        if text:
            self._open = Attempt(text, turn)
        return step


def _named(text: str, told: Sequence[Step]) -> bool:
    """Tell whether the report names the step itself."""
    own = {stem(word) for word in words(text)}
    return any(len(own & {stem(word) for word in words(step.text)}) > 1 for step in told)
