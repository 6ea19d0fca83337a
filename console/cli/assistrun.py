"""`assist run` and `assist card`: read conversations from stdin, or one of the store."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console import errors
from console.cli import DONE, FAILED, REFUSED
from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.assist import Assistant
    from console.desk import Desk
    from console.domain.handoff import Case
    from console.domain.models import Knowledge, Ref

EMBEDDED = "embedded"
EVERY = 0.5
"""Seconds between two words on how far it has come."""


@click.command("run", short_help="Read conversations from stdin; one JSON object a line out.")
@click.option("--maker", default=EMBEDDED, metavar="NAME", help="An endpoint of the config.")
@click.option(
    "--knowledge",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder of macros and articles to make drafts of.",
)
@click.argument("file", metavar="[FILE.jsonl|-]", type=click.File("rb"), default="-")
@pass_given
def run_command(given: Given, maker: str, knowledge: Path | None, file: Iterable[bytes]) -> int:
    """Read conversations in the import form and print what an assistant makes of each.

    One object a line: card, sentiment, suggestions and provenance, in the order of the input.
    No store is needed. Lines that are wrong are named on stderr and left out (exit code 3);
    where a model gave nothing usable the embedded result stands, and stderr says why (1).
    """
    import gc

    gc.enable()
    return asyncio.run(_run(given, maker, knowledge, file))


async def _run(given: Given, maker: str, folder: Path | None, file: Iterable[bytes]) -> int:
    from console.cli.saying import print_lines, say

    candidates: tuple[Knowledge, ...] = ()
    if folder is not None:
        from console.desk.knowledge_files import read

        found = read(folder)
        candidates = found.items
        for words in found.problems:
            say(words)
    wrong = failed = done = 0
    begun = shown = time.monotonic()
    async with _assistants(given, maker) as (embedded, model):
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            case = _case(number, raw)
            if case is None:
                wrong += 1
                continue
            data, words = await answer(embedded, model, case, candidates)
            if words:
                failed += 1
                say(f"line {number}: {words}")
            print_lines([data])
            done += 1
            now = time.monotonic()
            if sys.stderr.isatty() and now - shown > EVERY:
                shown = now
                click.echo(
                    f"\r{done} read, {done / (now - begun):.0f} a second ", err=True, nl=False
                )
    if sys.stderr.isatty():
        click.echo(f"\r{done} read in {time.monotonic() - begun:.1f} s        ", err=True)
    return REFUSED if wrong else FAILED if failed else DONE


def _case(number: int, raw: bytes) -> Case | None:
    from console.cli.saying import say
    from console.desk.importing import parse_line
    from console.domain.handoff import Case
    from console.domain.interchange import NotIntake, parse

    data, trouble = parse_line(number, raw)
    if trouble is not None:
        say(str(trouble))
        return None
    try:
        intake = parse(data, datetime.now(UTC))
    except NotIntake as error:
        for problem in error.problems:
            say(f"line {number}: {problem}")
        return None
    return Case(intake.id, intake.subject, intake.customer, intake.messages, intake.handoff)


@asynccontextmanager
async def _assistants(given: Given, maker: str) -> AsyncIterator[tuple[Any, Assistant | None]]:
    from console.assist.embedded.assistant import Embedded

    embedded = Embedded(lambda: datetime.now(UTC))
    if maker == EMBEDDED:
        yield embedded, None
        return
    from console.cli.log import log_to
    from console.wiring.assisting import model

    if given.verbose:
        log_to(given)
    made = await model(
        given.config.assist, maker, os.environ, embedded=embedded, on_secret=given.redaction().add
    )
    try:
        yield embedded, made
    finally:
        await made.aclose()


async def answer(
    embedded: Any, model: Assistant | None, case: Case, candidates: tuple[Knowledge, ...]
) -> tuple[dict[str, Any], str]:
    """Give what is printed of a conversation, and why a model's answer is not in it."""
    from console.assist import form

    reading = embedded.reading(case)
    suggested = embedded.suggested(case, reading.card, candidates)
    words = ""
    if model is not None:
        try:
            reading = await model.read(case)
            async with aclosing(model.draft(case, candidates)) as drafts:
                async for made in drafts:
                    suggested = made
        except errors.WarmlineError as error:
            words = f"{model.name}: {error}"
    return {"id": case.id, **form.reading_data(reading), **form.suggested_data(suggested)}, words


@click.command("card", short_help="Print the card of one conversation of the store.")
@click.argument("ref", metavar="REF")
@click.option("--json", "as_json", is_flag=True, help="An object, as `assist run` prints it.")
@pass_given
def card_command(given: Given, ref: str, as_json: bool) -> None:
    """Print what the assistant reads in the conversation REF, which `ls` names."""
    asyncio.run(_card(given, ref, as_json))


async def _card(given: Given, text: str, as_json: bool) -> None:
    from console.assist import form
    from console.cli.opening import reading, ref_of
    from console.cli.saying import print_json
    from console.desk import calibration
    from console.desk import reading as verbs
    from console.desk.assisting import Assisting
    from console.desk.thread import open_thread

    async with reading(given) as desk:
        # As the screen has it: by what corrections taught, and the card of the team's model.
        desk.assisting = Assisting(desk.clock, calibration=await calibration.load(desk))
        ref = ref_of(text)
        desk.knowledge_folder = _folder(given)
        desk.assisting.reader = await _reader(desk, ref)
        thread = await open_thread(desk, ref, limit=None)
        told = thread.told
        if told is None or told.reading is None or told.stale:
            told = await verbs.now(desk, thread.entry)
    assert told.reading is not None
    data = {"id": str(thread.ref), **form.reading_data(told.reading)}
    data |= form.suggested_data(told.suggested)
    if as_json:
        print_json(data)
    else:
        _print_card(data)


def _folder(given: Given) -> Path | None:
    """Give the team's folder; what reads the store alone works with a wrong config too."""
    try:
        return None if given.demo else given.config.knowledge
    except errors.ConfigError:
        return None


async def _reader(desk: Desk, ref: Ref) -> str:
    """Name who last made a card of a conversation: a model before the embedded assistant."""
    from console.desk import inbox
    from console.desk.modelling import DRAFTS
    from console.store import readings

    kept = await readings.get(desk.store.reader, (await inbox.line(desk, ref)).pk)
    models = [k.maker for k in kept if k.maker != EMBEDDED and not k.maker.startswith(DRAFTS)]
    return models[0] if models else EMBEDDED


def _print_card(data: dict[str, Any]) -> None:
    from console.cli.saying import DIM, out, paint
    from console.domain.sentiment import Arc, sparkline

    for slot, items in data["card"].items():
        for item in items:
            state = f" [{item['state']}]" if item.get("state") else ""
            by = f" ({item['by']})" if item.get("by") else ""
            kind = item.get("kind", "")
            # A bot that names the category itself would say it twice.
            words = item["text"].removeprefix(kind).strip(" :")
            said = ": ".join(filter(None, (kind.replace("_", " "), words)))
            doubt = "" if item["supported"] else "UNSUPPORTED "
            where = paint(f"  <{', '.join(item['messages'])}>", DIM)
            out(f"{slot.replace('_', ' '):14} {doubt}{said}{by}{state}{where}")
    if data["none"]:
        out(f"{'none':14} {', '.join(slot.replace('_', ' ') for slot in data['none'])}")
    out(f"{'mood':14} {sparkline(Arc(**data['arc']))}")
    for number, draft in enumerate(data["suggestions"], 1):
        out(f"{f'reply {number}':14} {draft['title']} ({draft['source']}, {draft['score']:.0%})")
    if why := data.get("why_none"):
        out(f"{'replies':14} {why}")
