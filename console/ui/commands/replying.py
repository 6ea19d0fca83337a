"""Write to the customer or to colleagues, look at it once more, and send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import reply, undo
from console.domain.models import Status, Visibility
from console.ui.commands.base import Option
from console.ui.commands.context import Context

if TYPE_CHECKING:
    from console.domain.guards import Hit


async def public(context: Context) -> None:
    """Write a reply that the customer will read."""
    await context.compose(Visibility.PUBLIC)


async def internal(context: Context) -> None:
    """Write a note that only colleagues will read."""
    await context.compose(Visibility.INTERNAL)


async def send(context: Context) -> None:
    """Show the review line, or send at once what needs none."""
    written = context.written()
    if not written.text.strip() and not written.attachments:
        context.notify("There is nothing to send: write something first.", kind="warn")
        return
    hits = await guarded(context)
    if written.visibility is Visibility.PUBLIC and context.settings.review:
        context.do("review", argument=hits)
        return
    await deliver(context)
    if hits:
        context.notify(f"{hits[0].said}. z takes it back.", kind="warn", keep=True)


async def guarded(context: Context) -> tuple[Hit, ...]:
    """Give what the guards have to say about what was written."""
    from console.desk import guarding  # noqa: PLC0415  off the start path

    written, thread = context.written(), context.thread
    if thread is None:
        return ()
    return await guarding.look(
        context.desk,
        thread.ref,
        written.text,
        written.visibility,
        seen=written.seen,
        inserted=written.inserted,
        resolving=written.visibility is Visibility.PUBLIC,
    )


async def deliver(context: Context, then: Status | None = None) -> None:
    """Queue what was written: from here on the outbox has it."""
    written = context.written()
    thread = context.thread
    if thread is None:
        return
    public_ = written.visibility is Visibility.PUBLIC
    # A draft saved after this would bring back what has been sent.
    context.do("sending")
    await reply.send(
        context.desk,
        thread.ref,
        written.text,
        written.visibility,
        attachments=written.attachments,
        seen=written.seen,
        then=then,
        inserted=written.inserted,
        shown=thread.told.suggested.drafts if public_ and thread.told else (),
        claim=public_ and thread.entry.escalation.assignee is None,
    )
    context.do("written")
    seconds = context.desk.undo_for.total_seconds()
    what = "Reply" if public_ else "Note"
    if public_ and seconds:
        context.notify(f"{what} leaves in {seconds:.0f} s · z takes it back", kind="good")
    else:
        context.notify(f"{what} is on its way", kind="good")
    if then is not None:
        await context.advance()


async def deliver_and_resolve(context: Context) -> None:
    """Send, resolve, and go to the next."""
    await deliver(context, Status.RESOLVED)


async def undo_last(context: Context) -> None:
    """Take back the last thing."""
    undone = await undo.undo(context.desk)
    context.notify(undone.said, kind="good")
    await context.open(undone.ref)
    if undone.reply is not None:
        await context.compose(undone.reply.visibility)


async def macro(context: Context) -> None:
    """Choose a macro or an article and put it into the text."""
    await context.insert_knowledge()


async def attach(context: Context) -> None:
    """Attach a file to what is being written."""
    path = await context.ask("Attach a file", hint="its path; ~ is your home folder")
    if path:
        context.do("attach", path)


async def leave(context: Context) -> None:
    """Leave the composer; what was written stays as a draft."""
    context.do("leave")


async def discard(context: Context) -> None:
    """Throw the draft away, after asking."""
    if await context.confirm("Throw this draft away?", yes="Throw it away"):
        context.do("discard")


async def switch(context: Context) -> None:
    """Say what will happen, then turn a reply into a note or the other way round."""
    written = context.written()
    other = Visibility.INTERNAL if written.visibility is Visibility.PUBLIC else Visibility.PUBLIC
    options = [
        Option("No, leave it", value=False, key="n"),
        Option(f"Make it {'a PUBLIC reply' if other is Visibility.PUBLIC else 'an internal note'}",
               value=True, key="y"),
    ]  # fmt: skip
    if await context.choose("Change who reads this?", options):
        context.do("switch", other)
