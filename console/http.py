"""The one door to the network: typed errors, retries of reads, and the refusal of writes."""

from __future__ import annotations

import asyncio
import logging
import ssl
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# httpx imports the command line of its own where click and rich are there, as they are here:
# two thirds of its time. A module that is None is one that cannot be imported (sys.modules).
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402
import stamina  # noqa: E402

from console import errors  # noqa: E402
from console.answers import LONGEST, Answer, error_for, retry_after  # noqa: E402

__all__ = [
    "LONGEST",
    "READ_ATTEMPTS",
    "Answer",
    "Effect",
    "Endpoint",
    "Http",
    "error_for",
    "retry_after",
]

log = logging.getLogger(__name__)
# They write whole urls and headers, which may carry secrets.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

READ_ATTEMPTS = 3
"""How often a read is tried before its error is raised."""
PATIENCE = 5.0
"""Seconds; a Retry-After up to this is waited for here, a longer one is raised."""

REDIRECTS = 300
REFUSAL = 20_000
"""Bytes that are read of a refusal to a stream."""


class Effect(StrEnum):
    """What a request does to the helpdesk; read-only lets reads alone pass."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How to reach one server."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with each request to this host and to no other; may carry credentials."""
    auth: tuple[str, str] | None = None
    """User and password for HTTP Basic."""
    timeout: float = 30.0
    """Seconds without a byte before the answer is given up."""
    ca_file: str = ""
    """A private authority's certificates, PEM."""
    client_cert: str = ""
    client_key: str = ""
    proxy: str = ""
    app: Any = None
    """An ASGI app to speak to instead of the network."""
    user_agent: str = "warmline"


def _is_temporary(error: Exception) -> float | bool:
    """Say whether, and when, a read is worth another try."""
    if isinstance(error, errors.RateLimited):
        return error.seconds if error.seconds <= PATIENCE else False
    return isinstance(error, errors.HelpdeskError) and error.retryable


def _attempts(seconds: float) -> AsyncIterator[stamina.Attempt]:
    """Try as often as a read is tried, within so many seconds."""
    return stamina.retry_context(
        on=_is_temporary, attempts=READ_ATTEMPTS, timeout=seconds, wait_initial=0.2, wait_max=5.0
    )


def _answer(response: httpx.Response, body: bytes) -> Answer:
    headers = {key.lower(): value for key, value in response.headers.items()}
    return Answer(response.status_code, headers, body)


class Http:
    """A connection to one server.

    Writes are never repeated here: whether that is safe is for the outbox to decide.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        read_only: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open nothing yet; the first request connects."""
        self.endpoint = endpoint
        self.read_only = read_only
        self.clock = clock
        self.requests = 0
        """How many requests have been made: tests count them."""
        self._client: httpx.AsyncClient | None = None

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            end = self.endpoint
            options: dict[str, Any] = {
                "base_url": end.url,
                "headers": {"User-Agent": end.user_agent, **end.headers},
                "timeout": httpx.Timeout(end.timeout, connect=min(10.0, end.timeout)),
                "follow_redirects": False,
            }
            if end.auth:
                options["auth"] = end.auth
            if end.app is not None:
                options["transport"] = httpx.ASGITransport(end.app, raise_app_exceptions=False)
            else:
                options["verify"] = self._tls()
                if end.proxy:
                    options["proxy"] = end.proxy
            try:
                self._client = httpx.AsyncClient(**options)
            except (ValueError, ImportError, httpx.InvalidURL) as error:
                msg = f"The connection to {self._name()} cannot be made: {error}"
                raise errors.ConfigError(msg, hint="Check its url, token and proxy.") from error
        return self._client

    def _tls(self) -> ssl.SSLContext | bool:
        end = self.endpoint
        if not (end.ca_file or end.client_cert):
            # Loading the authorities takes 20 ms; a plain http url needs none.
            return not end.url.startswith("http:")
        try:
            context = ssl.create_default_context(cafile=end.ca_file or None)
            if end.client_cert:
                context.load_cert_chain(end.client_cert, end.client_key or None)
        except (OSError, ssl.SSLError) as error:
            msg = f"The certificates for {self._name()} could not be read: {error}"
            raise errors.ConfigError(msg, hint="Check ca_file and client_cert.") from error
        return context

    async def get(
        self, path: str, params: Mapping[str, Any] | None = None, **options: Any
    ) -> Answer:
        """Read `path`; temporary failures are tried again."""
        return await self.request("GET", path, effect=Effect.READ, params=params, **options)

    async def request(  # noqa: PLR0913
        self,
        method: str,
        path: str,
        *,
        effect: Effect = Effect.WRITE,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        data: Mapping[str, Any] | None = None,
        files: Sequence[tuple[str, tuple[str, bytes, str]]] | None = None,
        expect: Sequence[int] = (),
    ) -> Answer:
        """Make a request and return its answer; raise a HelpdeskError for a refusal.

        `expect` lists statuses of 300 and more that are an answer, not an error. Raises
        ReadOnly for a write when only reads are allowed, before anything is sent.
        """
        if self.read_only and effect is Effect.WRITE:
            msg = f"{method} was not sent: Warmline is open for reading only."
            raise errors.ReadOnly(msg)
        kwargs: dict[str, Any] = {
            "params": params,
            "json": json,
            "headers": headers,
            "content": content,
            "data": data,
            "files": files,
        }
        kwargs = {key: value for key, value in kwargs.items() if value is not None}
        if effect is Effect.WRITE:
            return await self._once(method, path, kwargs, expect)
        async for attempt in _attempts(60.0):
            with attempt:
                return await self._once(method, path, kwargs, expect)
        raise AssertionError  # pragma: no cover

    async def _once(
        self, method: str, path: str, kwargs: dict[str, Any], expect: Sequence[int]
    ) -> Answer:
        answer = await self._send(method, path, kwargs)
        if answer.status < REDIRECTS or answer.status in expect:
            return answer
        raise error_for(answer, self._name(), self.clock())

    def _name(self) -> str:
        if self.endpoint.app is not None:
            return "The own desk"
        # The url itself may carry a password.
        try:
            return httpx.URL(self.endpoint.url).host or "The helpdesk"
        except httpx.InvalidURL:
            return "The helpdesk"

    async def _send(self, method: str, path: str, kwargs: dict[str, Any]) -> Answer:
        """Do the wire, and read the answer to its end."""
        with self._failing(method, path) as seen:
            # ASGITransport knows no timeout, and a trickling server resets httpx's own.
            async with asyncio.timeout(self.endpoint.timeout * 4):
                response = await self._open().request(method, path, **kwargs)
            seen.append(response.status_code)
            return _answer(response, response.content)

    @contextmanager
    def _failing(self, method: str, path: str) -> Iterator[list[object]]:
        """Make every failure of the wire one of our errors; count and log a `method`'s request."""
        begun = time.monotonic()
        seen: list[object] = ["failed"]
        try:
            if httpx.URL(path).is_absolute_url:
                # Our headers are for this server alone.
                raise errors.BadAnswer(f"{self._name()} points elsewhere, which is not followed.")
            self.requests += bool(method)
            yield seen
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as e:
            if isinstance(e.__cause__, ssl.SSLError) or "CERTIFICATE" in str(e).upper():
                msg = f"{self._name()} showed a certificate that is not trusted: {e}"
                raise errors.TlsRefused(msg) from e
            msg = f"{self._name()} cannot be reached: {e or type(e).__name__}"
            raise errors.Unreachable(msg) from e
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as e:
            msg = f"The url of {self._name()} is not usable: {e}"
            raise errors.ConfigError(msg) from e
        except httpx.LocalProtocolError as e:
            if "Illegal header" not in str(e):
                raise errors.NoAnswer(f"{self._name()} did not answer: {e}") from e
            # The sentence of the library quotes the header, which may be a token.
            msg = f"A header for {self._name()} has characters that cannot be sent."
            raise errors.ConfigError(msg, hint="Check the token for line breaks.") from None
        except (httpx.HTTPError, TimeoutError, httpx.StreamError) as e:
            msg = f"{self._name()} did not answer: {e or type(e).__name__}"
            raise errors.NoAnswer(msg) from e
        finally:
            # Paths only: queries and headers may carry what is private.
            took = (time.monotonic() - begun) * 1000
            if method:
                log.debug("%s %s %s %.0f ms", method, path.partition("?")[0], seen[-1], took)

    @asynccontextmanager
    async def stream(
        self, path: str, *, json: Any, limit: int, idle: float, total: float
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Post a question that only reads; give the answer's bytes while they come.

        It ends in an error after `limit` bytes, after `total` seconds, or, once it has begun,
        after `idle` seconds without a byte.
        Refusals that pass are tried again before the first byte, never after it. Leaving the
        block closes the connection.
        """
        until = time.monotonic() + total
        async for attempt in _attempts(total):
            with attempt:
                response = await self._begin(path, json, until)
        try:
            yield self._pieces(path, response, limit, idle, until)
        finally:
            await response.aclose()

    async def _begin(self, path: str, json: Any, until: float) -> httpx.Response:
        with self._failing("POST", path) as seen:
            client = self._open()
            # What is packed may unfold to any size.
            plain = {"Accept-Encoding": "identity"}
            request = client.build_request("POST", path, json=json, headers=plain)
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                response = await client.send(request, stream=True)
            seen.append(response.status_code)
        packed = response.headers.get("content-encoding", "identity") != "identity"
        if response.status_code < REDIRECTS and not packed:
            return response
        said = b""
        try:
            if packed:
                raise errors.BadAnswer(f"{self._name()} packed its answer, unasked.")
            # However its words end, the status is known.
            with suppress(errors.HelpdeskError):
                async for piece in self._pieces(path, response, REFUSAL, PATIENCE, until):
                    said += piece
        finally:
            await response.aclose()
        raise error_for(_answer(response, said), self._name(), self.clock())

    async def _pieces(
        self, path: str, response: httpx.Response, limit: int, idle: float, until: float
    ) -> AsyncIterator[bytes]:
        came, pieces = 0, response.aiter_raw()
        while True:
            left = max(0.0, until - time.monotonic())
            with self._failing("", path):
                async with asyncio.timeout(min(idle, left) if came else left):
                    piece = await anext(pieces, b"")
            if not piece:
                return
            came += len(piece)
            if came > limit:
                raise errors.BadAnswer(f"{self._name()} answered more than {limit:,} bytes.")
            yield piece

    def cookies(self) -> Mapping[str, str]:
        """Give the cookies the server has set, by name."""
        return {} if self._client is None else dict(self._client.cookies)

    def forget_cookies(self) -> None:
        """Drop the session, so that the next request logs in again."""
        if self._client is not None:
            self._client.cookies.clear()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()
