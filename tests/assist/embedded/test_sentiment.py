"""The embedded sentiment: what it judges, what it leaves alone, and why it says so."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.assist.embedded import valence
from console.assist.embedded.calibration import Calibration, chances, fitted, parse
from console.assist.embedded.prose import prose
from console.assist.embedded.sentiment import SHIPPED, calibrate, judge, moods
from console.assist.evaluation.sentiment import auc
from console.domain.models import Author, AuthorKind, Message, Visibility

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def message(ident, text, kind=AuthorKind.CUSTOMER, *, event=False):
    """Make a public message."""
    return Message(ident, NOON, Author(kind), Visibility.PUBLIC, text, event=event)


def conversations(path):
    """Read a file of conversations."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("This is a disgrace, I am furious and want my money back.", -1),
        ("worst service ever", -1),
        ("I am so disappointed and angry about this", -1),
        ("Thank you so much, you are an angel!!", 1),
        ("I love it, this works perfectly now", 1),
        ("Can I change the delivery address of my order?", 0),
    ],
)
def test_plain_feelings_are_recognised(text, sign):
    """What anybody would call upset, pleased or neither is called so."""
    level = judge(text).level

    assert level is not None
    assert (level > 0) - (level < 0) == sign


@pytest.mark.parametrize("word", ["happy", "good", "helpful", "great", "satisfied"])
def test_a_negated_word_is_not_its_word(word):
    """What is not happy sounds worse than what is happy."""
    plain, negated = judge(f"I am {word} with this"), judge(f"I am not {word} with this")

    assert negated.score < plain.score - 0.5


def test_the_negation_is_shown_with_its_word():
    """The words that drove it are those of the message, the negation with them."""
    assert judge("I am not happy with this at all").because[0] == "not happy"


def test_an_apostrophe_may_be_missing_or_curly():
    """People write dont, don't and don\u2019t, and mean one thing."""
    texts = [f"I {word} like how this works" for word in ("dont", "don't", "don\u2019t")]

    assert len({judge(text).score for text in texts}) == 1


def test_drawn_out_letters_are_one_word():
    """However long a word is drawn, it is the same word."""
    assert judge("I am soooooo angry now").score == judge("I am sooo angry now").score


def test_shouting_sounds_worse():
    """The same words in capitals are more upset."""
    assert judge("WHY IS NOBODY ANSWERING ME").score < judge("why is nobody answering me").score


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "yes please",
        "12345 67890 11",
        "HP 7731 0925 44 GB",
        'Traceback (most recent call last):\n  File "a.py", line 3, in f\nValueError: bad number',
        "2026-03-01 10:00:00 ERROR connection failed\n2026-03-01 10:00:02 ERROR giving up here",
        "```\nthis = terrible(awful)\nreturn hate\n```",
        "java.lang.IllegalStateException: horrible\n    at com.example.Bad.fail(Bad.java:12)",
        "> I hate this so very much\n> it is the worst",
        "Ich bin sehr wütend und möchte mein Geld zurück",
        "C'est vraiment une honte, je suis très en colère",
        "أريد التحدث مع شخص حقيقي من فضلكم",
    ],
)
def test_nothing_is_told_where_nothing_can_be(text):
    """Code, logs, quotes, two words and other languages are unknown: better than a wrong flag."""
    found = judge(text)

    assert (found.level, found.confidence, found.because) == (None, "low", ())


def test_all_messages_of_other_languages_in_the_samples_are_unknown():
    """No message of the sample data that isn't English gets a level."""
    found = {}
    for data in conversations(ROOT / "console/server/demo/escalations.jsonl"):
        if data["customer"].get("attributes", {}).get("language", "en") == "en":
            continue
        for index, said in enumerate(data["messages"]):
            if said["author"]["kind"] == "customer":
                found[data["id"], index] = judge(said["text"]).level

    assert len(found) > 40
    assert set(found.values()) == {None}


def test_english_is_nearly_always_judged():
    """Of the labelled messages that a reader could tell, under 5 % stay unknown."""
    levels = [
        judge(said["text"]).level
        for data in conversations(ROOT / "tests/gold/dev.jsonl")
        for said in data["messages"]
        if data["gold"]["sentiment"].get(said["id"]) is not None
    ]

    assert len(levels) > 200
    assert levels.count(None) < 0.05 * len(levels)


def test_the_development_half_is_told_as_well_as_the_card_says():
    """The figure of the model card holds: AUC of upset against the rest near .80."""
    told = [
        (judge(said["text"]).score, level < 0)
        for data in conversations(ROOT / "tests/gold/dev.jsonl")
        for said in data["messages"]
        if (level := data["gold"]["sentiment"].get(said["id"])) is not None
    ]

    assert auc([-score for score, _ in told], [upset for _, upset in told]).value > 0.78


def test_an_emoji_speaks_for_itself_but_softly():
    """A face without words has a level, of low confidence and of one step."""
    happy, sad = judge("great :)"), judge("😭")

    assert (happy.level, happy.confidence, happy.because) == (1, "low", (":)",))
    assert (sad.level, sad.confidence, sad.because) == (-1, "low", ("😭",))


def test_quoted_history_is_not_the_customers_mood():
    """What a mail quotes changes nothing."""
    said = "Could you send me the invoice again?"
    mail = f"{said}\n\nOn Mon, 2 Mar 2026, Ada wrote:\n> this is terrible, I hate it"

    assert judge(mail).score == judge(said).score


def test_code_inside_a_message_is_passed_over():
    """A sentence around a trace is judged without the trace."""
    text = 'I hate this error:\nTraceback (most recent call last):\n  File "x.py", line 1\nWhy?'

    assert prose(text) == "I hate this error:\nWhy?"


def test_because_is_verbatim_and_at_most_three():
    """The words stand in the message as written."""
    text = "NOBODY answers, this is TERRIBLE service and I am really, really angry with you!"
    found = judge(text)

    assert 1 <= len(found.because) <= 3
    assert all(words in text for words in found.because)


def test_only_customers_have_moods():
    """Bots, agents, the system and events have none; the order is kept."""
    said = (
        message("1", "Thank you, that was great help"),
        message("2", "I am so angry about this", AuthorKind.AGENT),
        message("3", "I am so angry about this", AuthorKind.BOT),
        message("4", "I am so angry about this", event=True),
        message("5", "ok"),
    )
    found = moods(said)

    assert [mood.message for mood in found] == ["1", "5"]
    assert found[0].level is not None
    assert found[1].level is None


def test_a_long_message_is_judged_by_its_beginning():
    """A hundred thousand characters cost no more than four thousand."""
    text = "I am furious about this. " * 4000

    assert judge(text).score == judge(text[:4000]).score


def test_chances_are_chances():
    """They add up to 1, and a higher score never makes upset likelier."""
    low, high = chances(-1.0, SHIPPED()), chances(1.0, SHIPPED())

    assert sum(low) == pytest.approx(1)
    assert low[0] + low[1] > high[0] + high[1]


def test_no_corrections_change_nothing():
    """Without labels the shipped calibration stays."""
    assert calibrate([]) == SHIPPED()


def test_few_corrections_move_little_and_many_move_more():
    """Two corrections hardly count, a hundred do."""
    text = "my order number is 12345 please check it"
    shift = [SHIPPED().cuts[1] - calibrate([(text, -1)] * count).cuts[1] for count in (2, 100)]

    assert abs(shift[0]) < 0.2
    assert abs(shift[1]) > 3 * abs(shift[0])
    assert judge(text).level != -1
    assert judge(text, calibrate([(text, -1)] * 100)).level == -1


def test_moods_follow_the_calibration_given():
    """A calibration that calls everything upset is obeyed."""
    strict = Calibration((8.0, 9.0, 10.0, 11.0), 1.0)

    assert moods((message("1", "Thank you, great help"),), calibration=strict)[0].level == -2


def test_a_fit_finds_the_cuts_that_made_the_labels():
    """With many labels the fit comes near to where they were cut."""
    scored = [(at / 20, -1 if at < 10 else 0) for at in range(-60, 60)] * 3
    start = Calibration((-4.0, -2.0, 5.0, 6.0), 1.0)
    found = fitted(scored, start, prior=1)

    assert found.cuts[1] / found.slope == pytest.approx(0.5, abs=0.25)


def test_a_calibration_survives_json():
    """What is written is read again."""
    here = Calibration((-2.0, -0.5, 1.0, 2.0), 1.5, 12)

    assert parse(json.loads(json.dumps(here.data()))) == here


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"cuts": [1, 2, 3], "slope": 1},
        {"cuts": [4, 3, 2, 1], "slope": 1},
        {"cuts": [1, 2, 3, 4], "slope": 0},
        {"cuts": [1, 2, 3, float("nan")], "slope": 1},
        {"cuts": [1, 2, 3, "x"], "slope": 1},
        {"cuts": None, "slope": 1},
    ],
)
def test_a_broken_calibration_is_refused(data):
    """Cuts that aren't four ascending numbers are a ValueError."""
    with pytest.raises(ValueError, match=r"calibration|float"):
        parse(data)


def test_the_weights_are_read_without_anything_heavy():
    """Judging loads no numerical library, no network and no screen."""
    code = (
        "import sys\nfrom console.assist.embedded.sentiment import judge\n"
        "assert judge('I am so angry about this').level\n"
        "print(*{'numpy', 'scipy', 'sklearn', 'nltk', 'httpx', 'textual', 'aiosqlite'}"
        " & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""


def test_the_weights_are_small_and_whole():
    """The file stays small, and each of its features is a number other than 0."""
    model = valence.shipped()

    assert valence.WEIGHTS.stat().st_size < 150_000
    assert 3_000 <= len(model.weights) <= 8_000
    assert 0 not in model.weights.values()


def test_the_card_and_the_notices_lie_with_the_weights():
    """Whoever gets the weights gets where they come from and under which licences."""
    folder = valence.WEIGHTS.parent
    words = (folder / "NOTICE.md").read_text(encoding="utf-8")

    assert "GoEmotions" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert all((folder / name).exists() for name in ("LICENSE.goemotions", "LICENSE.multidogo"))
    assert "LICENSE.goemotions" in words
    assert "LICENSE.multidogo" in words
