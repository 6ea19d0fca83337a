"""What is shown of an escalation follows from helpdesk, thread, outbox and rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import triage
from console.domain.changes import Reply, SetPriority, SetStatus, State
from console.domain.models import Clock, Handoff, Priority, Status, Visibility
from console.domain.picture import Rule, draw, policy_for
from console.domain.search import parse
from console.domain.sla import Policy
from tests.domain.made import ME, NOW, at, escalation, message, outgoing


def rule(match, minutes):
    """Promise a first response within so many minutes."""
    span = timedelta(minutes=minutes)
    return Rule(parse(match), Policy(match, match, span, span, None, None))


RULES = (rule("priority:urgent", 15), rule("", 60))


def test_a_queued_reply_counts_as_said():
    """Once the agent has answered, nobody waits: also before it has left."""
    asked = [message("customer", 0)]
    assert draw(escalation(), asked, [], RULES, ME).waiting_since == NOW
    answer = outgoing(made_at=at(minutes=1))
    shown = draw(escalation(), asked, [answer], RULES, ME)
    assert shown.waiting_since is None
    assert shown.band == triage.ACTIVE


@pytest.mark.parametrize("state", [State.REJECTED, State.PARTIAL])
def test_a_refused_reply_is_no_answer(state):
    """What the helpdesk refused was not said: the customer waits on."""
    answer = outgoing(made_at=at(minutes=1), state=state)
    assert draw(escalation(), [message("customer", 0)], [answer], RULES, ME).waiting_since == NOW


def test_a_note_is_no_answer():
    """A note to colleagues that waits to be sent answers nobody."""
    note = outgoing(Reply("Hm", Visibility.INTERNAL), made_at=at(minutes=1))
    assert draw(escalation(), [message("customer", 0)], [note], RULES, ME).waiting_since == NOW


def test_the_clock_starts_at_the_handoff():
    """The first response is due from when the bot gave up, by the first rule that fits."""
    esc = escalation(handoff=Handoff(at(minutes=10)), priority=Priority.URGENT)
    due = draw(esc, [message("customer", 0)], [], RULES, ME).due
    assert due is not None
    assert (due.clock, due.at) == (Clock.FIRST_RESPONSE, at(minutes=25))


def test_rules_see_pending_changes():
    """A priority that is on its way already chooses the rule."""
    raised = outgoing(SetPriority(Priority.URGENT))
    due = draw(escalation(), [message("customer", 0)], [raised], RULES, ME).due
    assert due is not None
    assert due.at == at(minutes=15)


def test_nothing_runs_when_it_is_done():
    """What is resolved, here first, has no clock and stands last."""
    done = outgoing(SetStatus(Status.RESOLVED))
    shown = draw(escalation(), [message("customer", 0)], [done], RULES, ME)
    assert shown.due is None
    assert shown.band == triage.DONE


def test_the_helpdesk_knows_better():
    """The helpdesk's own due date wins over the configured one."""
    esc = escalation(due={Clock.FIRST_RESPONSE: at(minutes=3)})
    due = draw(esc, [message("customer", 0)], [], RULES, ME).due
    assert due is not None
    assert due.at == at(minutes=3)


def test_no_rule_fits():
    """Without a rule that fits there is no clock, but an order there is."""
    rules = (rule("tag:vip", 5),)
    assert policy_for(rules, escalation(), ME.id) is None
    shown = draw(escalation(), [message("customer", 0)], [], rules, ME)
    assert shown.due is None
    assert shown.rank_at == NOW + triage.PATIENCE[Priority.NORMAL]


def test_mine():
    """A rule may ask whose it is."""
    rules = (rule("@me", 5),)
    mine = replace(escalation(), assignee=ME)
    assert policy_for(rules, mine, ME.id) is rules[0].policy
    assert policy_for(rules, mine, "bo") is None
