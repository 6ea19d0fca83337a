"""Check a card against its conversation: what does not stand where it says is marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from console.domain import contacts, facts
from console.domain.handoff import REASONS, Card, Case, Item, Slot
from console.domain.models import AuthorKind, Message, Visibility

ENOUGH = 0.7
"""Share of the words of a quoted step, promise or question that must stand in its messages."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_QUOTED = (Slot.ALREADY_TRIED, Slot.PROMISES, Slot.OPEN_QUESTION)


_JOINED = re.compile(r"(?<=\d)[ .,'’\u00a0/-](?=\d)")


@lru_cache(maxsize=256)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def overlap(text: str, among: str) -> float:
    """Give the share of the words of a text that stand in another; 0 where it has none."""
    words = _WORD.findall(text.casefold())
    there = _vocabulary(among)
    return sum(word in there for word in words) / len(words) if words else 0.0


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _numbers_stand(text: str, among: str) -> bool:
    """Whether every number of a text stands in another: a made-up one is never only wording."""
    numbers = _NUMBER.findall(text)
    if not numbers:
        return True
    there = set(_NUMBER.findall(among))
    joined = _JOINED.sub("", among)
    return all(
        number in there or number.lstrip("0") in there or number in joined for number in numbers
    )


def _addresses_stand(text: str, among: str) -> bool:
    """Whether every web and mail address of a text stands in another."""
    text = facts.visible(text)
    found = [*contacts.addresses(text), *contacts.domains(text)]
    return not found or all(fact.value.lower() in among.lower() for fact in found)


def _fact(item: Item, cited: Sequence[Message]) -> bool:
    if item.kind not in facts.KINDS or not item.normalised or not item.value:
        return False
    texts = [facts.visible(message.text) for message in cited]
    verbatim = _squeezed(item.value)
    shown = _squeezed(item.text)
    return (
        all(facts.stands(item.kind, item.normalised, text) for text in texts)
        and verbatim in _squeezed(texts[0])
        and facts.stands(item.kind, item.normalised, item.value)
        and (verbatim in shown or shown in verbatim)
        and _numbers_stand(item.text, " ".join(texts))
    )


def _spoke(item: Item, cited: Sequence[Message]) -> bool:
    """Whether the one who is said to have promised, asked or told wrote a message cited."""
    kinds = {message.author.kind for message in cited}
    public = any(message.visibility is Visibility.PUBLIC for message in cited)
    if item.slot is Slot.PROMISES:
        return item.by in ("bot", "agent") and AuthorKind(item.by) in kinds
    if item.slot is Slot.OPEN_QUESTION:
        return AuthorKind.CUSTOMER in kinds
    if item.slot is Slot.DISCLOSURE:
        return public and bool(kinds - {AuthorKind.CUSTOMER})
    return True


def _reason(item: Item, case: Case, among: str) -> bool:
    """Whether a reason agrees with the record of the handoff that it names."""
    if item.kind and item.kind not in REASONS:
        return False
    record = case.handoff
    if item.source != "handoff":
        return _plain(item, among if record is None else f"{among} {record.reason} {record.note}")
    if record is None:
        return False
    if record.reason in REASONS and item.kind not in ("", record.reason):
        return False
    told = f"{record.reason.replace('_', ' ')} {record.note}"
    # The words may be the category's own.
    own = f"{told} {record.reason} {item.kind.replace('_', ' ')}"
    return _plain(item, own) and (not record.note or overlap(item.text, own) >= ENOUGH)


def _plain(item: Item, among: str) -> bool:
    """Whether free words bring in no number and no address of their own."""
    return _numbers_stand(item.text, among) and _addresses_stand(item.text, among)


def _by_id(case: Case) -> dict[str, Message]:
    """Give each message by its id; of two with the same one, what was said goes first."""
    by_id = {message.id: message for message in case.messages if message.event}
    return by_id | {message.id: message for message in case.messages if not message.event}


def stands(item: Item, case: Case) -> bool:
    """Whether one statement stands in the messages that it names."""
    return _stands(item, case, _by_id(case))


def _stands(item: Item, case: Case, by_id: Mapping[str, Message]) -> bool:
    if not item.messages or not item.text.strip() or any(one not in by_id for one in item.messages):
        return False
    cited = [by_id[one] for one in item.messages]
    if item.slot is Slot.FACTS:
        return _fact(item, cited)
    among = "\n".join([facts.visible(message.text) for message in cited])
    if item.slot is Slot.REASON:
        return _reason(item, case, among)
    if not _spoke(item, cited):
        return False
    if item.slot in _QUOTED:
        return overlap(item.text, among) >= ENOUGH and _plain(item, among)
    if item.slot is Slot.NEXT_STEP and not _plain(item, among):
        # What to do next may name what stands anywhere in the conversation.
        among = "\n".join(facts.visible(message.text) for message in case.messages)
    return _plain(item, among)


def checked(card: Card, case: Case) -> Card:
    """Mark each statement by whether it stands in the messages cited; none is left out.

    A mark that says unsupported is never taken back, so that a maker's own doubt stays.
    """
    by_id = _by_id(case)
    found = facts.remembered(case.messages)
    return card._replace(
        items=tuple(
            item
            if item.slot is Slot.FACTS and item in found
            else item._replace(supported=item.supported and _stands(item, case, by_id))
            for item in card.items
        )
    )
