"""The figures that moods are judged by."""

from __future__ import annotations

import random

import pytest

from console.assist.evaluation.sentiment import (
    auc,
    calibration_error,
    macro_f1,
    measured,
    named,
    table,
)
from console.errors import AssistError


def test_auc_counts_pairs_in_order():
    """Three of four pairs in order are .75."""
    found = auc([0.1, 0.4, 0.35, 0.8], [False, False, True, True])

    assert (found.value, found.n) == (0.75, 4)


def test_ties_count_half():
    """Where all scores are the same nothing is known."""
    assert auc([1, 1, 1, 1], [True, False, True, False]).value == 0.5


def test_auc_of_one_kind_is_open():
    """Without both kinds the interval is everything."""
    found = auc([1, 2], [True, True])

    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_the_interval_of_auc_holds_the_truth_about_as_often_as_it_says():
    """Of 200 samples with a true area of .76 some 190 intervals hold it."""
    dice = random.Random(7)
    held = 0
    for _ in range(200):
        scores = [dice.gauss(1, 1) for _ in range(60)] + [dice.gauss(0, 1) for _ in range(60)]
        found = auc(scores, [True] * 60 + [False] * 60)
        held += found.low <= 0.7602 <= found.high

    assert 180 <= held <= 198


def test_macro_f1_is_the_mean_over_classes():
    """A class that is never told scores 0."""
    told = ["negative", "negative", "neutral", "neutral"]
    right = ["negative", "negative", "neutral", "positive"]

    assert macro_f1(told, right).value == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_unknown_counts_as_missed():
    """An empty answer costs recall and is no class of its own."""
    assert macro_f1(["", "neutral"], ["negative", "neutral"]).value == 0.5


def test_a_calibrated_forecast_has_no_error():
    """Of things said to happen in four of five cases, four of five happen."""
    assert calibration_error([0.8] * 5, [True] * 4 + [False]).value == pytest.approx(0)


def test_a_wrong_forecast_shows_its_error():
    """Sure and wrong is an error of 1."""
    assert calibration_error([1.0] * 4, [False] * 4).value == 1


def test_intervals_are_the_same_each_time():
    """A figure can be reproduced, interval and all."""
    told, right = ["a", "b"] * 20, ["a", "a", "b", "b"] * 10

    assert macro_f1(told, right) == macro_f1(told, right)


def test_nothing_measured_is_said_so():
    """An empty set has n 0 and an interval of everything."""
    assert (macro_f1([], []).n, macro_f1([], []).high) == (0, 1.0)


def test_a_table_is_read_by_its_columns(tmp_path):
    """Labels and texts come from the named columns, in whatever order."""
    path = tmp_path / "dev.tsv"
    path.write_text("confidence\ttext\tlabel\n1\tGood day\tpositive\n", encoding="utf-8")

    assert table(path) == (("Good day", "positive"),)


@pytest.mark.parametrize(
    "text", ["a\tb\n1\t2\n", "label\tconfidence\ttext\nfine\t1\tx\n", "label\ttext\nneutral\n"]
)
def test_another_table_is_refused(tmp_path, text):
    """A file in another form is refused with what is missing."""
    path = tmp_path / "dev.tsv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(AssistError, match=r"dev\.tsv"):
        table(path)


def test_levels_have_three_names():
    """Both steps of a side are one class, unknown is none."""
    assert [named(level) for level in (-2, -1, 0, 1, 2, None)] == [
        "negative", "negative", "neutral", "positive", "positive", "",
    ]  # fmt: skip


def test_everything_measured_at_once():
    """A perfect assistant is perfect in all figures."""
    found = measured(
        ["negative", "neutral", "positive"], [-2.0, 0.0, 2.0], [-2, 0, None], [1.0, 0.0, 0.0]
    )

    assert found.upset.value == 1
    assert found.error.value == 0
    assert found.unknown == pytest.approx(1 / 3)
