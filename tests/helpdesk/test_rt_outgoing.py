"""What is sent to Request Tracker, and how what became of it is judged."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from console.domain.changes import (
    Assign,
    Claim,
    OutcomeKind,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import (
    Attachment,
    Person,
    Priority,
    Status,
    Visibility,
)
from console.helpdesk.rt.outgoing import (
    build_attachment,
    build_message,
    judge,
    merged_tags,
    refusal,
)
from console.helpdesk.rt.parse import (
    sentences,
)
from tests.helpdesk.rt_samples import ME, SETTINGS, ticket


class TestOutgoing:
    """What is sent, and what became of it."""

    @pytest.mark.parametrize("text", ["", "0", " \n"])
    def test_perl_takes_nothing_for_it(self, text: str):
        """No text is sent that RT would take for none, and mail empty."""
        content = build_message(Reply(text, Visibility.PUBLIC))["Content"]
        assert content not in ("", "0")
        assert content.strip() == text.strip()

    def test_content_type(self):
        """A message says that it is plain text; a lone surrogate does not stop it."""
        body = build_message(Reply("Hé \ud800", Visibility.PUBLIC))
        assert body == {"Content": "Hé ?", "ContentType": "text/plain"}

    def test_file_names(self):
        """A name beyond ASCII is an encoded word; bytes are base64."""
        file = build_attachment(Attachment("", "für.pdf", "application/pdf", 3, b"abc"))
        assert file["FileName"] == f"=?UTF-8?B?{base64.b64encode('für.pdf'.encode()).decode()}?="
        assert base64.b64decode(file["FileContent"]) == b"abc"
        assert build_attachment(Attachment("", "a.pdf", "bad type", 1, b"x"))["FileType"] == (
            "application/octet-stream"
        )

    def test_text_files(self):
        """Text that is no UTF-8 is sent as bytes, which RT leaves alone."""
        latin = build_attachment(Attachment("", "a.txt", "text/plain", 1, "ü".encode("latin-1")))
        assert latin["FileType"] == "application/octet-stream"
        utf8 = build_attachment(Attachment("", "a.txt", "text/plain", 2, "ü".encode()))
        assert utf8["FileType"] == "text/plain; charset=utf-8"

    def test_refusals(self):
        """What RT cannot take is refused before it is sent, in words."""
        empty = Attachment("", "e.txt", "text/plain", 0, b"")
        assert "empty" in refusal(Reply(" ", Visibility.PUBLIC), SETTINGS)
        assert "e.txt" in refusal(Reply("x", Visibility.PUBLIC, (empty,)), SETTINGS)
        assert "snoozed" in refusal(SetStatus(Status.SNOOZED), SETTINGS)
        assert refusal(Reply("x", Visibility.INTERNAL), SETTINGS) == ""

    def test_tags_merge(self):
        """Tags are merged into the ones there are, each once; hidden characters stay theirs."""
        change = SetTags(("b", "c", "c"), ("a",))
        assert merged_tags(change, ["a", "b", "x\u200by"]) == ["b", "x\u200by", "c"]

    @pytest.mark.parametrize(
        ("change", "said", "kind", "reason"),
        [
            (
                Claim(),
                "You can only take tickets that are unowned",
                "rejected",
                "Bo Agent has taken it.",
            ),
            (Assign(None), "Permission Denied", "rejected", "Permission Denied"),
            (Assign(Person("agent2", "Bo Agent")), "", "applied", ""),
            (SetStatus(Status.RESOLVED), "", "rejected", "did not say why"),
            (SetStatus(Status.OPEN), "", "applied", ""),
            (SetPriority(Priority.LOW), "Permission Denied", "rejected", "Permission Denied"),
            (SetPriority(Priority.URGENT), "", "applied", ""),
            (SetTags(("b",)), "", "applied", ""),
            (SetTags(("b", "z")), "No", "partial", "z"),
            (SetTags(("z",), ("b",)), "No", "rejected", "No"),
        ],
    )
    def test_judged_by_the_ticket(self, change: Any, said: str, kind: str, reason: str):
        """What counts is the ticket as it is now; RT's sentence is the reason."""
        owner = {"id": "agent2", "Name": "agent2", "RealName": "Bo Agent"}
        now = ticket(Owner=owner)
        outcome = judge(change, now, [said] if said else [], ME, SETTINGS)
        assert outcome.kind is OutcomeKind(kind)
        assert reason in outcome.reason

    def test_no_field_for_tags(self):
        """A queue without the field says so."""
        outcome = judge(SetTags(("a",)), ticket(CustomFields=[]), [], ME, SETTINGS)
        assert outcome.kind is OutcomeKind.REJECTED
        assert "Labels" in outcome.reason

    def test_sentences(self):
        """RT's sentences lose the number in front, and are clean."""
        assert sentences(["Ticket 1: Permission \x1b[1mDenied"]) == ["Permission Denied"]
        assert sentences({"message": "x"}) == []
