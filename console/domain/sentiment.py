"""How a customer feels: by message, and from the first one through the bot to now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from console.domain.models import AuthorKind

if TYPE_CHECKING:
    # A reading of a case has moods: at run time only that way around.
    from console.domain.handoff import Case

LEVELS = (-2, -1, 0, 1, 2)
"""Very upset to delighted; None stands for what cannot be told."""

WORDS = {
    -2: "very upset",
    -1: "upset",
    0: "neutral",
    1: "content",
    2: "delighted",
    None: "unknown",
}
"""What each level is called."""
BARS = {-2: "▁", -1: "▂", 0: "▄", 1: "▆", 2: "█", None: "·"}
"""The sign of each level; a dot where nothing can be told."""


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


def arc(case: Case, moods: Sequence[Mood]) -> Arc:
    """Follow the mood along a conversation.

    People took over at the time of the handoff, or with the first agent's message where that
    came first or no handoff is known.
    """
    levels = {mood.message: mood.level for mood in moods if mood.level is not None}
    told: list[int] = []
    before: list[int] = []
    bot: list[int] = []
    human: list[int] = []
    taken = bot_spoke = agent_spoke = False
    for message in case.messages:
        kind = message.author.kind
        if message.event:
            continue
        taken = taken or bool(case.handoff and message.at > case.handoff.at)
        if kind is AuthorKind.AGENT:
            taken = agent_spoke = True
        bot_spoke = bot_spoke or kind is AuthorKind.BOT
        level = levels.get(message.id) if kind is AuthorKind.CUSTOMER else None
        if level is None:
            continue
        told.append(level)
        if not taken:
            before.append(level)
            if bot_spoke:
                bot.append(level)
        if agent_spoke:
            human.append(level)
    return Arc(
        start=told[0] if told else None,
        handoff=before[-1] if before and (taken or case.handoff) else None,
        now=told[-1] if told else None,
        bot=bot[-1] if bot else None,
        human=human[0] if human else None,
    )


def sparkline(way: Arc) -> str:
    """Draw an arc with its touchpoints named: `start ▄ 0 > bot ▂ -1 > now ▆ +1`.

    Touchpoints without a level are left out, but for start and now; each sign stands beside its
    number, so that nothing rests on the sign alone.
    """
    points = (
        ("start", way.start),
        ("bot", way.bot),
        ("handoff", way.handoff),
        ("human", way.human),
        ("now", way.now),
    )
    return " > ".join(
        f"{name} {BARS[level]} {'?' if level is None else f'{level:+d}' if level else '0'}"
        for name, level in points
        if level is not None or name in {"start", "now"}
    )
