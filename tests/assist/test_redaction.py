"""Personal data goes out as placeholders and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.assist.redaction import Table, find, is_card, is_iban, names_in, redact, restore
from tests.assist.talking import case

NAMES = ["Sunniva Brandvold", "Will Ray"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write to ann.lee+x@mail.example.com.", "EMAIL", "ann.lee+x@mail.example.com"),
        ("card 4111 1111 1111 1111 ok", "CARD", "4111 1111 1111 1111"),
        ("card 5555-5555-5555-4444", "CARD", "5555-5555-5555-4444"),
        ("DE89 3704 0044 0532 0130 00 thanks", "IBAN", "DE89 3704 0044 0532 0130 00"),
        ("gb82west12345698765432", "IBAN", "gb82west12345698765432"),
        ("call +49 30 5550123", "PHONE", "+49 30 5550123"),
        ("my phone is 555-0142", "PHONE", "555-0142"),
        ("from 192.168.0.17 it fails", "IP", "192.168.0.17"),
        ("from 2001:db8::17 it fails", "IP", "2001:db8::17"),
        ("order TE-0048 is late", "ID", "TE-0048"),
        ("order #4821993", "ID", "4821993"),
        ("ref A-4471-B2", "ID", "A-4471-B2"),
        ("i am sunniva", "NAME", "sunniva"),
        ("Dear Sunniva Brandvold,", "NAME", "Sunniva Brandvold"),
        ("regards, Will", "NAME", "Will"),
    ],
)
def test_found(text, kind, value):
    """Each kind of personal data is found whole."""
    assert [(each.kind, text[each.start : each.end].lstrip("#")) for each in find(text, NAMES)] == [
        (kind, value)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I will pay 312,40 € tomorrow", "since 2026-03-14 at 10:14:02", "on 20.02.2026",
        "version 8.2.8 on my iPhone 15 Pro", "it costs 1,200.50 USD", "two parcels, 19 kg",
        "a card with 12 points",
        "error 404", "rose may will",
    ],
)  # fmt: skip
def test_left(text):
    """Amounts, dates, versions, devices and ordinary words stay: the model needs them."""
    assert redact(text, Table(["Will May", "Rose Hill"])) == text


def test_luhn_and_modulo():
    """A digit that is wrong makes no card and no account."""
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("0000000000000000")
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE88370400440532013000")


def test_the_same_value():
    """The same value has the same placeholder in every text, in any notation."""
    table = Table()
    first = redact("order TE-0048, ann@example.com", table)
    assert redact("Again: te@x.example and order TE-0048, Ann@Example.com", table) == (
        "Again: [EMAIL_2] and order [ID_1], [EMAIL_1]"
    )
    assert first == "order [ID_1], [EMAIL_1]"


def test_an_invented_placeholder_is_told():
    """What stands for nothing is left and named; a begun one is held back while text comes."""
    table = Table()
    redact("ann@example.com", table)
    assert restore("to [EMAIL_1] and [ID_7]", table) == (
        "to ann@example.com and [ID_7]",
        ("[ID_7]",),
    )
    assert restore("to [EMAIL_1] or [EMA", table, whole=False).text == "to ann@example.com or "


def test_placeholders_of_the_customer():
    """A customer who writes a placeholder does not get another's data in its place."""
    table = Table()
    assert redact("[EMAIL_1] ann@example.com", table) == "(EMAIL_1) [EMAIL_1]"
    assert restore("(EMAIL_1)", table).text == "(EMAIL_1)"


def test_names_of_a_case():
    """The customer and the people who wrote are known by name; the bot is not a person."""
    assert set(names_in(case())) == {"Sunniva Brandvold", "Odile Farr"}


WORDS = st.lists(
    st.sampled_from(
        ["ann@example.com", "TE-0048", "4111 1111 1111 1111", "Sunniva", "will pay", "49.90 EUR",
         "+49 30 5550123", "192.168.0.1", "[ID_1", "]", "[", "ok\n", "DE89370400440532013000"]
    ),
    max_size=12,
)  # fmt: skip


@given(WORDS)
def test_there_and_back(words):
    """What goes out and comes back unchanged is what it was."""
    text = " ".join(words)
    table = Table(NAMES)
    assert restore(redact(text, table), table).text == text
