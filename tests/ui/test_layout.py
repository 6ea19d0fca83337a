"""Sizes and themes: what fits where, and what stays in its place when the window changes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from console import errors
from console.desk import draft
from console.domain.models import Ref, Visibility
from console.ui import themes
from tests.office import Clock
from tests.terminal.screen import Desk, Shown, sequences, shown
from tests.terminal.stores import fill

COUNT = 200
SHIPPED = Path(__file__).parents[2] / "themes"
CUSTOMER = re.compile(r"Ada E|Bea S|Carlos|Dora|Émile|Fay|Greta|Hugo|Ines|Jo F")

Open = Callable[..., AbstractAsyncContextManager[Shown]]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Open:
    """Open the queue over 200 escalations, the first a conversation of 120 messages."""

    @asynccontextmanager
    async def open_(**options: Any) -> AsyncIterator[Shown]:
        await fill(tmp_path / "store.db", COUNT, long=120, now=clock())
        desk = await Desk.open(tmp_path, clock=clock)
        try:
            async with shown(desk.session, **options) as screen:
                await screen.until(lambda: len(screen.inbox.queue.rows) == COUNT, "all rows")
                await screen.painted()
                yield screen
        finally:
            await desk.works.stop()

    return open_


def reading(screen: Shown) -> str:
    """Give the first line of the conversation that is in view."""
    talk = screen.inbox.talk
    text: str = talk._lines[talk._top][1].text
    return text.rstrip()


def said(screen: Shown) -> str:
    """Give which message the first line in view belongs to."""
    talk = screen.inbox.talk
    key: str = talk._lines[talk._top][0]
    return key


async def test_at_80x24_at_least_fifteen_lines_of_the_queue_are_seen(opened: Open):
    """On the smallest usual terminal the queue is a list, not a peephole."""
    async with opened(size=(80, 24)) as screen:
        lines = [row for row in screen.rows() if CUSTOMER.search(row)]

        assert len(lines) >= 15
        assert all(len(row) <= 80 for row in screen.rows())


async def test_wide_windows_show_queue_and_conversation_side_by_side(opened: Open):
    """At 120 columns the opened conversation stands beside the queue, both over full height."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("enter")
        queue, talk = screen.inbox.queue.region, screen.inbox.talk.region

        assert queue.height > 30
        assert talk.height > 30
        assert talk.x > queue.x + queue.width / 2


async def test_narrow_windows_show_the_conversation_below_the_queue(opened: Open):
    """At 80 columns it takes the whole width, a few lines of the queue above it."""
    async with opened(size=(80, 24)) as screen:
        await screen.keys("enter")
        queue, talk = screen.inbox.queue.region, screen.inbox.talk.region

        assert talk.width == 80
        assert 3 <= queue.height < talk.height
        assert talk.y >= queue.y + queue.height


async def test_resizing_keeps_the_selected_escalation(opened: Open):
    """The cursor stays on its escalation and in view, whatever the size."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys(*["j"] * 33)
        row = screen.inbox.queue.current_row
        for size in ((80, 24), (200, 60), (60, 12), (120, 40)):
            await screen.resize(*size)
            queue = screen.inbox.queue

            assert queue.current_row == row
            assert queue.top <= queue.cursor < queue.top + queue.height


async def test_resizing_keeps_the_place_in_the_conversation(opened: Open):
    """The message at the top of the window stays there at 80x24 and back at 120x40."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("enter", "pageup", "pageup", "pageup")
        before, line = said(screen), reading(screen)
        await screen.resize(80, 24)

        assert said(screen) == before
        await screen.resize(120, 40)

        assert said(screen) == before
        assert reading(screen) == line


async def test_resizing_keeps_what_is_being_written(opened: Open):
    """The text, the cursor in it, its visibility and its focus outlive a change of size."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("n", *"Rather cross", "left", "left")
        composer = screen.inbox.writing.composer
        assert composer is not None
        cursor = composer.area.cursor_location
        for size in ((80, 24), (120, 40)):
            await screen.resize(*size)

            assert composer.text == "Rather cross"
            assert composer.area.cursor_location == cursor
            assert composer.internal
            assert screen.app.focused is composer.area
            assert "INTERNAL NOTE" in screen.text()
            assert "Rather cross" in screen.text()


@pytest.mark.parametrize("size", [(40, 10), (20, 6), (10, 4), (1, 1), (400, 100)])
async def test_no_size_breaks_the_screen(opened: Open, size: tuple[int, int]):
    """From one cell to a wall of them: opening, writing, reviewing and asking go on."""
    async with opened(size=(80, 24)) as screen:
        await screen.resize(*size)
        await screen.keys("j", "enter", "pageup", "G", "r", "x", "ctrl+s", "e", "escape")
        screen.press("g", "o")
        await screen.until(lambda: len(screen.app.screen_stack) > 1, "a screen over it")
        await screen.painted()
        while len(screen.app.screen_stack) > 1:
            depth = len(screen.app.screen_stack)
            screen.press("escape")
            await screen.until(lambda d=depth: len(screen.app.screen_stack) < d, "it closed")
        await screen.resize(80, 24)
        kept = await draft.load(
            screen.app.session.desk, screen.inbox.talk.thread.ref, Visibility.PUBLIC
        )  # type: ignore[union-attr]

        assert kept is not None
        assert kept.text == "x"
        assert len([row for row in screen.rows() if row]) > 10


async def test_an_opened_conversation_is_the_one_under_the_cursor(opened: Open):
    """Enter opens what the pointer stands on, also after the list has scrolled."""
    async with opened(size=(80, 24)) as screen:
        await screen.keys(*["j"] * 25, "enter")
        current = screen.inbox.queue.current
        assert current is not None
        assert screen.inbox.talk.thread is not None

        assert screen.inbox.talk.thread.ref == current.ref != Ref("desk", "c1")


async def test_paging_back_sets_the_same_lines_as_reading_it_all_at_once(opened: Open):
    """Older messages come in front of the line one reads, touchpoints where they belong."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("enter")
        talk = screen.inbox.talk
        while "Message 0 of c1." not in screen.text():
            before = reading(screen)
            await screen.keys("pageup")
            assert before in [line.text.rstrip() for _, line in talk._lines]
        assert talk.thread is not None
        paged = [(key, line.text) for key, line in talk._lines]
        talk._reset()
        talk.to_start()

        assert len(talk.thread.said) == 120
        assert [(key, line.text) for key, line in talk._lines] == paged
        assert "the bot answers: Nova" in "".join(text for _, text in paged)


@pytest.mark.parametrize(("width", "whose"), [(120, "BA"), (200, "BA"), (240, "Bo A")])
async def test_beside_a_conversation_one_still_sees_who_has_what(
    opened: Open, width: int, whose: str
):
    """From 120 columns on the assignee is there, as initials where room is short."""
    async with opened(size=(width, 40)) as screen:
        await screen.keys("enter")
        queue = screen.inbox.queue
        left = [row[: queue.size.width] for row in screen.rows()[2:-1]]
        mine = [e.escalation.assignee for e in queue.in_view()]

        assert any(mine)
        for row, person in zip(left, mine, strict=False):
            assert (whose in row[-20:]) is (person is not None)


async def test_a_long_conversation_says_where_one_is(opened: Open):
    """The rule above the messages counts them, also those that are not loaded yet."""
    async with opened(size=(120, 40)) as screen:
        await screen.keys("enter")
        talk = screen.inbox.talk
        total = talk.thread.entry.messages  # type: ignore[union-attr]
        assert f"message {total} of {total}" in screen.text()
        await screen.keys("pageup")
        assert "· more below" in screen.text()
        assert f"message {total} of {total}" not in screen.text()


# Themes --------------------------------------------------------------------------------


def test_at_least_four_themes_are_shipped_and_complete():
    """Dark, light, the terminal's sixteen colours, and none."""
    names = {path.stem for path in SHIPPED.glob("*.toml")}

    assert {"dark", "light", "ansi", "mono"} <= names
    for name in names:
        look = themes.load(name)
        assert set(look.styles) == set(themes.STYLES)
        assert set(look.colors) == set(themes.COLORS)


@pytest.mark.parametrize("missing", ["overdue", "note_text"])
def test_an_incomplete_theme_is_refused_by_name(missing: str, tmp_path: Path):
    """What is missing is said, with the theme's name."""
    text = (SHIPPED / "dark.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(re.sub(f"(?m)^{missing} = .*\n", "", text))

    with pytest.raises(errors.ConfigError, match=rf"mine.*styles\.{missing} is missing"):
        themes.load("mine", tmp_path)


@pytest.mark.parametrize(
    ("change", "said_"),
    [("kind = 'dim'", "kind must be one of"), ("[colors]\nink = 'red'", r"colors\.ink is not"),
     ("[styles]\ntext = 'no such style'", r"styles\.text: .* is no style"), ("[", "TOML")],
)  # fmt: skip
def test_a_wrong_theme_says_what_is_wrong(change: str, said_: str):
    """Unknown names, wrong kinds and styles that are none are named."""
    with pytest.raises(errors.ConfigError, match=said_):
        themes.parse("mine", change)


@pytest.mark.parametrize("theme", ["dark", "light", "ansi", "mono"])
async def test_every_theme_opens_and_tells_a_note_from_a_reply(opened: Open, theme: str):
    """Each theme draws queue, conversation, composer and questions; a note says it is one."""
    async with opened(theme=theme) as screen:
        await screen.keys("enter", "r")
        assert "PUBLIC REPLY" in screen.text()
        await screen.keys("escape", "n")
        assert "INTERNAL NOTE" in screen.text()
        await screen.keys("escape")
        screen.press("?")
        await screen.until(lambda: len(screen.app.screen_stack) == 2, "help")
        await screen.painted()

        assert "Help" in screen.text()


async def test_the_colourless_theme_writes_no_colour(opened: Open):
    """Under NO_COLOR no sequence names a colour: weight, reverse and underline alone."""
    async with opened(theme="mono") as screen:
        await screen.keys("j", "enter", "pageup", "r", "x", "ctrl+s", "e", "escape", "n", "y")
        await screen.keys("escape")
        screen.press("ctrl+p")
        await screen.until(lambda: len(screen.app.screen_stack) == 2, "palette")
        await screen.painted()
        styles = {s[2:-1] for s in sequences("".join(screen.driver.chunks)) if s.endswith("m")}
        codes = {code for style in styles for code in style.split(";")}

        # 39 and 49 are the terminal's own ink and paper.
        assert codes <= {"", "0", "1", "2", "3", "4", "7", "39", "49"}


async def test_the_ansi_theme_keeps_to_the_sixteen_colours(opened: Open):
    """Over SSH no 24-bit and no 256-colour sequence leaves."""
    async with opened(theme="ansi") as screen:
        await screen.keys("j", "enter", "pageup", "r", "x", "ctrl+s", "e", "escape")
        screen.press("ctrl+p")
        await screen.until(lambda: len(screen.app.screen_stack) == 2, "palette")
        await screen.painted()
        styles = {s for s in sequences("".join(screen.driver.chunks)) if s.endswith("m")}

        assert styles
        assert not [style for style in styles if re.search(r"[34]8;[25];", style)]
