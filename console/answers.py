"""What a server answered, and the error that a refusal is."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from console import errors

LONGEST = 86_400.0
"""Seconds; a Retry-After beyond a day, `inf` included, is taken for a day."""

TOO_MANY, BROKEN = 429, 500


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
