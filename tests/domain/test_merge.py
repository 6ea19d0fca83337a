"""What the helpdesk says and what was changed here become one picture that loses neither."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.changes import (
    Assign,
    Claim,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
)
from console.domain.merge import merge_tags, overlay, plan
from console.domain.models import Priority, Status, Visibility
from tests.domain.made import BO, ME, changes, escalation, outgoing, tags

MOVING = (State.QUEUED, State.SENDING, State.UNKNOWN)
rows = st.lists(st.builds(lambda c, s: outgoing(c, state=s), changes, st.sampled_from(State)))


@given(tags, tags, tags)
def test_tags(had, add, remove):
    """Tags of others stay in their order, nothing stands twice, nothing taken away comes back."""
    after = merge_tags(tuple(had), SetTags(tuple(add), tuple(remove)))
    others = [tag for tag in had if tag not in remove]
    assert list(after[: len(others)]) == others
    assert len(set(after)) == len(after)
    assert set(after) == (set(had) | set(add)) - set(remove)


@given(tags, tags, tags)
def test_tags_twice(had, add, remove):
    """Applying a tag change again changes nothing: a repeated write is harmless."""
    change = SetTags(tuple(add), tuple(remove))
    once = merge_tags(tuple(had), change)
    assert merge_tags(once, change) == once


@pytest.mark.parametrize("state", State)
def test_what_may_arrive_shows(state):
    """What is queued, being sent or in doubt may still arrive: it shows, and nothing else does."""
    seen = overlay(escalation(), [outgoing(Claim(), state=state)], ME)
    assert seen.assignee == (ME if state in MOVING else None)


@given(rows)
def test_overlay_only_moving(pending):
    """What was sent, refused or sent in part is not laid over: the helpdesk's word counts."""
    moving = [row for row in pending if row.state in MOVING]
    assert overlay(escalation(), pending, ME) == overlay(escalation(), moving, ME)


@given(rows, changes)
def test_the_last_change_wins(pending, change):
    """Laid over in order, the newest change is the one that shows."""
    before = overlay(escalation(), pending, ME)
    seen = overlay(escalation(), [*pending, outgoing(change)], ME)
    match change:
        case Claim():
            assert seen == replace(before, assignee=ME)
        case Assign(person):
            assert seen == replace(before, assignee=person)
        case SetStatus(status):
            assert seen.status is status
        case SetPriority(priority):
            assert seen.priority is priority
        case SetTags(add, remove):
            assert set(add) - set(remove) <= set(seen.tags)
        case Reply():
            assert replace(seen, status=before.status) == before


@given(st.sampled_from(Status), st.sampled_from(Visibility))
def test_a_reply_opens(status, visibility):
    """A public reply opens what is new; a note, or a reply to anything else, changes nothing."""
    seen = overlay(escalation(status=status), [outgoing(Reply("Hi", visibility))], ME)
    opens = status is Status.NEW and visibility is Visibility.PUBLIC
    assert seen.status is (Status.OPEN if opens else status)


@given(rows)
def test_the_word_of_the_helpdesk_is_kept(pending):
    """A plan keeps what was read as it was read, and shows it with the changes laid over."""
    remote = escalation(subject="New")
    planned = plan(escalation(), remote, tuple(pending), ME)
    assert planned.remote == remote
    assert planned.seen == overlay(remote, pending, ME)


@given(rows)
def test_nothing_new_overtakes_nothing(pending):
    """Reading again what was known tells of no meeting of changes."""
    assert plan(escalation(), escalation(), tuple(pending), ME).overtaken == ()
    assert plan(None, escalation(), tuple(pending), ME).overtaken == ()


@pytest.mark.parametrize(
    ("change", "remote", "told"),
    [
        (Claim(), {"assignee": BO}, ("Bo Ångström has taken it meanwhile",)),
        (Assign(ME), {"assignee": BO}, ("Bo Ångström has taken it meanwhile",)),
        (Claim(), {"assignee": ME}, ()),
        (SetStatus(Status.PENDING), {"status": Status.RESOLVED},
         ("its status became resolved meanwhile",)),
        (SetStatus(Status.RESOLVED), {"status": Status.RESOLVED}, ()),
        (SetPriority(Priority.LOW), {"priority": Priority.HIGH},
         ("its priority became high meanwhile",)),
        (SetTags(("vip",)), {"tags": ("refund",)}, ()),
    ],
)  # fmt: skip
def test_meetings(change, remote, told):
    """Where both changed the same thing to something else, that is told in words."""
    assert plan(escalation(), escalation(**remote), (outgoing(change),), ME).overtaken == told
