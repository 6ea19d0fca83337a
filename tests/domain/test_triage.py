"""The order of the queue: who has waited longest for us, and why in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import triage
from console.domain.models import Clock, Due, Priority, Status, Visibility
from console.domain.triage import band, first_reply_at, rank, reasons, waiting_since
from tests.domain.made import NOW, at, entry, message


@pytest.mark.parametrize(
    ("said", "handed_over", "waiting"),
    [
        ([("customer", 0)], None, 0),
        ([("customer", 0), ("agent", 1)], None, None),
        ([("customer", 0), ("agent", 1), ("customer", 2), ("customer", 3)], None, 2),
        ([("customer", 0), ("bot", 1)], None, None),
        ([("customer", 0), ("bot", 1)], 2, 0),
        ([("customer", 0), ("bot", 1), ("customer", 2), ("bot", 3)], 4, 2),
        ([("customer", 0), ("bot", 1), ("customer", 5)], 2, 0),
        ([("customer", 0), ("bot", 1), ("agent", 3)], 2, None),
        ([], 0, None),
    ],
)  # fmt: skip
def test_waiting_since(said, handed_over, waiting):
    """The bot's last words before the handoff answer nothing; a person's answer all before."""
    thread = [message(kind, minutes) for kind, minutes in said]
    found = waiting_since(thread, None if handed_over is None else at(minutes=handed_over))
    assert found == (None if waiting is None else at(minutes=waiting))


@pytest.mark.parametrize("beside", [{"visibility": Visibility.INTERNAL}, {"event": True}])
def test_what_answers_nothing(beside):
    """A note to colleagues and an event are no answer, and no question."""
    assert waiting_since([message("customer", 0), message("agent", 1, **beside)], None) == NOW
    assert waiting_since([message("customer", 0, **beside)], None) is None
    assert first_reply_at([message("agent", 1, **beside)], NOW) is None


def test_first_reply():
    """The first reply is a person's, public, after the start."""
    thread = [message("agent", -1), message("bot", 0), message("agent", 2), message("agent", 3)]
    assert first_reply_at(thread, NOW) == at(minutes=2)


@pytest.mark.parametrize(
    ("status", "priority", "waiting", "place"),
    [
        (Status.OPEN, Priority.URGENT, NOW, triage.PRESSING),
        (Status.NEW, Priority.HIGH, NOW, triage.WAITING),
        (Status.OPEN, Priority.URGENT, None, triage.ACTIVE),
        (Status.PENDING, Priority.URGENT, NOW, triage.PARKED),
        (Status.SNOOZED, Priority.NORMAL, None, triage.PARKED),
        (Status.RESOLVED, Priority.URGENT, NOW, triage.DONE),
    ],
)
def test_bands(status, priority, waiting, place):
    """Urgent and waiting first, then waiting, ours, the customer's, and what is done."""
    assert band(status, priority, waiting) == place


@given(st.sampled_from(Priority), st.integers(0, 500), st.integers(1, 500))
def test_longer_waits_first(priority, first, more):
    """Of two with the same priority, who has waited longer comes first."""
    early, late = (
        rank(Status.OPEN, priority, at(minutes=minutes), None, NOW)
        for minutes in (first, first + more)
    )
    assert early < late


def test_a_due_date_pulls_forward():
    """An SLA that ends before our patience counts; a later one does not push back."""
    soon, far = (Due(Clock.NEXT_RESPONSE, at(minutes=minutes)) for minutes in (5, 5000))
    plain = rank(Status.OPEN, Priority.NORMAL, NOW, None, NOW)
    assert rank(Status.OPEN, Priority.NORMAL, NOW, soon, NOW) < plain
    assert rank(Status.OPEN, Priority.NORMAL, NOW, far, NOW) == plain


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"due": Due(Clock.FIRST_RESPONSE, at(minutes=4)), "waiting_since": at(hours=-2)},
            ("first response due in 4 min", "waiting 2 h"),
        ),
        (
            {"due": Due(Clock.NEXT_RESPONSE, at(minutes=-3)), "priority": Priority.URGENT},
            ("next response overdue by 3 min", "urgent priority"),
        ),
        ({"status": Status.SNOOZED, "snoozed_until": at(hours=3)}, ("back in 3 h",)),
        ({"status": Status.PENDING}, ("waiting for the customer",)),
        ({"status": Status.ON_HOLD}, ("on hold",)),
        (
            {"status": Status.RESOLVED, "updated_at": at(days=-1), "waiting_since": NOW},
            ("resolved 1 d ago",),
        ),
        ({}, ()),
    ],
)
def test_reasons(fields, words):
    """Why it stands where it stands, the weightiest first."""
    assert reasons(entry(**fields), NOW) == words
