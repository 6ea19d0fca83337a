"""What is said of changes that stay behind, on leaving."""

from __future__ import annotations

from datetime import timedelta

from console.desk.leftover import farewell, heading, leftover
from console.domain.changes import State
from tests.domain.test_outbox import NOW, outgoing
from tests.office import Console


def test_what_waits_goes_out_by_itself():
    """Queued changes are kept unsent, and the next start sends them."""
    (words,) = farewell([outgoing()])
    assert words == (
        "1 change is kept unsent: `warmline outbox` lists them; it goes out with the next start, "
        "or with `warmline sync --once`."
    )
    assert farewell([outgoing(), outgoing()])[0].startswith("2 changes are kept unsent")


def test_what_waits_for_the_agent_is_not_said_to_go_out():
    """Held, refused and unfindable changes wait for a decision."""
    rows = [
        outgoing(held="Bo has it."), outgoing(state=State.REJECTED), outgoing(state=State.UNKNOWN)
    ]  # fmt: skip

    (words,) = farewell(rows)
    assert words == (
        "3 changes are kept unsent and wait for you: `warmline outbox` says why, and sends or "
        "drops it."
    )


def test_what_may_have_arrived_is_not_called_unsent():
    """A change that was being sent, or whose answer was lost, is looked up first."""
    rows = [
        outgoing(state=State.SENDING),
        outgoing(state=State.UNKNOWN, next_at=NOW + timedelta(minutes=1)),
    ]
    (words,) = farewell(rows)

    assert words.startswith("2 changes may have arrived: they are looked up")
    assert heading(rows) == "2 changes are not through yet"


def test_nothing_left_is_nothing_said():
    """An empty outbox needs no words."""
    assert farewell([]) == []
    assert heading([]) == "Everything has been sent"


async def test_what_was_partly_done_is_not_left_over(console: Console):
    """What can no longer be sent is no reason to ask."""
    assert await leftover(console.desk) == []
