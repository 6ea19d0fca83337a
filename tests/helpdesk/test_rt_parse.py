"""What Request Tracker's JSON means, and what it is asked, without a server."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console import errors
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
    AuthorKind,
    Clock,
    Person,
    Priority,
    Status,
    Visibility,
)
from console.helpdesk.rt import RequestTracker, RtSettings, query
from console.helpdesk.rt.cursor import Cursor, follow
from console.helpdesk.rt.knowledge import parse_article
from console.helpdesk.rt.messages import (
    Names,
    body_text,
    html_text,
    parse_attachment,
    parse_messages,
)
from console.helpdesk.rt.outgoing import (
    build_attachment,
    build_message,
    judge,
    merged_tags,
    refusal,
)
from console.helpdesk.rt.parse import (
    Ticket,
    number,
    parse_confidence,
    parse_date,
    parse_ticket,
    sentences,
)
from console.http import Endpoint, Http

SAMPLES = Path(__file__).parents[1] / "samples" / "rt"
SETTINGS = RtSettings(token="1-35-secret", bots=("bot",))
ME = Person("agent", "Ada Agent")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def sample(name: str) -> Any:
    """Read the items of a recorded answer."""
    return json.loads((SAMPLES / f"{name}.json").read_text())["items"]


def ticket(settings: RtSettings = SETTINGS, **fields: Any) -> Ticket:
    """Read the recorded ticket, with other fields."""
    return parse_ticket(sample("ticket")[0] | fields, "rt", settings, "https://rt.example.com")


class TestTickets:
    """A ticket becomes an escalation."""

    def test_escalation(self):
        """Subject, customer, queue, tags and url are where they belong."""
        shown = ticket().escalation
        assert str(shown.ref) == "rt/1"
        assert shown.subject == "Refund überfällig"
        assert (shown.customer.name, shown.customer.email) == (
            "Carol Customer",
            "carol@example.com",
        )
        assert (shown.queue, shown.tags) == ("Escalations", ("b", "ü"))
        assert shown.url == "https://rt.example.com/Ticket/Display.html?id=1"
        assert (shown.native_status, shown.native_priority) == ("open", "100")

    def test_unset_dates_are_none(self):
        """1970 is no date: a ticket without a due date has no clock."""
        assert parse_date("1970-01-01T00:00:00Z") is None
        assert ticket(Due="1970-01-01T00:00:00Z").escalation.due == {}
        due = ticket().escalation.due
        assert due == {Clock.RESOLVE: datetime(2026, 11, 22, 7, 17, 22, tzinfo=UTC)}

    def test_nobody_is_no_assignee(self):
        """The user Nobody has no ticket."""
        assert ticket().escalation.assignee is None
        owner = {"id": "agent2", "Name": "agent2", "RealName": "Bo Agent"}
        assert ticket(Owner=owner).escalation.assignee == Person("agent2", "Bo Agent")

    def test_recipients(self):
        """Requestors get a reply, and those in copy of ticket and queue, each once."""
        copy = {"EmailAddress": "team@example.com"}
        twice = {"EmailAddress": "carol@example.com"}
        shown = ticket(Queue={"Name": "Escalations", "Cc": [copy, twice]}).escalation
        assert shown.recipients == ("carol@example.com",)
        assert shown.cc == ("dave@example.com", "team@example.com")

    def test_handoff(self):
        """The custom fields tell reason, confidence and the bot's words."""
        handoff = ticket().escalation.handoff
        assert handoff is not None
        assert (handoff.bot, handoff.reason, handoff.confidence) == ("Support Bot", "refund", 0.31)
        assert handoff.note == "sum"

    def test_no_handoff(self):
        """A ticket that no bot touched has none."""
        creator = {"id": "carol@example.com", "Name": "carol@example.com"}
        assert ticket(CustomFields=[], Creator=creator).escalation.handoff is None

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0.31", 0.31),
            ("31%", 0.31),
            ("31", 0.31),
            ("1", 1.0),
            ("0,5", 0.5),
            ("x", None),
            ("", None),
            ("900", None),
        ],
    )
    def test_confidence(self, text: str, value: float | None):
        """A confidence is read in any of the usual spellings."""
        assert parse_confidence(text) == value

    @pytest.mark.parametrize(
        ("native", "resolved", "status"),
        [
            ("new", False, Status.NEW),
            ("Stalled", False, Status.PENDING),
            ("resolved", True, Status.RESOLVED),
            ("rejected", True, Status.CLOSED),
            ("waiting for goods", False, Status.OPEN),
            ("shipped", True, Status.RESOLVED),
        ],
    )
    def test_status(self, native: str, resolved: bool, status: Status):
        """RT's statuses have a meaning; one that nobody mapped is read by its resolved date."""
        at = "2026-11-22T10:00:00Z" if resolved else "1970-01-01T00:00:00Z"
        assert ticket(Status=native, Resolved=at).escalation.status is status

    def test_statuses_of_ones_own(self):
        """A mapped status is read, and set before the default one."""
        settings = RtSettings.from_options({"token": "t", "status_map": {"parked": "on_hold"}})
        assert settings.status("parked") is Status.ON_HOLD
        assert settings.native_status(Status.ON_HOLD) == "parked"
        assert settings.native_status(Status.OPEN) == "open"

    def test_closing_does_not_reject(self):
        """Closed is set as resolved, never as rejected; snoozed cannot be set."""
        assert SETTINGS.native_status(Status.CLOSED) == "resolved"
        assert SETTINGS.native_status(Status.ON_HOLD) == "stalled"
        assert SETTINGS.native_status(Status.SNOOZED) is None

    @pytest.mark.parametrize(
        ("native", "priority"),
        [
            ("0", "low"),
            ("20", "low"),
            ("40", "normal"),
            ("70", "high"),
            ("100", "urgent"),
            ("", "low"),
        ],
    )
    def test_priority(self, native: str, priority: str):
        """A priority is the one whose number is nearest."""
        assert ticket(Priority=native).escalation.priority is Priority(priority)

    def test_hostile_text(self):
        """Escapes in a subject, a name or a tag are gone."""
        fields = [{"id": "7", "name": "Labels", "values": ["a\x1b[2Jb"]}]
        shown = ticket(Subject="x\x1b]0;y\x07\nz", CustomFields=fields).escalation
        assert shown.subject == "x z"
        assert shown.tags == ("ab",)

    @pytest.mark.parametrize("item", [{}, {"id": "1"}, {"id": "x", "Created": "2026-01-01"}])
    def test_no_ticket(self, item: dict[str, Any]):
        """What is no ticket is a bad answer, not a crash."""
        with pytest.raises(errors.BadAnswer):
            parse_ticket(item, "rt", SETTINGS, "")

    def test_merged(self):
        """A ticket that was merged away tells what it became."""
        found = [parse_ticket(item, "rt", SETTINGS, "") for item in sample("merged")]
        assert [(one.id, one.effective) for one in found] == [(2, 3), (3, 3)]

    def test_number(self):
        """Ids come as numbers, texts and objects."""
        assert [number(one) for one in (7, "7", {"id": "7"}, None, "x")] == [7, 7, 7, 0, 0]


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


class TestQuestions:
    """What RT is asked."""

    def test_rule(self):
        """The rule holds within the configured queues, whose names are quoted."""
        settings = replace(SETTINGS, queues=("Esc", "O'Brien"))
        assert query.rule(settings, 7) == (
            "(Status = '__Active__') AND (Queue = 'Esc' OR Queue = 'O\\'Brien') AND id > 7"
        )

    @pytest.mark.parametrize(
        ("rule", "kept"),
        [
            ("Status = '__Active__'", "id > 0"),
            ("CF.{A} IS NOT NULL AND Status != 'new'", "CF.{A} IS NOT NULL AND id > 0"),
            (
                "Owner = 'Nobody' AND (status=\"open\" OR Status = new)",
                "Owner = 'Nobody' AND (id > 0 OR id > 0)",
            ),
            ("", "id > 0"),
        ],
    )
    def test_belonging(self, rule: str, kept: str):
        """What was escalated belongs in whatever status it is now."""
        sql = query.belonging(replace(SETTINGS, query=rule), [1, 2])
        assert sql == f"({kept}) AND (EffectiveId = 1 OR EffectiveId = 2)"

    def test_look_up_by_time(self):
        """TransactionSQL reads times in the user's zone."""
        settings = replace(SETTINGS, timezone="Asia/Tokyo")
        assert "Created > '2026-11-22 21:00:00'" in query.said_since(1, "Correspond", NOW, settings)


class TestCursor:
    """Where reading left off."""

    def test_round_trip(self):
        """A cursor is read as it was written, in a first reading too."""
        for one in (
            Cursor(90, 80, frozenset({85, 90})),
            Cursor(9, 9),
            Cursor(9, 8, frozenset({9}), 4, 200),
        ):
            assert Cursor.parse(str(one)) == one

    @pytest.mark.parametrize(
        "text", ["7", "999999999999", "rt:1", "rt:1:2:x", "xx:1:2:", "rt:1:2::5"]
    )
    def test_lost(self, text: str):
        """What is no cursor of ours is lost."""
        with pytest.raises(errors.CursorLost):
            Cursor.parse(text)

    def test_quiet(self):
        """After two quiet minutes nothing is read again."""
        old = NOW - timedelta(minutes=3)
        assert follow({5: old, 7: old}, None, NOW) == Cursor(7, 7)

    def test_late_commits(self):
        """What lies within two minutes is read again, and told apart."""
        old, new = NOW - timedelta(minutes=3), NOW - timedelta(seconds=5)
        at = follow({5: old, 7: new, 9: new}, None, NOW)
        assert at == Cursor(9, 6, frozenset({7, 9}))

    def test_at_most_two_hundred_ids(self):
        """However busy it is, no more than the last 200 ids are read again."""
        at = follow(dict.fromkeys(range(1, 1001), NOW), None, NOW)
        assert (at.newest, at.floor, len(at.seen)) == (1000, 800, 200)

    def test_nothing_new(self):
        """Without anything newer the cursor stays, and forgets what is old by now."""
        assert follow({}, Cursor(9, 6, frozenset({7, 9})), NOW) == Cursor(9, 9)


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


class TestKnowledge:
    """Articles by class."""

    def test_classes(self):
        """A class makes an article a macro, internal, or none of ours."""
        settings = replace(SETTINGS, articles=("Public",), internal_articles=("In",), macros=("M",))

        def article(group: str, text: str = "<p>Five <b>days</b></p>") -> Any:
            return {
                "id": "1",
                "Name": "Refunds",
                "Class": {"Name": group},
                "CustomFields": [{"name": "Content", "values": [text]}],
            }

        public, internal, macro = (
            parse_article(article(g), settings) for g in ("Public", "In", "M")
        )
        assert public is not None
        assert (public.kind, public.text) == ("article", "Five days")
        assert internal is not None
        assert internal.visibility is Visibility.INTERNAL
        assert macro is not None
        assert macro.kind == "macro"
        assert parse_article(article("Other"), settings) is None
        assert parse_article(article("M", " "), settings) is None


class TestSettings:
    """The table of the config."""

    def test_defaults(self):
        """A token is enough."""
        settings = RtSettings.from_options({"token": "1-2-x"})
        assert settings.query == "Status = '__Active__'"
        assert "1-2-x" not in repr(settings)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({}, "token"),
            ({"user": "a"}, "password"),
            ({"token": "x", "ques": []}, "ques"),
            ({"token": 7}, "token"),
            ({"token": "x", "queues": "Esc"}, "queues"),
            ({"token": "x", "status_map": {"new": "fresh"}}, "status_map.new"),
            ({"token": "x", "status_map": []}, "status_map"),
            ({"token": "x", "priority_map": {"low": "1"}}, "priority_map.low"),
            ({"token": "x", "priority_map": {"lowest": 1}}, "lowest"),
            ({"token": "x", "timezone": "Mars/Base"}, "timezone"),
        ],
    )
    def test_refused(self, options: dict[str, Any], said: str):
        """What is wrong is named."""
        with pytest.raises(errors.ConfigError, match=said):
            RtSettings.from_options(options)

    def test_nearest_key(self):
        """A misspelt key is answered with the right one."""
        with pytest.raises(errors.ConfigError) as caught:
            RtSettings.from_options({"token": "x", "qeues": []})
        assert "queues" in caught.value.hint

    @pytest.mark.parametrize(
        "endpoint",
        [
            Endpoint("https://rt.example.com/REST/2.0"),
            Endpoint("https://rt.example.com", user_agent="Mozilla/5.0"),
        ],
    )
    def test_endpoint(self, endpoint: Endpoint):
        """An url of the API, and a browser's user agent, are refused at once."""
        with pytest.raises(errors.ConfigError):
            RequestTracker("rt", Http(endpoint), SETTINGS)
