"""What Request Tracker's transactions mean: authors, texts, events, files."""

from __future__ import annotations

from typing import Any

import pytest

from console.domain.models import (
    AuthorKind,
    Visibility,
)
from console.helpdesk.rt.messages import (
    Names,
    body_text,
    html_text,
    parse_attachment,
    parse_messages,
)
from tests.helpdesk.rt_samples import SETTINGS, sample, ticket


def read(names: Names, **rows: Any) -> dict[int, list[Any]]:
    """Read the recorded conversation of ticket 1."""
    history = [row | rows for row in sample("history") if row["ObjectId"] == "1"]
    one = ticket()
    return parse_messages(
        history, sample("parts"), sample("bodies"), lambda _: one, names, SETTINGS
    )


class TestMessages:
    """Transactions become messages."""

    def test_conversation(self):
        """Replies are public, comments internal, changes are events; oldest first."""
        messages = read(Names(frozenset({"agent", "bot"})))[1]
        assert [int(m.id) for m in messages] == sorted(int(m.id) for m in messages)
        first, reply = messages[0], messages[1]
        assert first.author.kind is AuthorKind.BOT
        assert first.text == "Hello\nI want a refund"
        assert (reply.author.kind, reply.author.name) == (AuthorKind.AGENT, "Ada Agent")
        assert reply.visibility is Visibility.PUBLIC
        note = next(m for m in messages if m.text == "note x")
        assert note.visibility is Visibility.INTERNAL
        event = next(m for m in messages if m.event)
        assert event.author.kind is AuthorKind.SYSTEM
        assert event.text == "Request Tracker changed the status from new to open."

    @pytest.mark.parametrize(
        ("creator", "staff", "kind"),
        [
            ("carol@example.com", frozenset({"agent"}), AuthorKind.CUSTOMER),
            ("dave@example.com", frozenset({"agent"}), AuthorKind.CUSTOMER),
            ("erin@example.com", frozenset({"agent"}), AuthorKind.CUSTOMER),
            ("agent", frozenset({"agent"}), AuthorKind.AGENT),
            ("bot", frozenset({"agent", "bot"}), AuthorKind.BOT),
            ("RT_System", frozenset({"agent"}), AuthorKind.SYSTEM),
            ("agent", None, AuthorKind.AGENT),
            ("carol@example.com", None, AuthorKind.CUSTOMER),
        ],
    )
    def test_author_kinds(self, creator: str, staff: frozenset[str] | None, kind: AuthorKind):
        """Requestors and the unprivileged are customers, the configured bots are bots."""
        messages = read(Names(staff), Creator={"id": creator, "Name": creator})[1]
        assert messages[0].author.kind is kind

    def test_events_in_words(self):
        """Owner, priority, queue and custom fields are told with names, not numbers."""
        rows = [row for row in sample("history") if row["ObjectId"] == "6"]
        names = Names(
            None,
            {6: "Nobody", 39: "Ada Agent", 41: "Bo Agent", 43: "Support Bot"},
            {"1": "General", "3": "Escalations"},
        )
        one = ticket()
        told = [
            m.text
            for m in parse_messages(rows, (), (), lambda _: one, names, SETTINGS)[1]
            if m.event
        ]
        assert "Ada Agent took it." in told
        assert "Bo Agent took it over from Ada Agent." in told
        assert "Ada Agent put it back for anybody to take." in told
        assert "Ada Agent assigned it to Support Bot." in told
        assert "Ada Agent changed the priority from 0 to 80." in told
        assert "Ada Agent moved it from Escalations to General." in told
        assert "Ada Agent set Labels to x." in told
        assert "Ada Agent took x away from Labels." in told
        assert "Ada Agent changed the subject to new subj." in told
        assert not [text for text in told if "Due" in text or "Starts" in text]

    def test_plain_wins_over_html(self):
        """Of a mail in two forms the plain one is shown; HTML counts where it is alone."""
        plain = {"id": "1", "ContentType": "text/plain", "Content": "Hello\n\n> quoted\n"}
        html = {"id": "2", "ContentType": "text/html", "Content": "<p>Hello <b>you</b></p>"}
        assert body_text([html, plain]) == "Hello\n\n> quoted"
        assert body_text([html]) == "Hello you"
        assert body_text([html, plain | {"Content": " \n"}]) == "Hello you"

    def test_html(self):
        """HTML is laid out as text, without scripts; what is no HTML stays."""
        text = html_text("<style>p{}</style><p>One</p><ul><li>two</li></ul><script>x()</script>")
        assert text.split() == ["One", "*", "two"]
        assert html_text("") == ""
        assert html_text("<!-- nothing -->") == ""

    def test_deep_html(self):
        """What is nested too deeply for the parser still shows its words."""
        assert html_text("<style>p{}</style>" + "<div>" * 5000 + "a &lt; b") == "a < b"

    @pytest.mark.parametrize(
        ("part", "name"),
        [
            (
                {"ContentType": "image/png", "Filename": "a/../b.png", "ContentLength": "3"},
                "a___b.png",
            ),
            ({"ContentType": "image/png", "Filename": "", "ContentLength": "3"}, "part-9.png"),
            ({"ContentType": "text/plain", "Filename": "n.txt", "ContentLength": "3"}, "n.txt"),
            ({"ContentType": "text/plain", "Filename": "", "ContentLength": "3"}, None),
            ({"ContentType": "multipart/mixed", "Filename": "", "ContentLength": "0"}, None),
        ],
    )
    def test_attachments(self, part: dict[str, str], name: str | None):
        """Files are what has a name or is no text; names are safe to save under."""
        found = parse_attachment(part | {"id": "9"})
        assert (found.name if found else None) == name
