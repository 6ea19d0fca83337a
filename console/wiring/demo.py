"""The demo: a throw-away desk of sample customers that keeps living while one looks."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from console.domain.interchange import format_time, parse_time
from console.domain.models import Person, Priority
from console.domain.picture import Rule
from console.domain.search import parse as parse_query
from console.domain.sla import Policy
from console.http import Effect, Endpoint, Http

SAMPLES = Path(__file__).parent.parent / "server" / "demo"
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
    data = {
        key: value
        for key, value in sample.items()
        if key not in ("status", "assignee", "snoozed_until", "later")
    }
    data["messages"] = [
        {
            **message,
            "at": format_time(now + offset(message["at"])),
            "author": {**message["author"], "name": _name(message["author"].get("name", ""), me)},
        }
        for message in sample["messages"]
    ]
    if sample.get("handoff"):
        at = format_time(now + offset(sample["handoff"]["at"]))
        data["handoff"] = {**sample["handoff"], "at": at}
    return data


def _name(name: str, me: Person) -> str:
    return me.name if name == "me" else name


def policies() -> tuple[Rule, ...]:
    """Give the SLAs of the demo desk."""
    urgent = Policy(
        "urgent",
        f"priority:{Priority.URGENT}",
        timedelta(minutes=15),
        timedelta(minutes=20),
        timedelta(hours=4),
        None,
    )
    everyone = Policy("everyone", "", timedelta(hours=1), timedelta(hours=2), None, None)
    return tuple(Rule(parse_query(policy.match), policy) for policy in (urgent, everyone))


class Demo:
    """A demo folder: a desk, a store, and the moment when it was opened."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; everything in it may be thrown away."""
        self.folder = folder
        self.store = folder / "store.db"
        self.desk = folder / "desk.db"
        self.note = folder / "demo.json"

    def clock(self) -> Callable[[], datetime]:
        """Give a clock that stood still while nobody looked: what was urgent still is."""
        away = timedelta(0)
        if self.note.exists():
            seen = max(
                path.stat().st_mtime
                for path in self.folder.iterdir()
                if path.is_file() and path.suffix != ".lock"
            )
            shift = json.loads(self.note.read_text(encoding="utf-8")).get("shift", 0.0)
            away = datetime.now(UTC) - datetime.fromtimestamp(seen, UTC)
            away = max(away, timedelta(0)) + timedelta(seconds=shift)
            self._keep(shift=away.total_seconds())
        return lambda: datetime.now(UTC) - away

    def _keep(self, **values: Any) -> None:
        data = json.loads(self.note.read_text(encoding="utf-8")) if self.note.exists() else {}
        self.note.write_text(json.dumps({**data, **values}), encoding="utf-8")

    @property
    def ready(self) -> bool:
        """Whether the samples are in the desk."""
        return self.note.exists()

    async def seed(self, app: Any, me: Person, now: datetime) -> None:
        """Fill the desk, as a bot and colleagues would have."""
        people = {p["name"]: Person(p["id"], p["name"], p["email"]) for p in _colleagues()}
        bot = speaker(app, Person("nova", "Nova (bot)"), "bot")
        samples = list(lines("escalations.jsonl"))
        items = [intake(sample, now, me) for sample in samples]
        await bot.request("POST", "/v1/intake/batch", json={"items": items})
        for person in people.values():
            await speaker(app, person).request("GET", "/v1/me", effect=Effect.READ)
        mine = speaker(app, me)
        for item in lines("knowledge.jsonl"):
            await mine.request("POST", "/v1/knowledge", json=item, expect=(409, 422))
        for sample in samples:
            await self._settle(mine, sample, {**people, "me": me}, now)
        self._keep(opened_at=format_time(now), shift=0.0)

    async def _settle(
        self, http: Http, sample: dict[str, Any], people: dict[str, Person], now: datetime
    ) -> None:
        """Bring one sample into its state: who has it, and its status."""
        change: dict[str, Any] = {}
        if sample.get("assignee"):
            change["assignee"] = people[sample["assignee"]].id
        if sample.get("status", "new") != "new":
            change["status"] = sample["status"]
        if sample.get("snoozed_until"):
            change["snoozed_until"] = format_time(now + offset(sample["snoozed_until"]))
        if change:
            await http.request("PATCH", f"/v1/conversations/{sample['id']}", json=change)

    async def live(self, app: Any, clock: Callable[[], datetime], poke: Callable[[], None]) -> None:
        """Let customers write on, each message at its time, once."""
        opened = parse_time(json.loads(self.note.read_text(encoding="utf-8"))["opened_at"])
        later = sorted(
            (
                (opened + offset(message["after"]), index, sample, message)
                for sample in lines("escalations.jsonl")
                for index, message in enumerate(sample.get("later", ()))
            ),
            key=lambda item: item[0],
        )
        for at, index, sample, message in later:
            wait = (at - clock()).total_seconds()
            if wait > 0:
                await asyncio.sleep(wait)
            customer = sample["customer"]
            person = Person(customer["id"], message["author"].get("name") or customer["name"])
            http = speaker(app, person, "customer")
            await http.request(
                "POST",
                f"/v1/conversations/{sample['id']}/messages",
                json={"text": message["text"], "visibility": "public"},
                headers={"Idempotency-Key": f"demo-{sample['id']}-{index}"},
                expect=(409, 422),
            )
            poke()


def speaker(app: Any, person: Person, kind: str = "agent") -> Http:
    """Speak to the desk as somebody."""
    from console.helpdesk.warmline import identity_headers  # noqa: PLC0415

    headers = {**identity_headers(person), "Warmline-Author-Kind": kind}
    return Http(Endpoint("http://desk.invalid", headers=headers, app=app))


def _colleagues() -> list[dict[str, str]]:
    data: list[dict[str, str]] = json.loads(
        (SAMPLES / "colleagues.json").read_text(encoding="utf-8")
    )
    return data
