"""Macro suggestions are measured the same way each time, and meet their floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.assist.embedded.ranking import Ranked
from console.assist.evaluation.macros import Share, evaluate, measure, read, split, table
from console.domain.models import Knowledge
from console.errors import InputError
from tests.assist.public_data import public_data

ROWS = [(f"{label} text {n}", label) for label in ("a", "b") for n in range(20)]


def written(folder: Path, rows=ROWS) -> Path:
    """Write a set of one's own."""
    lines = ["text,category", *(f"{text},{label}" for text, label in rows)]
    (folder / "train.csv").write_text("\n".join(lines))
    return folder


def test_the_split_is_the_same_and_disjoint() -> None:
    """Order of the rows does not matter; no text is learnt from and asked."""
    parts = split(ROWS)
    assert parts == split(ROWS[::-1])
    learnt = {text for texts in parts.examples.values() for text in texts}
    development, evaluation = ({text for text, _ in part} for part in parts[1:])
    assert len(learnt) == 20
    assert len(development) == len(evaluation) == 10
    assert not learnt & development | learnt & evaluation | development & evaluation
    assert split(ROWS, seed=1) != parts


def test_labels_with_too_few_texts_are_left_out() -> None:
    """A label that leaves nothing to ask is no macro of the measurement."""
    assert "c" not in split([*ROWS, *((f"c {n}", "c") for n in range(11))]).examples


def test_measure() -> None:
    """Counted is whether the right one is first, and whether it is among three."""
    order = [Ranked(Knowledge(name, "macro", "", ""), 0.5) for name in "abcd"]
    asked = [("x", "a"), ("x", "c"), ("x", "d"), ("x", "a")]
    first, third = measure(lambda *_texts, most: order[:most], asked)
    assert (first.held, third.held, first.n) == (2, 3, 4)


def test_wilson() -> None:
    """The interval is Wilson's: 8 of 10 lie between .49 and .94, none of 0 anywhere."""
    low, high = Share(8, 10).interval
    assert low == pytest.approx(0.490, abs=1e-3)
    assert high == pytest.approx(0.943, abs=1e-3)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(8, 10)) == "0.800 [0.490, 0.943] n=10"


def test_the_table_names_data_and_split(tmp_path: Path) -> None:
    """A table says n, intervals, seed and data."""
    lines = table([evaluate(written(tmp_path))]).splitlines()
    assert lines[1].startswith("embedded")
    assert "2 macros, 10 examples each, seed 77" in lines[-1]


def test_other_data_is_not_compared(tmp_path: Path) -> None:
    """Runs on different files are refused in one table."""
    one = evaluate(written(tmp_path))
    other = evaluate(written(tmp_path, ROWS[:-1]))
    with pytest.raises(InputError, match="different data"):
        table([one, other])


@pytest.mark.parametrize("text", [b"a,b\n1,2\n", b"text,category\n\xff,x\n"])
def test_another_form_is_refused(tmp_path: Path, text: bytes) -> None:
    """A file of another form, or none, is an error with its name."""
    (tmp_path / "train.csv").write_bytes(text)
    with pytest.raises(InputError, match="not of the form"):
        read(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none")


@pytest.mark.slow
def test_embedded_on_banking77() -> None:
    """With ten examples each, the right one of 77 is among three suggestions in 85 of 100."""
    found = evaluate(public_data("banking77"))
    assert found.labels == 77
    assert found.third.n > 4_000
    assert found.third.interval[0] >= 0.85
    assert found.first.value >= 0.69
