"""Guards look over a draft and say in a line what the agent should see first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facts import collect
from console.domain.guards import NAMES, look, marks
from console.domain.handoff import Case, Item, Slot, arranged
from console.domain.models import Author, AuthorKind, Customer, Visibility
from tests.domain.made import message
from tests.domain.test_facts import conversation

TALK = [
    *conversation(
        "c: My parcel has not come, order BX-204418. I asked both neighbours.",
        "n: Depot lost it between two belts again, see INC-77120. @imre knows.",
        "b: I will send you a new one by 12 May.",
        "c: And who pays me the 49,90 €?",
    ),
    message("bot", 5, text="I don't know.", id="m5", author=Author(AuthorKind.BOT, "Wick")),
]
CASE = Case("d/1", "Late", Customer("u", "Ada Example"), tuple(TALK))
CARD = arranged(
    [
        *collect(TALK),
        Item(Slot.PROMISES, "I will send you a new one by 12 May", ("m3",), by="bot", state="open"),
        Item(Slot.PROMISES, "I will call you", ("m3",), by="bot", state="kept"),
    ]
)


def hits(draft, *, visibility=Visibility.PUBLIC, resolving=False, seen="m5", **more):
    """Look a draft over, and give guard and message of each hit."""
    found = look(draft, CASE, CARD, visibility=visibility, resolving=resolving, seen=seen, **more)
    return [(hit.guard, hit.message) for hit in found]


def test_asking_again_names_the_message():
    """A question that the customer has answered is warned of, with the place."""
    assert hits("What is your order number, please?") == [("repeat", "m1")]
    assert hits("Have you asked your neighbours?") == [("repeat", "m1")]
    (hit,) = look(
        "Hello Ada. What is your order number, please?", CASE, CARD,
        visibility=Visibility.PUBLIC, resolving=False, seen="m5",
    )  # fmt: skip
    assert "message 1" in hit.said
    assert hit.start > 0


@pytest.mark.parametrize(
    "draft",
    [
        "Order BX-204418 is on its way.",
        "What is your customer number?",
        "Which colour is the door?",
        "Thank you for your patience.",
    ],
)
def test_what_was_not_given_may_be_asked(draft):
    """Naming a value, or asking for something new, is no repetition."""
    assert hits(draft) == []


def test_open_promises_are_named_when_resolving():
    """Only open ones, only when resolving, also with an internal note."""
    assert hits("All done.", resolving=True) == [("promise", "m3")]
    assert hits("All done.") == []
    assert hits("done", visibility=Visibility.INTERNAL, resolving=True) == [("promise", "m3")]


def test_newer_messages_of_the_customer_make_a_draft_stale():
    """What the bot or a colleague wrote since does not."""
    assert hits("Hello.", seen="m3") == [("stale", "m4")]
    assert hits("Hello.", seen="m4") == []
    assert hits("Hello.", seen="") == []


@pytest.mark.parametrize(
    "draft",
    [
        "No bot was involved.",
        "You have been talking to a human all along.",
        "Everything was written by a person.",
        "My colleague Wick already told you.",
        "We don't use AI here.",
    ],
)
def test_denying_the_ai_is_warned_of(draft):
    """What a bot wrote may not be passed off as a person's."""
    assert hits(draft) == [("disclosure", "m3")]


def test_a_person_may_say_who_is_writing():
    """An agent who says to be human denies nothing."""
    assert hits("I'm Odile, a human and not a bot. Wick is our bot.") == []


@pytest.mark.parametrize(
    ("draft", "at"),
    [
        ("Internal: be careful with this one", ""),
        ("please don't tell the customer", ""),
        ("@imre can you look?", ""),
        ("The depot lost it between two belts again, sorry.", "m2"),
        ("Your incident is INC-77120.", "m2"),
    ],
)
def test_internal_words_in_a_public_reply_are_warned_of(draft, at):
    """Marks of notes, calls of colleagues, and words or numbers of notes alone."""
    assert ("private", at) in hits(draft)
    assert hits(draft, visibility=Visibility.INTERNAL) == []


def test_words_of_an_internal_article_are_private():
    """They are not, where a public source says the same."""
    article = "Refunds above the limit of team four go to the night shift"
    draft = "Refunds above the limit of team four take longer."
    assert hits(draft, internal=(article,)) == [("private", "")]
    assert hits(draft, internal=(article,), sources=(article,)) == []


def test_what_stands_nowhere_is_marked():
    """Amounts, dates, addresses, numbers and promises need the conversation or a source."""
    draft = "We pay 80,00 € on 3 June, see https://x.example/a, order BX-1182. 49.90 EUR of 12 May."
    marked = [draft[start:end] for start, end in marks(draft, CASE)]
    assert marked[:4] == ["80,00 €", "3 June", "https://x.example/a", "BX-1182"]
    assert "49.90 EUR" not in marked
    source = "80,00 € by 3 June https://x.example/a BX-1182"
    assert marks(draft, CASE, (source,)) == ()
    assert ("unsupported", "") in hits("It costs 80,00 €.")


def test_promises_that_nobody_made_are_marked():
    """One that was made may be said again."""
    draft = "I will call you back tomorrow."
    assert marks(draft, CASE) != ()
    assert marks("I will send you a new one by 12 May.", CASE) == ()


def test_each_guard_can_be_switched_off():
    """With all off nothing is said."""
    draft = "Internal: what is your order number? No bot was involved. It costs 80,00 €."
    full = {guard for guard, _ in hits(draft, resolving=True, seen="m1")}
    assert full == set(NAMES)
    for name in NAMES:
        left = {guard for guard, _ in hits(draft, resolving=True, seen="m1", off={name})}
        assert left == full - {name}
    assert hits(draft, resolving=True, seen="m1", off=NAMES) == []


@given(st.text(max_size=300))
def test_any_draft_is_looked_over_without_harm(draft):
    """Places lie in the draft, and the line is one line."""
    for hit in look(draft, CASE, CARD, visibility=Visibility.PUBLIC, resolving=True, seen="m1"):
        assert 0 <= hit.start <= hit.end <= len(draft)
        assert "\n" not in hit.said
