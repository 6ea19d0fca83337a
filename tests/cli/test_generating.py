"""`generate`: the samples in any number."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from console.domain.interchange import parse
from console.wiring.generator import generate
from tests.cli.calling import Caller

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_same_seed_gives_the_same_bytes(warmline: Caller) -> None:
    """Number, seed and time decide every byte; another seed gives others."""
    args = ("generate", "30", "--now", "2026-03-01T00:00:00Z")
    first = warmline(*args).out
    assert first == warmline(*args).out
    assert len(first.splitlines()) == 30
    assert first != warmline(*args, "--seed", "2").out


def test_every_line_is_in_the_import_form() -> None:
    """Nothing generated is refused or unknown; ids are unique; nothing lies in the future."""
    seen = set()
    for data in generate(500, seed=3, now=NOW):
        intake = parse(data, NOW)
        assert intake.warnings == ()
        assert all(message.at <= NOW for message in intake.messages)
        assert [m.at for m in intake.messages] == sorted(m.at for m in intake.messages)
        seen.add(intake.id)
    assert len(seen) == 500


def test_the_mixture_is_real() -> None:
    """Channels, queues, priorities and languages are as mixed as in the samples."""
    rows = list(generate(400, seed=1, now=NOW))
    assert len({row["channel"] for row in rows}) >= 3
    assert len({row["queue"] for row in rows}) >= 5
    assert {row["priority"] for row in rows} == {"low", "normal", "high", "urgent"}
    assert len({row["customer"]["name"] for row in rows}) > 200


def test_a_length_can_be_asked_for() -> None:
    """With `messages` each conversation has exactly so many, in the order of time."""
    for count in (1, 7, 500):
        for data in generate(5, seed=1, now=NOW, messages=count):
            assert len(parse(data, NOW).messages) == count
            times = [message["at"] for message in data["messages"]]
            assert times == sorted(times)


def test_it_streams() -> None:
    """The first lines of a huge number are there at once."""
    assert len(list(itertools.islice(generate(10**8, seed=1, now=NOW), 3))) == 3
