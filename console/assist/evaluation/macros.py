"""Measures macro suggestions on labelled customer texts in the form of Banking77.

Each label stands for a macro. Ten texts of each are what it has answered before; whether it is
among the first for the others is counted.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console.assist.embedded.ranking import Ask, index
from console.assist.evaluation.counting import wilson
from console.domain.models import Knowledge
from console.errors import InputError

SEED = 77
"""Of the split; it is part of the figure."""
EXAMPLES = 10
"""Texts of each label that are learnt from."""
FILE = "train.csv"

Make = Callable[[Sequence[Knowledge], Mapping[str, Sequence[str]]], Ask]
"""Makes what ranks, from candidates and their examples."""


class Split(NamedTuple):
    """What is learnt from, and two parts that are asked: one to tune on, one to report."""

    examples: Mapping[str, Sequence[str]]
    development: Sequence[tuple[str, str]]
    """Text and label."""
    evaluation: Sequence[tuple[str, str]]


class Share(NamedTuple):
    """How often something held, with its 95 % interval."""

    held: int
    n: int

    @property
    def value(self) -> float:
        """0 to 1."""
        return self.held / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's: it stays within 0 and 1."""
        return wilson(self.held, self.n)

    def __str__(self) -> str:
        """Write share, interval and n in a line."""
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] n={self.n}"


class Found(NamedTuple):
    """One run: what ranked, on which data, and the shares."""

    ranker: str
    labels: int
    first: Share
    """The right macro is the first."""
    third: Share
    """It is among the first three."""
    data: str
    """SHA-256 of the file and the seed: runs on different data are not compared."""


def read(folder: Path) -> tuple[list[tuple[str, str]], str]:
    """Read `train.csv` (columns `text`, `category`) and give its digest; raise InputError."""
    file = folder / FILE
    try:
        raw = file.read_bytes()
        rows = [(row["text"], row["category"]) for row in csv.DictReader(raw.decode().splitlines())]
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{file} is not of the form of Banking77.", hint="Columns: text, category; UTF-8."
        ) from error
    return rows, hashlib.sha256(raw + str(SEED).encode()).hexdigest()


def split(rows: Iterable[tuple[str, str]], seed: int = SEED, examples: int = EXAMPLES) -> Split:
    """Cut labelled texts in three, the same way each time; labels with too few are left out."""
    by_label: dict[str, set[str]] = {}
    for text, label in rows:
        by_label.setdefault(label, set()).add(text)
    learnt: dict[str, Sequence[str]] = {}
    development: list[tuple[str, str]] = []
    evaluation: list[tuple[str, str]] = []
    for label in sorted(by_label):
        texts = sorted(by_label[label])
        random.Random(f"{seed}:{label}").shuffle(texts)  # noqa: S311  a split, not a secret
        rest = texts[examples:]
        if len(rest) < 2:
            continue
        learnt[label] = texts[:examples]
        development += [(text, label) for text in rest[: len(rest) // 2]]
        evaluation += [(text, label) for text in rest[len(rest) // 2 :]]
    return Split(learnt, development, evaluation)


def embedded(candidates: Sequence[Knowledge], examples: Mapping[str, Sequence[str]]) -> Ask:
    """Make the embedded ranker."""
    return index(candidates, examples).ask


def measure(ask: Ask, asked: Sequence[tuple[str, str]]) -> tuple[Share, Share]:
    """Count how often the right label is first, and among the first three."""
    first = third = 0
    for text, label in asked:
        best = [each.item.id for each in ask(text, most=3)]
        first += best[:1] == [label]
        third += label in best
    return Share(first, len(asked)), Share(third, len(asked))


def evaluate(
    folder: Path, ranker: str = "embedded", make: Make = embedded, *, titles: bool = False
) -> Found:
    """Measure a ranker on a folder's evaluation part; raise InputError.

    Without `titles` nothing is known of a macro but what it answered: its label is not read.
    """
    rows, data = read(folder)
    parts = split(rows)
    candidates = [
        Knowledge(label, "macro", label.replace("_", " ") if titles else "", "")
        for label in parts.examples
    ]
    first, third = measure(make(candidates, parts.examples), parts.evaluation)
    return Found(ranker, len(candidates), first, third, data)


def table(runs: Sequence[Found]) -> str:
    """Write runs as lines of text; raise InputError when they are on different data."""
    if len({run.data for run in runs}) > 1:
        raise InputError("These runs are on different data and cannot be compared.")
    lines = [f"{'ranker':<16}{'hit@1':<34}hit@3"]
    lines += [f"{run.ranker:<16}{run.first!s:<34}{run.third}" for run in runs]
    if runs:
        lines.append(
            f"{runs[0].labels} macros, {EXAMPLES} examples each, seed {SEED}, "
            f"data {runs[0].data[:12]}; 95 % intervals (Wilson)"
        )
    return "\n".join(lines)
