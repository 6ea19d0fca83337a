"""What a command may see and do: a protocol, so that it is tested without a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from console.desk import Desk
from console.desk.session import Settings
from console.desk.thread import Thread
from console.domain.models import Attachment, Entry, Ref, Visibility
from console.ui.commands.base import Option, Place, Written


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

    def pointed(self) -> str:
        """Give the customer message that the card points at, else the newest one."""
        ...

    async def rewrite(self, how: str) -> None:
        """Have the draft written anew by a model, to be looked at before it is taken."""
        ...

    async def advance(self) -> None:
        """Go to the next escalation after acting on one, as the agent has set it."""
        ...
