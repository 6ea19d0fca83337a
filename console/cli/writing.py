"""`reply`, `take`, `assign` and `set`: change an escalation, and say what became of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from console import errors
from console.cli.given import Given, pass_given
from console.cli.outcome import finish, waiting_options
from console.domain.models import Priority, Ref, Status, Visibility

if TYPE_CHECKING:
    from console.desk import Desk
    from console.domain.changes import Change, Outgoing

Verb = Callable[["Desk", Ref], Awaitable[list["Outgoing"]]]


def _do(given: Given, ref: str, verb: Verb, waiting: dict[str, Any]) -> int:
    return asyncio.run(_act(given, ref, verb, waiting))


async def _act(given: Given, text: str, verb: Verb, waiting: dict[str, Any]) -> int:
    from console.cli.opening import ref_of, sure_demo, working

    ref = ref_of(text)
    if given.demo:
        sure_demo(given)
    async with working(given) as works:
        known = [plug.name for plug in works.plugs]
        if ref.connection not in known:
            raise errors.InputError(
                f"There is no connection {ref.connection}.",
                hint=f"Known: {', '.join(known) or 'none'}.",
            )
        made = await verb(works.desk, ref)
        return await finish(works, made, **waiting)


@click.command("reply", short_help="Answer the customer, or leave a note.")
@click.argument("ref")
@click.argument("source", required=False, metavar="[-]")
@click.option(
    "--public", "visibility", flag_value=Visibility.PUBLIC.value, help="The customer reads it."
)
@click.option(
    "--internal", "visibility", flag_value=Visibility.INTERNAL.value, help="Colleagues read it."
)
@click.option("--text", metavar="T", help="What to say.")
@click.option("--file", "file", metavar="F", type=click.File("rb"), help="Say what a file holds.")
@click.option("--resolve", is_flag=True, help="Resolve the escalation after it.")
@waiting_options
@pass_given
def reply_command(
    given: Given,
    ref: str,
    source: str | None,
    visibility: str | None,
    text: str | None,
    file: Any,
    resolve: bool,
    **waiting: Any,
) -> int:
    """Say something on REF, to the customer (--public) or to colleagues (--internal).

    The text comes from --text, from --file, or from stdin when `-` is given. It goes out at
    once: the time to undo is the screen's.
    """
    if visibility is None:
        raise click.UsageError("Say who reads it: --public or --internal.")
    if source not in (None, "-"):
        raise click.UsageError(f"Unexpected {source!r}; a text is given with --text.")
    if sum(given is not None for given in (source, text, file)) != 1:
        raise click.UsageError("Give the text once: --text T, --file F, or - for stdin.")
    said = text if text is not None else _decode((file or sys.stdin.buffer).read())

    async def verb(desk: Desk, ref: Ref) -> list[Outgoing]:
        from console.desk import reply
        from console.domain.text import clean

        then = Status.RESOLVED if resolve else None
        # A pasted escape sequence would otherwise reach the customer and this terminal.
        return await reply.send(
            desk, ref, clean(said), Visibility(visibility), then=then, at_once=True
        )

    return _do(given, ref, verb, waiting)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.InputError("The text is not valid UTF-8.") from error


@click.command("take", short_help="Take an escalation.")
@click.argument("ref")
@waiting_options
@pass_given
def take_command(given: Given, ref: str, **waiting: Any) -> int:
    """Take REF; of several who try, one wins and the others are told (3)."""

    async def verb(desk: Desk, ref: Ref) -> list[Outgoing]:
        from console.desk import triage

        return await triage.take(desk, ref)

    return _do(given, ref, verb, waiting)


@click.command("assign", short_help="Give an escalation to somebody.")
@click.argument("ref")
@click.argument("who")
@waiting_options
@pass_given
def assign_command(given: Given, ref: str, who: str, **waiting: Any) -> int:
    """Give REF to WHO: an id, an e-mail address, a name or its beginning, `me` or `none`."""

    async def verb(desk: Desk, ref: Ref) -> list[Outgoing]:
        from console.desk import triage

        person = await triage.somebody(desk, ref.connection, who)
        return await triage.assign(desk, ref, person)

    return _do(given, ref, verb, waiting)


@click.command("set", short_help="Change status, priority and tags.")
@click.argument("ref")
@click.option("--status", metavar="S", type=click.Choice([s.value for s in Status]))
@click.option("--until", metavar="WHEN", help="Of a snooze: 2h, 1d, or an RFC 3339 time.")
@click.option("--priority", metavar="P", type=click.Choice([p.value for p in Priority]))
@click.option("--tag", "tags", multiple=True, metavar="+x|-y", help="Add or take away a tag.")
@waiting_options
@pass_given
def set_command(
    given: Given,
    ref: str,
    status: str | None,
    until: str | None,
    priority: str | None,
    tags: tuple[str, ...],
    **waiting: Any,
) -> int:
    """Change REF as one action: --status S, --priority P, --tag +x, --tag -y.

    Statuses: new open pending on_hold snoozed resolved closed. Priorities: low normal high
    urgent.
    """
    if not (status or priority or tags):
        raise click.UsageError("Nothing to change: give --status, --priority or --tag.")
    if until and status != Status.SNOOZED:
        raise click.UsageError("--until belongs to --status snoozed.")
    if status == Status.SNOOZED and not until:
        raise click.UsageError(
            "Say until when: --status snoozed --until 2h, or 1d, or 2026-03-01T09:30:00Z."
        )

    async def verb(desk: Desk, ref: Ref) -> list[Outgoing]:
        from console.desk import acting

        return await acting.act(desk, ref, *_changes(desk, status, until, priority, tags))

    return _do(given, ref, verb, waiting)


def _changes(
    desk: Desk,
    status: str | None,
    until: str | None,
    priority: str | None,
    tags: tuple[str, ...],
) -> list[Change]:
    from console.domain.changes import SetPriority, SetStatus, SetTags
    from console.domain.text import clean_line

    changes: list[Change] = []
    if tags:
        signed = [(tag[:1] if tag[:1] in "+-" else "+", tag.lstrip("+-")) for tag in tags]
        named = [(sign, clean_line(name, 60)) for sign, name in signed]
        if not all(name for _, name in named):
            raise errors.InputError("A tag has no name.", hint="Write --tag +refund or --tag -vip.")
        changes.append(
            SetTags(
                tuple(name for sign, name in named if sign == "+"),
                tuple(name for sign, name in named if sign == "-"),
            )
        )
    if priority:
        changes.append(SetPriority(Priority(priority)))
    if status:
        # Last: on some helpdesks anything after it would open the escalation again.
        end = _end(until, desk.clock()) if until else None
        changes.append(SetStatus(Status(status), end))
    return changes


def _end(text: str, now: datetime) -> datetime:
    from console.domain.duration import parse_duration
    from console.domain.form import parse_time

    try:
        return now + parse_duration(text)
    except (ValueError, OverflowError):
        pass
    try:
        return parse_time(text)
    except ValueError as error:
        raise errors.InputError(
            f"{text!r} is no time.", hint="Write 2h, 1d or 2026-03-01T09:30:00Z."
        ) from error
