"""What only a real Request Tracker shows: its traps, its mails, and what reading costs."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from console import errors
from console.domain.changes import (
    Assign,
    Claim,
    OutcomeKind,
    Reply,
    SetStatus,
    SetTags,
)
from console.domain.models import Attachment, AuthorKind, Clock, Person, Status, Visibility
from console.helpdesk import Batch
from console.helpdesk.rt import RequestTracker, session
from tests.helpdesk.bench import Said
from tests.helpdesk.steps import (
    INTERNAL,
    PUBLIC,
    newest_customer,
    outgoing,
    push,
    said,
    state,
    texts,
    walk,
)
from tests.rt.desk import RtBench
from tests.rt.server import RtServer

pytestmark = pytest.mark.rt
CUSTOMER = AuthorKind.CUSTOMER


@pytest.fixture
async def bench(rt_server: RtServer) -> AsyncIterator[RtBench]:
    """Give a queue of its own to each test."""
    desk = RtBench(rt_server)
    await desk.open()
    yield desk
    await desk.aclose()


async def batches(desk: RequestTracker, cursor: str) -> list[Batch]:
    """Read all batches after a cursor."""
    return [batch async for batch in desk.changes(cursor)]


class TestMail:
    """What customers send and are sent."""

    async def test_one_mail_for_a_reply_and_none_for_a_note(self, bench: RtBench):
        """RT's own mailbox holds the reply once, with its text, and never the note."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, Reply("Grüße, it left on Monday.", PUBLIC))
        await push(bench.helpdesk, ident, Reply("She is angry.", INTERNAL))
        mails = await bench.public_mail(ident)
        assert [text.strip() for text in mails] == ["Grüße, it left on Monday."]

    async def test_a_nought_is_mailed(self, bench: RtBench):
        """The text 0, which Perl takes for nothing, reaches the customer."""
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Reply("0", PUBLIC))
        assert outcome.kind is OutcomeKind.APPLIED
        assert texts(await bench.helpdesk.thread(ident))[-1] == "0"
        assert [text.strip() for text in await bench.public_mail(ident)] == ["0"]

    async def test_rt_mailgate(self, bench: RtBench):
        """A mail that comes in by rt-mailgate is a customer's message."""
        ident = await bench.escalate()
        mail = EmailMessage()
        mail["From"] = f"Ann Example <{bench.addresses[ident]}>"
        mail["To"], mail["Subject"] = "support@example.com", f"Re: [example.com #{ident}] Late"
        mail.set_content("It is still late.")
        done = await asyncio.to_thread(
            subprocess.run,
            [
                "rt-mailgate-5",
                "--queue",
                bench.queue,
                "--action",
                "correspond",
                "--url",
                bench.server.url,
            ],
            input=mail.as_bytes(),
            env={**os.environ, "HOME": str(bench.server.folder)},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        last = said(await bench.helpdesk.thread(ident))[-1]
        assert (last.text, last.author.kind, last.visibility) == (
            "It is still late.",
            CUSTOMER,
            PUBLIC,
        )
        assert last.author.name == "Ann Example"

    async def test_mail_in_two_forms_with_a_picture(self, bench: RtBench):
        """Of a mail in plain text and HTML one is shown; its picture is an attachment."""
        ident = await bench.escalate()
        picture = Attachment("", "crack.png", "image/png", 4, b"\x89PNG")
        line = Said(CUSTOMER, "See the picture.\n\n> quoted history\n", attachments=(picture,))
        await bench.mail(
            bench.addresses[ident],
            f"[example.com #{ident}]",
            line,
            html="<p>See the <b>picture</b>.</p>",
        )
        last = said(await bench.helpdesk.thread(ident))[-1]
        assert last.text == "See the picture.\n\n> quoted history"
        assert [(a.name, a.type) for a in last.attachments] == [("crack.png", "image/png")]
        assert await bench.helpdesk.attachment(ident, last.attachments[0].id) == b"\x89PNG"

    async def test_recipients_are_the_ones_rt_mails(self, bench: RtBench):
        """The review line's To and Cc, the queue's watchers included, are those of the mail."""
        ident = await bench.escalate()
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Cc": ["dave@example.com"]})
        await bench.as_(
            "root", "PUT", f"/queue/{await bench.queue_id()}", {"Cc": ["team@example.com"]}
        )
        peek = await bench.helpdesk.peek(ident)
        assert peek.recipients == (bench.addresses[ident],)
        assert set(peek.cc or ()) == {"dave@example.com", "team@example.com"}
        await push(bench.helpdesk, ident, Reply("To all of you.", PUBLIC))
        mailed = bench.mailed_to("To all of you.")
        assert mailed == {bench.addresses[ident], "dave@example.com", "team@example.com"}

    async def test_files_keep_names_and_bytes(self, bench: RtBench):
        """Names beyond ASCII, text in any charset and bytes arrive as they were."""
        files = (
            Attachment("", "für 日本.png", "image/png", 3, b"\x00\xff\n"),
            Attachment("", "latin.txt", "text/plain", 3, "ü\n".encode("latin-1")),
            Attachment("", "utf8.csv", "text/csv", 3, "ü,1\n".encode()),
        )
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Reply("", PUBLIC, files))
        assert outcome.kind is OutcomeKind.APPLIED
        last = said(await bench.helpdesk.thread(ident))[-1]
        assert [a.name for a in last.attachments] == ["für 日本.png", "latin.txt", "utf8.csv"]
        for sent, shown in zip(files, last.attachments, strict=True):
            assert await bench.helpdesk.attachment(ident, shown.id) == sent.content


class TestLeaving:
    """Tickets that leave the rule, or come in late."""

    async def test_moved_away_and_back(self, bench: RtBench):
        """A ticket moved to another queue is removed; moved back it comes whole."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Queue": "Billing"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert ident in batch.removed
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Queue": bench.queue})
        (batch,) = await batches(bench.helpdesk, batch.cursor)
        assert ident not in batch.removed
        assert batch.deltas[0].whole
        assert texts(batch.deltas[0])[0] == "My parcel is late."

    async def test_deleted(self, bench: RtBench):
        """A deleted ticket is removed, is not found, and nothing can be said in it."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{ident}", {"Status": "deleted"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert batch.deltas == ()
        assert ident in batch.removed
        with pytest.raises(errors.NotFound):
            await bench.helpdesk.thread(ident)

    async def test_resolved_stays(self, bench: RtBench):
        """A resolved ticket is yielded once more, as resolved, and not removed."""
        ident = await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Status": "resolved"})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert ident not in batch.removed
        assert [delta.escalation.status for delta in batch.deltas] == [Status.RESOLVED]
        assert not batch.deltas[0].whole

    async def test_reopened_comes_whole(self, bench: RtBench):
        """A ticket that was resolved before we ever looked comes whole when it is reopened."""
        ident = await bench.escalate()
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Status": "resolved"})
        deltas, _, cursor = await walk(bench.helpdesk)
        assert ident not in deltas
        await bench.customer_says(ident, "Again!")
        deltas, _, _ = await walk(bench.helpdesk, cursor)
        assert deltas[ident].whole
        assert texts(deltas[ident])[0] == "My parcel is late."
        assert texts(deltas[ident])[-1] == "Again!"

    async def test_merged(self, bench: RtBench):
        """A merged ticket is removed; the other one shows both conversations, everywhere."""
        gone, kept = await bench.escalate([Said(CUSTOMER, "One")]), await bench.escalate()
        _, _, cursor = await walk(bench.helpdesk)
        await bench.as_("root", "PUT", f"/ticket/{gone}", {"MergeInto": int(kept)})
        (batch,) = await batches(bench.helpdesk, cursor)
        assert gone in batch.removed
        both = ["One", "My parcel is late.", "I am sorry. Shall I ask a colleague?"]
        assert [texts(delta) for delta in batch.deltas] == [both]
        first, _, _ = await walk(bench.helpdesk)
        assert set(first) == {kept}
        assert texts(first[kept]) == both
        by_old_id = await bench.helpdesk.thread(gone)
        assert (by_old_id.escalation.ref.id, texts(by_old_id)) == (kept, both)
        assert (await push(bench.helpdesk, gone, Claim())).kind is OutcomeKind.APPLIED
        assert (await state(bench.helpdesk, kept)).assignee is not None

    async def test_hidden(self, bench: RtBench):
        """What we may not see is not found, and cannot be changed."""
        ident = await bench.escalate()
        trainee = bench.connect(user="trainee")
        try:
            with pytest.raises(errors.NotFound):
                await trainee.thread(ident)
            item = await outgoing(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
            assert (await trainee.push(item)).kind is OutcomeKind.REJECTED
            item = await outgoing(bench.helpdesk, ident, Reply("x", INTERNAL))
            assert (await trainee.push(item)).kind is OutcomeKind.REJECTED
        finally:
            await trainee.aclose()
        assert not (await state(bench.helpdesk, ident)).status.done

    async def test_rule_of_ones_own(self, bench: RtBench):
        """With a rule by custom field, a ticket comes whole when the field is filled."""
        desk = bench.connect(query="'CF.{Escalation Reason}' IS NOT NULL AND Status = '__Active__'")
        try:
            ident = await bench.escalate()
            deltas, _, cursor = await walk(desk)
            assert deltas == {}
            fields = {"CustomFields": {"Escalation Reason": "refund", "Bot Confidence": "0.2"}}
            await bench.as_("bot", "PUT", f"/ticket/{ident}", fields)
            deltas, _, _ = await walk(desk, cursor)
            assert deltas[ident].whole
            handoff = deltas[ident].escalation.handoff
            assert handoff is not None
            assert (handoff.reason, handoff.confidence) == ("refund", 0.2)
        finally:
            await desk.aclose()


class TestRefusals:
    """Answers of 200 that are refusals in words."""

    async def test_status_rt_does_not_know(self, bench: RtBench):
        """An invalid status is rejected with RT's sentence, though it answers 200."""
        desk = bench.connect(status_map={"bogus": Status.ON_HOLD})
        ident = await bench.escalate()
        outcome = await push(desk, ident, SetStatus(Status.ON_HOLD))
        await desk.aclose()
        assert outcome.kind is OutcomeKind.REJECTED
        assert "'bogus' isn't a valid status" in outcome.reason

    async def test_owner_who_may_not(self, bench: RtBench):
        """Somebody who may not own tickets is refused in RT's words."""
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Assign(Person("trainee", "Tia Trainee")))
        assert outcome.kind is OutcomeKind.REJECTED
        assert "may not own" in outcome.reason

    async def test_taken_by_another(self, bench: RtBench):
        """A claim that lost names the winner by real name."""
        ident = await bench.escalate()
        await push(bench.rival, ident, Claim())
        outcome = await push(bench.helpdesk, ident, Claim())
        assert outcome.reason == "Bo Agent has taken it."

    async def test_queue_without_the_field(self, bench: RtBench):
        """Tags without a field for them are refused before anything is sent."""
        desk = bench.connect(tags_field="No Such Field")
        ident = await bench.escalate()
        outcome = await push(desk, ident, SetTags(("a",)))
        await desk.aclose()
        assert outcome.kind is OutcomeKind.REJECTED
        assert "No Such Field" in outcome.reason

    async def test_query_that_is_none(self, bench: RtBench):
        """A rule that RT cannot read says so."""
        desk = bench.connect(query="Queue = AND (")
        with pytest.raises(errors.Invalid):
            await desk.ids()
        await desk.aclose()


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

    async def test_database_put_back(self, bench: RtBench):
        """A cursor ahead of all transactions, as after a backup was put back, is lost."""
        with pytest.raises(errors.CursorLost):
            await batches(bench.helpdesk, "rt:99999999:99999999:")


class TestLookUp:
    """Finding what was sent."""

    @pytest.mark.parametrize("visibility", list(Visibility))
    async def test_without_a_marker(self, bench: RtBench, visibility: Visibility):
        """Without a marker what was said since the reply was made is looked through."""
        ident = await bench.escalate()
        item = await outgoing(bench.helpdesk, ident, Reply("Hello\n  Ann", visibility))
        outcome = await bench.helpdesk.push(item)
        found = await bench.helpdesk.find(replace(item, marker=""), frozenset())
        assert found == outcome
        late = replace(item, marker="", made_at=item.made_at + timedelta(hours=1))
        assert await bench.helpdesk.find(late, frozenset()) is None

    async def test_neither_anothers_nor_the_other_kind(self, bench: RtBench):
        """A colleague's equal reply, and our own equal note, are no trace of ours."""
        ident = await bench.escalate()
        item = await outgoing(bench.helpdesk, ident, Reply("Same words", PUBLIC))
        await push(bench.rival, ident, Reply("Same words", PUBLIC))
        await push(bench.helpdesk, ident, Reply("Same words", INTERNAL))
        assert await bench.helpdesk.find(item, frozenset()) is None

    async def test_changes_of_state(self, bench: RtBench):
        """A lost change of state is found by the state itself."""
        ident = await bench.escalate()
        for change in (Claim(), SetStatus(Status.RESOLVED), SetTags(("a",))):
            item = await outgoing(bench.helpdesk, ident, change)
            assert await bench.helpdesk.find(item, frozenset()) is None
            await bench.lose_answer(bench.helpdesk.push(item))
            if not isinstance(change, SetTags):
                found = await bench.helpdesk.find(item, frozenset())
                assert found is not None
                assert found.kind is OutcomeKind.APPLIED


class TestTheRest:
    """Dates, classes and events."""

    async def test_due(self, bench: RtBench):
        """RT's due date is the resolve clock; a queue without one has none."""
        ident = await bench.escalate()
        assert (await state(bench.helpdesk, ident)).due == {}
        body = {"Due": "2031-01-02 03:04:05"}
        await bench.as_("root", "PUT", f"/ticket/{ident}", body)
        due = (await state(bench.helpdesk, ident)).due
        assert due[Clock.RESOLVE].isoformat() == "2031-01-02T03:04:05+00:00"

    async def test_internal_articles(self, bench: RtBench):
        """Articles of an internal class are for colleagues alone."""
        body = {"Class": "Internal", "Name": bench.queue, "CustomFields": {"Content": "Secret"}}
        await bench.as_("root", "POST", "/article", body)
        (found,) = [k for k in await bench.helpdesk.knowledge() if k.title == bench.queue]
        assert (found.kind, found.visibility) == ("article", Visibility.INTERNAL)

    async def test_events(self, bench: RtBench):
        """What colleagues did is told in words, with names."""
        ident = await bench.escalate()
        await push(bench.rival, ident, Claim())
        await push(bench.rival, ident, Assign(None))
        await push(bench.helpdesk, ident, Assign(await bench.rival.me()))
        await bench.as_("agent2", "PUT", f"/ticket/{ident}", {"Queue": "Billing"})
        events = [m.text for m in (await bench.helpdesk.thread(ident)).messages if m.event]
        assert events[-4:] == [
            "Bo Agent took it.",
            "Bo Agent put it back for anybody to take.",
            "Ada Agent assigned it to Bo Agent.",
            f"Bo Agent moved it from {bench.queue} to Billing.",
        ]

    async def test_agents_are_no_bots(self, bench: RtBench):
        """Bots, Nobody and the system are not offered as assignees."""
        names = {person.id for person in await bench.helpdesk.agents()}
        assert {"agent", "agent2", "trainee"} <= names
        assert not names & {"bot", "Nobody", "RT_System"}

    async def test_replies_reopen(self, bench: RtBench):
        """A reply to a resolved ticket is sent, and reopens it."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, SetStatus(Status.RESOLVED))
        outcome = await push(bench.helpdesk, ident, Reply("One more thing.", PUBLIC))
        assert outcome.kind is OutcomeKind.APPLIED
        assert (await state(bench.helpdesk, ident)).status is Status.OPEN
