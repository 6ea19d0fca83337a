"""Measure summaries on a directory in the TweetSumm form with ROUGE-1, 2 and L.

The directory has `final_*_tweetsum.jsonl` (three people's summaries of each dialogue, from
github.com/guyfe/Tweetsumm) and `tweetsum_*.csv` (the same dialogues with their texts and one of
these summaries each); they are joined by that summary. Who speaks is rebuilt from the brand's
handle, with which a customer's tweet begins. It needs `rouge-score`, which is not part of the
program. Totals only: the texts are never printed.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from console.domain.handoff import SUMMARY_WORDS, Case
from console.domain.models import Author, AuthorKind, Customer, Message, Visibility
from console.errors import AssistError

_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_COMMON = frozenset("we hi hello hey i the thanks thank you can please what how is sorry".split())  # noqa: SIM905


class Dialogue(NamedTuple):
    """A dialogue with what people wrote as its summary."""

    case: Case
    references: tuple[str, ...]


class Score(NamedTuple):
    """F-measures of ROUGE-1, 2 and L in percent, means over dialogues and their references."""

    one: float
    two: float
    longest: float
    dialogues: int


def handle(turns: Sequence[str]) -> str:
    """Find the brand's handle: the word with which most turns begin that is no common one."""
    begins = Counter(turn.split()[0].strip(".,!:") for turn in turns if turn.split())
    likely = {
        word: count + (0.5 if re.search(r"[a-z][A-Z]|[A-Z]{2,}|\d", word) else 0.0)
        for word, count in begins.items()
        if word and word.lower() not in _COMMON
    }
    return max(likely, key=lambda word: likely[word], default="")


def _case(ident: str, turns: Sequence[str]) -> Case:
    brand = handle(turns)
    messages = []
    for index, turn in enumerate(turns):
        theirs = index == 0 or (brand and turn.split()[0].strip(".,!:") == brand)
        author = Author(AuthorKind.CUSTOMER if theirs else AuthorKind.AGENT)
        at = _BEGIN + timedelta(minutes=index)
        messages.append(Message(f"m{index + 1}", at, author, Visibility.PUBLIC, turn))
    return Case(ident, "", Customer("c", ""), tuple(messages))


def _same(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def dialogues(folder: Path) -> list[Dialogue]:
    """Read and join the files of a directory; raise AssistError where one is missing."""
    noted, spoken = sorted(folder.glob("*.jsonl")), sorted(folder.glob("*.csv"))
    if not noted or not spoken:
        raise AssistError(f"{folder} has no *.jsonl with a *.csv beside it")
    people: dict[str, tuple[str, ...]] = {}
    for path in noted:
        for line in path.read_text(encoding="utf-8").splitlines():
            told = [
                " ".join(one["abstractive"])
                for one in json.loads(line)["annotations"]
                if one.get("abstractive")
            ]
            people.update(dict.fromkeys(map(_same, told), tuple(told)))
    out: list[Dialogue] = []
    for path in spoken:
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                turns = [
                    turn.strip() for turn in re.split(r"<BR>", row["inputs"], flags=re.IGNORECASE)
                ]
                references = people.get(_same(row["summaries"]))
                if references:
                    ident = f"t{len(out) + 1}"
                    out.append(Dialogue(_case(ident, [t for t in turns if t]), references))
    return out


def plain(case: Case) -> str:
    """Give the baseline: the first customer turn and the last agent turn, cut at 55 words."""
    customer = next((m.text for m in case.messages if m.author.kind is AuthorKind.CUSTOMER), "")
    agent = next((m.text for m in reversed(case.messages) if m.author.kind is AuthorKind.AGENT), "")
    return " ".join(f"{customer} {agent}".split()[:SUMMARY_WORDS])


def rouge(told: Iterable[Dialogue], write: Callable[[Case], str]) -> Score:
    """Score what `write` makes of each case; raise AssistError without `rouge-score`."""
    try:
        scorers: Any = importlib.import_module("rouge_score.rouge_scorer")
    except ImportError as error:
        raise AssistError("ROUGE needs the package rouge-score") from error
    names = ("rouge1", "rouge2", "rougeL")
    scorer = scorers.RougeScorer(list(names), use_stemmer=True)
    sums, count = [0.0, 0.0, 0.0], 0
    for dialogue in told:
        text = write(dialogue.case)
        count += 1
        for reference in dialogue.references:
            found = scorer.score(reference, text)
            for at, name in enumerate(names):
                sums[at] += 100 * found[name].fmeasure / len(dialogue.references)
    one, two, longest = (total / max(count, 1) for total in sums)
    return Score(one, two, longest, count)
