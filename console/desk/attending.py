"""Keep cards and moods of the queue up to date, a few milliseconds at a time."""

from __future__ import annotations

import asyncio
import logging
import time

from console.desk import Desk, reading
from console.domain.models import Glance
from console.events import Changed
from console.store import escalations, facts, readings

log = logging.getLogger(__name__)

SLICE = 0.010
"""Seconds of work before the screen has its turn again."""
REST = 0.030
"""Seconds between two slices: a quarter of a core at most, and never for long."""
AT_ONCE = 16
"""Conversations whose readings are written in one transaction."""
VERSION = "assist"
"""The key of the store's facts that holds by which rules was read."""


class Attending:
    """Reads what has not been read: rows in view first, then as the queue has them."""

    def __init__(self, desk: Desk) -> None:
        """Work for `desk`, whose assistants are switched on."""
        self.desk = desk
        self._woken = asyncio.Event()

    def notice(self, changed: Changed) -> None:
        """Hear what has changed in the store."""
        if changed.connections and self.desk.assisting is not None:
            self.desk.assisting.knowledge.clear()
        if changed.refs or changed.everything:
            self._woken.set()

    async def run(self) -> None:
        """Work until cancelled."""
        stop = self.desk.events.listen(self.notice)
        try:
            await self._begin()
            while True:
                self._woken.clear()
                try:
                    done = await self.round()
                except Exception:
                    # The store may be busy, or the disk full: what comes next is tried again.
                    log.exception("the assistant goes on after a failure")
                    done = 0
                if not done:
                    await self._woken.wait()
        finally:
            stop()

    async def _begin(self) -> None:
        """Read everything anew when the rules of reading are not those of last time."""
        # Importing takes its time, and so does reading the weights: not while somebody types.
        await asyncio.to_thread(reading.prepare, self.desk)
        await self._load_extra()
        from console.assist.embedded.assistant import RULES  # noqa: PLC0415  off the start path

        store = self.desk.store
        if await facts.get(store.reader, VERSION) != RULES:
            async with store.writing() as db:
                await readings.forget(db)
                await facts.put(db, VERSION, RULES)

    async def _load_extra(self) -> None:
        """Load what ranks by meaning, where it is installed; without it words are enough."""
        from console.assist import semantic  # noqa: PLC0415  off the start path

        assert self.desk.assisting is not None
        if semantic.installed():
            try:
                self.desk.assisting.encoder = await semantic.load()
            except Exception:
                # Another version of its libraries, or weights that are not the ones known.
                log.exception("the semantic ranking could not be loaded")

    async def round(self) -> int:
        """Read some conversations, write down what was found, and tell; return how many."""
        assert self.desk.assisting is not None
        watched = list(self.desk.assisting.watched())
        waiting = await readings.unread(self.desk.store.reader, AT_ONCE, watched)
        found = []
        begun = time.perf_counter()
        for row in waiting:
            try:
                found.append((row, await self._read(row)))
            except Exception:
                # It must not end the reading of the others, nor be tried again at once.
                log.exception("%s cannot be read by the assistant", row.ref)
                found.append((row, None))
            if time.perf_counter() - begun > SLICE:
                await asyncio.sleep(REST)
                begun = time.perf_counter()
        if found:
            async with self.desk.store.writing() as writer:
                for row, made in found:
                    if made is None:
                        await readings.skip(writer, row.pk, row.newest)
                    else:
                        await readings.put(writer, row.pk, *made)
            self.desk.events.tell(Changed(glances=frozenset(row.ref for row, _ in found)))
        return len(found)

    async def _read(self, row: readings.Unread) -> tuple[readings.Kept, Glance] | None:
        """Read one conversation; None where it has gone meanwhile."""
        remote = await escalations.remote(self.desk.store.reader, row.ref)
        if remote is None:
            return None
        known = await reading.candidates(self.desk, row.ref.connection)
        case = await reading.case_of(self.desk, row.pk, remote)
        kept, glance, _ = await reading.read_aside(self.desk, case, known)
        return kept._replace(newest=row.newest), glance
