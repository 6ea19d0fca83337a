"""What a command is: a value with a name, keys, and what it does in a context."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from console.desk import Desk
    from console.desk.session import Settings
    from console.desk.thread import Thread
    from console.domain.models import Attachment, Entry, Ref, Visibility


class Place(StrEnum):
    """Where a key is pressed."""

    QUEUE = "queue"
    CONVERSATION = "conversation"
    COMPOSER = "composer"
    REVIEW = "review"
    LIST = "list"
    """A screen that is a list of its own, such as the outbox."""


READING = (Place.QUEUE, Place.CONVERSATION)
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


class Context(Protocol):
    """What a command may see and do; never the App."""

    @property
    def desk(self) -> Desk:
        """The verbs' first argument."""
        ...

    @property
    def place(self) -> Place:
        """Where the keys go now."""
        ...

    @property
    def entry(self) -> Entry | None:
        """The escalation that the agent is at."""
        ...

    @property
    def thread(self) -> Thread | None:
        """The conversation that is open."""
        ...

    @property
    def settings(self) -> Settings:
        """What the agent has set about the screen."""
        ...

    @property
    def query(self) -> str:
        """The query of the list that is shown."""
        ...

    @property
    def presses(self) -> int:
        """How often the key of this command was pressed in a row: 1 for once."""
        ...

    def targets(self) -> list[Entry]:
        """Give what a command acts on: what is selected, else where the agent is."""
        ...

    def written(self) -> Written:
        """Give what stands in the composer."""
        ...

    def notify(self, text: str, *, kind: str = "text", keep: bool = False) -> None:
        """Say something in one line; `kind` is a role of the theme."""
        ...

    async def confirm(self, question: str, *, yes: str = "Yes") -> bool:
        """Ask, with No as the default."""
        ...

    async def choose(
        self, title: str, options: Sequence[Option], *, free: str = "", filter_first: bool = False
    ) -> Any:
        """Let the agent choose; None when left. With `free`, a typed text is an answer too."""
        ...

    async def ask(self, title: str, value: str = "", *, hint: str = "") -> str | None:
        """Let the agent type one line; None when left."""
        ...

    def do(self, what: str, argument: Any = None) -> None:
        """Do something that only the screen can: scroll, focus, show; see `ui.deeds`."""
        ...

    async def show(self, what: str, argument: Any = None) -> Any:
        """Open a screen by name and wait until it is left."""
        ...

    async def open(self, ref: Ref) -> None:
        """Show a conversation, wherever it stands in the queue."""
        ...

    async def compose(self, visibility: Visibility, text: str | None = None) -> None:
        """Start or go on writing in the open conversation."""
        ...

    async def view(self, query: str, name: str) -> None:
        """Show the list of a query; raise InputError for one that cannot be understood."""
        ...

    async def palette(self) -> None:
        """Let the agent choose any command, and run it."""
        ...

    async def insert_knowledge(self, kind: str = "") -> None:
        """Let the agent choose a macro or an article for the composer."""
        ...

    async def save_attachment(self, attachment: Attachment, folder: str) -> None:
        """Fetch an attachment and save it under a clean name."""
        ...

    async def advance(self) -> None:
        """Go to the next escalation after acting on one, as the agent has set it."""
        ...


Run = Callable[[Context], Awaitable[None] | None]


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
