"""The outbox on the screen: its keys stand in the table, its lines in columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.desk import outbox
from console.desk.session import Settings
from console.domain.changes import State
from console.ui.commands.base import Place
from console.ui.commands.table import COMMANDS
from console.ui.keymap import Keymap, with_overrides
from console.ui.screens.outbox import OutboxScreen
from console.ui.widgets.parcels import leaves_in
from tests.office import Console, Office


async def waiting(office: Office, console: Console, seat, text: str = "On its way.\nBye") -> None:
    """Write a reply, send it, and open the outbox while it can be undone."""
    await seat.press("r")
    for line in text.split("\n"):
        await seat.write(line)
        await seat.press("enter")
    await seat.press("ctrl+s", "y", "g", "o")
    await seat.until(lambda: isinstance(seat.app.screen, OutboxScreen), "the outbox")
    await seat.until(lambda: seat.app.screen.parcels.rows, "its rows")
    await seat.pilot.pause()


def test_the_outbox_has_its_keys_from_the_table():
    """What Enter, r and d do there can be found, moved and listed like any other command."""
    keymap = Keymap(with_overrides(COMMANDS, {"outbox.drop": ("D",)}))

    assert keymap.find(Place.OUTBOX, "r").name == "outbox.retry"
    assert keymap.find(Place.OUTBOX, "D").name == "outbox.drop"
    assert keymap.find(Place.OUTBOX, "d") is None
    assert keymap.find(Place.OUTBOX, "j").name == "move.down"


def test_a_clash_in_the_outbox_names_both_commands():
    """Two commands of the outbox on one key are refused by name."""
    with pytest.raises(errors.ConfigError, match=r"outbox\.retry.*outbox\.drop.*outbox"):
        Keymap(with_overrides(COMMANDS, {"outbox.drop": ("r",)}))


async def test_a_moved_key_drops_and_the_old_one_does_not(office: Office, console: Console, sit):
    """With outbox.drop on D, d does nothing, D asks, and the footer says D."""
    await office.escalate()
    await console.sync()
    async with sit(console, settings=Settings(keys={"outbox.drop": ("D",)})) as seat:
        await waiting(office, console, seat)
        assert "D drop" in seat.shown()
        await seat.pilot.press("d")
        await seat.pilot.pause()
        assert isinstance(seat.app.screen, OutboxScreen)
        # Behind the claim stands the reply: the newest is at the top.
        await seat.pilot.press("D")
        await seat.until(lambda: "becomes a draft" in seat.shown(), "the question")
        await seat.pilot.press("y")
        await seat.until(lambda: isinstance(seat.app.screen, OutboxScreen), "the outbox again")
        kinds = [type(row.change).__name__ for row in await outbox.pending(console.desk)]

    assert kinds == ["Claim"]


async def test_help_lists_the_keys_of_the_outbox(office: Office, console: Console, sit):
    """? in the outbox shows its own commands first."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await waiting(office, console, seat)
        await seat.pilot.press("question_mark")
        await seat.until(lambda: "keys in the outbox" in seat.shown(), "its help")

        assert "Drop it; a text becomes a draft again" in seat.shown()
        assert "Reply to the customer" not in seat.shown().split("Elsewhere")[0]


async def test_a_line_names_the_customer_the_state_and_the_first_line(
    office: Office, console: Console, sit
):
    """Customer, change, state in words and countdown stand in columns, under their titles."""
    await office.escalate()
    await console.sync()
    async with sit(console, size=(80, 24)) as seat:
        await waiting(office, console, seat)
        rows = seat.shown().split("\n")
        titles = next(row for row in rows if "customer" in row)
        reply = next(row for row in rows if "public reply" in row and "❯" in row)
        claim = next(row for row in rows if "take it" in row)

    for title, text in (("state", "can undo"), ("customer", "Ada Example"),
                        ("change", "public reply"), ("text", "On its way.")):  # fmt: skip
        assert titles.index(title) == reply.index(text)
    assert titles.index("change") == claim.index("take it")
    assert "8s" in reply[: reply.index("can undo")]
    assert "Bye" not in reply


async def test_the_countdown_of_the_outbox_ticks(office: Office, console: Console, sit):
    """Seconds later the line says fewer, and nothing else on it is drawn."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await waiting(office, console, seat)
        office.clock.later(seconds=3)
        seat.app.screen.tick()
        await seat.pilot.pause()

        assert " 5s " in seat.shown()


async def test_what_is_due_counts_no_further(office: Office, console: Console):
    """A change leaves in so many seconds, then says nothing; held ones wait for the agent."""
    ref = await office.escalate()
    await console.sync()
    from console.desk import triage

    (row,) = await triage.take(console.desk, ref)
    now = office.clock()
    later = replace(row, due_at=now + timedelta(seconds=7.2))

    assert leaves_in(later, now) == "8s"
    assert leaves_in(row, now) == ""
    assert leaves_in(replace(later, held="why"), now) == ""
    assert leaves_in(replace(later, state=State.SENT), now) == ""


async def test_enter_in_the_outbox_opens_the_conversation(office: Office, console: Console, sit):
    """The outbox closes, and what the change belongs to is shown."""
    ref = await office.escalate()
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await waiting(office, console, seat)
        await seat.pilot.press("enter")
        await seat.until(lambda: seat.app.screen is seat.inbox, "the inbox")
        await seat.settled()

        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.ref == ref
