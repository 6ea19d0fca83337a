"""Send what the outbox holds: in order, once, and never past a newer customer message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console import errors
from console.domain import merge, outbox
from console.domain.changes import Outcome, OutcomeKind, Outgoing, Reply, State
from console.domain.models import Visibility
from console.events import Changed
from console.helpdesk import Peek
from console.store import connections, escalations, messages, picture
from console.store import outbox as rows
from console.sync import Line

NOT_SENT = (errors.Unreachable, errors.Unauthorized, errors.TlsRefused, errors.ConfigError)
"""Errors after which the helpdesk certainly has nothing."""
LOCKED_OUT = timedelta(minutes=1)
"""How long to wait after the credentials were refused."""
BROKEN = timedelta(seconds=15)
"""How long to wait with a conversation about which the helpdesk answers nonsense."""
OF_ONE = (
    errors.BadAnswer,
    errors.Conflict,
    errors.Forbidden,
    errors.Invalid,
    errors.NotFound,
    errors.ServerBroken,
)
"""Errors that concern one conversation: the others go on. All the rest concern the connection."""


async def push(line: Line) -> int:
    """Send everything that may leave now; return how many changes settled.

    Only the holder of the connection's lock may call this: it judges a row that is still
    marked as being sent to be of unknown outcome, since nobody else can be sending it.
    """
    settled = 0
    await _recover(line)
    while True:
        now = line.clock()
        pending = await rows.pending(line.store.reader, line.name)
        due = [
            row
            for row in pending
            if row.state is State.UNKNOWN and row.next_at is not None and row.next_at <= now
        ]
        progress = False
        for row in due:
            progress |= await _look_up(line, row)
        for row in outbox.ready(pending, now):
            if await _send(line, row):
                progress = True
                settled += 1
        if not progress:
            return settled


async def next_due(line: Line) -> float | None:
    """Tell in how many seconds something of the outbox can go on by itself."""
    now = line.clock()
    at = outbox.next_due(await rows.pending(line.store.reader, line.name), now)
    return None if at is None else (at - now).total_seconds()


async def _recover(line: Line) -> None:
    """Judge rows that a process left behind in the middle of sending."""
    wait = line.helpdesk.capabilities.look_up_after
    for row in await rows.pending(line.store.reader, line.name):
        if row.state is State.SENDING:
            lost = Outcome.unknown("Warmline ended while it was being sent.")
            await _record(line, row, lost, wait)


async def _record(line: Line, row: Outgoing, outcome: Outcome, wait: timedelta) -> Outgoing:
    now = line.clock()
    after = outbox.settle(row, outcome, now, look_up_after=wait)
    async with line.store.writing() as db:
        await rows.update(db, after)
        if outcome.kind is OutcomeKind.APPLIED:
            remote = await escalations.remote(db, row.ref)
            me = (await connections.get(db, line.name)).me
            if remote is not None:
                await escalations.put(db, merge.applied(remote, row, me))
        await picture.refresh(db, [row.ref], line.rules())
    line.events.tell(Changed(frozenset([row.ref]), outbox=True))
    return after


async def _keep(line: Line, row: Outgoing, *, expect: State | None = None) -> bool:
    async with line.store.writing() as db:
        kept = await rows.update(db, row, expect=expect)
        await picture.refresh(db, [row.ref], line.rules())
    line.events.tell(Changed(frozenset([row.ref]), outbox=True))
    return kept


def overtaken(row: Outgoing, peek: Peek, me: str) -> str:
    """Say why a reply must wait for the agent: somebody wrote, or took it, meanwhile."""
    if not isinstance(row.change, Reply) or row.change.visibility is not Visibility.PUBLIC:
        return ""
    if peek.assignee is not None and peek.assignee.id not in (me, row.seen_assignee):
        return f"{peek.assignee.name or peek.assignee.id} has taken it meanwhile."
    if peek.newest_customer_message and peek.newest_customer_message != row.seen_message:
        return "The customer has written again since you read it."
    return ""


async def _send(line: Line, row: Outgoing) -> bool:
    """Try one change; return whether something came of it that lets others go on."""
    able = line.helpdesk.capabilities
    marker = ""
    try:
        if isinstance(row.change, Reply) and not able.checks_stale:
            peek = await line.helpdesk.peek(row.ref.id)
            me = (await connections.get(line.store.reader, line.name)).me
            if held := overtaken(row, peek, me.id):
                await _keep(line, replace(row, held=held), expect=State.QUEUED)
                return False
            marker = peek.marker
    except (errors.NotFound, errors.Forbidden) as error:
        await _keep(
            line, replace(row, state=State.REJECTED, reason=str(error)), expect=State.QUEUED
        )
        return False
    except OF_ONE as error:
        await _keep(line, outbox.postponed(row, line.clock(), BROKEN, str(error)))
        return False
    except errors.HelpdeskError as error:
        await _postpone(line, row, error)
        return False
    attempt = outbox.sending(row, line.clock(), marker)
    # Undone or taken by the agent in the meantime: then there is nothing to send.
    return await _keep(line, attempt, expect=State.QUEUED) and await _attempt(line, row, attempt)


async def _attempt(line: Line, row: Outgoing, attempt: Outgoing) -> bool:
    """Make the request, and record what became of it."""
    able = line.helpdesk.capabilities
    try:
        outcome = await line.helpdesk.push(attempt)
    except (errors.NoAnswer, errors.ServerBroken) as error:
        outcome = Outcome.unknown(str(error))
    except NOT_SENT as error:
        # It did not get there: the attempt does not count, and it can be undone.
        await _postpone(line, replace(attempt, attempts=row.attempts), error)
        return False
    except errors.HelpdeskError as error:
        outcome = Outcome.rejected(str(error))
    except errors.ReadOnly:
        await _keep(line, row)
        raise
    after = await _record(line, attempt, outcome, able.look_up_after)
    if after.state is State.UNKNOWN and able.idempotent:
        # Repeating is safe, but not in a loop against a server that breaks each time.
        wait = outbox.backoff(after.attempts, line.jitter())
        await _keep(line, replace(after, next_at=line.clock() + wait))
    return after.state in (State.SENT, State.PARTIAL)


async def _postpone(line: Line, row: Outgoing, error: errors.WarmlineError) -> None:
    if isinstance(error, errors.RateLimited):
        wait = timedelta(seconds=error.seconds)
    elif isinstance(error, errors.Unauthorized):
        wait = LOCKED_OUT
    else:
        wait = outbox.backoff(max(row.attempts, 1), line.jitter())
    await _keep(line, outbox.postponed(row, line.clock(), wait, str(error)))
    raise error


async def _look_up(line: Line, row: Outgoing) -> bool:
    """Find out what became of a change whose answer was lost."""
    able = line.helpdesk.capabilities
    taken = await messages.sent_ids(line.store.reader, row.ref.connection, row.ref.id)
    try:
        found = await line.helpdesk.find(row, taken)
    except errors.NotFound:
        found = None
    except OF_ONE as error:
        later = replace(row, next_at=line.clock() + BROKEN, reason=str(error))
        await _keep(line, later, expect=State.UNKNOWN)
        return False
    after = outbox.looked_up(
        row,
        found,
        line.clock(),
        idempotent=able.idempotent,
        times=able.look_up_times,
        again_after=able.look_up_after,
    )
    if found is not None:
        await _record(line, row, found, able.look_up_after)
    else:
        await _keep(line, after)
    return found is not None or after.state is State.QUEUED
