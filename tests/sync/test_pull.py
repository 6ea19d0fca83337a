"""The store follows the helpdesk: in whole batches, once, and not into a sudden emptiness."""

from dataclasses import replace

import pytest

from console import errors
from console.desk import inbox, thread, triage
from console.domain.connection import Connection
from console.domain.models import Person, Ref, Status
from console.helpdesk.warmline import identity_headers
from console.http import Effect
from console.store import connections, escalations, fetch, picture
from console.sync import pull
from tests.domain.made import escalation
from tests.office import ANN, BO, START, create_app


async def known(console):
    """Give the state of the connection."""
    return await connections.get(console.store.reader, "desk")


async def shown(console):
    """Count what the queue shows."""
    return (await inbox.view(console.desk, inbox.understand("status:any"), limit=-1)).total


async def doubles(console):
    """List messages that stand twice."""
    return await fetch(
        console.store.reader,
        "SELECT escalation, text FROM messages GROUP BY 1, 2 HAVING count(*) > 1",
    )


async def test_first_pull(office, console):
    """The first pull asks who we are, reads everything, and notes that all agree."""
    ref = await office.escalate("Where is it?", tags=["vip"])
    assert await console.pull() == 1
    opened = await thread.open_thread(console.desk, ref)
    assert [said.message.text for said in opened.said] == ["Where is it?"]
    assert opened.entry.escalation.tags == ("vip",)
    state = await known(console)
    assert (state.me, state.synced_at, state.error) == (ANN, START, "")


@pytest.mark.parametrize(
    ("change", "requests", "count"), [("nothing", 1, 0), ("one", 1, 1), ("both", 1, 2)]
)
async def test_requests(office, console, change, requests, count):
    """A pull takes one request, with nothing changed, one conversation changed, or more."""
    first, second = await office.escalate(), await office.escalate()
    await console.pull()
    if change != "nothing":
        await office.customer_says(first, "Hello?")
    if change == "both":
        await office.customer_says(second, "Hello?")
    before = console.wire.requests
    assert await console.pull() == count
    assert console.wire.requests - before == requests


async def test_one_conversation(office, console):
    """One conversation can be read for itself, at one request; the cursor stays."""
    first, second = await office.escalate(), await office.escalate()
    await console.pull()
    for ref in (first, second):
        await office.customer_says(ref, "Hello?")
    at, before = (await known(console)).cursor, console.wire.requests
    await pull.one(await console.line(), first.id)
    assert console.wire.requests - before == 1
    assert (await known(console)).cursor == at
    assert [(await inbox.line(console.desk, ref)).messages for ref in (first, second)] == [2, 1]


async def test_an_older_reading_puts_nothing_back(office, console, monkeypatch):
    """A conversation that was read earlier, but comes later, takes nothing away."""
    ref = await office.escalate()
    line = await console.line()
    old = await line.helpdesk.thread(ref.id)
    office.clock.later(minutes=1)
    await office.customer_says(ref, "Hello?")
    await office.patch(ref, priority="urgent")
    await console.pull()

    async def late(ident):
        return old

    monkeypatch.setattr(console.way, "thread", late)
    await pull.one(line, ref.id)
    shown = await inbox.line(console.desk, ref)
    assert (shown.messages, shown.escalation.priority) == (2, "urgent")


async def test_first_requests(office, console):
    """Before the first pull one more is needed: who we are."""
    await office.escalate()
    await console.pull()
    assert console.wire.requests == 2


async def test_pages(office, console):
    """More than a page is read page by page, each with its cursor; none is left out."""
    await office.escalate_many(450)
    await console.pull()
    assert await shown(console) == 450
    assert console.wire.requests == 1 + 3


async def test_cursor_and_rows_are_one(office, console, monkeypatch):
    """A crash in the middle keeps whole pages with their cursor, and repeats the rest once."""
    await office.escalate_many(450)
    original = picture.refresh
    pages = 0

    async def crash(*arguments):
        nonlocal pages
        pages += 1
        await original(*arguments)
        if pages == 2:
            raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(picture, "refresh", crash)
        with pytest.raises(ZeroDivisionError):
            await console.pull()
    assert await shown(console) == 200
    half = (await known(console)).cursor
    assert half
    assert await console.pull() == 250
    assert (await known(console)).cursor != half
    assert await shown(console) == 450
    assert await doubles(console) == []
    assert await console.pull() == 0


async def test_the_network_fails_in_the_middle(office, console):
    """A page that does not come leaves the pages before it, and the pull goes on from there."""
    await office.escalate_many(450)
    original = console.wire._send
    asked = 0

    async def fail(method, path, kwargs):
        nonlocal asked
        asked += path == "/v1/changes"
        if asked == 2:
            raise errors.Unauthorized("Who are you?")
        return await original(method, path, kwargs)

    console.wire._send = fail
    with pytest.raises(errors.Unauthorized):
        await console.pull()
    assert await shown(console) == 200
    assert (await known(console)).synced_at is None
    await console.pull()
    assert await shown(console) == 450


async def test_a_lost_cursor(office, console):
    """A cursor that the helpdesk no longer knows is answered by reading everything again."""
    refs = [await office.escalate() for _ in range(3)]
    await console.pull()
    async with console.store.writing() as db:
        await connections.put(db, replace(await connections.get(db, "desk"), cursor="999999"))
    await office.customer_says(refs[0], "Hello?")
    assert await console.pull() == 3
    assert await shown(console) == 3
    assert await doubles(console) == []
    assert await console.pull() == 0


async def _empty(office, console):
    """Put an empty desk in the place of the one that was there."""
    app = create_app(office.folder / "empty.db", clock=office.clock)
    await app.open()
    way = type(console.way)("desk", type(console.wire)(replace(console.wire.endpoint, app=app)))
    line = await console.line()
    line.helpdesk = way
    return app, way


async def test_a_sudden_emptiness_is_doubted(office, console):
    """A helpdesk that looks empty is not believed: nothing vanishes until the agent says so."""
    await office.escalate_many(10)
    await console.pull()
    app, way = await _empty(office, console)
    await console.pull()
    await pull.take_stock(await console.line())
    assert await shown(console) == 10
    assert (await known(console)).doubt == ("10 of 10 open escalations are suddenly missing there")
    assert await pull.believe(await console.line()) == 10
    assert await shown(console) == 0
    assert (await known(console)).doubt == ""
    await way.aclose()
    await app.aclose()


async def test_doubt_ends_by_itself(office, console):
    """When everything is there again, there is no doubt any more."""
    await office.escalate_many(10)
    await console.pull()
    line = await console.line()
    real = line.helpdesk
    app, way = await _empty(office, console)
    await pull.take_stock(line)
    assert (await known(console)).doubt
    line.helpdesk = real
    await pull.take_stock(line)
    assert (await known(console)).doubt == ""
    assert await shown(console) == 10
    await way.aclose()
    await app.aclose()


@pytest.mark.parametrize(("missing", "left"), [(4, 6), (5, 5), (6, 10)])
async def test_what_is_believed(office, console, monkeypatch, missing, left):
    """Some that are gone are gone; more than half of those open, and at least five, are doubted."""
    refs = await office.escalate_many(10)
    await console.pull()
    line = await console.line()

    async def some():
        return frozenset(ref.id for ref in refs[missing:])

    monkeypatch.setattr(line.helpdesk, "ids", some)
    await pull.take_stock(line)
    assert await shown(console) == left
    assert bool((await known(console)).doubt) is (left == 10)


async def test_gone_and_back(office, console, monkeypatch):
    """What was gone and is told again is back, with everything that was known of it."""
    ref = await office.escalate()
    await console.pull()
    line = await console.line()

    async def none():
        return frozenset()

    with monkeypatch.context() as patch:
        patch.setattr(line.helpdesk, "ids", none)
        await pull.take_stock(line)
    assert await shown(console) == 0
    await office.customer_says(ref, "Hello?")
    await console.pull()
    assert await shown(console) == 1
    assert len((await thread.open_thread(console.desk, ref)).said) == 2


async def test_what_waits_to_be_sent_is_not_hidden(office, console):
    """A conversation reopened here, and still done there, stays while the change waits."""
    ref = await office.escalate()
    await office.patch(ref, status="resolved")
    await console.pull()
    await triage.set_status(console.desk, ref, Status.OPEN)
    await pull.take_stock(await console.line())
    assert await shown(console) == 1


async def test_pending_changes_stay_in_front(office, console):
    """What others changed is read, and what waits to be sent here still shows."""
    ref = await office.escalate()
    await console.pull()
    await triage.set_tags(console.desk, ref, ("mine",))
    await office.patch(ref, tags_add=["theirs"], priority="high")
    await console.pull()
    line = await inbox.line(console.desk, ref)
    assert line.escalation.tags == ("theirs", "mine")
    assert line.escalation.priority == "high"


async def test_removed(console):
    """What the helpdesk names as gone is hidden at once."""
    line = await console.line()
    async with console.store.writing() as db:
        await escalations.put(db, escalation())

    async def changes(_cursor):
        yield pull.Batch((), "7", removed=("c1",))

    line.helpdesk.changes = changes
    await console.pull()
    assert await shown(console) == 0
    assert (await known(console)).cursor == "7"


async def test_trouble_is_noted(office, console):
    """What goes wrong stands on the connection since when it did, until all is well again."""
    line = await console.line()
    await pull.failed(line, errors.Unreachable("Down."))
    office.clock.later(minutes=5)
    await pull.failed(line, errors.Unauthorized("Who?"))
    state = await known(console)
    assert (state.error, state.hint, state.error_at) == (
        "Who?", errors.Unauthorized.hint, START,
    )  # fmt: skip
    await console.pull()
    state = await known(console)
    assert (state.error, state.hint, state.error_at) == ("", "", None)
    assert state.synced_at == office.clock()


async def test_it_is_told(office, console):
    """Who listens hears which escalations changed, and nothing when none did."""
    ref = await office.escalate()
    heard = []
    console.desk.events.listen(heard.append)
    await console.pull()
    assert [each.refs for each in heard if each.refs] == [{ref}]
    heard.clear()
    await console.pull()
    assert not any(each.refs or each.everything for each in heard)
    assert heard[-1].connections


async def test_learning(office, console):
    """Macros and articles are fetched, where the helpdesk has any."""
    data = {"kind": "macro", "title": "Greeting", "text": "Hello"}
    await office.outside.request("POST", "/v1/knowledge", json=data)
    await pull.learn(await console.line())
    assert [k.title for k in await connections.knowledge(console.store.reader, "desk")] == [
        "Greeting"
    ]


async def test_no_macros(plain, ledger):
    """A helpdesk without any is not asked."""
    await pull.learn(await plain.line())
    assert ledger.asked == ["agents"]


async def test_colleagues(office, console):
    """Who can be given something is learned anew: a new colleague is there after a restart."""
    await console.pull()
    line = await console.line()
    await pull.learn(line)
    amy = Person("amy", "Amy Agent")
    await office.outside.request("GET", "/v1/me", effect=Effect.READ, headers=identity_headers(amy))
    assert {person.id for person in (await known(console)).agents} == {"ann", "bo"}
    await pull.learn(line)
    state = await known(console)
    assert {person.id for person in state.agents} == {"amy", "ann", "bo"}
    assert state.me == ANN


async def test_two_consoles_see_the_same(office):
    """Two agents who read the same desk see the same queue, each their own unread."""
    ann, bo = await office.console(), await office.console(BO, store="bo.db")
    ref = await office.escalate()
    for each in (ann, bo):
        await each.pull()
    await thread.mark_read(ann.desk, await inbox.line(ann.desk, ref))
    assert (await inbox.line(ann.desk, ref)).unread == 0
    assert (await inbox.line(bo.desk, ref)).unread == 1


def test_a_new_connection():
    """A connection never used begins at the beginning."""
    assert Connection("desk").cursor == ""
    assert Ref("desk", "c1").connection == "desk"
