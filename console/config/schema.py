"""The schema of the config file: its parts, its defaults, and the settings in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from console.config.check import Node, is_valid

FILE = Path(__file__).with_name("schema.json")

WORDS = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "array": "list",
    "object": "table",
}

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
    loaded: Node = json.loads(FILE.read_bytes())
    return loaded


def parts(root: Node, node: Node, value: object) -> Iterator[Node]:
    """Yield every schema that applies to `value` in the place of `node`, itself first.

    Follows `$ref`, `allOf` and, by the value, `if` with `then`.
    """
    yield node
    if "$ref" in node:
        target = root
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        yield from parts(root, target, value)
    for part in node.get("allOf", ()):
        yield from parts(root, part, value)
    if "if" in node and is_valid(root, node["if"], value):
        yield from parts(root, node.get("then", {}), value)
