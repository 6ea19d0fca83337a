"""A reply is queued with the draft's removal, for the audience that was named."""

import inspect

import pytest

from console import errors
from console.desk import draft, reply
from console.domain.changes import Claim, Reply, SetStatus
from console.domain.models import Attachment, Ref, Status, Visibility
from console.store import outbox

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
FILE = Attachment("", "x.txt", "text/plain", 2, b"hi")


@pytest.fixture
async def ref(office, console):
    """Read one conversation."""
    made = await office.escalate()
    await console.pull()
    return made


def test_no_default_audience():
    """Who can read it has to be said: there is no default."""
    parameter = inspect.signature(reply.send).parameters["visibility"]
    assert parameter.default is inspect.Parameter.empty


async def test_order_of_an_action(console, ref):
    """Taking comes before the reply, and the status after it."""
    made = await reply.send(console.desk, ref, "Hi\n\n", PUBLIC, then=Status.RESOLVED, claim=True)
    assert [row.change for row in made] == [
        Claim(), Reply("Hi", PUBLIC), SetStatus(Status.RESOLVED),
    ]  # fmt: skip


async def test_the_draft_goes_with_it(console, ref):
    """The draft for this audience is gone when the row is there; the other one stays."""
    for visibility in (PUBLIC, INTERNAL):
        await draft.save(console.desk, ref, visibility, "text")
    await reply.send(console.desk, ref, "text", PUBLIC)
    assert await draft.load(console.desk, ref, PUBLIC) is None
    assert await draft.load(console.desk, ref, INTERNAL) is not None


async def test_the_draft_stays_when_it_fails(console, ref, monkeypatch):
    """When the row cannot be written, the draft is still there."""

    async def fail(_db, _row):
        raise ZeroDivisionError

    await draft.save(console.desk, ref, PUBLIC, "text")
    monkeypatch.setattr(outbox, "add", fail)
    with pytest.raises(ZeroDivisionError):
        await reply.send(console.desk, ref, "text", PUBLIC)
    assert await draft.load(console.desk, ref, PUBLIC) is not None


@pytest.mark.parametrize("text", ["", " \n\t"])
async def test_nothing(console, ref, text):
    """Nothing is not sent."""
    with pytest.raises(errors.InputError, match="nothing to send"):
        await reply.send(console.desk, ref, text, PUBLIC)
    assert await outbox.pending(console.store.reader) == []


async def test_no_text(console, ref):
    """What is no UTF-8 is refused in words."""
    with pytest.raises(errors.InputError, match="UTF-8"):
        await reply.send(console.desk, ref, "a\udcff", PUBLIC)


async def test_a_file_arrives(office, console, ref):
    """A file alone can be sent, and its bytes arrive."""
    await reply.send(console.desk, ref, "", PUBLIC, attachments=(FILE,), at_once=True)
    await console.push()
    (said,) = [m for m in (await office.show(ref))["messages"] if m["attachments"]]
    (file,) = said["attachments"]
    assert (file["name"], file["type"], file["size"]) == ("x.txt", "text/plain", 2)
    line = await console.line()
    assert await line.helpdesk.attachment(ref.id, file["id"]) == b"hi"


@pytest.mark.parametrize("visibility", [PUBLIC, INTERNAL])
async def test_the_audience_arrives(office, console, ref, visibility):
    """What was for colleagues arrives for colleagues, and what was public, public."""
    await reply.send(console.desk, ref, "Text 👍\nzwei", visibility, at_once=True)
    await console.push()
    assert await office.said(ref) == [(visibility.value, "Text 👍\nzwei")]


async def test_nowhere(console):
    """A reply needs a conversation."""
    with pytest.raises(errors.NoSuchEscalation):
        await reply.send(console.desk, Ref("desk", "none"), "Hi", PUBLIC)
