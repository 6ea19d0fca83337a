"""The words of promises: who commits to what, and what only sounds like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from console.domain.judging import EMPTY, judging
from console.domain.terms import timed


@cache
def _words() -> dict[str, re.Pattern[str]]:
    adverbs = (
        r"(?:(?:also|then|now|personally|certainly|definitely|just|gladly|still|at once|right away"
        r"|immediately|today|tomorrow|be|quickly|myself|ourselves|always|both|of course|first|next"
        r"|again|shortly|in turn|currently|already|straight away|even) )*"
    )
    will = r"(?:'ll| will| shall|'m going to| am going to|'re going to| are going to)"
    someone = (
        r"(?:(?:a|an|our|my|the|your|one of (?:our|my|the)|another|this|that|all|both|"
        r"these|those|every\w*|any) (?:[\w'-]+ ){1,6}?|(?:someone|somebody|she|he|they|it|who|which"
        r"|this|that|everything|nobody|no one|colleagues?|people) (?:[\w-]+ ){0,5}?"
        r"|(?:mr |ms |mrs |dr )?[a-z][\w-]+ (?:from|of|in|at) (?:the|our|my) (?:[\w-]+ ){1,4}?"
        r"|(?!(?:i|we|you|what|how|as|if|so|and|but|there) )[a-z][\w-]+ )"
    )
    return {
        "first": re.compile(rf"\b(?:i|we){will} {adverbs}(?P<verb>[\w-]+)"),
        "bare": re.compile(
            rf"(?:^(?:ok(?:ay)?,? |sure,? |great,? )?|(?<= and ))(?:will|going to) {adverbs}"
            r"(?P<verb>[\w-]+)"
        ),
        "doing": re.compile(
            rf"\b(?:i'm|i am|we're|we are|im) {adverbs}(?P<verb>(?!going to)[\w-]+ing)\b"
        ),
        "you": re.compile(
            rf"\byou(?:'ll|ll| will| are going to|'re going to) {adverbs}(?P<verb>[\w-]+)"
        ),
        "who": re.compile(
            r"^.{4,90}?, (?:who|and (?:she|he|they)) (?:will |'ll )(?:be )?(?P<verb>[\w-]+)"
        ),
        "other": re.compile(
            rf"(?:(?<=^)|(?<=, )|(?<=; )|(?<=: )|(?<=- )|(?<=and )|(?<=but )|(?<=so )|(?<=, who )"
            rf"|(?<=then )|(?<=therefore )|(?<=now ))"
            rf"(?:{someone}(?:will |is going to |are going to |'ll |shall )|(?:he|she|they|it"
            rf"|that|this|there)(?:'ll|ll) )"
            rf"{adverbs}(?P<verb>[\w-]+)"
        ),
        "present": re.compile(
            r"(?:(?<=^)|(?<=, )|(?<=and )|(?<=; ))(?:(?:my|our|the|your|a|an) (?:[\w'-]+ ){1,5}?"
            r"|(?:he|she|they|it) )(?P<verb>follows?|goes out"
            r"|go out|leaves?|ships?|arrives?|comes?|goes|is being|are being|is coming|is booked"
            r"|is due|calls?|rings?|writes?"
            r"|is back)\b"
        ),
        "spare": re.compile(
            r"\b(?:you|we|i|it|(?:the|your|this|that) [\w €£$.,'-]{2,30}?) (?:won't|will not"
            r"|'ll not) (?:be )?(?P<verb>charged?|bill(?:ed)?|pay|cost|have to pay|owe|cut|lose"
            r"|expire|collect|taken)\b"
        ),
        "expect": re.compile(
            r"\b(?:you can |please )?(?P<verb>expect) (?:it|a|an|the|your|to|our|us)\b"
        ),
        "let": re.compile(r"\blet me (?P<verb>\w+)\b.*\b(?:get|come) back to you\b"),
        "under": re.compile(
            r"\b(?:it|they|this|that|(?:the|your|a|an) (?:[\w-]+ ){1,3}?)(?:'s|'re| ?is"
            r"| ?are) (?P<verb>going out|being sent|coming|leaving|on its way|on the way|booked"
            r"|scheduled|arranged)\b"
        ),
        "booked": re.compile(
            r"\b(?:i|we)(?:'ve| have)? (?:just |now |also )*(?P<verb>booked|scheduled"
            r"|arranged)\b.*\b(?:engineer|technician|call ?-?back|courier|collection|pick-?up"
            r"|visit|fitter|plumber|electrician)\b"
        ),
        "noun": re.compile(
            r"(?:(?<=^)|(?<=, )|(?<=; )|(?<=and ))(?:refunds?|money|payment|delivery|confirmation"
            r"|details|instructions|labels?|links?|vouchers?|parcels?|replacements?|engineers?"
            r"|technicians?|corrections?|credits?)(?: [\w€£$.,'-]+){0,6}? (?:will|'ll) (?:then "
            r"|also |now |still |be )*(?P<verb>[\w-]+)"
        ),
        "vow": re.compile(
            r"\b(?:i|we) (?P<verb>promise|guarantee)\b|\byou have my (?P<word>word)\b"
        ),
        "german": re.compile(
            r"\b(?:ich|wir) (?:\w+ )?(?P<verb>werden?|schicken?|senden?|rufen?|melden?|erstatten?"
            r"|überweisen?|buchen?|stornieren?|halten?|veranlassen?|gebe|geben|leiten?|bestellen?"
            r"|schreiben?|liefern?|prüfen?|kümmern?|bringen?|lassen?|stellen?|kläre|klären)\b"
            r"|\b(?P<verb2>schicken?|senden?|rufen?|melden?|erstatten?|überweisen?|buchen?|erhalten"
            r"|bekommen|werden?|halten?|liefern?) (?:ich|wir|sie|du)\b"
            r"|\bsie (?P<verb3>erhalten|bekommen|hören)\b"
            r"|\b(?:ein\w*|unser\w*|der|die) [\w-]+ (?P<verb4>meldet sich|ruft|kommt|schickt"
            r"|wird)\b"
        ),
        "romance": re.compile(
            r"\b(?:je|nous|vous|il|elle|on|un \w+|une \w+) (?:(?:vous|te|le|la|les|l'|en"
            r"|nous) ?)*(?P<verb>\w+(?:erai|irai"
            r"|rons|rez|ra|drai|ons|ez))\b"
            r"|\bje (?:vous|te|le|la) (?P<verb2>rappelle|rembourse|envoie|renvoie|tiens"
            r"|transmets)\b"
            r"|(?:\b(?:le|les|lo|la|te|os|se|me|nos|recibirá|recibirás"
            r"|usted) )+(?P<verb3>\w+(?:aré|eré|iré"
            r"|aremos|eremos|iremos|ará|erá|irá|dré|dremos))(?!\w)"
            r"|(?:(?<=^)|(?<=, )|(?<= y ))(?P<verb4>\w+(?:aremos|eremos|iremos|aré|eré|iré))(?!\w)"
            r"|\b(?:le|ti|vi|la) (?P<verb5>\w+(?:erò|eremo|irò|iremo))(?!\w)"
            r"|\b(?:ik|we) (?P<verb6>stuur|sturen|bel|bellen|zal|zullen|betaal|stort)\b"
        ),
    }


_OTHER_TONGUES = frozenset(("german", "romance"))

# What is said of things, not promised: a contract will end on a day.
_LAWS = frozenset(
    [
        "end",
        "expire",
        "cost",
        "take",
        "rise",
        "increase",
        "close",
        "need",
        "depend",
        "remain",
        "apply",
        "charged",
        "due",
        "lapse",
        "stay",
        "renew",
        "start",
        "begin",
        "happen",
        "count",
        "fall",
        "become",
        "mean",
        "last",
        "include",
        "require",
        "run",
    ]
)


class Heads(NamedTuple):
    """Where a promise may begin: subject and verb."""

    start: int
    end: int
    """After the verb."""
    kind: str
    verb: str

    @property
    def loose(self) -> bool:
        """Whether it is a promise only where it begins a clause."""
        return self.kind in ("present", "who", "bare")

    def holds(self, text: str, lead: str) -> bool:
        """Judge the clause that it opens: a commitment, or offer, hope, rule, handover."""
        judge = judging()
        near = " ".join(text.split()[:9])
        if judge["soft"].search(near) or lead.startswith(("if you like", "if you want")):
            return False
        dated = timed(text)
        if self.verb in ("not", "never") or f" not {self.verb}" in text:
            return False
        if judge["over"].search(text) and not self._answers(text, dated=dated):
            return False
        if self.kind in ("vow", "spare", "let"):
            return True
        if self.kind in ("first", "bare"):
            return self._ours(text, dated=dated)
        if self.kind == "doing":
            strong = judge["strong"].match(self.verb)
            sure = judge["doing"].match(self.verb) and (strong or dated)
            return bool(sure) and " again" not in text
        if self.kind == "you":
            return self._yours(text, dated=dated)
        if self.kind in ("present", "expect", "under", "booked") or self.kind in _OTHER_TONGUES:
            return dated
        return dated and self.verb not in _LAWS

    def _answers(self, text: str, *, dated: bool) -> bool:
        """Tell whether a handover names a time for an answer."""
        answers = _answering().search(text)
        if self.kind == "first" and self.verb == "ask" and answers:
            return True
        if not dated or (not answers and self.kind not in ("first", "doing")):
            return False
        return bool(answers) or not _at_once().search(text)

    def _ours(self, text: str, *, dated: bool) -> bool:
        if self.verb not in EMPTY:
            return True
        keeps = judging()["keep"].search(text)
        return bool(keeps) or (dated and self.verb not in ("need", "have", "wait"))

    def _yours(self, text: str, *, dated: bool) -> bool:
        if self.verb in ("need", "want") or (self.verb == "have" and " to " in text[:24]):
            return False
        if self.verb in ("get", "receive"):
            return True
        return dated and (
            self.verb in ("have", "hear", "see", "find") or bool(judging()["act"].search(text))
        )


@cache
def _answering() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:reply|call|ring|write|answer|respond|contact|get back|be in touch|mail|email|text"
        r"|message|get in touch|be with you (?:in|within|by|at|before|on))\b|meld"
    )


@cache
def _at_once() -> re.Pattern[str]:
    return re.compile(r"\b(?:over|now|right away|take over|straight)\b")


# What a sentence must have for a kind of beginning to be worth a look.
_HINTS = {
    "you": ("you",),
    "who": (", who", "and "),
    "doing": ("ing ",),
    "spare": (" not", "n't"),
    "expect": ("expect",),
    "let": ("let me",),
    "under": ("going out", "sent", "coming", "leaving", " way", "booked", "scheduled", "arranged"),
    "booked": ("booked", "scheduled", "arranged"),
    "vow": ("promise", "guarantee", "my word"),
    "present": (
        "follow",
        "goes",
        "go out",
        "leave",
        "ships",
        "arrive",
        "comes",
        "being",
        "coming",
        "is b",
        "is due",
        "calls",
        "rings",
        "writes",
    ),
    "romance": ("rai", "rons", "ra ", "ez ", "remo", "je ", "ik "),
}
# The same as whole words, one of which is needed; a tongue with other letters needs none.
_NEEDS = {
    "doing": frozenset("i'm i we're we im".split()),  # noqa: SIM905
    "romance": frozenset(
        "je nous vous il elle un une le les lo la te os se me nos usted ti vi ik we j'ai".split()  # noqa: SIM905
    ),
    "german": frozenset("ich wir sie meldet ruft kommt schickt wird".split()),  # noqa: SIM905
}
_FUTURE = frozenset(("first", "bare", "you", "other", "who", "noun"))


class _Beginning(NamedTuple):
    """A kind of beginning, with what it needs."""

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    needed: frozenset[str]
    future: bool


@cache
def _beginnings() -> tuple[_Beginning, ...]:
    return tuple(
        _Beginning(
            kind, pattern, _HINTS.get(kind, ()), _NEEDS.get(kind, frozenset()), kind in _FUTURE
        )
        for kind, pattern in _words().items()
    )


def _worth(one: _Beginning, low: str, spoken: list[str], *, plain: bool) -> bool:
    """Tell whether a sentence has what a kind of beginning needs."""
    if not plain and one.kind in _OTHER_TONGUES:
        return True
    if one.needed and one.needed.isdisjoint(spoken):
        return False
    for hint in one.hints:
        if hint in low:
            return True
    return not one.hints


def heads(low: str) -> Iterator[Heads]:
    """List where promises may begin in a sentence in lower case; they do not overlap."""
    taken: list[tuple[int, int]] = []
    spoken, plain = low.split(), low.isascii()
    coming = "will" in low or "'ll" in low or "youll" in low or "shall" in low or "going to" in low
    for one in _beginnings():
        if (one.future and not coming) or not _worth(one, low, spoken, plain=plain):
            continue
        for found in one.pattern.finditer(low):
            start, end = found.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            verb = next((value for value in found.groupdict().values() if value), "")
            taken.append((start, end))
            yield Heads(start, end, one.kind, verb)
