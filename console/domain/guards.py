"""Look over a draft before it is sent: what the agent should see first, never a bar to sending."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from console.domain import asking, facts
from console.domain.checker import overlap
from console.domain.handoff import Card, Case, Slot
from console.domain.models import AuthorKind, Message, Visibility
from console.domain.promises import said as promised
from console.domain.sentences import cut

NAMES = ("repeat", "promise", "stale", "disclosure", "private", "unsupported")
"""The guards, by the names that switch them off."""
PHRASE = 5
"""Words in a row that a public reply may not have in common with an internal note alone."""
LIMIT = 20_000
"""Characters of a draft that are looked at."""


class Hit(NamedTuple):
    """One thing to look at before sending."""

    guard: str
    """One of NAMES."""
    said: str
    """One line for the agent, with the place."""
    message: str = ""
    """Id of the message to look at; empty where the draft alone is meant."""
    start: int = 0
    """Where in the draft, 0 to 0 for the whole."""
    end: int = 0


def _numbers(case: Case) -> dict[str, int]:
    """Count the messages as the agent sees them: what the system did has no number."""
    said = [message.id for message in case.messages if not message.event]
    return {ident: number for number, ident in enumerate(said, 1)}


def _short(text: str, size: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1].rstrip() + "…"


def repeats(draft: str, case: Case, card: Card) -> Iterator[Hit]:
    """Warn of questions that the customer has answered, and of steps that were carried out."""
    numbers = _numbers(case)
    for found in asking.sought(draft, case, card):
        if found.chance < asking.ENOUGH:
            continue
        place = numbers.get(found.message, 0)
        what = "has done that" if found.step else "has told that"
        yield Hit(
            "repeat", f"the customer {what}: message {place}", found.message, found.start, found.end
        )


def promises(case: Case, card: Card) -> Iterator[Hit]:
    """Warn of promises that are left open when the conversation is resolved."""
    numbers = _numbers(case)
    for item in card.of(Slot.PROMISES):
        if item.state == "open":
            at = item.messages[0] if item.messages else ""
            place = f", message {numbers[at]}" if at in numbers else ""
            yield Hit("promise", f"a promise is open: “{_short(item.text)}”{place}", at)


def stale(case: Case, seen: str) -> Iterator[Hit]:
    """Warn of what the customer wrote after the newest message that the agent saw."""
    ids = [message.id for message in case.messages]
    start = ids.index(seen) + 1 if seen in ids else len(ids) if not seen else 0
    newer = [
        message
        for message in case.messages[start:]
        if message.author.kind is AuthorKind.CUSTOMER and not message.event
    ]
    if newer:
        place = _numbers(case)[newer[0].id]
        many = "a newer message" if len(newer) == 1 else f"{len(newer)} newer messages"
        yield Hit("stale", f"the customer has sent {many}: message {place}", newer[0].id)


@cache
def _denials() -> re.Pattern[str]:
    bot = r"(?:bot|robot|ai|a\.i\.|chat ?bot|machine|computer|program|automated|assistant software)"
    person = r"(?:human|real person|person|member of staff|colleague)"
    return re.compile(
        rf"\b(?:we (?:do not|don't|never) use (?:any )?(?:{bot}s?|artificial intelligence)"
        rf"|(?:there (?:is|was)|it (?:is|was)) (?:no|not an?|never an?) {bot}\b(?! (?:any ?more"
        rf"|now))"
        rf"|(?:is|was)(?:n't| not) (?:an? )?(?:{bot}|automated|automatic)\b"
        rf"|no {bot} (?:is |was |has been |were )?(?:involved|used|wrote|here|writing)"
        rf"|(?:you (?:were|have been|'ve been|are) (?:always |only )?(?:speaking|talking|chatting"
        rf"|writing) (?:to|with) (?:an? )?{person})"
        rf" (?:all (?:along|the time)|from the (?:start|beginning)|before|earlier|the whole time)"
        rf"|(?:that|this|it|the (?:first |earlier |previous )?(?:messages?|answers?|repl(?:y"
        rf"|ies))|everything|all (?:messages|of it))"
        rf" (?:was|were|is|are|has been|have been) (?:all )?(?:written|sent|typed"
        rf"|answered) by (?:an? |one of our |my )?{person}s?\b"
        rf"|(?:has|have) (?:always|only) been (?:an? )?{person}s?\b|\b(?:ist|war) kein (?:bot"
        rf"|roboter|computer|chatbot)\b"
        rf"|was never (?:an? )?{bot})",
        re.IGNORECASE,
    )


def disclosures(draft: str, case: Case) -> Iterator[Hit]:
    """Warn of a draft that denies the AI, or passes its words off as a person's."""
    bots = [
        message
        for message in case.messages
        if message.author.kind is AuthorKind.BOT and message.visibility is Visibility.PUBLIC
    ]
    if not bots:
        return
    place = _numbers(case).get(bots[0].id, 1)
    spans = [found.span() for found in _denials().finditer(draft)]
    # "My colleague Wick" where Wick is the bot.
    for name in {
        part for message in bots for part in message.author.name.split()[:1] if len(part) > 2
    }:
        spans += [
            found.span()
            for found in re.finditer(
                rf"\b(?:my|our|a) (?:human )?(?:colleague|co-?worker"
                rf"|team ?mate)s?,? {re.escape(name)}\b",
                draft,
                re.IGNORECASE,
            )
        ]
    for start, end in spans:
        yield Hit(
            "disclosure",
            f"the draft denies the AI that wrote message {place}",
            bots[0].id,
            start,
            end,
        )


_MARKERS = re.compile(
    r"\binternal(?:ly)?(?: note| only| use)?\s*[:!]|\bfor internal use\b|\binternal (?:note|only)\b"
    r"|\b(?:do not|don'?t|please don'?t) (?:tell|mention (?:it |this )?to|inform"
    r"|say to) (?:the )?customers?\b"
    r"|\bnot for (?:the )?customers?\b|<!--|\b(?:the )?customer (?:is|seems|sounds) (?:annoying"
    r"|difficult|lying)\b"
    r"|\[internal\]|\bnicht an (?:den )?kunden\b|\bintern:",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@.])@[A-Za-z][\w.-]{1,30}\b(?!@)")
_WORDS = re.compile(r"\w+")


def _phrases(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    words = [(hit.group().casefold(), hit.start(), hit.end()) for hit in _WORDS.finditer(text)]
    return {
        tuple(word for word, _, _ in words[at : at + PHRASE]): (
            words[at][1],
            words[at + PHRASE - 1][2],
        )
        for at in range(len(words) - PHRASE + 1)
    }


def _notes(case: Case) -> list[Message]:
    return [
        message
        for message in case.messages
        if message.visibility is Visibility.INTERNAL and not message.event
    ]


_TELLING = ("order_id", "invoice_id", "tracking_id", "booking_ref", "customer_no", "case_no",
            "serial", "email", "phone", "url", "iban")  # fmt: skip


def private(
    draft: str, case: Case, sources: Sequence[str] = (), internal: Sequence[str] = ()
) -> Iterator[Hit]:
    """Warn of what looks internal in a public reply: marks, names, and words of internal notes.

    `internal` are texts of internal articles; `sources` are public ones.
    """
    for pattern, said in ((_MARKERS, "looks internal"), (_MENTION, "calls a colleague")):
        for found in pattern.finditer(draft):
            yield Hit("private", f"“{_short(found.group(), 30)}” {said}", "", *found.span())
    notes = _notes(case)
    if not notes and not internal:
        return
    numbers = _numbers(case)
    mine = _phrases(draft)
    open_texts = [
        message.text for message in case.messages if message.visibility is Visibility.PUBLIC
    ] + list(sources)
    told = {phrase for text in open_texts for phrase in _phrases(text)} if mine else set()
    texts = [(note.text, note.id) for note in notes] + [(text, "") for text in internal]
    for text, ident in texts:
        spans = sorted(mine[phrase] for phrase in mine.keys() & _phrases(text).keys() - told)
        if spans:
            where = (
                f"the internal note, message {numbers[ident]}" if ident else "an internal article"
            )
            yield Hit("private", f"words from {where}", ident, spans[0][0], spans[-1][1])
    for fact in facts.find(draft):
        if fact.kind in _TELLING and not any(
            facts.stands(fact.kind, fact.normalised, text) for text in open_texts
        ):
            for text, ident in texts:
                if facts.stands(fact.kind, fact.normalised, text):
                    where = f"message {numbers[ident]}" if ident else "an internal article"
                    said = f"{_short(fact.value, 30)} stands in {where} alone, which is internal"
                    yield Hit("private", said, ident, fact.start, fact.end)
                    break


_MARKED = (*_TELLING, "amount", "date", "card_last4", "error_code")


def _loose(text: str, case: Case, sources: Sequence[str]) -> list[tuple[str, str, int, int]]:
    """List what a text brings in that stands nowhere: kind, words and place of each."""
    there = [message.text for message in case.messages if not message.event] + list(sources)
    out = [
        (fact.kind.replace("_", " "), fact.value, fact.start, fact.end)
        for fact in facts.find(text)
        if fact.kind in _MARKED
        and not any(
            facts.stands(fact.kind, fact.normalised, one) or _same(fact, one) for one in there
        )
    ]
    for words in (span for sentence in cut(text) for span in promised(sentence)):
        start = text.find(words)
        end = start + len(words)
        if start >= 0 and not any(overlap(words, one) >= 0.8 for one in there):
            out.append(("promise", words, start, end))
    return sorted(out, key=lambda one: one[2])


def _same(fact: facts.Fact, text: str) -> bool:
    """Whether a text has the value verbatim: what is read in two ways is still nothing new."""
    return len(fact.value) > 3 and fact.value.casefold() in text.casefold()


def marks(text: str, case: Case, sources: Sequence[str] = ()) -> tuple[tuple[int, int], ...]:
    """Give the places of a draft whose amount, date, address, number or promise stands nowhere."""
    return tuple((start, end) for _, _, start, end in _loose(text[:LIMIT], case, sources))


def unsupported(draft: str, case: Case, sources: Sequence[str] = ()) -> Iterator[Hit]:
    """Warn of amounts, dates, addresses, numbers and promises that stand nowhere."""
    for kind, words, start, end in _loose(draft, case, sources):
        said = (
            f"the {kind} “{_short(words, 40)}” stands neither in the conversation nor in a source"
        )
        yield Hit("unsupported", said, "", start, end)


def look(
    draft: str,
    case: Case,
    card: Card,
    *,
    visibility: Visibility,
    resolving: bool,
    seen: str,
    sources: Sequence[str] = (),
    internal: Sequence[str] = (),
    off: Container[str] = (),
) -> tuple[Hit, ...]:
    """Look over a draft; `seen` is the newest message that the agent saw, "" where that is unknown.

    `sources` are the public texts that the draft leans on, `internal` texts of internal articles,
    `off` the guards that are switched off. An internal note is only looked over for promises left.
    """
    draft = draft[:LIMIT]
    hits: list[Hit] = []
    if "promise" not in off and resolving:
        hits += promises(case, card)
    if visibility is Visibility.PUBLIC:
        if "repeat" not in off:
            hits += repeats(draft, case, card)
        if "stale" not in off:
            hits += stale(case, seen)
        if "disclosure" not in off:
            hits += disclosures(draft, case)
        if "private" not in off:
            hits += private(draft, case, sources, internal)
        if "unsupported" not in off:
            hits += unsupported(draft, case, sources)
    return tuple(sorted(hits, key=lambda hit: (NAMES.index(hit.guard), hit.start)))
