"""Trains the weights of the embedded sentiment from GoEmotions; run by hand, not by the tests.

Run as `python -m tests.training.sentiment GOEMOTIONS MULTIDOGO`, the two folders as they are
published. It needs numpy, scipy and scikit-learn, which the program itself never imports, and
about six minutes. README.md beside it says what it does and why.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from console.assist.embedded import valence
from console.assist.embedded.calibration import Calibration, fitted
from console.assist.embedded.prose import prose
from console.assist.evaluation.sentiment import auc

GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"
UPSET = (
    "anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear",
    "grief", "nervousness", "sadness",
)  # fmt: skip
# What customers show when something goes wrong; it is counted twice.
AT_US = ("anger", "annoyance", "disappointment", "disapproval", "sadness")
PLEASED = (
    "admiration", "amusement", "approval", "caring", "desire", "excitement", "gratitude", "joy",
    "love", "optimism", "pride", "relief",
)  # fmt: skip
PLEASED_WEIGHT = 0.15
FEATURES = 8000
SEEN, SEEN_IN_SUPPORT = 4, 5
RATIO = 0.5
COST = 2.0
STEPS = 1000
"""The shipped weights are whole numbers, this many to one."""


def comments(path: Path, names: Sequence[str]) -> tuple[list[str], list[set[str]]]:
    """Read a file of GoEmotions: texts and the emotions of each."""
    texts, emotions = [], []
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        text, labels, _ = line.split("\t")
        texts.append(text)
        emotions.append({names[int(label)] for label in labels.split(",")})
    return texts, emotions


def turns(folder: Path) -> Iterable[str]:
    """Yield the customer turns of MultiDoGO."""
    for path in sorted(folder.glob("*.train.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n")[1:]:
            # A few turns go over several lines of the file.
            yield (line.split("\t") + [""] * 4)[3]


def labelled() -> tuple[list[str], list[int]]:
    """Read the project's own labelled messages: development half only."""
    texts, levels = [], []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        conversation = json.loads(line)
        for message in conversation["messages"]:
            level = conversation["gold"]["sentiment"].get(message["id"])
            if level is not None:
                texts.append(prose(message["text"]))
                levels.append(level)
    return texts, levels


def pieces(word: str) -> list[str]:
    """Cut a word into its runs of three to five letters, marked as such."""
    framed = f"<{word}>"
    return [f"#{framed[a : a + n]}" for n in (3, 4, 5) for a in range(len(framed) - n + 1)]


def single(feature: str) -> bool:
    """Whether a feature is one plain word."""
    return feature[0].isalpha() and " " not in feature


def features(text: str) -> list[str]:
    """List what the full model sees: the shipped features and the pieces of each word."""
    listed = list(valence.features([known for known, _ in valence.tokens(text)]))
    return [*listed, *(p for f in listed if single(f) for p in pieces(f)), *valence.shouted(text)]


def lengths(texts: Iterable[str]) -> Any:
    """Give a diagonal matrix that divides each text's row as the program does."""
    return sp.diags([1 / valence.size([k for k, _ in valence.tokens(text)]) for text in texts])


def learned(counts: Any, rows: Any, target: Any) -> Any:
    """Fit one logistic regression, features scaled by their log-count ratios (Wang 2012)."""
    there = (counts > 0).astype(float)
    yes = np.asarray(there[target].sum(0)).ravel() + 1
    no = np.asarray(there[~target].sum(0)).ravel() + 1
    scale = RATIO * np.abs(np.log(yes / yes.sum() / (no / no.sum()))) + 1 - RATIO
    model = LogisticRegression(C=COST, solver="liblinear", random_state=0)
    return model.fit(rows @ sp.diags(scale), target).coef_[0] * scale


def weights(texts: list[str], emotions: list[set[str]]) -> tuple[dict[str, float], Counter[str]]:
    """Learn the full model; give the weight of each feature and how many texts have it."""
    vectors = CountVectorizer(analyzer=features, min_df=SEEN)
    counts = vectors.fit_transform(texts).astype(float)
    counts.data[:] = np.minimum(counts.data, 2)
    rows = lengths(texts) @ counts
    total = np.zeros(counts.shape[1])
    for names, share in ((UPSET, -1.0), (AT_US, -1.0), (PLEASED, PLEASED_WEIGHT)):
        target = np.array([not found.isdisjoint(names) for found in emotions])
        total += share * learned(counts, rows, target)
    known = vectors.get_feature_names_out()
    seen = np.asarray((counts > 0).sum(0)).ravel()
    return dict(zip(known, total, strict=True)), Counter(
        dict(zip(known, map(int, seen), strict=True))
    )


def pruned(full: dict[str, float], seen: Counter[str], support: Counter[str]) -> dict[str, float]:
    """Put the pieces' weights into whole words and keep the features that matter most.

    Words that only support customers use get the weights of their pieces.
    """
    words = {f for f in full if single(f)} | {
        w for w, n in support.items() if n >= SEEN_IN_SUPPORT and single(w)
    }
    whole = {w: full.get(w, 0.0) + sum(full.get(p, 0.0) for p in pieces(w)) for w in words}
    whole.update({f: w for f, w in full.items() if not single(f) and not f.startswith("#")})

    def matter(feature: str) -> float:
        # The pairs of a kept word are worth what they add to it.
        return abs(whole[feature]) * math.sqrt(seen[feature] + 0.2 * min(support[feature], 50) + 1)

    return {f: whole[f] for f in sorted(whole, key=matter, reverse=True)[:FEATURES]}


def main(arguments: Sequence[str]) -> int:
    """Train, calibrate, say how good it is, and write the weights."""
    emotion_folder, turn_folder = map(Path, arguments)
    names = (emotion_folder / "labels.txt").read_text(encoding="utf-8").split()
    texts, emotions = comments(emotion_folder / "train.tsv", names)
    support = Counter(
        t for turn in turns(turn_folder) for t in {known for known, _ in valence.tokens(turn)}
    )
    kept = pruned(*weights(texts, emotions), support)
    gold, levels = labelled()
    plain = valence.Model(kept, 0.0, 0.0, 0.0)
    raw = np.array([valence.score(text, plain) for text in gold])
    long = np.array([valence.length(text) for text in gold])
    # How much a long message counts is told by support messages, not by comments on Reddit.
    spread, middle = raw.std(), long.mean()
    table = np.c_[raw / spread, (long - middle) / long.std()]
    upset = LogisticRegression(C=0.1).fit(table, np.array(levels) < 0)
    per_length = upset.coef_[0][1] / upset.coef_[0][0] / long.std()
    kept = {f: w for f, was in kept.items() if (w := round(was / spread * STEPS))}
    model = valence.Model(kept, float(per_length), float(middle), 0.0, STEPS)
    centre = float(np.mean([valence.score(text, model) for text in gold]))
    model = model._replace(centre=centre)
    scores = [valence.score(text, model) for text in gold]
    start = Calibration((-1.8, -0.6, 0.9, 1.8), 1.0)
    calibration = fitted(list(zip(scores, levels, strict=True)), start, 10)
    head = {
        "version": 1, "steps": STEPS, "length": round(model.length, 4),
        "middle": round(model.middle, 4), "centre": round(model.centre, 4),
        "calibration": calibration.data(),
    }  # fmt: skip
    lines = [f"{f}\t{w}" for f, w in sorted(kept.items())]
    valence.WEIGHTS.write_text(json.dumps(head) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    held, found = comments(emotion_folder / "dev.tsv", names)
    reddit = auc([-valence.score(t, model) for t in held], [not f.isdisjoint(UPSET) for f in found])
    own = auc([-s for s in scores], [level < 0 for level in levels])
    sys.stdout.write(f"{len(lines)} features; GoEmotions dev AUC {reddit}; own dev AUC {own}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
