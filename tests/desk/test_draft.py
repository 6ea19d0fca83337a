"""What is being written is kept as it is written."""

from console.desk import draft, inbox
from console.domain.models import Attachment, Visibility

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
FILE = Attachment("", "x.txt", "text/plain", 2, b"hi")


async def test_kept(office, console):
    """A draft is there again, marked on its line, also for another console of the agent."""
    ref = await office.escalate()
    await console.pull()
    await draft.save(console.desk, ref, PUBLIC, "Dear Ada", (FILE,), seen="m1")
    again = await office.console()
    kept = await draft.load(again.desk, ref, PUBLIC)
    assert kept is not None
    assert (kept.text, kept.attachments, kept.seen_message) == ("Dear Ada", (FILE,), "m1")
    assert (await inbox.line(console.desk, ref)).draft
    assert await draft.load(console.desk, ref, INTERNAL) is None


async def test_emptied(office, console):
    """A draft whose text was deleted is gone."""
    ref = await office.escalate()
    await console.pull()
    await draft.save(console.desk, ref, PUBLIC, "Dear Ada")
    await draft.save(console.desk, ref, PUBLIC, "")
    assert await draft.every(console.desk) == []
    assert not (await inbox.line(console.desk, ref)).draft


async def test_all(office, console):
    """All drafts are listed, the newest first."""
    refs = [await office.escalate() for _ in range(2)]
    await console.pull()
    for ref in refs:
        office.clock.later(minutes=1)
        await draft.save(console.desk, ref, PUBLIC, ref.id)
    assert [each.ref for each in await draft.every(console.desk)] == refs[::-1]


async def test_moved_above_what_is_there(office, console):
    """A reply that becomes a note stands above the note that was begun; neither is lost."""
    ref = await office.escalate()
    await console.pull()
    await draft.save(console.desk, ref, PUBLIC, "a reply")
    await draft.save(console.desk, ref, INTERNAL, "a note")
    moved = await draft.move(console.desk, ref, INTERNAL, "a reply")
    assert moved.text == "a reply\n\na note"
    assert await draft.load(console.desk, ref, PUBLIC) is None
