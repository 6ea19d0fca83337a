"""Which language a text is written in."""

from __future__ import annotations

import pytest

from console.assist.embedded.language import language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Where is my parcel? It was promised for Monday.", "en"),
        ("internet dropping again", "en"),
        ("Guten Tag, ich warte noch immer auf meine Rechnung.", "de"),
        ("Bonjour, je n'ai pas reçu ma commande.", "fr"),
        ("Hola, no me ha llegado el pedido y quiero hablar con una persona", "es"),
        ("Buongiorno, non ho ancora ricevuto il rimborso", "it"),
        ("Olá, não recebi a minha encomenda, obrigado", "pt"),
        ("Goedemorgen, ik heb mijn bestelling nog niet ontvangen", "nl"),
        ("Dzień dobry, nie otrzymałem jeszcze zamówienia", "pl"),
        ("ありがとうございます。急ぎではありません", "ja"),
        ("نحن الآن في الفندق", "ar"),
        ("Где мой заказ?", "ru"),
        ("Де моє замовлення, чому його ще немає?", "uk"),
        ("hi net nahi chal raha since subah. exam hai online 2 baje", "hi"),
    ],
)
def test_a_sentence_tells_its_language(text, name):
    """A plain sentence is recognised by its little words or its script."""
    assert language(text) == name


@pytest.mark.parametrize(
    "text", ["", "QH-90417", "VA 0417 882", "+1 555 0165", "Überkomplett.", "😭"]
)
def test_numbers_names_and_single_words_tell_none(text):
    """Where nothing tells, no language is named."""
    assert language(text) == ""


def test_an_address_is_no_word():
    """Links and e-mail addresses have no part in the vote."""
    assert language("https://example.com/the/and/you the.and@example.com") == ""


def test_a_name_in_another_script_is_not_the_language():
    """One foreign word leaves an English sentence English."""
    assert language("I ordered the 東京 teapot for my mother and it is broken") == "en"


def test_an_english_line_does_not_hide_the_rest():
    """A remark in brackets does not make a Japanese letter English."""
    text = "ありがとうございます。急ぎではありませんが、助かります。 (No hurry)"

    assert language(text) == "ja"
