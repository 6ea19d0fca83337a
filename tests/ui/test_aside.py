"""What takes a helpdesk's time runs beside the keys, once, and says what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console import errors
from console.desk import inbox
from console.domain.models import Ref
from console.store import connections
from tests.office import Console, Office

FILE = {"id": "a1", "name": "label.pdf", "type": "application/pdf", "content_base64": "QUJD"}


class Slow:
    """Something a helpdesk takes its time for, until it is let go."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.calls = 0
        self.go = asyncio.Event()

    async def __call__(self, *_: Any) -> Any:
        """Answer when it is let go."""
        self.calls += 1
        await self.go.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
async def refs(office: Office, console: Console) -> list[Ref]:
    """Bring two escalations, the first with an attachment."""
    text = {"text": "See the label.", "attachments": [FILE]}
    found = [await office.escalate(messages=[text], subject=f"S{n}") for n in range(2)]
    await console.sync()
    return found


async def _save(seat: Any, folder: Path) -> None:
    """Save the attachment of the open conversation into a folder."""
    await seat.press("A")
    await seat.pilot.press("enter")
    await seat.until(lambda: "Save into" in seat.shown(), "the folder")
    seat.app.screen.query_one("Typed").value = str(folder)
    await seat.pilot.press("enter")
    await seat.until(lambda: len(seat.app.screen_stack) == 1, "the box closed")
    await seat.settled()


async def test_a_slow_download_leaves_the_keys_alive_and_is_begun_once(
    console: Console, sit, refs: list[Ref], tmp_path: Path
):
    """While a file is fetched keys act; asked again it is not fetched twice; then it is said."""
    slow = Slow(b"ABC")
    async with sit(console) as seat:
        seat.inbox.session.attachment = slow
        await seat.press("enter")
        await _save(seat, tmp_path)
        assert "Fetching label.pdf" in seat.shown()
        await _save(seat, tmp_path)
        assert "already" in seat.shown()
        await seat.press("]")
        assert seat.inbox.talk.thread.ref == refs[1]
        assert slow.calls == 1

        slow.go.set()
        await seat.until(lambda: "Saved" in seat.shown(), "the outcome")
        assert (tmp_path / "label.pdf").read_bytes() == b"ABC"
        # Afterwards it can be fetched again.
        await seat.press("[")
        await _save(seat, tmp_path)
        assert slow.calls == 2


async def test_a_download_that_fails_says_why(
    console: Console, sit, refs: list[Ref], tmp_path: Path
):
    """What went wrong beside the keys is a notice too, and it can be tried again."""
    slow = Slow(errors.NoAnswer("No answer came.", hint="Try again later."))
    slow.go.set()
    async with sit(console) as seat:
        seat.inbox.session.attachment = slow
        await seat.press("enter")
        await _save(seat, tmp_path)
        await seat.until(lambda: "No answer came. Try again later." in seat.shown(), "the reason")
        await _save(seat, tmp_path)

    assert slow.calls == 2
    assert refs


async def _doubt(console: Console) -> None:
    async with console.store.writing() as db:
        state = await connections.get(db, "desk")
        await connections.put(db, replace(state, doubt="2 of 2 are suddenly missing there"))


async def test_believing_a_slow_helpdesk_leaves_the_keys_alive_and_is_begun_once(
    console: Console, sit, refs: list[Ref]
):
    """While the helpdesk is asked what is there keys act; asked again nothing is begun twice."""
    await _doubt(console)
    assert [state.doubt for state in (await inbox.health(console.desk)).connections]
    slow = Slow(2)
    async with sit(console) as seat:
        seat.inbox.session.believe = slow
        seat.inbox.deeds.do("believe", None)
        await seat.until(lambda: "really gone" in seat.shown(), "the question")
        await seat.pilot.press("y")
        await seat.until(lambda: slow.calls == 1, "the helpdesk being asked")
        await seat.press("j")
        assert seat.inbox.queue.current.ref == refs[1]
        seat.inbox.deeds.do("believe", None)
        await seat.until(lambda: "asked already" in seat.shown(), "that it is on its way")
        assert len(seat.app.screen_stack) == 1

        slow.go.set()
        await seat.until(lambda: "2 of desk put away" in seat.shown(), "the outcome")
    assert slow.calls == 1
