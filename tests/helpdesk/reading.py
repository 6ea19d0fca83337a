"""What every helpdesk must show: lists, changes, threads, knowledge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console import errors
from console.domain.changes import (
    Claim,
    Reply,
    SetStatus,
)
from console.domain.models import (
    AuthorKind,
    Customer,
    Ref,
    Status,
)
from console.domain.text import normalised
from tests.helpdesk.bench import TALK, Bench, Said
from tests.helpdesk.steps import (
    PUBLIC,
    need,
    newest_customer,
    now,
    push,
    said,
    texts,
    walk,
)


class ReadingContract:
    """What a helpdesk shows."""

    async def test_me(self, bench: Bench):
        """Two connections are two agents, and both can be assigned to."""
        one, two = await bench.helpdesk.me(), await bench.rival.me()
        assert one.name
        assert one.id != two.id
        await bench.escalate()
        assert {one.id, two.id} <= {person.id for person in await bench.helpdesk.agents()}

    async def test_list(self, bench: Bench):
        """An escalation is listed with its subject, customer and time, and is not done."""
        ident = await bench.escalate(subject="Where is it?")
        deltas, ids, cursor = await walk(bench.helpdesk)
        assert cursor
        assert ids.count(ident) == 1
        shown = deltas[ident].escalation
        assert shown.ref == Ref(bench.helpdesk.name, ident)
        assert shown.subject == "Where is it?"
        assert shown.customer.name == "Ann Example"
        assert not shown.status.done
        assert shown.assignee is None
        assert abs(now() - shown.created_at) < timedelta(minutes=5)
        assert shown.created_at.tzinfo is not None
        assert ident in await bench.helpdesk.ids()

    async def test_done_is_not_listed_as_visible(self, bench: Bench):
        """A resolved escalation leaves `ids`."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
        assert ident not in await bench.helpdesk.ids()

    @pytest.mark.slow
    async def test_paging(self, bench: Bench):
        """Past a thousand, each escalation is yielded once and none is missing."""
        before, _, _ = await walk(bench.helpdesk)
        await bench.escalate_many(bench.many)
        deltas, ids, _ = await walk(bench.helpdesk)
        assert len(deltas) == len(before) + bench.many
        assert len(ids) == len(deltas)
        assert await bench.helpdesk.ids() >= set(deltas) - set(before)

    async def test_changes_since(self, bench: Bench):
        """After a cursor come only the escalations that changed, with what was said since."""
        quiet, loud = await bench.escalate(), await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.customer_says(loud, "Hello? Anyone?")
        fresh = await bench.escalate(subject="Fresh")
        deltas, _, _ = await walk(bench.helpdesk, cursor)
        assert quiet not in deltas
        assert normalised("Hello? Anyone?") in texts(deltas[loud])
        assert fresh in deltas

    async def test_change_of_state_is_a_change(self, bench: Bench):
        """What another agent sets is yielded."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await push(bench.rival, ident, SetStatus(Status.RESOLVED))
        deltas, _, _ = await walk(bench.helpdesk, cursor)
        assert deltas[ident].escalation.status is Status.RESOLVED

    async def test_resume(self, bench: Bench):
        """Going on from a cursor yields nothing twice unless it changed."""
        await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        _, ids, again = await walk(bench.helpdesk, cursor)
        assert ids == []
        _, ids, _ = await walk(bench.helpdesk, again)
        assert ids == []

    async def test_cursor_lost(self, bench: Bench):
        """A cursor the helpdesk cannot know raises CursorLost."""
        await bench.escalate()
        with pytest.raises(errors.CursorLost):
            await walk(bench.helpdesk, bench.lost_cursor)

    async def test_thread_in_order(self, bench: Bench):
        """A conversation comes whole, oldest first, each message by the kind that wrote it."""
        lines = [Said(kind, f"I am a {kind}.") for kind in AuthorKind if kind in bench.kinds]
        ident = await bench.escalate([*TALK, *lines])
        for number in range(3):
            await bench.customer_says(ident, f"Message {number}")
        delta = await bench.helpdesk.thread(ident)
        expected = [line.text for line in (*TALK, *lines)] + [f"Message {n}" for n in range(3)]
        assert texts(delta) == [normalised(text) for text in expected]
        kinds = [message.author.kind for message in said(delta)]
        assert kinds[: len(lines) + 2] == [line.kind for line in (*TALK, *lines)]
        assert [m.at for m in delta.messages] == sorted(m.at for m in delta.messages)
        assert len({m.id for m in delta.messages}) == len(delta.messages)
        assert delta.whole

    async def test_changes_and_thread_agree(self, bench: Bench):
        """The list of changes and the thread show the same messages under the same ids."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, Reply("We look into it.", PUBLIC))
        deltas, _, _ = await walk(bench.helpdesk)
        listed = deltas[ident]
        if not listed.messages and not listed.whole:
            pytest.skip("its changes carry no messages")
        thread = said(await bench.helpdesk.thread(ident))
        assert [m.id for m in said(listed)] == [m.id for m in thread]

    async def test_history(self, bench: Bench):
        """A customer's conversations come whole, done ones too, and nobody else's with them."""
        need(bench, "history")
        old = await bench.escalate([*TALK, Said(AuthorKind.AGENT, "A new one is on its way.")])
        stranger = await bench.escalate(subject="Somebody else's", customer="Bo Example")
        await push(bench.helpdesk, old, SetStatus(Status.RESOLVED))
        new = await bench.returns(old, "Once more")
        customer = (await bench.helpdesk.thread(new)).escalation.customer
        found = await bench.helpdesk.history(customer, limit=10)
        by = {delta.escalation.ref.id: delta for delta in found}
        assert set(by) == {old, new}
        assert stranger not in by
        assert {delta.escalation.customer.id for delta in found} == {customer.id}
        assert by[old].escalation.status is Status.RESOLVED
        for ident in (old, new):
            assert by[ident] == await bench.helpdesk.thread(ident)

    async def test_history_is_bounded(self, bench: Bench):
        """Of many conversations the last changed come, first the newest of them."""
        need(bench, "history")
        idents = [await bench.escalate()]
        idents += [await bench.returns(idents[0], f"Parcel {number}") for number in range(3)]
        customer = (await bench.helpdesk.thread(idents[0])).escalation.customer
        times = [
            delta.escalation.updated_at
            for delta in await bench.helpdesk.history(customer, limit=10)
        ]
        assert len(times) == 4
        assert times == sorted(times, reverse=True)
        found = await bench.helpdesk.history(customer, limit=2)
        assert [delta.escalation.updated_at for delta in found] == times[:2]

    @pytest.mark.parametrize(
        "who",
        [
            Customer("", ""),
            Customer("nobody at all", "Nobody", "nobody@example.test"),
            Customer("x' OR id > 0 OR 'a' = 'a", "Bobby", "x' OR id > 0 OR 'a' = 'a"),
            Customer("x\\' OR id > 0 --", "Bobby", "x\\' OR id > 0 --"),
            Customer("../conversations", "Dots"),
            Customer("%", "Any", "%"),
        ],
    )
    async def test_history_of_nobody(self, bench: Bench, who: Customer):
        """Who is unknown there has no history, whatever their id and address say."""
        need(bench, "history")
        await bench.escalate()
        assert await bench.helpdesk.history(who, limit=10) == ()

    async def test_peek(self, bench: Bench):
        """A peek names the newest customer message and who has the escalation."""
        ident = await bench.escalate()
        assert (await bench.helpdesk.peek(ident)).assignee is None
        await bench.customer_says(ident, "One more thing")
        await push(bench.rival, ident, Claim())
        peek = await bench.helpdesk.peek(ident)
        assert peek.newest_customer_message == newest_customer(await bench.helpdesk.thread(ident))
        assert peek.assignee is not None
        assert peek.assignee.id == (await bench.rival.me()).id

    @pytest.mark.parametrize("kind", ["macro", "article"])
    async def test_knowledge(self, bench: Bench, kind: str):
        """Macros and articles are listed with their text."""
        need(bench, f"{kind}s")
        await bench.teach(kind, f"How we {kind}", "Refunds take five days.")
        found = [k for k in await bench.helpdesk.knowledge() if k.title == f"How we {kind}"]
        assert [k.kind for k in found] == [kind]
        assert "Refunds take five days." in found[0].text
