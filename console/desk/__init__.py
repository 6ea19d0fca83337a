"""What all verbs of the desk share: the store, the clock, and who acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console import errors
from console.domain.models import Person, Ref
from console.events import Changed, Events
from console.store import Db, Store, connections

if TYPE_CHECKING:
    from console.desk.assisting import Assisting
    from console.domain.picture import Rule


@dataclass(slots=True)
class Desk:
    """Where an agent works. Verbs are functions that take it first."""

    store: Store
    events: Events
    rules: Callable[[], Sequence[Rule]]
    """Gives the SLA rules; they are read when first needed."""
    clock: Callable[[], datetime]
    new_key: Callable[[], str]
    """Makes a key that is never made twice."""
    name: str
    """The agent, as configured."""
    undo_for: timedelta = timedelta(seconds=8)
    """How long a public reply can be taken back."""
    undo_note_for: timedelta = timedelta(0)
    read_only: bool = False
    poke: Callable[[str], None] = lambda _connection: None
    """Tells the background work of a connection that there is something to do."""
    assisting: Assisting | None = None
    """The assistants; None when they are switched off."""
    hidden: frozenset[str] = frozenset()
    """Connections of the store that are not shown: no longer configured, or not in use."""
    knowledge_folder: Path | None = None
    """The team's own macros and articles; None for none."""
    done: list[str] = field(default_factory=list)
    """The actions of this sitting, for undo: the newest last."""

    def must_write(self) -> None:
        """Raise ReadOnly when nothing may be changed."""
        if self.read_only:
            raise errors.ReadOnly("Nothing was changed: Warmline is open for reading only.")

    async def me(self, connection: str) -> Person:
        """Say who the agent is on a helpdesk; by the configured name before it was asked."""
        state = await connections.get(self.store.reader, connection)
        return state.me if state.me.id else Person(self.name, self.name)

    async def redraw(self, db: Db, ref: Ref) -> None:
        """Bring the shown columns up to date, inside a transaction."""
        from console.store import picture  # noqa: PLC0415  off the start path

        await picture.refresh(db, [ref], self.rules())

    def tell(self, ref: Ref) -> None:
        """Report that an escalation and the outbox have changed, and let it be sent."""
        self.events.tell(Changed(frozenset([ref]), outbox=True))
        self.poke(ref.connection)
