"""The one door to the network: typed errors, retries of reads, and the refusal of writes."""

from __future__ import annotations

import asyncio
import json as jsonlib
import logging
import ssl
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

# httpx imports the command line of its own where click and rich are there, as they are here:
# two thirds of its time. A module that is None is one that cannot be imported (sys.modules).
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402
import stamina  # noqa: E402

from console import errors  # noqa: E402

log = logging.getLogger(__name__)
# They write whole urls and headers, which may carry secrets.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

READ_ATTEMPTS = 3
"""How often a read is tried before its error is raised."""
PATIENCE = 5.0
"""Seconds; a Retry-After up to this is waited for here, a longer one is raised."""

LONGEST = 86_400.0
"""Seconds; a Retry-After beyond a day, `inf` included, is taken for a day."""

OK, REDIRECTS, TOO_MANY, BROKEN = 200, 300, 429, 500


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Decode the body; raise BadAnswer when it is no JSON."""
        try:
            return jsonlib.loads(self.body) if self.body else None
        except ValueError as error:
            kind = self.headers.get("content-type", "something else")
            msg = f"The server answered {kind} instead of JSON."
            raise errors.BadAnswer(msg) from error

    @property
    def text(self) -> str:
        """Give the body as text."""
        return self.body.decode("utf-8", "replace")


def _words(answer: Answer) -> str:
    """Find the sentence that explains a refusal in any of the helpdesks' error shapes."""
    try:
        data = jsonlib.loads(answer.body)
    except ValueError:
        return answer.text[:200] if "html" not in answer.headers.get("content-type", "") else ""
    if isinstance(data, list):
        return " ".join(str(item) for item in data[:5])
    if isinstance(data, dict):
        for key in ("detail", "message", "error_human", "description", "error"):
            if data.get(key):
                value = data[key]
                return value if isinstance(value, str) else jsonlib.dumps(value)
    return ""


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read Retry-After (RFC 9110 10.2.3), in seconds from `now` (Unix time)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, min(float(value), LONGEST))
    except ValueError:
        pass
    try:
        return max(0.0, min(parsedate_to_datetime(value).timestamp() - now, LONGEST))
    except (TypeError, ValueError):
        return None


_BY_STATUS: dict[int, type[errors.HelpdeskError]] = {
    400: errors.Invalid,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.BadAnswer,
    409: errors.Conflict,
    410: errors.CursorLost,
    412: errors.Conflict,
    413: errors.Invalid,
    415: errors.Invalid,
    422: errors.Invalid,
}


def error_for(answer: Answer, what: str, now: float) -> errors.HelpdeskError:
    """Turn a status of 300 or more into the error that says it."""
    words = _words(answer)
    said = f": {words}" if words else ""
    if answer.status == TOO_MANY:
        seconds = retry_after(answer.headers, now)
        return errors.RateLimited(
            f"{what} was asked to wait (429){said}", seconds=30.0 if seconds is None else seconds
        )
    kind: type[errors.HelpdeskError]
    if answer.status >= BROKEN:
        kind = errors.ServerBroken
    elif answer.status < 400:
        kind = errors.BadAnswer
        said = ": it redirects elsewhere, which is not followed"
    else:
        kind = _BY_STATUS.get(answer.status, errors.Invalid)
    error = kind(f"{what} answered {answer.status}{said}")
    error.status = answer.status
    if isinstance(error, errors.Conflict):
        try:
            error.current = answer.json()
        except errors.BadAnswer:
            error.current = None
    return error


def _is_temporary(error: Exception) -> float | bool:
    """Say whether, and when, a read is worth another try."""
    if isinstance(error, errors.RateLimited):
        return error.seconds if error.seconds <= PATIENCE else False
    return isinstance(error, errors.HelpdeskError) and error.retryable


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
        async for attempt in stamina.retry_context(
            on=_is_temporary, attempts=READ_ATTEMPTS, timeout=60.0, wait_initial=0.2, wait_max=5.0
        ):
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
        """Do the wire; every failure comes out as one of our errors."""
        client = self._open()
        begun = time.monotonic()
        status: object = "failed"
        try:
            if httpx.URL(path).is_absolute_url:
                # Our headers are for this server alone.
                raise errors.BadAnswer(f"{self._name()} points elsewhere, which is not followed.")
            self.requests += 1
            # ASGITransport knows no timeout, and a trickling server resets httpx's own.
            async with asyncio.timeout(self.endpoint.timeout * 4):
                response = await client.request(method, path, **kwargs)
            status = response.status_code
            return Answer(
                response.status_code,
                {key.lower(): value for key, value in response.headers.items()},
                response.content,
            )
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
            log.debug("%s %s %s %.0f ms", method, path.partition("?")[0], status, took)

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
