"""What a customer came with earlier is read once a day, and changes nothing that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.desk import inbox, thread
from console.domain.models import (
    Author,
    AuthorKind,
    Customer,
    Escalation,
    Message,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.helpdesk import Capabilities, Delta
from console.store import escalations, facts, fetch
from console.sync.history import ASKED, history
from tests.office import START
from tests.sync.ledger import FORGETFUL

HERE = Ref("desk", "c1")


def past(ident: str, *, customer: str = "u1", status: Status = Status.RESOLVED) -> Delta:
    """Make a conversation of last week."""
    at = START - timedelta(days=7)
    said = Message("m1", at, Author(AuthorKind.CUSTOMER), Visibility.PUBLIC, "It was broken.")
    return Delta(
        Escalation(
            ref=Ref("desk", ident),
            subject="Broken kettle",
            status=status,
            priority=Priority.NORMAL,
            customer=Customer(customer, "Ada Example"),
            created_at=at,
            updated_at=at,
        ),
        (said,),
        whole=True,
    )


@pytest.fixture
def telling(plain, ledger):
    """Let the helpdesk tell of one earlier conversation."""
    ledger.capabilities = replace(FORGETFUL, history=True)
    ledger.past = (past("old"),)
    return plain


async def queue(console, query=""):
    """List what a view shows."""
    found = await inbox.view(console.desk, inbox.understand(query), limit=-1)
    return [entry.ref.id for entry in found.first]


async def test_stored_but_not_in_the_queue(telling):
    """What is done is stored with its messages: read, and not among what is open."""
    before = await queue(telling)
    assert await history(await telling.line(), HERE) == {Ref("desk", "old")}
    assert await queue(telling) == before
    opened = await thread.open_thread(telling.desk, Ref("desk", "old"))
    assert [said.message.text for said in opened.said] == ["It was broken."]
    assert opened.entry.unread == 0
    assert opened.entry.escalation.status is Status.RESOLVED
    assert "old" in await queue(telling, "status:resolved")


async def test_told(telling):
    """Screens are told of what is new, and of nothing where nothing is."""
    heard = []
    telling.desk.events.listen(heard.append)
    line = await telling.line()
    await history(line, HERE)
    assert [changed.refs for changed in heard] == [frozenset({Ref("desk", "old")})]
    heard.clear()
    telling.desk.clock.later(days=2)
    assert await history(line, HERE) == frozenset()
    assert heard == []


async def test_once_a_day(telling, ledger, clock):
    """A customer is asked for once a day, by whichever conversation; then once more."""
    line = await telling.line()
    for ref in (HERE, HERE, Ref("desk", "c2")):
        await history(line, ref)
    assert ledger.asked == ["history u1"]
    clock.later(hours=23)
    await history(line, HERE)
    assert ledger.asked == ["history u1"]
    clock.later(hours=2)
    await history(line, HERE)
    assert ledger.asked == ["history u1"] * 2
    assert (
        len(await fetch(line.store.reader, "SELECT 1 FROM facts WHERE key LIKE 'history:%'")) == 1
    )


async def test_what_was_asked_is_forgotten(telling, clock):
    """Of customers who were asked for longer than a day ago no trace is kept."""
    line = await telling.line()
    async with line.store.writing() as db:
        await facts.put(db, f"{ASKED}desk/u9", "2026-02-27T09:00:00Z")
        await facts.put(db, "assist", "1")
    await history(line, HERE)
    assert await facts.get(line.store.reader, f"{ASKED}desk/u9") == ""
    assert await facts.get(line.store.reader, "assist") == "1"
    assert await facts.get(line.store.reader, f"{ASKED}desk/u1") != ""


async def test_what_is_known_stays(telling, ledger):
    """A conversation that the store has is left as it is, whatever the history says of it."""
    mine = past("c2")
    ledger.past = (mine, past("old"))
    before = await escalations.remote(telling.store.reader, Ref("desk", "c2"))
    assert await history(await telling.line(), HERE) == {Ref("desk", "old")}
    assert await escalations.remote(telling.store.reader, Ref("desk", "c2")) == before
    opened = await thread.open_thread(telling.desk, Ref("desk", "c2"))
    assert [said.message.text for said in opened.said] == ["Where is mine?"]
    assert opened.entry.unread == 1


@pytest.mark.parametrize(
    "wrong",
    [
        past("x", customer="u2"),
        past("x", customer=""),
        replace(past("x"), whole=False),
        replace(past("x"), escalation=replace(past("x").escalation, ref=Ref("other", "x"))),
        past("x", status=Status.OPEN),
        past("x", status=Status.PENDING),
    ],
)
async def test_left_out(telling, ledger, wrong):
    """Somebody else's, a piece of one, another helpdesk's and what is open are not stored."""
    ledger.past = (wrong, past("old"))
    assert await history(await telling.line(), HERE) == {Ref("desk", "old")}
    assert await escalations.remote(telling.store.reader, wrong.escalation.ref) is None


async def test_a_helpdesk_that_cannot(plain, ledger):
    """One that does not tell of the past is not asked."""
    assert not Capabilities().history
    assert await history(await plain.line(), HERE) == frozenset()
    assert await history(await plain.line(), Ref("desk", "never was")) == frozenset()
    assert ledger.asked == []


async def test_offline(telling, ledger):
    """What cannot be reached is asked again next time, and nothing is written."""
    ledger.down = errors.Unreachable("The desk cannot be reached.")
    line = await telling.line()
    with pytest.raises(errors.Unreachable):
        await history(line, HERE)
    ledger.down = None
    assert await history(line, HERE) == {Ref("desk", "old")}


async def test_all_or_nothing(telling, ledger, monkeypatch):
    """One that cannot be stored leaves none of them behind, and is asked for again."""
    ledger.past = (past("old"), past("older"))
    line, put = await telling.line(), escalations.put

    async def fail(db, esc):
        if esc.ref.id == "older":
            raise errors.StoreError("The disk is full.")
        return await put(db, esc)

    with monkeypatch.context() as patched:
        patched.setattr(escalations, "put", fail)
        with pytest.raises(errors.StoreError):
            await history(line, HERE)
    assert await escalations.remote(line.store.reader, Ref("desk", "old")) is None
    assert len(await history(line, HERE)) == 2


async def test_own_desk(office, console):
    """On the own desk all comes by pull: its history is one request, and adds nothing."""
    first, second = await office.escalate("One"), await office.escalate("Two")
    await office.patch(first, status="resolved")
    await console.pull()
    before = console.wire.requests
    assert await history(await console.line(), second) == frozenset()
    assert console.wire.requests - before == 1
