"""Look at what the customer has said, correct a mood, and have a draft written anew."""

from __future__ import annotations

from console.desk import feedback
from console.ui.commands.base import Option
from console.ui.commands.context import Context

LEVELS = (
    ("Very upset", -2), ("Upset", -1), ("Neutral", 0), ("Content", 1), ("Delighted", 2),
)  # fmt: skip
WAYS = (("Shorter", "shorter"), ("Warmer", "warmer"), ("Plainer", "plainer"),
        ("In the customer's language", "language"))  # fmt: skip


async def sheet(context: Context) -> None:
    """Show all the customer has said and tried, and what was promised."""
    if context.thread is None and context.entry is not None:
        await context.open(context.entry.ref)
    thread = context.thread
    if thread is None or thread.told is None or thread.told.reading is None:
        context.notify("There is no card here yet.", kind="muted")
        return
    await context.show("sheet", thread)


async def mood(context: Context) -> None:
    """Correct how the newest customer message sounds, or the one the card points at."""
    if context.thread is None and context.entry is not None:
        await context.open(context.entry.ref)
    thread = context.thread
    ident = context.pointed()
    message = (
        next((s.message for s in thread.said if s.message.id == ident), None) if thread else None
    )
    if thread is None or message is None:
        context.notify("There is no customer message here.", kind="muted")
        return
    told = thread.told.reading if thread.told is not None else None
    was = next((m.level for m in told.moods if m.message == ident), None) if told else None
    options = [
        Option(word + ("   (as it is)" if level == was else ""), level, key=str(number))
        for number, (word, level) in enumerate(LEVELS, 1)
    ]
    # Enter alone must not label it wrongly.
    options.sort(key=lambda option: option.value != was)
    head = " ".join(message.text.split())[:40]
    level = await context.choose(f"How does “{head}” sound?", options)
    if level is None:
        return
    await feedback.corrected(context.desk, thread.ref, message, was, level)
    context.notify("Noted. `warmline assist calibrate` learns from it.", kind="good")


async def rewrite(context: Context) -> None:
    """Have the draft written anew by a model, and look at the difference before it is taken."""
    written = context.written()
    if not written.text.strip():
        context.notify("There is nothing to rewrite yet.", kind="muted")
        return
    options = [Option(word, how, key=word[0].lower()) for word, how in WAYS]
    how = await context.choose("Rewrite the draft", options)
    if how is not None:
        await context.rewrite(how)
