"""Ask the team's models for a card, drafts or other words; the embedded result stays meanwhile."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from console import errors
from console.desk import Desk, inbox, reading
from console.domain.handoff import Case
from console.domain.models import Knowledge, Ref, Visibility
from console.domain.suggestion import Suggested
from console.events import Changed
from console.store import escalations, readings

DRAFTS = "drafts"
"""What stands before a model's name where its drafts are kept."""


async def _case(desk: Desk, ref: Ref) -> tuple[int, Case]:
    entry = await inbox.line(desk, ref)
    remote = await escalations.remote(desk.store.reader, ref)
    assert remote is not None
    return entry.pk, await reading.case_of(desk, entry.pk, remote)


def _tell(desk: Desk, ref: Ref) -> None:
    desk.events.tell(Changed(glances=frozenset([ref])))


async def wants_card(desk: Desk, ref: Ref) -> bool:
    """Say whether the team has a model for cards that has not read this conversation so far."""
    assisting = desk.assisting
    if assisting is None or assisting.cards is None:
        return False
    entry = await inbox.line(desk, ref)
    newest = await readings.newest(desk.store.reader, entry.pk)
    if assisting.failed.get(ref, ("", ""))[0] == newest:
        return False
    kept = await readings.get(desk.store.reader, entry.pk)
    maker = assisting.cards.name
    return not any(each.maker == maker and each.newest == newest for each in kept)


async def card(desk: Desk, ref: Ref) -> None:
    """Have the model make the card, and keep it; why it could not is told on the card."""
    assisting = desk.assisting
    if assisting is None or assisting.cards is None:
        return
    from console.assist import form  # noqa: PLC0415  off the start path

    pk, case = await _case(desk, ref)
    model = assisting.cards
    assisting.busy[ref] = f"{model.name} reads"
    _tell(desk, ref)
    try:
        made = await model.read(case)
    except errors.WarmlineError as error:
        assisting.failed[ref] = (case.newest, str(error))
        return
    finally:
        assisting.busy.pop(ref, None)
        _tell(desk, ref)
    data = json.dumps(form.reading_data(made), ensure_ascii=False, separators=(",", ":"))
    made_by = made.provenance
    kept = readings.Kept(made_by.maker, made_by.prompt, case.newest, made_by.at, data)
    async with desk.store.writing() as db:
        await readings.put(db, pk, kept)
    _tell(desk, ref)


async def drafts(desk: Desk, ref: Ref) -> None:
    """Have the model write drafts: they are seen as they come, and kept when they are whole.

    Ending it early leaves what was there before. Raises AssistError.
    """
    assisting = desk.assisting
    if assisting is None or assisting.drafts is None:
        raise errors.AssistError(
            "No model writes drafts here.", hint="[assist] drafts names an endpoint."
        )
    from console.assist import form  # noqa: PLC0415  off the start path

    pk, case = await _case(desk, ref)
    model = assisting.drafts
    known = (await reading.candidates(desk, ref.connection)).items
    public: tuple[Knowledge, ...] = tuple(
        item for item in known if item.visibility is Visibility.PUBLIC
    )
    assisting.busy[ref] = f"{model.name} writes · D stops it"
    _tell(desk, ref)
    whole: Suggested | None = None
    try:
        async with aclosing(model.draft(case, public)) as coming:
            async for one in coming:
                assisting.coming[ref] = whole = one
                _tell(desk, ref)
    except errors.WarmlineError:
        whole = None
        raise
    finally:
        assisting.coming.pop(ref, None)
        assisting.busy.pop(ref, None)
        _tell(desk, ref)
    if whole is not None:
        data = json.dumps(form.suggested_data(whole), ensure_ascii=False, separators=(",", ":"))
        kept = readings.Kept(f"{DRAFTS} {model.name}", "", case.newest, desk.clock(), data)
        async with desk.store.writing() as db:
            await readings.put(db, pk, kept)
        _tell(desk, ref)


async def rewritten(desk: Desk, ref: Ref, draft: str, how: str) -> AsyncGenerator[str, None]:
    """Have the model write a draft anew; each text replaces the one before, the last is whole.

    `how` is shorter, warmer, plainer or language. Raises AssistError.
    """
    assisting = desk.assisting
    if assisting is None or assisting.drafts is None:
        raise errors.AssistError(
            "Rewriting needs a model.",
            hint="[assist] drafts names an endpoint; see `help endpoints`.",
        )
    _, case = await _case(desk, ref)
    async with aclosing(assisting.drafts.rewrite(case, draft, how)) as coming:
        async for text in coming:
            yield text
