"""Patterns are tried where numbers stand, and find there what they find anywhere."""

import re

from hypothesis import given
from hypothesis import strategies as st

from console.domain.places import matches, runs

NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?")
CODE = re.compile(r"\b[A-Z]{1,2}\d+")


def test_runs_are_the_rows_of_digits():
    """Each row of digits is one run, with its end."""
    assert runs("a12 3") == ((1, 3), (4, 5))
    assert runs("none") == ()


@given(st.text(alphabet="A1 2.-b+", max_size=40))
def test_no_match_is_lost(text):
    """What is found at the numbers is what a search of the whole text finds."""
    assert [hit.span() for hit in matches(NUMBER, text, "-")] == [
        hit.span() for hit in NUMBER.finditer(text)
    ]
    assert [hit.span() for hit in matches(CODE, text, "A", led=True)] == [
        hit.span() for hit in CODE.finditer(text)
    ]
