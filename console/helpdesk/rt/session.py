"""Speaks to Request Tracker as one user: signs in once, and again when the session is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from console import errors
from console.helpdesk.rt.parse import Item, items_of, number
from console.helpdesk.rt.query import PER_PAGE
from console.helpdesk.rt.settings import RtSettings
from console.http import Answer, Effect, Http, error_for

API = "/REST/2.0"
LOGIN = "/NoAuth/Login.html"
SIGNED_OUT = b"Login required"
"""RT redirects to its login page when a cookie no longer counts (RT::REST2::Middleware::Auth)."""


class Session:
    """One user's way into a Request Tracker.

    With user and password it is a cookie session, ten times faster than Basic or a token.
    """

    def __init__(self, http: Http, settings: RtSettings, clock: Callable[[], datetime]) -> None:
        """Send nothing yet."""
        if "/REST/" in http.endpoint.url:
            raise errors.ConfigError(
                "The url of a Request Tracker is the one of its web pages.",
                hint="Leave out /REST/2.0.",
            )
        if "mozilla" in http.endpoint.user_agent.lower():
            # RT answers a browser without rights by a redirect instead of a 401.
            raise errors.ConfigError("A user agent with Mozilla in it confuses Request Tracker.")
        self.http = http
        self.settings = settings
        self.clock = clock
        self.now = clock()
        """The server's time at its last answer."""
        self._logins = 0
        self._lock = asyncio.Lock()

    @property
    def web(self) -> str:
        """The address of RT's web pages, without a slash at the end."""
        return self.http.endpoint.url.rstrip("/")

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Read JSON; raise a HelpdeskError for a refusal."""
        answer = await self._send("GET", path, Effect.READ, {"params": params})
        return answer.json()

    async def write(
        self, method: str, path: str, body: Any, expect: tuple[int, ...] = ()
    ) -> Answer:
        """Write JSON and give the answer, whose 200 may be a refusal in words."""
        return await self._send(method, path, Effect.WRITE, {"json": body}, expect)

    async def rows(self, path: str, params: Mapping[str, Any], *, open_end: bool) -> list[Item]:
        """Read all pages of a search, 100 at a time, ordered by id.

        With `open_end` until an empty page: rows hidden from us make pages shorter, and RT
        gives no totals. Without it until a page that is not full.
        """
        found: list[Item] = []
        page = 1
        while True:
            new = await self.page(path, params, page)
            found += new
            if not new or not (open_end or len(new) >= PER_PAGE):
                return found
            page += 1

    async def page(self, path: str, params: Mapping[str, Any], page: int = 1) -> list[Item]:
        """Read one page of a search, ordered by id."""
        paging = {"orderby": "id", "per_page": PER_PAGE, **({"page": page} if page > 1 else {})}
        return items_of(await self.get(path, {**paging, **params}))

    async def _send(
        self,
        method: str,
        path: str,
        effect: Effect,
        options: Mapping[str, Any],
        expect: tuple[int, ...] = (),
    ) -> Answer:
        token = self.settings.token
        for attempt in range(2):
            logins = self._logins
            if not token and not logins:
                logins = await self._login(0)
            answer = await self.http.request(
                method,
                API + path,
                effect=effect,
                headers={"Authorization": f"token {token}"} if token else None,
                expect=(*expect, 302, 401),
                **options,
            )
            self.now = _date(answer, self.clock())
            out = answer.status == 401 or (answer.status == 302 and SIGNED_OUT in answer.body)
            if not out:
                if answer.status == 302:
                    raise error_for(answer, "Request Tracker", self.now.timestamp())
                return answer
            if token or attempt:
                break
            # RT refuses before it does anything, so that a write can be sent again.
            await self._login(logins)
        self._logins = 0
        whose = f"the password of {self.settings.user}" if not token else "this token"
        raise errors.Unauthorized(f"Request Tracker does not accept {whose}.")

    async def _login(self, known: int) -> int:
        """Sign in, unless another task has since `known`; RT shows only later if it worked."""
        async with self._lock:
            if self._logins == known:
                self.http.forget_cookies()
                await self.http.request(
                    "POST",
                    LOGIN,
                    effect=Effect.READ,
                    data={"user": self.settings.user, "pass": self.settings.password},
                    expect=(302,),
                )
                self._logins += 1
            return self._logins


def _date(answer: Answer, fallback: datetime) -> datetime:
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC)
    except (TypeError, ValueError):
        return fallback


def location_id(answer: Answer) -> str:
    """Give the id of what a write made, from its Location header; empty when it has none."""
    ident = number(answer.headers.get("location", "").rpartition("/")[2])
    return str(ident) if ident else ""
