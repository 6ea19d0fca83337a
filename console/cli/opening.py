"""Open the store for a command: to read it alone, or with what changes it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console import errors
from console.cli.given import Given
from console.desk import Desk
from console.events import Events
from console.store import Store

if TYPE_CHECKING:
    from console.domain.models import Ref
    from console.wiring import Works


def _now() -> datetime:
    return datetime.now(UTC)


def _key() -> str:
    import uuid

    return uuid.uuid4().hex


def clock_of(given: Given) -> Callable[[], datetime]:
    """Give the clock: the demo's stands while nobody looks."""
    if not given.demo:
        return _now
    from console.wiring.demo import Demo

    return Demo(given.demo_folder).clock()


@asynccontextmanager
async def reading(given: Given) -> AsyncIterator[Desk]:
    """Open the store alone: nothing is synced, and the config may be wrong.

    Connections that the config does not have in use are hidden.
    """
    from console.store import connections

    used = None
    if given.demo:
        sure_demo(given)
    else:
        from console.cli.configured import in_use

        used = in_use(given.paths.config_file)
    store = await Store.open(given.store_file)
    try:
        known = frozenset() if used is None else await connections.names(store.reader)
        yield Desk(
            store=store,
            events=Events(),
            rules=tuple,
            clock=clock_of(given),
            new_key=_key,
            name="",
            read_only=given.read_only,
            hidden=known.difference(used or ()),
        )
    finally:
        await store.close()


@asynccontextmanager
async def working(given: Given) -> AsyncIterator[Works]:
    """Open the store and what changes it; helpdesks are made when first needed."""
    works = await open_works(given)
    try:
        yield works
    finally:
        await works.stop()


async def open_works(given: Given) -> Works:
    """Open what the command line or the screen works with; raises ConfigError, StoreError."""
    from console.wiring.configured import open_configured

    if given.verbose:
        from console.cli.log import log_to

        log_to(given)
    if given.demo:
        from console.wiring.identity import own_identity
        from console.wiring.trying import SOMEBODY, open_demo

        config = given.config
        named = own_identity(config, os.environ)
        me = named if config.name == named.name and config.name != named.id else SOMEBODY
        return await open_demo(
            given.paths,
            me,
            read_only=given.read_only,
            undo_for=timedelta(seconds=config.send.undo_seconds),
            undo_note_for=timedelta(seconds=config.send.note_undo_seconds),
        )
    return await open_configured(
        given.config,
        given.paths,
        os.environ,
        only=given.connection,
        read_only=given.read_only,
        on_secret=lambda secret: given.redaction().add(secret),
    )


def sure_demo(given: Given) -> None:
    """Raise InputError when the demo was never opened."""
    if not (given.demo_folder / "demo.json").exists():
        raise errors.InputError(
            "The demo has not been opened yet.", hint="`warmline --demo` opens and fills it."
        )


def ref_of(text: str) -> Ref:
    """Read a reference; raise InputError."""
    from console.domain.models import Ref

    try:
        return Ref.parse(text)
    except ValueError as error:
        raise errors.InputError(
            f"{error}.", hint="`warmline ls` prints the references, such as desk/12."
        ) from error
