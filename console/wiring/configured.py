"""From the config to what runs: helpdesks to plug in, SLA rules, settings of the screen."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from console import __version__, errors
from console.config import Config, Connection, Secret, resolve
from console.desk.session import Settings
from console.domain.models import Person
from console.paths import Paths
from console.wiring import Plug, Works, open_works, wall_clock
from console.wiring.identity import own_identity

if TYPE_CHECKING:
    from console.domain.picture import Rule
    from console.domain.sla import Policy
    from console.helpdesk import Helpdesk
    from console.http import Endpoint, Http
    from console.store import Store

USER_AGENT = f"warmline/{__version__}"
OWN_DESK_EVERY = 2.0
"""Seconds between looks at the own desk: it is in this process, and costs next to nothing."""
RULES = "rules"
"""The key of the store's facts that holds the rules which its clocks were set by."""
AT_ONCE = 100
"""Escalations drawn anew in one transaction: verbs come between."""

OnSecret = Callable[[Secret], None]
"""Is told each secret that was found, so that logs can hide it."""


def _ignore(_secret: Secret) -> None:
    pass


def rules(config: Config) -> Callable[[], Sequence[Rule]]:
    """Give what reads the SLA rules when they are first needed."""

    @cache
    def read() -> tuple[Rule, ...]:
        from console.domain.picture import Rule  # noqa: PLC0415  off the start path
        from console.domain.search import parse  # noqa: PLC0415

        return tuple(Rule(parse(policy.match), policy) for policy in config.sla)

    return read


def rules_text(policies: Sequence[Policy]) -> str:
    """Write SLA promises as a text that is the same whenever they are; empty for none."""
    return "\n".join(
        repr(
            (
                policy.match,
                policy.first_response,
                policy.next_response,
                policy.resolve,
                calendar and (calendar.zone, sorted(calendar.hours.items())),
                calendar and sorted(day.isoformat() for day in calendar.holidays),
            )
        )
        for policy in policies
        for calendar in (policy.calendar,)
    )


async def apply_rules(works: Works, config: Config) -> int:
    """Set all clocks anew when the SLA rules are not those of last time; return how many.

    It goes by small transactions, so that nobody's typing waits for it.
    """
    from console.events import Changed  # noqa: PLC0415
    from console.store import escalations, facts, picture  # noqa: PLC0415

    store: Store = works.store
    wanted = rules_text(config.sla)
    if works.read_only or await facts.get(store.reader, RULES) == wanted:
        return 0
    refs = await escalations.every_ref(store.reader)
    for start in range(0, len(refs), AT_ONCE):
        async with store.writing() as db:
            await picture.refresh(db, refs[start : start + AT_ONCE], works.desk.rules())
        await asyncio.sleep(0)
    async with store.writing() as db:
        await facts.put(db, RULES, wanted)
    works.desk.events.tell(Changed(everything=True))
    return len(refs)


def chosen(config: Config, only: str = "") -> list[Connection]:
    """List the connections to use: all that are enabled, or the one named; raise ConfigError."""
    if only:
        if only not in config.connections:
            from console.config.check import suggestion  # noqa: PLC0415

            near = suggestion(only, config.connections)
            raise errors.ConfigError(f"There is no connection {only}{near}")
        return [config.connections[only]]
    return [each for each in config.connections.values() if each.enabled]


def plugs(
    connections: Sequence[Connection],
    paths: Paths,
    env: Mapping[str, str],
    me: Person,
    *,
    read_only: bool,
    clock: Callable[[], datetime] = wall_clock,
    on_secret: OnSecret = _ignore,
) -> list[Plug]:
    """Make a plug for each connection; nothing is imported, asked or opened yet."""
    found = []
    for connection in connections:
        if connection.embedded:
            found.append(_own(connection, paths, me, read_only=read_only, clock=clock))
        else:
            found.append(_remote(connection, env, me, read_only=read_only, on_secret=on_secret))
    return found


def _own(
    connection: Connection,
    paths: Paths,
    me: Person,
    *,
    read_only: bool,
    clock: Callable[[], datetime],
) -> Plug:
    async def make() -> Helpdesk:
        await asyncio.to_thread(_import_own)
        from console.wiring.own import own_desk  # noqa: PLC0415

        return await own_desk(connection.name, paths.desk, me, read_only=read_only, clock=clock)

    return Plug(connection.name, make, min(OWN_DESK_EVERY, connection.sync_seconds), me)


def _remote(
    connection: Connection,
    env: Mapping[str, str],
    me: Person,
    *,
    read_only: bool,
    on_secret: OnSecret,
) -> Plug:
    async def make() -> Helpdesk:
        # Both take their time: imports a tenth of a second, a password command up to ten.
        await asyncio.to_thread(_import_http)
        secret = await asyncio.to_thread(_secret, connection, env)
        if secret is not None:
            on_secret(secret)
        if connection.proxy is not None:
            on_secret(connection.proxy)
        return build(connection, secret, me, read_only=read_only)

    return Plug(connection.name, make, connection.sync_seconds)


def _import_own() -> None:
    import console.helpdesk.warmline  # noqa: PLC0415
    import console.server.app  # noqa: F401, PLC0415


def _import_http() -> None:
    import console.helpdesk.rt  # noqa: PLC0415
    import console.http  # noqa: F401, PLC0415


def _secret(connection: Connection, env: Mapping[str, str]) -> Secret | None:
    try:
        return resolve(connection, env)
    except errors.ConfigError:
        given = (
            connection.token,
            connection.token_env,
            connection.token_command,
            connection.password,
            connection.password_env,
            connection.password_command,
            connection.keyring,
        )
        if connection.kind == "warmline" and not any(given):
            # A desk may be open to who reaches it.
            return None
        raise


def endpoint(connection: Connection, headers: Mapping[str, str] | None = None) -> Endpoint:
    """Say how to reach a connection's server."""
    from console.http import Endpoint  # noqa: PLC0415  off the start path

    return Endpoint(
        url=connection.url,
        headers=headers or {},
        timeout=connection.timeout,
        ca_file=connection.ca_file,
        client_cert=connection.client_cert,
        client_key=connection.client_key,
        proxy=connection.proxy.reveal() if connection.proxy else "",
        user_agent=USER_AGENT,
    )


def build(
    connection: Connection, secret: Secret | None, me: Person, *, read_only: bool
) -> Helpdesk:
    """Make the adapter of a connection over the network; raise ConfigError."""
    from console.http import Http  # noqa: PLC0415  off the start path

    if connection.kind == "warmline":
        from console.helpdesk.warmline import Warmline, identity_headers  # noqa: PLC0415

        who = Person(connection.user or me.id, me.name)
        headers = identity_headers(who)
        if secret is not None:
            headers["Authorization"] = f"Bearer {secret.reveal()}"
        return Warmline(connection.name, Http(endpoint(connection, headers), read_only=read_only))
    from console.helpdesk.rt import RequestTracker, RtSettings  # noqa: PLC0415

    # Lists that are not given have no default in the schema: they stand as None.
    options = {key: value for key, value in connection.options.items() if value is not None}
    options["user"] = connection.user
    if secret is not None:
        options[secret.kind] = secret.reveal()
    http: Http = Http(endpoint(connection), read_only=read_only)
    return RequestTracker(connection.name, http, RtSettings.from_options(options))


async def open_configured(
    config: Config,
    paths: Paths,
    env: Mapping[str, str],
    *,
    only: str = "",
    read_only: bool = False,
    on_secret: OnSecret = _ignore,
) -> Works:
    """Open the store with the config's connections, or the one named `only`.

    Raises ConfigError and StoreError. Imports nothing that speaks to a network.
    """
    me = own_identity(config, env)
    found = plugs(chosen(config, only), paths, env, me, read_only=read_only, on_secret=on_secret)
    works = await open_works(
        paths.store,
        found,
        name=me.name,
        rules=rules(config),
        locks=paths.locks,
        read_only=read_only,
        undo_for=timedelta(seconds=config.send.undo_seconds),
        undo_note_for=timedelta(seconds=config.send.note_undo_seconds),
    )
    works.desk.knowledge_folder = config.knowledge
    return works


def settings(config: Config, *, theme: str = "", mouse: bool = True) -> Settings:
    """Give what the config says about the screen; `theme` and `mouse` fit the terminal."""
    takes = {"on": True, "off": False}.get(config.screen.mouse, mouse)
    return Settings(
        theme=theme or config.theme,
        mouse=takes,
        single_keys=config.screen.single_keys,
        after_resolve=config.screen.after_resolve,
        review=config.send.review,
        open_command=shlex.join(config.open_command),
        attachments=config.attachments,
        keys=config.keys,
        views={view.title or view.name: view.query for view in config.views.values()},
        layout=config.screen.layout,
        fold_quotes=config.screen.fold_quotes,
        fold_events=config.screen.fold_events,
    )
