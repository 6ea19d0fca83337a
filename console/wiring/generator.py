"""Scale the sample escalations to any number, in the import form; the same for a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from console.domain.form import format_time
from console.wiring.samples import lines, offset

FIRST = (
    "Ada", "Ben", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaito",
    "Lena", "Mateo", "Nadia", "Olga", "Priya", "Quentin", "Rosa", "Samir", "Tilda", "Uma",
    "Viktor", "Wanda", "Ximena", "Yusuf", "Zofia",
)  # fmt: skip
LAST = (
    "Ahlgren", "Brandt", "Castillo", "Dufour", "Eriksen", "Fontana", "Greve", "Hartmann", "Ibarra",
    "Jansen", "Kowalski", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quiroga", "Rossi",
    "Sørensen", "Tanaka", "Urban", "Vasquez", "Weber", "Yilmaz", "Zeller",
)  # fmt: skip
SPREAD = timedelta(days=14)
"""How far back conversations lie."""
_NUMBER = re.compile(r"\b(?=[A-Z0-9-]*\d{4})[A-Z]{0,3}-?\d{4,8}\b")


def generate(
    number: int, *, seed: int, now: datetime, messages: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield `number` escalations as import lines, ids unique, each with its own customer.

    `messages` fixes the length of each conversation. The mixture of trades, channels,
    languages and lengths is that of the samples.
    """
    samples = list(lines("escalations.jsonl"))
    dice = random.Random(seed)  # noqa: S311  nothing secret
    for index in range(number):
        yield _one(samples[dice.randrange(len(samples))], index, dice, now, seed, messages)


def _one(
    sample: Mapping[str, Any],
    index: int,
    dice: random.Random,
    now: datetime,
    seed: int,
    messages: int | None,
) -> dict[str, Any]:
    old = str(sample["customer"]["name"])
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    back = timedelta(seconds=dice.randrange(int(SPREAD.total_seconds())) ** 2
                     / SPREAD.total_seconds())  # fmt: skip
    digits = f"{dice.randrange(10**6):06d}"

    def fresh(text: str) -> str:
        """Put the new customer and another order number into a text."""
        for before, after in zip(old.split(), name.split(), strict=False):
            text = text.replace(before, after)
        return _NUMBER.sub(lambda m: re.sub(r"\d+", lambda _: digits, m[0], count=1), text)

    said = [
        {
            "id": f"m{at + 1}",
            "at": _time(now - back, message["at"]),
            "author": _author(message["author"], old, name),
            "visibility": message["visibility"],
            "text": fresh(message.get("text") or ""),
        }
        for at, message in enumerate(sample["messages"])
    ]
    if messages is not None:
        said = _long(said, messages, dice)
    handoff = sample.get("handoff")
    return {
        "id": f"g{seed}-{index:06d}",
        "subject": fresh(sample["subject"]),
        "channel": sample["channel"],
        "queue": sample["queue"],
        "priority": sample["priority"],
        "tags": list(sample["tags"]),
        "customer": {
            "id": f"gc{seed}-{index:06d}",
            "name": name,
            "email": f"{_mail(name)}.{index}@example.com",
            "attributes": dict(sample["customer"].get("attributes", {})),
        },
        **({"handoff": {**handoff, "at": _time(now - back, handoff["at"])}} if handoff else {}),
        "messages": said,
    }


def _time(base: datetime, given: str) -> str:
    return format_time((base + offset(given)).replace(microsecond=0))


def _mail(name: str) -> str:
    return name.lower().replace(" ", ".").replace("ø", "o")


def _author(author: Mapping[str, Any], old: str, name: str) -> dict[str, str]:
    said = str(author.get("name") or "")
    if said == "me":
        said = "Robin Vale"
    return {"kind": author["kind"], "name": name if said == old else said}


def _long(said: list[dict[str, Any]], count: int, dice: random.Random) -> list[dict[str, Any]]:
    """Cut a conversation to `count` messages, or go on about it, in the order of time."""
    out = said[-count:] if count <= len(said) else list(said)
    first = datetime.fromisoformat(out[0]["at"])
    while len(out) < count:
        again = said[len(out) % len(said)]
        first -= timedelta(seconds=dice.randrange(30, 600))
        out.insert(0, {**again, "at": format_time(first)})
    return [{**message, "id": f"m{at + 1}"} for at, message in enumerate(out)]
