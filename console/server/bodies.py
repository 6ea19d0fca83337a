"""Reading what clients send: bodies of bounded size, fields checked one by one."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from starlette.requests import Request

from console.domain.interchange import Problem, parse_time
from console.domain.models import Attachment
from console.domain.text import MESSAGE_LIMIT, clean, clean_line, file_name
from console.server.calls import Refused, invalid

BODY_LIMIT = 40 * 1024 * 1024
"""Bytes of one request."""
FILES_LIMIT = 25 * 1024 * 1024
"""Bytes of all attachments of one message."""

Choice = TypeVar("Choice", bound=StrEnum)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    # 1e999 is read as infinity, which cannot be written as JSON again.
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


async def read_body(request: Request) -> bytes:
    """Read a body of at most BODY_LIMIT bytes; refuse a longer one with 413."""
    too_long = Refused(413, f"The body is longer than {BODY_LIMIT} bytes.")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > BODY_LIMIT:
        raise too_long
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise too_long
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; refuse anything else with 400. Nothing at all is an empty object."""
    if not body.strip():
        return {}
    try:
        data = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body is not JSON.") from error
    if not isinstance(data, dict):
        raise Refused(400, "The body must be a JSON object.")
    return data


class Fields:
    """Reads the fields of an object and collects what is wrong with them."""

    def __init__(self, data: Mapping[str, Any], known: frozenset[str]) -> None:
        """Take the object and the names it may have."""
        self.data = data
        self.problems = [
            Problem(clean_line(name, 60), "is not known")
            for name in sorted(map(str, data))
            if name not in known
        ]

    def __contains__(self, name: str) -> bool:
        """Whether the field was given, be it as null."""
        return name in self.data

    def bad(self, name: str, said: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(name, said))

    def check(self) -> None:
        """Refuse with 422 when anything was wrong."""
        if self.problems:
            raise invalid(self.problems)

    def text(self, name: str) -> str:
        """Read text of several lines; absent or null is empty."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            self.bad(name, "must be text")
            return ""
        if value is not None and len(value) > MESSAGE_LIMIT:
            # What an agent wrote is refused rather than cut.
            self.bad(name, f"is longer than {MESSAGE_LIMIT} characters")
            return ""
        return clean(value)

    def line(self, name: str) -> str:
        """Read text of one line; absent or null is empty."""
        return clean_line(self.text(name))

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """Read one of the values of `kind`; None when absent."""
        value = self.data.get(name)
        if name not in self.data:
            return None
        names = [item.value for item in kind]
        if value not in names:
            self.bad(name, f"must be one of {', '.join(names)}, not {clean_line(value, 40)!r}")
            return None
        return kind(str(value))

    def time(self, name: str) -> datetime | None:
        """Read an RFC 3339 time; None when absent or null."""
        value = self.data.get(name)
        if value is None:
            return None
        try:
            return parse_time(value)
        except (ValueError, OverflowError):
            self.bad(name, 'must be an RFC 3339 time with a zone, as "2026-03-01T09:30:00Z"')
            return None

    def number(self, name: str) -> int | None:
        """Read a whole number from 0; None when absent or null."""
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            self.bad(name, "must be a whole number")
            return None
        return value

    def lines(self, name: str) -> tuple[str, ...]:
        """Read a list of one-line texts, each once and none empty."""
        value = self.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.bad(name, "must be a list of texts")
            return ()
        cleaned = (clean_line(item, 60) for item in value)
        return tuple(dict.fromkeys(item for item in cleaned if item))

    def files(self, name: str) -> tuple[Attachment, ...]:
        """Read attachments, `[{"name", "type", "content_base64"}]`."""
        value = self.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.bad(name, "must be a list")
            return ()
        out: list[Attachment] = []
        for index, item in enumerate(value):
            path = f"{name}[{index}]"
            if not isinstance(item, dict) or not isinstance(item.get("content_base64"), str):
                self.bad(path, "must be an object with name, type and content_base64")
                continue
            try:
                content = base64.b64decode(item["content_base64"], validate=True)
            except (binascii.Error, ValueError):
                self.bad(f"{path}.content_base64", "is not valid base64")
                continue
            kind = clean_line(item.get("type"), 100) or "application/octet-stream"
            out.append(Attachment("", file_name(item.get("name")), kind, len(content), content))
        if sum(file.size for file in out) > FILES_LIMIT:
            self.bad(name, f"are longer than {FILES_LIMIT} bytes together")
        return tuple(out)
