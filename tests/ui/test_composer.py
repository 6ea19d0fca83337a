"""The composer: its shortcuts, its send line, and a border that stays."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from console.ui.widgets.composer import steady
from tests.office import Console, Office

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
THUMB = "\U0001f44d\U0001f3fd"
MACRO = {"kind": "macro", "title": "Hello", "text": "Hello there", "visibility": "public"}


async def writing(seat, key: str):
    """Open the composer, and give it."""
    await seat.press(key)
    await seat.until(lambda: seat.inbox.writing.active, "the composer")
    return seat.inbox.writing.composer


async def test_a_slash_at_the_start_of_a_line_offers_macros(office: Office, console: Console, sit):
    """`/` on an empty line is replaced by what is chosen; within a line it is a slash."""
    await office.escalate()
    await office.outside.request("POST", "/v1/knowledge", json=MACRO)
    await console.sync()
    async with sit(console) as seat:
        composer = await writing(seat, "r")
        await seat.write("and / or")
        assert len(seat.app.screen_stack) == 1
        await seat.press("enter", "slash")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list of macros")
        await seat.press("enter")
        await seat.until(lambda: "there" in composer.text, "the macro")

        assert composer.text == "and / or\nHello there"


async def test_an_at_sign_in_a_note_names_a_colleague(office: Office, console: Console, sit):
    """`@`, a few letters and Enter write the colleague's name; an address is no mention."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        composer = await writing(seat, "n")
        await seat.write("a@b ")
        assert len(seat.app.screen_stack) == 1
        await seat.write("@")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the colleagues")
        assert "Ann Agent" not in seat.shown().split("Mention")[1].split("╰")[0]
        await seat.write("bo")
        await seat.press("enter")
        await seat.until(lambda: "Bo Agent" in composer.text, "the mention")

        assert composer.text == "a@b @Bo Agent "


async def test_an_at_sign_in_a_public_reply_stays_text(office: Office, console: Console, sit):
    """The customer is not shown a colleague's name: it is said where mentions belong."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        composer = await writing(seat, "r")
        await seat.write("@")
        await seat.until(lambda: "mentioned in notes" in seat.shown(), "the word")

        assert len(seat.app.screen_stack) == 1
        assert composer.text == "@"


LONG = "Wilhelmina Featherstonehaugh-Cholmondeley of Little Wittering"


@pytest.mark.parametrize("width", [50, 64, 80, 120])
@pytest.mark.parametrize("name", ["Ada Example", LONG])
async def test_the_send_line_never_cuts_who_gets_it(
    office: Office, console: Console, sit, width: int, name: str
):
    """Recipient and visibility are there at any width; other keys give way, Esc last."""
    await office.escalate(customer={"id": "u1", "name": name, "email": "a@example.com"})
    await console.sync()
    async with sit(console, size=(width, 24)) as seat:
        composer = await writing(seat, "r")
        await seat.pilot.pause()
        rows = composer.query_one("#send").rows
        lines = ["".join(text for text, _ in row) for row in rows]

        assert f"Ctrl+S send to {name}, public" in " ".join(" ".join(lines).split())
        assert "Esc" in "".join(lines)
        assert all(cell_len(line) <= composer.size.width for line in lines)
        for line in lines:
            assert line.strip() in seat.shown()


async def test_the_send_line_is_said_anew_for_another_width(office: Office, console: Console, sit):
    """What gave way at 60 columns is back at 120."""
    await office.escalate()
    await console.sync()
    async with sit(console, size=(60, 24)) as seat:
        await writing(seat, "r")
        await seat.pilot.pause()
        assert "Ctrl+O" not in seat.shown()
        await seat.pilot.resize_terminal(160, 40)
        await seat.until(lambda: "Ctrl+O editor" in seat.shown(), "the editor's key")
        await seat.pilot.resize_terminal(60, 24)
        await seat.until(lambda: "Ctrl+O" not in seat.shown(), "it has given way")


@pytest.mark.parametrize("steps", range(9))
async def test_the_border_stays_where_emoji_are_joined(
    office: Office, console: Console, sit, steps: int
):
    """With a family in the text, and the cursor anywhere in it, the line is as wide as all."""
    await office.escalate()
    await console.sync()
    async with sit(console, size=(80, 24)) as seat:
        composer = await writing(seat, "r")
        composer.area.load_text(f"Hi {FAMILY} {THUMB}!")
        composer.area.move_cursor((0, 3 + steps))
        await seat.pilot.pause()
        strips = seat.app.screen._compositor.render_strips()
        (line,) = [strip for strip in strips if "Hi " in strip.text and "│" in strip.text]

        assert "\u200d" not in line.text
        # One at a time, as every terminal draws them.
        assert sum(cell_len(char) for char in line.text) == 80
        assert composer.text == f"Hi {FAMILY} {THUMB}!"


def test_the_cursor_is_seen_inside_a_joined_picture():
    """Wherever in the cluster it stands, the one that is drawn carries its style."""
    plain, cursor = Style(), Style(reverse=True)
    before, at, after = FAMILY[:2], FAMILY[2], FAMILY[3:]
    line = Strip([Segment(before, plain), Segment(at, cursor), Segment(after + "  ", plain)])

    drawn = list(steady(line, 8))

    assert drawn[0] == Segment(FAMILY[0], cursor)
    assert sum(segment.cell_length for segment in drawn) == 8
