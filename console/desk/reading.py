"""What an assistant read in a conversation, as the screen shows it: kept, or read at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import TYPE_CHECKING, NamedTuple

from console.desk import Desk
from console.desk.assisting import Candidates
from console.domain.handoff import Case, Reading
from console.domain.models import Entry, Escalation, Glance, Knowledge, Ref, Visibility
from console.domain.suggestion import Suggested
from console.store import escalations, feedback, messages, readings

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from console.assist.embedded.ranking import Ask


LONGEST = 80
"""Messages up to which a conversation is read while somebody waits for it."""
SHORT = 12
"""Messages up to which a conversation is read without a thread of its own."""
EMBEDDED = "embedded"
GOAL_WIDTH = 120
"""Characters of the goal that the queue keeps."""
REJECTED = "You have rejected what there was."
FAILED = "The assistant could not read this conversation."


class Told(NamedTuple):
    """What assistants have to say about a conversation."""

    reading: Reading | None
    """None while it has not been read."""
    suggested: Suggested = Suggested()
    stale: bool = False
    """Whether the customer has written since."""
    busy: str = ""
    """Who is reading or writing just now."""
    failed: str = ""
    """Why a model gave nothing; what is shown then is the embedded assistant's."""


async def case_of(desk: Desk, pk: int, escalation: Escalation) -> Case:
    """Give a conversation as an assistant reads it: all messages, oldest first."""
    found = await messages.page(desk.store.reader, pk)
    return Case(
        str(escalation.ref),
        escalation.subject,
        escalation.customer,
        tuple(message for _, message in found),
        escalation.handoff,
    )


async def candidates(desk: Desk, connection: str) -> Candidates:
    """Give what drafts can be made of; read once, until the helpdesk tells of other ones."""
    known = desk.assisting.knowledge if desk.assisting is not None else {}
    if connection not in known:
        from console.assist.embedded.ranking import index  # noqa: PLC0415  off the start path
        from console.desk import feedback as noted  # noqa: PLC0415
        from console.desk import knowledge  # noqa: PLC0415

        found = tuple(await knowledge.every(desk, connection))
        text = "\0".join(f"{k.kind}\0{k.id}\0{k.title}\0{k.text}" for k in found)
        # The index of a long list takes longer to make than a frame may.
        examples = await noted.examples(desk, connection)
        await asyncio.to_thread(index, found, examples)
        ask = await _by_meaning(desk, found, examples)
        mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        known[connection] = Candidates(found, mark + ("m" if ask else ""), examples, ask)
    return known[connection]


async def _by_meaning(
    desk: Desk, found: tuple[Knowledge, ...], examples: dict[str, list[str]]
) -> Ask | None:
    """Make candidates ready to be ranked by meaning, where the extra is loaded."""
    if desk.assisting is None or desk.assisting.encoder is None or not found:
        return None
    from console.assist.semantic import prepare as made_ready  # noqa: PLC0415  with the extra

    return (await made_ready(desk.assisting.encoder, found, examples)).ask


def prepare(desk: Desk) -> None:
    """Load what reading needs, with a word of its own: in a thread, before it is wanted."""
    from console.domain.models import Author, AuthorKind, Customer, Message  # noqa: PLC0415

    at = desk.clock()
    author = Author(AuthorKind.CUSTOMER)
    said = Message("m1", at, author, Visibility.PUBLIC, "My order 12-345 is late. Where is it?")
    case = Case("warm/up", "", Customer("", ""), (said,))
    read(desk, case, Candidates((), ""))


def glance(reading: Reading) -> Glance:
    """Give what the queue shows of a reading."""
    from console.domain.handoff import Slot  # noqa: PLC0415

    goal, reason = reading.card.one(Slot.GOAL), reading.card.one(Slot.REASON)
    return Glance(
        reading.arc.now,
        reading.arc.trend,
        goal.text[:GOAL_WIDTH] if goal else "",
        reason.kind if reason else "",
    )


def read(desk: Desk, case: Case, known: Candidates) -> tuple[readings.Kept, Glance, Told]:
    """Read a conversation and make drafts, in a few milliseconds."""
    from console.assist import form  # noqa: PLC0415  off the start path
    from console.domain.preferences import preferences  # noqa: PLC0415

    assert desk.assisting is not None
    maker = desk.assisting.embedded()
    reading = maker.reading(case, calibration=desk.assisting.calibration)
    suggested = maker.suggested(
        case, reading.card, known.items, examples=known.examples, agent=desk.name, ask=known.ask
    )
    data = form.reading_data(reading) | form.suggested_data(suggested)
    data["knowledge"] = known.mark
    if wishes := preferences(case.messages):
        data["preferences"] = [wish._asdict() for wish in wishes]
    kept = readings.Kept(
        EMBEDDED,
        reading.provenance.prompt,
        case.newest,
        reading.provenance.at,
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    )
    return kept, glance(reading), Told(reading, suggested)


async def read_aside(
    desk: Desk, case: Case, known: Candidates
) -> tuple[readings.Kept, Glance, Told]:
    """Read a conversation, in a thread where that takes longer than the screen may wait."""
    if len(case.messages) > SHORT or known.ask is not None:
        return await asyncio.to_thread(read, desk, case, known)
    return read(desk, case, known)


def told(desk: Desk, ref: Ref, kept: list[readings.Kept], newest: str) -> Told:
    """Read back what was kept: the card of the team's model where it is as new as ours.

    A model's drafts stand before the embedded ones while they are of the newest message.
    """
    from console.assist import form  # noqa: PLC0415  off the start path

    assert desk.assisting is not None
    by = {each.maker: each for each in kept}
    plain = by.get(EMBEDDED)
    chosen = by.get(desk.assisting.reader, plain)
    if plain is not None and (chosen is None or chosen.newest != newest == plain.newest):
        chosen = plain
    if chosen is None:
        return _now_of(desk, ref, Told(None), newest)
    data = json.loads(chosen.data)
    ours = data if chosen is plain or plain is None else json.loads(plain.data)
    suggested = form.suggested_from(ours)
    for each in kept:
        if each.maker.startswith("drafts ") and each.newest == newest:
            written = form.suggested_from(json.loads(each.data))
            suggested = Suggested((*written.drafts, *suggested.drafts)[:3])
            break
    stale = chosen.newest != newest
    return _now_of(desk, ref, Told(form.reading_from(data), suggested, stale=stale), newest)


def _now_of(desk: Desk, ref: Ref, known: Told, newest: str) -> Told:
    """Add what is going on just now."""
    assert desk.assisting is not None
    coming = desk.assisting.coming.get(ref)
    at, why = desk.assisting.failed.get(ref, ("", ""))
    return known._replace(
        suggested=coming or known.suggested,
        busy=desk.assisting.busy.get(ref, ""),
        failed=why if why and at == newest else known.failed or desk.assisting.trouble,
    )


async def of(desk: Desk, entry: Entry, escalation: Escalation) -> Told | None:
    """Give what is known of a conversation, without the drafts that were rejected in it.

    None when the assistant is switched off.
    """
    known = await _known(desk, entry, escalation)
    if known is None or not known.suggested.drafts:
        return known
    refused = await feedback.rejected(desk.store.reader, entry.ref)
    drafts = tuple(each for each in known.suggested.drafts if each.source not in refused)
    if len(drafts) == len(known.suggested.drafts):
        return known
    return known._replace(suggested=Suggested(drafts, "" if drafts else REJECTED))


async def _known(desk: Desk, entry: Entry, escalation: Escalation) -> Told | None:
    """Give what is known of a conversation; one that is new and short is read at once.

    None when the assistant is switched off. There is no reading where the conversation is long
    and the background work has not come to it, or where it cannot be read.
    """
    if desk.assisting is None:
        return None
    db = desk.store.reader
    newest = await readings.newest(db, entry.pk)
    kept = await readings.get(db, entry.pk)
    have = desk.assisting.knowledge.get(entry.ref.connection)
    for each in kept:
        # Macros that were not read since the start are taken for the same.
        if (each.maker == EMBEDDED and each.newest == newest) and (
            have is None or f'"knowledge":"{have.mark}"' in each.data
        ):
            return told(desk, entry.ref, kept, newest)
    if entry.messages > LONGEST:
        return told(desk, entry.ref, kept, newest)
    place = (entry.pk, newest, have.mark if have is not None else "")
    latest = desk.assisting.latest
    if latest is None or latest[0] != place:
        known = await candidates(desk, entry.ref.connection)
        case = await case_of(desk, entry.pk, escalation)
        place = (entry.pk, newest, known.mark)
        try:
            made = (await read_aside(desk, case, known))[0]._replace(newest=newest)
        except Exception:
            # Whoever opens it must be able to answer, whatever the assistant makes of it.
            log.exception("%s cannot be read by the assistant", entry.ref)
            return _now_of(desk, entry.ref, Told(None, failed=FAILED), newest)
        # The background work has not come to it: read once, however often it is drawn.
        latest = desk.assisting.latest = (place, made)
    others = [each for each in kept if each.maker != EMBEDDED]
    return told(desk, entry.ref, [latest[1], *others], newest)


async def now(desk: Desk, entry: Entry) -> Told:
    """Read a conversation, however long it is."""
    remote = await escalations.remote(desk.store.reader, entry.ref)
    assert remote is not None
    known = await candidates(desk, entry.ref.connection)
    return (await read_aside(desk, await case_of(desk, entry.pk, remote), known))[2]
