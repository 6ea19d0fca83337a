"""From the config to assistants: which model makes cards, which writes drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from console import __version__, errors
from console.config import Assist, Connection, ModelEndpoint, Secret, resolve

if TYPE_CHECKING:
    from console.assist import Assistant
    from console.assist.endpoint import Model

USER_AGENT = f"warmline/{__version__}"
OnSecret = Callable[[Secret], None]


def _ignore(_secret: Secret) -> None:
    pass


class Assistants(NamedTuple):
    """Who is asked for what; None where the embedded assistant works alone."""

    card: Model | None
    drafts: Model | None
    embedded: Assistant | None = None

    async def aclose(self) -> None:
        """Close what is open."""
        for each in {id(one): one for one in (self.card, self.drafts) if one}.values():
            await each.aclose()


async def assistants(
    settings: Assist,
    env: Mapping[str, str],
    *,
    embedded: Assistant | None = None,
    on_secret: OnSecret = _ignore,
) -> Assistants:
    """Make the assistants that the config names; raises ConfigError. Nothing is asked yet."""
    if not settings.enabled or not (settings.summaries or settings.drafts):
        return Assistants(None, None, embedded)
    made: dict[str, Model] = {}
    for name in filter(None, (settings.summaries, settings.drafts)):
        if name not in made:
            made[name] = await model(settings, name, env, embedded=embedded, on_secret=on_secret)
    return Assistants(made.get(settings.summaries), made.get(settings.drafts), embedded)


async def model(
    settings: Assist,
    name: str,
    env: Mapping[str, str],
    *,
    embedded: Assistant | None = None,
    on_secret: OnSecret = _ignore,
) -> Model:
    """Make the model of one endpoint; raises ConfigError."""
    if name not in settings.endpoints:
        from console.config.check import suggestion  # noqa: PLC0415

        near = suggestion(name, settings.endpoints)
        raise errors.ConfigError(
            f"There is no [assist.endpoint.{name}]{near}",
            hint="The manual's page on endpoints shows how to write one.",
        )
    endpoint = settings.endpoints[name]
    # Both take their time: imports a tenth of a second, a password command up to ten.
    await asyncio.to_thread(_import_http)
    secret = await asyncio.to_thread(_secret, endpoint, env)
    for each in (secret, endpoint.proxy):
        if each is not None:
            on_secret(each)
    return build(endpoint, secret, settings.tone, embedded)


def _import_http() -> None:
    import console.assist.endpoint  # noqa: PLC0415
    import console.http  # noqa: F401, PLC0415


def _secret(endpoint: ModelEndpoint, env: Mapping[str, str]) -> Secret | None:
    """Find the key as a connection's token is found; a server may need none."""
    holder = Connection(
        name=f"assist-{endpoint.name}",
        kind="",
        enabled=True,
        url=endpoint.url,
        user="",
        token=endpoint.token,
        token_env=endpoint.token_env,
        token_command=endpoint.token_command,
        password=None,
        password_env="",
        password_command=(),
        keyring=endpoint.keyring,
        ca_file=endpoint.ca_file,
        client_cert="",
        client_key="",
        proxy=endpoint.proxy,
        timeout=endpoint.timeout,
        sync_seconds=0,
        options={},
    )
    try:
        return resolve(holder, env)
    except errors.ConfigError:
        given = (endpoint.token, endpoint.token_env, endpoint.token_command, endpoint.keyring)
        if any(given):
            raise
        return None


def build(
    endpoint: ModelEndpoint, secret: Secret | None, tone: str, embedded: Assistant | None
) -> Model:
    """Put a model together; nothing is opened."""
    from console.assist.anthropic import Anthropic  # noqa: PLC0415
    from console.assist.asking import Asking  # noqa: PLC0415
    from console.assist.dialect import Dialect  # noqa: PLC0415
    from console.assist.endpoint import Model, Terms  # noqa: PLC0415
    from console.assist.openai import OpenAI  # noqa: PLC0415
    from console.http import Endpoint, Http  # noqa: PLC0415

    dialect: Dialect = Anthropic() if endpoint.dialect == "anthropic" else OpenAI()
    http = Http(
        Endpoint(
            url=endpoint.url,
            headers=dialect.headers(secret.reveal() if secret else ""),
            timeout=endpoint.timeout,
            ca_file=endpoint.ca_file,
            proxy=endpoint.proxy.reveal() if endpoint.proxy else "",
            user_agent=USER_AGENT,
        )
    )
    asking = Asking(
        endpoint.name,
        endpoint.model,
        http,
        dialect,
        max_tokens=endpoint.max_tokens,
        seconds=endpoint.timeout,
    )
    terms = Terms(endpoint.redact, endpoint.max_input_tokens, tone)
    return Model(asking, terms, base=embedded)
