"""A directory in the TweetSumm form is read, joined and scored."""

import csv
import json

import pytest

from console.assist.embedded.card import card
from console.assist.embedded.summary import summary
from console.assist.evaluation.tweetsumm import dialogues, handle, plain, rouge
from console.domain.models import AuthorKind
from console.errors import AssistError
from tests.assist.public_data import public_data

TURNS = (
    "LampCo my lamp is broken",
    "Sorry! Which lamp is it?",
    "LampCo the tall one",
    "We send a new one.",
)


@pytest.fixture
def folder(tmp_path):
    """Make a directory with one dialogue."""
    told = {"annotations": [{"abstractive": ["A lamp broke.", "A new one comes."]}, {}]}
    (tmp_path / "final_x_tweetsum.jsonl").write_text(json.dumps(told) + "\n", encoding="utf-8")
    with (tmp_path / "tweetsum_x.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["inputs", "summaries"])
        rows.writerow([" <BR>".join([*TURNS, ""]), "A lamp broke. A new one comes."])
    return tmp_path


def test_sides_are_told_by_the_handle(folder):
    """The brand's handle opens what customers write."""
    (one,) = dialogues(folder)
    kinds = [message.author.kind for message in one.case.messages]
    assert kinds == [AuthorKind.CUSTOMER, AuthorKind.AGENT] * 2
    assert one.references == ("A lamp broke. A new one comes.",)
    assert handle(TURNS) == "LampCo"


def test_the_baseline_is_first_and_last(folder):
    """First customer turn and last agent turn."""
    (one,) = dialogues(folder)
    assert plain(one.case) == "LampCo my lamp is broken We send a new one."


def test_an_empty_directory_is_refused(tmp_path):
    """It says what is missing."""
    with pytest.raises(AssistError, match="beside it"):
        dialogues(tmp_path)


def test_the_summary_beats_the_baseline():
    """At least 1.8 ROUGE-1 above first and last turn; totals only."""
    pytest.importorskip("rouge_score")
    told = dialogues(public_data("tweetsumm_dev"))
    ours = rouge(told, lambda case: summary(case, card(case)))
    assert ours.one >= rouge(told, plain).one + 1.8
