"""Times that promises name are recognised, and spans have an end."""

from datetime import timedelta

import pytest

from console.domain.terms import deadline, timed
from tests.domain.made import NOW


@pytest.mark.parametrize("text", ["by 16 January", "within 2 days", "before noon", "tonight"])
def test_times_are_times(text):
    """A day, a span, an hour."""
    assert timed(f"We will call {text}")


@pytest.mark.parametrize("text", ["soon", "one of us", "for you"])
def test_hopes_are_no_times(text):
    """`Soon` holds nobody to anything."""
    assert not timed(f"We will call {text}")


def test_spans_end():
    """Spans of working days take weekends into account; what names none has no end."""
    assert deadline("within 48 hours", NOW) == NOW + timedelta(hours=48)
    assert deadline("within 5 working days", NOW) > NOW + timedelta(days=6)
    assert deadline("tomorrow at 9", NOW) > NOW + timedelta(days=1, hours=12)
    assert deadline("in the moment", NOW) is None
