"""Bring escalations from a file into the own desk, line by line, by its intake."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from typing import Any

from console.domain.text import clean_line

BATCH_LINES = 200
BATCH_BYTES = 8_000_000
"""Of text; the desk takes 40 MB in one request."""
LINE_BYTES = 38_000_000
"""A longer line cannot be sent."""
OUTCOMES = ("created", "appended", "unchanged", "refused")

Post = Callable[[Sequence[Any]], Awaitable[Sequence[Mapping[str, Any]]]]
"""Hands objects over and gives an answer for each: `status`, and `outcome` and `warnings`,
or `detail` and `problems`."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to tell about a line."""

    line: int
    """From 1."""
    field: str
    """A path such as `messages[2].at`; empty for the whole line."""
    words: str
    refused: bool
    """Whether the line was not taken; else it is a warning."""

    def __str__(self) -> str:
        """Give the sentence: `line 3: messages[0].at: must be ...`."""
        place = f"line {self.line}: {self.field}: " if self.field else f"line {self.line}: "
        return place + ("" if self.refused else "warning: ") + self.words


@dataclass(slots=True)
class Report:
    """What became of an import so far."""

    counts: Counter[str] = field(default_factory=Counter)
    """By OUTCOMES."""


def parse_line(number: int, raw: bytes) -> tuple[Any, Said | None]:
    """Read a line of JSON; give what is wrong with it instead where it is none."""
    if len(raw) > LINE_BYTES:
        return None, Said(number, "", f"is longer than {LINE_BYTES} bytes", refused=True)
    try:
        data = json.loads(raw)
    except UnicodeDecodeError:
        return None, Said(number, "", "is not UTF-8", refused=True)
    except json.JSONDecodeError as error:
        words = f"is not JSON: {error.msg} at column {error.colno}"
        return None, Said(number, "", words, refused=True)
    except (RecursionError, ValueError):
        return None, Said(number, "", "is not JSON that can be read", refused=True)
    if not isinstance(data, dict):
        return None, Said(number, "", "must be a JSON object", refused=True)
    return data, None


def batches(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Group numbered lines into batches that fit one request; empty lines are left out."""
    batch: list[tuple[int, bytes]] = []
    size = 0
    for number, raw in lines:
        if not raw.strip():
            continue
        if batch and (len(batch) >= BATCH_LINES or size + len(raw) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((number, raw))
        size += len(raw)
    if batch:
        yield batch


def numbered(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number lines from 1; a byte order mark is no part of the first."""
    for number, raw in enumerate(file, 1):
        yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw


def read_answer(number: int, answer: Mapping[str, Any]) -> tuple[str, list[Said]]:
    """Read what the desk made of a line: one of OUTCOMES, and what there is to tell."""
    if answer["status"] < 300:
        told = [_warning(number, str(words)) for words in answer.get("warnings", ())]
        return str(answer["outcome"]), told
    problems = answer.get("problems") or [{"field": "", "said": answer.get("detail", "refused")}]
    return "refused", [
        Said(number, clean_line(item["field"]), clean_line(item["said"]), refused=True)
        for item in problems
    ]


def _warning(number: int, words: str) -> Said:
    place, _, said = clean_line(words).rpartition(": ")
    return Said(number, place, said, refused=False)


async def bring_in(
    post: Post, lines: Iterable[tuple[int, bytes]], report: Report
) -> AsyncIterator[Said]:
    """Hand lines over in batches; count in `report`, and yield what there is to tell.

    Raises HelpdeskError and ReadOnly; what was handed over before then is in the desk, and
    giving the same lines again changes nothing about it.
    """
    for batch in batches(lines):
        told: list[Said] = []
        objects: list[tuple[int, Any]] = []
        for number, raw in batch:
            data, wrong = parse_line(number, raw)
            if wrong is not None:
                report.counts["refused"] += 1
                told.append(wrong)
            else:
                objects.append((number, data))
        answers = await post([data for _, data in objects]) if objects else ()
        for (number, _), answer in zip(objects, answers, strict=True):
            outcome, said = read_answer(number, answer)
            report.counts[outcome] += 1
            told += said
        for each in sorted(told, key=lambda said: said.line):
            yield each
