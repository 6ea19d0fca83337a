"""Look closer, copy, pipe, save attachments, open links, and quit."""

from __future__ import annotations

from console.desk import thread
from console.ui.commands.base import Option, Place
from console.ui.commands.context import Context
from console.ui.talk import URL, size_words


def copy(context: Context) -> None:
    """Copy the reference; a second y adds the title, a third the address."""
    if context.entry is None:
        return
    esc = context.entry.escalation
    whole = context.thread.entry.escalation if context.thread else esc
    texts = [str(esc.ref), f"{esc.ref} {esc.subject}", f"{esc.ref} {esc.subject} {whole.url}"]
    text = texts[min(context.presses, len(texts)) - 1].strip()
    context.do("copy", text)
    context.notify(f"Copied: {text}", kind="good")


async def unread(context: Context) -> None:
    """Mark what is selected unread, to come back to it, or read where all of it is unread."""
    targets = context.targets()
    reading = context.place is Place.CONVERSATION
    read = not reading and all(entry.unread for entry in targets)
    for entry in targets:
        await (thread.mark_read if read else thread.mark_unread)(context.desk, entry)
    count = f": {len(targets)}" if len(targets) > 1 else ""
    context.notify(f"Marked {'read' if read else 'unread'}{count}", kind="good")
    context.do("unmark")
    if reading:
        # Who marks it unread has done with it for now.
        context.do("back")


async def pipe(context: Context) -> None:
    """Give the conversation as JSON to a command."""
    typed = await context.ask("Pipe the conversation as JSON to", hint="for example: jq . | less")
    if typed:
        context.do("pipe", typed)


async def links(context: Context) -> None:
    """Show the links of the conversation, whole, and open one after asking."""
    if context.thread is None:
        context.notify("Open the conversation first: Enter.", kind="warn")
        return
    found: dict[str, str] = {}
    for said in reversed(context.thread.said):
        for match in URL.finditer(said.message.text):
            found.setdefault(match[0], said.message.author.name)
    url = context.thread.entry.escalation.url
    if url:
        found.setdefault(url, "the helpdesk's own page")
    if not found:
        context.notify("There is no link in this conversation.", kind="warn")
        return
    options = [Option(link, link, detail=who) for link, who in found.items()]
    chosen = await context.choose("Open a link", options)
    if chosen and await context.confirm(f"Open {chosen} ?", yes="Open it"):
        context.do("open_link", chosen)


async def attachments(context: Context) -> None:
    """Save an attachment."""
    if context.thread is None:
        context.notify("Open the conversation first: Enter.", kind="warn")
        return
    options = [
        Option(file.name, (said.message.id, file), detail=f"{file.type}, {size_words(file.size)}")
        for said in reversed(context.thread.said)
        for file in said.message.attachments
    ]
    if not options:
        context.notify("There is no attachment in this conversation.", kind="warn")
        return
    chosen = await context.choose("Save an attachment", options)
    if chosen is None:
        return
    folder = context.settings.attachments
    place = await context.ask(
        "Save into", str(folder or "~/Downloads"), hint="a folder; nothing is ever executed"
    )
    if place:
        await context.save_attachment(chosen[1], place)
