"""What models are told: versions, slots, ways to rewrite, and nothing they need not know."""

from __future__ import annotations

import json

import pytest

from console.assist import prompts
from console.assist.parsing import NotUsable, bare, card_in, drafts_in, object_in
from console.assist.shape import CARD, LOOSE
from console.domain.handoff import REASONS, Slot
from tests.assist.talking import CARD as GOOD
from tests.assist.talking import FENCE, MACRO, case


def test_every_slot_is_asked_for():
    """The card's form has each slot, all required; the reasons are ours."""
    assert CARD["required"] == [slot.value for slot in Slot]
    assert "required" not in LOOSE
    system = prompts.card_prompt(case(), FENCE, str, 6_000).system
    assert [slot for slot in Slot if slot.value not in system] == []
    assert [reason for reason in REASONS if reason not in system] == []


@pytest.mark.parametrize("how", prompts.REWRITES)
def test_rewrites(how):
    """Each way to rewrite is told in words, with the draft and the customer's newest message."""
    made = prompts.rewrite_prompt(case(), "A draft.", how, FENCE, str, "kind")
    assert prompts.REWRITES[how] in made.system
    assert "kind" in made.system
    assert "A draft." in made.user
    assert "Tracking still shows nothing" in made.user
    assert "TE-0048" not in made.user


def test_drafts_name_their_sources():
    """Knowledge is told under short names, and conversations without what is internal."""
    made = prompts.draft_prompt(case(), [MACRO], FENCE, str, 6_000, "")
    assert '"id": "K1"' in made.user
    assert '"visibility": "internal"' not in made.user
    assert made.version == "draft-1"
    assert len(made.read) == 4


def test_everything_is_hidden():
    """All text of a conversation goes through what hides personal data."""
    hidden: list[str] = []

    def hide(text: str) -> str:
        hidden.append(text)
        return "*"

    user = prompts.card_prompt(case(), FENCE, hide, 6_000).user
    for message in case().messages:
        assert message.text in hidden
        assert message.text not in user


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Hi** __there__", "Hi there"), ("# Title\ntext", "Title\ntext"), ("`x` y", "x y"),
        ("[a](http://b.example)", "a (http://b.example)"), ("<http://b.example>", "http://b.example"),
        ("```text\nx\n```", "x"), ("<think>no</think>yes", "yes"), ("a < b > c", "a < b > c"),
        ("2 * 3 * 4", "2 * 3 * 4"), ("- one\n- two", "- one\n- two"), ("a\n\n\n\nb", "a\n\nb"),
        ("\x1b]0;t\x07x\x00", "x"),
    ],
)  # fmt: skip
def test_bare(text, plain):
    """Markup goes, words, lists and addresses stay."""
    assert bare(text) == plain


@pytest.mark.parametrize("text", ["", "no", "[1]", '{"a": ', "{" * 9_000, '{"goal": "' + "x" * 99])
def test_no_object(text):
    """What holds no whole object is refused, without its words in the reason."""
    with pytest.raises(NotUsable) as caught:
        object_in(text)
    assert "xxx" not in str(caught.value)


def test_missing_slots_are_not_called_empty():
    """Only what the model looked for counts as looked for."""
    card = card_in(json.dumps({"goal": GOOD["goal"], "facts": []}), case())
    assert card.none == (Slot.FACTS,)


def test_kinds_of_facts():
    """A kind that is none of ours is read from the value; the value has its one form."""
    fact = {"text": "It", "messages": ["m1"], "kind": "price", "value": "49.90 EUR"}
    (item,) = card_in(json.dumps({"facts": [fact]}), case()).items
    assert (item.kind, item.normalised, item.text) == ("amount", "EUR 49.90", "49.90 EUR")


def test_drafts():
    """At most three; without a heading all is one; an empty one is none."""
    written = "@@ k2\nA\n\n@@ -\nB\n@@ -\n\n@@ K1\nC\n@@\nD"
    assert [(d.source, d.text) for d in drafts_in(written)] == [
        ("K2", "A"), ("", "B"), ("K1", "C"),
    ]  # fmt: skip
    assert [d.text for d in drafts_in("Just this.")] == ["Just this."]
    assert drafts_in("@@ K1\n") == ()
