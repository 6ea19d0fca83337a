"""An office to test in: the own desk, consoles of its agents, and a clock that stands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from console import errors
from console.desk import Desk
from console.domain.models import Person, Ref
from console.domain.picture import Rule
from console.helpdesk import Helpdesk
from console.helpdesk.warmline import Warmline, identity_headers
from console.http import Answer, Effect, Endpoint, Http
from console.server.app import Desk as App
from console.server.app import create_app
from console.store import Store
from console.sync import Line, pull, push
from console.sync.engine import Engine
from console.wiring import Plug, Works, open_works

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANN = Person("ann", "Ann Agent")
BO = Person("bo", "Bo Agent")


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now

    def later(self, **step: float) -> datetime:
        """Move it on."""
        self.now += timedelta(**step)
        return self.now


class Wire(Http):
    """A way to the desk that can be cut: before the request, or after it was carried out."""

    down = False
    losing = False

    async def _send(self, method: str, path: str, kwargs: dict[str, Any]) -> Answer:
        if self.down:
            raise errors.Unreachable("The desk cannot be reached.")
        answer = await super()._send(method, path, kwargs)
        if self.losing and method not in ("GET", "HEAD"):
            raise errors.NoAnswer("The answer was lost on the way.")
        return answer


@dataclass
class Console:
    """One agent's console: its verbs, its store, and the way to the desk."""

    works: Works
    way: Any
    """The adapter of its connection."""

    @property
    def wire(self) -> Wire:
        """What the adapter speaks through."""
        return self.way.http

    @property
    def desk(self) -> Desk:
        """What the verbs take."""
        return self.works.desk

    @property
    def store(self) -> Store:
        """What the screen shows."""
        return self.works.store

    async def engine(self) -> Engine:
        """Give the engine of its connection."""
        return await self.works.engine("desk")

    async def line(self) -> Line:
        """Give the line to the desk."""
        return await self.works.line("desk")

    async def sync(self) -> int:
        """Push and pull once."""
        return await (await self.engine()).once()

    async def pull(self) -> int:
        """Read what has changed."""
        return await pull.pull(await self.line())

    async def push(self) -> int:
        """Send what is due."""
        return await push.push(await self.line())


async def open_console(
    folder: Path,
    clock: Clock,
    way: Any,
    person: Person = ANN,
    *,
    store: str = "store.db",
    read_only: bool = False,
    rules: Sequence[Rule] = (),
    undo_for: timedelta = timedelta(seconds=8),
) -> Console:
    """Open a console over the store of that name in `folder`; it is connected by `way`."""

    async def make() -> Helpdesk:
        return way

    works = await open_works(
        folder / "console" / store,
        [Plug("desk", make, 2.0)],
        name=person.name,
        rules=lambda: rules,
        locks=folder / "locks",
        read_only=read_only,
        undo_for=undo_for,
        undo_note_for=timedelta(0),
        clock=clock,
    )
    return Console(works, way)


@dataclass
class Office:
    """The own desk, and everyone around it."""

    folder: Path
    clock: Clock
    app: App
    outside: Http
    consoles: list[Console] = field(default_factory=list)
    ids: count[int] = field(default_factory=lambda: count(1))

    async def console(self, person: Person = ANN, **options: Any) -> Console:
        """Open a console of `person`; the options are those of `open_console`."""
        wire = Wire(
            Endpoint("http://desk.test", headers=identity_headers(person), app=self.app),
            read_only=options.get("read_only", False),
        )
        way = Warmline("desk", wire)
        self.consoles.append(await open_console(self.folder, self.clock, way, person, **options))
        return self.consoles[-1]

    async def escalate(self, *texts: str, **fields: Any) -> Ref:
        """Hand over what a customer said, as the bot would."""
        data = {
            "id": f"c{next(self.ids)}",
            "subject": "Late parcel",
            "channel": "email",
            "customer": {"id": "u1", "name": "Ada Example", "email": "ada@example.com"},
            "messages": [{"text": text} for text in texts or ("My parcel is late.",)],
            **fields,
        }
        await self.outside.request("POST", "/v1/intake", json=data)
        return Ref("desk", str(data["id"]))

    async def escalate_many(self, number: int) -> list[Ref]:
        """Hand over so many at once."""
        items = [
            {
                "id": f"c{next(self.ids)}",
                "subject": f"Parcel {n}",
                "messages": [{"text": f"No {n}"}],
            }
            for n in range(number)
        ]
        await self.outside.request("POST", "/v1/intake/batch", json={"items": items})
        return [Ref("desk", item["id"]) for item in items]

    async def customer_says(self, ref: Ref, text: str) -> None:
        """Let the customer write again."""
        await self.outside.request(
            "POST",
            f"/v1/conversations/{ref.id}/messages",
            json={"text": text, "visibility": "public"},
            headers={"Warmline-Author-Kind": "customer"},
        )

    async def patch(self, ref: Ref, **values: Any) -> None:
        """Change a conversation as Bo, somewhere else."""
        await self.outside.request(
            "PATCH", f"/v1/conversations/{ref.id}", json=values, headers=identity_headers(BO)
        )

    async def claim(self, ref: Ref, person: Person = BO) -> None:
        """Take a conversation somewhere else."""
        await self.outside.request(
            "POST", f"/v1/conversations/{ref.id}/claim", headers=identity_headers(person)
        )

    async def show(self, ref: Ref) -> Any:
        """Read a conversation whole from the desk."""
        return (await self.outside.get(f"/v1/conversations/{ref.id}")).json()

    async def listed(self) -> list[Any]:
        """Read what is on the desk."""
        data = (await self.outside.get("/v1/conversations")).json()
        listed: list[Any] = data["conversations"]
        return listed

    async def said(self, ref: Ref) -> list[tuple[str, str]]:
        """Give what agents have said on the desk: visibility and text, in order."""
        return [
            (message["visibility"], message["text"])
            for message in (await self.show(ref))["messages"]
            if message["author"]["kind"] == "agent" and not message["event"]
        ]

    async def aclose(self) -> None:
        """Close everything."""
        for console in self.consoles:
            await console.works.stop()
            await console.way.aclose()
        await self.outside.aclose()
        await self.app.aclose()


@pytest.fixture
def clock() -> Clock:
    """Stop the time."""
    return Clock()


@pytest.fixture
async def office(tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    """Open an office with an empty desk."""
    app = create_app(tmp_path / "desk" / "desk.db", clock=clock)
    await app.open()
    outside = Http(Endpoint("http://desk.test", headers={"Warmline-Agent": "outside"}, app=app))
    # Bo is known there, so that things can be given to Bo.
    await outside.request("GET", "/v1/me", effect=Effect.READ, headers=identity_headers(BO))
    place = Office(tmp_path, clock, app, outside)
    yield place
    await place.aclose()


@pytest.fixture
async def console(office: Office) -> Console:
    """Open Ann's console."""
    return await office.console()
