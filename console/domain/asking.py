"""Judge whether a draft asks for what the customer has already given or done, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from console.domain import answers
from console.domain.fact_kinds import asked
from console.domain.handoff import Card, Case, Slot
from console.domain.models import AuthorKind, Visibility

Measures = tuple[str, list[float]]
"""Id of a message, and how it answers a question."""


class Sought(NamedTuple):
    """Where the customer has told what a draft asks for, and how likely that is."""

    message: str
    chance: float
    start: int
    end: int
    step: bool = False


WEIGHTS: tuple[float, ...] = (
    0.27, 0.07, -0.07, 0.26, 0.45, 0.81, -0.66, 1.51, 0.54, -0.08, 0.27, -0.48, 0.27, 0.41, 0.61,
    -0.49, 0.37, -0.84, -0.51, 0.04, -0.05, -0.24, 1.1, -0.18, 0.3, -0.49, 0.03, -0.0, -0.86,
    0.05, 0.92, -0.91, -0.46, -0.57, 0.83, -0.41, 0.81, -0.38, 0.26, -0.51, -0.44, 0.94, 0.35,
    -0.36, 0.43, 0.06, 0.41, -0.93,
)  # fmt: skip
"""Of the measures, in their order; fitted by tests/training/asking.py on the development sets."""
BIAS = 0.21
ENOUGH = 0.8
"""Chance from which a question is taken to have been answered."""


class _Sentence(NamedTuple):
    text: str
    stems: frozenset[str]
    marked: frozenset[str]
    """Stems that stand beside a number, a name or a colour: something that tells which."""


class _Given(NamedTuple):
    """One message of the customer, with the question that it answers."""

    id: str
    text: str
    stems: frozenset[str]
    before: frozenset[str]
    """Stems of the question before it."""
    sentences: tuple[_Sentence, ...]
    kinds: frozenset[str]
    """Of the facts that stand in it and hold."""


_CLAUSES = re.compile(r"(?:[^.?!;\n]|[.?!](?=\w))+")
_MARK = re.compile(
    r"\d|\b(?:left|right|upper|lower|front|middle|top|bottom|inside|outside|upstairs|downstairs"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|tonight|tomorrow"
    r"|yesterday)\b|\b(?:red|green|blue|black|white|grey|gray|yellow|orange|brown|rouge|rot)\b"
    r"|(?<=[a-z,:] )[A-Z][\w-]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|both|all"
    r"|every)\b"
)


def _sentence(text: str) -> _Sentence:
    marked: list[str] = []
    for hit in _MARK.finditer(text):
        marked += answers.content(text[max(0, hit.start() - 30) : hit.end() + 24])
    return _Sentence(text, frozenset(answers.content(text)), frozenset(marked))


def _given(case: Case, card: Card) -> list[_Given]:
    out: list[_Given] = []
    question = ""
    for message in case.messages:
        if message.event or message.visibility is not Visibility.PUBLIC:
            continue
        if message.author.kind is not AuthorKind.CUSTOMER:
            question = " ".join(message.text[start:end] for start, end in questions(message.text))
            continue
        text = message.text
        out.append(
            _Given(
                message.id,
                text,
                frozenset(answers.content(text)),
                frozenset(answers.content(question)),
                tuple(_sentence(hit.group()) for hit in _CLAUSES.finditer(text)),
                frozenset(
                    item.kind
                    for item in card.of(Slot.FACTS)
                    if message.id in item.messages and item.state != "superseded"
                ),
            )
        )
    return out


_SENTENCES = re.compile(r"(?:[^.?!\n]|[.?!](?=\w))+[.?!]*")


def questions(draft: str) -> list[tuple[int, int]]:
    """List the parts of a draft that ask the customer for something."""
    return [
        found.span()
        for found in _SENTENCES.finditer(draft)
        if answers.asks().search(found.group().strip())
    ]


_WH = re.compile(
    r"\b(?:which|what|who|whom|whose|where|when|how|why|wie|was|welche\w*|wann|wo|wer|quel\w*|où"
    r"|quand"
    r"|comment|combien|qué|cuál|quién|dónde|cuándo|cómo)\b", re.IGNORECASE)  # fmt: skip
_FRESH = re.compile(
    r"\b(?:other|another|else|also|as well|too|now|today|still|meanwhile|meantime|again since"
    r"|this time"
    r"|tomorrow|further|any more|later|next|would you like|shall (?:we|i)|should (?:we|i)"
    r"|may (?:we|i))\b", re.IGNORECASE)  # fmt: skip
_FIRM_WORDS = (
    "order_id invoice_id tracking_id booking_ref customer_no case_no serial email phone device "
    "version error_code iban card_last4 postcode"
)
_FIRM = frozenset(_FIRM_WORDS.split())
_VALUE = re.compile(
    r"\b(?:numbers?|no\.|nr|\w*nummer|\w+code|id|ref|reference|codes?|digits|imei|iban"
    r"|e-?mail|post ?code|zip|plz"
    r"|model|version|firmware"
    r"|serial|s/n|which (?:device|phone|box|router|tv|printer|machine|order|booking|card|account"
    r"|invoice)|pnr|nummer|postleitzahl"
    r"|número|numéro|what .{0,12}(?:error|message)|reach you|call you|error|kennzeichen|device"
    r"|address)\b", re.IGNORECASE)  # fmt: skip
_WHETHER = re.compile(
    r"^\W*(?:did|have|has|is|are|was|were|does|do|had|would|will)\b", re.IGNORECASE
)
_CONTACT = re.compile(r"\b(?:e-?mail|mail address|email address)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:address|adresse|dirección|house number|live|street)\b", re.IGNORECASE)


_HEAD = re.compile(
    r"\b(?:which|what|whose|welche\w*|quel\w*|qué|was für)\s+(?:is |are |was |were )?(?:the "
    r"|your |his |her |their )?([^\W_]+(?: [^\W_]+)?)",
    re.IGNORECASE,
)


def _near_mark(head: Sequence[str], text: str) -> bool:
    """Whether what a question names stands right beside something that tells which one it is."""
    for hit in _MARK.finditer(text):
        if set(head) & set(answers.content(text[max(0, hit.start() - 14) : hit.end() + 14])):
            return True
    return False


_SUM = re.compile(
    r"\b(?:how (?:much|high)|price|costs?|amounts?|fee|charged?|estimated?|betrag|wie ?viel|preis"
    r"|combien|montant|prix|cuánto|importe|precio|bedrag|hoeveel)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:when|which day|what day|on which|dates?|wann|an welchem tag|\w*datum|quand|quel jour"
    r"|quelle date|cuándo|qué día|fecha|wanneer|welke dag)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:the|a|an|his|her|their|your (?:\w+ )?(?:wife|husband|son|daughter|partner|neighbour"
    r"|insurer|bank|doctor|employer|carer|\w+er))(?: \w+)?['’]s\b"
    r"|\b(?:number|address|iban|code|name) of (?:the|a|his|her)\b|\b(?:old|previous|former|second"
    r"|house)\b",
    re.IGNORECASE,
)
"""Whose value is asked for, where it is not the customer's own one."""
_SOFT = frozenset(("phone", "version", "email", "postcode", "device"))
_COMMON_WORDS = "number day time nam address kind cod dat digit model detail inform pleas mean ag"
_COMMON = frozenset(_COMMON_WORDS.split())
"""Stems that say what is asked for and not of which thing."""


class Question(NamedTuple):
    """What a part of a draft asks for."""

    text: str
    stems: tuple[str, ...]
    kinds: frozenset[str]
    types: tuple[answers.Type, ...]
    wh: bool
    step: bool
    paper: bool
    fresh: bool
    named: bool
    plain: tuple[answers.Type, ...]
    head: tuple[str, ...]
    sum: bool
    day: bool
    owner: bool


def question(part: str, known: Sequence[str]) -> Question:
    """Read a question of a draft; `known` are values that the conversation holds already."""
    ending = part if part.rstrip().endswith("?") else part.rstrip(" .") + "?"
    kinds = {
        kind.replace("card", "card_last4") if kind == "card" else kind for kind in asked(ending)
    }
    if not _VALUE.search(part) or (not _WH.search(part) and _WHETHER.search(part)):
        kinds -= _FIRM
    if _CONTACT.search(part) and (_WH.search(part) or not _WHETHER.search(part)):
        kinds.add("email")
    if _PLACE.search(part):
        kinds.add("postcode")
    lower = part.lower()
    return Question(
        part,
        tuple(dict.fromkeys(answers.content(part))),
        frozenset(kinds),
        tuple(kind for kind in answers.types() if kind.asks.search(part)),
        _WH.search(part) is not None,
        answers.STEP.search(part) is not None,
        answers.PAPER.search(part) is not None,
        _FRESH.search(part) is not None,
        any(value.lower() in lower for value in known),
        tuple(kind for kind in answers.plain() if kind.asks.search(part)),
        tuple(answers.content(head[1])) if (head := _HEAD.search(part)) else (),
        _SUM.search(part) is not None,
        _DAY.search(part) is not None,
        _OWNER.search(part) is not None,
    )


def features(
    ask: Question, one: _Given, told: frozenset[str], all_kinds: frozenset[str], card: Card
) -> list[float]:
    """Measure how far one message of the customer answers a question; `told` is all they said."""
    n = max(1, len(ask.stems))
    sought = set(ask.stems)
    best = max(one.sentences, key=lambda each: len(each.stems & sought), default=_sentence(""))
    near = len(best.stems & sought) / n
    here = len(one.stems & sought) / n
    pair = len((one.stems | one.before) & sought) / n
    same = len(one.before & sought) / max(n, len(one.before), 1)
    marked = any(each.marked & sought for each in one.sentences)
    own = sought - _COMMON
    firm = ask.kinds & _FIRM
    given = bool(firm & one.kinds)
    lacking = (
        bool(firm - {"phone", "version", "email", "postcode", "device"}) and not firm & all_kinds
    )
    answered = any(kind.tells.search(best.text if near else one.text) for kind in ask.types)
    loose = [kind for kind in ("date", "amount") if kind in one.kinds]
    dated = bool(ask.types) and bool(loose) and (near > 0 or same > 0.3)
    tried = shared = 0.0
    did = answers.DID.search(best.text) is not None
    if ask.step:
        for item in card.of(Slot.ALREADY_TRIED):
            if one.id in item.messages:
                words = set(answers.content(item.text))
                tried = max(tried, len(words & sought) / n)
                shared = max(shared, len(words & sought) / max(1, min(n, len(words))))
    return [
        near * (not ask.wh),
        near * ask.wh * marked,
        near * ask.wh * (not marked),
        here,
        pair,
        same,
        len(sought - told) / n,
        float(given),
        float(given) * near,
        float(lacking),
        float(bool(ask.types) and answered) * max(near, same),
        float(bool(ask.types) and not answered),
        float(ask.step and did) * near,
        float(ask.step),
        tried,
        float(ask.paper),
        float(ask.paper and answers.SENT.search(one.text) is not None),
        float(ask.fresh),
        float(ask.named),
        float(dated),
        float(not sought <= told and not given) * float(ask.wh),
        min(3, len(best.stems & sought)) / 3,
        float(any(kind.tells.search(one.text) for kind in ask.plain)),
        float(bool(ask.plain) and not any(kind.tells.search(one.text) for kind in ask.plain)),
        float(bool(set(ask.head) & one.stems) and _near_mark(ask.head, one.text)),
        float(bool(set(ask.head) & one.stems) and not _near_mark(ask.head, one.text)),
        float(bool(ask.head) and not set(ask.head) & told),
        float(bool(ask.types) and len(loose) > 0),
        float(ask.paper and answers.SENT.search(one.text) is None),
        float(answers.NOT.search(best.text) is not None) * near,
        shared,
        float(bool(firm & _SOFT) and not firm & all_kinds),
        float(given and ask.owner),
        float(ask.owner),
        float(ask.sum and "amount" in one.kinds) * (0.5 + near / 2),
        float(ask.sum and "amount" not in all_kinds),
        float(ask.day and "date" in one.kinds) * (0.5 + near / 2),
        len(own & one.stems) / max(1, len(own)),
        len(own & one.before) / max(1, len(own)) * (len(one.text) < _BRIEF),
        float(bool(own) and not own & told),
        float(len(own - told) > 1),
        1 / n,
        float(given and own <= told and not ask.owner),
        near * (not ask.wh) * ask.fresh,
        near * ask.wh * (n <= 2),
        float(len(sought & told) >= 3),
        float(ask.step) * (len(sought & (one.stems | one.before)) / n) * did,
        float(bool(ask.kinds) and not ask.kinds & all_kinds),
    ]


_BRIEF = 90
"""Characters of an answer that leans on the words of its question."""


def all_told(given: Sequence[_Given]) -> frozenset[str]:
    """Put together the words of all the customer's messages, and of the questions answered."""
    return frozenset().union(*(one.stems | one.before for one in given)) if given else frozenset()


def _measured(
    draft: str, case: Case, card: Card
) -> Iterator[tuple[int, int, bool, list[Measures]]]:
    spans = questions(draft)
    given = _given(case, card) if spans else []
    told = all_told(given)
    facts = card.of(Slot.FACTS)
    known = [item.value for item in facts]
    kinds = frozenset(item.kind for item in facts)
    for start, end in spans:
        ask = question(draft[start:end], known)
        yield (
            start,
            end,
            ask.step,
            [(one.id, features(ask, one, told, kinds, card)) for one in given],
        )


def measured(draft: str, case: Case, card: Card) -> list[Measures]:
    """Measure how far each message of the customer answers each question of a draft."""
    return [each for *_, measures in _measured(draft, case, card) for each in measures]


def sought(draft: str, case: Case, card: Card) -> list[Sought]:
    """Judge each question of a draft: the likeliest message where the customer has answered it."""
    out = []
    for start, end, step, measures in _measured(draft, case, card):
        if measures:
            chances = [_chance(each) for _, each in measures]
            # Of two that are as likely, the later one.
            chance, place = max((chance, place) for place, chance in enumerate(chances))
            out.append(Sought(measures[place][0], chance, start, end, step))
    return out


def _chance(measures: Sequence[float]) -> float:
    return 1 / (1 + exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, measures, strict=True))))
