"""An outgoing change leaves in order, once, whatever happens on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.domain.changes import Outcome, State
from console.domain.models import Ref
from console.domain.outbox import (
    BACKOFF_CAP,
    backoff,
    can_undo,
    due_now,
    is_waiting,
    looked_up,
    next_due,
    postponed,
    ready,
    released,
    sending,
    settle,
)
from tests.domain.made import NOW, at, outgoing

MINUTE = timedelta(minutes=1)
FAR = at(days=300)
HERE, THERE = Ref("desk", "c1"), Ref("desk", "c2")


def ready_keys(*rows, now=NOW):
    """Name what may leave."""
    return [row.key for row in ready(rows, now)]


def test_first_of_each_conversation():
    """Of each conversation the first that is not through may leave, and no other."""
    rows = [
        outgoing(key="a", state=State.SENT),
        outgoing(key="b"),
        outgoing(key="c"),
        outgoing(key="d", ref=THERE),
    ]
    assert ready_keys(*rows) == ["b", "d"]


@pytest.mark.parametrize(
    "first",
    [
        {"held": "The customer has written again."},
        {"state": State.UNKNOWN},
        {"state": State.SENDING},
        {"state": State.REJECTED},
        {"due_at": at(seconds=8)},
        {"next_at": at(seconds=8)},
    ],
)
def test_later_ones_wait(first):
    """Behind what is held, unknown, refused or not due, a conversation waits; others go on."""
    rows = [outgoing(key="a", **first), outgoing(key="b"), outgoing(key="c", ref=THERE)]
    assert ready_keys(*rows) == ["c"]


@pytest.mark.parametrize("through", [State.SENT, State.PARTIAL])
def test_what_is_through_blocks_nothing(through):
    """What was sent, also in part, lets the next one go."""
    assert ready_keys(outgoing(key="a", state=through), outgoing(key="b")) == ["b"]


def test_a_resolve_never_overtakes_its_reply():
    """While a reply can still be undone, the resolve made with it waits, though due itself."""
    reply, resolve = outgoing(key="r", due_at=at(seconds=8)), outgoing(key="s")
    assert ready_keys(reply, resolve) == []
    assert ready_keys(reply, resolve, now=at(seconds=8)) == ["r"]
    assert ready_keys(replace(reply, state=State.SENT), resolve, now=at(seconds=8)) == ["s"]


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, NOW),
        ({"due_at": at(seconds=8)}, at(seconds=8)),
        ({"next_at": at(seconds=5)}, at(seconds=5)),
        ({"due_at": at(seconds=-8)}, NOW),
        ({"held": "wait"}, None),
        ({"state": State.REJECTED}, None),
        ({"state": State.SENT}, None),
        ({"state": State.UNKNOWN}, None),
        ({"state": State.UNKNOWN, "next_at": at(seconds=30)}, at(seconds=30)),
    ],
)
def test_next_due(fields, due):
    """It is told when something happens by itself, and that nothing does."""
    assert next_due([outgoing(**fields)], NOW) == due


def test_next_due_is_the_first_of_all():
    """The earliest head of a conversation counts; what stands behind it does not."""
    rows = [
        outgoing(key="a", held="wait"),
        outgoing(key="b"),
        outgoing(key="c", ref=THERE, due_at=at(seconds=9)),
    ]
    assert next_due(rows, NOW) == at(seconds=9)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_backoff(attempts, jitter):
    """Waits grow from a second to at most a minute and never overflow."""
    wait = backoff(attempts, jitter)
    assert timedelta(seconds=1) <= wait <= BACKOFF_CAP
    assert backoff(attempts + 1, jitter) >= wait


@pytest.mark.parametrize(
    ("fields", "possible"),
    [
        ({}, True),
        ({"held": "wait"}, True),
        ({"state": State.REJECTED, "attempts": 1}, True),
        ({"attempts": 1}, False),
        ({"state": State.SENDING}, False),
        ({"state": State.SENT}, False),
        ({"state": State.UNKNOWN}, False),
        ({"state": State.PARTIAL}, False),
    ],
)
def test_can_undo(fields, possible):
    """Only what certainly is not on the helpdesk is simply taken back."""
    assert can_undo(outgoing(**fields)) is possible


def attempt(**fields):
    """Make a row that is being sent."""
    return sending(outgoing(**fields), NOW, "log-7")


def test_sending():
    """The attempt is written down before the first byte leaves, with where to look later."""
    row = attempt(next_at=NOW, reason="The desk cannot be reached.", looked=2)
    assert (row.state, row.tried_at, row.attempts, row.marker) == (State.SENDING, NOW, 1, "log-7")
    assert (row.next_at, row.reason, row.looked) == (None, "", 0)
    assert sending(row, NOW, "").marker == "log-7"


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Outcome.applied("m1"), State.SENT, ""),
        (Outcome.rejected("No."), State.REJECTED, "No."),
        (Outcome.partial("Not the file.", "m1"), State.PARTIAL, "Not the file."),
        (Outcome.unknown("Lost."), State.UNKNOWN, "Lost."),
        (Outcome.held("Bo has taken it."), State.QUEUED, ""),
    ],
)
def test_settle(outcome, state, reason):
    """Each outcome has its state, its reason, and the message it became."""
    row = settle(attempt(), outcome, NOW, look_up_after=MINUTE)
    assert (row.state, row.reason, row.message_id) == (state, reason, outcome.message_id)


def test_held_by_the_helpdesk():
    """What the helpdesk held back did not happen: it waits for the agent and can be undone."""
    row = settle(attempt(), Outcome.held("Bo has taken it."), NOW, look_up_after=MINUTE)
    assert row.held == "Bo has taken it."
    assert can_undo(row)
    assert ready([row], FAR) == []


@pytest.mark.parametrize(("later", "due"), [(0, 60), (30, 60), (90, 90)])
def test_when_unknown_is_looked_up(later, due):
    """A lost answer is looked up once its trace is sure to be visible, counted from the attempt."""
    row = settle(attempt(), Outcome.unknown("Lost."), at(seconds=later), look_up_after=MINUTE)
    assert row.next_at == at(seconds=due)


def look(row, found, *, idempotent=False, now=NOW):
    """Look an unknown change up, twice at most."""
    return looked_up(row, found, now, idempotent=idempotent, times=2, again_after=MINUTE)


def test_not_found():
    """Looked up twice and not found, nothing is tried by itself: the agent is asked."""
    row = settle(attempt(), Outcome.unknown("Lost."), NOW, look_up_after=MINUTE)
    once = look(row, None, now=at(minutes=1))
    assert (once.state, once.next_at) == (State.UNKNOWN, at(minutes=2))
    twice = look(once, None, now=at(minutes=2))
    assert (twice.state, twice.next_at) == (State.UNKNOWN, None)
    assert "Send it again, or drop it?" in twice.reason
    assert ready([twice], FAR) == []
    assert next_due([twice], NOW) is None


def test_not_found_where_repeating_is_safe():
    """A helpdesk that knows keys is simply told again."""
    row = settle(attempt(), Outcome.unknown("Lost."), NOW, look_up_after=timedelta(0))
    assert ready([look(row, None, idempotent=True)], NOW)


@pytest.mark.parametrize("idempotent", [True, False])
def test_found(idempotent):
    """What is found on the helpdesk was sent."""
    row = settle(attempt(), Outcome.unknown("Lost."), NOW, look_up_after=MINUTE)
    found = look(row, Outcome.applied("m9"), idempotent=idempotent)
    assert (found.state, found.message_id, found.next_at) == (State.SENT, "m9", None)


def test_released():
    """The agent's word lets it go at once, with what the agent has seen by now."""
    row = outgoing(held="wait", reason="x", due_at=FAR, seen_message="m1", seen_version="3")
    again = released(row, NOW, "m2", "bo", "5")
    assert (again.seen_message, again.seen_assignee, again.seen_version) == ("m2", "bo", "5")
    assert (again.held, again.reason) == ("", "")
    assert ready([again], NOW) == [again]


def test_released_knowing_no_more():
    """Where nothing newer is known, what was seen before counts."""
    again = released(outgoing(seen_message="m1", seen_version="3"), NOW, "", "")
    assert (again.seen_message, again.seen_version) == ("m1", "3")


def test_due_now():
    """Sending at once ends the time for undo, and never delays."""
    assert due_now(outgoing(due_at=FAR), NOW).due_at == NOW
    assert due_now(outgoing(due_at=at(seconds=-5)), NOW).due_at == at(seconds=-5)


def test_postponed():
    """What did not get there waits its time and is tried again by itself."""
    row = postponed(attempt(), NOW, MINUTE, "The desk cannot be reached.")
    assert (row.state, row.reason) == (State.QUEUED, "The desk cannot be reached.")
    assert ready([row], NOW) == []
    assert ready([row], at(minutes=1)) == [row]


fates = st.sampled_from(
    ["accepted", "unreachable", "lost before", "lost after", "crash before", "crash after",
     "rejected", "held"]
)  # fmt: skip


class Life(RuleBasedStateMachine):
    """An outbox and a helpdesk that is not told of keys; every step may be the last one.

    The steps are those of `console.sync.push` and `console.desk.outbox`, without the waiting.
    """

    idempotent = False

    def __init__(self):
        super().__init__()
        self.rows = []
        self.desk = []
        self.made = []
        self.gone = set()
        self.now = NOW

    def put(self, row):
        """Write a row's progress."""
        self.rows = [row if old.key == row.key else old for old in self.rows]

    def arrive(self, row):
        """Let the helpdesk carry a change out."""
        if not (self.idempotent and row.key in self.desk):
            self.desk.append(row.key)

    @rule(ref=st.sampled_from([HERE, THERE]), undo=st.sampled_from([0, 8]))
    def write(self, ref, undo):
        key = f"k{len(self.made)}"
        self.made.append(key)
        due = self.now + timedelta(seconds=undo)
        self.rows.append(outgoing(key=key, ref=ref, made_at=self.now, due_at=due))

    @rule(seconds=st.sampled_from([1, 10, 60]))
    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)

    def recover(self):
        for row in self.rows:
            if row.state is State.SENDING:
                lost = Outcome.unknown("ended")
                self.put(settle(row, lost, self.now, look_up_after=MINUTE))

    @rule(data=st.data())
    def push(self, data):
        self.recover()
        for row in ready(self.rows, self.now):
            fate = data.draw(fates)
            trying = sending(row, self.now, "")
            if fate == "unreachable":
                back = replace(trying, attempts=row.attempts)
                self.put(postponed(back, self.now, MINUTE, "down"))
                continue
            if fate in ("accepted", "lost after", "crash after"):
                self.arrive(row)
            outcome = {
                "accepted": Outcome.applied(),
                "rejected": Outcome.rejected("no"),
                "held": Outcome.held("stale"),
            }.get(fate, Outcome.unknown("lost"))
            if fate.startswith("crash"):
                self.put(trying)
                return
            self.put(settle(trying, outcome, self.now, look_up_after=MINUTE))

    @rule()
    def look_up(self):
        for row in self.rows:
            if row.state is State.UNKNOWN and row.next_at is not None and row.next_at <= self.now:
                found = Outcome.applied() if row.key in self.desk else None
                self.put(look(row, found, idempotent=self.idempotent, now=self.now))

    @precondition(lambda self: any(self.stuck(row) for row in self.rows))
    @rule(data=st.data())
    def retry(self, data):
        row = data.draw(st.sampled_from([row for row in self.rows if self.stuck(row)]))
        self.put(released(row, self.now, "", ""))

    @staticmethod
    def stuck(row):
        """Whether the agent is asked."""
        asked = row.state is State.UNKNOWN and row.next_at is None
        return asked or row.state is State.REJECTED or bool(row.held)

    @precondition(lambda self: any(can_undo(row) for row in self.rows))
    @rule(data=st.data())
    def undo(self, data):
        row = data.draw(st.sampled_from([row for row in self.rows if can_undo(row)]))
        assert row.key not in self.desk
        self.rows.remove(row)
        self.gone.add(row.key)

    @invariant()
    def never_twice(self):
        assert len(self.desk) == len(set(self.desk))

    @invariant()
    def in_order(self):
        for ref in (HERE, THERE):
            here = [row.key for row in self.rows if row.ref == ref]
            arrived = [key for key in self.desk if key in here]
            assert arrived == [key for key in here if key in arrived]

    @invariant()
    def sent_is_there(self):
        assert {row.key for row in self.rows if row.state is State.SENT} <= set(self.desk)

    @invariant()
    def one_in_doubt(self):
        for ref in (HERE, THERE):
            doubt = (State.SENDING, State.UNKNOWN)
            assert sum(row.ref == ref and row.state in doubt for row in self.rows) <= 1

    @invariant()
    def wakes_in_time(self):
        due = next_due(self.rows, self.now)
        then = due or FAR
        something = bool(ready(self.rows, then)) or any(
            row.state is State.UNKNOWN and row.next_at is not None and row.next_at <= then
            for row in self.rows
        )
        assert something is (due is not None)

    def teardown(self):
        """Once all works and the agent agrees, everything has arrived exactly once."""
        for _ in range(8 * len(self.rows)):
            self.now += MINUTE
            self.recover()
            self.look_up()
            for row in ready(self.rows, self.now):
                self.arrive(row)
                trying = sending(row, self.now, "")
                self.put(settle(trying, Outcome.applied(), self.now, look_up_after=MINUTE))
            for row in self.rows:
                if self.stuck(row):
                    self.put(released(row, self.now, "", ""))
        assert not any(is_waiting(row) for row in self.rows)
        assert sorted(self.desk) == sorted(set(self.made) - self.gone)


class SafeLife(Life):
    """The same with a helpdesk that carries each key out once."""

    idempotent = True


TestLife = Life.TestCase
TestSafeLife = SafeLife.TestCase
TestLife.settings = TestSafeLife.settings = settings(max_examples=60, stateful_step_count=30)
