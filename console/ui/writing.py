"""The composer on the inbox: started, saved as one types, written in $EDITOR, left."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from console.domain.models import AuthorKind, Visibility

if TYPE_CHECKING:
    from textual.timer import Timer

    from console.desk.draft import Draft
    from console.domain.suggestion import Inserted
    from console.ui.screens.inbox import InboxScreen
    from console.ui.widgets.composer import Composer

SAVE_AFTER = 0.4
"""Seconds without a key after which a draft is saved."""


def made(draft: Draft | None) -> tuple[Inserted, ...]:
    """Give what was put into a draft."""
    if draft is None or not draft.provenance:
        return ()
    from console.domain.suggestion import Inserted  # noqa: PLC0415  off the start path

    return tuple(Inserted(*one) for one in draft.provenance)


class Writing:
    """What is being written on the inbox screen."""

    def __init__(self, screen: InboxScreen) -> None:
        """Write on `screen`; the widget is made when first needed."""
        self.screen = screen
        self.composer: Composer | None = None
        self._timer: Timer | None = None

    @property
    def draft(self) -> ModuleType:
        """The verbs of drafts, imported when something is first written."""
        from console.desk import draft  # noqa: PLC0415

        return draft

    @property
    def active(self) -> bool:
        """Whether the composer is shown."""
        return self.composer is not None and bool(self.composer.display)

    async def start(self, visibility: Visibility, text: str | None = None) -> None:
        """Write in the open conversation, going on from the draft; `text` is added to it."""
        thread = self.screen.talk.thread
        if thread is None:
            return
        if self.composer is None:
            from console.ui.widgets.composer import Composer  # noqa: PLC0415  40 ms, once

            self.composer = Composer()
            self.composer.keys = {
                command.name: self.screen.keymap.key_of(command.name)
                for command in self.screen.keymap.commands
            }
            await self.screen.reading.mount(self.composer)
        elif self.active:
            await self.save()
        desk = self.screen.session.desk
        kept = await self.draft.load(desk, thread.ref, visibility)
        newest = [
            said.message.id
            for said in thread.said
            if said.message.author.kind is AuthorKind.CUSTOMER and not said.message.event
        ]
        # A draft was written against what its author had seen then.
        seen = kept.seen_message if kept else (newest[-1] if newest else "")
        body = kept.text if kept else ""
        if text:
            body = f"{body.rstrip()}\n\n{text}" if body.strip() else text
        self.composer.display = True
        self.composer.inserted = made(kept)
        self.composer.start(thread, visibility, body, kept.attachments if kept else (), seen)
        if kept and newest and kept.seen_message != newest[-1]:
            self.screen.say("The customer has written since this draft was begun.", "warn")
            self.composer.seen = newest[-1]
        self.screen.divide()

    def insert(self, text: str, *, instead_of: int = 0) -> None:
        """Put a text where the cursor is, in place of so many characters before it."""
        if self.composer is None:
            return
        from console.domain.text import clean  # noqa: PLC0415  off the start path

        area = self.composer.area
        row, column = area.cursor_location
        area.replace(clean(text), (row, column - instead_of), (row, column))
        area.focus()

    def make_room(self) -> None:
        """Go to the end of what is there, a paragraph below it."""
        area = self.composer.area if self.composer is not None else None
        if area is not None and area.text.strip():
            area.move_cursor(area.document.end)
            area.insert("\n\n" if not area.text.endswith("\n") else "\n")

    def put(self, text: str, inserted: Inserted, *, instead_of: int = 0) -> None:
        """Put a suggestion into the text, and remember where it comes from."""
        if self.composer is None:
            return
        self.composer.inserted = (*self.composer.inserted, inserted)
        self.insert(text, instead_of=instead_of)

    def stop_saving(self) -> None:
        """Save no more by itself: the text is being sent, and its line sorted elsewhere."""
        if self.composer is not None and self.composer.thread is not None:
            self.screen.queue.keep_turn(self.composer.thread.entry.pk)
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def edited(self) -> None:
        """Save soon: each key puts it off a little."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.screen.set_timer(SAVE_AFTER, self.save)

    async def save(self) -> None:
        """Keep what stands in the composer as a draft."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        found = self.standing()
        if found is not None:
            await self.draft.save(
                self.screen.session.desk,
                found.ref,
                found.visibility,
                found.text,
                found.attachments,
                found.seen_message,
                composer.inserted if (composer := self.composer) is not None else (),
            )

    def standing(self) -> Draft | None:
        """Give what stands in the composer; None when nothing is being written."""
        composer = self.composer
        if composer is None or not self.active or composer.thread is None:
            return None
        now: Draft = self.draft.Draft(
            composer.thread.ref,
            composer.visibility,
            composer.text,
            self.screen.session.desk.clock(),
            composer.attachments,
            composer.seen,
            tuple(tuple(one) for one in composer.inserted),
        )
        return now

    def hide(self) -> None:
        """Take the composer off the screen."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.composer is not None:
            self.composer.display = False
            self.composer.area.load_text("")
            self.composer.attachments = ()
            self.composer.thread = None
        self.screen.divide()
        self.screen.focus_place()

    async def leave(self) -> None:
        """Keep the draft and go back to reading."""
        await self.save()
        kept = self.composer is not None and bool(self.composer.text.strip())
        self.hide()
        if kept:
            self.screen.say("Kept as a draft.", "muted")

    async def discard(self) -> None:
        """Throw the draft away."""
        composer = self.composer
        if composer is None or composer.thread is None:
            return
        ref, visibility = composer.thread.ref, composer.visibility
        self.hide()
        await self.draft.save(self.screen.session.desk, ref, visibility, "")

    async def switch(self, visibility: Visibility) -> None:
        """Change who reads it: the text goes along, its old draft goes away."""
        composer = self.composer
        if composer is None or composer.thread is None:
            return
        thread, seen = composer.thread, composer.seen
        moved = await self.draft.move(
            self.screen.session.desk,
            thread.ref,
            visibility,
            composer.text,
            composer.attachments,
            seen,
            composer.inserted,
        )
        composer.inserted = made(moved)
        composer.start(thread, visibility, moved.text, moved.attachments, seen)

    async def attach(self, path: str) -> None:
        """Attach a file."""
        composer = self.composer
        if composer is None:
            return
        from console.desk import files  # noqa: PLC0415  off the start path

        file = files.load(path)
        composer.attachments = (*composer.attachments, file)
        composer.draw()
        await self.save()

    async def edit_outside(self) -> None:
        """Write in $VISUAL or $EDITOR; the draft is saved before and after."""
        composer = self.composer
        if composer is None:
            return
        from console.ui.editor import edited  # noqa: PLC0415  off the start path
        from console.ui.outside import away  # noqa: PLC0415

        await self.save()
        scratch, before = self.screen.session.scratch, composer.text
        text = await away(self.screen.app, lambda: edited(before, scratch))
        composer.area.load_text(text)
        composer.area.move_cursor(composer.area.document.end)
        await self.save()
