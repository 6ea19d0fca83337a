"""Macros and articles are ranked by their words and by what they answered."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.assist.embedded.ranking import Index, features, graded, index, stem, words
from console.domain.models import Knowledge


def item(ident: str, text: str = "", title: str = "", **more) -> Knowledge:
    """Make a macro."""
    return Knowledge(ident, "macro", title, text, **more)


SHELF = [
    item("refund", "Your refund is on its way to your card.", "Refund accepted"),
    item("parcel", "We have opened a search for the parcel.", "Parcel not received"),
    item("password", "Use this page to choose a new password.", "Password forgotten"),
]


def first(found) -> str:
    """Give the id of the best."""
    return found[0].item.id


@pytest.mark.parametrize(
    ("asked", "best"),
    [
        ("I want to be refunded", "refund"),
        ("where is my parsel", "parcel"),
        ("forgot my PASSWORDS", "password"),
    ],
)
def test_own_words_rank(asked: str, best: str) -> None:
    """Other endings, slips and capitals find the text that is meant."""
    assert first(Index(SHELF).ask(asked)) == best


def test_what_was_answered_before_ranks() -> None:
    """Words that stand in no macro lead to the one that answered them."""
    asked = "my money has not come back"
    learnt = {"refund": ["money still not back", "when does the money come back?"]}
    plain = {each.item.id: each.score for each in Index(SHELF).ask(asked)}
    found = Index(SHELF, learnt).ask(asked)
    assert first(found) == "refund"
    assert found[0].score > plain.get("refund", 0.0)


def test_a_long_text_does_not_outshout() -> None:
    """A macro that holds every word a hundred times does not win by it."""
    long = item("all", " ".join(each.text for each in SHELF) * 100)
    assert first(Index([*SHELF, long]).ask("a new password please")) == "password"


def test_several_texts_count_the_same() -> None:
    """A short subject weighs as much as a long message beside it."""
    long = "the parcel the parcel was not received " * 3
    alone = {each.item.id: each.score for each in Index(SHELF).ask(long + " password")}
    both = {each.item.id: each.score for each in Index(SHELF).ask("password", long)}
    assert both["password"] / both["parcel"] > alone["password"] / alone["parcel"]


def test_nothing_shared_nothing_found() -> None:
    """What shares nothing is left out, whatever is asked."""
    assert Index(SHELF).ask("zzz") == []
    assert Index(SHELF).ask("") == []
    assert Index(SHELF).ask() == []
    assert Index([]).ask("refund") == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [("Rückerstattung wo?", "Rückerstattung veranlasst"), ("退款在哪里", "您的退款已处理"),
     ("возврат денег", "Возврат оформлен")],
)  # fmt: skip
def test_other_scripts(asked: str, text: str) -> None:
    """Texts without spaces, and in other alphabets, are ranked too."""
    assert first(Index([*SHELF, item("x", text)]).ask(asked)) == "x"


def test_words() -> None:
    """Accents and capitals do not tell words apart; no more than a limit is read."""
    assert words("Zähler STRAẞE l’été can't") == ["zahler", "strasse", "l'ete", "can't"]
    assert len(words("word " * 10_000)) <= 160


@pytest.mark.parametrize(
    ("one", "other"),
    [("refunds", "refund"), ("cancelled", "cancel"), ("charging", "charge"), ("parties", "party")],
)
def test_stem(one: str, other: str) -> None:
    """Endings fall, so that forms of a word meet."""
    assert stem(one) == stem(other)


@given(st.text(max_size=300))
def test_any_text_may_be_asked(text: str) -> None:
    """Customer text is no syntax: whatever it holds, scores lie between 0 and 1, best first."""
    scores = [each.score for each in index(SHELF).ask(text, most=3)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert all(math.isfinite(weight) for weight in features(text).values())


def test_graded() -> None:
    """The score is one half where right and wrong are as likely, and stays between 0 and 1."""
    assert graded(0.1) == 0.5
    assert graded(-1.0) == 0.0
    assert 0.9 < graded(1.0) < 1


def test_an_index_is_kept() -> None:
    """The same candidates are not indexed twice; other examples make another index."""
    assert index(SHELF) is index(list(SHELF))
    assert index(SHELF, {"refund": ["money"]}) is not index(SHELF)
    assert index(SHELF, {"unknown": ["money"]}) is index(SHELF)


def test_a_question_takes_a_few_milliseconds() -> None:
    """Among 300 items with ten examples each, a sentence is answered while a key is pressed."""
    shelf = [
        item(str(n), f"answer number{n} about thing{n % 50} and part{n % 7}") for n in range(300)
    ]
    learnt = {each.id: [f"thing{n % 50} part{n % 7} is broken {k}" for k in range(10)]
              for n, each in enumerate(shelf)}  # fmt: skip
    ready = Index(shelf, learnt)
    took = []
    for n in range(50):
        start = time.process_time()
        ready.ask(f"hello, my thing{n} with part{n % 7} is broken again, what can I do?")
        took.append(time.process_time() - start)
    assert sorted(took)[25] < 0.01
