"""The injection matrix: every field from outside, every payload, and the bytes that leave."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from console import errors
from console.desk import inbox, reply
from console.desk.thread import Said, Thread
from console.domain.changes import Assign, Outgoing, Reply, SetTags, State
from console.domain.connection import Connection
from console.domain.models import (
    Attachment,
    Author,
    AuthorKind,
    Customer,
    Entry,
    Escalation,
    Handoff,
    Message,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.domain.search import Query
from console.domain.text import MESSAGE_LIMIT, clean_line
from console.helpdesk.rt.knowledge import parse_article
from console.helpdesk.rt.messages import Names, parse_messages
from console.helpdesk.rt.parse import parse_person, parse_ticket, sentences
from console.helpdesk.rt.settings import RtSettings
from console.helpdesk.warmline import Warmline
from console.http import Endpoint, Http
from console.server.app import create_app
from console.store import escalations, messages, picture
from console.ui.backstop import UNSAFE
from console.ui.commands.base import Option, Place
from console.ui.feed import freshness
from console.ui.screens.ask import Ask, Choose, Confirm
from console.ui.screens.outbox import OutboxScreen
from console.ui.widgets.pages import Pages
from console.wiring import Plug
from tests.office import START, Clock, Console, Office
from tests.terminal.liar import intake, liar, ticket
from tests.terminal.payloads import ENDLESS, PAYLOADS, wrapped
from tests.terminal.screen import Desk, Shown, ink, sequences, shown

SIZE = (118, 32)
TEXTS = [wrapped(payload) for payload in PAYLOADS.values()]
PLAIN = [wrapped(f"plain {number}") for number in range(len(TEXTS))]
RT = RtSettings(token="1-35-secret", bots=("bot",))
BREAK = re.compile(r"\n(?=\x1b\[(?:\d+;\d+H|\?2026)|$)")
"""The line feeds that Textual itself writes: each before a move."""


def raw(data: str) -> set[str]:
    """Give what a terminal would act on or hide, in what was written as text."""
    return set(UNSAFE.findall(ink(BREAK.sub("", data))))


def strings(value: Any) -> Iterable[str]:
    """Walk all texts of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*strings(key), *strings(item))
    elif isinstance(value, (list, tuple, frozenset, set)):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


async def see(screen: Shown) -> None:
    """Wait for the paint; nothing on it can be clicked."""
    await screen.painted()
    assert screen.live() == []


# Through the edges ---------------------------------------------------------------------


@asynccontextmanager
async def helpdesks(texts: list[str], folder: Path) -> AsyncIterator[Desk]:
    """Fill a store from the own desk, a helpdesk that lies, and Request Tracker's parser."""
    clock = Clock()
    app = create_app(folder / "desk.db", clock=clock)
    await app.open()
    outside = Http(Endpoint("http://desk.test", headers={"Warmline-Agent": "out"}, app=app))
    # As JSON escapes: a lone surrogate cannot be written otherwise.
    body = json.dumps({"items": [intake(n, text) for n, text in enumerate(texts)]}).encode()
    kind = {"Content-Type": "application/json"}
    await outside.request("POST", "/v1/intake/batch", content=body, headers=kind)
    lies = Http(Endpoint("http://liar.test", app=liar(texts)))

    async def own() -> Warmline:
        return Warmline("own", outside)

    async def liar_() -> Warmline:
        return Warmline("liar", lies)

    plugs = [Plug("own", own, 2.0), Plug("liar", liar_, 2.0)]
    desk = await Desk.open(folder, plugs=plugs, clock=clock, undo=0)
    try:
        for name in ("own", "liar"):
            await (await desk.works.engine(name)).once()
        async with desk.works.store.writing() as db:
            for number, text in enumerate(texts):
                item, rows, parts = ticket(number, text)
                one = parse_ticket(item, "rt", RT, "https://rt.example.com")
                said = parse_messages(rows, parts, parts, lambda _, t=one: t, Names(), RT)
                pk = await escalations.put(db, one.escalation)
                await messages.put(db, pk, tuple(said[one.effective]), whole=True)
                await picture.refresh(db, [one.escalation.ref], ())
        yield desk
    finally:
        await desk.works.stop()
        await app.aclose()


async def tour(screen: Shown, desk: Desk, count: int) -> str:
    """Show every field at every place of the screen; give what was written."""
    box, session = screen.inbox, desk.works
    box.talk.unfolded = True
    for _ in range(4):
        await screen.keys("pgdn")
        await see(screen)
    refs = [entry.ref for entry in await inbox.every(session.desk, Query())]
    assert len(refs) == 3 * count
    for ref in refs:
        box.later(box.open, ref)
        await see(screen)
    mine = [Ref("liar", f"c{number}") for number in range(count)]
    for ref in mine:
        box.later(box.open, ref)
        screen.press("r", "x", "ctrl+s")
        await screen.until(lambda: screen.inbox.place is Place.REVIEW, "the review line")
        await see(screen)
        screen.press("e", "escape")
        await screen.until(lambda: not screen.inbox.writing.active, "the composer left")
        await reply.send(session.desk, ref, "No", Visibility.INTERNAL, at_once=True)
    # Each write is refused in the helpdesk's own words.
    await (await session.engine("liar")).once()
    for ref in mine:
        box.later(box.open, ref)
        await see(screen)
        box.talk.to_start()
        await see(screen)
        box.talk.to_end()
    await see(screen)
    assert screen.text().count("REFUSED") == 1
    # In the queue, one with a payload everywhere under the cursor.
    for keys in (["a"], ["t"], ["M"], ["A"], ["L"], ["g", "v"], ["ctrl+p"], ["g", "o"], ["?"]):
        screen.press(*keys)
        await screen.until(lambda: screen.app.screen is not box, f"a screen for {keys}")
        for _ in range(1 + count // 10):
            await see(screen)
            screen.press("pagedown")
        await see(screen)
        screen.press("escape")
        await screen.until(lambda: screen.app.screen is box, f"back from {keys}")
        await see(screen)
    await refusals(screen, desk, count)
    return "".join(screen.driver.chunks)


async def refusals(screen: Shown, desk: Desk, count: int) -> None:
    """Let the helpdesk refuse with each text, in each shape, and show what it said."""
    line = await desk.works.line("liar")
    assert isinstance(line.helpdesk, Warmline)
    http = line.helpdesk.http
    box = screen.inbox
    for number in range(count):
        shape = ("refused", "listed", "plain")[number % 3]
        with pytest.raises(errors.HelpdeskError) as caught:
            await http.get(f"/v1/{shape}/{number}")

        async def fail(error: errors.WarmlineError = caught.value) -> None:
            raise error

        box.later(fail)
        await see(screen)


@pytest.mark.slow
async def test_nothing_from_a_helpdesk_reaches_the_terminal_raw(tmp_path: Path):
    """Intake, sync, store, RT's parser, refusals: no sequence that plain texts do not cause."""
    written = {}
    for name, texts in (("plain", PLAIN), ("hostile", TEXTS)):
        async with (
            helpdesks(texts, tmp_path / name) as desk,
            shown(desk.session, size=SIZE) as screen,
        ):
            written[name] = await tour(screen, desk, len(texts))

    assert raw(written["plain"]) == set()
    assert raw(written["hostile"]) == set()
    assert sequences(written["hostile"]) - sequences(written["plain"]) == set()
    written["hostile"].encode()


@pytest.mark.parametrize("name", [*PAYLOADS, *ENDLESS])
def test_request_tracker_is_cleaned_where_it_is_parsed(name: str):
    """No text of a ticket, a transaction, a file, an article or a refusal is left as it was."""
    text = wrapped({**PAYLOADS, **ENDLESS}[name])
    item, rows, parts = ticket(0, text)
    one = parse_ticket(item, "rt", RT, "https://rt.example.com")
    said = parse_messages(rows, parts, parts, lambda _: one, Names(), RT)
    article = parse_article(
        {"id": 1, "Name": text, "Class": {"Name": "x"}, "CustomFields": item["CustomFields"]}, RT
    )

    values = (one.escalation, said, article, parse_person(item["Owner"]), sentences([text]))
    unsafe = {char for value in strings(values) for char in UNSAFE.findall(value)}
    assert unsafe <= {"\n", "\t"}
    assert all(len(value) <= 100_000 for value in strings(values))


async def test_what_is_copied_is_clean_and_leaves_by_one_sequence(tmp_path: Path):
    """Copying a title writes one OSC 52, and what it carries has nothing to act on."""
    text = wrapped(PAYLOADS["nested"] + PAYLOADS["bidi overrides"])
    async with (
        helpdesks([text], tmp_path) as desk,
        shown(desk.session, size=SIZE) as screen,
    ):
        await screen.keys("y", "y")
        found = re.findall(r"\x1b\]52;c;([^\x07]*)\x07", screen.taken())

        assert len(found) == 2
        copied = base64.b64decode(found[1]).decode()
        assert copied.endswith(clean_line(text))
        assert not UNSAFE.search(copied)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
async def test_an_endless_text_is_cut_and_shown(office: Office, console: Console, sit, name: str):
    """A million characters neither crash the screen nor hold it up for seconds."""
    text = ENDLESS[name]
    await office.escalate(text, subject=text, customer={"id": "u", "name": text, "email": text})
    await console.sync()
    async with sit(console) as seat:
        begun = time.process_time()
        await seat.press("enter", "G", "g", "g", "r")

        assert time.process_time() - begun < 3.0
        assert seat.inbox.talk.thread is not None
        assert len(seat.inbox.talk.thread.said[0].message.text) <= MESSAGE_LIMIT


# Straight into the widgets -------------------------------------------------------------


def entry_of(number: int, text: str) -> Entry:
    """Make a line of the queue that was never cleaned."""
    esc = Escalation(
        ref=Ref("raw", str(number)), subject=text, status=Status.PENDING, priority=Priority.URGENT,
        customer=Customer(text, text, text, {text: text}), created_at=START, updated_at=START,
        channel=text, queue=text, tags=(text,), assignee=Person(text, text, text),
        handoff=Handoff(START, text, text, 0.5, text), native_status=text, url=text,
        recipients=(text,), cc=(text,),
    )  # fmt: skip
    return Entry(number, esc, unread=1, waiting_since=START, draft=True)


def thread_of(number: int, text: str) -> Thread:
    """Make a conversation that was never cleaned."""
    ref = Ref("raw", str(number))
    file = Attachment("a", text, text, 3)
    said = [
        Message(
            f"{n}{text}", START, Author(kind, text, text),
            Visibility.INTERNAL if n == 2 else Visibility.PUBLIC, f"{text}\n> {text}", (file,),
            event=n > 2, to=(text,), cc=(text,), channel=text,
        )
        for n, kind in enumerate((*AuthorKind, AuthorKind.SYSTEM))
    ]  # fmt: skip
    changes = (Reply(text, Visibility.PUBLIC, (file,)), Assign(Person(text, text)),
               SetTags((text,), (text,)))  # fmt: skip
    states = (State.QUEUED, State.REJECTED, State.PARTIAL, State.UNKNOWN)
    outgoing = [
        Outgoing(f"{n}{text}", ref, change, START, START, state=state, reason=text,
                 held=text if n == 0 else "")
        for n, change in enumerate(changes) for state in states
    ]  # fmt: skip
    return Thread(
        entry=entry_of(number, text),
        said=tuple(Said(n, message) for n, message in enumerate(said)),
        more=False, outgoing=tuple(outgoing), me=Person(text, text),
        connection=Connection(text, doubt=text, error=text, hint=text),
    )  # fmt: skip


async def force(screen: Shown, desk: Desk, texts: list[str]) -> str:
    """Put texts into every widget, past all cleaning; give what was written."""
    from array import array

    box, app = screen.inbox, screen.app
    entries = [entry_of(number, text) for number, text in enumerate(texts)]
    box.queue.fill(array("q", range(len(texts))), entries, len(texts), START)
    box.queue.empty = [[(text, "strong")] for text in texts]
    await see(screen)
    box.set_class(True, "-talking")
    box.talk.unfolded = True
    for number, text in enumerate(texts):
        thread = thread_of(number, text)
        box.talk.show(thread, START)
        box.say(text, "failed", keep=True)
        box.header.show(
            [(text, "header")], [freshness(thread.connection, desk.works.desk), (text, "note")]
        )
        await see(screen)
        await box.writing.start(Visibility.PUBLIC)
        composer = box.writing.composer
        assert composer is not None
        composer.start(thread, Visibility.PUBLIC, text, (), "")
        await see(screen)
        composer.review(None, reviewing=True)
        await see(screen)
        box.writing.hide()
    options = [Option(text, text, detail=text) for text in texts]
    app.push_screen(Choose(texts[0], options, free=texts[1], filter_first=True))
    for _ in range(1 + len(texts) // 10):
        await see(screen)
        screen.press("pagedown")
    app.pop_screen()
    for text in texts:
        for question in (Ask(text, text, hint=text), Confirm(text, yes=text)):
            app.push_screen(question)
            await screen.until(lambda q=question: q.is_running and q.size.width, "a question")
            await see(screen)
            app.pop_screen()
    app.push_screen(OutboxScreen(box.context))
    screen_ = await screen.until_screen(OutboxScreen)
    for text in texts:
        screen_.say(text)
        screen_.query_one(Pages).show([(text, "text"), (f"{text}\n{text}", "muted")], 0)
        await see(screen)
    return "".join(screen.driver.chunks)


@pytest.mark.slow
async def test_the_backstop_holds_where_nothing_was_cleaned(tmp_path: Path):
    """Raw texts put straight into every widget leave no byte that plain ones do not."""
    hostile = [wrapped(payload) for payload in PAYLOADS.values()]
    plain = [wrapped(f"plain {number}") for number in range(len(hostile))]
    # One so long that the composer scrolls.
    plain[1] = wrapped("plain " * 4_000)
    written = {}
    for name, texts in (("plain", plain), ("hostile", hostile)):
        desk = await Desk.open(tmp_path / name, clock=Clock())
        async with shown(desk.session, size=SIZE) as screen:
            written[name] = await force(screen, desk, texts)
        await desk.works.stop()

    assert raw(written["hostile"]) == set()
    assert sequences(written["hostile"]) - sequences(written["plain"]) == set()
    # A surrogate that cannot be encoded would end the thread that writes to the terminal.
    written["hostile"].encode()
