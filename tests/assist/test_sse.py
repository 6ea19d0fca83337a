"""Server-sent events, however their bytes are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.assist.sse import Event, Events

STREAM = (
    "\ufeff: a comment\r\n\r\nevent: one\rdata: a\rdata: ü\r\r"
    "data:b\nid: 7\nretry: 1\n\nevent: none\n\ndata: last, not ended"
)


def test_events():
    """Names, several lines of data, comments, and all three ends of lines are read."""
    assert list(Events().feed(STREAM.encode())) == [Event("one", "a\nü"), Event("", "b")]


@given(st.lists(st.integers(1, 9), max_size=40))
def test_any_cut(sizes):
    """Bytes that are cut anywhere, inside a letter too, give the same events."""
    data, events, found = STREAM.encode(), Events(), []
    for size in sizes:
        found += events.feed(data[:size])
        data = data[size:]
    found += events.feed(data)
    assert found == [Event("one", "a\nü"), Event("", "b")]


def test_a_long_line():
    """A line of a megabyte in small pieces is read in a moment."""
    events = Events()
    for _ in range(20_000):
        assert list(events.feed(b"data: " + b"x" * 50 if not events else b"x" * 50)) == []
