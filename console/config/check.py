"""Hold a value against a JSON Schema: the part of draft 2020-12 that our schema is written in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

Node = dict[str, Any]
"""A schema, or a part of one."""

WORDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}

UNKNOWN = "is not a setting"

KeyPath = tuple[str | int, ...]


class Fault(NamedTuple):
    """Something a schema does not allow."""

    path: KeyPath
    """Keys, and positions in lists."""
    said: str
    """The sentence that goes on after the key."""


def dotted(path: KeyPath) -> str:
    """Write a path as the file's reader knows it: `connection.rt.url`, `sla[0].name`."""
    out = ""
    for step in path:
        if isinstance(step, int):
            out += f"[{step}]"
        else:
            bare = step if _bare().fullmatch(step) else f'"{step}"'
            out += f".{bare}" if out else bare
    return out


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9_-]+")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # Python's $ lets a last newline pass; JSON Schema's (ECMA 262) does not.
    return re.compile(text.removesuffix("$") + r"\Z" if text.endswith("$") else text)


def nearest(word: str, known: Collection[str]) -> str:
    """Give the known word that is most like `word`, or nothing."""
    # Only a mistake pays for the comparison.
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def suggestion(word: str, known: Collection[str]) -> str:
    """Give the half sentence that names the nearest known word, else all of them."""
    near = nearest(word, known)
    if near:
        return f"; did you mean {near}?"
    return f"; known here: {', '.join(sorted(known))}" if known else ""


def parts(root: Node, node: Node, value: object) -> Iterator[Node]:
    """Yield every schema that applies to `value` in the place of `node`, itself first.

    Follows `$ref`, `allOf` and, by the value, `if` with `then`.
    """
    yield node
    if "$ref" in node:
        yield from parts(root, resolve(root, node["$ref"]), value)
    for part in node.get("allOf", ()):
        yield from parts(root, part, value)
    if "if" in node and not faults(root, node["if"], value):
        yield from parts(root, node.get("then", {}), value)


def resolve(root: Node, ref: str) -> Node:
    """Find what a `#/...` reference points at."""
    target = root
    for name in ref.removeprefix("#/").split("/"):
        target = target[name]
    return target


def children(node: Node, key: str) -> list[Any]:
    """List the schemas that `node` alone has for the key of an object; False refuses it."""
    found: list[Any] = []
    if key in node.get("properties", ()):
        found.append(node["properties"][key])
    found += [
        sub
        for pattern, sub in node.get("patternProperties", {}).items()
        if _pattern(pattern).search(key)
    ]
    if not found and "additionalProperties" in node:
        found.append(node["additionalProperties"])
    return found


def is_type(value: object, name: str) -> bool:
    """Whether a value is of a JSON type; true and false are no numbers, 1.0 is an integer."""
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, float):
        return name == "number" or (name == "integer" and value.is_integer())
    if isinstance(value, int):
        return name in ("number", "integer")
    kinds = {"string": str, "array": list, "object": dict}
    return name in kinds and isinstance(value, kinds[name])


def faults(root: Node, node: Node, value: object, path: KeyPath = ()) -> list[Fault]:
    """List everything in `value` that the schema `node` does not allow."""
    applied = list(parts(root, node, value))
    for part in applied:
        kinds = part.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(is_type(value, kind) for kind in kinds):
            wanted = " or ".join(WORDS[kind] for kind in kinds)
            return [Fault(path, f"must be {wanted}")]
    out: list[Fault] = []
    form = next((part["x-form"] for part in applied if "x-form" in part), "of another form")
    for part in applied:
        out += [Fault(path, said) for said in _own_faults(part, value, form)]
    if isinstance(value, dict):
        out += _object_faults(root, applied, value, path)
    if isinstance(value, list):
        for part in applied:
            if "items" in part:
                for index, item in enumerate(value):
                    out += faults(root, part["items"], item, (*path, index))
    return list(dict.fromkeys(out))


def _own_faults(part: Node, value: object, form: str) -> Iterator[str]:
    """Say what is wrong with the value itself; never with its words, which may be secret."""
    if "enum" in part and value not in part["enum"]:
        yield f"must be one of {', '.join(part['enum'])}" + _meant(value, part["enum"])
    if "const" in part and value != part["const"]:
        yield f"must be {part['const']}"
    if isinstance(value, str):
        if len(value) < part.get("minLength", 0):
            yield "must not be empty"
        if "pattern" in part and not _pattern(part["pattern"]).search(value):
            yield f"must be {form}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if "minimum" in part and value < part["minimum"]:
            yield f"must be at least {part['minimum']}"
        if "maximum" in part and value > part["maximum"]:
            yield f"must be at most {part['maximum']}"


def _meant(value: object, known: Collection[str]) -> str:
    near = nearest(value, known) if isinstance(value, str) else ""
    return f"; did you mean {near}?" if near else ""


def _object_faults(
    root: Node, applied: list[Node], value: Mapping[str, Any], path: KeyPath
) -> list[Fault]:
    out: list[Fault] = []
    depth = len(path) + 1
    known = {name for part in applied for name in part.get("properties", ())}
    for part in applied:
        out += [Fault(path, f"needs {key}") for key in part.get("required", ()) if key not in value]
    closed = any(part.get("unevaluatedProperties") is False for part in applied)
    for key, item in value.items():
        here = (*path, key)
        subs = [sub for part in applied for sub in children(part, key)]
        if False in subs or (closed and not subs):
            out.append(Fault(here, UNKNOWN + suggestion(key, known)))
            continue
        for part in applied:
            if "propertyNames" in part and (bad := faults(root, part["propertyNames"], key)):
                out.append(Fault(here, bad[0].said.replace("must be", "is not")))
        for sub in subs:
            if isinstance(sub, dict):
                out += faults(root, sub, item, here)
    tells = {name for part in applied for name in part.get("if", {}).get("properties", ())}
    if tells - set(value) or any(fault.path[-1:] == (name,) for fault in out for name in tells):
        # Which keys are known depends on these: they are mended first.
        out = [fault for fault in out if UNKNOWN not in fault.said or len(fault.path) != depth]
    return out
