"""The desk as an ASGI app: requests become calls inside one transaction, answers become JSON."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiosqlite
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from console import errors
from console.domain.models import AuthorKind, Person
from console.server import idempotency, identity
from console.server.bodies import parse_object, read_body
from console.server.calls import Call, Done, Refused, dumps, stamp
from console.server.db import Database
from console.server.openapi import document
from console.server.routes import ENDPOINTS, Endpoint
from console.server.updates import sleeping_over, wake

log = logging.getLogger(__name__)

Identify = Callable[[Request], Person]


def new_key() -> str:
    """Make an id that no other process makes."""
    return uuid.uuid4().hex


def wall_clock() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


def create_app(
    database: Path,
    *,
    identify: Identify | None = None,
    clock: Callable[[], datetime] = wall_clock,
    new_key: Callable[[], str] = new_key,
) -> Desk:
    """Make the desk that lives in the file `database`.

    `identify` says who calls; it raises Unauthorized or Forbidden for those who may not.
    """
    return Desk(database, identify or identity.by_headers, clock, new_key)


class Desk:
    """An ASGI app; open it before the first request where no lifespan is run."""

    def __init__(
        self,
        database: Path,
        identify: Identify,
        clock: Callable[[], datetime],
        new_key: Callable[[], str],
    ) -> None:
        """Take the file, who calls, the clock and the maker of ids."""
        self._path, self._identify, self._clock, self._new_key = database, identify, clock, new_key
        self._database: Database | None = None
        self._opening = asyncio.Lock()
        routes = [Route("/openapi.json", self._document, methods=["GET"])]
        paths = dict.fromkeys(endpoint.path for endpoint in ENDPOINTS)
        for path in paths:
            methods = {e.method: e for e in ENDPOINTS if e.path == path}
            routes.append(Route(path, partial(self._answer, methods), methods=list(methods)))
        self._app = Starlette(
            routes=routes,
            exception_handlers={HTTPException: _http_refusal},
            lifespan=self._lifespan,
        )
        self._app.router.redirect_slashes = False

    async def open(self) -> None:
        """Open the file; once is enough. Raises StoreTooNew, OSError."""
        async with self._opening:
            if self._database is None:
                self._database = await Database.open(self._path)

    async def aclose(self) -> None:
        """Close the file."""
        async with self._opening:
            if self._database is not None:
                database, self._database = self._database, None
                await database.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        await self.open()
        try:
            yield
        finally:
            await self.aclose()

    async def _document(self, _request: Request) -> Response:
        return _json(200, document())

    async def _answer(self, methods: dict[str, Endpoint], request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        try:
            done = await self._run(endpoint, request)
        except Refused as refused:
            return _json(refused.status, refused.body)
        except errors.Unauthorized as error:
            return _json(401, {"detail": str(error)})
        except errors.Forbidden as error:
            return _json(403, {"detail": str(error)})
        except ClientDisconnect:
            return _json(400, {"detail": "The request ended early."})
        except aiosqlite.OperationalError:
            log.exception("%s %s", request.method, endpoint.path)
            return _json(503, {"detail": "The desk's file is busy."}, {"Retry-After": "1"})
        except Exception:
            log.exception("%s %s", request.method, endpoint.path)
            return _json(500, {"detail": "The desk has failed; its log says why."})
        if isinstance(done.body, bytes):
            kind = "application/octet-stream"
            return Response(done.body, done.status, dict(done.headers), kind)
        return _json(done.status, done.body, dict(done.headers))

    async def _run(self, endpoint: Endpoint, request: Request) -> Done:
        if self._database is None:
            raise Refused(503, "The desk is closed.")
        who = self._identify(request)
        kind = identity.author_kind(request.headers)
        make = partial(
            Call,
            kind=kind,
            now=self._clock(),
            new_key=self._new_key,
            path=request.path_params,
            query=request.query_params,
            if_match=request.headers.get("if-match", ""),
        )
        listed = kind is AuthorKind.AGENT and not endpoint.from_bot
        if endpoint.writes:
            make = partial(make, body=parse_object(await read_body(request)))
            return await self._write(endpoint, request, who, make, listed=listed)
        await self._settle(make.keywords["now"], who if listed else None)
        async with self._database.reading() as tx:
            who = await identity.known_as(tx, who)
            return await endpoint.handler(make(tx=tx, who=who, body={}))

    async def _write(
        self,
        endpoint: Endpoint,
        request: Request,
        who: Person,
        make: Callable[..., Call],
        *,
        listed: bool,
    ) -> Done:
        assert self._database is not None
        key, mark = request.headers.get("idempotency-key"), ""
        async with self._database.writing() as tx:
            if listed:
                who = await identity.known_as(tx, who)
            call = make(tx=tx, who=who)
            if key is not None:
                idempotency.check_key(key)
                mark = idempotency.fingerprint(request.method, request.url.path, call.body)
                stored = await idempotency.find(tx, key, mark)
                if stored is not None:
                    return stored
            await wake(tx, call.now, self._new_key)
            if listed and not await identity.is_listed(tx, who):
                await identity.register(tx, who, call.stamp)
            done = await endpoint.handler(call)
            if key is not None:
                # Refusals are not kept: nothing was done, and the same try may succeed later.
                await idempotency.keep(tx, key, mark, done, call.now)
        return done

    async def _settle(self, now: datetime, who: Person | None) -> None:
        """Write what a read brings about: a new agent in the list, snoozes that have ended."""
        assert self._database is not None
        async with self._database.reading() as tx:
            due = await sleeping_over(tx, now)
            who = await identity.known_as(tx, who) if who else None
            fresh = who is not None and not await identity.is_listed(tx, who)
        if not (due or fresh):
            return
        async with self._database.writing() as tx:
            await wake(tx, now, self._new_key)
            if who is not None and fresh:
                await identity.register(tx, who, stamp(now))


def _json(status: int, data: object, headers: dict[str, str] | None = None) -> Response:
    content = dumps(data).encode("utf-8", "replace")
    return Response(content, status, {**(headers or {})}, "application/json")


async def _http_refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: "There is no such address.", 405: "That method is not for this address."}
    detail = words.get(error.status_code, error.detail)
    return _json(error.status_code, {"detail": detail}, dict(error.headers or {}))
