"""How a customer feels: by message, and from the first one through the bot to now."""

from __future__ import annotations

from typing import NamedTuple

LEVELS = (-2, -1, 0, 1, 2)
"""Very upset to delighted; None stands for what cannot be told."""


class Mood(NamedTuple):
    """How one customer message sounds."""

    message: str
    """Its id."""
    level: int | None
    """-2 to 2, or None where it cannot be told: code, two words, another language."""
    confidence: str = "low"
    """`low`, `medium` or `high`."""
    because: tuple[str, ...] = ()
    """The words that drove it, as the message has them, the strongest first."""
    score: float = 0.0
    """The model's own number, for calibration: below 0 is upset."""


class Arc(NamedTuple):
    """The way of the mood; each point is a level, or None where nothing could be told."""

    start: int | None = None
    """The first customer message that tells."""
    handoff: int | None = None
    """The last one that tells before people took over."""
    now: int | None = None
    """The newest one that tells."""
    bot: int | None = None
    """The last one while the bot spoke."""
    human: int | None = None
    """The first one after a person spoke."""

    @property
    def trend(self) -> int:
        """Levels gained (above 0) or lost from the start to now."""
        return 0 if self.start is None or self.now is None else self.now - self.start
