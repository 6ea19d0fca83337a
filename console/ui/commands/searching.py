"""Search everything, filter this list, and go to views and screens."""

from __future__ import annotations

from console.desk import inbox
from console.ui.commands.base import Option
from console.ui.commands.context import Context

HINT = 'words, status:open, @me, tag:refund, sla<1h, customer:"Ann"; empty shows the queue'


async def search(context: Context) -> None:
    """Search subjects, messages and customers, done ones too."""
    typed = await context.ask("Search everything", hint=HINT)
    if typed is None:
        return
    query = typed if not typed or "status:" in typed else f"{typed} status:any"
    await context.view(query, "search" if typed else "queue")


async def filter_(context: Context) -> None:
    """Narrow the list that is shown."""
    # The next word that is typed is a word of its own.
    query = f"{context.query} " if context.query else ""
    typed = await context.ask("Filter this list", query, hint=HINT)
    if typed is not None:
        await context.view(typed, "filter" if typed else "queue")


async def queue(context: Context) -> None:
    """Show everything that is open."""
    await context.view("", "queue")


async def unassigned(context: Context) -> None:
    """Show what nobody has."""
    await context.view("@none", "unassigned")


async def mine(context: Context) -> None:
    """Show what is the agent's."""
    await context.view("@me", "mine")


async def views(context: Context) -> None:
    """Choose a queue or a saved view."""
    options = [
        Option(f"view {name}", (query, name), detail=query)
        for name, query in context.settings.views.items()
    ]
    options += [
        Option(name or "(no queue)", (f'queue:"{name}"', name), detail=f"{count} open")
        for name, count in await inbox.queues(context.desk)
        if name
    ]
    chosen = await context.choose("Show", options, filter_first=True)
    if chosen is not None:
        await context.view(*chosen)


async def outbox(context: Context) -> None:
    """Look at what waits to be sent."""
    await context.show("outbox")


async def help_(context: Context) -> None:
    """Show the keys of this screen, and the manual."""
    await context.show("help")


async def settings(context: Context) -> None:
    """Change settings."""
    await context.show("settings")


async def palette(context: Context) -> None:
    """Choose any command by name."""
    await context.palette()
