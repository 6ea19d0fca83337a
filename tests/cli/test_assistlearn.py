"""`assist feedback` and `assist calibrate`: what was noted, and what is learnt from it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from console.domain.models import Ref
from console.paths import paths
from console.store import Store, feedback
from console.store.feedback import Feedback
from tests.cli.calling import Caller

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANGRY = "This is the third time I ask and nobody answers me."


def note(warmline: Caller, *items: Feedback) -> None:
    """Write feedback into the store, as the screen does."""

    async def write() -> None:
        store = await Store.open(paths({"WARMLINE_HOME": str(warmline.home)}).store)
        try:
            async with store.writing() as db:
                for item in items:
                    await feedback.add(db, item)
        finally:
            await store.close()

    asyncio.run(write())


def flag(message: str, level: int, text: str = ANGRY) -> Feedback:
    """Make a corrected flag."""
    detail = {"level": level, "was": 0, "text": text}
    return Feedback(AT, Ref("desk", "c1"), "corrected", message, "", detail)


REJECTED = Feedback(
    AT, Ref("desk", "c1"), "rejected", "macro:late", "",
    {"reason": "tone", "maker": "embedded", "score": 0.7, "suggested": "No."},
)  # fmt: skip


def test_nothing_was_noted(warmline: Caller) -> None:
    """An empty list is data; in words it is said on stderr."""
    warmline.escalate()
    assert warmline("assist", "feedback", "--json").json() == []
    done = warmline("assist", "feedback")
    assert (done.code, done.out, done.err) == (0, "", "Nothing has been noted yet.\n")


def test_feedback_is_printed_in_its_order(warmline: Caller) -> None:
    """JSON, lines and counts tell the same; `--kind` chooses."""
    warmline.escalate()
    guard = Feedback(AT, Ref("desk", "c1"), "guard", "repeat")
    note(warmline, REJECTED, flag("m1", -2), guard)
    found = warmline("assist", "feedback", "--json").json()
    assert [(row["kind"], row["what"]) for row in found] == [
        ("rejected", "macro:late"), ("corrected", "m1"), ("guard", "repeat"),
    ]  # fmt: skip
    assert found[0] == {
        "at": "2026-03-02T09:00:00Z", "ref": "desk/c1", "kind": "rejected", "what": "macro:late",
        "reason": "tone", "maker": "embedded", "score": 0.7, "suggested": "No.",
    }  # fmt: skip
    assert len(warmline("assist", "feedback", "--ndjson").out.splitlines()) == 3
    (only,) = warmline("assist", "feedback", "--kind", "guard", "--json").json()
    assert only["what"] == "repeat"
    assert "rejected       1  macro:late" in warmline("assist", "feedback").out
    assert warmline("assist", "feedback", "--kind", "liked").code == 2


def test_calibrate_without_corrections(warmline: Caller) -> None:
    """Without a corrected flag nothing changes, and it is said how to make one."""
    warmline.escalate()
    done = warmline("assist", "calibrate")
    assert (done.code, done.out) == (0, "")
    assert "press F" in done.err


def test_calibrate_and_back(warmline: Caller) -> None:
    """Corrections move the thresholds, and with them what is read; `--reset` goes back."""
    message = {"id": "m1", "at": "2026-03-02T09:00:00Z", "text": ANGRY}
    ref = warmline.escalate(messages=[message])

    def level() -> int | None:
        (mood,) = warmline("assist", "card", ref, "--json").json()["sentiment"]
        found: int | None = mood["level"]
        return found

    shipped = level()
    wanted = 2
    note(warmline, *(flag(f"x{number}", wanted) for number in range(60)))
    done = warmline("assist", "calibrate")
    assert done.code == 0, done.err
    assert done.out.startswith("60 corrections. Thresholds, shipped and now: ")
    after = level()
    assert after is not None
    assert shipped is not None
    assert after > shipped
    assert "shipped" in warmline("assist", "calibrate", "--reset").out
    assert level() == shipped


@pytest.mark.parametrize("args", [(), ("--reset",)])
def test_read_only_leaves_the_thresholds(warmline: Caller, args: tuple[str, ...]) -> None:
    """`--read-only` refuses it with 3."""
    warmline.escalate()
    note(warmline, flag("m1", 2))
    assert warmline("--read-only", "assist", "calibrate", *args).code == 3
