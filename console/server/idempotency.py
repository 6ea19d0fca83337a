"""Carrying out a write once for each key, whoever repeats it and in whatever process."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from console.domain.interchange import Problem
from console.server.calls import Call, Done, Refused, dumps, invalid, missing, stamp
from console.server.db import Tx

KEPT = timedelta(days=30)
"""How long a key is remembered."""
CONDITIONS = ("seen", "seen_version", "expect_assignee")
"""Fields that say when to act, not what to do: a repetition may know more than the first try."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def check_key(key: str) -> str:
    """Give the key; refuse with 422 what is not 1 to 200 printable ASCII characters."""
    if not _KEY.fullmatch(key):
        said = "must be 1 to 200 printable ASCII characters"
        raise invalid([Problem("Idempotency-Key", said)])
    return key


def fingerprint(method: str, path: str, body: Mapping[str, Any]) -> str:
    """Give what two requests with one key must have in common."""
    meant = {name: value for name, value in body.items() if name not in CONDITIONS}
    text = json.dumps([method, path, meant], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def find(tx: Tx, key: str, mark: str) -> Done | None:
    """Give the stored answer of a key; refuse with 422 another request under the same key."""
    row = await tx.row("SELECT * FROM writes WHERE key = ?", key)
    if row is None:
        return None
    if row["fingerprint"] != mark:
        raise Refused(422, "This Idempotency-Key was used for another request.", reason="key")
    return Done(json.loads(row["body"]), row["status"], {"Idempotent-Replayed": "true"})


async def keep(tx: Tx, key: str, mark: str, done: Done, now: datetime) -> None:
    """Store the answer in the transaction that carried the write out; forget what is too old."""
    await tx.rows("DELETE FROM writes WHERE at < ?", stamp(now - KEPT))
    await tx.rows(
        "INSERT INTO writes (key, fingerprint, status, body, at) VALUES (?, ?, ?, ?, ?)",
        key,
        mark,
        done.status,
        dumps(done.body),
        stamp(now),
    )


async def outcome(call: Call) -> Done:
    """Answer what became of the write with a key; 404 when nothing did."""
    row = await call.tx.row("SELECT * FROM writes WHERE key = ?", call.path["key"])
    if row is None:
        raise missing("write")
    return Done(
        {
            "key": row["key"],
            "status": row["status"],
            "at": row["at"],
            "body": json.loads(row["body"]),
        }
    )
