"""Models on the screen: drafts that stream and can be stopped, rewrites that only `y` takes."""

from __future__ import annotations

import asyncio

import pytest
from rich.cells import cell_len

from console import errors
from console.desk import outbox
from console.ui.screens.rewriting import Difference, Rewriting, compared
from tests.assisted import Model, at_work, drafts
from tests.office import Console, Office

OWN = "We look for your parcel."


@pytest.fixture
async def model(office: Office, console: Console) -> Model:
    """Have a model that writes, and a conversation to write in."""
    await at_work(office, console)
    made = Model()
    console.desk.assisting.drafts = made
    return made


async def rewriting(seat, key: str = "s") -> Rewriting:
    """Write something, and ask for a rewrite."""
    await seat.press("r")
    await seat.until(lambda: seat.inbox.writing.active, "the composer")
    seat.inbox.writing.composer.area.load_text(OWN)
    await seat.press("ctrl+r")
    await seat.until(lambda: "Rewrite the draft" in seat.shown(), "the ways")
    await seat.press(key)
    await seat.until(lambda: isinstance(seat.app.screen, Rewriting), "the rewrite")
    return seat.app.screen


async def test_drafts_are_seen_as_they_come_and_stopped(console: Console, model: Model, sit):
    """`D` begins, the words appear; `D` again stops, and the drafts from before are there."""
    never = asyncio.Event()
    model.written = (drafts("Dear Ada, I"), drafts("Dear Ada, I see"), never.wait)
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("enter", "D")
        await seat.until(lambda: "Dear Ada, I see" in seat.shown(), "the words so far")
        assert "D stops it" in seat.shown()
        await seat.press("D")
        await seat.until(lambda: "Dear Ada" not in seat.shown(), "the half draft gone")
        assert "Hello Ada, we look for your parcel" in seat.shown()
        assert "Stopped" in seat.shown()
        await seat.until(lambda: model.ended == 1, "the end of the stream")


async def test_keys_go_on_while_a_model_writes(console: Console, model: Model, sit):
    """Whoever does not want to wait answers meanwhile."""
    model.written = (drafts("Dear"), asyncio.Event().wait)
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("enter", "D")
        await seat.until(lambda: "D stops it" in seat.shown(), "the model at work")
        await seat.press("i", "r")
        await seat.until(lambda: seat.inbox.writing.active, "the composer")
        await seat.write("Hi")
        assert seat.inbox.writing.composer.text == "Hi"


@pytest.mark.parametrize("keys", [("escape",), ("]",)])
async def test_going_on_stops_it(office: Office, console: Console, model: Model, sit, keys):
    """Nobody waits for drafts of a conversation that is no longer open."""
    office.clock.later(minutes=1)
    await office.escalate("The kettle leaks.")
    await console.sync()
    model.written = (drafts("Dear"), asyncio.Event().wait)
    async with sit(console) as seat:
        await seat.press("enter", "D")
        await seat.until(lambda: console.desk.assisting.coming, "the first words")
        await seat.press(*keys)
        await seat.until(lambda: model.ended == 1, "the end of the stream")
        await seat.until(lambda: not console.desk.assisting.busy, "nobody at work")


async def test_a_broken_stream_leaves_the_embedded_drafts(console: Console, model: Model, sit):
    """The reason is said, and no half draft can be put in."""
    model.written = (drafts("Dear Ada, I"), errors.AssistError("It was reset."))
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("enter", "D")
        await seat.until(lambda: "It was reset." in seat.shown(), "the reason")
        await seat.settled()
        assert "Dear Ada, I" not in seat.shown()
        assert "Hello Ada, we look for your parcel" in seat.shown()


async def test_without_a_model_it_is_said(office: Office, console: Console, sit):
    """`D` and Ctrl+R say what is missing; the text stays."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("enter", "D")
        await seat.until(lambda: "No model writes drafts here" in seat.shown(), "the reason")
        screen = await rewriting(seat)
        await seat.until(lambda: "needs a model" in seat.shown(), "the reason")
        await seat.press("y")
        assert seat.app.screen is screen
        await seat.press("escape")
        await seat.settled()
        assert seat.inbox.writing.composer.text == OWN


async def test_a_rewrite_is_compared_and_taken_by_y(console: Console, model: Model, sit):
    """What goes and what comes is marked; `y` takes it, and it knows who wrote it."""
    model.written = ("We look", "We search for your parcel.")
    async with sit(console) as seat:
        await rewriting(seat)
        await seat.until(lambda: "{+search+}" in seat.shown(), "the difference")
        assert "[-look-]" in seat.shown()
        await seat.press("y")
        await seat.until(lambda: len(seat.app.screen_stack) == 1, "the inbox")
        await seat.settled()
        composer = seat.inbox.writing.composer
        assert composer.text == "We search for your parcel."
        (put,) = composer.inserted
        assert (put.source, put.maker) == ("rewrite:shorter", "llama at test")
        assert await outbox.pending(console.desk) == []


@pytest.mark.parametrize("key", ["escape", "n", "enter", "space", "Y"])
async def test_only_y_takes_it(console: Console, model: Model, sit, key: str):
    """Any other key leaves the agent's own words as they are."""
    model.written = ("Other words.",)
    async with sit(console) as seat:
        screen = await rewriting(seat)
        await seat.until(lambda: screen.whole, "the whole of it")
        await seat.press(key)
        if seat.app.screen is screen:
            await seat.press("escape")
        await seat.until(lambda: len(seat.app.screen_stack) == 1, "the inbox")
        assert seat.inbox.writing.composer.text == OWN
        assert seat.inbox.writing.composer.inserted == ()


@pytest.mark.parametrize(
    "written", [("Half a", errors.AssistError("Reset.")), (" \n",), ()], ids=repr
)
async def test_what_is_not_whole_is_not_taken(console: Console, model: Model, sit, written):
    """A rewrite that broke off, or is empty, is refused by `y` too."""
    model.written = written
    async with sit(console) as seat:
        await rewriting(seat)
        await seat.until(lambda: "your draft is as it was" in seat.shown(), "the refusal")
        await seat.press("y", "escape")
        await seat.until(lambda: len(seat.app.screen_stack) == 1, "the inbox")
        assert seat.inbox.writing.composer.text == OWN


async def test_leaving_stops_the_model(console: Console, model: Model, sit):
    """Esc while it writes ends the stream."""
    model.written = ("Half", asyncio.Event().wait)
    async with sit(console) as seat:
        await rewriting(seat)
        await seat.until(lambda: "Half" in seat.shown(), "the first words")
        await seat.press("y")
        assert isinstance(seat.app.screen, Rewriting)
        await seat.press("escape")
        await seat.until(lambda: model.ended == 1, "the end of the stream")


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("a b", "a c"), ("", "x"), ("x", ""), ("one\n\ntwo", "one\ntwo and three")],
)
def test_compared_loses_nothing(before: str, after: str):
    """Same and gone make the old text, same and new the new one."""
    pieces = compared(before, after)

    assert "".join(text for text, kind in pieces if kind != "new") == before
    assert "".join(text for text, kind in pieces if kind != "gone") == after


@pytest.mark.parametrize("text", ["漢字" * 200, "W" * 500, "word " * 100 + "漢 " * 80])
async def test_no_word_of_a_rewrite_is_cut(console: Console, model: Model, sit, text: str):
    """Wide letters and endless words are broken into lines: all of it can be looked at."""
    model.written = (text,)
    async with sit(console, size=(80, 24)) as seat:
        screen = await rewriting(seat)
        await seat.until(lambda: screen.whole, "the whole of it")
        difference = screen.query_one(Difference)
        difference.show([(text, "same")])
        rows = ["".join(part for part, _ in row) for row in difference._rows]

        assert max(cell_len(row.rstrip()) for row in rows) <= 79
        assert "".join(rows).split() == text.split() or "".join(rows) == text
