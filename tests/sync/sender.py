"""A console in a process of its own: it sends one reply, and dies or waits where it is told.

    python -m tests.sync.sender FOLDER (own|ledger|rt) STEP TEXT CONVERSATION TIME

Steps at which it kills itself are those of STEPS; `wait` prints a line when it is about to
push and goes on when it is given one; `add` queues the reply and tries to push, as a command
line does; `push` only pushes. It prints what became of that.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from console.desk import reply
from console.domain.changes import State
from console.domain.models import Ref, Visibility
from console.helpdesk.rt import RequestTracker, RtSettings
from console.helpdesk.warmline import Warmline, identity_headers
from console.http import Endpoint, Http
from console.server import idempotency
from console.server.app import create_app
from console.store import outbox
from console.sync.engine import drain
from console.sync.lock import PusherLock
from tests.office import ANN, Clock, Console, Wire, open_console
from tests.sync.ledger import Ledger

BEFORE_ROW, IN_ROW, AFTER_ROW = "before the row", "while the row is written", "after the row"
DURING, IN_DESK = "during the request", "inside the desk"
ACCEPTED, IN_RECORD = "after accept", "while it is recorded"
STEPS = (BEFORE_ROW, IN_ROW, AFTER_ROW, DURING, IN_DESK, ACCEPTED, IN_RECORD)


def die() -> None:
    """End as by `kill -9`: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def around(place: Any, name: str, *, before: Any = None, after: Any = None) -> None:
    """Call something before or after a function of a module or an object, with its arguments."""
    original = getattr(place, name)

    async def wrapped(*arguments: Any, **named: Any) -> Any:
        if before is not None:
            before(*arguments)
        result = await original(*arguments, **named)
        if after is not None:
            after(*arguments)
        return result

    setattr(place, name, wrapped)


def set_trap(step: str, way: Any) -> None:
    """Arrange the end at a step."""
    traps: dict[str, Callable[[], None]] = {
        BEFORE_ROW: lambda: around(outbox, "add", before=lambda *_: die()),
        IN_ROW: lambda: around(outbox, "add", after=lambda *_: die()),
        DURING: lambda: around(way, "push", before=lambda *_: die()),
        IN_DESK: lambda: around(idempotency, "keep", before=lambda *_: die()),
        ACCEPTED: lambda: around(way, "push", after=lambda *_: die()),
        IN_RECORD: lambda: around(outbox, "update", after=_die_when_sent),
        "wait": lambda: around(way, "push", before=_wait),
    }
    traps.get(step, lambda: None)()


def _die_when_sent(_db: Any, row: Any) -> None:
    if row.state is State.SENT:
        die()


def _wait(*_: Any) -> None:
    print("pushing", flush=True)  # noqa: T201
    sys.stdin.readline()


def tracker(clock: Clock) -> RequestTracker:
    """Connect to the Request Tracker that the environment names."""
    login = json.loads(os.environ["WARMLINE_TEST_LOGIN"])
    settings = RtSettings.from_options(login["options"])
    return RequestTracker("desk", Http(Endpoint(login["url"])), settings, clock=clock)


async def run(folder: Path, kind: str, step: str, text: str, ident: str, now: datetime) -> None:
    """Open a console, send, and push."""
    clock = Clock(now)
    app = create_app(folder / "desk" / "desk.db", clock=clock)
    way: Any = Ledger(folder / "ledger.json", clock)
    if kind == "own":
        await app.open()
        headers = identity_headers(ANN)
        way = Warmline("desk", Wire(Endpoint("http://desk.test", headers=headers, app=app)))
    elif kind == "rt":
        way = tracker(clock)
    console: Console = await open_console(folder, clock, way)
    set_trap(step, way)
    if step != "push":
        await reply.send(console.desk, Ref("desk", ident), text, Visibility.PUBLIC, at_once=True)
    if step == AFTER_ROW:
        die()
    pushed = await drain(await console.line(), PusherLock(folder / "locks", "desk"))
    print("pushed" if pushed else "left", flush=True)  # noqa: T201
    await console.works.stop()
    await app.aclose()


if __name__ == "__main__":
    place, kind, step, text, ident, time = sys.argv[1:]
    asyncio.run(run(Path(place), kind, step, text, ident, datetime.fromisoformat(time)))
