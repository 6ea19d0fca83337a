"""What is written into columns is read back as it was."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.changes import State
from console.domain.models import Clock, Customer, Handoff
from console.store import rows
from tests.domain.made import BO, NOW, at, escalation

FULL = escalation(
    customer=Customer("u1", "Ada", "ada@example.com", {"plan": "pro", "city": "Zürich"}),
    channel="email",
    queue="Returns",
    tags=("vip", 'quo"te'),
    assignee=BO,
    handoff=Handoff(NOW, "Nova", "asked", 0.25, "Two\nlines"),
    snoozed_until=at(days=1),
    due={Clock.FIRST_RESPONSE: at(hours=1), Clock.RESOLVE: at(days=2)},
    native_status="stalled",
    native_priority="50",
    version="v7",
    url="https://desk.test/1",
    recipients=("ada@example.com",),
    cc=("cy@example.com", "di@example.com"),
)


@pytest.mark.parametrize("esc", [FULL, escalation()])
def test_detail(esc):
    """Everything a helpdesk says about an escalation is kept."""
    assert rows.escalation(esc.ref, rows.detail(esc)) == esc


def test_every_field_differs():
    """The full sample leaves no field at its default: a new field has to be stored too."""
    plain = escalation()
    same = [name for name in FULL.__slots__ if getattr(FULL, name) == getattr(plain, name)]
    assert same == ["ref", "subject", "status", "priority", "created_at", "updated_at"]


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_times(at):
    """Times are kept to the millisecond, without drift when written again."""
    kept = rows.sure_time(rows.sure_ms(at))
    assert abs(kept - at).total_seconds() <= 0.0005
    assert rows.sure_ms(kept) == rows.sure_ms(at)
    assert rows.time(rows.ms(at)) == kept


def test_no_time():
    """No time is none."""
    assert rows.ms(None) is None
    assert rows.time(None) is None


def test_states_are_text():
    """A state is stored as the word that it prints."""
    assert rows.dump([State.QUEUED, BO._replace().name]) == '["queued","Bo Ångström"]'
