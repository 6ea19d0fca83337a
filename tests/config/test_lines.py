"""The line of each key."""

import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from console.config.lines import line_of, locate

SAMPLE = '''\
# a comment = 1
name = "ann" # [not.a.table]
"quoted.key" = 1
a.b . "c d".'e' = 2
text = """
[not]
a table = 1
\\""" still """
raw = \'\'\'
x = 1
\'\'\'
list = [
  1, # one
  [2, "]"],

  { deep = 3, "k" = [
     4 ] },
]
inline = { x = 1, y = { z.w = 2 } }

[table]
first = 1979-05-27T07:32:00Z
second = -1_000.5e3

  [ table . "sub.x" ]
key = true

[[sla]]
name = "a"

[[sla]]
name = "b"
[sla.more]
deep = 1
[[sla.steps]]
n = 1
[[sla.steps]]
n = 2
'''

PLACES = {
    ("name",): 2,
    ("quoted.key",): 3,
    ("a", "b", "c d", "e"): 4,
    ("text",): 5,
    ("raw",): 9,
    ("list",): 12,
    ("list", 0): 13,
    ("list", 1): 14,
    ("list", 1, 1): 14,
    ("list", 2, "deep"): 16,
    ("list", 2, "k", 0): 17,
    ("inline", "x"): 19,
    ("inline", "y", "z", "w"): 19,
    ("table",): 21,
    ("table", "first"): 22,
    ("table", "second"): 23,
    ("table", "sub.x"): 25,
    ("table", "sub.x", "key"): 26,
    ("sla",): 28,
    ("sla", 0): 28,
    ("sla", 0, "name"): 29,
    ("sla", 1): 31,
    ("sla", 1, "name"): 32,
    ("sla", 1, "more", "deep"): 34,
    ("sla", 1, "steps", 0, "n"): 36,
    ("sla", 1, "steps", 1, "n"): 38,
}


def paths(value, path=()):
    """Yield the path and value of each key and list position."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


@pytest.mark.parametrize("path", PLACES)
def test_every_way_of_writing_a_key_is_found(path):
    """Bare, quoted and dotted keys, tables, arrays of tables, inline tables, nested lists."""
    assert locate(SAMPLE)[path] == PLACES[path]


def test_nothing_is_found_that_is_not_there():
    """What stands in comments and texts is no key; every real one has its line."""
    assert set(locate(SAMPLE)) == {path for path, _ in paths(tomllib.loads(SAMPLE))}


def test_lines_are_counted_with_carriage_returns_too():
    """A file from Windows has the same lines."""
    assert locate(SAMPLE.replace("\n", "\r\n")) == locate(SAMPLE)


@pytest.mark.parametrize("text", ["", "# nothing", "\n\n", "a = 1", "[a]", "a = [", "a = {"])
def test_short_files_end(text):
    """An empty or broken file is read to its end."""
    assert set(locate(text)) <= {("a",), ("a", 0)}


@pytest.mark.parametrize(
    "string",
    ['""', "''", '"\\"#"', '""""""', '"""a"""""', "'''it''s'''''", '"""\\\\"""', '"""a\\""""'],
)
def test_strings_end_where_they_end(string):
    """Quotation marks inside and right before the end do not mislead."""
    text = f"a = {string}\nb = 1\n"
    assert tomllib.loads(text)["b"] == 1
    assert locate(text) == {("a",): 1, ("b",): 2}


KEYS = st.text("ab-.\" #=[]'\\é", min_size=1, max_size=4)
VALUES = st.recursive(
    st.just(0) | st.text("a\n\"'\\#[]{}=,", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_each_value_stands_on_its_line(data):
    """In any file that tomlkit writes, each number is on the line that its path has."""
    numbers = iter(range(1, 1_000))

    def numbered(value):
        if isinstance(value, dict):
            return {key: numbered(item) for key, item in value.items()}
        if isinstance(value, list):
            return [numbered(item) for item in value]
        return 7_000_000 + next(numbers) if value == 0 else value

    text = tomlkit.dumps(numbered(data))
    lines = text.split("\n")
    found = locate(text)
    for path, value in paths(tomllib.loads(text)):
        if isinstance(value, int):
            assert str(value) in lines[found[path] - 1]


def test_what_is_missing_has_the_line_of_its_table():
    """A key that is not there is looked for in the tables around it; else it is line 1."""
    lines = locate(SAMPLE)
    assert line_of(lines, ("table", "third", "deeper")) == 21
    assert line_of(lines, ("nowhere", "x")) == 1
