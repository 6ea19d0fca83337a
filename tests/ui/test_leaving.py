"""Quitting with changes that are not through: asked about as they are, never told wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.desk import outbox, reply, triage
from console.domain.changes import State
from console.domain.models import Priority, Ref, Visibility
from console.store import outbox as rows
from console.ui.screens.leaving import Leaving
from tests.office import Console, Office


async def said(console: Console, ref: Ref, text: str = "On its way") -> str:
    """Write a reply that waits for its undo time; give its key."""
    made = await reply.send(console.desk, ref, text, Visibility.PUBLIC)
    return made[-1].key


async def put(console: Console, key: str, **values: Any) -> None:
    """Change how far a change has come, as another process would."""
    async with console.store.writing() as db:
        row = await rows.find(db, key)
        assert row is not None
        await rows.update(db, replace(row, **values))


async def quit_(seat: Any) -> Leaving:
    """Press q, and wait for the question."""
    await seat.pilot.press("q")
    await seat.until(lambda: isinstance(seat.app.screen, Leaving), "the question")
    await seat.pilot.pause()
    return seat.app.screen


STATES = [
    ({"state": State.SENDING}, "is not through yet", "sending"),
    ({"state": State.UNKNOWN, "reason": "lost"}, "is not through yet", "NOT SURE IT ARRIVED: lost"),
    ({"state": State.REJECTED, "reason": "no right"}, "has not been sent yet", "REFUSED: no right"),
    ({"held": "Bo has it."}, "has not been sent yet", "HELD: Bo has it."),
]


@pytest.mark.parametrize(("values", "title", "fate"), STATES)
async def test_every_change_that_is_not_through_is_asked_about(
    office: Office, console: Console, sit, values: dict[str, Any], title: str, fate: str
):
    """Being sent, unsure, refused or held: quitting asks, and says which."""
    ref = await office.escalate()
    await console.sync()
    key = await said(console, ref)
    await put(console, key, **values)
    async with sit(console) as seat:
        await quit_(seat)

        assert f"1 change {title}" in seat.shown()
        assert f"public reply of {ref} · {fate}" in seat.shown()
        await seat.press("n")
        assert seat.app.is_running


async def test_sending_now_ends_the_program_when_all_of_it_arrived(
    office: Office, console: Console, sit
):
    """With everything sent there is nothing left to say: it ends."""
    ref = await office.escalate()
    await console.sync()
    await said(console, ref)
    async with sit(console) as seat:
        await quit_(seat)
        await seat.pilot.press("s")
        await seat.until(lambda: seat.app._exit, "the end")

    assert await office.said(ref) == [("public", "On its way")]


async def test_a_reply_that_is_held_while_leaving_does_not_end_the_program(
    office: Office, console: Console, sit
):
    """The customer has written again: it is not sent, says so, and waits for a choice."""
    ref = await office.escalate()
    await console.sync()
    await said(console, ref)
    await office.customer_says(ref, "Wait!")
    async with sit(console) as seat:
        first = await quit_(seat)
        await seat.pilot.press("s")
        await seat.until(
            lambda: isinstance(seat.app.screen, Leaving) and seat.app.screen is not first,
            "the question again",
        )
        await seat.pilot.pause()

        assert "1 change has not been sent yet" in seat.shown()
        assert "HELD: Ada Example has written again" in seat.shown()
        assert "Send now" not in seat.shown()
        await seat.pilot.press("k")
        await seat.until(lambda: seat.app._exit, "the end")
    assert await office.said(ref) == []


async def test_without_a_network_it_says_so_and_stays(office: Office, console: Console, sit):
    """What could not be sent is not waited for, and asked about again with the reason."""
    refs = [await office.escalate(subject=f"S{n}") for n in range(3)]
    await console.sync()
    for ref in refs:
        await said(console, ref)
    console.wire.down = True
    async with sit(console) as seat:
        first = await quit_(seat)
        await seat.pilot.press("s")
        await seat.until(
            lambda: isinstance(seat.app.screen, Leaving) and seat.app.screen is not first,
            "the question again, long before the patience is at its end",
        )
        await seat.pilot.pause()

        assert "3 changes have not been sent yet" in seat.shown()
        assert "waiting to try again: The desk cannot" in seat.shown()
        # Once it is back, sending now does not wait for the next try.
        console.wire.down = False
        await seat.pilot.press("s")
        await seat.until(lambda: seat.app._exit, "the end")
    assert [await office.said(ref) for ref in refs] == [[("public", "On its way")]] * 3


async def test_the_question_follows_what_happens_meanwhile(office: Office, console: Console, sit):
    """What is sent or made while the question is open changes its words, and what it does."""
    ref = await office.escalate()
    await console.sync()
    await said(console, ref)
    async with sit(console) as seat:
        await quit_(seat)
        await triage.set_priority(console.desk, ref, Priority.URGENT)
        await seat.until(lambda: "2 changes have not" in seat.shown(), "the new one")
        office.clock.later(seconds=9)
        await console.sync()
        await seat.until(lambda: "Everything has been sent" in seat.shown(), "all sent")
        await seat.pilot.press("s")
        await seat.until(lambda: seat.app._exit, "the end")

    assert await outbox.pending(console.desk) == []


async def test_what_was_partly_done_is_said_before_the_end(office: Office, console: Console, sit):
    """A reply of which a part arrived is shown with its words, once, and then it may end."""
    ref = await office.escalate()
    await console.sync()
    key = await said(console, ref)
    async with sit(console) as seat:

        async def half(seconds: float) -> None:
            del seconds
            await put(console, key, state=State.PARTIAL, reason="no file", due_at=office.clock())

        seat.inbox.session.settle = half
        first = await quit_(seat)
        await seat.pilot.press("s")
        await seat.until(
            lambda: isinstance(seat.app.screen, Leaving) and seat.app.screen is not first,
            "the question again",
        )
        await seat.pilot.pause()
        assert "PARTLY DONE: no file" in seat.shown()
        await seat.pilot.press("k")
        await seat.until(lambda: seat.app._exit, "the end")


async def test_what_is_unsure_is_looked_up_while_leaving(office: Office, console: Console, sit):
    """An answer that was lost is looked up, and the program ends with the reply said once."""
    ref = await office.escalate()
    await console.sync()
    await said(console, ref)
    console.wire.losing = True
    office.clock.later(seconds=9)
    await console.push()
    assert [row.state for row in await outbox.pending(console.desk)] == [State.UNKNOWN]
    console.wire.losing = False
    async with sit(console) as seat:
        await quit_(seat)
        await seat.pilot.press("s")
        office.clock.now += timedelta(seconds=5)
        await seat.until(lambda: seat.app._exit, "the end")

    assert await office.said(ref) == [("public", "On its way")]
