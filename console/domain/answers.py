"""How questions ask for something, and how an answer to them looks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

_STOP_WORDS = (
    "a an the this that these those it its is are was were be been am i you your yours we our "
    "us me my he she they them his her their to of in on at by for from with and or but if as "
    "so do does did done have has had can could would will shall should may might must not no "
    "yes please tell let give us know what which who when where why how there here just then "
    "than too also any some one once again still yet already ever now new about into out up "
    "down over off s t re ll ve d m im try tried trying check checked send sent provide confirm "
    "need needs want get got go went make made take took put say says said look looked see sure "
    "thanks thank hello hi dear more most much many other another own same exactly kind mind "
    "happen like der die das den dem ein eine einen ist sind war haben hat sie ihr ihre ihren "
    "ihnen wir uns bitte wie was wann wo wer welche welcher welches schon denn noch und oder zu "
    "zum zur im in an auf mit le la les un une des de du est vous votre vos nous je il elle "
    "avez avoir quel quelle quelles et ou el los las una su sus es son usted tiene ha han qué "
    "cuál de del por para y o"
)
_STOP = frozenset(_STOP_WORDS.split())
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
_ENDS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "edly",
    "ed",
    "ies",
    "es",
    "ers",
    "er",
    "ly",
    "s",
    "e",
    "en",
)
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
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


class Type(NamedTuple):
    """A kind of answer: how a question asks for it, and how an answer looks."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]


@cache
def types() -> tuple[Type, ...]:
    """Compile questions whose answer must stand with what they are about."""
    number = (
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|both|all|couple|zwei|drei"
        r"|deux|trois|dos|tres)\b"
    )
    pairs = (
        ((r"\bhow (?:many|much|old|long|wide|tall|large|big|high|fast|far|often|cold|hot|warm"
        r"|full)\b"
         r"|\bwie ?viele?\b|\bcombien\b|\bcuánt\w+"), number),
        ((r"\bwhen\b|\b(?:which|what|on what) (?:day|date|time|month|year|week)\b|\bdate of\b"
        r"|\bby when\b"
         r"|\bwann\b|\bbis wann\b|\bquand\b|\bcuándo\b|\bqué día\b|\bdates?\b"),
         (r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today|tomorrow|morning"
         r"|evening|afternoon|night|noon|last|since)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
         r"|nov|dec)\w*")),
        (r"\bcolou?r\b|\bfarbe\b|\bcouleur\b|\bcolor\b",
         (r"\b(?:red|green|blue|black|white|grey|gray|yellow|orange|brown|pink|purple|amber|silver"
         r"|rot|grün|blau|rouge|vert|bleu|noir|rojo|verde|azul)\w*\b")),
        ((r"\bwhere\b|\bwhich (?:address|town|city|country|room|street|shop|store|branch|station)\b"
         r"|\b(?:address|house number)\b|\bwo\b|\badresse\b|\bdirección\b"),
         (r"\d+\s?\w* [A-Z]|\b(?:street|road|lane|row|str|avenue|room|close)\b|\b(?:in|at|under"
         r"|behind|near|from) (?:the |my )?\w+|\b\d{5}\b")),
    )  # fmt: skip
    return tuple(Type(re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in pairs)


@cache
def asks() -> re.Pattern[str]:
    """Compile what makes a sentence ask the customer for something."""
    return re.compile(
        r"\?\s*$|^\W*(?:please|pls|plz|kindly|veuillez|merci de|por favor|indíqu|graag|geef"
        r"|nennen sie|teilen sie|could you|can you|would you|may i|might i|tell me|let me have"
        r"|let me know|send (?:me|us)|give (?:me|us)|bitte|i(?:'ll| will)? (?:just )?need (?:your"
        r"|the|a)\b"
        r"|we(?:'ll| will)? need (?:your|the|a)\b)|\bplease (?:give|tell|send|let|quote|provide"
        r"|confirm"
        r"|enter|share|state|attach|upload|reply with|try|check|restart|reset|unplug|clear"
        r"|make sure)\b",
        re.IGNORECASE,
    )


STEP = re.compile(
    r"\b(?:did|have|had) you (?:\w+ )?(?:try|tried|already|check|checked|look|restart|reset"
    r"|contact|ask|spoken"
    r"|call|clear|update|reinstall|turn|switch|unplug)|\bhave you (?:\w+ )?\w+(?:ed|en|t)\b"
    r"|\bdid you\b"
    r"|\bhave you tried|\b(?:could|can|would) you (?:please |once |first |also )*(?:try|restart"
    r"|reset|check|reload|update|unplug"
    r"|clear|turn|switch|hold|press|install|reinstall|log|sign|tilt|open|move)\b|\bplease try\b"
    r"|^\W*(?:please|pls|plz|kindly) (?!(?:send|tell|give|let|quote|provide|confirm|share|enter"
    r"|state|attach|upload|forward|reply|name|describe)\b)\w+"
    r"|\b(?:could|can|will|would) you (?:please |once |first |also |perhaps |quickly )*(?!(?:tell"
    r"|give|send|share|let|provide|confirm|quote|describe|say|name|read|forward|attach|upload|remind"
    r"|spell|explain|mind|like|prefer|rather|please|once|first|also|perhaps|quickly|be|have)\b)\w+"
    r"|\bhaben sie\b|\bavez-vous\b|\bha \w+[ai]do\b|\bheeft u\b|\bbitte \w+en sie\b"
    r"|\bpourriez-vous (?:essayer|vérifier|redémarrer|nettoyer|changer)\b"
    r"|\bkönnten sie (?:bitte )?(?:einmal )?\w+ \w+(?:en|ten)\b",
    re.IGNORECASE,
)
PAPER = re.compile(
    r"\b(?:send|attach|upload|forward|share|mail|provide)\b.{0,40}\b(?:photos?|pictures?|scan"
    r"|copy|screenshot|form"
    r"|file|receipt|invoice|proof|document|statement|certificate|confirmation|correspondence|log"
    r"|letter|list|exchange)\b",
    re.IGNORECASE,
)
SENT = re.compile(
    r"\b(?:sent|attached|uploaded|enclosed|see attach|attachment|here(?: it)? is|forwarded"
    r"|in the post|posted)\b",
    re.IGNORECASE,
)
DID = re.compile(
    r"\b(?:i|we|ive|i've|already|done|did|twice|tried|times|both|ja|yes|yep|habe|have|j'ai|ya)\b"
    r"|\w+ed\b",
    re.IGNORECASE,
)
NOT = re.compile(
    r"\b(?:didn'?t|did not|haven'?t|have not|not yet|never|can'?t find|nicht)\b", re.IGNORECASE
)


@cache
def plain() -> tuple[Type, ...]:
    """Compile questions whose answer is known by its look alone, whatever words stand around it."""
    pairs = (
        (r"\bhow old\b|\bage\b|\bwie alt\b",
         (r"\b\d+[ -]?(?:yo|y/o|yrs?|years?|months?)[ -]?(?:old)?\b"
         r"|\b(?:he|she|i|it)(?:'s|s| is|'m| am) \d+\b"
         r"|\b(?:aged?|turned|i am) \d+\b")),
        (r"\bhow many (?:of you|people|persons|guests|passengers)\b",
         r"\bwe(?:'re| are) \w+\b|\b\d+ (?:of us|people|adults|guests|persons)\b"),
        (r"\bdate of birth\b|\bborn\b|\bbirthday\b", r"\bborn\b|\bdate of birth\b|\bdob\b"),
        (r"\b(?:which|what) size\b", r"\b(?:size|in an?|for an?) (?:\d\d|[SMLX]{1,3})\b"),
        (r"\bhow (?:wide|tall|long|large|big|high)\b",
         r"\b\d+(?:[.,]\d+)? ?(?:cm|mm|m|inch|in|ft|x \d+)\b|\bA\d\b"),
        (r"\bhow fast\b|\bspeed\b", r"\d ?(?:km/h|mph|mbit|mbps|mb/s)"),
        (r"\bhow (?:cold|hot|warm)\b|\btemperature\b", r"\d ?(?:degrees|°|grad)"),
        ((r"\b(?:what|which|your|new|postal) (?:\w+ )?address\b|\bwhere (?:should|shall|do) (?:we"
        r"|you) (?:send|ship|live)"
         r"|\bhouse number\b|\bpostcode\b"),
         (r"\b\d+ [A-Z]\w+ (?:\w+ )?(?:st|street|rd|road|row|lane|close|avenue|way|drive|place)\b"
         r"|\b[A-Z]{1,2}\d\w? ?\d[A-Z]{2}\b"
         r"|\b\d{5} [A-Z]")),
        (r"\bwhich account\b.*\b(?:pay|refund|money|deposit|transfer)|\biban\b|\bbank details\b",
         r"\b[A-Z]{2}\d{2}[ \d]{8,}"),
        (r"\bmorning|afternoon|evening\b.*\bor\b|\bwhat time\b",
         r"\b(?:morning|afternoon|evening|noon|\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock))"),
        ((r"\bwhich (?:browser|phone|device|model|box|router|tv|machine)\b"
         r"|\bwhat (?:model|device|phone)\b"),
         r"\b(?:chrome|firefox|safari|edge|iphone|ipad|android|galaxy|pixel)\b"),
    )  # fmt: skip
    return tuple(
        Type(re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE if "[A-Z]" not in b else 0))
        for a, b in pairs
    )
