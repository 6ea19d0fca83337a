"""Mail to and from a real Request Tracker: what customers send and are sent."""

from __future__ import annotations

import asyncio
import os
import subprocess
from email.message import EmailMessage

import pytest

from console.domain.changes import (
    OutcomeKind,
    Reply,
)
from console.domain.models import Attachment, AuthorKind
from tests.helpdesk.bench import Said
from tests.helpdesk.rt_bench import bench
from tests.helpdesk.steps import (
    INTERNAL,
    PUBLIC,
    push,
    said,
    texts,
)
from tests.rt.desk import RtBench

__all__ = ["bench"]
pytestmark = pytest.mark.rt
CUSTOMER = AuthorKind.CUSTOMER


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
