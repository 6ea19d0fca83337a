"""The shown columns follow whatever they rest on."""

from datetime import timedelta

from console.domain.changes import Claim, Reply, SetPriority, SetTags, State
from console.domain.connection import Connection
from console.domain.models import Author, AuthorKind, Priority, Ref, Visibility
from console.domain.picture import Rule
from console.domain.search import parse
from console.domain.sla import Policy
from console.store import connections, escalations, messages, outbox, picture
from tests.domain.made import ME, NOW, at, escalation, message, outgoing

HOUR = timedelta(hours=1)
RULES = (Rule(parse(""), Policy("all", "", HOUR, HOUR, None, None)),)
MINE = Author(AuthorKind.AGENT, ME.name, ME.id)


async def shown(store, *rows, said=(), rules=RULES):
    """Store an escalation with changes on their way, and give its line."""
    async with store.writing() as db:
        await connections.put(db, Connection("desk", me=ME))
        pk = await escalations.put(db, escalation())
        await messages.put(db, pk, tuple(said), whole=True)
        for row in rows:
            await outbox.add(db, row)
        await picture.refresh(db, [escalation().ref, Ref("desk", "missing")], rules)
    entry = await escalations.find(store.reader, escalation().ref)
    assert entry is not None
    return entry


async def test_pending_changes_are_laid_over(store):
    """What is on its way shows at once, while the helpdesk's word is kept beside it."""
    rows = [outgoing(change, key=str(n)) for n, change in enumerate(
        [Claim(), SetPriority(Priority.URGENT), SetTags(("vip",))]
    )]  # fmt: skip
    esc = (await shown(store, *rows)).escalation
    assert esc.assignee is not None
    assert (esc.assignee.id, esc.priority, esc.tags) == (ME.id, Priority.URGENT, ("vip",))
    assert await escalations.remote(store.reader, esc.ref) == escalation()


async def test_refused_changes_are_not(store):
    """A change that was refused shows no more."""
    entry = await shown(store, outgoing(Claim(), state=State.REJECTED))
    assert entry.escalation.assignee is None


async def test_clocks(store):
    """A question waits and has a clock; a queued answer stops both."""
    asked = await shown(store, said=[message(minutes=5)])
    assert asked.waiting_since == at(minutes=5)
    assert asked.due is not None
    assert asked.due.at == NOW + HOUR
    answered = await shown(store, outgoing(made_at=at(minutes=6)), said=[message(minutes=5)])
    assert (answered.waiting_since, answered.due) == (None, None)


async def test_unread(store):
    """Unread is what others said: not events, the system's words, or one's own."""
    entry = await shown(
        store,
        said=[
            message("customer", 0),
            message("agent", 1, author=MINE),
            message("agent", 2),
            message("system", 3),
            message("customer", 4, event=True),
        ],
    )
    assert (entry.unread, entry.messages) == (2, 4)


async def test_a_note_is_not_an_answer(store):
    """A queued note leaves the customer waiting."""
    note = outgoing(Reply("Hm", Visibility.INTERNAL), made_at=at(minutes=1))
    assert (await shown(store, note, said=[message()])).waiting_since == NOW
