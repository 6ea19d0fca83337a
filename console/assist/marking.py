"""Where a model's draft says what nobody on our side said: promises, amounts, dates, addresses.

What only the customer said could have been put there for a model to find: an address or a
promise of theirs is marked, and so is an amount or a date, unless the sentence says that it is
theirs ("the 49.90 that you paid").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from console.assist.hiding import plain
from console.domain.handoff import Case
from console.domain.models import AuthorKind

Span = tuple[int, int]
ALIKE = 0.8
"""Share of a promise's words that one sentence of a source must have."""


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        r"\b[a-z][a-z0-9+.-]{1,9}://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+"
        r"|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
        r"|(?<![\w@.-])(?:[\w-]+(?:\.|\[\.\]|\(dot\)|\u3002))+(?:com|net|org|io|ai|app|dev|info"
        r"|biz|co|me|xyz|top|site|shop"
        r"|online|link|click|example|test|invalid|[a-z]{2})(?:/[^\s<>\"')\]]*)?(?![\w.-]*\w)",
        re.IGNORECASE,
    )


@cache
def _amount() -> re.Pattern[str]:
    money = r"[$€£¥₹₽₿]|\b(?:usd|eur|gbp|chf|jpy|cad|aud|sek|nok|dkk|pln|czk|inr)\b"
    named = (
        r"(?:euros?|dollars?|pounds?|francs?|cents?|bucks|quid|franken|pesos?|yen|points?"
        r"|credits?|%|percent|prozent|por ciento|pour ?cent|procent)"
    )
    number = r"\d[\d.,'\u00a0\u202f ]*"
    return re.compile(
        rf"(?:{money})\s?{number}(?<=\d)(?:\s?(?:{money}))?"
        rf"|\b{number}(?<=\d)\s?(?:{money}|k?\s?{named})(?!\w)"
        rf"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|(?:a "
        rf"|one )?hundred|(?:a |one )?thousand"
        rf"|(?:a |one )?million|half)(?:[ -]\w+)? {named}(?!\w)",
        re.IGNORECASE,
    )


@cache
def _date() -> re.Pattern[str]:
    month = (
        r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli"
        r"|okt|dez|janv|févr|mars"
        r"|avr|juin|juil|août|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
        r"|octubre|noviembre"
        r"|diciembre|gennaio|febbraio|maggio|giugno|luglio)[a-zéû]*\.?"
    )
    day = (
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
        r"|mittwoch|lundi|mardi"
        r"|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado"
        r"|domingo"
        r"|today|tonight|tomorrow|heute|morgen|übermorgen|demain|aujourd'hui|mañana|hoy|domani"
        r"|oggi|amanhã|hoje|vandaag"
    )
    unit = (
        r"(?:minutes?|hours?|(?:working |business )?days?|weeks?|months?|years?|minuten?"
        r"|stunden?|(?:werk)?tagen?|wochen?"
        r"|monaten?|heures?|jours?|semaines?|mois|horas?|días?|semanas?|meses|ore|giorni"
        r"|settimane|uur|dagen|weken)"
    )
    count = (
        r"(?:\d+(?:\s?[-\u2013]\s?\d+)?|one|two|three|four|five|six|seven|ten|a few|zwei|drei"
        r"|deux|trois|dos|tres)"
    )
    return re.compile(
        r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b"
        r"|\b\d{1,2}\.\d{1,2}\.(?!\d)"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of| de)? {month}(?: \d{{4}})?"
        rf"|\b{month} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"
        rf"|\b(?:{day})\b|\b{count} {unit}\b|\b\d{{1,2}}:\d\d\b|\b\d{{1,2}} ?[ap]\.?m\b"
        r"|\bnext (?:week|month|year|day)\b|\bend of (?:the )?(?:day|week|month|year)\b",
        re.IGNORECASE,
    )


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:i|we|they|he|she|you|it|team|manager|colleague|technician)(?:'ll|\u2019ll| will"
        r"| shall| are going to| is going to|'re going to|'m going to| am going to"
        r"| can confirm)\b"
        r"|\byou(?:'ll| can| may| only)? (?:get|receive|save|pay|owe|qualify|keep|win)\b"
        r"|\b(?:arrives?|arriving|ships|leaves|comes back|is yours|are yours|off your)\b"
        r"|% off\b|\bpercent off\b"
        r"|\b(?:promis\w*|guarant\w*|assur(?:e|ed)\b|entitled|approved|granted|waiv\w+|refund\w*"
        r"|reimburs\w*|compensat\w*"
        r"|credited|voucher|gift ?card|coupon|free of charge|for free|no charge|discount\w*"
        r"|on us\b|has been (?:issued|booked|cancelled|upgraded))"
        r"|\b(?:werde[nt]?|versprech\w*|versprich\w*|garantier\w*|zusag\w*|zugesagt|erstatt\w*"
        r"|rückerstattung\w*|gutschrift\w*|gutschein\w*|kostenlos\w*|gratis|rabatt\w*|genehmigt"
        r"|schick(?:en|e)|überweis\w*)\b"
        r"|\b(?:promett\w*|garanti\w*|rembours\w*|dédommag\w*|gratuit\w*|bon d'achat|remise"
        r"|\w+(?:erons|irons|rons))\b"
        r"|\b(?:promet\w*|garantiz\w*|reembols\w*|devolver\w*|compensar\w*|indemniz\w*"
        r"|descuento\w*|\w+(?:aremos|eremos|iremos))\b"
        r"|\b(?:rimbors\w*|promess\w*|sconto|gratuito|\w+(?:eremo|iremo))\b|\b(?:terugbetal\w*"
        r"|beloof\w*|beloven|korting)\b"
        r"|\b(?:reembolso|devoluç\w*|prometemos|desconto)\b|обеща\w*|верн[её]м\w*|возврат\w*"
        r"|гарантир\w*|退款|保证|返金|お約束|환불|سنعيد|نضمن",
        re.IGNORECASE,
    )


_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:\.(?=\S)[^.!?。！？\n]*)*[.!?。！？]*")
_NUMBER = re.compile(r"\d+(?:[.,'\u00a0\u202f ]\d+)*")


def marks(text: str, case: Case, sources: Sequence[str]) -> tuple[Span, ...]:
    """Give the spans of a draft that stand neither in the conversation nor in a source.

    `case` holds what the customer has seen; `sources` are the texts that the draft cites.
    """
    kinds = (AuthorKind.BOT, AuthorKind.AGENT)
    ours = [plain(m.text) for m in case.messages if m.author.kind in kinds]
    ours += [plain(source) for source in sources]
    told = [plain(m.text) for m in case.messages if m.author.kind is AuthorKind.CUSTOMER]
    told += [plain(case.subject), *ours]
    found = [
        *_unless(_address(), text, _folded(ours)),
        *_promises(text, ours),
    ]
    for match in _SENTENCE.finditer(text):
        known = told if _theirs().search(match[0]) else ours
        spans = [*_unless_number(match[0], known), *_unless(_date(), match[0], _folded(known))]
        found += [(start + match.start(), end + match.start()) for start, end in spans]
    return joined(found)


@cache
def _theirs() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:you|your)\b.{0,60}\b(?:paid|payment|said|say|mention\w*|wrote|writ\w+|told|order\w*"
        r"|charge[ds]?|bought|purchase\w*|report\w*|received|sent|ask\w*|invoice\w*|bill\w*"
        r"|claim\w*|booking|booked|appointment|message)\b"
        r"|\b(?:paid|payment|said|mentioned|wrote|told|ordered|order|charged|bought|received|sent)\b"
        r".{0,60}\b(?:you|your)\b"
        r"|\b(?:sie|ihre?n?)\b.{0,60}\b(?:bezahlt|zahlung|schreiben|schrieben|bestell\w*|genannt\w*"
        r"|rechnung)\b"
        r"|\b(?:vous|votre|vos)\b.{0,60}\b(?:payé\w*|paiement|écri\w*|command\w*|facture|indiqué\w*)\b"
        r"|\b(?:su|sus|usted|ha)\b.{0,60}\b(?:pagad\w*|pago|pedido|factura|indicad\w*|escrib\w*)\b",
        re.IGNORECASE | re.DOTALL,
    )


def _folded(texts: Sequence[str]) -> str:
    return " ".join("\n".join(texts).casefold().split())


def _unless(pattern: re.Pattern[str], text: str, known: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        words = " ".join(match[0].casefold().split()).rstrip(".,;:!?")
        if not re.search(rf"(?<![\w@.-]){re.escape(words)}(?![\w@/-]|\.\w)", known):
            yield match.span()


def _value(number: str) -> str:
    """Give one form for the notations of a number: 1.234,50 and 1,234.50 are the same."""
    parts = re.split(r"\D+", number)
    if len(parts) > 1 and len(parts[-1]) <= 2:
        whole, cents = "".join(parts[:-1]), parts[-1].ljust(2, "0")
        return f"{whole.lstrip('0') or '0'}.{cents}"
    return f"{''.join(parts).lstrip('0') or '0'}.00"


def _unless_number(text: str, told: Sequence[str]) -> Iterator[Span]:
    known = {_value(match[0]) for said in told for match in _NUMBER.finditer(said)}
    words = _folded(told)
    for match in _amount().finditer(text):
        number = _NUMBER.search(match[0])
        stands = _value(number[0]) in known if number else match[0].casefold() in words
        if not stands:
            yield match.span()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _promises(text: str, ours: Sequence[str]) -> Iterator[Span]:
    said = [set(_words(match[0])) for whole in ours for match in _SENTENCE.finditer(whole)]
    for match in _SENTENCE.finditer(text):
        if not _promise().search(match[0]):
            continue
        words = _words(match[0])
        numbers = {word for word in words if word.isdigit()}
        if not any(
            numbers <= one and sum(word in one for word in words) >= ALIKE * len(words)
            for one in said
        ):
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            yield begin, match.end()


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Put spans in order, and those that touch or overlap into one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
