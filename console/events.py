"""Tell who listens that escalations have changed; bursts become one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from console.domain.models import Ref


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the store since the last call."""

    refs: frozenset[Ref] = frozenset()
    outbox: bool = False
    connections: bool = False
    everything: bool = False
    """Rows may have come or gone in any number: read the list again."""
    glances: frozenset[Ref] = frozenset()
    """Where an assistant has read: the lines say more, the list is the same."""

    def __or__(self, other: Changed) -> Changed:
        """Join two reports into one."""
        return Changed(
            self.refs | other.refs,
            self.outbox or other.outbox,
            self.connections or other.connections,
            self.everything or other.everything,
            self.glances | other.glances,
        )


Listener = Callable[[Changed], None]


@dataclass(slots=True)
class Events:
    """The list of listeners; each is called at once and must return quickly."""

    listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change until the returned function is called."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, changed: Changed) -> None:
        """Report a change to everyone who listens."""
        for listener in tuple(self.listeners):
            listener(changed)
