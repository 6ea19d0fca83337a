"""Look at the assistants: who they are, whether their keys are found, what drafts are made of."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from console import errors
from console.config import Assist, Config, ModelEndpoint
from console.config.redaction import redact
from console.config.secrets import Secret
from console.doctor.finding import GOOD, WARNING, WRONG, Finding

AREA, TEXTS = "assist", "knowledge"
SKIPPED = 5
"""Files of the team's folder that are named when they are skipped."""


async def assistants(config: Config, env: Mapping[str, str]) -> list[Finding]:
    """Look at assistants, their keys and the team's folder; no endpoint is asked anything."""
    found = [embedded(), semantic(), *guards(config)]
    for each in config.assist.endpoints.values():
        found += await endpoint(each, config.assist, env)
    return [*found, *await asyncio.to_thread(lambda: list(knowledge(config)))]


def embedded() -> Finding:
    """Say by which rules the embedded assistant reads, once its weights have been read."""
    from console.assist.embedded.assistant import RULES  # noqa: PLC0415
    from console.assist.embedded.sentiment import judge  # noqa: PLC0415

    try:
        judge("Where is my parcel? It is late.")
    except (OSError, ValueError, KeyError) as error:
        said = f"the embedded assistant's weights cannot be read ({type(error).__name__})"
        return Finding(AREA, WRONG, said, "Install Warmline again.")
    return Finding(AREA, GOOD, f"the embedded assistant, rules {RULES}: no network, no key")


def semantic() -> Finding:
    """Say whether the extra is there that compares by meaning, and whether it is sound."""
    from console.assist import semantic as extra  # noqa: PLC0415

    if not extra.installed():
        return Finding(AREA, GOOD, "the extra semantic is not installed: macros rank by words")
    try:
        extra.weights()
    except errors.AssistError as error:
        return Finding(AREA, WRONG, str(error), error.hint)
    return Finding(AREA, GOOD, "the extra semantic is installed, its weights are the ones known")


def guards(config: Config) -> Iterator[Finding]:
    """Name the guards that are switched off."""
    off = [name for name, wanted in config.guards.items() if not wanted]
    if off:
        yield Finding(AREA, GOOD, f"guards that are switched off: {', '.join(off)}")


async def endpoint(each: ModelEndpoint, settings: Assist, env: Mapping[str, str]) -> list[Finding]:
    """Say what a model endpoint is used for, and whether its key is found; it is not asked."""
    from console.config.problems import loopback  # noqa: PLC0415
    from console.wiring.assisting import model  # noqa: PLC0415

    area = f"{AREA} {each.name}"
    work = {"cards": settings.summaries, "drafts": settings.drafts}
    used = " and ".join(word for word, name in work.items() if name == each.name)
    use = f"for {used}" if used else "not used: neither summaries nor drafts names it"
    if not settings.enabled:
        use = "switched off: assist.enabled is false"
    said = f"{each.model} at {each.url or each.dialect}, {use}"
    secrets: list[Secret] = [each.proxy] if each.proxy else []
    try:
        made = await model(settings, each.name, env, on_secret=secrets.append)
        await made.aclose()
    except errors.WarmlineError as error:
        do = error.hint or f"Mend [assist.endpoint.{each.name}]."
        return [Finding(area, WRONG, redact(f"{said}; {error}", secrets), redact(do, secrets))]
    key = "its key is found" if any(one.kind for one in secrets) else "it has no key"
    do = f"`warmline assist check {each.name}` tries it."
    found = [Finding(area, GOOD, redact(f"{said}; {key}", secrets), do)]
    if not each.redact:
        found.append(Finding(area, GOOD, "personal data is sent to it as it is (redact = false)"))
    elif each.url.startswith("http:") and not loopback(each.url):
        words = "conversations travel to it unencrypted"
        found.append(Finding(area, WARNING, words, "Use an https:// url."))
    return found


def knowledge(config: Config) -> Iterator[Finding]:
    """Count the macros and articles of the team's folder, and name the files that are wrong."""
    from console.desk.knowledge_files import read  # noqa: PLC0415

    if config.knowledge is None:
        yield Finding(TEXTS, GOOD, "no folder of your own: drafts come from the helpdesk's texts")
        return
    try:
        shelf = read(config.knowledge)
    except errors.InputError as error:
        yield Finding(TEXTS, WRONG, str(error), error.hint or "Change knowledge.folder.")
        return
    macros = sum(item.kind == "macro" for item in shelf.items)
    said = f"{config.knowledge}: {macros} macros, {len(shelf.items) - macros} articles"
    yield Finding(TEXTS, GOOD, said)
    for words in shelf.problems[:SKIPPED]:
        yield Finding(TEXTS, WARNING, words, "`warmline help knowledge` has the form of the files.")
    if (more := len(shelf.problems) - SKIPPED) > 0:
        yield Finding(TEXTS, WARNING, f"{more} more files were skipped", "Mend those first.")
