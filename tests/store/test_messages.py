"""Messages are appended once, replaced when the helpdesk tells all, and paged newest first."""

from console.domain.models import Attachment, Visibility
from console.store import escalations, messages, outbox, rows
from tests.domain.made import escalation, message, outgoing


async def keep(store, *said, whole=False):
    """Store messages; give the row of the escalation, and whether anything was new."""
    async with store.writing() as db:
        pk = await escalations.put(db, escalation())
        return pk, await messages.put(db, pk, said, whole=whole)


async def texts(store, pk, **options):
    """Give the texts of a page."""
    return [said.text for _, said in await messages.page(store.reader, pk, **options)]


async def test_everything_is_kept(store):
    """A message is read back as it was, files, addresses and channel included."""
    said = message(
        attachments=(Attachment("a1", "x.txt", "text/plain", 3),),
        to=("ada@example.com",),
        cc=("cy@example.com",),
        channel="email",
        visibility=Visibility.INTERNAL,
        event=True,
    )
    pk, _ = await keep(store, said)
    assert [m for _, m in await messages.page(store.reader, pk)] == [said]


async def test_appended_once(store):
    """What comes again is not doubled, and is nothing new."""
    pk, first = await keep(store, message(text="a"))
    _, again = await keep(store, message(text="a"), message(minutes=1, text="b"))
    _, third = await keep(store, message(text="a"), message(minutes=1, text="b"))
    assert await texts(store, pk) == ["a", "b"]
    assert (first, again, third) == (True, True, False)


async def test_changed(store):
    """A message that was changed there is changed here, and keeps its row: it stays read."""
    pk, _ = await keep(store, message(text="a"))
    ((row, _),) = await messages.page(store.reader, pk)
    _, new = await keep(store, message(text="b"))
    assert new
    ((same, said),) = await messages.page(store.reader, pk)
    assert (same, said.text) == (row, "b")


async def test_whole(store):
    """A complete conversation replaces what was there: what is not in it goes."""
    pk, _ = await keep(store, message(text="a"), message(minutes=1, text="b"))
    await keep(store, message(minutes=1, text="b"), whole=True)
    assert await texts(store, pk) == ["b"]


async def test_pages(store):
    """Paging back gives every message once, oldest first in each page, ties by arrival."""
    said = [message(minutes=n // 3, id=f"m{n}", text=str(n)) for n in range(20)]
    pk, _ = await keep(store, *said)
    seen = []
    before = None
    while page := await messages.page(store.reader, pk, limit=6, before=before):
        seen = [m.text for _, m in page] + seen
        before = (rows.sure_ms(page[0][1].at), page[0][0])
    assert seen == [str(n) for n in range(20)] == await texts(store, pk)


async def test_newest_customer(store):
    """The newest thing the customer said is known by its time, not by its arrival."""
    pk, _ = await keep(
        store,
        message(minutes=5, id="late"),
        message(minutes=2, id="early"),
        message("agent", 9, id="agent"),
        message(minutes=9, id="event", event=True),
    )
    assert await messages.newest_customer(store.reader, pk) == "late"
    assert await messages.newest_customer(store.reader, 999) == ""


async def test_sent_ids(store):
    """Messages that rows of the outbox stand for are known, so that no look-up takes them twice."""
    async with store.writing() as db:
        await outbox.add(db, outgoing())
        await outbox.update(db, outgoing(message_id="m9"))
        await outbox.add(db, outgoing(key="k2"))
    assert await messages.sent_ids(store.reader, "desk", "c1") == {"m9"}
