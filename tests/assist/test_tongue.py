"""A draft in another language than the customer's says so."""

from __future__ import annotations

import pytest

from console.assist.tongue import other_tongue

GERMAN = "Guten Tag, das Paket ist noch nicht angekommen und ich warte."
ENGLISH = "Hello, we are sorry that the parcel has not arrived yet."


@pytest.mark.parametrize(
    ("draft", "customers", "said"),
    [
        (ENGLISH, GERMAN, "Written in English, the customer writes German."),
        (GERMAN, ENGLISH, "Written in German, the customer writes English."),
        (GERMAN, "私の荷物はどこですか", "Written in German, the customer writes Japanese."),
        (GERMAN, GERMAN, ""), (ENGLISH, "TE-0048", ""), ("", GERMAN, ""),
    ],
)  # fmt: skip
def test_only_a_sure_difference_is_said(draft, customers, said):
    """Both languages must be told by their words; else nothing is said."""
    assert other_tongue(draft, customers) == said
