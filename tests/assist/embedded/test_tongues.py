"""Steps are found in four more tongues."""

import pytest

from console.assist.embedded.tongues import foreign
from console.domain.sentences import cut


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Ich habe die Sicherung schon geprüft", "die Sicherung schon geprüft"),
        ("J'ai déjà changé de navigateur, pareil", "changé de navigateur"),
        ("He reiniciado el router dos veces", "reiniciado el router dos veces"),
        ("Ho già riavviato il modem", "riavviato il modem"),
    ],
)
def test_a_perfect_in_the_first_person_is_a_step(line, text):
    """The span begins with what was done."""
    assert [one.text for one in foreign(cut(line), 0, "failed")] == [text]


@pytest.mark.parametrize(
    "line",
    [
        "Ich habe die Lampe am Montag bestellt",
        "J'ai commandé la lampe lundi",
        "He comprado la lámpara el lunes",
        "Ho comprato la lampada",
        "Ich habe das Modem nicht gestartet",
        "I have changed the bulb",
    ],
)
def test_the_story_is_none(line):
    """What was bought, and what was not done, is no step."""
    assert list(foreign(cut(line), 0, "failed")) == []
