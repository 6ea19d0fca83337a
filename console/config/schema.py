"""The schema of the config file: its defaults, its secrets, and the settings in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from console.config.check import KeyPath, Node, children, parts, resolve

FILE = Path(__file__).with_name("schema.json")

_MISSING: Any = object()


class Setting(NamedTuple):
    """A line of the manual's settings page."""

    key: str
    """With stand-ins for free names: `connection.NAME.url`, `sla[].name`."""
    type: str
    default: str
    """As it is written in TOML; empty where there is none."""
    description: str


@cache
def schema() -> Node:
    """Read the schema that ships with the package."""
    loaded: Node = json.loads(FILE.read_bytes().decode())
    return loaded


def fill(node: Node, value: Any = _MISSING) -> Any:
    """Return a valid `value` with the defaults of everything that it leaves out.

    A setting that has neither value nor default becomes None.
    """
    root = schema()
    applied = list(parts(root, node, value))
    if value is _MISSING:
        given = [part["default"] for part in applied if "default" in part]
        if given:
            return copy.deepcopy(given[0])
        if not any("properties" in part or part.get("type") == "object" for part in applied):
            return None
        value = {}
        applied = list(parts(root, node, value))
    if isinstance(value, dict):
        names = [name for part in applied for name in part.get("properties", ())]
        return {
            key: _fill_child(applied, key, value.get(key, _MISSING))
            for key in dict.fromkeys([*names, *value])
        }
    if isinstance(value, list):
        items: Node = next((part["items"] for part in applied if "items" in part), {})
        return [fill(items, item) for item in value]
    return value


def _fill_child(applied: list[Node], key: str, value: Any) -> Any:
    subs = [sub for part in applied for sub in children(part, key)]
    return fill(next((sub for sub in subs if isinstance(sub, dict)), {}), value)


def secrets(value: object, node: Node | None = None, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield where in a config's tables a secret stands (`writeOnly` in the schema)."""
    root = schema()
    applied = list(parts(root, root if node is None else node, value))
    marks = [part for part in applied if part.get("writeOnly")]
    if marks and isinstance(value, str) and value:
        if all(part.get("x-secret-if", "") in value for part in marks):
            yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            for part in applied:
                for sub in children(part, key):
                    if isinstance(sub, dict):
                        yield from secrets(item, sub, (*path, key))


def describe() -> list[Setting]:
    """List every setting: key, type, default and description, in the schema's order."""
    seen: dict[str, Setting] = {}
    for setting in _describe(schema(), "", ""):
        seen.setdefault(setting.key, setting)
    return list(seen.values())


def _resolved(node: Node) -> Node:
    """Lay a part over what it refers to."""
    return {**_resolved(resolve(schema(), node["$ref"])), **node} if "$ref" in node else node


def _describe(node: Node, key: str, only: str) -> Iterator[Setting]:
    node = _resolved(node)
    stem = f"{key}." if key else ""
    item = _resolved(node.get("items", {}))
    if "x-name" in node and isinstance(node["additionalProperties"], dict):
        free = {"description": node.get("description", ""), **node["additionalProperties"]}
        yield from _describe(free, f"{stem}{node['x-name']}", only)
    elif "properties" in node:
        for name, sub in node["properties"].items():
            yield from _describe(sub, f"{stem}{name}", only)
    elif "properties" in item:
        for name, sub in item["properties"].items():
            yield from _describe(sub, f"{key}[].{name}", only)
    else:
        words = f"{only}{node.get('description', '')}"
        yield Setting(key, _type(node), _toml(node.get("default", _MISSING)), words)
    for branch in node.get("allOf", ()):
        kind = branch["if"]["properties"]["kind"]["const"]
        yield from _describe(branch["then"], key, f"Only for kind {kind}: ")


def _type(node: Node) -> str:
    if "enum" in node:
        return " | ".join(node["enum"])
    words = {
        "string": "text",
        "number": "number",
        "integer": "whole number",
        "boolean": "true or false",
        "array": "list",
        "object": "table",
    }
    kinds = node.get("type", "object")
    return " or ".join(words[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _toml(value: Any) -> str:
    return "" if value is _MISSING else "{}" if value == {} else json.dumps(value)
