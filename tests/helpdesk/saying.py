"""What every helpdesk must make of replies, once each, whatever is lost on the way."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from console.domain.changes import (
    Assign,
    Change,
    Claim,
    Outcome,
    OutcomeKind,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
    kind_of,
)
from console.domain.models import (
    Attachment,
    AuthorKind,
    Priority,
    Status,
    Visibility,
)
from console.domain.text import normalised
from tests.helpdesk.bench import TALK, Bench, Said
from tests.helpdesk.steps import (
    INTERNAL,
    PUBLIC,
    TEXTS,
    need,
    newest_customer,
    now,
    outgoing,
    push,
    said,
)


class SayingContract:
    """What becomes of replies."""

    @pytest.mark.parametrize("visibility", list(Visibility))
    async def test_visibility(self, bench: Bench, visibility: Visibility):
        """A reply is public or internal as asked, and only a public one reaches the customer."""
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Reply("It left on Monday.", visibility))
        assert outcome.kind is OutcomeKind.APPLIED
        ours = [m for m in said(await bench.helpdesk.thread(ident)) if m.id == outcome.message_id]
        assert [m.visibility for m in ours] == [visibility]
        assert [m.author.kind for m in ours] == [AuthorKind.AGENT]
        assert normalised(ours[0].text) == "It left on Monday."
        mail = await bench.public_mail(ident)
        if mail is not None:
            reached = [text for text in mail if "It left on Monday." in text]
            assert len(reached) == (1 if visibility is PUBLIC else 0)

    async def test_author(self, bench: Bench):
        """Each agent's reply carries the agent's own name."""
        ident = await bench.escalate()
        for desk in (bench.helpdesk, bench.rival):
            outcome = await push(desk, ident, Reply("Hello from me.", INTERNAL))
            mine = next(
                m for m in said(await bench.helpdesk.thread(ident)) if m.id == outcome.message_id
            )
            assert mine.author.name == (await desk.me()).name

    @pytest.mark.parametrize("text", ["", " \n\t "])
    async def test_empty_reply(self, bench: Bench, text: str):
        """An empty reply is refused and nothing is said."""
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Reply(text, PUBLIC))
        assert outcome.kind is OutcomeKind.REJECTED
        assert outcome.reason
        assert len(said(await bench.helpdesk.thread(ident))) == len(TALK)
        assert not await bench.public_mail(ident)

    @pytest.mark.parametrize("sample", sorted(TEXTS))
    async def test_unicode(self, bench: Bench, sample: str):
        """Every script, emoji, mark, line break and bracket arrives as it was written."""
        text = TEXTS[sample]
        ident = await bench.escalate([Said(AuthorKind.CUSTOMER, text)], subject=sample)
        await push(bench.helpdesk, ident, Reply(text, PUBLIC))
        read = [m.text for m in said(await bench.helpdesk.thread(ident))]
        assert [line.strip() for line in read] == [text, text]

    async def test_attachment_of_customer(self, bench: Bench):
        """What the customer attached can be listed and read."""
        need(bench, "attachments")
        data = bytes(range(256)) * 8
        file = Attachment("a1", "täst.bin", "application/octet-stream", len(data), data)
        ident = await bench.escalate(
            [Said(AuthorKind.CUSTOMER, "See the file.", attachments=(file,))]
        )
        shown = [a for m in said(await bench.helpdesk.thread(ident)) for a in m.attachments]
        assert [(a.name, a.size) for a in shown] == [("täst.bin", len(data))]
        assert await bench.helpdesk.attachment(ident, shown[0].id) == data

    async def test_attachment_of_agent(self, bench: Bench):
        """What an agent attaches arrives, text and bytes, in one message."""
        need(bench, "attachments")
        data = b"%PDF-1.4 not really \x00\xff"
        file = Attachment("", "label.pdf", "application/pdf", len(data), data)
        ident = await bench.escalate()
        outcome = await push(bench.helpdesk, ident, Reply("Your label.", PUBLIC, (file,)))
        sent = next(
            m for m in said(await bench.helpdesk.thread(ident)) if m.id == outcome.message_id
        )
        assert normalised(sent.text) == "Your label."
        assert [(a.name, a.type) for a in sent.attachments] == [("label.pdf", "application/pdf")]
        assert await bench.helpdesk.attachment(ident, sent.attachments[0].id) == data

    async def test_stale_reply(self, bench: Bench):
        """A reply written before the customer wrote again is held, not sent."""
        need(bench, "checks_stale")
        ident = await bench.escalate()
        reply = await outgoing(bench.helpdesk, ident, Reply("It is on its way.", PUBLIC))
        await bench.customer_says(ident, "Never mind, it came.")
        outcome = await bench.helpdesk.push(reply)
        assert outcome.kind is OutcomeKind.HELD
        assert outcome.reason
        assert len(said(await bench.helpdesk.thread(ident))) == len(TALK) + 1
        seen = newest_customer(await bench.helpdesk.thread(ident))
        again = await bench.helpdesk.push(replace(reply, seen_message=seen))
        assert again.kind is OutcomeKind.APPLIED

    async def test_reply_to_what_another_took(self, bench: Bench):
        """A reply to an escalation that another agent took meanwhile is held, naming them."""
        need(bench, "checks_stale")
        ident = await bench.escalate()
        reply = await outgoing(bench.helpdesk, ident, Reply("It is on its way.", PUBLIC))
        await push(bench.rival, ident, Claim())
        outcome = await bench.helpdesk.push(reply)
        assert outcome.kind is OutcomeKind.HELD
        assert (await bench.rival.me()).name in outcome.reason


class OnceContract:
    """What happens once, whatever is lost on the way."""

    async def test_lost_answer(self, bench: Bench):
        """A reply whose answer was lost is found again, and is said once."""
        ident = await bench.escalate()
        reply = await outgoing(bench.helpdesk, ident, Reply("Once only.", PUBLIC))
        outcome = await bench.lose_answer(bench.helpdesk.push(reply))
        assert outcome.kind is OutcomeKind.UNKNOWN
        await self.recover(bench, replace(reply, state=State.UNKNOWN, attempts=1))

    async def test_crash_before_the_record(self, bench: Bench):
        """A reply that was accepted and never recorded here is found, and is said once."""
        ident = await bench.escalate()
        reply = await outgoing(bench.helpdesk, ident, Reply("Once only.", PUBLIC))
        outcome = await bench.helpdesk.push(reply)
        found = await self.recover(bench, replace(reply, state=State.SENDING, attempts=1))
        assert found.message_id == outcome.message_id

    async def recover(self, bench: Bench, reply: Outgoing) -> Outcome:
        """Look the reply up, repeat it where that is safe, and count what was said."""
        found = await bench.helpdesk.find(reply, frozenset())
        assert found is not None
        assert found.kind is OutcomeKind.APPLIED
        assert found.message_id
        if bench.helpdesk.capabilities.idempotent:
            again = await bench.helpdesk.push(replace(reply, seen_version="", tried_at=now()))
            assert again.kind is OutcomeKind.APPLIED
            assert again.message_id == found.message_id
        thread = said(await bench.helpdesk.thread(reply.ref.id))
        assert [m.id for m in thread if m.text.strip() == "Once only."] == [found.message_id]
        mail = await bench.public_mail(reply.ref.id)
        assert mail is None or len([text for text in mail if "Once only." in text]) == 1
        return found

    async def test_repeat_after_the_customer_wrote(self, bench: Bench):
        """A repeated reply is answered with the first outcome though the customer wrote since."""
        need(bench, "idempotent")
        ident = await bench.escalate()
        reply = await outgoing(bench.helpdesk, ident, Reply("Once only.", PUBLIC))
        first = await bench.helpdesk.push(reply)
        await bench.customer_says(ident, "Thanks!")
        assert await bench.helpdesk.push(reply) == first

    async def test_never_sent(self, bench: Bench):
        """A reply that never left leaves no trace, whatever was said by the same agent."""
        ident = await bench.escalate()
        await push(bench.helpdesk, ident, Reply("Another text.", PUBLIC))
        reply = await outgoing(bench.helpdesk, ident, Reply("Never sent.", PUBLIC))
        assert await bench.helpdesk.find(reply, frozenset()) is None

    async def test_taken(self, bench: Bench):
        """Two equal replies are never matched by one message."""
        ident = await bench.escalate()
        first = await outgoing(bench.helpdesk, ident, Reply("Any news?", PUBLIC))
        second = replace(first, key=str(uuid.uuid4()))
        outcome = await bench.helpdesk.push(first)
        assert await bench.helpdesk.find(second, frozenset({outcome.message_id})) is None

    async def test_partial(self, bench: Bench):
        """What succeeds in part is told as such, with the part that did not."""
        outcome = await bench.partly(await bench.escalate())
        if outcome is None:
            pytest.skip("its writes are all or nothing")
        assert outcome.kind is OutcomeKind.PARTIAL
        assert outcome.reason

    async def test_costs(self, bench: Bench):
        """A push takes no more requests than the helpdesk's test file states."""
        changes: list[Change] = [
            Claim(),
            Reply("Hello.", PUBLIC),
            SetPriority(Priority.HIGH),
            SetTags(("parcel",)),
            SetStatus(Status.RESOLVED),
            Assign(None),
        ]
        for change in changes:
            item = await outgoing(bench.helpdesk, await bench.escalate(), change)
            before = bench.http.requests
            outcome = await bench.helpdesk.push(item)
            spent = bench.http.requests - before
            assert outcome.kind is OutcomeKind.APPLIED, (kind_of(change), outcome)
            assert spent <= bench.costs.get(kind_of(change), spent), kind_of(change)
