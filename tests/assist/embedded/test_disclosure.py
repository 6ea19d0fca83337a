"""Where the customer was told who speaks is found."""

import pytest

from console.assist.embedded.disclosure import disclosure
from console.domain.sentences import prepared
from tests.assist.spoken import spoken


def found(*lines):
    """Give the disclosures as kind to message."""
    return {item.kind: item.messages[0] for item in disclosure(prepared(spoken(*lines)))}


@pytest.mark.parametrize(
    "line",
    [
        "Hi, I'm Dot, a chatbot.",
        "This is an automatic answer by our AI assistant.",
        "I'm the digital assistant (not a person).",
        "As a chat robot I may not say.",
    ],
)
def test_a_machine_says_so(line):
    """Bots, assistants and robots that name themselves have told."""
    assert found("customer: hi", f"bot: {line}") == {"told_ai": "m2"}


@pytest.mark.parametrize(
    "line",
    [
        "agent: Hello, Odile from billing here, a real person.",
        "agent: My name is Ada, I look after your claim.",
        "system: You are now chatting with Ada, a member of our team.",
        "system: Ada (staff) has joined.",
    ],
)
def test_a_person_says_so(line):
    """Who introduces himself, or a system line that somebody joined, has told."""
    assert found("customer: hi", line) == {"told_human": "m2"}


def test_announcing_somebody_has_not_told():
    """A bot that says somebody will come is no disclosure of either."""
    assert found("customer: hi", "bot: I'm getting a colleague.") == {}
    assert found("note: I'm Ada, a person", "customer: are you a bot?") == {}


def test_an_agent_who_is_no_bot_is_no_machine():
    """`Not the bot any more` tells of a person alone."""
    assert found("customer: hello", "agent: Ada speaking, not the bot any more.") == {
        "told_human": "m2"
    }


def test_a_name_with_a_role_is_an_introduction():
    """The first message of an agent may name who writes with no verb at all."""
    assert found("customer: hello", "agent: Dear Ms Roth, Pilar Anso, reservations manager.") == {
        "told_human": "m2"
    }
    assert found("customer: hello", "agent: Dear Ms Roth, you are quite right.") == {}
