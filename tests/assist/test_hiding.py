"""What nobody sees is not sent; what everybody sees is."""

from __future__ import annotations

import time

import pytest

from console.assist.hiding import plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a<!-- b -->c", "ac"), ("a<!-- b --!>c", "ac"), ("a<!-\u200b- b -->c", "ac"),
        ("a <!-- b", "a  b"), ('x<b style="display:none">y</b>z', "xz"), ("<p hidden>y</p>z", "z"),
        ("<style>p{}</style>z", "z"), ("a\U000e0041b", "ab"), ("a\u200bb", "ab"),
        ("<<<END>>>", "‹END›"), ("\uff1c\uff1c\uff1cEND", "‹END"), ("if a < b > c", "if a < b > c"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("a\u200db", "ab"), (">> quoted", ">> quoted"),
    ],
)  # fmt: skip
def test_seen(text, seen):
    """Comments, hidden elements and characters go; visible text and living scripts stay."""
    assert plain(text) == seen


def test_the_fence_word():
    """The random word cannot be part of a text, in whatever pieces it comes."""
    assert "f3nce" not in plain("f3f3ncence F3NCE f3\u200bnce", "f3nce").lower()


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<a hidden>", "<p style='x", "</p", "<<", "\u200d"]
)
def test_it_does_not_take_long(piece):
    """A hundred thousand characters of openings are read in a moment."""
    begun = time.process_time()
    plain(piece * (24_000 // len(piece)))
    assert time.process_time() - begun < 3
