"""What earlier conversations established is shown with its place, and never mixed."""

import json

import pytest

from console.desk import inbox, memory
from console.domain.models import Customer, Ref, Status
from console.store import escalations, messages, picture, readings
from console.store.readings import Earlier, Kept
from tests.domain.made import NOW, at, escalation, message

ADA = Customer("u1", "Ada Example", "ada@example.com")


def item(text, **fields):
    """Write a statement."""
    return {"text": text, "messages": ["m1"], "supported": True, **fields}


def earlier(number=2, status=Status.RESOLVED, **card):
    """Make what was read in an earlier conversation."""
    ref = Ref("desk", f"c{number}")
    return Earlier(ref, f"Subject {number}", status, at(days=-number), json.dumps({"card": card}))


async def add(console, ref, customer=ADA, card=None, **fields):
    """Keep a conversation, and what was read in it."""
    async with console.store.writing() as db:
        pk = await escalations.put(db, escalation(ref=ref, customer=customer, **fields))
        await messages.put(db, pk, (message(id="m1"),), whole=True)
        await picture.refresh(db, [ref], ())
        if card is not None:
            data = json.dumps({"card": card})
            await readings.put(db, pk, Kept("embedded", "1", "m1", NOW, data))


async def of(console, ref):
    """Give what is known of the customer of a conversation."""
    return await memory.of(console.desk, (await inbox.line(console.desk, ref)).escalation)


def test_what_is_worth_a_line():
    """Open promises first, then what is open, how others ended, and facts that last."""
    lines = memory.lines_of([
        earlier(2, goal=[item("Wants a refund")], facts=[
            item("", kind="order_id", value="BW-1", normalised="bw1"),
            item("", kind="amount", value="5 EUR", normalised="5"),
            item("", kind="phone", value="1", normalised="1", state="superseded"),
        ], promises=[item("We call you", state="open"), item("We wrote", state="kept")]),
        earlier(3, Status.OPEN),
    ])  # fmt: skip
    assert [(line.kind, line.text) for line in lines] == [
        ("promise", "promised, open: “We call you”"), ("open", "still open: Subject 3"),
        ("resolution", "resolved: Wants a refund"), ("fact", "order BW-1"),
    ]  # fmt: skip
    assert lines[0].ref == Ref("desk", "c2")
    assert lines[0].at == at(days=-2)


def test_a_fact_is_told_once():
    """What several conversations established is told by the newest of them."""
    fact = [item("", kind="order_id", value="BW-1", normalised="bw1")]
    lines = memory.lines_of([earlier(2, facts=fact), earlier(3, facts=fact)])
    assert [line.ref.id for line in lines if line.kind == "fact"] == ["c2"]


def test_what_was_not_supported_is_not_remembered():
    """What the checker did not find in its message is no memory."""
    doubted = {"supported": False}
    fact = item("", kind="order_id", value="X", normalised="x") | doubted
    lines = memory.lines_of(
        [earlier(2, facts=[fact], promises=[item("We pay", state="open") | doubted])]
    )
    assert [line.kind for line in lines] == ["resolution"]


def test_few_lines():
    """However long a customer is one, memory stays short, promises in it."""
    many = [earlier(n) for n in range(2, 12)]
    many.append(earlier(12, promises=[item("We call", state="open")]))
    lines = memory.lines_of(many)
    assert len(lines) == memory.MOST
    assert lines[0].kind == "promise"


async def test_the_same_customer(console):
    """What was read in a customer's other conversation there is known in this one."""
    await add(console, Ref("desk", "c1"))
    await add(console, Ref("desk", "c2"), card={"goal": [item("Wants a refund")]},
              status=Status.CLOSED)  # fmt: skip
    found = await of(console, Ref("desk", "c1"))
    assert [line.text for line in found.lines] == ["resolved: Wants a refund"]
    assert found.question == ""
    assert found


async def test_two_helpdesks_are_a_question(console):
    """Nothing of the same address elsewhere is taken over: it is asked about."""
    here, there = Ref("desk", "c1"), Ref("rt", "9")
    secret = {"goal": [item("SECRET")], "facts": [
        item("", kind="order_id", value="SECRET", normalised="secret")]}  # fmt: skip
    await add(console, here)
    # The same id, too: ids are the helpdesks' own.
    await add(console, there, card=secret)
    found = await of(console, here)
    assert found.lines == ()
    assert "rt (1)" in found.question
    assert "SECRET" not in repr(found)


async def test_a_connection_that_is_not_in_use_is_not_named(console):
    """What is hidden from the lists is hidden here."""
    await add(console, Ref("desk", "c1"))
    await add(console, Ref("rt", "9"))
    console.desk.hidden = frozenset({"rt"})
    assert not await of(console, Ref("desk", "c1"))


@pytest.mark.parametrize(
    "other",
    [Customer("u2", "Ada Example", "ada@example.com"), Customer("", "Ada", "ada@example.com")],
)
async def test_one_address_on_one_helpdesk(console, other):
    """There the helpdesk says who is who: another id is somebody else."""
    await add(console, Ref("desk", "c1"))
    await add(console, Ref("desk", "c2"), customer=other)
    assert not await of(console, Ref("desk", "c1"))


async def test_nobody(console):
    """Of somebody without id and address nothing is known."""
    for number in (1, 2):
        await add(console, Ref("desk", f"c{number}"), customer=Customer("", ""))
    assert not await of(console, Ref("desk", "c1"))
