"""How old the printed data is, and which connections are printed."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from console.cli.configured import OWN_DESK, in_use
from console.cli.freshness import OLD, ages
from console.config import reading
from console.domain.connection import Connection
from tests.cli.calling import Caller
from tests.domain.made import NOW

RT = '[connection.rt]\nkind = "rt"\nurl = "https://rt.example.com"\ntoken_env = "T"\n'
DESK = '[connection.desk]\nkind = "warmline"\n'


def age(warmline: Caller, **ago: float) -> None:
    """Let the last pull be so long ago."""
    ms = timedelta(**ago) // timedelta(milliseconds=1)
    with sqlite3.connect(warmline.home / "data" / "store.db") as db:
        db.execute("UPDATE connections SET synced_at = synced_at - ?", (ms,))
    db.close()


def test_old_data_is_said_on_stderr(warmline: Caller) -> None:
    """`ls` and `show` say in words how old the data is; stdout is as it was."""
    ref = warmline.escalate()
    calls = (("ls",), ("ls", "--json"), ("show", ref), ("show", ref, "--json"))
    fresh = [warmline(*args) for args in calls]
    assert [done.err for done in fresh] == [""] * 4
    age(warmline, hours=2, minutes=10)
    for args, before in zip(calls, fresh, strict=True):
        done = warmline(*args)
        assert done.err == "desk: as of 2 h ago; `warmline sync --once` reads what is new.\n"
        if args[-1] == "--json":
            assert (done.code, done.out) == (0, before.out)
    assert warmline("ls", "--connection", "desk").err != ""
    assert warmline("sync", "--once").code == 0
    assert warmline("ls").err == ""


def test_a_connection_that_was_never_read_is_said(warmline: Caller) -> None:
    """A connection of the config whose first reading failed says so, and why."""
    warmline.config(RT.replace("https://rt.example.com", "http://127.0.0.1:9"))
    assert warmline("sync", "--once", T="1-2-x").code == 1
    said = warmline("ls").err
    assert "rt: has never been read whole (127.0.0.1 cannot be reached" in said


def test_from_when_on_data_is_old() -> None:
    """From five minutes on the age is said, with what failed since then; not before."""
    young = Connection("a", synced_at=NOW - OLD + timedelta(seconds=1))
    old = Connection("b", synced_at=NOW - OLD, error="It is down.")
    assert ages([young, old], NOW) == [
        "b: as of 5 min ago (It is down); `warmline sync --once` reads what is new."
    ]
    assert ages([young], NOW, {"a"}) == ["a: as of 4 min ago; it is not in use by the config."]
    assert "`warmline --demo sync --once`" in ages([old], NOW, demo=True)[0]


def test_a_connection_that_is_not_configured_is_not_listed(warmline: Caller) -> None:
    """Gone from the config, `ls` and `connections` are silent; asked for it is there."""
    ref = warmline.escalate()
    warmline.config(RT)
    assert warmline("ls", "--json").json() == []
    assert [row["name"] for row in warmline("connections", "--json").json()] == ["rt"]
    for args in (("--query", "in:desk"), ("--connection", "desk")):
        assert [row["ref"] for row in warmline("ls", "--json", *args).json()] == [ref]
    shown = warmline("show", ref)
    assert shown.code == 0
    assert "not in use" in shown.err
    warmline.config(RT + DESK)
    assert [row["ref"] for row in warmline("ls", "--json").json()] == [ref]
    warmline.config(RT + DESK + "enabled = false\n")
    assert warmline("ls", "--json").json() == []


def test_the_doctor_tells_what_is_kept_of_it(warmline: Caller) -> None:
    """What is kept of a connection that is not configured is told, unsent changes as a warning."""
    ref = warmline.escalate()
    warmline.escalate("c2")
    assert warmline("take", ref, "--no-wait").code == 0
    well = warmline("doctor", "--json").json()
    assert [row for row in well if "no longer" in row["said"]] == []
    warmline.config("[connection.other]\nkind = 'warmline'\nurl = 'http://127.0.0.1:9'\n")
    found = warmline("doctor", "--json").json()
    kept = [row for row in found if row["area"] == "connection desk"]
    assert [(row["level"], row["said"]) for row in kept] == [
        ("good", "no longer configured: 2 conversations of it are kept, and not listed"),
        ("warning", "no longer configured: 1 change to it has not been sent"),
    ]
    assert "warmline outbox drop" in kept[1]["do"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", {"desk"}),
        ("name = 'x'", {"desk"}),
        (RT + DESK, {"rt", "desk"}),
        (RT + "enabled = false", set()),
        ("nonsense = 1\n" + RT, {"rt"}),
        ("not toml", None),
        ("connection = 1", None),
    ],
)
def test_names_are_read_without_judging(tmp_path, text, names) -> None:
    """What is no config is nobody's; a wrong one still names its connections."""
    file = tmp_path / "config.toml"
    assert in_use(file) == {OWN_DESK} == set(reading.OWN_DESK)
    file.write_text(text)
    assert in_use(file) == names


def test_a_word_that_looks_like_a_field_is_said(warmline: Caller) -> None:
    """A mistyped field is looked for as a word, and stderr names the nearest field."""
    warmline.escalate(subject="All about priorty:high")
    warmline.escalate("c2", priority="high")
    done = warmline("ls", "--json", "-q", "priorty:high")
    assert [row["ref"] for row in done.json()] == ["desk/c1"]
    assert "did you mean priority:high?" in done.err
