"""What a command is: a value with a name, keys, and what it does in a context."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from console.domain.models import Attachment, Visibility
    from console.domain.suggestion import Inserted
    from console.ui.commands.context import Context


class Place(StrEnum):
    """Where a key is pressed."""

    QUEUE = "queue"
    CONVERSATION = "conversation"
    CARD = "card"
    COMPOSER = "composer"
    REVIEW = "review"
    OUTBOX = "outbox"


READING = (Place.QUEUE, Place.CONVERSATION, Place.CARD)
"""Where no text is typed: single keys are commands."""
EVERYWHERE = tuple(Place)


class Option(NamedTuple):
    """Something to choose from a list."""

    label: str
    value: Any
    key: str = ""
    """A key that chooses it at once."""
    detail: str = ""


class Written(NamedTuple):
    """What stands in the composer."""

    visibility: Visibility
    text: str
    attachments: tuple[Attachment, ...] = ()
    seen: str = ""
    """The newest customer message that the agent had read."""
    inserted: tuple[Inserted, ...] = ()
    """Texts that were put into it."""


Run = Callable[["Context"], Awaitable[None] | None]


def deed(what: str, argument: Any = None) -> Run:
    """Make a command's `run` out of something that only the screen can do."""

    def run(context: Context) -> None:
        context.do(what, argument)

    return run


def lazy(place: str) -> Run:
    """Make a command's `run` out of `module:function` in this package.

    The module is imported when the command is first run: the table stands on the start path,
    the verbs do not.
    """
    module, _, name = place.partition(":")

    def run(context: Context) -> Awaitable[None] | None:
        from importlib import import_module  # noqa: PLC0415

        found: Run = getattr(import_module(f"console.ui.commands.{module}"), name)
        return found(context)

    run.__qualname__ = place
    return run


def always(context: Context) -> bool:
    """Allow a command at any time."""
    del context
    return True


def with_entry(context: Context) -> bool:
    """Allow a command when an escalation is selected."""
    return context.entry is not None


class Command(NamedTuple):
    """A command of the table."""

    name: str
    """Noun and verb, as the config file names it: `reply.send`."""
    title: str
    """What it does, in the imperative, for palette, footer and help."""
    keys: tuple[str, ...]
    run: Run
    places: tuple[Place, ...] = READING
    enabled: Callable[[Context], bool] = always
    footer: int = 0
    """Its rank in the footer, 1 first; 0 keeps it out."""
    short: str = ""
    """A word for the footer, where the title is too long."""
    writes: bool = False
    """Whether it changes something on a helpdesk."""

    @property
    def label(self) -> str:
        """What the footer says."""
        return self.short or self.title
