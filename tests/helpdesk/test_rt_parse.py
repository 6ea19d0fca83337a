"""What Request Tracker's tickets and articles mean, without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from console import errors
from console.domain.models import (
    Clock,
    Person,
    Priority,
    Status,
    Visibility,
)
from console.helpdesk.rt import RtSettings
from console.helpdesk.rt.knowledge import parse_article
from console.helpdesk.rt.parse import (
    number,
    parse_confidence,
    parse_date,
    parse_ticket,
)
from tests.helpdesk.rt_samples import SETTINGS, sample, ticket


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
            ("0", "normal"),
            ("1", "low"),
            ("20", "low"),
            ("40", "normal"),
            ("70", "high"),
            ("100", "urgent"),
            ("", "normal"),
        ],
    )
    def test_priority(self, native: str, priority: str):
        """A priority is the one whose number is nearest; 0, which nobody set, is normal."""
        assert ticket(Priority=native).escalation.priority is Priority(priority)

    @pytest.mark.parametrize(("named", "priority"), [("low", "low"), ("high", "high")])
    def test_a_nought_that_means_something(self, named: str, priority: str):
        """Where the config names 0, it is read as what it is there."""
        settings = RtSettings.from_options({"token": "t", "priority_map": {named: 0}})
        assert ticket(settings, Priority="0").escalation.priority is Priority(priority)
        assert ticket(settings, Priority="50").escalation.priority is Priority.NORMAL

    def test_what_is_set_reads_as_itself(self):
        """Each priority's own number is read as that priority, and never as unset."""
        for one, number_set in SETTINGS.priority_map.items():
            assert SETTINGS.priority(number_set) is one
            assert number_set != 0

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
