"""What of the outbox is worth waiting for, and what is tried before its time."""

import pytest

from console.domain.changes import State
from console.domain.models import Ref
from console.domain.outbox import can_go, due_now, moves, tried_now
from tests.domain.made import NOW, at, outgoing

FAR = at(days=300)
THERE = Ref("desk", "c2")


def test_due_now_ends_the_wait_for_the_next_try():
    """What waits to be tried again is tried at once, whether it was due or not."""
    assert due_now(outgoing(next_at=FAR), NOW).next_at is None
    assert tried_now(outgoing(next_at=FAR, due_at=FAR)) == outgoing(due_at=FAR)


@pytest.mark.parametrize(
    ("row", "goes", "worth"),
    [
        (outgoing(), True, True),
        (outgoing(due_at=at(seconds=30)), True, True),
        (outgoing(due_at=FAR), True, False),
        # It has just been tried in vain.
        (outgoing(next_at=at(seconds=2), reason="Unreachable."), True, False),
        (outgoing(state=State.SENDING), True, True),
        (outgoing(state=State.UNKNOWN, next_at=at(seconds=30)), True, True),
        (outgoing(state=State.UNKNOWN, next_at=FAR), True, False),
        (outgoing(state=State.UNKNOWN), False, False),
        (outgoing(state=State.REJECTED), False, False),
        (outgoing(held="Bo has it."), False, False),
        (outgoing(state=State.PARTIAL), False, False),
    ],
)
def test_what_is_worth_waiting_for(row, goes, worth):
    """On leaving, what can go on by itself is told from what needs the agent."""
    assert can_go([row]) is goes
    assert moves([row], NOW, at(minutes=1)) is worth


def test_what_stands_behind_a_stuck_one_is_not_waited_for():
    """A change behind a held one cannot go, however due it is."""
    rows = [outgoing(key="a", held="wait"), outgoing(key="b")]
    assert not can_go(rows)
    assert not moves(rows, NOW, FAR)
    assert moves([*rows, outgoing(key="c", ref=THERE)], NOW, FAR)
