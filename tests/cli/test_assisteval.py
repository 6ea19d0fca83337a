"""`assist eval`: figures with n and intervals, and no comparison across data."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.calling import ROOT, Caller

DEV = ROOT / "tests" / "gold" / "dev.jsonl"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Give a folder with six labelled conversations."""
    folder = tmp_path / "data"
    folder.mkdir()
    lines = DEV.read_text(encoding="utf-8").splitlines(keepends=True)[:6]
    (folder / "six.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def moods(folder: Path) -> None:
    """Write a table of labelled texts."""
    rows = [("negative", "This is terrible, I am very angry with you."),
            ("positive", "Thank you so much, that was wonderful help."),
            ("neutral", "The parcel has the number on the label.")]  # fmt: skip
    text = "".join(f"{label}\t{words}\n" for label, words in rows * 3)
    (folder / "some.tsv").write_text("label\ttext\n" + text, encoding="utf-8")


def macros(folder: Path) -> None:
    """Write a set in the form of Banking77."""
    with (folder / "train.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "category"])
        for number in range(14):
            rows.writerow([f"my card number {number} was stolen yesterday", "lost_card"])
            rows.writerow([f"what exchange rate applies for sum {number}", "exchange_rate"])


def test_a_table_of_labelled_conversations(warmline: Caller, labelled: Path) -> None:
    """Facts, slots, guards and moods stand in a table, each with n and most with an interval."""
    done = warmline("assist", "eval", "--data", str(labelled))
    assert done.code == 0, done.err
    for figure in ("facts precision", "facts recall", "promises F1", "already_tried F1",
                   "repeat guard precision", "slots filled of each card",
                   "sentiment AUC, upset"):  # fmt: skip
        assert figure in done.out
    *table, last = done.out.splitlines()
    assert all("n=" in line for line in table)
    assert sum("[" in line for line in table) > 5
    assert last.startswith("data ")


def test_figures_as_data(warmline: Caller, labelled: Path) -> None:
    """`--json` gives the digest of the data, and for each figure its ends and n."""
    data = warmline("assist", "eval", "--data", str(labelled), "--json").json()
    assert len(data["data"]) == 64
    assert all(
        set(row) == {"set", "figure", "value", "low", "high", "n"} for row in data["figures"]
    )
    for row in data["figures"]:
        assert row["low"] <= row["value"] <= row["high"], row


def test_failures_are_listed(warmline: Caller, labelled: Path) -> None:
    """`--failures` names what was invented and what was missed, with the conversation."""
    plain = warmline("assist", "eval", "--data", str(labelled)).out.splitlines()
    told = warmline("assist", "eval", "--data", str(labelled), "--failures").out.splitlines()
    more = set(told) - set(plain)
    assert more
    assert all(line.startswith("six.jsonl ") for line in more)


def test_runs_are_compared_on_the_same_data_alone(
    warmline: Caller, labelled: Path, tmp_path: Path
) -> None:
    """A run on the same data is compared by figure; one on other data is refused at once."""
    run = warmline("assist", "eval", "--data", str(labelled), "--json").json()
    before = tmp_path / "before.json"
    (row,) = [row for row in run["figures"] if row["figure"] == "facts F1"]
    row["value"] -= 0.1
    before.write_text(json.dumps(run), encoding="utf-8")
    call = ("assist", "eval", "--data", str(labelled), "--compare", str(before))
    same = warmline(*call)
    assert same.code == 0
    assert [line.split()[-1] for line in same.err.splitlines()] == ["+0.100"]
    with (labelled / "six.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    other = warmline(*call)
    assert (other.code, other.out) == (2, "")
    assert "measured on other data" in other.err


def test_what_is_no_run_is_not_compared(warmline: Caller, labelled: Path, tmp_path: Path) -> None:
    """A file that is no run is a usage error."""
    (tmp_path / "x.json").write_text("[]")
    args = ("--data", str(labelled), "--compare", str(tmp_path / "x.json"))
    done = warmline("assist", "eval", *args)
    assert done.code == 2
    assert "is no run" in done.err


def test_other_forms_are_known(warmline: Caller, tmp_path: Path) -> None:
    """Texts with labels, and macros in the form of Banking77, are measured beside each other."""
    moods(tmp_path)
    macros(tmp_path)
    data = warmline("assist", "eval", "--data", str(tmp_path), "--json").json()
    names = {row["figure"] for row in data["figures"]}
    assert {"macros hit@1", "macros hit@3", "sentiment macro F1", "sentiment unknown"} <= names
    first = next(row for row in data["figures"] if row["figure"] == "macros hit@3")
    assert (first["value"], first["n"]) == (1.0, 4)


def test_a_folder_without_a_set(warmline: Caller, tmp_path: Path) -> None:
    """Where nothing of a known form lies, that is a usage error; so is a set that is damaged."""
    (tmp_path / "notes.txt").write_text("nothing")
    assert warmline("assist", "eval", "--data", str(tmp_path)).code == 2
    (tmp_path / "bad.jsonl").write_text('{"gold": {}}\n')
    done = warmline("assist", "eval", "--data", str(tmp_path))
    assert done.code == 2
    assert "bad.jsonl" in done.err
