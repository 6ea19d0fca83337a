"""Try the way to a helpdesk before anybody signs in: does the address lead to one at all."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from console import errors
from console.domain.text import clean_line

if TYPE_CHECKING:
    from console.config import Connection

DOORS = {"rt": "/REST/2.0/rt", "warmline": "/v1/me"}
"""What each kind of helpdesk answers there, even to strangers."""
NAMES = {"rt": "Request Tracker 5", "warmline": "Warmline desk"}
KNOCKED = (200, 401, 403)
"""Answers of what is there, with or without a login."""
LOGIN = "login"
"""A part of where RT sends strangers to sign in (/NoAuth/Login.html)."""


def near(host: str) -> bool:
    """Whether a host is this computer, so that nobody listens on the way."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def exposed(url: str) -> str:
    """Say what can be read on the way to `url`; empty where nothing can."""
    parts = urlsplit(url)
    if parts.scheme != "http" or near(parts.hostname or ""):
        return ""
    return (
        f"http://{parts.hostname} is not encrypted: your password or token, and what customers "
        "write, can be read on the way"
    )


async def reach(connection: Connection) -> str:
    """Knock where the helpdesk should be, and say what came back: one request, no secret.

    Raises BadAnswer when something else is there, and what the way itself raises.
    """
    from console.http import Http  # noqa: PLC0415  off the start path
    from console.wiring.configured import endpoint  # noqa: PLC0415

    door, name = DOORS[connection.kind], NAMES[connection.kind]
    http = Http(endpoint(connection), read_only=True)
    try:
        answer = await http.get(door, expect=range(300, 600))
    finally:
        await http.aclose()
    host = urlsplit(connection.url).netloc
    to = clean_line(answer.headers.get("location", ""), 200)
    if answer.status in KNOCKED or LOGIN in to.lower():
        return f"{host} answers."
    said = f"{host} answers {answer.status} to {door}: there is no {name} at this address"
    hint = "Give the address that a browser shows for its front page."
    if to:
        said = f"{host} answers {answer.status} and points to {to}"
        hint = "Give the address where it really is."
    elif answer.status >= 500:
        said = f"{host} answers {answer.status}: it is broken, or something before it is"
        hint = "Try again later, or ask its administrator."
    raise errors.BadAnswer(f"{said}.", hint=hint)
