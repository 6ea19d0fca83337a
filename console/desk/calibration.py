"""Fit the thresholds of moods to the flags that agents have corrected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from console.desk import Desk
from console.store import facts, feedback, readings

if TYPE_CHECKING:
    from console.assist.embedded.calibration import Calibration

KEY = "calibration"
"""The key of the store's facts that holds it."""


async def load(desk: Desk) -> Calibration | None:
    """Give what corrections have taught; None for the shipped thresholds."""
    text = await facts.get(desk.store.reader, KEY)
    if not text:
        return None
    from console.assist.embedded.calibration import parse  # noqa: PLC0415  off the start path

    try:
        return parse(json.loads(text))
    except ValueError:
        # A file somebody has changed by hand: the shipped thresholds are always right enough.
        return None


async def refit(desk: Desk) -> tuple[int, str]:
    """Fit to all corrections; return how many there are, and what has changed in words.

    The newest correction of a message counts. The queue is read again by the new thresholds.
    """
    from console.assist.embedded.sentiment import SHIPPED, calibrate  # noqa: PLC0415

    latest = {
        (item.ref, item.what): item for item in await feedback.every(desk.store.reader, "corrected")
    }
    labels = [(item.detail["text"], item.detail["level"]) for item in latest.values()]
    if not labels:
        return 0, ""
    before, after = SHIPPED(), calibrate(labels)
    async with desk.store.writing() as db:
        await facts.put(db, KEY, json.dumps(after.data()))
        await readings.forget(db)
    names = ("very upset | upset", "upset | neutral", "neutral | content", "content | delighted")
    moved = [
        f"{name}: {old:+.2f} to {new:+.2f}"
        for name, old, new in zip(names, before.cuts, after.cuts, strict=True)
    ]
    return len(labels), "Thresholds, shipped and now: " + "; ".join(moved) + "."


async def reset(desk: Desk) -> None:
    """Go back to the shipped thresholds."""
    async with desk.store.writing() as db:
        await facts.put(db, KEY, "")
        await readings.forget(db)
