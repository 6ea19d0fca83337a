"""What becomes of a suggestion is noted with its distance, and taken back with its reply."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk import feedback, outbox, reply, thread, undo
from console.domain.models import Visibility
from console.domain.suggestion import REJECTIONS, Inserted, Suggestion
from tests.assisted import at_work, drafts

PUBLIC = Visibility.PUBLIC
MADE = Inserted("Hello Ada,\nwe look for it.", "macro:1", "embedded", "2026-03-02T09:00:00Z", 0.8)
SHOWN = drafts("One", "Two").drafts


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    return await at_work(office, console)


async def noted(console):
    """Give what was noted, shortly."""
    found = await feedback.every(console.desk)
    return [(item.kind, item.what, item.detail.get("distance")) for item in found]


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("abc", "abc", 0),
     ("flaw", "lawn", 2), ("a" * 9_000, "a" * 9_500, 500), ("Grüße 👍", "Grüsse 👍", 2)],
)  # fmt: skip
def test_distance(before, after, count):
    """Letters taken out, put in or replaced are counted, as few as there can be."""
    assert feedback.distance(before, after) == count


def _slowly(before, after):
    row = list(range(len(after) + 1))
    for i, old in enumerate(before, 1):
        diagonal, row[0] = row[0], i
        for j, new in enumerate(after, 1):
            best = min(row[j] + 1, row[j - 1] + 1, diagonal + (old != new))
            diagonal, row[j] = row[j], best
    return row[-1]


_short = st.text("abä ", max_size=12)


@given(_short, _short)
def test_distance_is_levenshteins(before, after):
    """It is what the plain table of Wagner and Fischer gives, and the same both ways."""
    assert feedback.distance(before, after) == _slowly(before, after)
    assert feedback.distance(after, before) == feedback.distance(before, after)


@pytest.mark.parametrize("text", ["a" * 8_000, "ab " * 2_700, "".join(map(chr, range(300, 8_300)))])
def test_distance_takes_no_time(text):
    """No text holds the screen up: it is measured while a reply is being queued."""
    begun = time.perf_counter()
    feedback.distance(text, text[::-1])
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("sent", "kind", "distance"),
    [
        ("Hello Ada,\nwe look for it.", "accepted", 0),
        ("Hello Ada, we  look for it.\n", "accepted", 0),
        ("Hello Ada,\nwe look for it. Bye", "accepted", 4),
        ("Hello Bea,\nwe look for it.", "edited", 2),
    ],
)
async def test_sent(console, ref, sent, kind, distance):
    """What was sent as it was is accepted, what was changed is edited, with how much."""
    await reply.send(console.desk, ref, sent, PUBLIC, inserted=[MADE], shown=SHOWN)
    assert await noted(console) == [(kind, "macro:1", distance)]
    (item,) = await feedback.every(console.desk)
    assert item.ref == ref
    assert (item.detail["suggested"], item.detail["sent"]) == (MADE.text, sent.rstrip())
    assert (item.detail["maker"], item.detail["score"]) == ("embedded", 0.8)


async def test_ignored(console, ref):
    """Who writes without any of the drafts that were there has ignored them."""
    await reply.send(console.desk, ref, "My own", PUBLIC, shown=SHOWN)
    assert await noted(console) == [("ignored", "model:test", None)] * 2


async def test_nothing_to_note(console, ref):
    """A reply where there was nothing to start from says nothing."""
    await reply.send(console.desk, ref, "My own", PUBLIC)
    assert await noted(console) == []


async def test_undone(console, ref):
    """Undo takes it back: a reply that was never sent was not accepted."""
    await feedback.rejected(console.desk, ref, SHOWN[0], "4")
    await reply.send(console.desk, ref, MADE.text, PUBLIC, inserted=[MADE], claim=True)
    await undo.undo(console.desk)
    assert await noted(console) == [("rejected", "model:test", None)]


async def test_dropped(console, ref):
    """So does dropping it from the outbox."""
    made = await reply.send(console.desk, ref, MADE.text, PUBLIC, inserted=[MADE], claim=True)
    await outbox.drop(console.desk, made[1].key)
    assert await noted(console) == []


async def test_sent_in_the_end(office, console, ref):
    """What has left stays noted, and a note's undo does not touch it."""
    await reply.send(console.desk, ref, MADE.text, PUBLIC, inserted=[MADE], at_once=True)
    await console.push()
    await reply.send(console.desk, ref, "x", Visibility.INTERNAL, inserted=[MADE])
    await undo.undo(console.desk)
    assert [kind for kind, *_ in await noted(console)] == ["accepted"]


async def test_a_reply_that_fails_notes_nothing(console, ref, monkeypatch):
    """Reply and note are written together, or neither is."""

    async def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(console.desk.__class__, "redraw", fail)
    with pytest.raises(ZeroDivisionError):
        await reply.send(console.desk, ref, MADE.text, PUBLIC, inserted=[MADE])
    assert await noted(console) == []


@pytest.mark.parametrize("digit", REJECTIONS)
async def test_rejected(console, ref, digit):
    """Each digit after X stands for a reason, kept with what was rejected."""
    reason = await feedback.rejected(console.desk, ref, SHOWN[0], digit)
    (item,) = await feedback.every(console.desk, "rejected")
    assert item.detail["reason"] == reason == REJECTIONS[digit]
    assert item.detail["suggested"] == "One"


async def test_corrected(console, ref):
    """A corrected flag is a labelled example: the words, what it was, and what it is."""
    message = (await thread.open_thread(console.desk, ref)).said[0].message
    await feedback.corrected(console.desk, ref, message, None, -2)
    (item,) = await feedback.every(console.desk, "corrected")
    assert (item.what, item.detail) == (
        "m1", {"level": -2, "was": None, "text": message.text},
    )  # fmt: skip


async def test_guards_are_counted(console, ref):
    """Each guard's hits are counted for whoever looks after the team."""
    await feedback.guarded(console.desk, ref, ["repeat", "stale"])
    await feedback.guarded(console.desk, ref, ["repeat"])
    await feedback.guarded(console.desk, ref, [])
    assert await feedback.counts(console.desk, "guard") == {"repeat": 2, "stale": 1}


async def test_exported(console, ref):
    """A piece is one flat object of JSON, with its place and time."""
    draft = Suggestion("Hi", "article:7", 0.5, visibility=Visibility.INTERNAL)
    await feedback.rejected(console.desk, ref, draft, "1")
    (item,) = await feedback.every(console.desk)
    data = json.loads(json.dumps(feedback.data(item)))
    assert data == {
        "at": "2026-03-02T09:00:00Z", "ref": "desk/c1", "kind": "rejected", "what": "article:7",
        "reason": "wrong_fact", "maker": "embedded", "score": 0.5, "suggested": "Hi",
    }  # fmt: skip
