"""Promises are found in five more tongues."""

import pytest

from console.domain.pledging import abroad, pledged


@pytest.mark.parametrize(
    "line",
    [
        "Unser Techniker kommt dann zwischen 8 und 12 Uhr",
        "Lo corregimos hoy mismo",
        "Domani le mandiamo la ricevuta",
        "U krijgt vandaag nog een bevestiging per mail",
        "Je vous l'envoie par courriel dans dix minutes",
    ],
)
def test_a_verb_of_doing_with_a_time_is_a_promise(line):
    """The clause is given as it stands."""
    assert "".join(pledged(line, line.lower())) in line
    assert list(pledged(line, line.lower()))


@pytest.mark.parametrize(
    "line",
    [
        "Wir haben es heute geschickt",
        "Wenn Sie heute schreiben",
        "La devolución llegó el 06/03/2026",
        "Ihr Vertrag ist für morgen gekündigt",
    ],
)
def test_what_was_done_or_depends_is_none(line):
    """The past and conditions commit nobody."""
    assert list(pledged(line, line.lower())) == []


def test_english_is_left_to_the_rules_of_english():
    """Two of its small words tell a tongue."""
    assert not abroad("we will send it to you today")
    assert abroad("wir schicken es heute")
