"""Macros and articles, the helpdesk's and the team's own: list, search and fill them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from console.desk import Desk
from console.domain.filling import filled as fill
from console.domain.filling import values
from console.domain.models import Escalation, Knowledge, Person, Visibility
from console.errors import InputError
from console.store import connections

if TYPE_CHECKING:
    from console.desk.knowledge_files import Shelf
    from console.domain.handoff import Item

MOST = 50
"""Results of a search."""


async def every(desk: Desk, connection: str, kind: str | None = None) -> list[Knowledge]:
    """List the macros and articles of a connection and of the team's folder, by title."""
    theirs = await connections.knowledge(desk.store.reader, connection, kind)
    ours = (await own(desk)).items
    found = [*theirs, *(item for item in ours if kind in (None, item.kind))]
    return sorted(found, key=lambda item: item.title.casefold()) if ours else theirs


async def own(desk: Desk) -> Shelf:
    """Read the team's folder, where one is configured; its problems are sentences to show."""
    from console.desk.knowledge_files import Shelf, read  # noqa: PLC0415  off the start path

    if desk.knowledge_folder is None:
        return Shelf()
    try:
        return await asyncio.to_thread(read, desk.knowledge_folder)
    except InputError as error:
        return Shelf(problems=(str(error),))


async def search(
    desk: Desk, connection: str, words: str, kind: str | None = None
) -> list[Knowledge]:
    """Find macros and articles by words, the best first; all by title when nothing is asked."""
    # The index of a long list takes longer to make than a frame may.
    return await asyncio.to_thread(found, await every(desk, connection, kind), words)


def found(items: Sequence[Knowledge], words: str, most: int = MOST) -> list[Knowledge]:
    """Order items by how well they fit words that are being typed.

    A title that begins so comes first, then one with a word that begins so, then one that
    holds all words somewhere, then what is like it: a slip of the finger finds it still.
    """
    from console.assist.embedded.ranking import index  # noqa: PLC0415  off the start path

    typed = words.casefold().split()
    if not typed:
        return list(items)
    ranker = index(items)
    place = {id(each.item): n for n, each in enumerate(ranker.ask(words, most=most))}
    graded = [
        (_closeness(item, typed), place.get(id(item), most), n)
        for n, item in enumerate(ranker.candidates)
    ]
    fits = sorted(each for each in graded if each[0] < 3 or each[1] < most)
    return [items[n] for *_, n in fits[:most]]


def _closeness(item: Knowledge, typed: Sequence[str]) -> int:
    title = item.title.casefold()
    if title.startswith(" ".join(typed)):
        return 0
    heads = title.split() + [tag.casefold() for tag in item.tags]
    if all(any(head.startswith(word) for head in heads) for word in typed):
        return 1
    whole = f"{title} {' '.join(heads)} {item.text.casefold()}"
    return 2 if all(word in whole for word in typed) else 3


def warning(item: Knowledge) -> str:
    """Mark what is not for customers."""
    return ", INTERNAL" if item.visibility is Visibility.INTERNAL else ""


def question(visibility: Visibility, into: Visibility) -> str:
    """Give what to ask before a text goes into a draft; empty when it may go in at once."""
    if visibility is Visibility.INTERNAL and into is Visibility.PUBLIC:
        return "This is for colleagues only. Put it into a PUBLIC reply?"
    return ""


def filled(item: Knowledge, escalation: Escalation, me: Person, facts: Iterable[Item] = ()) -> str:
    """Put the customer's values into a text; what is not known stays visible as [name]."""
    known = values(
        escalation.customer,
        ref=escalation.ref.id,
        subject=escalation.subject,
        agent=me.name,
        facts=facts,
    )
    return fill(item.text, known)
