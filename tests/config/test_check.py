"""Values against schemas: our checker against the jsonschema package, and its words."""

import copy
import datetime as dt
import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.config.check import dotted, faults, nearest
from console.config.schema import schema

compared = pytest.mark.skipif(
    importlib.util.find_spec("jsonschema") is None, reason="jsonschema is not installed"
)

TEXT = st.text(max_size=8).filter(lambda text: not text.endswith("\n"))
"""Python's `$`, which the jsonschema package uses, lets a last newline pass."""
SCALARS = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-10, 100_000),
    st.floats(-10, 1e6, allow_nan=False),
    st.sampled_from(["auto", "rt", "warmline", "30m", "1h30m", "0m", "09:00-17:30", "2026-12-25"]),
    st.sampled_from(["https://rt.example.com", "ftp://x", "http://a@b", "next", "open", "none"]),
)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
GOOD = {
    "name": "ann",
    "screen": {"mouse": "off", "single_keys": False},
    "send": {"undo_seconds": 5, "review": False},
    "keys": {"reply": {"send": ["ctrl+s"]}, "note": "n"},
    "sla": [{"name": "all", "first_response": "30m", "calendar": "office"}],
    "calendar": {"office": {"zone": "UTC", "mon": "09:00-17:30", "holidays": ["2026-12-25"]}},
    "connection": {
        "desk": {"kind": "warmline"},
        "rt": {
            "kind": "rt",
            "url": "https://rt.example.com",
            "token_command": ["pass", "rt"],
            "status_map": {"stalled": "pending"},
            "priority_map": {"high": 80},
        },
    },
    "view": {"mine": {"query": "@me"}},
    "guards": {"promise": True},
    "assist": {
        "summaries": "here",
        "endpoint": {
            "here": {"dialect": "openai", "url": "http://127.0.0.1:11434/v1", "model": "small"}
        },
    },
}
NAMES = sorted(
    {
        name
        for node in (schema(), *schema()["properties"].values(), *schema()["$defs"].values())
        for name in node.get("properties", ())
    }
)


def places(value, path=()):
    """Yield the path of each table and list, and of what they hold."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


@st.composite
def configs(draw):
    """Give a good config with a few changes: removed, replaced and added values."""
    data = copy.deepcopy(GOOD)
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(places(data))))
        table = data
        for step in path[:-1]:
            table = table[step]
        inside = table[path[-1]] if path else table
        action = draw(st.sampled_from(["replace", "remove", "add"]))
        if action == "add" and isinstance(inside, dict):
            inside[draw(st.sampled_from(NAMES) | TEXT)] = draw(ANY)
        elif path and action == "remove":
            del table[path[-1]]
        elif path:
            table[path[-1]] = draw(ANY)
    return data


@compared
@settings(max_examples=500)
@given(configs() | ANY)
def test_our_verdict_is_that_of_jsonschema(data):
    """What we accept and refuse is what JSON Schema draft 2020-12 accepts and refuses."""
    import jsonschema

    valid = jsonschema.Draft202012Validator(schema()).is_valid(data)
    assert (faults(schema(), schema(), data) == []) is valid


@compared
@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["string", "number", "integer", "boolean", "array", "object"])},
        optional={
            "minimum": st.integers(-3, 3),
            "maximum": st.integers(-3, 3),
            "minLength": st.integers(0, 3),
            "pattern": st.sampled_from(["^a+$", "b", "^x"]),
            "items": st.sampled_from([{"type": "integer"}, {"type": "string", "pattern": "^a"}]),
            "required": st.sampled_from([["a"], ["a", "b"]]),
            "properties": st.just({"a": {"type": "string"}}),
            "patternProperties": st.just({"^b": {"type": "boolean"}}),
            "additionalProperties": st.sampled_from([False, True, {"type": "integer"}]),
            "propertyNames": st.just({"pattern": "^[ab]"}),
        },
    ),
    st.recursive(
        st.integers(-5, 5) | st.booleans() | st.text("abx", max_size=4) | st.just(1.0),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abx", max_size=2), inner, max_size=3)
        ),
        max_leaves=4,
    ),
)
def test_each_keyword_means_what_it_means_to_jsonschema(node, data):
    """Small schemas from the keywords we use give the same verdicts."""
    import jsonschema

    valid = jsonschema.Draft202012Validator(node).is_valid(data)
    assert (faults(node, node, data) == []) is valid


def said(data):
    """Give the sentences about a config."""
    return [f"{dotted(path)} {words}" for path, words in faults(schema(), schema(), data)]


def test_the_good_config_is_good():
    """The sample that the others change has no faults."""
    assert said(GOOD) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"themes": "dark"}, "themes is not a setting; did you mean theme?"),
        ({"theme": 1}, "theme must be text"),
        ({"screen": {"mouse": "offf"}}, "auto, on, off; did you mean off?"),
        ({"screen": {"mouse": "zzz"}}, "screen.mouse must be one of auto, on, off"),
        ({"screen": {"single_keys": 1}}, "screen.single_keys must be true or false"),
        ({"send": {"undo_seconds": True}}, "send.undo_seconds must be a number"),
        ({"send": {"undo_seconds": -1}}, "send.undo_seconds must be at least 0"),
        ({"send": {"undo_seconds": 9999}}, "send.undo_seconds must be at most 3600"),
        ({"keys": {"reply.send": ""}}, 'keys."reply.send" must not be empty'),
        ({"keys": {"reply": {"send": 1}}}, "keys.reply.send must be text or a list or a table"),
        ({"sla": [{}]}, "sla[0] needs name"),
        ({"sla": [{"name": "a", "resolve": "1y"}]}, "sla[0].resolve must be a duration, such"),
        ({"connection": {"My": {"kind": "warmline"}}}, "connection.My is not a name of lower"),
        ({"connection": {"a": {}}}, "connection.a needs kind"),
        ({"connection": {"a": {"kind": "rt"}}}, "connection.a needs url"),
        ({"connection": {"a": {"kind": "rt", "url": ""}}}, "connection.a.url must not be empty"),
        ({"connection": {"a": {"kind": "warmline", "queues": []}}}, "a.queues is not a setting"),
        ({"guards": {"promise": "yes"}}, "guards.promise must be true or false"),
        ({"guards": {"promises": False}}, "promise?"),
    ],
)
def test_the_sentence_names_the_setting_and_what_it_should_be(data, words):
    """One fault, with its key and what to write instead."""
    sentences = said(data)
    assert len(sentences) == 1
    assert words in sentences[0]


def test_an_unlike_key_is_answered_with_what_is_known():
    """Where nothing is near, all settings of the place are named."""
    assert said({"send": {"zzzzzz": 1}}) == [
        "send.zzzzzz is not a setting; known here: note_undo_seconds, review, undo_seconds"
    ]


@pytest.mark.parametrize("kind", [{}, {"kind": "zendesk"}, {"kind": 3}])
def test_an_unknown_kind_is_mended_before_its_keys(kind):
    """Without a known kind nobody knows its keys: only the kind is complained about."""
    sentences = said({"connection": {"a": {**kind, "queues": [], "subdomain": "x"}}})
    assert len(sentences) == 1
    assert "kind" in sentences[0]


def test_an_unknown_kind_is_answered_with_the_known_ones():
    """The error lists which helpdesks there are."""
    assert said({"connection": {"a": {"kind": "jira"}}}) == [
        "connection.a.kind must be one of warmline, rt"
    ]


@given(configs())
def test_no_sentence_repeats_a_value(data):
    """A value can be a secret in the wrong place: the words never hold it."""
    marked = {"connection": {"rt": {"kind": "rt", "url": "x@y-hush", "tokn": "hush"}}}
    marked["connection"]["rt"].update(token=["hush"], timeout="hush", proxy="hush")
    marked["theme"] = data
    assert "hush" not in " ".join(said(marked))


def test_the_nearest_word_is_found():
    """Nearness is by letters, and nothing is near to something quite different."""
    assert nearest("tokn", ["token", "timeout"]) == "token"
    assert nearest("zebra", ["token", "timeout"]) == ""


def test_a_value_of_no_json_type_is_no_type():
    """What TOML has and JSON has not must be turned into text before."""
    node = {"type": ["string", "number", "object", "array", "boolean"]}
    assert faults(node, node, dt.date(2026, 1, 1))
