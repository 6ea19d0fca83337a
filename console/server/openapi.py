"""The desk's OpenAPI 3.1 document, written from its routes and the shapes below."""

from __future__ import annotations

import re
from typing import Any

from console import __version__
from console.domain.models import AuthorKind, Priority, Status, Visibility
from console.server.routes import ENDPOINTS, Endpoint

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer", "minimum": 0}
TIME: dict[str, Any] = {"type": "string", "format": "date-time"}
FLAG: dict[str, Any] = {"type": "boolean"}
ANY_OBJECT: dict[str, Any] = {"type": "object"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_null(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "null"}]}


def _one_of(kind: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [str(item) for item in kind]}


def _object(optional: dict[str, Any] | None = None, /, **required: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


_CONVERSATION: dict[str, Any] = {
    "id": TEXT,
    "subject": TEXT,
    "channel": TEXT,
    "queue": TEXT,
    "status": _one_of(Status),
    "snoozed_until": _or_null(TIME),
    "priority": _one_of(Priority),
    "tags": _list(TEXT),
    "assignee": _or_null(_ref("Person")),
    "customer": _ref("Customer"),
    "handoff": _or_null(_ref("Handoff")),
    "created_at": TIME,
    "updated_at": TIME,
    "version": WHOLE,
    "sequence": WHOLE,
}
_CUSTOMER: dict[str, Any] = {"id": TEXT, "name": TEXT, "email": TEXT, "attributes": ANY_OBJECT}
_FILE: dict[str, Any] = {"name": TEXT, "type": TEXT}
_KNOWLEDGE: dict[str, Any] = {
    "kind": {"type": "string", "enum": ["macro", "article"]},
    "title": TEXT,
    "text": TEXT,
}
_KNOWLEDGE_MORE: dict[str, Any] = {
    "visibility": _one_of(Visibility),
    "tags": _list(TEXT),
    "language": TEXT,
}
_PROBLEMS: dict[str, Any] = {"problems": _list(_object(field=TEXT, said=TEXT))}
_MESSAGES: dict[str, Any] = {"messages": _list(_ref("Message"))}
_TAKEN: dict[str, Any] = {
    "outcome": {"type": "string", "enum": ["created", "unchanged", "appended"]},
    "warnings": _list(TEXT),
}

SCHEMAS: dict[str, dict[str, Any]] = {
    "Person": _object(id=TEXT, name=TEXT, email=TEXT),
    "Customer": _object(**_CUSTOMER),
    "Handoff": _object(
        at=TIME, bot=TEXT, reason=TEXT, confidence=_or_null({"type": "number"}), note=TEXT
    ),
    "Attachment": _object(id=TEXT, name=TEXT, type=TEXT, size=WHOLE),
    "Message": _object(
        id=TEXT,
        sequence=WHOLE,
        at=TIME,
        author=_object(kind=_one_of(AuthorKind), name=TEXT, id=TEXT),
        visibility=_one_of(Visibility),
        text=TEXT,
        event=FLAG,
        attachments=_list(_ref("Attachment")),
    ),
    "Conversation": _object(**_CONVERSATION),
    "WholeConversation": _object(**_CONVERSATION, **_MESSAGES, extra=_or_null(ANY_OBJECT)),
    "ChangedConversation": _object(**_CONVERSATION, **_MESSAGES, whole=FLAG),
    "WholeCustomer": _object(**_CUSTOMER, conversations=_list(_ref("Conversation"))),
    "History": _object(conversations=_list(_object(**_CONVERSATION, **_MESSAGES))),
    "Changes": _object(
        conversations=_list(_ref("ChangedConversation")), cursor=TEXT, more=FLAG, total=WHOLE
    ),
    "Listing": _object(conversations=_list(_ref("Conversation")), next=_or_null(WHOLE)),
    "Agents": _object(agents=_list(_ref("Person"))),
    "Queues": _object(queues=_list(_object(name=TEXT, waiting=WHOLE))),
    "Tags": _object(tags=_list(_object(name=TEXT, used=WHOLE))),
    "Ids": _object(ids=_list(TEXT)),
    "Peek": _object(
        id=TEXT,
        version=WHOLE,
        status=_one_of(Status),
        assignee=_or_null(_ref("Person")),
        customer=_ref("Customer"),
        channel=TEXT,
        newest_customer_message=_or_null(TEXT),
        newest_message=_or_null(TEXT),
    ),
    "Changed": _object(conversation=_ref("Conversation")),
    "Said": _object(message=_ref("Message"), conversation=_ref("Conversation")),
    "NewMessage": _object(
        {
            "text": TEXT,
            "attachments": _list(_object(**_FILE, content_base64=TEXT)),
            "seen": {**TEXT, "description": "The newest customer message that was read"},
            "expect_assignee": {**TEXT, "description": "Whose it was then; empty for nobody"},
        },
        visibility=_one_of(Visibility),
    ),
    "Patch": _object(
        {
            "status": _one_of(Status),
            "snoozed_until": _or_null(TIME),
            "priority": _one_of(Priority),
            "assignee": _or_null(TEXT),
            "tags_add": _list(TEXT),
            "tags_remove": _list(TEXT),
            "seen_version": {
                **WHOLE,
                "description": "Refuses when others changed what this rests on since",
            },
        }
    ),
    "Knowledge": _object(id=TEXT, **_KNOWLEDGE, **_KNOWLEDGE_MORE),
    "NewKnowledge": _object(_KNOWLEDGE_MORE, **_KNOWLEDGE),
    "KnowledgeList": _object(knowledge=_list(_ref("Knowledge"))),
    "Intake": _object(
        {
            "id": TEXT,
            "subject": TEXT,
            "channel": TEXT,
            "queue": TEXT,
            "priority": _one_of(Priority),
            "tags": _list(TEXT),
            "customer": ANY_OBJECT,
            "handoff": ANY_OBJECT,
        },
        messages={**_list(ANY_OBJECT), "minItems": 1},
    ),
    "IntakeBatch": _object(items=_list(_ref("Intake"))),
    "Taken": _object(id=TEXT, **_TAKEN),
    "TakenMany": _object(
        results=_list(_object({"id": TEXT, "detail": TEXT, **_TAKEN, **_PROBLEMS}, status=WHOLE))
    ),
    "Write": _object(key=TEXT, status=WHOLE, at=TIME, body=ANY_OBJECT),
    "Refusal": _object({**_PROBLEMS, "reason": TEXT}, detail=TEXT),
    "Stale": _object(
        detail=TEXT,
        reason={"type": "string", "enum": ["stale", "assignee", "version"]},
        current=_ref("Conversation"),
    ),
}


def plain_path(path: str) -> str:
    """Give a route's path as OpenAPI writes it, without converters."""
    return path.replace(":path}", "}")


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "schema": TEXT,
        "description": description,
    }


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": TEXT}
        for name in re.findall(r"\{(\w+)", endpoint.path)
    ]
    parameters += [
        {"name": name, "in": "query", "required": False, "schema": TEXT} for name in endpoint.query
    ]
    if endpoint.writes:
        parameters.append(
            _header("Idempotency-Key", "Repeated with the same key, it is carried out once")
        )
    if 409 in endpoint.answers and "{id" in endpoint.path:
        parameters.append(_header("If-Match", "The version that must still be the current one"))
    binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    answers = {**endpoint.answers, 401: "Refusal"}
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": endpoint.method.lower()
        + re.sub(r"\W+", "_", plain_path(endpoint.path)).rstrip("_"),
        "parameters": parameters,
        "responses": {
            str(status): {
                "description": "Done" if status < 400 else "Refused",
                "content": binary if name == "bytes" else _json(name),
            }
            for status, name in sorted(answers.items())
        },
    }
    if endpoint.takes:
        operation["requestBody"] = {"required": True, "content": _json(endpoint.takes)}
    return operation


def document() -> dict[str, Any]:
    """Give the whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        operations = paths.setdefault(plain_path(endpoint.path), {})
        operations[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Warmline desk", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "agent": {"type": "apiKey", "in": "header", "name": "Warmline-Agent"}
            },
        },
        "security": [{"agent": []}],
    }
