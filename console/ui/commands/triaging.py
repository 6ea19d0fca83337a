"""Take, assign, resolve, snooze, rank and tag what is selected."""

from __future__ import annotations

from datetime import datetime, timedelta

from console import errors
from console.desk import inbox, triage
from console.domain.models import Priority, Status
from console.domain.moment import EXAMPLES, parse_moment
from console.ui.commands.base import Option
from console.ui.commands.context import Context


async def take(context: Context) -> None:
    """Take the escalation, unless it is somebody else's."""
    for entry in context.targets():
        await triage.take(context.desk, entry.ref)
    context.notify(_many(context, "Taken"), kind="good")
    context.do("unmark")


def whom(context: Context) -> str:
    """Name what a question is about."""
    targets = context.targets()
    if len(targets) != 1:
        return f"{len(targets)} selected"
    esc = targets[0].escalation
    return esc.customer.name or esc.customer.email or str(esc.ref)


def _many(context: Context, word: str) -> str:
    count = len(context.targets())
    return f"{word} · z undoes" if count == 1 else f"{word}: {count} · z undoes the last"


async def assign(context: Context) -> None:
    """Give the escalation to a colleague, or to nobody."""
    targets = context.targets()
    if not targets:
        return
    people = await triage.colleagues(context.desk, targets[0].ref.connection)
    options = [Option(person.name, person, detail=person.email) for person in people]
    options.append(Option("Nobody", "nobody"))
    chosen = await context.choose(f"Assign to · {whom(context)}", options, filter_first=True)
    if chosen is None:
        return
    person = None if chosen == "nobody" else chosen
    for entry in targets:
        await triage.assign(context.desk, entry.ref, person)
    context.notify(_many(context, f"Given to {person.name if person else 'nobody'}"), kind="good")
    context.do("unmark")


async def resolve(context: Context) -> None:
    """Resolve, and go to the next."""
    from console.desk import guarding  # noqa: PLC0415  off the start path

    left = []
    for entry in context.targets():
        left += await guarding.promises(context.desk, entry.ref)
        await triage.set_status(context.desk, entry.ref, Status.RESOLVED)
    if left:
        said = f"{_many(context, 'Resolved')}, with a promise still open: “{left[0]}” · z undoes"
        context.notify(said, kind="warn", keep=True)
    else:
        context.notify(_many(context, "Resolved"), kind="good")
    context.do("unmark")
    await context.advance()


async def status(context: Context) -> None:
    """Choose a status."""
    options = [
        Option("New", Status.NEW, "n"),
        Option("Open", Status.OPEN, "o"),
        Option("Pending", Status.PENDING, "p", "the customer has to answer"),
        Option("On hold", Status.ON_HOLD, "h", "somebody else has to act"),
        Option("Resolved", Status.RESOLVED, "r"),
        Option("Closed", Status.CLOSED, "c", "on some helpdesks for good"),
    ]
    chosen = await context.choose(f"Status · {whom(context)}", options)
    if chosen is None:
        return
    for entry in context.targets():
        await triage.set_status(context.desk, entry.ref, chosen)
    context.notify(_many(context, f"Status {chosen}"), kind="good")
    context.do("unmark")


def snooze_times(now: datetime) -> list[Option]:
    """Offer ends of a snooze that people mean, in local time."""
    week = f"{(now.astimezone() + timedelta(days=7)):%Y-%m-%d}"
    times = [
        ("In 1 hour", "1h", "1"),
        ("In 3 hours", "3h", "3"),
        ("Tomorrow morning", "tomorrow", "t"),
        ("Monday morning", "monday", "m"),
        ("In a week", week, "w"),
    ]
    found = [(label, parse_moment(words, now), key) for label, words, key in times]
    return [Option(label, at, key, f"{at.astimezone():%a %d %b %H:%M}") for label, at, key in found]


async def snooze(context: Context) -> None:
    """Put it away until a time, or until the customer writes."""
    now = context.desk.clock()
    targets = context.targets()
    options = [Option("Until the customer replies", "reply", "r")]
    # Where the helpdesk knows no snooze, waiting for the customer is what can be done.
    if all([await triage.can(context.desk, entry.ref.connection, "snooze") for entry in targets]):
        options = [*snooze_times(now), *options, Option("Another time ...", "other", "o")]
    chosen = await context.choose(f"Snooze until · {whom(context)}", options)
    if chosen == "other":
        typed = await context.ask("Snooze until", hint=f"{EXAMPLES}; ends early if they write")
        if not typed:
            return
        try:
            chosen = parse_moment(typed, now)
        except ValueError as error:
            raise errors.InputError(str(error)) from error
    if chosen is None:
        return
    until = None if chosen == "reply" else chosen
    for entry in context.targets():
        if until is None:
            await triage.set_status(context.desk, entry.ref, Status.PENDING)
        else:
            await triage.set_status(context.desk, entry.ref, Status.SNOOZED, until)
    back = f" until {until.astimezone():%a %d %b %H:%M}" if until else " until they reply"
    context.notify(_many(context, f"Snoozed{back}"), kind="good")
    context.do("unmark")
    await context.advance()


async def priority(context: Context) -> None:
    """Choose a priority."""
    options = [Option(p.value.title(), p, p.value[0]) for p in reversed(Priority)]
    chosen = await context.choose(f"Priority · {whom(context)}", options)
    if chosen is None:
        return
    for entry in context.targets():
        await triage.set_priority(context.desk, entry.ref, chosen)
    context.notify(_many(context, f"Priority {chosen}"), kind="good")
    context.do("unmark")


async def tags(context: Context) -> None:
    """Add or take away a tag."""
    targets = context.targets()
    if not targets:
        return
    mine = targets[0].escalation.tags
    options = [Option(f"- {tag}", f"-{tag}", detail="take away") for tag in mine]
    known = await inbox.tags(context.desk)
    options += [Option(f"+ {tag}", f"+{tag}", detail="add") for tag in known if tag not in mine]
    chosen = await context.choose(
        f"Tags · {whom(context)}", options, free="type a new tag", filter_first=True
    )
    if not chosen:
        return
    words = str(chosen).split()
    add = tuple(word.lstrip("+#") for word in words if not word.startswith("-"))
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    for entry in targets:
        await triage.set_tags(context.desk, entry.ref, add, remove)
    context.notify(_many(context, f"Tags {' '.join(words)}"), kind="good")
    context.do("unmark")
