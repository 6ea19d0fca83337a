"""Judge whether a draft asks for what the customer has already given or done, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from console.domain.fact_kinds import asked, labels
from console.domain.handoff import Card, Case, Slot
from console.domain.models import AuthorKind, Visibility

_STOP = frozenset(
    """a an the this that these those it its is are was were be been am i you your yours we our us me
    my he she they them his her their to of in on at by for from with and or but if as so do does did
    done have has had can could would will shall should may might must not no yes please tell let
    give us know what which who when where why how there here just then than too also any some one
    once again still yet already ever now new about into out up down over off s t re ll ve d m im
    try tried trying check checked send sent provide confirm need needs want get got go went make
    made take took put say says said look looked see sure thanks thank hello hi dear more most much
    many other another own same exactly kind mind happen like
    der die das den dem ein eine einen ist sind war haben hat sie ihr ihre ihren ihnen wir uns bitte
    wie was wann wo wer welche welcher welches schon denn noch und oder zu zum zur im in an auf mit
    le la les un une des de du est vous votre vos nous je il elle avez avoir quel quelle quelles et ou
    el los las una su sus es son usted tiene ha han qué cuál de del por para y o""".split()
)
_LIKE = {
    "reboot": "restart", "unplug": "restart", "plug": "restart", "powercycle": "restart",
    "reinstal": "install", "instal": "install", "anew": "install", "updat": "install",
    "delet": "install", "uninstal": "install", "upgrad": "install",
    "log": "sign", "signed": "sign", "ring": "call", "rang": "call", "phon": "call", "rung": "call",
    "telephon": "call", "hotlin": "call", "shop": "store", "merchant": "store",
    "bought": "buy", "purchas": "buy", "spok": "contact", "speak": "contact", "talk": "contact",
    "wrot": "contact", "writ": "contact", "writt": "contact", "mail": "contact", "email": "contact",
    "telly": "tv", "television": "tv", "kid": "child", "children": "child", "daught": "child",
    "son": "child", "lad": "child", "girl": "child", "boy": "child", "baby": "child",
    "wife": "partn", "husband": "partn", "colour": "color", "photo": "pictur", "foto": "pictur",
    "screenshot": "pictur", "paid": "pay", "payment": "pay", "cost": "pric", "spent": "pay",
    "charg": "pay", "ausgegeb": "pay", "box": "hub", "rout": "hub", "modem": "hub",
    "broke": "break", "broken": "break", "held": "hold", "parcel": "packag", "deliv": "deliver",
    "wi": "wifi", "wlan": "wifi", "neighbor": "neighbour", "fell": "fall", "lost": "los",
    "left": "leav", "stay": "night", "reloaded": "reload", "refresh": "reload",
    "adress": "address", "machin": "devic", "applianc": "devic", "guest": "peopl",
    "person": "peopl", "travel": "trip", "journey": "trip", "cab": "cabl", "tooth": "teeth",
    "opened": "open", "closed": "close", "heard": "hear", "cancell": "cancel", "spell": "nam",
    "damag": "break", "crack": "break", "switch": "turn", "altered": "chang", "swapp": "chang",
    "swap": "chang", "replac": "chang", "exchang": "chang", "bill": "invoic", "receipt": "invoic",
}  # fmt: skip
_ENDS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "ers", "er", "ly", "s", "e", "en")
_WORD = re.compile(r"[^\W_]+")


@cache
def stem(word: str) -> str:
    """Cut a word to what its forms share, and put like words together."""
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return _LIKE.get(word, word)


def content(text: str) -> list[str]:
    """List the stems of the words that carry meaning."""
    words = (word.lower() for word in _WORD.findall(text.replace("'", " ").replace("’", " ")))
    return [stem(word) for word in words if word not in _STOP and (len(word) > 1 or word.isdigit())]


class _Type(NamedTuple):
    """A kind of answer: how a question asks for it, and how an answer looks."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]


@cache
def _types() -> tuple[_Type, ...]:
    number = (
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|both|all|couple|zwei|drei"
        r"|deux|trois|dos|tres)\b"
    )
    pairs = (
        (r"\bhow (?:many|much|old|long|wide|tall|large|big|high|fast|far|often|cold|hot|warm|full)\b"
         r"|\bwie ?viele?\b|\bcombien\b|\bcuánt\w+", number),
        (r"\bwhen\b|\b(?:which|what|on what) (?:day|date|time|month|year|week)\b|\bdate of\b|\bby when\b"
         r"|\bwann\b|\bbis wann\b|\bquand\b|\bcuándo\b|\bqué día\b|\bdates?\b",
         r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today|tomorrow|morning"
         r"|evening|afternoon|night|noon|last|since)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
         r"|nov|dec)\w*"),
        (r"\bcolou?r\b|\bfarbe\b|\bcouleur\b|\bcolor\b",
         r"\b(?:red|green|blue|black|white|grey|gray|yellow|orange|brown|pink|purple|amber|silver|rot"
         r"|grün|blau|rouge|vert|bleu|noir|rojo|verde|azul)\w*\b"),
        (r"\bwhere\b|\bwhich (?:address|town|city|country|room|street|shop|store|branch|station)\b"
         r"|\b(?:address|house number)\b|\bwo\b|\badresse\b|\bdirección\b",
         r"\d+\s?\w* [A-Z]|\b(?:street|road|lane|row|str|avenue|room|close)\b|\b(?:in|at|under|behind"
         r"|near|from) (?:the |my )?\w+|\b\d{5}\b"),
    )  # fmt: skip
    return tuple(_Type(re.compile(a, re.I), re.compile(b, re.I)) for a, b in pairs)


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(
        r"\?\s*$|^\W*(?:please|kindly|could you|can you|would you|may i|might i|tell me|let me have"
        r"|let me know|send (?:me|us)|give (?:me|us)|bitte|i(?:'ll| will)? (?:just )?need (?:your|the|a)\b"
        r"|we(?:'ll| will)? need (?:your|the|a)\b)|\bplease (?:give|tell|send|let|quote|provide|confirm"
        r"|enter|share|state|attach|upload|reply with|try|check|restart|reset|unplug|clear|make sure)\b",
        re.IGNORECASE,
    )


_STEP = re.compile(
    r"\b(?:did|have|had) you (?:\w+ )?(?:try|tried|already|check|checked|look|restart|reset|contact|ask|spoken"
    r"|call|clear|update|reinstall|turn|switch|unplug)|\bhave you (?:\w+ )?\w+(?:ed|en|t)\b|\bdid you\b"
    r"|\bhave you tried|\b(?:could|can|would) you (?:please |once |first |also )*(?:try|restart|reset|check|reload|update|unplug"
    r"|clear|turn|switch|hold|press|install|reinstall|log|sign|tilt|open|move)\b|\bplease try\b"
    r"|^\W*(?:please )(?:restart|reset|unplug|clear|check|try|reinstall)|\bhaben sie\b|\bavez-vous\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:send|attach|upload|forward|share|mail|provide)\b.{0,40}\b(?:photos?|pictures?|scan|copy|screenshot|form"
    r"|file|receipt|invoice|proof|document|statement|certificate|confirmation|correspondence|log|letter|list|exchange)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:sent|attached|uploaded|enclosed|see attach|attachment|here(?: it)? is|forwarded|in the post|posted)\b",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\b(?:i|we|ive|i've|already|done|did|twice|tried|times|both|ja|yes|yep|habe|have|j'ai|ya)\b|\w+ed\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:didn'?t|did not|haven'?t|have not|not yet|never|can'?t find|nicht)\b", re.I)


class Sought(NamedTuple):
    """Where the customer has told what a draft asks for, and how likely that is."""

    message: str
    chance: float
    start: int
    end: int
    step: bool = False


WEIGHTS: tuple[float, ...] = (0.89, -0.04, -0.33, 0.45, 0.67, 0.69, -1.91, 1.77, 0.91, -0.67, 0.36, -0.19, 0.07, 1.37, 0.0, -0.65, 0.72, -1.37, 0.54, -0.09, -0.38, -0.86, 2.38, -0.79, 0.26, -0.51, 0.17, 0.32, -1.38, -0.11)
"""Of the measures, in their order; fitted by tests/training/asking.py on the development set."""
BIAS = 0.56
ENOUGH = 0.65
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
    r"\d|\b(?:red|green|blue|black|white|grey|gray|yellow|orange|brown|rouge|rot)\b"
    r"|(?<=[a-z,:] )[A-Z][\w-]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|both|all|every)\b"
)


def _sentence(text: str) -> _Sentence:
    marked: list[str] = []
    for hit in _MARK.finditer(text):
        marked += content(text[max(0, hit.start() - 30) : hit.end() + 24])
    return _Sentence(text, frozenset(content(text)), frozenset(marked))


def _given(case: Case, card: Card) -> list[_Given]:
    out: list[_Given] = []
    question = ""
    for message in case.messages:
        if message.event or message.visibility is not Visibility.PUBLIC:
            continue
        if message.author.kind is not AuthorKind.CUSTOMER:
            question = " ".join(
                message.text[start:end] for start, end in questions(message.text)
            )
            continue
        text = message.text
        out.append(
            _Given(
                message.id,
                text,
                frozenset(content(text)),
                frozenset(content(question)),
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
        if _asks().search(found.group().strip())
    ]


_WH = re.compile(
    r"\b(?:which|what|who|whom|whose|where|when|how|why|wie|was|welche\w*|wann|wo|wer|quel\w*|où|quand"
    r"|comment|combien|qué|cuál|quién|dónde|cuándo|cómo)\b", re.I)  # fmt: skip
_FRESH = re.compile(
    r"\b(?:other|another|else|also|as well|too|now|today|still|meanwhile|meantime|again since|this time"
    r"|tomorrow|further|any more|later|next|would you like|shall (?:we|i)|should (?:we|i)|may (?:we|i))\b", re.I)  # fmt: skip
_FIRM = frozenset(
    "order_id invoice_id tracking_id booking_ref customer_no case_no serial email phone device "
    "version error_code iban card_last4 postcode".split()
)
_VALUE = re.compile(
    r"\b(?:numbers?|no\.|nr|id|ref|reference|codes?|digits|imei|iban|e-?mail|post ?code|zip|plz|model|version|firmware"
    r"|serial|s/n|which (?:device|phone|box|router|tv|printer|machine|order|booking|card|account|invoice)|pnr|nummer|postleitzahl"
    r"|número|numéro|what .{0,12}(?:error|message)|reach you|call you|error|kennzeichen|device|address)\b", re.I)  # fmt: skip
_WHETHER = re.compile(r"^\W*(?:did|have|has|is|are|was|were|does|do|had|would|will)\b", re.I)
_CONTACT = re.compile(r"\b(?:e-?mail|mail address|email address)\b", re.I)
_PLACE = re.compile(r"\b(?:address|adresse|dirección|house number|live|street)\b", re.I)


@cache
def _plain() -> tuple[_Type, ...]:
    """Compile questions whose answer is known by its look alone, whatever words stand around it."""
    pairs = (
        (r"\bhow old\b|\bage\b|\bwie alt\b",
         r"\b\d+[ -]?(?:yo|y/o|yrs?|years?|months?)[ -]?(?:old)?\b|\b(?:he|she|i|it)(?:'s|s| is|'m| am) \d+\b"
         r"|\b(?:aged?|turned|i am) \d+\b"),
        (r"\bhow many (?:of you|people|persons|guests|passengers)\b",
         r"\bwe(?:'re| are) \w+\b|\b\d+ (?:of us|people|adults|guests|persons)\b"),
        (r"\bdate of birth\b|\bborn\b|\bbirthday\b", r"\bborn\b|\bdate of birth\b|\bdob\b"),
        (r"\b(?:which|what) size\b", r"\b(?:size|in an?|for an?) (?:\d\d|[SMLX]{1,3})\b"),
        (r"\bhow (?:wide|tall|long|large|big|high)\b", r"\b\d+(?:[.,]\d+)? ?(?:cm|mm|m|inch|in|ft|x \d+)\b|\bA\d\b"),
        (r"\bhow fast\b|\bspeed\b", r"\d ?(?:km/h|mph|mbit|mbps|mb/s)"),
        (r"\bhow (?:cold|hot|warm)\b|\btemperature\b", r"\d ?(?:degrees|°|grad)"),
        (r"\b(?:what|which|your|new|postal) (?:\w+ )?address\b|\bwhere (?:should|shall|do) (?:we|you) (?:send|ship|live)"
         r"|\bhouse number\b|\bpostcode\b",
         r"\b\d+ [A-Z]\w+ (?:\w+ )?(?:st|street|rd|road|row|lane|close|avenue|way|drive|place)\b|\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b"
         r"|\b\d{5} [A-Z]"),
        (r"\bwhich account\b.*\b(?:pay|refund|money|deposit|transfer)|\biban\b|\bbank details\b", r"\b[A-Z]{2}\d{2}[ \d]{8,}"),
        (r"\bmorning|afternoon|evening\b.*\bor\b|\bwhat time\b", r"\b(?:morning|afternoon|evening|noon|\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock))"),
        (r"\bwhich (?:browser|phone|device|model|box|router|tv|machine)\b|\bwhat (?:model|device|phone)\b",
         r"\b(?:chrome|firefox|safari|edge|iphone|ipad|android|galaxy|pixel)\b"),
    )  # fmt: skip
    return tuple(_Type(re.compile(a, re.I), re.compile(b, re.I if "[A-Z]" not in b else 0)) for a, b in pairs)


_HEAD = re.compile(r"\b(?:which|what|whose|welche\w*|quel\w*|qué|was für)\s+(?:is |are |was |were )?(?:the |your |his |her |their )?([^\W_]+(?: [^\W_]+)?)", re.I)


def _near_mark(head: Sequence[str], text: str) -> bool:
    """Whether what a question names stands right beside something that tells which one it is."""
    for hit in _MARK.finditer(text):
        if set(head) & set(content(text[max(0, hit.start() - 14) : hit.end() + 14])):
            return True
    return False


class Question(NamedTuple):
    """What a part of a draft asks for."""

    text: str
    stems: tuple[str, ...]
    kinds: frozenset[str]
    types: tuple[_Type, ...]
    wh: bool
    step: bool
    paper: bool
    fresh: bool
    named: bool
    plain: tuple[_Type, ...]
    head: tuple[str, ...]


def question(part: str, known: Sequence[str]) -> Question:
    """Read a question of a draft; `known` are values that the conversation holds already."""
    ending = part if part.rstrip().endswith("?") else part.rstrip(" .") + "?"
    kinds = {kind.replace("card", "card_last4") if kind == "card" else kind for kind in asked(ending)}
    if not _VALUE.search(part) or (not _WH.search(part) and _WHETHER.search(part)):
        kinds -= _FIRM
    if _CONTACT.search(part) and (_WH.search(part) or not _WHETHER.search(part)):
        kinds.add("email")
    if _PLACE.search(part):
        kinds.add("postcode")
    lower = part.lower()
    return Question(
        part,
        tuple(dict.fromkeys(content(part))),
        frozenset(kinds),
        tuple(kind for kind in _types() if kind.asks.search(part)),
        _WH.search(part) is not None,
        _STEP.search(part) is not None,
        _PAPER.search(part) is not None,
        _FRESH.search(part) is not None,
        any(value.lower() in lower for value in known),
        tuple(kind for kind in _plain() if kind.asks.search(part)),
        tuple(content(head[1])) if (head := _HEAD.search(part)) else (),
    )


def features(ask: Question, one: _Given, told: frozenset[str], all_kinds: frozenset[str], card: Card) -> list[float]:
    """Measure how far one message of the customer answers a question; `told` is all they said."""
    n = max(1, len(ask.stems))
    sought = set(ask.stems)
    best = max(one.sentences, key=lambda each: len(each.stems & sought), default=_sentence(""))
    near = len(best.stems & sought) / n
    here = len(one.stems & sought) / n
    pair = len((one.stems | one.before) & sought) / n
    same = len(one.before & sought) / max(n, len(one.before), 1)
    marked = any(each.marked & sought for each in one.sentences)
    firm = ask.kinds & _FIRM
    given = bool(firm & one.kinds)
    lacking = bool(firm - {"phone", "version", "email", "postcode", "device"}) and not firm & all_kinds
    answered = any(kind.tells.search(best.text if near else one.text) for kind in ask.types)
    loose = [kind for kind in ("date", "amount") if kind in one.kinds]
    dated = bool(ask.types) and bool(loose) and (near > 0 or same > 0.3)
    tried = 0.0
    did = _DID.search(best.text) is not None
    if ask.step:
        for item in card.of(Slot.ALREADY_TRIED):
            if one.id in item.messages:
                words = set(content(item.text))
                tried = max(tried, len(words & sought) / n)
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
        float(ask.paper and _SENT.search(one.text) is not None),
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
        float(ask.paper and _SENT.search(one.text) is None),
        float(_NOT.search(best.text) is not None) * near,
    ]


def all_told(given: Sequence[_Given]) -> frozenset[str]:
    """Put together the words of all the customer's messages, and of the questions answered."""
    return frozenset().union(*(one.stems | one.before for one in given)) if given else frozenset()


def sought(draft: str, case: Case, card: Card) -> list[Sought]:
    """Judge each question of a draft: the likeliest message where the customer has answered it."""
    spans = questions(draft)
    if not spans:
        return []
    given = _given(case, card)
    told = all_told(given)
    facts = card.of(Slot.FACTS)
    known = [item.value for item in facts]
    kinds = frozenset(item.kind for item in facts)
    out = []
    for start, end in spans:
        ask = question(draft[start:end], known)
        judged = [
            (_chance(features(ask, one, told, kinds, card)), index)
            for index, one in enumerate(given)
        ]
        if judged:
            chance, index = max(judged)
            out.append(Sought(given[index].id, chance, start, end, ask.step))
    return out


def _chance(measures: Sequence[float]) -> float:
    return 1 / (1 + exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, measures, strict=True))))
