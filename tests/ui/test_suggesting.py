"""Suggestions: put in by a key, never sent by it, checked, rejected, stale; in six keys through."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk import draft, feedback, outbox
from console.domain.changes import Claim, Reply, SetStatus, State
from console.domain.models import Status, Visibility
from console.ui.commands.base import Place
from tests.assisted import LATE, at_work, attend, switch_on, teach
from tests.office import Console, Office

FIRST = "Hello Ada, we look for your parcel BW-20417."
INTERNAL = "20 EUR at most"


async def composing(seat):
    """Wait for the composer, and give it."""
    await seat.until(lambda: seat.inbox.writing.active, "the composer")
    await seat.settled()
    return seat.inbox.writing.composer


@pytest.mark.parametrize("keys", [("1",), ("enter", "1"), ("v", "1"), ("enter", "v", "G", "1")])
async def test_a_digit_puts_the_draft_into_the_composer(
    office: Office, console: Console, sit, keys
):
    """From wherever one is, `1` starts a public reply from the first one; nothing is sent."""
    ref = await at_work(office, console)
    async with sit(console) as seat:
        await seat.press(*keys)
        composer = await composing(seat)

        assert composer.text == FIRST
        assert composer.visibility is Visibility.PUBLIC
        assert composer.thread.ref == ref
        assert seat.inbox.place is Place.COMPOSER
        assert await outbox.pending(console.desk) == []
    assert await office.said(ref) == []


async def test_enter_on_a_draft_puts_it_in(office: Office, console: Console, sit):
    """On the card, Enter on a suggestion takes that one."""
    await at_work(office, console)
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("v")
        await seat.go_to(lambda target: target.draft == 0)
        await seat.press("enter")
        assert (await composing(seat)).text == FIRST


async def test_it_is_the_draft_of_what_the_cursor_is_on(office: Office, console: Console, sit):
    """With one conversation open and the cursor on another, `1` never mixes the two."""
    await at_work(office, console)
    office.clock.later(minutes=1)
    other = await office.escalate(
        "My order BW-77777 has not arrived. Where is my parcel?",
        customer={"id": "u2", "name": "Bea Sample", "email": "bea@example.com"},
    )
    await console.sync()
    await attend(console)
    async with sit(console) as seat:
        await seat.press("enter", "tab")
        # Faster than the open conversation follows the cursor.
        await seat.pilot.press("j", "1")
        composer = await composing(seat)

        assert composer.thread.ref == other
        assert composer.text == "Hello Bea, we look for your parcel BW-77777."


async def test_a_draft_that_was_begun_is_kept(office: Office, console: Console, sit):
    """A suggestion stands below what was written before, a paragraph apart."""
    ref = await at_work(office, console)
    await draft.save(console.desk, ref, Visibility.PUBLIC, "Begun")
    async with sit(console) as seat:
        await seat.press("1")
        assert (await composing(seat)).text == f"Begun\n\n{FIRST}"


async def test_an_internal_one_asks_and_no_is_the_default(office: Office, console: Console, sit):
    """What is for colleagues does not get into a public reply by Enter, and does by `y`."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("enter", "2")
        await seat.until(lambda: "PUBLIC reply?" in seat.shown(), "the question")
        await seat.press("enter")
        await seat.settled()
        assert not seat.inbox.is_writing
        await seat.press("2")
        await seat.until(lambda: "PUBLIC reply?" in seat.shown(), "the question")
        await seat.press("y")
        assert INTERNAL in (await composing(seat)).text


@pytest.mark.parametrize("key", ["3", "X 3"])
async def test_where_there_is_none(office: Office, console: Console, sit, key: str):
    """A digit without a suggestion says so, and opens nothing."""
    await office.escalate("Hm.")
    await console.sync()
    switch_on(console)
    async with sit(console) as seat:
        await seat.press("enter", *key.split())
        assert not seat.inbox.is_writing
        assert "no" in seat.shown().split("\n")[-1]


async def test_a_stale_one_is_not_put_in(office: Office, console: Console, sit):
    """What was made before the newest message is marked, and no key takes it."""
    from console.desk import reading

    await teach(office)
    ref = await office.escalate(*[LATE] * (reading.LONGEST + 1))
    await console.sync()
    switch_on(console)
    await attend(console)
    await office.customer_says(ref, "It has come.")
    await console.sync()
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("enter")
        assert "STALE" in seat.shown()
        await seat.press("1")
        assert not seat.inbox.is_writing
        assert "the customer has written since" in seat.shown().split("\n")[-1]


async def test_what_stands_in_no_source_is_named(office: Office, console: Console, sit):
    """Amounts and dates that nobody said are told when the draft is put in."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("enter")
        told = seat.inbox.talk.thread.told
        one = told.suggested.drafts[0]._replace(text="We pay 99 EUR.", marks=((7, 13),))
        thread = seat.inbox.talk.thread
        seat.inbox.talk.thread = thread.__class__(
            thread.entry, thread.said, thread.more, thread.outgoing, thread.me, thread.connection,
            told._replace(suggested=told.suggested._replace(drafts=(one,))), thread.memory,
        )  # fmt: skip
        await seat.press("1")
        assert "Check before you send: “99 EUR” stands in no source" in seat.shown()


async def test_read_only_puts_nothing_in(office: Office, console: Console, sit):
    """Where nothing may be sent, a suggestion starts nothing."""
    ref = await at_work(office, console)
    console.desk.read_only = True
    async with sit(console) as seat:
        await seat.press("1")
        assert not seat.inbox.is_writing
        assert "reading only" in seat.shown()
    assert await draft.load(console.desk, ref, Visibility.PUBLIC) is None


@pytest.mark.parametrize(("digit", "reason"), [("1", "wrong_fact"), ("5", "too_long")])
async def test_x_and_a_digit_note_the_reason(office: Office, console: Console, sit, digit, reason):
    """X then a digit says why; on the card it means the one that is selected."""
    await at_work(office, console)
    async with sit(console, size=(200, 50)) as seat:
        await seat.press("enter", "X")
        assert "wrong fact" in seat.shown().split("\n")[-1]
        offered = [one.source for one in seat.inbox.advice.told.suggested.drafts]
        await seat.press(digit)
        await seat.until(
            lambda: len(seat.inbox.advice.told.suggested.drafts) == len(offered) - 1,
            "one draft less",
        )
        left = [one.source for one in seat.inbox.advice.told.suggested.drafts]
        await seat.press("v")
        await seat.go_to(lambda target: target.draft == 0)
        await seat.press("X", digit)
        found = await feedback.every(console.desk, "rejected")

    assert [item.detail["reason"] for item in found] == [reason, reason]
    assert [item.what for item in found] == offered[:2]
    assert left == offered[1:]


async def test_where_it_comes_from_goes_with_it(office: Office, console: Console, sit):
    """Source and maker outlive editing, leaving, opening again and sending."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("1")
        await composing(seat)
        await seat.write(" Bye")
        await seat.press("escape", "r")
        assert (await composing(seat)).text == f"{FIRST} Bye"
        await seat.press("ctrl+s", "y")
        (row,) = [r for r in await outbox.pending(console.desk) if isinstance(r.change, Reply)]
        (item,) = await feedback.every(console.desk)

    ((text, source, maker, *_),) = row.provenance
    assert (text, maker) == (FIRST, "embedded")
    assert source.startswith("macro:")
    assert (item.kind, item.what, item.detail["distance"]) == ("accepted", source, 4)


async def test_writing_ones_own_ignores_them(office: Office, console: Console, sit):
    """A reply without any of them says so, for each that was shown."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("r")
        await composing(seat)
        await seat.write("Mine")
        await seat.press("ctrl+s", "y")
        found = await feedback.every(console.desk)

    assert [item.kind for item in found] == ["ignored", "ignored"]


async def test_guards_have_a_line_each_and_bar_nothing(office: Office, console: Console, sit):
    """The review line says what to look at; the same key as ever sends."""
    bot = {"kind": "bot", "name": "Nova"}
    await at_work(office, console, messages=[
        {"text": LATE}, {"text": "We will send you a replacement by tomorrow.", "author": bot},
    ])  # fmt: skip
    async with sit(console) as seat:
        await seat.press("r")
        await composing(seat)
        await seat.write("What is your order number?")
        await seat.press("ctrl+s")
        text = seat.shown()
        assert "! repeat: the customer has told that: message 1" in text
        assert "! promise: when you resolve: a promise is open" in text
        assert "PUBLIC by email: To ada@example.com" in text
        await seat.press("y")
        assert any(isinstance(r.change, Reply) for r in await outbox.pending(console.desk))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_six_keys(office: Office, console: Console, sit, size: tuple[int, int]):
    """Take, read the card, insert suggestion 1, send, resolve, be on the next: six at most."""
    await teach(office)
    refs = []
    for number in (20417, 20418):
        refs.append(await office.escalate(f"My order BW-{number} has not arrived. Where is it?"))
        office.clock.later(minutes=1)
    await console.sync()
    switch_on(console)
    await attend(console)
    async with sit(console, size=size) as seat:
        keys = ["i", "enter", "1", "ctrl+s", "R"]
        await seat.press(*keys[:2])
        assert "wants" in seat.shown()
        assert "BW-20417" in seat.shown()
        await seat.press("1")
        await composing(seat)
        await seat.press(*keys[3:])
        await seat.settled()
        assert len(keys) <= 6
        assert seat.inbox.queue.current.ref == refs[1]
        assert seat.inbox.talk.thread.ref == refs[1]
        assert not seat.inbox.is_writing
        rows = await outbox.pending(console.desk)
        assert [type(row.change) for row in rows] == [Claim, Reply, SetStatus]
        assert {row.state for row in rows} == {State.QUEUED}
        office.clock.later(seconds=10)
        await console.sync()

    assert await office.said(refs[0]) == [
        ("public", "Hello Ada, we look for your parcel BW-20417.")
    ]
    shown = await office.show(refs[0])
    assert (shown["status"], shown["assignee"]["id"]) == (Status.RESOLVED, "ann")
    assert await office.said(refs[1]) == []


# What is chosen from the list ----------------------------------------------------------


async def test_knowledge_is_ranked_while_one_types(office: Office, console: Console, sit):
    """What begins so is first, a slip of the finger finds it, and its facts are filled in."""
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("r")
        composer = await composing(seat)
        await seat.press("ctrl+g")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list")
        await seat.write("parcel not arived")
        await seat.press("enter")
        await seat.until(lambda: composer.text, "the macro")

        assert composer.text == FIRST
        (put,) = composer.inserted
        assert put.source.startswith("macro:")
        assert (put.text, put.maker) == (FIRST, "agent")


async def test_a_broken_file_of_the_team_is_told(
    office: Office, console: Console, sit, tmp_path: Path
):
    """What is wrong in the team's folder is said where one looks; the rest is offered."""
    await at_work(office, console)
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "bad.toml").write_text("title = ")
    (folder / "good.md").write_text("# Ours\nText")
    console.desk.knowledge_folder = folder
    async with sit(console) as seat:
        await seat.press("M")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list")
        await seat.pilot.pause()
        assert "Ours" in seat.shown()
        await seat.press("escape")
        await seat.until(lambda: "bad.toml" in seat.shown(), "the problem")
