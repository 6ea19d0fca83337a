"""The manual says what the code says, and every page can be read in a terminal."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from console import cli, errors, manual
from console.cli.program import COMMANDS as PROGRAM
from console.config import parse as parse_config
from console.config.schema import describe
from console.desk.export import entry_data, outgoing_data
from console.domain import search, triage
from console.domain.changes import Outgoing, Reply, State
from console.domain.interchange import FIELDS, MESSAGE_FIELDS
from console.domain.interchange import parse as parse_intake
from console.domain.models import (
    Clock,
    Customer,
    Due,
    Entry,
    Escalation,
    Person,
    Priority,
    Ref,
    Status,
    Visibility,
)  # fmt: skip
from console.helpdesk import Capabilities
from console.store.search import _TRANSLATORS
from console.ui import themes
from console.ui.commands.table import COMMANDS
from console.ui.keymap import shown
from tests.manual import generate

PAGES = [path for path in generate.pages() if path != generate.README]
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


def name_of(path: Path) -> str:
    """Give a page's path from the top of the tree: the id of its tests."""
    return path.relative_to(generate.ROOT).as_posix()


def page(name: str) -> str:
    """Read a page of the manual."""
    return (generate.MANUAL / f"{name}.md").read_text(encoding="utf-8")


def examples(path: Path, kind: str) -> list[str]:
    """Give the examples in a language of a page."""
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def missing(wanted: list[str], text: str) -> list[str]:
    """List what does not stand in a text as code."""
    return [one for one in wanted if f"`{one}" not in text]


def test_nothing_stale():
    """Every generated part is what the code says now."""
    assert [name_of(path) for path in generate.stale()] == []


def test_check_names_what_is_stale(monkeypatch, capsys):
    """`--check` writes nothing, names the stale page, and gives 1."""
    before = page("settings")
    monkeypatch.setitem(generate.WRITERS, "settings", lambda: "other\n")
    assert generate.main(["--check"]) == 1
    assert "console/manual/settings.md is stale" in capsys.readouterr().err
    assert page("settings") == before


def test_generated_by_name():
    """Every marker names something that can be generated, and every writer is used."""
    names = {
        match["name"]
        for path in generate.pages()
        for match in generate.BLOCK.finditer(path.read_text(encoding="utf-8"))
    }
    assert names == set(generate.WRITERS)


def test_settings():
    """Every setting stands in the manual with its key."""
    assert missing([setting.key for setting in describe()], page("settings")) == []


def test_keys():
    """Every command of the screen stands in the manual with its name and its keys."""
    text = page("keys")
    assert missing([command.name for command in COMMANDS], text) == []
    assert missing([shown(key) for command in COMMANDS for key in command.keys], text) == []


def test_command_line():
    """Every command of the program stands in the manual."""
    assert missing([f"warmline {name}" for name in PROGRAM], page("commandline")) == []


def test_help_is_in_the_readme():
    """The README shows the help text of the program, each command included."""
    text = generate.README.read_text(encoding="utf-8")
    assert [name for name in PROGRAM if f"\n  {name} " not in text] == []


def test_errors():
    """Every error type stands in the manual with what to do."""
    kinds = [
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.WarmlineError)
    ]
    assert missing([f"{name}`:" for name in kinds], page("troubleshooting")) == []


def test_capabilities():
    """Every capability of a helpdesk stands in the manual."""
    fields = [field.name for field in dataclasses.fields(Capabilities)]
    assert missing([f"{name}`" for name in fields], page("internals/helpdesk")) == []


def test_roles():
    """Every colour and role of a theme stands in the manual."""
    wanted = [f"{name}`" for name in (*themes.COLORS, *themes.STYLES)]
    assert missing(wanted, page("themes")) == []


def test_states():
    """Every state of the outbox stands in the manual."""
    assert missing([f"{state}`" for state in State], page("outbox")) == []


def test_search_grammar():
    """Every field, other name and flag of the search grammar stands in the manual."""
    text = page("search")
    fields = {*search.TEXT_FIELDS, *search.ALIASES, *_TRANSLATORS} - {"is", "words"}
    unnamed = [name for name in fields if not re.search(rf"`{name}[:`]", text)]
    assert [n for n in unnamed if not re.search(rf"`{n}[<>]", text)] == []
    assert missing([f"{name}" for name in search.TIME_FIELDS], text) == []
    assert missing([f"is:{flag}`" for flag in search.FLAGS], text) == []


def test_examples_of_queries():
    """Every query in the tables of the search page can be read."""
    rows = [line.split("|")[1] for line in page("search").splitlines() if line.startswith("| `")]
    found = [query for row in rows for query in re.findall(r"`([^`]+)`", row)]
    assert len(found) > 25
    for query in found:
        search.parse(query)


def test_patience():
    """The waiting times of the SLA page are those of the code."""
    words = [f"{int(wait.total_seconds() // 60)} min" for wait in triage.PATIENCE.values()]
    assert words == ["15 min", "60 min", "240 min", "1440 min"]
    assert "15 minutes if urgent, 1 hour if high" in page("sla")


def test_listed():
    """Every page is a topic of the reader, and can be read by its name."""
    names = {path.relative_to(generate.MANUAL).with_suffix("").as_posix() for path in PAGES}
    assert {name for name, _ in manual.topics()} == names
    for name in names:
        assert manual.read(name) == page(name)
        assert manual.styled(name)


@pytest.mark.parametrize("path", generate.pages(), ids=name_of)
def test_links(path: Path):
    """Links between pages lead somewhere."""
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    inside = [link for link in LINK.findall(text) if "://" not in link]
    assert [link for link in inside if not (path.parent / link).is_file()] == []


@pytest.mark.parametrize("path", generate.pages(), ids=name_of)
def test_fits_a_terminal(path: Path):
    """No line outside of code and tables is wider than 78 cells, nor code than 80."""
    text = path.read_text(encoding="utf-8")
    lines = [line for line in CODE.sub("", text).splitlines() if not line.startswith("|")]
    assert [line for line in lines if cell_len(line) > generate.WIDTH] == []
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []


@pytest.mark.parametrize("path", generate.pages(), ids=name_of)
def test_code_stays_on_its_line(path: Path):
    """Code in a sentence is not broken over lines: the reader goes line by line."""
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    assert [line for line in text.splitlines() if line.count("`") % 2] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_opens(path: Path):
    """A page opens with a heading and one sentence."""
    title, sentence, *_ = path.read_text(encoding="utf-8").split("\n\n")
    assert re.fullmatch(r"# \S.*", title)
    assert re.fullmatch(r"[A-Z][^#*|`]*\.", sentence.replace("`", ""), re.DOTALL)
    assert ". " not in sentence.replace("\n", " ")


@pytest.mark.parametrize("path", generate.pages(), ids=name_of)
def test_examples_of_config(path: Path):
    """Every example of a config file is valid; that of a theme is not one."""
    for text in examples(path, "toml"):
        if "[colors]" not in text:
            parse_config(text)


def test_examples_of_import():
    """The examples of the import page are read without a warning."""
    found = examples(generate.MANUAL / "import.md", "json")
    assert len(found) == 2
    for text in found:
        assert parse_intake(json.loads(text), NOW).warnings == ()


def test_example_of_ls():
    """The example of `ls --json` has the fields that are printed, in their order."""
    escalation = Escalation(
        Ref("desk", "1"), "Parcel late", Status.OPEN, Priority.HIGH, Customer("c-17", "Ann"),
        NOW, NOW, assignee=Person("bo", "Bo"),
    )  # fmt: skip
    data = entry_data(Entry(1, escalation, due=Due(Clock.RESOLVE, NOW)), NOW)
    shown_data = json.loads(examples(generate.MANUAL / "commandline.md", "json")[0])
    assert list(shown_data) == list(data)
    for name in ("customer", "assignee", "sla"):
        assert list(shown_data[name]) == list(data[name])


def test_example_of_outbox():
    """The example of `outbox --json` has the fields that are printed, in their order."""
    row = Outgoing("k", Ref("desk", "1"), Reply("Hi", Visibility.PUBLIC), NOW, NOW)
    shown_data = json.loads(examples(generate.MANUAL / "commandline.md", "json")[1])
    assert list(shown_data) == list(outgoing_data(row))


def test_fields_of_import():
    """Every field of the import form stands in the manual."""
    assert missing([f"{name}`" for name in FIELDS | MESSAGE_FIELDS], page("import")) == []


def test_exit_codes():
    """The exit codes of the manual are those of the program, none more and none less."""
    table = re.findall(r"^\| (\d+) \|", page("commandline"), re.MULTILINE)
    codes = (cli.DONE, cli.FAILED, cli.USAGE, cli.REFUSED, cli.PARTLY, cli.OPEN, cli.INTERRUPTED)
    assert table == [str(code) for code in codes]


def test_modules_open_with_a_sentence():
    """Each module has a sentence for the list of files, and none is left out."""
    found = dict(generate.modules())
    assert "console/domain/outbox.py" in found
    assert [path for path, words in found.items() if not words.endswith((".", "?"))] == []
