"""Read in a customer's message the steps that were carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from console.assist.embedded.clauses import Clause, clauses
from console.assist.embedded.objects import CONTACT, STORY, choosy
from console.assist.embedded.phrases import shapes
from console.assist.embedded.proposing import Ours, stemmed
from console.assist.embedded.shape import shape
from console.assist.embedded.steps import (
    Step,
    bases,
    outcome,
    pasts,
    result,
    right,
    stative,
    stems,
)
from console.assist.embedded.tongues import foreign
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn, stem


class _Place(NamedTuple):
    """A clause with all that stands around it."""

    clause: Clause
    parts: Sequence[Clause]
    at: int
    sentences: Sequence[Sentence]
    place: int

    @property
    def low(self) -> str:
        return self.clause.low.strip(" .!?")

    @property
    def after(self) -> str:
        """The rest of the sentence."""
        return " ; ".join(part.low for part in self.parts[self.at + 1 :])

    @property
    def later(self) -> str:
        """The next two sentences."""
        return " ; ".join(s.low for s in self.sentences[self.place + 1 : self.place + 3])

    @property
    def followed(self) -> str:
        """The next sentence."""
        return self.sentences[self.place + 1].low if self.place + 1 < len(self.sentences) else ""


_SUBORDINATE = frozenset("because bc since before which who".split())  # noqa: SIM905


def told(turn: Turn, ours: Sequence[Ours]) -> Iterator[Step]:
    """Give what a customer tells to have done in one message."""
    own = (turn.message.id,)
    for text, by, how in _told(turn.sentences, ours[-1].turn.sentences if ours else ()):
        yield Step(text, by, how, own)


@lru_cache(maxsize=512)
def _told(
    sentences: tuple[Sentence, ...], asked: tuple[Sentence, ...]
) -> tuple[tuple[str, AuthorKind, str], ...]:
    """Give what was done as (span, by, result); a message is read once."""
    return tuple(_done(sentences, asked))


def _done(
    sentences: Sequence[Sentence], asked: tuple[Sentence, ...]
) -> Iterator[tuple[str, AuthorKind, str]]:
    for place, sentence in enumerate(sentences):
        if abroad := list(foreign(sentences, place, "failed")):
            for told in abroad:
                yield told.text, AuthorKind.CUSTOMER, told.how
            continue
        parts = clauses(sentence)
        running, below = False, False
        for at, clause in enumerate(parts):
            here = _Place(clause, parts, at, sentences, place)
            last = at == len(parts) - 1
            if sentence.question and last and not clause.low.startswith(("i ", "i'")):
                continue
            below = _below(clause, below=below)
            if below:
                running = False
                continue
            if _habit(clause.low):
                continue
            steps, running = _read(here, asked, running=running)
            yield from steps


def _habit(low: str) -> bool:
    """Tell whether a clause tells what is done always, or was long ago."""
    may = "always" in low or "usual" in low or "out o" in low or "ago" in low or "last year" in low
    return may and bool(shapes()["habit"].search(low))


def _below(clause: Clause, *, below: bool) -> bool:
    """Tell whether a clause gives a reason or belongs to somebody else's doing."""
    link = clause.joined.split()[-1:]
    if link and link[0] in _SUBORDINATE:
        return True
    if clause.joined not in ("and", "") or clause.low.startswith(("i ", "i'", "we ")):
        return False
    return below


_Read = tuple[list[tuple[str, AuthorKind, str]], bool]


def _read(here: _Place, asked: tuple[Sentence, ...], *, running: bool) -> _Read:
    """Read one clause: its steps, and whether a list of steps goes on after it."""
    kind, found = _shaped(here, running=running)
    customer = AuthorKind.CUSTOMER
    if not found:
        return [], False
    if kind in ("helps", "noun", "tongue", "after", "contact"):
        text = _from(here.clause, found, kind)
        how = "failed" if kind == "after" else result(here.after or "no", "failed")
        return [(text, customer, how)], running and kind in ("noun", "after")
    verb, rest = right(found.group("verb")), found.group("rest")
    if not _counts(verb, rest, here, kind, asked, running=running):
        return [], kind == "first" and verb not in stative()
    if running and here.at and _goes_on(here, kind, rest):
        return [], True
    steps: list[tuple[str, AuthorKind, str]] = []
    if verb in ("tried", "try"):
        listed = _listed(rest, here.parts[here.at + 1 :])
        steps = [(item, customer, result(behind, "failed")) for item, behind in listed]
        if steps and not rest.strip(" :"):
            return steps, True
    near = f"{rest} ; {here.after or here.followed} ; {here.later}"
    how = result(near, "unknown" if kind == "other" else "failed")
    text = _from(here.clause, found, kind)
    return [*steps, (_whole(text, here), customer, how)], True


@cache
def _bare_object() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:and|i|we|i've|we've|have|just|already|also|das habe ich .*)? ?)*"
        r"(?:clicked|checked|pressed|tested|looked|opened|tapped|used|replaced|cleaned|geprüft)"
        r"(?: (?:on )?(?:it|them|that|this))?(?: (?:already|too|twice|again))?"
    )


def _whole(text: str, here: _Place) -> str:
    """Name the thing too, where the clause before it does: `there is a button, I clicked it`."""
    if here.at != 1 or here.clause.joined != "," or not _bare_object().fullmatch(here.low):
        return text
    earlier = here.parts[0].text
    sentence = here.sentences[here.place].text
    if len(earlier.split()) < 3 or not sentence.startswith(earlier):
        return text
    return sentence[: sentence.find(text, len(earlier)) + len(text)]


def _goes_on(here: _Place, kind: str, rest: str) -> bool:
    """Tell whether a clause only goes on with the step before it."""
    earlier = here.parts[here.at - 1]
    if len(here.low.split()) == 1 and len(earlier.low.split()) == 1:
        return True
    return _same_object(earlier, here.clause, kind, rest)


def _listed(rest: str, parts: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Give what is listed after `I tried`: nouns and -ing forms, until a clause with a verb."""
    for at, part in enumerate(parts):
        low = part.low.strip(" .!?")
        if not _listable().match(low) or not part.joined or part.joined in ("-", "–", "(", ")"):
            return
        yield part.text.strip(" .,;!?"), " ; ".join(p.low for p in parts[at + 1 :]) or rest


@cache
def _listable() -> re.Pattern[str]:
    return re.compile(
        r"^(?:even |also |both |then )?(?:(?:an?|the|my|another|other|different|two|three|four"
        r"|several|new|all|incognito|safe|mobile|wifi|wi-fi|lan|cable)\b(?!.*\b(?:is|was|are|were"
        r"|says|said|does|did|has|had|shows|came|comes|gets|same)\b)|\w{3,}ing\b(?! (?:is|was"
        r"|works|helps))).{0,60}$"
    )


def _from(clause: Clause, found: re.Match[str], kind: str) -> str:
    """Cut a step out of its clause, where only a part of it names the step."""
    named = {"after": "verb", "noun": "noun", "inner": "text"}.get(kind, "")
    if not named or named not in found.re.groupindex:
        return clause.text.strip(" .,;!?")
    offset = len(clause.low) - len(clause.low.lstrip(" .!?"))
    return clause.text[offset + found.start(named) :].strip(" .,;!?")


def _shaped(here: _Place, *, running: bool) -> tuple[str, re.Match[str] | None]:
    """Find the shape in which a clause tells a step."""
    low, known = here.low, shapes()
    first_word = here.sentences[here.place].low.split(" ", 1)[0].strip(",")
    listing = running or here.at == 0 or first_word in pasts()
    kind, found = shape(low, here.clause.joined, running=listing)
    if not found and (noun := known["noun"].match(low)):
        bad = running or outcome()["failed"].match(here.after[:40] or here.followed[:40])
        kind, found = ("noun", noun) if bad else (kind, found)
    if not found and here.at + 1 < len(here.parts):
        coming = here.parts[here.at + 1].low
        if known["verdict"].match(coming):
            kind, found = "noun", known["short"].match(low)
            if found and re.fullmatch(r"(?:the|my|his|her) \w+", low):
                found = None
    if (
        found
        and kind in ("first", "bare", "other", "passive", "going")
        and known["negative"].search(low[: found.start("rest")])
    ):
        return "", None
    return kind, found


@cache
def _thing_words() -> re.Pattern[str]:
    return re.compile(r" (?:the|my|a|an|all|every|both|our|it|them|another)\b")


@cache
def _slip_words() -> re.Pattern[str]:
    return re.compile(r"\b(?:wrong(?:ly)?|by mistake|accidentally|by accident|a typo)\b")


@cache
def _state_words() -> re.Pattern[str]:
    return re.compile(r" (?:is|was|are|were|means|has|does)\b")


_HANDED_IN = frozenset("uploaded sent attached forwarded mailed emailed replied".split())  # noqa: SIM905
_SAME_FORMS = frozenset("put set cut shut reset run let read".split())  # noqa: SIM905
_WANTED = frozenset("send upload photo show attach".split())  # noqa: SIM905


def _asked_for(verb: str, low: str, kind: str, asked: tuple[Sentence, ...]) -> bool:
    """Tell whether a clause without a subject orders something, or hands in what was wanted."""
    if kind != "bare":
        return False
    if verb in _SAME_FORMS and re.search(r"\b(?:please|pls|you|your)\b|^so ", low):
        return True
    if verb not in _HANDED_IN:
        return False
    return len(low.split()) < 4 or bool(stemmed(asked) & _WANTED)


def _same_object(earlier: Clause, clause: Clause, kind: str, rest: str) -> bool:
    """Tell whether a clause goes on with the step before it: `deleted the app and installed it`."""
    return (
        kind == "bare"
        and "and" in clause.joined
        and bool(shapes()["object"].match(rest))
        and len(earlier.low) > 3
    )


def _counts(
    verb: str, rest: str, here: _Place, kind: str, asked: tuple[Sentence, ...], *, running: bool
) -> bool:
    """Judge whether a verb with its object is a step carried out."""
    low = here.low
    if _slip_words().search(rest) or (kind == "bare" and _state_words().match(rest)):
        return False
    if rest.startswith((" that he", " that she", " that you", " that it", " at your")):
        return False
    if kind == "passive":
        return True
    if _asked_for(verb, low, kind, asked):
        return False
    if kind == "bare" and (_alone(here, asked) or _others(here)):
        return False
    if kind == "going":
        return stem(verb) in stems()
    if verb in bases() and verb not in pasts():
        return kind == "first" and _foreign(verb, rest, low)
    if verb in pasts() or verb in ("been", "gone", "read") or verb in choosy():
        return _chosen(verb, rest, low, kind, running=running)
    return _unlisted(verb, here, kind, asked)


_THEM = frozenset("you u he she they it your who which someone somebody nobody".split())  # noqa: SIM905


def _others(here: _Place) -> bool:
    """Tell whether a verb without a subject belongs to somebody else: `you cancelled and sent`."""
    before = here.parts[here.at - 1].low if here.at else ""
    return here.clause.joined == "and" and re.split(r"[\s']", before, maxsplit=1)[0] in _THEM


def _alone(here: _Place, asked: tuple[Sentence, ...]) -> bool:
    """Tell whether a single word stands where no step is listed and none was asked for."""
    if len(here.low.split()) > 1 or here.at:
        return False
    listed = any(part.low.split(" ", 1)[0].strip(".!") in pasts() for part in here.parts[1:])
    return not listed and stem(here.low) not in stemmed(asked)


def _foreign(verb: str, rest: str, low: str) -> bool:
    """Tell whether a base form stands for the past: `I already restart it`, `I did phone`."""
    if verb in ("do", "give", "send", "hold") or verb in stative():
        return False
    had = re.search(r"\b(?:did|have|'ve|already)\b", low[: low.find(verb)])
    return bool(had or re.search(r"\b(?:already|twice|\w+ times|\d+ ?x)\b", rest))


def _chosen(verb: str, rest: str, low: str, kind: str, *, running: bool) -> bool:
    """Judge a verb of steps by its object, where it needs one."""
    if kind == "bare" and (verb in CONTACT or verb in STORY) and not rest.strip():
        return False
    if kind == "bare" and running and verb not in STORY and verb not in stative():
        return True
    chooser = choosy().get(verb)
    if chooser is None or chooser.search(rest):
        return True
    again = shapes()["times"].search(low)
    return verb not in STORY and bool(again and verb not in stative())


def _unlisted(verb: str, here: _Place, kind: str, asked: tuple[Sentence, ...]) -> bool:
    """Judge a verb that is on no list, by what stands around it."""
    if verb in stative() or not re.fullmatch(r"[a-z-]{3,}(?:ed|t|n)", verb):
        return False
    if len(verb) > 4 and stem(verb) in stemmed(asked):
        return True
    if kind == "bare":
        return verb.endswith("ed") and bool(_thing_words().search(here.low.partition(verb)[2]))
    return kind == "first" and verb.endswith("ed") and verb not in STORY
