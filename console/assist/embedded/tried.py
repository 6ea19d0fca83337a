"""Find the steps that were already tried, by whom and with what result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from console.assist.embedded.attempts import Attempts
from console.assist.embedded.phrases import shapes
from console.assist.embedded.proposing import Ours, confirmed, implied, resolved
from console.assist.embedded.solving import solved
from console.assist.embedded.steps import Step
from console.assist.embedded.telling import told
from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind
from console.domain.sentences import Turn, content

MOST = 12
"""Steps on a card: more are no longer read."""


def tried(turns: Sequence[Turn]) -> tuple[Item, ...]:
    """Give the steps that were carried out, in the order they were told."""
    steps: list[Step] = []
    ours: list[Ours] = []
    attempts = Attempts()
    for turn in turns:
        if turn.customers:
            found: list[Step] = []
            for step in told(turn, ours):
                found.append(resolved(step, ours, [one.text for one in found]) or step)
            named = any(", " in step.text for step in found)
            done = list(confirmed(turn, ours)) if ours and not named else []
            if ours and not done and not found:
                steps += implied(turn, ours)
            steps += done
            steps += [
                s
                for s in found
                if not (done and (_anaphoric(s.text) or shapes()["echo"].match(s.text.lower())))
            ]
        elif turn.kind in (AuthorKind.BOT, AuthorKind.AGENT):
            mine = list(solved(turn))
            if turn.public:
                reported = attempts.read(turn, mine)
                steps += [reported] if reported else []
                ours.append(Ours(turn))
            steps = _told_off(steps, mine)
    seen: set[tuple[str, str]] = set()
    items: list[Item] = []
    for step in steps:
        key = (step.text.lower(), step.messages[0])
        if key in seen or len(step.text) < 4 or _empty(step, steps):
            continue
        seen.add(key)
        items.append(
            Item(
                Slot.ALREADY_TRIED,
                _lead().sub("", step.text, count=1),
                step.messages,
                by=step.by,
                state=step.result,
                confidence=0.8,
            )
        )
    return tuple(items[-MOST:])


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^(?:(?:also|so|and|but|then|yes|yeah|well|ok|okay|as)\b,? )+(?=\w)", re.IGNORECASE
    )


def _empty(step: Step, steps: Sequence[Step]) -> bool:
    """Tell whether a step says nothing to somebody who reads it alone."""
    cut_off = step.text.lower().endswith((" was", " is", " were", " are"))
    return cut_off or _anaphoric(step.text) or _again(step, steps)


def _again(step: Step, steps: Sequence[Step]) -> bool:
    """Tell whether a step is only named again: `I swapped it`, after it was told in full."""
    found = re.fullmatch(r"(?:i |we |i've )?(\w+) (?:it|that|this|them)", step.text.lower())
    return bool(found) and any(
        one is not step and found and found.group(1) in one.text.lower() for one in steps
    )


def _told_off(steps: list[Step], mine: list[Step]) -> list[Step]:
    """Add what our side did; where it says that the thing failed, the step before it did."""
    out = list(steps)
    for step in mine:
        about = content((step.text,))
        old = next(
            (
                at
                for at in range(len(out) - 1, -1, -1)
                if out[at].by == step.by and about & content((out[at].text,))
            ),
            None,
        )
        if old is None or step.result != "failed" or not step.text.lower().startswith("the "):
            out.append(step)
        else:
            both = (*out[old].messages, *step.messages)
            out[old] = out[old]._replace(result="failed", messages=both)
    return out


def _anaphoric(text: str) -> bool:
    return len(text) < 60 and bool(
        re.fullmatch(
            r"(?:yes |yeah |ok |i |we |i've |i have |have |already |all |just |also |so )*(?:did"
            r"|done|tried|checked)(?: (?:all|both|that|this|it|those|them|everything|so|already"
            r"|too|twice|now|again))*(?: (?:every|for|since|last|on|so|because|as) .*)?",
            text.lower(),
        )
    )
