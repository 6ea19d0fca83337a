"""Drafts replies from macros and articles, filled with the customer's own facts.

Nothing is written anew: a draft is a macro, or the passage of an article that fits best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from console.assist.embedded.ranking import Ask, Ranked, index, words
from console.domain.filling import filled, values, without_gaps
from console.domain.handoff import Card, Case, Slot
from console.domain.models import AuthorKind, Knowledge, Message, Visibility
from console.domain.suggestion import Suggested, Suggestion
from console.domain.text import split_quoted

FLOOR = 0.5
"""Below it a candidate is more likely wrong than right, and none is better."""
MOST = 3
LAST = 3
"""How many of the customer's newest messages are read beside the first one."""
PASSAGE = 600
"""Characters of an article that are put into a draft."""
SAID = 0.9
"""The share of a text's words that one message of ours holds when it has been sent before."""
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip

NO_CANDIDATES = "There are no macros or articles to suggest from."
NO_WORDS = "The customer has not written anything to answer yet."


def suggest(
    case: Case,
    card: Card,
    candidates: Sequence[Knowledge],
    now: datetime,
    *,
    examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
    agent: str = "",
    ask: Ask | None = None,
) -> Suggested:
    """Give up to three drafts, best first, public ones before internal; or why there are none.

    `now` fills `{{today}}`, `agent` is the name to sign with. `examples` are customer texts by
    the id of what answered them. `ask` ranks in the place of the embedded index.
    """
    if not candidates:
        return Suggested(why_none=NO_CANDIDATES)
    customer = [message for message in case.messages if _of_customer(message)]
    texts = asked(case, card)
    if not customer or not texts:
        return Suggested(why_none=NO_WORDS)
    spoken = _customers_language(case, customer)
    ask = ask or index(candidates, examples).ask
    fitting = [
        each
        for each in ask(*texts, most=len(candidates))
        if each.score >= FLOOR and not _said(each.item, case)
    ]
    if not fitting:
        return Suggested(why_none=_no_match(candidates))
    readable = [each for each in fitting if _readable(each.item, spoken)]
    if not readable:
        name = LANGUAGES.get(spoken, spoken)
        return Suggested(why_none=f"No good match is written in {name}, the customer's language.")
    # The first one can be put in and sent by two keys: what is for colleagues stands behind.
    best = sorted(_distinct(readable), key=lambda each: _internal(each.item))[:MOST]
    known = values(
        case.customer,
        ref=case.id.partition("/")[2] or case.id,
        subject=case.subject,
        agent=agent,
        facts=card.of(Slot.FACTS),
    )
    known["today"] = now.date().isoformat()
    return Suggested(tuple(_draft(each, texts, known, case) for each in best))


def asked(case: Case, card: Card) -> list[str]:
    """Give the texts that say what is wanted, each once: subject, goal, question, messages."""
    own = [split_quoted(m.text)[0].strip() for m in case.messages if _of_customer(m)]
    slots = [item.text for slot in (Slot.GOAL, Slot.OPEN_QUESTION) for item in card.of(slot)]
    texts = [case.subject, *slots, *own[:1], "\n".join(own[-LAST:])]
    return [text for text in dict.fromkeys(texts) if words(text)]


def passage(item: Knowledge, texts: Sequence[str]) -> str:
    """Give a macro's text whole, of an article the paragraphs that fit the texts best."""
    if item.kind != "article" or len(item.text) <= PASSAGE:
        return item.text
    parts = _paragraphs(item.text)
    pieces = [Knowledge(str(n), "article", "", part) for n, part in enumerate(parts)]
    best = index(pieces).ask(*texts, most=1)
    start = end = int(best[0].item.id) if best else 0
    while end + 1 < len(parts) and sum(map(len, parts[start : end + 2])) <= PASSAGE:
        end += 1
    while start and sum(map(len, parts[start - 1 : end + 1])) <= PASSAGE:
        start -= 1
    return "\n\n".join(parts[start : end + 1])


@lru_cache(maxsize=256)
def _paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its empty lines; what is longer than a passage, at its lines and sentences."""
    out: list[str] = []
    for block in text.split("\n\n"):
        parts = [block]
        for between in ("\n", ". "):
            parts = [cut for part in parts for cut in _cut(part, between)]
        out += [part for part in parts if part.strip()]
    return tuple(out)


def _cut(part: str, between: str) -> list[str]:
    if len(part) <= PASSAGE:
        return [part]
    out = [""]
    for piece in part.split(between):
        if out[-1] and len(out[-1]) + len(piece) > PASSAGE:
            out.append(piece)
        else:
            out[-1] = f"{out[-1]}{between}{piece}" if out[-1] else piece
    return out


def _draft(each: Ranked, texts: Sequence[str], known: Mapping[str, str], case: Case) -> Suggestion:
    item = each.item
    source = passage(item, texts)
    text = filled(source, known)
    return Suggestion(
        text=text,
        source=f"{item.kind}:{item.id}",
        score=round(each.score, 3),
        title=item.title,
        visibility=item.visibility,
        marks=_marks(text, case, [source]),
        newest=case.newest,
    )


def _marks(text: str, case: Case, sources: Sequence[str]) -> tuple[tuple[int, int], ...]:
    from console.domain.guards import marks  # noqa: PLC0415  when it is first used

    return marks(text, case, sources)


def _of_customer(message: Message) -> bool:
    return (
        message.author.kind is AuthorKind.CUSTOMER
        and message.visibility is Visibility.PUBLIC
        and not message.event
    )


def _internal(item: Knowledge) -> bool:
    return item.visibility is Visibility.INTERNAL


def _distinct(found: Sequence[Ranked]) -> Iterator[Ranked]:
    """Leave out what says the same as a better one."""
    seen: set[str] = set()
    for each in found:
        same = " ".join(words(each.item.text))
        if same not in seen:
            seen.add(same)
            yield each


def _said(item: Knowledge, case: Case) -> bool:
    """Whether one of our messages holds nearly all of a text: it has been sent before."""
    own = _own_words(item.text)
    return bool(own) and any(
        len(own & _own_words(message.text)) >= SAID * len(own)
        for message in case.messages
        if message.author.kind in (AuthorKind.AGENT, AuthorKind.BOT)
        and message.visibility is Visibility.PUBLIC
    )


@lru_cache(maxsize=1_024)
def _own_words(text: str) -> frozenset[str]:
    return frozenset(words(without_gaps(text)))


def _customers_language(case: Case, customer: Sequence[Message]) -> str:
    """Give the language of the newest messages, else what the helpdesk says; empty when unknown."""
    found = _language("\n".join(message.text for message in customer[-LAST:]))
    if found:
        return found
    told = case.customer.attributes.get("language", "").strip().lower()
    by_name = {name.lower(): code for code, name in LANGUAGES.items()}
    code = by_name.get(told, told.replace("_", "-").partition("-")[0])
    return code if code in LANGUAGES else ""


def _readable(item: Knowledge, spoken: str) -> bool:
    own = (item.language or _language(item.text)).partition("-")[0].lower()
    return not spoken or not own or own == spoken


@lru_cache(maxsize=1_024)
def _language(text: str) -> str:
    from console.assist.embedded.language import language  # noqa: PLC0415  when it is first used

    return language(text)


def _no_match(candidates: Sequence[Knowledge]) -> str:
    many = len(candidates)
    held = "the one text here" if many == 1 else f"{many} macros and articles"
    return f"No good match among {held}."
