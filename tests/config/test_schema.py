"""The schema that ships, its defaults, and the settings in words."""

import json

import pytest

from console.config import Connection, Screen, Send, parse
from console.config.schema import describe, fill, schema, secrets

KEYWORDS = {
    *("$schema", "$ref", "$defs", "title", "description", "default", "writeOnly"),
    *("type", "enum", "const", "pattern", "minLength", "minimum", "maximum", "items"),
    *("properties", "required", "additionalProperties", "propertyNames"),
    *("unevaluatedProperties", "allOf", "if", "then", "x-form", "x-name", "x-secret-if"),
}
"""What the checker, the defaults and the descriptions understand."""


def nodes(node, key="#"):
    """Yield every schema within a schema, with its place."""
    yield key, node
    for name in ("properties", "$defs"):
        for child, sub in node.get(name, {}).items():
            yield from nodes(sub, f"{key}/{name}/{child}")
    for name in ("items", "additionalProperties", "propertyNames", "if", "then"):
        if isinstance(node.get(name), dict):
            yield from nodes(node[name], f"{key}/{name}")
    for index, sub in enumerate(node.get("allOf", ())):
        yield from nodes(sub, f"{key}/allOf/{index}")


def test_the_schema_uses_only_what_is_understood():
    """No keyword stands in the schema that our checker would pass over."""
    assert {key for _, node in nodes(schema()) for key in node} <= KEYWORDS


def test_the_schema_is_a_json_schema():
    """The file is valid by draft 2020-12 itself."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_default_is_valid():
    """A file that wrote out all defaults would be accepted."""
    jsonschema = pytest.importorskip("jsonschema")
    for place, node in nodes(schema()):
        if "default" in node and not place.endswith("/connection"):
            rooted = {**node, "$defs": schema()["$defs"]}
            jsonschema.Draft202012Validator(rooted).validate(node["default"])


def test_each_setting_has_a_place_in_the_values():
    """Schema and values name the same settings, so that none is read and lost."""
    properties = schema()["properties"]
    assert set(properties["screen"]["properties"]) == set(Screen._fields)
    assert set(properties["send"]["properties"]) == set(Send._fields)
    common = set(schema()["$defs"]["connection"]["properties"])
    assert common == set(Connection._fields) - {"name", "options"}


def test_each_setting_is_described():
    """Every line of the settings page has a key, a type and a sentence."""
    lines = describe()
    assert len({line.key for line in lines}) == len(lines)
    for line in lines:
        assert line.type, line
        assert line.description.endswith("."), line


def test_the_settings_page_shows_defaults_as_toml():
    """Texts are quoted, numbers and booleans are as TOML writes them."""
    shown = {line.key: (line.type, line.default) for line in describe()}
    assert shown["send.undo_seconds"] == ("number", "8")
    assert shown["screen.mouse"] == ("auto | on | off", '"auto"')
    assert shown["connection.NAME.keyring"] == ("true or false", "false")
    assert shown["sla[].resolve"] == ("text", "")
    assert shown["keys.COMMAND"][0] == "text or list or table"


def test_settings_of_one_kind_say_so():
    """What only Request Tracker is told names that kind; what all are told does not."""
    words = {line.key: line.description for line in describe()}
    assert words["connection.NAME.queues"].startswith("Only for kind rt: ")
    assert words["connection.NAME.url"] == "Where the helpdesk is."


def test_what_is_left_out_gets_its_default():
    """Given values stay, the rest is filled in, and one's own default is nobody else's."""
    first = fill(schema(), {"screen": {"mouse": "off"}})
    assert first["screen"]["mouse"] == "off"
    assert first["screen"]["after_resolve"] == "next"
    first["sla"].append("mine")
    assert fill(schema(), {})["sla"] == []


def test_settings_of_a_kind_are_filled_for_that_kind_alone():
    """An own desk has no queues to choose; a Request Tracker has."""
    config = parse(
        '[connection.a]\nkind = "rt"\nurl = "https://rt.example.com"\n'
        '[connection.b]\nkind = "warmline"\n'
    )
    assert config.connections["a"].options["queues"] == []
    assert config.connections["b"].options == {}


def test_the_adapter_takes_every_option_of_its_kind():
    """Request Tracker's own settings accept what the schema lets through, same defaults."""
    settings = pytest.importorskip("console.helpdesk.rt").RtSettings
    config = parse('[connection.a]\nkind = "rt"\nurl = "https://rt.example.com"\n')
    options = {**config.connections["a"].options, "token": "hush"}
    assert settings.from_options(options) == settings(token="hush")


def test_secrets_are_found_by_their_mark():
    """Tokens, passwords and a proxy with a password are secrets; an empty one is not."""
    rt = {"kind": "rt", "url": "https://rt.example.com", "token": "a", "password": ""}
    other = {"kind": "warmline", "proxy": "http://ann:b@proxy.example.com"}
    plain = {"kind": "warmline", "proxy": "http://proxy.example.com"}
    data = {"connection": {"rt": rt, "other": other, "plain": plain}}
    assert list(secrets(data)) == [("connection", "rt", "token"), ("connection", "other", "proxy")]


def test_the_schema_is_readable_by_editors():
    """It is a file of its own, in JSON, beside the code."""
    from console.config import schema as module

    assert json.loads(module.FILE.read_text())["$schema"].endswith("2020-12/schema")
