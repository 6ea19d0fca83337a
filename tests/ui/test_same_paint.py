"""Opening an escalation paints conversation, card, arc and suggestions at once; text stays text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from console.desk.assisting import Assisting
from console.desk.attending import Attending
from console.desk.memory import Line, Memory
from console.desk.reading import Told
from console.domain.handoff import Item, Provenance, Reading, Slot, arranged
from console.domain.models import Knowledge, Ref, Visibility
from console.domain.sentiment import Arc, Mood
from console.domain.suggestion import Suggested, Suggestion
from console.domain.text import clean
from console.store import connections
from console.ui.commands.base import Place
from tests.office import START, Clock
from tests.terminal.payloads import PAYLOADS, wrapped
from tests.terminal.screen import Desk, Shown, ink, shown
from tests.terminal.stores import fill
from tests.ui.test_injection import raw

COUNT = 60
HEAD = "nobody's · open"
"""What stands over an open conversation alone."""
MACROS = (
    Knowledge("1", "macro", "Parcel search", "We look for the parcel that has not arrived."),
    Knowledge("2", "macro", "Kettle refund", "We refund the broken kettle."),
    Knowledge("3", "macro", "Invoice copy", "Here is the invoice for March."),
)

Open = Callable[..., AbstractAsyncContextManager[Shown]]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Open:
    """Open a queue whose conversations have been read, or have not."""

    @asynccontextmanager
    async def open_(*, read: bool = True, **options: Any) -> AsyncIterator[Shown]:
        await fill(tmp_path / "store.db", COUNT, long=options.pop("long", 0), now=clock())
        desk = await Desk.open(tmp_path, clock=clock)
        try:
            async with desk.works.store.writing() as db:
                await connections.put_knowledge(db, "desk", MACROS)
            desk.works.desk.assisting = Assisting(clock)
            while read and await Attending(desk.works.desk).round():
                pass
            async with shown(desk.session, **options) as screen:
                await screen.until(lambda: len(screen.inbox.queue.rows) == COUNT, "all rows")
                await screen.painted()
                yield screen
        finally:
            await desk.works.stop()

    return open_


def chunks(screen: Shown) -> list[str]:
    """Give what was written since the last call, write by write, without what has no ink."""
    found = screen.driver.chunks[screen.marks :]
    screen.marks = len(screen.driver.chunks)
    return [text for chunk in found if (text := ink(chunk)).strip()]


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_card_and_conversation_come_in_one_paint(
    opened: Open, size: tuple[int, int], read: bool
):
    """What first shows the conversation shows card, arc and suggestions: whether kept or not."""
    async with opened(size=size, read=read) as screen:
        chunks(screen)
        await screen.keys("enter")
        written = chunks(screen)
        first = next(n for n, text in enumerate(written) if HEAD in text)

        for word in ("Handoff card", "wants", "now", "replies"):
            assert word in written[first], word
        # Nothing of it is painted a second time.
        assert not any("Handoff card" in text for text in written[first + 1 :])
        assert not any(HEAD in text for text in written[first + 1 :])


async def test_the_next_one_comes_in_one_paint(opened: Open):
    """So does each further conversation, where the card already stands."""
    async with opened(size=(200, 50)) as screen:
        await screen.keys("enter")
        for _ in range(4):
            chunks(screen)
            await screen.keys("]")
            ref = screen.inbox.talk.thread.ref  # type: ignore[union-attr]
            said = f"Message 0 of {ref.id}."
            written = [n for n, text in enumerate(chunks(screen)) if said in text]
            assert screen.inbox.advice.ref == ref
            assert len(written) == 1


async def test_an_open_conversation_is_silent(opened: Open):
    """With the card on the screen nothing is written while nothing happens."""
    async with opened(size=(200, 50)) as screen:
        await screen.keys("enter")
        await screen.painted()
        chunks(screen)
        for _ in range(30):
            await screen.painted()
            await asyncio.sleep(0.01)
        assert chunks(screen) == []


async def test_going_through_the_card_costs_little(opened: Open):
    """A statement more writes the card and the mark in the conversation, never the queue."""
    async with opened(size=(200, 50)) as screen:
        await screen.keys("enter", "v")
        customer = screen.inbox.queue.current.escalation.customer.name  # type: ignore[union-attr]
        others = [
            entry.escalation.subject
            for entry in screen.inbox.queue.in_view()
            if entry.escalation.customer.name != customer
        ]
        chunks(screen)
        await screen.keys("j")
        written = "".join(chunks(screen))

        assert written
        assert not any(subject in written for subject in others)


async def test_reading_in_the_background_draws_its_lines_alone(opened: Open):
    """What is read while one looks changes lines of the queue, and paints nothing else."""
    async with opened(read=False, size=(160, 40)) as screen:
        assert "not read yet" in screen.text()
        chunks(screen)
        desk = screen.inbox.session.desk
        while await Attending(desk).round():
            pass
        await screen.until(lambda: "not read yet" not in screen.text(), "all lines in view read")
        await screen.painted()
        assert "customer" not in "".join(chunks(screen))


# Hostile words -------------------------------------------------------------------------


def hostile(text: str) -> tuple[Told, Memory]:
    """Put a text wherever an assistant's words stand."""
    slots = [slot for slot in Slot if slot is not Slot.FACTS]
    items = [Item(slot, text, ("m1-0",), state=text[:20], by=text[:20]) for slot in slots]
    items += [Item(Slot.FACTS, text, ("m1-0",), kind=text[:30], value=text, supported=False)]
    made = Provenance(text, "1", ("m1-0", "m1-1"), START)
    moods = (Mood("m1-0", -2, "low", (text,)),)
    reading = Reading(arranged(items), moods, Arc(0, -1, -2), text, made)
    drafts = (
        Suggestion(text, "model:x", 0.9, text, maker=text),
        Suggestion(text, f"macro:{text}", 0.8, text, Visibility.INTERNAL, ((0, 9),)),
    )
    told = Told(reading, Suggested(drafts), busy=text, failed=text)
    return told, Memory((Line(text, Ref("desk", text), START, "fact"),), text)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_no_word_of_an_assistant_reaches_the_terminal_raw(
    opened: Open, size: tuple[int, int]
):
    """Card, moods, drafts, memory and sheet write text, whatever a model has answered."""
    async with opened(size=size) as screen:
        await screen.keys("enter")
        box = screen.inbox
        thread = box.talk.thread
        assert thread is not None
        box.feed.open_ref = None
        for name, payload in PAYLOADS.items():
            told, memory = hostile(wrapped(payload))
            screen.taken()
            bad = replace(thread, told=told, memory=memory)
            box.talk.show(bad, START)
            await box.advice.show(bad)
            await screen.keys("v", "j", "G", "escape")
            screen.press("w")
            await screen.until(lambda: len(screen.app.screen_stack) > 1, "the sheet")
            await screen.painted()
            assert screen.live() == [], name
            screen.press("escape")
            await screen.until(lambda: len(screen.app.screen_stack) == 1, "back")
            await screen.painted()
            assert raw(screen.taken()) == set(), name
            assert max(cell_len(row) for row in screen.rows()) <= size[0], name


async def test_a_hostile_draft_is_put_in_clean(opened: Open):
    """What goes into the composer is text, and what leaves for the terminal too."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("enter")
        box = screen.inbox
        thread = box.talk.thread
        assert thread is not None
        for name in ("csi clear", "osc 52 clipboard", "bidi overrides", "tag characters"):
            told, memory = hostile(wrapped(PAYLOADS[name]))
            box.talk.show(replace(thread, told=told, memory=memory), START)
            screen.taken()
            await screen.keys("1")
            await screen.until(lambda: box.writing.active, "the composer")
            composer = box.writing.composer
            assert composer is not None
            assert composer.text == clean(wrapped(PAYLOADS[name]))
            composer.area.load_text("")
            await screen.keys("escape")
            assert box.place is Place.CONVERSATION
            assert raw(screen.taken()) == set(), name
