"""What customers said about how to deal with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.models import Author, AuthorKind, Message, Visibility
from console.domain.preferences import preferences

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def said(*texts: str, kind: AuthorKind = AuthorKind.CUSTOMER, **more: object) -> list[Message]:
    """Make messages of one author."""
    return [
        Message(
            f"m{n}",
            START + timedelta(minutes=n),
            Author(kind),
            Visibility(more.get("visibility", "public")),
            text,
            event=bool(more.get("event")),
        )
        for n, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("I'd prefer email, I'm at work all day.", "contact", "e-mail"),
        ("I would prefer to be contacted by e-mail.", "contact", "e-mail"),
        ("Preferably by phone, thanks", "contact", "phone"),
        ("i prefer a phone call", "contact", "phone"),
        ("I prefer phone over email", "contact", "phone"),
        ("Please contact me by email only.", "contact", "e-mail"),
        ("Could you reach me on my mobile, I am driving?", "contact", "phone"),
        ("The best way to reach me is by text message.", "contact", "text"),
        ("Email is best for me.", "contact", "e-mail"),
        ("Please don't call me, I work nights.", "avoid", "calls"),
        ("No phone calls please!", "avoid", "calls"),
        ("I can't take calls at work", "avoid", "calls"),
        ("do not e-mail me again", "avoid", "e-mail"),
        ("Could we continue in German?", "language", "German"),
        ("Can someone please answer me in Spanish", "language", "Spanish"),
        ("Sorry, my English is not so good.", "little", "English"),
        ("I don't speak much English", "little", "English"),
    ],
)
def test_said(text: str, kind: str, value: str):
    """A wish is found, with the sentence and the message it stands in."""
    found = preferences(said(f"Hello. {text}"))
    assert [(one.kind, one.value, one.message) for one in found] == [(kind, value, "m1")]
    assert found[0].quote == text


@pytest.mark.parametrize(
    "text",
    [
        "I prefer the phone in black.",
        "The phone works better now.",
        "You said you would contact me by email.",
        "You don't call me back, ever.",
        "Why don't you call me?",
        "Don't call me a liar.",
        "I called three times and sent an email.",
        "I prefer the blue one.",
        "My email is ada@example.com.",
        "Your call centre is the best!",
        "The manual is only in German.",
        "My phone is not good.",
        "I prefer not to wait any longer.",
    ],
)
def test_not_said(text: str):
    """What only has the words in it is no wish."""
    assert preferences(said(text)) == ()


def test_only_the_customers_own_public_words():
    """What an agent says, a note, an event or a quoted line tells nothing of the customer."""
    text = "I prefer email."
    assert preferences(said(text, kind=AuthorKind.AGENT)) == ()
    assert preferences(said(text, visibility="internal")) == ()
    assert preferences(said(text, event=True)) == ()
    assert preferences(said("> I prefer email.")) == ()


def test_the_newest_counts():
    """Who changes their mind is taken at the last word; what to avoid stands beside it."""
    found = preferences(
        said("I prefer email.", "Actually, I prefer a phone call.", "Please don't text me.")
    )
    assert [(one.kind, one.value) for one in found] == [("contact", "phone"), ("avoid", "text")]


def test_long_sentences_are_shortened():
    """A quote is as long as a line can show."""
    (found,) = preferences(said("I prefer email " + "because it is so very quiet " * 20))
    assert len(found.quote) <= 90
    assert found.quote.endswith("…")
