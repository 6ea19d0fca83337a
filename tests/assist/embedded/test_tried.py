"""Steps that were carried out are found, with who did them and how they went."""

import pytest

from console.assist.embedded.tried import tried
from console.domain.sentences import prepared
from tests.assist.spoken import spoken


def found(*lines):
    """Give the steps of a conversation as (text, by, result)."""
    return [(one.text, one.by, one.state) for one in tried(prepared(spoken(*lines)))]


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("I restarted the router twice, no luck", ["I restarted the router twice"]),
        ("tried 3 browsers, cleared cache. same", ["tried 3 browsers", "cleared cache"]),
        (
            "- reinstalled it\n- switched off the firewall\nThe error stays.",
            ["reinstalled it", "switched off the firewall"],
        ),
        ("Last night I rang the police", ["Last night I rang the police"]),
        ("nothing worked so i unpluged it", ["i unpluged it"]),
        ("I did phone on Friday", ["I did phone on Friday"]),
        ("The cold pack doesn't help either", ["The cold pack doesn't help either"]),
        ("My neighbour checked the fuse, no luck", ["My neighbour checked the fuse"]),
        ("I told you I restarted it", ["I restarted it"]),
        ("I deleted the app and installed it anew", ["I deleted the app"]),
        ("Ich habe es schon neu gestartet", ["es schon neu gestartet"]),
    ],
)
def test_customers_tell_what_they_did(line, steps):
    """Past actions on the matter are steps of the customer that failed."""
    told = found(f"customer: {line}")
    assert [text for text, _, _ in told] == steps
    assert {by for _, by, _ in told} == {"customer"}
    assert {result for _, _, result in told} == {"failed"}


@pytest.mark.parametrize(
    "line",
    [
        "I didn't touch anything inside",
        "I ordered it on Monday and paid at once",
        "I want to cancel the order",
        "Shall I restart it?",
        "If I restart it I lose my work",
        "I was home all day",
        "I have not tried another phone",
        "put it back please",
    ],
)
def test_stories_wishes_and_denials_are_no_steps(line):
    """What led here, what is wanted and what was not done was not tried."""
    assert found(f"customer: {line}") == []


def test_did_that_is_the_step_proposed():
    """The span is the proposal's, and both messages are cited."""
    (step,) = tried(
        prepared(
            spoken("bot: Please unplug the box for a minute.", "customer: did that, still red")
        )
    )
    assert step.text == "unplug the box for a minute"
    assert step.messages == ("m1", "m2")
    assert (step.by, step.state) == ("customer", "failed")


def test_numbered_steps_are_taken_by_their_number():
    """`1 and 3 done` are the first and the third; what helped a bit is partly."""
    told = found(
        "bot: Please try: 1. restart the TV, 2. clear the cache, 3. lower the quality.",
        "customer: 1 done, no change. 3 helps a bit.",
    )
    assert told == [
        ("restart the TV", "customer", "failed"),
        ("lower the quality", "customer", "partly"),
    ]


def test_a_proposal_that_nobody_followed_is_none():
    """Asking for something else is not doing it."""
    assert found("bot: Please clear the cache.", "customer: I want a refund.") == []


def test_no_change_says_that_it_was_done():
    """Who answers a proposal with `still the same` has followed it."""
    assert found("bot: Please clear the cache.", "customer: still the same error") == [
        ("clear the cache", "customer", "failed")
    ]


def test_our_side_acts():
    """What a bot tried and an agent did counts; tickets, notes and forwarding do not."""
    assert found(
        "bot: I tried to lift the block but the system did not answer.",
        "agent: I've cancelled the old account.",
        "agent: I've opened a ticket and forwarded your mail.",
        "note: Called the customer back.",
    )[:2] == [
        ("tried to lift the block", "bot", "failed"),
        ("cancelled the old account", "agent", "worked"),
    ]
    assert found("agent: I've forwarded your mail.", "agent: I have noted your number.") == []


def test_a_verb_alone_is_named_by_the_proposal():
    """`Switched it off` is shown as what was to be switched off, with both messages."""
    assert found(
        'agent: Please switch off "embed files".', "customer: Switched it off, no change"
    ) == [('switch off "embed files"', "customer", "failed")]


def test_a_state_tells_that_a_proposal_was_followed():
    """Who says that the thing is off now has switched it off."""
    assert found("bot: Please turn car mode off.", "customer: car mode off, still looping") == [
        ("turn car mode off", "customer", "failed")
    ]


def test_what_others_did_is_no_step_of_the_customer():
    """A verb without a subject belongs to the subject before it."""
    assert found("customer: You cancelled my flight and sent me a voucher") == []


def test_a_step_that_names_nothing_is_left_out():
    """Nobody learns anything from `already done so`."""
    assert found("customer: I've already done so nobody needs to ask") == []
