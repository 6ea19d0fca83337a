"""The architecture's promises that a machine can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "console").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 400
APP = 150


def names(path: Path) -> list[str]:
    """Name files for the report."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=names)
def test_a_file_holds_one_noun_or_verb(path):
    """No file of the program or its tests is longer than 400 lines."""
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= LONGEST, f"{path} has {lines} lines"


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_module_opens_with_one_sentence(path):
    """The first paragraph of every module could stand in a table of contents."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert doc is not None
    first = doc.split("\n\n")[0]
    assert first.endswith("."), first
    assert "\n" not in first, first


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name in ("store", "server")], ids=names
)
def test_no_sql_numbers_its_placeholders(path):
    """No statement has ?1 filled from a sequence, which Python 3.14's sqlite3 refuses."""
    assert not re.search(r"[=( ]\?[0-9]", path.read_text(encoding="utf-8"))


def test_the_app_class_stays_small():
    """What the App can do found another home: the class is under 150 lines."""
    tree = ast.parse((ROOT / "console/ui/app.py").read_text(encoding="utf-8"))
    app = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "WarmlineApp")

    assert app.end_lineno is not None
    assert app.end_lineno - app.lineno < APP


@pytest.mark.parametrize("path", sorted((ROOT / "console/ui").rglob("*.py")), ids=names)
def test_the_screen_never_reaches_through_the_desk(path):
    """No code of the screen touches the store or the network behind a verb's back."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("store", "reader", "writing_db")
        # The composer's own state is called `writing`.
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    ]

    assert reached == []


@pytest.mark.parametrize(
    "path",
    [*FILES, *TESTS, ROOT / "pyproject.toml"],
    ids=names,
)
def test_nothing_is_left_for_later(path):
    """There is no to-do, no stub, and no word of the place where this was written."""
    if path == Path(__file__):
        return
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|/work/|/tmp/bash", text)
