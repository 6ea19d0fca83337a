"""Opened for reading only, no verb of the desk changes anything that leaves."""

import importlib
import inspect
import pkgutil

import pytest

import console.desk as package
from console import errors
from console.desk import (
    Desk,
    acting,
    calibration,
    draft,
    earlier,
    feedback,
    guarding,
    importing,
    inbox,
    knowledge,
    leftover,
    memory,
    modelling,
    outbox,
    reading,
    reply,
    thread,
    triage,
    undo,
)
from console.domain.changes import Claim
from console.domain.models import Priority, Status, Visibility
from console.store import fetch
from tests.assisted import Model, attend, drafts, switch_on
from tests.office import BO

PUBLIC = Visibility.PUBLIC
QUERY = inbox.understand("")

WRITING = {
    acting.act: lambda desk, ref, _: acting.act(desk, ref, Claim()),
    outbox.drop: lambda desk, _, key: outbox.drop(desk, key),
    outbox.release_now: lambda desk, *_: outbox.release_now(desk),
    outbox.retry: lambda desk, _, key: outbox.retry(desk, key),
    outbox.try_now: lambda desk, *_: outbox.try_now(desk),
    reply.send: lambda desk, ref, _: reply.send(desk, ref, "Hi", PUBLIC),
    triage.assign: lambda desk, ref, _: triage.assign(desk, ref, BO),
    triage.set_priority: lambda desk, ref, _: triage.set_priority(desk, ref, Priority.LOW),
    triage.set_status: lambda desk, ref, _: triage.set_status(desk, ref, Status.CLOSED),
    triage.set_tags: lambda desk, ref, _: triage.set_tags(desk, ref, ("x",)),
    triage.take: lambda desk, ref, _: triage.take(desk, ref),
    undo.undo: lambda desk, *_: undo.undo(desk),
}
"""The verbs that change something on a helpdesk."""


async def _older(desk, ref, _key):
    await thread.older(desk, await thread.open_thread(desk, ref))


async def _mark_read(desk, ref, _key):
    await thread.mark_read(desk, await inbox.line(desk, ref))


async def _mark_unread(desk, ref, _key):
    await thread.mark_unread(desk, await inbox.line(desk, ref))


async def _case_of(desk, ref, _key):
    line = await inbox.line(desk, ref)
    assert (await reading.case_of(desk, line.pk, line.escalation)).messages


async def _now(desk, ref, _key):
    assert (await reading.now(desk, await inbox.line(desk, ref))).reading


async def _read_aside(desk, ref, _):
    line = await inbox.line(desk, ref)
    case = await reading.case_of(desk, line.pk, line.escalation)
    await reading.read_aside(desk, case, await reading.candidates(desk, ref.connection))


async def _of(desk, ref, _key):
    line = await inbox.line(desk, ref)
    assert await reading.of(desk, line, line.escalation)


async def _memory(desk, ref, _key):
    await memory.of(desk, (await inbox.line(desk, ref)).escalation)


async def _corrected(desk, ref, _key):
    message = (await thread.open_thread(desk, ref)).said[0].message
    await feedback.corrected(desk, ref, message, 0, -1)
    assert (await calibration.refit(desk))[0]


async def _sent(desk, ref, _key):
    async with desk.store.writing() as db:
        await feedback.sent(desk, db, ref, "k", "Hi", (), SUGGESTED.drafts)


async def _rewritten(desk, ref, _key):
    assert [text async for text in modelling.rewritten(desk, ref, "Hi", "shorter")] == ["Shorter"]


async def _drafts(desk, ref, _key):
    desk.assisting.drafts.written = (SUGGESTED,)
    await modelling.drafts(desk, ref)


SUGGESTED = drafts("Hello")
READING = {
    calibration.load: lambda desk, *_: calibration.load(desk),
    calibration.refit: _corrected,
    calibration.reset: lambda desk, *_: calibration.reset(desk),
    earlier.read: lambda desk, ref, _: earlier.read(desk, ref),
    feedback.corrected: _corrected,
    feedback.counts: lambda desk, *_: feedback.counts(desk, "guard"),
    feedback.every: lambda desk, *_: feedback.every(desk),
    feedback.examples: lambda desk, *_: feedback.examples(desk, "desk"),
    feedback.guarded: lambda desk, ref, _: feedback.guarded(desk, ref, ["stale"]),
    feedback.rejected: lambda desk, ref, _: feedback.rejected(desk, ref, SUGGESTED.drafts[0], "1"),
    feedback.sent: _sent,
    guarding.look: lambda desk, ref, _: guarding.look(desk, ref, "Hi", PUBLIC, seen=""),
    guarding.promises: lambda desk, ref, _: guarding.promises(desk, ref),
    memory.of: _memory,
    modelling.card: lambda desk, ref, _: modelling.card(desk, ref),
    modelling.drafts: _drafts,
    modelling.rewritten: _rewritten,
    modelling.wants_card: lambda desk, ref, _: modelling.wants_card(desk, ref),
    reading.candidates: lambda desk, *_: reading.candidates(desk, "desk"),
    reading.case_of: _case_of,
    reading.now: _now,
    reading.of: _of,
    reading.read_aside: _read_aside,
    draft.every: lambda desk, *_: draft.every(desk),
    draft.load: lambda desk, ref, _: draft.load(desk, ref, PUBLIC),
    draft.move: lambda desk, ref, _: draft.move(desk, ref, Visibility.INTERNAL, "moves here"),
    draft.rescue: lambda desk, ref, _: draft.rescue(
        desk, draft.Draft(ref, PUBLIC, "stays here", desk.clock())
    ),
    draft.save: lambda desk, ref, _: draft.save(desk, ref, PUBLIC, "stays here"),
    inbox.changed_elsewhere: lambda desk, *_: inbox.changed_elsewhere(desk),
    inbox.every: lambda desk, *_: inbox.every(desk, QUERY),
    inbox.health: lambda desk, *_: inbox.health(desk),
    inbox.is_new: lambda desk, *_: inbox.is_new(desk),
    inbox.keys: lambda desk, *_: inbox.keys(desk, QUERY),
    inbox.line: lambda desk, ref, _: inbox.line(desk, ref),
    inbox.lines: lambda desk, *_: inbox.lines(desk, [1]),
    inbox.states: lambda desk, *_: inbox.states(desk),
    inbox.named: lambda desk, ref, _: inbox.named(desk, [ref]),
    inbox.queues: lambda desk, *_: inbox.queues(desk),
    inbox.tags: lambda desk, *_: inbox.tags(desk),
    inbox.view: lambda desk, *_: inbox.view(desk, QUERY),
    knowledge.every: lambda desk, *_: knowledge.every(desk, "desk"),
    knowledge.own: lambda desk, *_: knowledge.own(desk),
    knowledge.search: lambda desk, *_: knowledge.search(desk, "desk", "word"),
    leftover.leftover: lambda desk, *_: leftover.leftover(desk),
    outbox.named: lambda desk, _, key: outbox.named(desk, key),
    outbox.of: lambda desk, _, key: outbox.of(desk, [key]),
    outbox.pending: lambda desk, *_: outbox.pending(desk),
    outbox.recent: lambda desk, *_: outbox.recent(desk),
    thread.mark_read: _mark_read,
    thread.mark_unread: _mark_unread,
    thread.older: _older,
    thread.open_thread: lambda desk, ref, _: thread.open_thread(desk, ref),
    triage.can: lambda desk, *_: triage.can(desk, "desk", "snooze"),
    triage.colleagues: lambda desk, *_: triage.colleagues(desk, "desk"),
    triage.somebody: lambda desk, *_: triage.somebody(desk, "desk", "me"),
}
"""The verbs that read, and those that keep something here alone."""


ELSEWHERE = {importing.bring_in}
"""What knows no desk: it writes by what it is given, and that is refused by the door to it."""


def name(verb):
    """Name a verb as its callers do."""
    return f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"


def verbs():
    """Find every verb: the public coroutines and asynchronous generators of the package."""
    found = set()
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        found |= {
            value
            for key, value in vars(module).items()
            if (inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value))
            and value.__module__ == module.__name__
            and not key.startswith("_")
        }
    return found


def test_the_tables_are_complete():
    """Each verb is in one of the tables: a new one has to say what it does."""
    tables = [*WRITING, *READING, *ELSEWHERE]
    assert sorted(name(verb) for verb in verbs()) == sorted(name(verb) for verb in tables)


def test_verbs_take_the_desk():
    """Every verb takes the desk first, so that nothing passes read-only by."""
    for verb in verbs() - ELSEWHERE:
        first = next(iter(inspect.signature(verb).parameters.values()))
        assert first.annotation in ("Desk", Desk)


@pytest.fixture
async def reader(office):
    """Open a read-only console over a store where one change waits; give its key too."""
    writer = await office.console()
    ref = await office.escalate()
    await writer.pull()
    (row,) = await reply.send(writer.desk, ref, "waits", PUBLIC)
    only = await office.console(read_only=True)
    only.desk.done.append(row.key)
    model = Model(written=("Shorter",))
    switch_on(only, cards=model, drafts=model)
    return only, ref, row.key


async def _tables(console):
    rows = await fetch(console.store.reader, "SELECT * FROM outbox ORDER BY seq")
    lines = await fetch(console.store.reader, "SELECT * FROM escalations ORDER BY pk")
    return [tuple(row) for row in rows], [tuple(line) for line in lines]


@pytest.mark.parametrize("verb", sorted(WRITING, key=name), ids=name)
async def test_refused(reader, verb):
    """Every writing verb raises ReadOnly, and the outbox and the queue stay as they were."""
    console, ref, key = reader
    before = await _tables(console)
    with pytest.raises(errors.ReadOnly) as caught:
        await WRITING[verb](console.desk, ref, key)
    assert "--read-only" in caught.value.hint
    assert await _tables(console) == before


@pytest.mark.parametrize("verb", sorted(READING, key=name), ids=name)
async def test_allowed(reader, verb):
    """What reads, or stays here, works; nothing of it is written to the outbox or sent."""
    console, ref, key = reader
    rows, _ = await _tables(console)
    await READING[verb](console.desk, ref, key)
    assert (await _tables(console))[0] == rows
    assert console.wire.requests == 0


async def test_the_queue_is_read(reader):
    """Cards and moods are made in read-only too: the lines say more, and nothing is sent."""
    console, ref, _ = reader
    rows, _ = await _tables(console)
    assert await attend(console) == 1
    assert (await inbox.line(console.desk, ref)).glance is not None
    assert (await _tables(console))[0] == rows
    assert console.wire.requests == 0


async def test_nothing_is_brought_in(reader, office):
    """An import is refused at the door to the desk, before anything is sent."""
    console, *_ = reader

    async def post(items):
        data = {"items": items}
        return (await console.wire.request("POST", "/v1/intake/batch", json=data)).json()

    line = b'{"id": "new", "messages": [{"text": "Hi"}]}'
    with pytest.raises(errors.ReadOnly):
        async for _ in importing.bring_in(post, [(1, line)], importing.Report()):
            pass
    assert console.wire.requests == 0
    assert [ref["id"] for ref in (await office.listed())] == ["c1"]
