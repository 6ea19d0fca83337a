"""Fill the demo desk with sample customers, and let them write on while one looks."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from console.domain.interchange import format_time, parse_time
from console.domain.models import Person
from console.helpdesk.warmline import identity_headers
from console.http import Effect, Endpoint, Http
from console.wiring.demo import Demo

SAMPLES = Path(__file__).parent.parent / "server" / "demo"
KNOWLEDGE = ("kind", "title", "text", "visibility", "language", "tags")
"""What the desk keeps of a macro or an article."""
_OFFSET = re.compile(r"(\d+)([dhms])")
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def offset(text: str) -> timedelta:
    """Read an offset such as `-2h15m` or `+3h`."""
    seconds = sum(int(count) * _UNITS[unit] for count, unit in _OFFSET.findall(text))
    return timedelta(seconds=-seconds if text.startswith("-") else seconds)


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Read a file of samples, one object a line."""
    for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def intake(sample: dict[str, Any], now: datetime, me: Person) -> dict[str, Any]:
    """Turn a sample into the intake form, its offsets into times."""
    aside = ("status", "assignee", "snoozed_until", "later")
    data = {key: value for key, value in sample.items() if key not in aside}
    data["messages"] = [_message(message, now, me) for message in sample["messages"]]
    if sample.get("handoff"):
        at = format_time(now + offset(sample["handoff"]["at"]))
        data["handoff"] = {**sample["handoff"], "at": at}
    return data


def _message(message: dict[str, Any], now: datetime, me: Person) -> dict[str, Any]:
    author = message["author"]
    if author.get("name") == "me":
        author = {**author, "name": me.name, "id": me.id}
    return {**message, "at": format_time(now + offset(message["at"])), "author": author}


def speaker(app: Any, person: Person, kind: str = "agent") -> Http:
    """Speak to the desk as somebody."""
    headers = {**identity_headers(person), "Warmline-Author-Kind": kind}
    return Http(Endpoint("http://desk.invalid", headers=headers, app=app))


async def seed(demo: Demo, app: Any, me: Person, now: datetime) -> None:
    """Fill the desk, as a bot and colleagues would have."""
    colleagues = json.loads((SAMPLES / "colleagues.json").read_text(encoding="utf-8"))
    people = {p["name"]: Person(p["id"], p["name"], p["email"]) for p in colleagues}
    samples = list(lines("escalations.jsonl"))
    bot = speaker(app, Person("nova", "Nova (bot)"), "bot")
    items = [intake(sample, now, me) for sample in samples]
    await bot.request("POST", "/v1/intake/batch", json={"items": items})
    for person in people.values():
        await speaker(app, person).request("GET", "/v1/me", effect=Effect.READ)
    mine = speaker(app, me)
    for item in lines("knowledge.jsonl"):
        body = {key: value for key, value in item.items() if key in KNOWLEDGE}
        await mine.request("POST", "/v1/knowledge", json=body)
    for sample in samples:
        change = _change(sample, {**people, "me": me}, now)
        if change:
            await mine.request("PATCH", f"/v1/conversations/{sample['id']}", json=change)
    demo.keep(opened_at=format_time(now), away=0.0)


def _change(sample: dict[str, Any], people: dict[str, Person], now: datetime) -> dict[str, Any]:
    """Say what brings a sample into its state: who has it, and its status."""
    change: dict[str, Any] = {}
    if sample.get("assignee"):
        change["assignee"] = people[sample["assignee"]].id
    if sample.get("status", "new") != "new":
        change["status"] = sample["status"]
    if sample.get("snoozed_until"):
        change["snoozed_until"] = format_time(now + offset(sample["snoozed_until"]))
    return change


async def live(
    demo: Demo, app: Any, clock: Callable[[], datetime], poke: Callable[[], None]
) -> None:
    """Let customers write on, each message at its time, once."""
    opened = parse_time(demo.opened_at())
    later = [
        (opened + offset(message["after"]), index, sample, message)
        for sample in lines("escalations.jsonl")
        for index, message in enumerate(sample.get("later", ()))
    ]
    for at, index, sample, message in sorted(later, key=lambda item: item[0]):
        wait = (at - clock()).total_seconds()
        if wait > 0:
            await asyncio.sleep(wait)
        customer = sample["customer"]
        person = Person(customer["id"], message["author"].get("name") or customer["name"])
        await speaker(app, person, "customer").request(
            "POST",
            f"/v1/conversations/{sample['id']}/messages",
            json={"text": message["text"], "visibility": "public"},
            headers={"Idempotency-Key": f"demo-{sample['id']}-{index}"},
            expect=(409, 422),
        )
        poke()
