"""The OpenAPI document tells the truth about the desk."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from console.server.openapi import SCHEMAS, document, plain_path
from tests.server.conftest import Asking


async def test_routes(desk: Asking):
    """Every address and method that answers is in the document, and no other."""
    answer = await desk.client.get("/openapi.json")
    served = answer.json()
    assert served["openapi"] == "3.1.0"
    documented = {
        (path, method.upper()) for path, item in served["paths"].items() for method in item
    }
    real = {
        (plain_path(route.path), method)
        for route in desk.app._app.routes
        if isinstance(route, Route) and route.path != "/openapi.json"
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert documented == real
    ids = [op["operationId"] for item in served["paths"].values() for op in item.values()]
    assert len(set(ids)) == len(ids)


LISTS = ("me", "agents", "queues", "tags", "ids", "changes", "conversations", "knowledge")


def references(data: Any) -> set[str]:
    """Find every name that is referred to."""
    if isinstance(data, dict):
        own = {data["$ref"].rpartition("/")[2]} if "$ref" in data else set()
        return own.union(*(references(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*(references(value) for value in data))
    return set()


def test_references():
    """Every schema that is named exists, and every one that exists is named."""
    assert references(document()) == set(SCHEMAS)


def check(schema: dict[str, Any], value: Any, place: str) -> None:
    """Hold a value against a schema: the part of JSON Schema that the document uses."""
    if "$ref" in schema:
        check(SCHEMAS[schema["$ref"].rpartition("/")[2]], value, place)
        return
    if "anyOf" in schema:
        if value is not None:
            check(schema["anyOf"][0], value, place)
        return
    types = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    assert isinstance(value, types[schema["type"]]), place
    assert value in schema.get("enum", [value]), place
    if schema["type"] == "array":
        for index, item in enumerate(value):
            check(schema["items"], item, f"{place}[{index}]")
    if schema["type"] == "object" and "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), place
        for name, item in value.items():
            check(schema["properties"][name], item, f"{place}.{name}")


async def test_answers(desk: Asking):
    """Answers and refusals have the shapes that the document gives, field by field."""
    file = {"name": "a.txt", "type": "text/plain", "content_base64": "YQ=="}
    handoff = {"bot": "Bot", "reason": "asked", "confidence": 0.5}
    messages = [{"text": "Hi", "attachments": [file]}]
    ident = await desk.escalate(messages=messages, handoff=handoff, tags=["x"], queue="Q")
    path = f"/v1/conversations/{ident}"
    said = {"text": "Hi", "visibility": "public"}
    macro = {"kind": "macro", "title": "T", "text": "x"}
    asked = [
        ("POST", "/v1/knowledge", macro, "/v1/knowledge"),
        ("POST", "/v1/intake", {"messages": messages}, "/v1/intake"),
        ("POST", "/v1/intake", {}, "/v1/intake"),
        ("POST", "/v1/intake/batch", {"items": [{}, {"messages": messages}]}, "/v1/intake/batch"),
        ("POST", f"{path}/claim", None, "/v1/conversations/{id}/claim"),
        ("POST", f"{path}/messages", said, "/v1/conversations/{id}/messages"),
        ("POST", f"{path}/messages", said | {"seen": ""}, "/v1/conversations/{id}/messages"),
        ("POST", f"{path}/messages", {}, "/v1/conversations/{id}/messages"),
        ("PATCH", path, {"priority": "high"}, "/v1/conversations/{id}"),
        ("PATCH", path, {"priority": "x"}, "/v1/conversations/{id}"),
        ("GET", path, None, "/v1/conversations/{id}"),
        ("GET", f"/v1/peek/{ident}", None, "/v1/peek/{id}"),
        ("GET", "/v1/peek/nothing", None, "/v1/peek/{id}"),
        ("GET", "/v1/customers/u1", None, "/v1/customers/{id}"),
        ("GET", "/v1/history?customer=u1", None, "/v1/history"),
        ("GET", "/v1/history?customer=u9", None, "/v1/history"),
        ("GET", "/v1/changes?since=99", None, "/v1/changes"),
        ("GET", "/v1/writes/k0", None, "/v1/writes/{key}"),
        *(
            ("GET", f"/v1/{name}", None, f"/v1/{name}")
            for name in [
                "me",
                "agents",
                "queues",
                "tags",
                "ids",
                "changes",
                "conversations",
                "knowledge",
            ]
        ),
    ]
    paths = document()["paths"]
    covered = set()
    for number, (method, address, body, template) in enumerate(asked):
        answer = await desk.ask(method, address, body, key=f"k{number}" if body else "")
        response = paths[template][method.lower()]["responses"][str(answer.status_code)]
        check(response["content"]["application/json"]["schema"], answer.json(), address)
        covered.add((template, method))
    everything = {(p, m.upper()) for p, item in paths.items() for m in item}
    assert everything - covered == {("/v1/attachments/{id}", "GET")}
