"""A helpdesk that speaks the own desk's language, and sends every text as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from console.domain.form import format_time
from tests.office import START

AT = format_time(START)


def person(text: str, ident: str = "x") -> dict[str, Any]:
    """Make an agent."""
    return {"id": ident, "name": text, "email": f"{text}@example.com"}


def conversation(number: int, text: str) -> dict[str, Any]:
    """Make a conversation in which every text is `text`."""
    kinds = ("customer", "bot", "agent", "system")
    messages = [
        {
            "id": f"m{kind}", "at": AT, "text": f"{text}\n> {text}",
            "author": {"kind": kind, "name": text, "id": f"{kind}{number}"},
            "visibility": "internal" if kind == "agent" else "public",
            "attachments": [{"id": f"a{number}", "name": text, "type": text, "size": 3}],
            "event": kind == "system",
        }
        for kind in kinds
    ]  # fmt: skip
    return {
        "id": f"c{number}", "subject": text, "status": "open", "priority": "urgent",
        "channel": "email", "queue": text, "tags": [text, "late"], "version": 1,
        "created_at": AT, "updated_at": AT, "snoozed_until": None,
        "customer": {"id": text, "name": text, "email": text, "attributes": {text: text}},
        "assignee": person(text) if number % 2 else None,
        "handoff": {"at": AT, "bot": text, "reason": text, "confidence": 0.4, "note": text},
        "messages": messages, "whole": True,
    }  # fmt: skip


def liar(texts: Sequence[str]) -> Callable[..., Any]:
    """Make the ASGI app; writes are refused with a text, and so is `/v1/attachments`."""
    told = iter(texts * 9)

    def answer(method: str, path: str) -> tuple[int, Any]:
        if method != "GET":
            text = next(told)
            return (409 if "/claim" in path else 422), {"detail": text, "problems": []}
        match path.split("/")[2:]:
            case ["me"]:
                return 200, person(texts[0], "ann")
            case ["changes"]:
                found = [conversation(n, text) for n, text in enumerate(texts)]
                return 200, {"conversations": found, "cursor": "1", "total": 1, "more": False}
            case ["ids"]:
                return 200, {"ids": [f"c{n}" for n in range(len(texts))]}
            case ["agents"]:
                agents = [person(text, f"p{n}") for n, text in enumerate(texts)]
                return 200, {"agents": agents}
            case ["knowledge"]:
                return 200, {"knowledge": [knowledge(n, text) for n, text in enumerate(texts)]}
            case ["peek", _]:
                customer = conversation(0, "")["customer"]
                return 200, {
                    "newest_customer_message": "", "assignee": None, "newest_message": "",
                    "channel": "email", "customer": customer,
                }  # fmt: skip
            case ["refused", number]:
                return 422, {"detail": texts[int(number)]}
            case ["listed", number]:
                return 403, [texts[int(number)]]
            case ["plain", number]:
                return 404, texts[int(number)]
        return 404, {"detail": texts[-1]}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        status, data = answer(scope["method"], scope["path"])
        if isinstance(data, str):
            kind, body = b"text/plain", data.encode("utf-8", "replace")
        else:
            # Escaped as \\ud83d: what no UTF-8 can carry arrives all the same.
            kind, body = b"application/json", json.dumps(data).encode()
        head = [(b"content-type", kind)]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return app


def knowledge(number: int, text: str) -> dict[str, Any]:
    """Make a macro."""
    return {
        "id": f"k{number}", "kind": "macro", "title": text, "text": text, "visibility": "public",
        "tags": [text], "language": text,
    }  # fmt: skip


def intake(number: int, text: str) -> dict[str, Any]:
    """Make a body of the intake endpoint in which every text is `text`."""
    return {
        "id": f"i{number}", "subject": text, "channel": text, "queue": text, "tags": [text],
        "customer": {"id": f"u{number}", "name": text, "email": text, "attributes": {"a": text}},
        "handoff": {"at": AT, "bot": text, "reason": text, "reason_text": text},
        "messages": [
            {
                "text": text, "at": AT, "author": {"kind": kind, "name": text},
                "attachments": [{"name": text, "type": text, "content_base64": "QUJD"}],
            }
            for kind in ("customer", "bot", "agent")
        ],
    }  # fmt: skip


def ticket(number: int, text: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[Any]]:
    """Make what Request Tracker answers: a ticket, its transactions, their parts."""
    user = {"id": text, "Name": text, "RealName": text, "EmailAddress": text, "City": text}
    fields = [
        {"id": "1", "name": name, "values": [text]}
        for name in ("Escalation Reason", "AI Summary", "Labels")
    ]
    item = {
        "id": number + 1, "EffectiveId": number + 1, "Subject": text, "Status": text,
        "Priority": "100", "Created": AT, "LastUpdated": AT, "Due": AT,
        "Queue": {"id": "1", "Name": text, "Cc": [user]}, "Owner": user, "Creator": user,
        "Requestor": [user], "Cc": [user], "CustomFields": fields,
    }  # fmt: skip
    kinds = ("Create", "Correspond", "Comment", "Status", "Set", "CustomField")
    rows = [
        {
            "id": number * 10 + n + 1, "Type": kind, "Created": AT, "Creator": user,
            "Field": "Subject" if kind == "Set" else "1", "OldValue": text, "NewValue": text,
        }
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    parts = [
        {
            "id": number * 100 + n, "TransactionId": row["id"], "Filename": text,
            "ContentType": ("text/plain", "text/html", text)[n % 3], "ContentLength": 3,
            "Content": text,
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return item, rows, parts
