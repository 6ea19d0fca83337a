"""What assistants say, on the inbox: the card, its evidence, drafts, and what becomes of them."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.models import AuthorKind, Ref, Visibility
from console.ui.commands.base import Place

if TYPE_CHECKING:
    from textual.worker import Worker

    from console.desk.reading import Told
    from console.desk.thread import Thread
    from console.domain.suggestion import Inserted, Suggestion
    from console.ui.cards import Target
    from console.ui.screens.inbox import InboxScreen
    from console.ui.widgets.card import HandoffCard

BESIDE = 158
"""Cells from which the card stands beside the conversation, with the queue still there."""
STAYS = 0.5
"""Seconds with a conversation after which its customer's history is worth a request."""


class Advice:
    """The card of the open conversation, on the inbox screen."""

    def __init__(self, screen: InboxScreen) -> None:
        """Advise on `screen`; the widget is made with the first conversation."""
        self.screen = screen
        self.card: HandoffCard | None = None
        self.ref: Ref | None = None
        self._came_from: Place = Place.CONVERSATION
        self._newest = ""
        """The newest message of what is shown: a model has read up to an older one at most."""
        self._back_to: tuple[str, int] | None = None
        self._writing: Worker[None] | None = None

    @property
    def told(self) -> Told | None:
        """What is known of the open conversation."""
        thread = self.screen.talk.thread
        return thread.told if thread is not None else None

    # Showing -------------------------------------------------------------------------

    async def show(self, thread: Thread) -> None:
        """Show what assistants say about a conversation, in the same paint as it."""
        told = thread.told
        if told is None:
            return
        if self.card is None:
            from console.ui.widgets.card import HandoffCard  # noqa: PLC0415  first use

            self.card = HandoffCard(id="card")
            # Waited for: a widget that comes later has the whole screen painted again.
            await self.screen.pane.mount(self.card)
            self.divide(self.screen.size.width, self.screen.size.height)
        same = self.ref == thread.ref
        newest = thread.said[-1].message.id if thread.said else ""
        if (thread.ref, newest) != (self.ref, self._newest):
            self.screen.later(self.ask_for_card)
        self.ref, self._newest = thread.ref, newest
        if not same:
            self._back_to = None
            self.stop_writing()
            # The one that was open before is no longer waited for.
            self.screen.run_worker(self.look_back(thread.ref), group="history", exclusive=True)
        self.card.show(told, thread.memory, self.screen.session.desk.clock(), same=same)
        if self.screen.place is Place.CARD:
            # What is pointed at may have moved, or gone.
            self._point()

    def divide(self, width: int, height: int) -> None:
        """Stand beside the conversation where there is room, else under it."""
        screen = self.screen
        beside = width >= BESIDE
        screen.set_class(beside, "-card-beside")
        if self.card is not None:
            self.card.briefly = not beside
            self.card.fits(height)

    def stop_writing(self) -> None:
        """Stop a model that writes drafts: the agent has gone on."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    async def here(self) -> bool:
        """Open the conversation that the agent is at, if it is not; False when there is none."""
        entry, screen = self.screen.context.entry, self.screen
        if entry is None:
            return False
        if not screen.talking or screen.talk.thread is None or screen.talk.thread.ref != entry.ref:
            await screen.open(entry.ref)
            # What is done with it goes by its lines, which are set when it is drawn.
            drawn = asyncio.Event()
            screen.call_after_refresh(drawn.set)
            await drawn.wait()
        return True

    # Going to the evidence -----------------------------------------------------------

    async def check(self) -> None:
        """Go to the card, and show what its first line rests on; again, go back."""
        if self.screen.place is Place.CARD:
            self.leave()
            return
        await self.here()
        if self.card is None or self.told is None or self.told.reading is None:
            self.screen.say("There is no card here yet.", "muted")
            return
        if not self.card.display:
            key = self.screen.keymap.key_of("card.sheet")
            self.screen.say(f"The window is too low for the card: {key} shows what it says.")
            return
        self._back_to = self.screen.talk.place()
        self.screen.give_keys(Place.CARD)
        self.card.select(0)
        self._point()

    def select(self, by: int) -> None:
        """Go to another statement, and show what it rests on."""
        if self.card is not None:
            self.card.select(by)
            self._point()

    def leave(self) -> None:
        """Go back to where one was reading."""
        if self.card is not None:
            self.card.deselect()
        self.screen.talk.point("")
        if self._back_to is not None:
            self.screen.talk.go_back(self._back_to)
            self._back_to = None
        self.screen.give_keys(Place.CONVERSATION)

    def stay(self) -> None:
        """Go on reading at the message that is shown, or open the earlier conversation."""
        target = self.target
        if target is not None and target.ref:
            self._back_to = None
            self.screen.later(self.screen.open, Ref.parse(target.ref))
            return
        if target is not None and target.draft >= 0:
            self.screen.later(self.insert, target.draft)
            return
        if self.card is not None:
            self.card.deselect()
        self._back_to = None
        self.screen.give_keys(Place.CONVERSATION)

    @property
    def target(self) -> Target | None:
        """What is selected on the card."""
        return self.card.target if self.card is not None else None

    def _point(self) -> None:
        target = self.target
        if target is None or not target.messages:
            self.screen.talk.point("")
            return
        wanted = target.messages[0]
        if not self.screen.talk.point(wanted):
            self.screen.later(self._find, wanted)

    async def _find(self, wanted: str) -> None:
        """Read older messages until the one that is wanted is among them."""
        talk = self.screen.talk
        while talk.thread is not None and talk.thread.more:
            await self.screen.feed.older()
            target = self.target
            if self.screen.place is not Place.CARD or target is None or not target.messages:
                return
            # The agent may have gone on to another statement meanwhile.
            if target.messages[0] != wanted or talk.point(wanted):
                return
        talk.point("")
        self.screen.say("That message is no longer here.", "muted")

    # Drafts --------------------------------------------------------------------------

    def draft(self, number: int) -> Suggestion | None:
        """Give a suggestion by its place, the first is 0."""
        told = self.told
        if told is None or not 0 <= number < len(told.suggested.drafts):
            return None
        return told.suggested.drafts[number]

    async def insert(self, number: int) -> None:
        """Put a suggestion into the composer as a draft; nothing is sent."""
        screen = self.screen
        if not screen.is_writing:
            await self.here()
        told, found = self.told, self.draft(number)
        if found is None or told is None:
            why = told.suggested.why_none if told is not None else "There is no suggestion here."
            screen.say(why or f"There is no suggestion {number + 1}.", "muted")
            return
        if told.stale:
            screen.say("STALE: the customer has written since. Read it; a new one is made.", "warn")
            return
        context = screen.context
        internal = found.visibility is Visibility.INTERNAL
        into = context.written().visibility if screen.is_writing else Visibility.PUBLIC
        if (
            internal
            and into is Visibility.PUBLIC
            and not await context.confirm(
                "This is for colleagues only. Put it into a PUBLIC reply?", yes="Put it in"
            )
        ):
            return
        if not screen.is_writing:
            await context.compose(Visibility.PUBLIC)
            screen.writing.make_room()
        written = context.written()
        if found.text in written.text and found.source in {i.source for i in written.inserted}:
            screen.say("That suggestion stands in your reply already.", "muted")
            return
        screen.writing.put(found.text, inserted(found, screen.session.desk.clock()))
        if found.marks:
            marked = ", ".join(f"“{found.text[a:b]}”" for a, b in found.marks[:3])
            screen.say(f"Check before you send: {marked} stands in no source.", "warn", keep=True)

    async def reject(self, digit: str) -> None:
        """Note why a suggestion is of no use: the selected one, else the first."""
        from console.desk import feedback  # noqa: PLC0415  off the start path

        await self.here()
        target, thread = self.target, self.screen.talk.thread
        number = target.draft if target is not None and target.draft >= 0 else 0
        found = self.draft(number)
        if found is None or thread is None:
            self.screen.say("There is no suggestion to reject here.", "muted")
            return
        reason = await feedback.rejected(self.screen.session.desk, thread.ref, found, digit)
        self.screen.say(f"Noted: suggestion {number + 1}, {reason.replace('_', ' ')}.", "good")

    # Models --------------------------------------------------------------------------

    async def ask_for_card(self) -> None:
        """Have the team's model read the conversation that is open, if it has not yet."""
        from console.desk import modelling  # noqa: PLC0415  off the start path

        desk, ref = self.screen.session.desk, self.ref
        if desk.assisting is None or desk.assisting.cards is None or ref is None:
            return
        if await modelling.wants_card(desk, ref):
            # The one that was open before is no longer waited for.
            self.screen.run_worker(modelling.card(desk, ref), group="card", exclusive=True)

    async def look_back(self, ref: Ref) -> None:
        """Have what the customer came with earlier fetched, once the agent stays with them."""
        await asyncio.sleep(STAYS)
        await self.screen.session.history(ref)

    async def write(self) -> None:
        """Have the team's model write drafts; while it does, stop it."""
        from console.desk import modelling  # noqa: PLC0415  off the start path

        screen = self.screen
        await self.here()
        if self._writing is not None and self._writing.is_running:
            self.stop_writing()
            screen.say("Stopped: the drafts from before stay.", "muted")
            return
        ref, desk = self.ref, screen.session.desk
        if ref is None or not screen.talking:
            screen.say("Open a conversation first.", "muted")
            return

        async def work() -> None:
            await screen.turns.told(modelling.drafts, desk, ref)

        self._writing = screen.run_worker(work(), group="drafts", exclusive=True)

    async def rewrite(self, how: str) -> None:
        """Show a rewrite beside what stands there; only a key replaces it."""
        from console.desk import modelling  # noqa: PLC0415  off the start path
        from console.ui.screens.rewriting import Rewriting  # noqa: PLC0415

        composer, screen = self.screen.writing.composer, self.screen
        if composer is None or composer.thread is None:
            return
        before, desk = composer.text, screen.session.desk
        ref = composer.thread.ref
        coming = modelling.rewritten(desk, ref, before, how)
        text = await screen.app.push_screen_wait(Rewriting(before, how, coming))
        if text is None or desk.assisting is None or desk.assisting.drafts is None:
            return
        maker = desk.assisting.drafts.name
        from console.domain.form import format_time  # noqa: PLC0415
        from console.domain.suggestion import Inserted  # noqa: PLC0415

        made = Inserted(text, f"rewrite:{how}", maker, format_time(desk.clock()))
        composer.area.load_text("")
        screen.writing.put(text, made)

    # What is felt --------------------------------------------------------------------

    def newest_of_customer(self) -> str:
        """Give the id of the newest customer message, or of the one that is pointed at."""
        talk = self.screen.talk
        if talk.thread is None:
            return ""
        found = [
            said.message.id
            for said in talk.thread.said
            if said.message.author.kind is AuthorKind.CUSTOMER and not said.message.event
        ]
        if talk.pointed in found:
            return talk.pointed
        return found[-1] if found else ""


def inserted(draft: Suggestion, now: datetime) -> Inserted:
    """Note where a text comes from that is put into a reply."""
    from console.domain.form import format_time  # noqa: PLC0415  off the start path
    from console.domain.suggestion import Inserted  # noqa: PLC0415

    at = format_time(now)
    return Inserted(draft.text, draft.source, draft.maker, at, draft.score, draft.newest)
