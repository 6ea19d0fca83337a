"""The words of the desk behave as their names say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.models import Clock, Due, Priority, Ref, Status
from tests.domain.made import NOW, at

parts = st.text(min_size=1).map(str.strip).filter(bool)


@given(parts.filter(lambda text: "/" not in text), parts)
def test_ref_round_trip(connection, ident):
    """A reference printed is read back, whatever the id holds."""
    ref = Ref(connection, ident)
    assert Ref.parse(str(ref)) == ref


@pytest.mark.parametrize("text", ["", "desk", "desk/", "/12", "/"])
def test_no_ref(text):
    """Anything but connection/id is refused."""
    with pytest.raises(ValueError, match="connection/id"):
        Ref.parse(text)


def test_status():
    """A status is done, ours to act on, or somebody else's turn: never two of them."""
    assert [s for s in Status if s.done] == [Status.RESOLVED, Status.CLOSED]
    assert [s for s in Status if s.active] == [Status.NEW, Status.OPEN]


def test_priority_levels():
    """Priorities rise from low to urgent."""
    assert [p.level for p in (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)] == [
        0, 1, 2, 3,
    ]  # fmt: skip


def test_due():
    """A clock runs up to its time and is breached after it."""
    due = Due(Clock.RESOLVE, NOW)
    assert due.state(NOW) == "running"
    assert due.state(at(seconds=1)) == "breached"
