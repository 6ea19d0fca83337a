"""Texts are cut into the pieces that the embedding model was trained with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.assist import wordpiece
from console.assist.wordpiece import LONGEST, numbers, vocabulary
from console.errors import AssistError


# As the tokenizers package gives them with the model's own tokenizer.json.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is my refund?", [101, 2073, 2003, 2026, 25416, 8630, 1029, 102]),
        ("", [101, 102]),
    ],
)
def test_numbers(text: str, expected: list[int]) -> None:
    """Words, pieces and marks have the numbers of the model's own vocabulary."""
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("CAFÉ", "cafe"), ("a\u00a0b\tc", "a b c"), ("a\x00\u200bb", "ab"), ("東京", "東 京")],
)
def test_what_is_the_same(one: str, other: str) -> None:
    """Case, accents, kinds of space and hidden signs make no difference; ideographs stand alone."""
    assert numbers(one) == numbers(other)


def test_unknown() -> None:
    """An endless word, or one of signs that are not known, is one unknown piece."""
    unknown = vocabulary()["[UNK]"]
    assert numbers("x" * 101) == [101, unknown, 102]
    assert numbers("\U0001f9ff") == [101, unknown, 102]


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    """Whatever is asked, there are between two and LONGEST numbers, with begin and end."""
    found = numbers(text)
    assert (found[0], found[-1]) == (101, 102)
    assert 2 <= len(found) <= LONGEST


def test_a_damaged_vocabulary_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vocabulary that is not the known one is never used."""
    vocabulary.cache_clear()
    monkeypatch.setattr(wordpiece, "SHA256", "0" * 64)
    with pytest.raises(AssistError, match="damaged"):
        vocabulary()
