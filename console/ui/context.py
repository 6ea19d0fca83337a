"""What commands see of the inbox screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from console import errors
from console.domain.models import Attachment, Entry, Ref, Visibility
from console.ui.commands.base import Command, Option, Place, Written

if TYPE_CHECKING:
    from console.desk import Desk
    from console.desk.knowledge_files import Shelf
    from console.desk.session import Settings
    from console.desk.thread import Thread
    from console.ui.screens.inbox import InboxScreen


class ScreenContext:
    """The Context of the inbox screen; see `commands.base.Context`."""

    def __init__(self, screen: InboxScreen) -> None:
        """Serve `screen`."""
        self.screen = screen
        self.presses = 1

    @property
    def desk(self) -> Desk:
        """The verbs' first argument."""
        return self.screen.session.desk

    @property
    def settings(self) -> Settings:
        """What the agent has set about the screen."""
        return self.screen.session.settings

    @property
    def place(self) -> Place:
        """Where the keys go now."""
        return self.screen.place

    @property
    def query(self) -> str:
        """The query of the list that is shown."""
        return self.screen.feed.typed

    @property
    def entry(self) -> Entry | None:
        """The open conversation while it has the focus, else the line under the cursor."""
        thread = self.thread
        if thread is not None and self.place is not Place.QUEUE:
            return thread.entry
        return self.screen.queue.current

    @property
    def thread(self) -> Thread | None:
        """The conversation that is open."""
        return self.screen.talk.thread if self.screen.talking else None

    def targets(self) -> list[Entry]:
        """Give what is selected, else where the agent is."""
        queue = self.screen.queue
        # In an open conversation a key means that one, whatever is selected in the list.
        if queue.marked and self.place is Place.QUEUE:
            return list(queue.marked.values())
        return [self.entry] if self.entry is not None else []

    def written(self) -> Written:
        """Give what stands in the composer."""
        composer = self.screen.writing.composer
        if composer is None:
            return Written(Visibility.PUBLIC, "")
        return Written(
            composer.visibility,
            composer.text,
            composer.attachments,
            composer.seen,
            composer.inserted,
        )

    def notify(self, text: str, *, kind: str = "text", keep: bool = False) -> None:
        """Say something in the line at the bottom."""
        self.screen.say(text, kind, keep=keep)

    async def confirm(self, question: str, *, yes: str = "Yes") -> bool:
        """Ask, with No as the default."""
        from console.ui.screens.ask import Confirm  # noqa: PLC0415  drawn when first needed

        screen: Screen[bool] = Confirm(question, yes=yes)
        return await self.screen.app.push_screen_wait(screen)

    async def choose(
        self,
        title: str,
        options: Sequence[Option],
        *,
        free: str = "",
        filter_first: bool = False,
        fitting: Callable[[str], list[Option]] | None = None,
    ) -> Any:
        """Let the agent choose; None when left. `fitting` finds options for what is typed."""
        from console.ui.screens.ask import Choose  # noqa: PLC0415  drawn when first needed

        screen = Choose(title, options, free=free, filter_first=filter_first, fitting=fitting)
        return await self.screen.app.push_screen_wait(screen)

    async def ask(self, title: str, value: str = "", *, hint: str = "") -> str | None:
        """Let the agent type one line; None when left."""
        from console.ui.screens.ask import Ask  # noqa: PLC0415  drawn when first needed

        return await self.screen.app.push_screen_wait(Ask(title, value, hint=hint))

    def do(self, what: str, argument: Any = None) -> None:
        """Do something that only the screen can."""
        self.screen.deeds.do(what, argument)

    async def show(self, what: str, argument: Any = None) -> Any:
        """Open a screen by name and wait until it is left."""
        del argument
        from console.ui.screens import opened  # noqa: PLC0415  drawn when first needed

        return await self.screen.app.push_screen_wait(opened(what, self))

    async def open(self, ref: Ref) -> None:
        """Show a conversation, wherever it stands in the queue."""
        await self.screen.open(ref)

    async def compose(self, visibility: Visibility, text: str | None = None) -> None:
        """Start or go on writing in the conversation."""
        if self.desk.read_only:
            self.desk.must_write()
        entry = self.entry
        if entry is None:
            return
        if self.thread is None or self.thread.ref != entry.ref:
            await self.screen.open(entry.ref)
        await self.screen.writing.start(visibility, text)

    async def view(self, query: str, name: str) -> None:
        """Show the list of a query."""
        await self.screen.show_view(query, name)

    async def palette(self) -> None:
        """Let the agent choose any command that can run here, and run it."""
        from console.ui.keymap import shown  # noqa: PLC0415

        place = self.place
        options = [
            Option(
                command.title,
                command,
                detail=f"{command.name}  {shown(command.keys[0]) if command.keys else ''}",
            )
            for command in self.screen.keymap.commands
            if place in command.places and command.enabled(self)
        ]
        chosen: Command | None = await self.choose("Command", options, filter_first=True)
        if chosen is not None:
            await self.run(chosen)

    async def run(self, command: Command) -> None:
        """Run a command here."""
        await self.screen.run_now(command)

    async def mention(self) -> None:
        """Name a colleague in a note; in a reply to the customer it stays text."""
        from console.desk import triage  # noqa: PLC0415  off the start path

        thread, writing = self.thread, self.screen.writing
        if thread is None:
            return
        if self.written().visibility is Visibility.PUBLIC:
            self.notify("Colleagues are mentioned in notes; here @ stays text.", kind="muted")
            return
        people = [
            person
            for person in await triage.colleagues(self.desk, thread.ref.connection)
            if person.id != thread.me.id
        ]
        if not people:
            self.notify("No colleagues are known here yet; @ stays text.", kind="muted")
            return
        options = [Option(person.name, person, detail=person.email) for person in people]
        chosen = await self.choose("Mention", options, filter_first=True)
        if chosen is not None:
            writing.insert(f"@{chosen.name} ", instead_of=1)

    async def insert_knowledge(self, kind: str = "", instead_of: int = 0) -> None:
        """Let the agent choose a macro or an article for the composer.

        Where a shortcut asked for a `kind`, the text replaces its characters; leaving keeps
        them.
        """
        from console.desk import knowledge  # noqa: PLC0415  off the start path
        from console.domain.form import format_time  # noqa: PLC0415
        from console.domain.handoff import Slot  # noqa: PLC0415
        from console.domain.suggestion import Inserted  # noqa: PLC0415

        entry = self.entry
        if entry is None:
            return
        items = await knowledge.every(self.desk, entry.ref.connection, kind or None)
        self._tell_problems(await knowledge.own(self.desk))
        if not items:
            raise errors.InputError(
                "There are no macros or articles here yet.",
                hint="They come from the helpdesk at the next sync.",
            )
        # The first search makes an index, which takes longer than a key may wait.
        await asyncio.to_thread(knowledge.found, items, "a")

        def fitting(words: str) -> list[Option]:
            return [
                Option(item.title, item, detail=f"{item.kind}{knowledge.warning(item)}")
                for item in knowledge.found(items, words)
            ]

        chosen = await self.choose("Insert", fitting(""), filter_first=True, fitting=fitting)
        if chosen is None:
            return
        writing = self.screen.writing
        if not writing.active:
            await self.compose(Visibility.PUBLIC)
        question = knowledge.question(chosen.visibility, self.written().visibility)
        if question and not await self.confirm(question, yes="Put it in"):
            return
        thread = self.thread
        assert thread is not None
        read = thread.told.reading if thread.told is not None else None
        facts = read.card.of(Slot.FACTS) if read is not None else ()
        text = knowledge.filled(chosen, thread.entry.escalation, thread.me, facts)
        source, at = f"{chosen.kind}:{chosen.id}", format_time(self.desk.clock())
        writing.put(text, Inserted(text, source, "agent", at), instead_of=instead_of)

    def _tell_problems(self, shelf: Shelf) -> None:
        """Say what is wrong with the team's own files."""
        if shelf.problems:
            more = f" (and {len(shelf.problems) - 1} more)" if len(shelf.problems) > 1 else ""
            self.notify(f"{shelf.problems[0]}{more}", kind="warn", keep=True)

    async def save_attachment(self, attachment: Attachment, folder: str) -> None:
        """Fetch an attachment and save it under a clean name, while the keys go on."""
        from console.desk import files  # noqa: PLC0415  off the start path

        assert self.thread is not None
        ref = self.thread.ref

        async def fetch() -> str:
            content = await self.screen.session.attachment(ref, attachment.id)
            return f"Saved {files.save(content, attachment.name, folder)}"

        self.screen.turns.aside(
            f"attachment {ref} {attachment.id}", f"Fetching {attachment.name}", fetch
        )

    def pointed(self) -> str:
        """Give the customer message that the card points at, else the newest one."""
        return self.screen.advice.newest_of_customer()

    async def rewrite(self, how: str) -> None:
        """Have the draft written anew, and look at the difference before it is taken."""
        await self.screen.advice.rewrite(how)

    async def advance(self) -> None:
        """Go to the next escalation after acting on one, as the agent has set it."""
        await self.screen.advance()
