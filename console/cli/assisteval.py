"""`assist eval`: measure the assistant on labelled data, with intervals, and compare runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click

from console import errors
from console.cli import DONE, FAILED
from console.cli.given import Given, pass_given


class Line(NamedTuple):
    """One measured figure."""

    set: str
    """The file or directory it was measured on."""
    figure: str
    value: float
    low: float
    high: float
    """The two ends of its 95 % interval; both the value where there is none."""
    n: int

    def words(self) -> str:
        """Give the line of the table."""
        span = f"[{self.low:.3f}, {self.high:.3f}]" if self.low != self.high else ""
        return f"{self.set:<24} {self.figure:<34} {self.value:>8.3f}  {span:<18} n={self.n}"


@click.command("eval", short_help="Measure the assistant on labelled data.")
@click.option(
    "--data",
    "folder",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="Labelled conversations (*.jsonl with gold), or a public set's folder.",
)
@click.option("--json", "as_json", is_flag=True, help="An object that --compare reads again.")
@click.option("--semantic", is_flag=True, help="Rank macros with the optional extra too.")
@click.option("--failures", is_flag=True, help="List what was invented and missed.")
@click.option(
    "--compare",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="RUN.json",
    help="An earlier run on the same data, to print the difference to.",
)
@pass_given
def eval_command(
    given: Given,
    folder: Path,
    as_json: bool,
    semantic: bool,
    failures: bool,
    compare: Path | None,
) -> int:
    """Measure on every set in DIR whose form is known, and print a table.

    Known are: labelled conversations (the import form with a gold object), Banking77
    (train.csv), TweetSumm (final_*.jsonl with tweetsum_*.csv; needs the package rouge-score) and
    tables of labelled texts (*.tsv with label and text). Runs on different data are not compared.
    """
    from console.cli.saying import out, print_json, say

    del given
    found = sorted(set(_sets(folder)))
    if not found:
        raise errors.InputError(
            f"{folder} holds no set of a known form.",
            hint="`warmline assist eval --help` lists them.",
        )
    digest = _digest(found)
    # Refused before minutes are spent on figures that may not stand side by side.
    before = _earlier(compare, digest) if compare is not None else {}
    lines: list[Line] = []
    wrong: list[str] = []
    for kind, path in found:
        for line in _found(kind, path, wrong, semantic=semantic):
            lines.append(line)
            if not as_json:
                out(line.words())
    for words in wrong if failures else ():
        (say if as_json else out)(words)
    for words in _changes(lines, before):
        say(words)
    if as_json:
        print_json({"data": digest, "figures": [line._asdict() for line in lines]})
    else:
        out(f"data {digest[:12]}; 95 % intervals")
    return DONE if lines else FAILED


def _found(kind: str, path: Path, wrong: list[str], *, semantic: bool) -> Iterator[Line]:
    """Measure on one set; what cannot be measured here is said."""
    from console.cli.saying import say

    try:
        yield from _measured(kind, path, wrong, semantic=semantic)
    except errors.AssistError as error:
        say(f"{path.name}: {error} {error.hint}".rstrip())


def _changes(lines: list[Line], before: dict[tuple[str, str], float]) -> Iterator[str]:
    """Say which figures are not what they were."""
    for line in lines:
        change = line.value - before.get((line.set, line.figure), line.value)
        if abs(change) >= 0.0005:
            yield f"{line.set:<24} {line.figure:<34} {change:+.3f}"


def _sets(folder: Path) -> Iterator[tuple[str, Path]]:
    """Find the sets by their form."""
    files = [folder] if folder.is_file() else sorted(folder.iterdir())
    names = {path.name for path in files}
    for path in files:
        if path.name == "train.csv":
            yield "macros", path.parent
        elif path.suffix == ".tsv":
            with path.open(encoding="utf-8") as text:
                if {"label", "text"} <= set(text.readline().rstrip("\n").split("\t")):
                    yield "moods", path
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as text:
                first = text.readline()
            if '"gold"' in first:
                yield "cards", path
            elif '"annotations"' in first and any(name.endswith(".csv") for name in names):
                yield "summaries", path.parent


def _digest(found: list[tuple[str, Path]]) -> str:
    """Tell one collection of data from another."""
    digest = hashlib.sha256()
    for kind, path in found:
        digest.update(kind.encode())
        for file in [path] if path.is_file() else sorted(path.iterdir()):
            if file.is_file():
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _measured(kind: str, path: Path, wrong: list[str], *, semantic: bool) -> Iterator[Line]:
    if kind == "macros":
        yield from _macros(path, semantic=semantic)
    elif kind == "moods":
        yield from _moods(path)
    elif kind == "summaries":
        yield from _summaries(path)
    else:
        yield from _cards(path, wrong)


def _macros(path: Path, *, semantic: bool) -> Iterator[Line]:
    from console.assist.evaluation.macros import evaluate

    runs = [("macros", evaluate(path))]
    if semantic:
        from console.assist.semantic import Encoder, Semantic

        encoder = Encoder()
        made = evaluate(path, "semantic", lambda known, said: Semantic(encoder, known, said).ask)
        runs.append(("macros by meaning", made))
    for word, found in runs:
        for name, share in (("hit@1", found.first), ("hit@3", found.third)):
            yield Line(path.name, f"{word} {name}", share.value, *share.interval, share.n)


def _moods(path: Path) -> Iterator[Line]:
    from console.assist.embedded.calibration import chances
    from console.assist.embedded.sentiment import SHIPPED, judge
    from console.assist.evaluation.sentiment import measured, table

    rows = table(path)
    judged = [judge(row.text) for row in rows]
    upset = [sum(chances(one.score, SHIPPED())[:2]) for one in judged]
    found = measured(
        [row.label for row in rows],
        [one.score for one in judged],
        [one.level for one in judged],
        upset,
    )
    for name, figure in (("sentiment AUC, upset", found.upset), ("sentiment macro F1", found.f1),
                         ("sentiment calibration error", found.error)):  # fmt: skip
        yield Line(path.name, name, *figure)
    yield Line(path.name, "sentiment unknown", *(found.unknown,) * 3, len(rows))


def _summaries(path: Path) -> Iterator[Line]:
    from console.assist.embedded.card import card
    from console.assist.embedded.summary import summary
    from console.assist.evaluation.tweetsumm import dialogues, plain, rouge

    told = dialogues(path)
    ours = rouge(told, lambda case: summary(case, card(case)))
    base = rouge(told, plain)
    for who, score in (("summary", ours), ("first + last turn", base)):
        for name, value in (("ROUGE-1", score.one), ("ROUGE-2", score.two),
                            ("ROUGE-L", score.longest)):  # fmt: skip
            yield Line(path.name, f"{who} {name}", *(value,) * 3, score.dialogues)


def _cards(path: Path, wrong: list[str]) -> Iterator[Line]:
    from console.assist.embedded.card import card
    from console.assist.evaluation import card as slots
    from console.assist.evaluation import facts, guards
    from console.assist.evaluation.counting import Tally, wilson
    from console.assist.evaluation.gold import labelled

    try:
        rows = list(labelled(path))
    except (ValueError, KeyError, TypeError) as error:
        raise errors.InputError(f"{path} does not hold labelled conversations.") from error
    cards = {row.case.id: card(row.case) for row in rows}

    def shares(name: str, tally: Tally) -> Iterator[Line]:
        shown, there = tally.found + tally.invented, tally.found + tally.missed
        precise, recalled = wilson(tally.found, shown), wilson(tally.found, there)
        yield Line(path.name, f"{name} precision", tally.precision, *precise, shown)
        yield Line(path.name, f"{name} recall", tally.recall, *recalled, there)
        yield Line(path.name, f"{name} F1", *(tally.f1,) * 3, there)

    fact = facts.total(facts.score(r.case.id, r.gold, cards[r.case.id].items) for r in rows)
    yield from shares("facts", fact.facts)
    figures = slots.measure(rows, lambda case: cards[case.id])
    for slot, tally in figures.tallies.items():
        yield from shares(slot, tally)
    full = [c for c in cards.values() if c.items]
    covered = sum(len({item.slot for item in c.items}) for c in full)
    yield Line(path.name, "slots filled of each card", *(covered / max(1, len(cards)),) * 3,
               len(cards))  # fmt: skip
    guard = guards.total(guards.score(r.case, r.gold, cards[r.case.id]) for r in rows)
    yield from shares("repeat guard", guard.drafts)
    yield from _felt(path, rows)
    wrong += [f"{path.name} facts {words}" for words in fact.wrong]
    wrong += [f"{path.name} {m.slot} {m.case}: {m.what} {m.text}" for m in figures.misses]
    wrong += [f"{path.name} repeat guard {words}" for words in guard.wrong]


def _felt(path: Path, rows: list[Any]) -> Iterator[Line]:
    """Measure moods against the levels of labelled conversations; unknown ones are left out."""
    from console.assist.embedded.calibration import chances
    from console.assist.embedded.sentiment import SHIPPED, judge
    from console.assist.evaluation.sentiment import measured, named

    texts, levels = [], []
    for row in rows:
        said = {message.id: message.text for message in row.case.messages}
        for ident, level in row.gold.get("sentiment", {}).items():
            if level is not None:
                texts.append(said[ident])
                levels.append(level)
    judged = [judge(text) for text in texts]
    found = measured(
        [named(level) for level in levels],
        [one.score for one in judged],
        [one.level for one in judged],
        [sum(chances(one.score, SHIPPED())[:2]) for one in judged],
    )
    yield Line(path.name, "sentiment AUC, upset", *found.upset)
    yield Line(path.name, "sentiment macro F1", *found.f1)
    yield Line(path.name, "sentiment calibration error", *found.error)


def _earlier(file: Path, digest: str) -> dict[tuple[str, str], float]:
    """Read the figures of an earlier run; raise InputError where it had other data."""
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
        figures = {(each["set"], each["figure"]): float(each["value"]) for each in run["figures"]}
        same = run["data"] == digest
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise errors.InputError(f"{file} is no run of `assist eval --json`.") from error
    if not same:
        raise errors.InputError(
            f"{file} was measured on other data: the two runs are not compared.",
            hint="Measure both versions on the same files.",
        )
    return figures
