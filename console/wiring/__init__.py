"""Put concrete things together: config to store, helpdesks, sync and a session."""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console import errors
from console.desk import Desk
from console.desk.session import Session, Settings
from console.domain.models import Person, Ref
from console.events import Events
from console.store import Store, connections

if TYPE_CHECKING:
    from console.domain.picture import Rule
    from console.helpdesk import Helpdesk
    from console.sync import Line
    from console.sync.engine import Engine


log = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between looks at what is being sent."""


def wall_clock() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


def new_key() -> str:
    """Make a key that is never made twice."""
    return uuid.uuid4().hex


Maker = Callable[[], Awaitable["Helpdesk"]]


@dataclass(frozen=True, slots=True)
class Plug:
    """A connection that can be made: nothing of it is imported before it is."""

    name: str
    make: Maker
    every: float
    """Seconds between pulls."""
    me: Person | None = None
    """Who we are there, where that needs no question."""


@dataclass(slots=True)
class Works:
    """What runs behind a session: the store, and one engine for each connection."""

    store: Store
    desk: Desk
    plugs: Sequence[Plug]
    locks: Path
    read_only: bool
    lines: dict[str, Line] = field(default_factory=dict)
    engines: dict[str, Engine] = field(default_factory=dict)
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    also: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """Further work in the background, started with sync."""
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once every connection that can be made has been."""
    resting: bool = False
    """Whether others are to send meanwhile."""

    async def line(self, name: str) -> Line:
        """Give the line of a connection, made when first needed; raise ConfigError."""
        if name not in self.lines:
            plug = next((plug for plug in self.plugs if plug.name == name), None)
            if plug is None:
                known = ", ".join(plug.name for plug in self.plugs)
                raise errors.ConfigError(f"There is no connection {name}.", hint=f"Known: {known}.")
            # Importing HTTP takes a tenth of a second: not while somebody types.
            await asyncio.to_thread(_import_sync)
            from console.sync import Line  # noqa: PLC0415  imported off the start path

            helpdesk = await plug.make()
            self.lines[name] = Line(
                store=self.store,
                helpdesk=helpdesk,
                events=self.desk.events,
                rules=self.desk.rules,
                clock=self.desk.clock,
                jitter=random.random,
                read_only=self.read_only,
            )
            self.closing.append(helpdesk.aclose)
        return self.lines[name]

    async def engine(self, name: str) -> Engine:
        """Give the engine of a connection."""
        if name not in self.engines:
            line = await self.line(name)
            from console.sync.engine import Engine  # noqa: PLC0415  imported off the start path
            from console.sync.lock import PusherLock  # noqa: PLC0415

            every = next(plug.every for plug in self.plugs if plug.name == name)
            self.engines[name] = Engine(line, PusherLock(self.locks, name), every=every)
        return self.engines[name]

    async def start(self) -> None:
        """Begin to keep every connection in step."""
        # Side by side: a secret that takes its time holds nobody else up.
        await asyncio.gather(*(self._start(plug.name) for plug in self.plugs))
        self.tasks += [asyncio.ensure_future(work()) for work in self.also]
        self.begun.set()

    async def _start(self, name: str) -> None:
        try:
            engine = await self.engine(name)
            if not self.resting:
                engine.start()
        except errors.WarmlineError as error:
            await self._note(name, error)

    async def _note(self, name: str, error: errors.WarmlineError) -> None:
        async with self.store.writing() as db:
            state = await connections.get(db, name)
            from dataclasses import replace  # noqa: PLC0415

            await connections.put(
                db, replace(state, error=str(error), hint=error.hint, error_at=self.desk.clock())
            )

    def poke(self, name: str) -> None:
        """Tell a connection's engine that there is something to do."""
        if name in self.engines:
            self.engines[name].poke()

    async def rest(self) -> None:
        """Leave the right to send to other processes: this one is about to stand still."""
        self.resting = True
        await asyncio.gather(*(engine.rest() for engine in self.engines.values()))

    def go_on(self) -> None:
        """Go on after a rest."""
        self.resting = False
        for engine in self.engines.values():
            engine.start()

    async def settle(self, seconds: float) -> None:
        """Send what can be sent, and look up what can be, for at most so many seconds.

        What is on its way then is not cut off: it goes on until everything is closed.
        """
        until = self.desk.clock() + timedelta(seconds=seconds)
        tasks = [asyncio.ensure_future(self._settle(plug.name, until)) for plug in self.plugs]
        self.tasks += tasks
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def _settle(self, name: str, until: datetime) -> None:
        from console.domain.outbox import moves  # noqa: PLC0415  off the start path
        from console.store import outbox  # noqa: PLC0415

        try:
            engine = await self.engine(name)
            while self.desk.clock() < until:
                await engine.send()
                rows = await outbox.pending(self.store.reader, name)
                if not moves(rows, self.desk.clock(), until):
                    return
                await asyncio.sleep(LOOK_EVERY)
        except errors.WarmlineError as error:
            # One that cannot be reached is not waited for: what it keeps says why.
            await self._note(name, error)

    async def believe(self, name: str) -> int:
        """Accept that what is missing on a connection is gone."""
        from console.sync import pull  # noqa: PLC0415

        return await pull.believe(await self.line(name))

    async def attachment(self, ref: Ref, ident: str) -> bytes:
        """Fetch a file from its helpdesk."""
        line = await self.line(ref.connection)
        return await line.helpdesk.attachment(ref.id, ident)

    async def history(self, ref: Ref) -> None:
        """Fetch and read what the customer of `ref` came with earlier; what fails is logged.

        It makes no connection of its own, so that it can be cancelled anywhere.
        """
        if self.desk.assisting is None:
            return
        await self.begun.wait()
        from console.desk import earlier  # noqa: PLC0415  off the start path
        from console.sync.history import history  # noqa: PLC0415

        try:
            if ref.connection in self.lines:
                await history(self.lines[ref.connection], ref)
        except errors.WarmlineError as error:
            log.info("no history of %s: %s", ref.connection, type(error).__name__)
        except Exception:
            # A helpdesk's surprise must not take the screen with it.
            log.exception("the history of %s failed", ref.connection)
        try:
            await earlier.read(self.desk, ref)
        except Exception:
            log.exception("what came before could not be read")

    async def stop(self) -> None:
        """End the background work and close everything."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for engine in self.engines.values():
            await engine.stop()
        for close in reversed(self.closing):
            await close()
        await self.store.close()


def _import_sync() -> None:
    """Import what speaks to helpdesks, in a thread."""
    import console.helpdesk.warmline  # noqa: PLC0415
    import console.http  # noqa: PLC0415
    import console.sync.engine  # noqa: F401, PLC0415


async def open_works(
    store_file: Path,
    plugs: Sequence[Plug],
    *,
    name: str,
    rules: Callable[[], Sequence[Rule]],
    locks: Path,
    read_only: bool,
    undo_for: timedelta,
    undo_note_for: timedelta,
    clock: Callable[[], datetime] = wall_clock,
) -> Works:
    """Open the store and put a desk over it; nothing else is imported yet."""
    store = await Store.open(store_file)
    known = await connections.names(store.reader)
    desk = Desk(
        store=store,
        events=Events(),
        rules=rules,
        clock=clock,
        new_key=new_key,
        name=name,
        undo_for=undo_for,
        undo_note_for=undo_note_for,
        read_only=read_only,
        # Without any connection there is nothing to tell apart.
        hidden=known.difference(plug.name for plug in plugs) if plugs else frozenset(),
    )
    works = Works(store, desk, plugs, locks, read_only)
    desk.poke = works.poke
    return works


def session(
    works: Works,
    settings: Settings,
    *,
    scratch: Path,
    themes: Path | None,
    demo: bool,
    set_setting: Callable[[str, object], None],
    config_file: Path | None,
    base: str = "",
) -> Session:
    """Give a screen what it works with."""
    return Session(
        desk=works.desk,
        settings=settings,
        start=works.start,
        stop=works.stop,
        settle=works.settle,
        rest=works.rest,
        go_on=works.go_on,
        believe=works.believe,
        attachment=works.attachment,
        history=works.history,
        set_setting=set_setting,
        scratch=scratch,
        themes=themes,
        demo=demo,
        config_file=config_file,
        base=base,
        connections=tuple(plug.name for plug in works.plugs),
    )
