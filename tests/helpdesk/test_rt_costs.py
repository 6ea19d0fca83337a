"""How many requests a real Request Tracker is asked, for signing in and for reading."""

from __future__ import annotations

from typing import Any

import pytest

from console import errors
from console.domain.changes import (
    Claim,
    OutcomeKind,
    Reply,
)
from console.helpdesk import Batch
from console.helpdesk.rt import session
from tests.helpdesk.rt_bench import batches, bench
from tests.helpdesk.steps import (
    INTERNAL,
    PUBLIC,
    newest_customer,
    outgoing,
    push,
    said,
    texts,
    walk,
)
from tests.rt.desk import RtBench

__all__ = ["bench"]
pytestmark = pytest.mark.rt


class TestSession:
    """Signing in, and again."""

    async def test_one_login(self, bench: RtBench):
        """Reading twice signs in once."""
        await bench.helpdesk.ids()
        before = bench.http.requests
        await bench.helpdesk.ids()
        assert bench.http.requests - before == 1

    async def test_session_over(self, bench: RtBench):
        """When the session is over, a write signs in again and is done once."""
        ident = await bench.escalate()
        item = await outgoing(bench.helpdesk, ident, Reply("Once.", PUBLIC))
        client: Any = bench.http._client
        for name in list(client.cookies):
            client.cookies[name] = "0" * 32
        assert (await bench.helpdesk.push(item)).kind is OutcomeKind.APPLIED
        assert texts(await bench.helpdesk.thread(ident)).count("Once.") == 1

    async def test_token(self, bench: RtBench):
        """A token is as good as a password, and tells whose it is."""
        desk = bench.connect(user="", password="", token=bench.server.tokens["agent2"])
        ident = await bench.escalate()
        assert (await desk.me()).name == "Bo Agent"
        assert (await push(desk, ident, Claim())).kind is OutcomeKind.APPLIED
        assert len(await desk.ids()) == 1
        await desk.aclose()

    async def test_wrong_token(self, bench: RtBench):
        """A wrong token is not accepted, and the error does not show it."""
        desk = bench.connect(user="", password="", token="1-35-wrong")
        with pytest.raises(errors.Unauthorized) as caught:
            await desk.ids()
        assert "1-35-wrong" not in str(caught.value)
        await desk.aclose()


class TestCosts:
    """How many requests reading takes."""

    async def count(self, bench: RtBench, cursor: str) -> tuple[int, list[Batch]]:
        """Read what changed; give the number of requests and the batches."""
        before = bench.http.requests
        read = await batches(bench.helpdesk, cursor)
        return bench.http.requests - before, read

    async def test_changes(self, bench: RtBench):
        """One changed ticket takes five requests, and five changed ones take no more."""
        idents = [await bench.escalate() for _ in range(5)]
        _, _, cursor = await walk(bench.helpdesk)
        # Just written, so that it is read again for late commits: the page, and an empty one.
        spent, read = await self.count(bench, cursor)
        assert spent == 2
        assert not any(batch.deltas for batch in read)
        for touched in (idents[:1], idents):
            for ident in touched:
                await bench.customer_says(ident, "And?")
            spent, read = await self.count(bench, cursor)
            assert spent == 5
            assert {delta.escalation.ref.id for delta in read[0].deltas} == set(touched)
            cursor = read[-1].cursor

    async def test_quiet(self, bench: RtBench):
        """After two quiet minutes nothing new takes one request."""
        await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        newest = cursor.split(":")[1]
        quiet = f"rt:{newest}:{newest}:"
        await self.count(bench, quiet)
        assert (await self.count(bench, quiet))[0] == 1

    async def test_first_reading(self, bench: RtBench):
        """The first reading takes seven requests for a hundred tickets, and can be resumed."""
        await bench.escalate_many(120)
        await bench.helpdesk.agents()
        spent, read = await self.count(bench, "")
        # Start and end; tickets, history and the page after it, parts, texts; a full page of
        # parts or texts is followed by one more.
        assert spent == 2 + (5 + 2) + 5
        assert [len(batch.deltas) for batch in read] == [100, 20, 0]
        assert {batch.total for batch in read} == {120}
        assert all(len(said(d)) == 1 and d.whole for b in read for d in b.deltas)
        rest = await batches(bench.helpdesk, read[0].cursor)
        assert [len(batch.deltas) for batch in rest] == [20, 0]
        assert rest[-1].cursor == read[-1].cursor
        assert {batch.total for batch in rest} == {120}

    async def test_small_pages(self, bench: RtBench, monkeypatch: pytest.MonkeyPatch):
        """However small the pages are, threads, changes, ids and peeks are the same."""
        idents = [await bench.escalate() for _ in range(3)]
        for ident in idents:
            await push(bench.rival, ident, Reply("A note.", INTERNAL))
        whole, _, _ = await walk(bench.helpdesk)
        peeks = [await bench.helpdesk.peek(ident) for ident in idents]
        ids = await bench.helpdesk.ids()
        monkeypatch.setattr(session, "PER_PAGE", 2)
        assert await bench.helpdesk.ids() == ids
        for ident, peek in zip(idents, peeks, strict=True):
            assert await bench.helpdesk.thread(ident) == whole[ident]
            again = await bench.helpdesk.peek(ident)
            assert again.newest_customer_message == peek.newest_customer_message
            assert again.marker == peek.marker

    async def test_peek(self, bench: RtBench):
        """A peek takes two requests."""
        ident = await bench.escalate()
        await bench.helpdesk.peek(ident)
        before = bench.http.requests
        peek = await bench.helpdesk.peek(ident)
        assert bench.http.requests - before == 2
        assert peek.newest_customer_message == newest_customer(await bench.helpdesk.thread(ident))

    async def test_thread(self, bench: RtBench):
        """One conversation takes five requests: what a write costs to be shown at once."""
        ident = await bench.escalate()
        await bench.helpdesk.thread(ident)
        before = bench.http.requests
        await bench.helpdesk.thread(ident)
        assert bench.http.requests - before == 5

    async def test_history(self, bench: RtBench):
        """All that a customer has come with takes five requests, however much of it is asked."""
        ident = await bench.escalate()
        for number in range(4):
            await bench.returns(ident, f"Parcel {number}")
        customer = (await bench.helpdesk.thread(ident)).escalation.customer
        for limit, found in ((1, 1), (5, 5), (50, 5)):
            before = bench.http.requests
            assert len(await bench.helpdesk.history(customer, limit=limit)) == found
            assert bench.http.requests - before == 5

    async def test_history_of_a_second_requestor(self, bench: RtBench):
        """A ticket that is another customer's stays theirs, also for its further requestors."""
        mine, theirs = await bench.escalate(), await bench.escalate(customer="Bo Example")
        customer = (await bench.helpdesk.thread(mine)).escalation.customer
        both = [bench.addresses[theirs], bench.addresses[mine]]
        await bench.as_("root", "PUT", f"/ticket/{theirs}", {"Requestor": both})
        shared = (await bench.helpdesk.thread(theirs)).escalation
        assert customer.email in shared.recipients
        found = await bench.helpdesk.history(customer, limit=10)
        assert {delta.escalation.customer.id for delta in found} == {customer.id}
        idents = {delta.escalation.ref.id for delta in found}
        assert mine in idents
        assert (theirs in idents) is (shared.customer.id == customer.id)

    async def test_history_without_an_address(self, bench: RtBench):
        """A customer without an address is found by the name RT knows them under."""
        ident = await bench.escalate()
        customer = (await bench.helpdesk.thread(ident)).escalation.customer
        found = await bench.helpdesk.history(customer._replace(email=""), limit=10)
        assert [delta.escalation.ref.id for delta in found] == [ident]

    async def test_database_put_back(self, bench: RtBench):
        """A cursor ahead of all transactions, as after a backup was put back, is lost."""
        with pytest.raises(errors.CursorLost):
            await batches(bench.helpdesk, "rt:99999999:99999999:")
