"""`import`: from a file into the own desk and the store."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import Caller

GOOD = {"id": "a", "messages": [{"id": "1", "text": "Hello"}]}


def lines(*objects: object) -> str:
    """Write lines of JSON; texts stay as they are."""
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in objects)


def test_what_is_imported_is_listed_at_once(warmline: Caller, tmp_path: Path) -> None:
    """When the command ends, store and own desk agree; the counts are on stdout."""
    file = tmp_path / "in.jsonl"
    file.write_text(lines(GOOD, "", {"messages": [{"text": "No id"}]}))
    done = warmline("import", str(file))
    assert (done.code, done.err) == (0, "")
    assert done.out == "2 created, 0 appended, 0 unchanged, 0 refused\n"
    assert len(warmline("ls", "--json").json()) == 2


def test_importing_again_changes_nothing(warmline: Caller) -> None:
    """The same lines are unchanged; more messages are appended; changed ones are refused."""
    given = lines(GOOD)
    assert warmline("import", "-", stdin=given).code == 0
    before = warmline("show", "desk/a", "--json").json()
    again = warmline("import", "-", "--json", stdin=given)
    assert again.json() == {"created": 0, "appended": 0, "unchanged": 1, "refused": 0}
    assert warmline("show", "desk/a", "--json").json() == before
    more = {**GOOD, "messages": [*GOOD["messages"], {"id": "2", "text": "Anyone?"}]}
    assert warmline("import", "-", "--json", stdin=lines(more)).json()["appended"] == 1
    assert len(warmline("show", "desk/a", "--json").json()["messages"]) == 2
    other = {**GOOD, "messages": [{"id": "1", "text": "Something else"}]}
    refused = warmline("import", "-", stdin=lines(other))
    assert refused.code == 3
    assert refused.err.startswith("line 1: messages[0]: ")


def test_wrong_lines_are_named_and_good_ones_are_in(warmline: Caller) -> None:
    """Each problem names line and field, in order, on stderr; the code is 3."""
    given = lines(
        "\ufeff" + json.dumps(GOOD),
        "{nope",
        {"id": "b", "messages": [{"text": "x", "at": "yesterday"}]},
        [1],
        {"id": "c", "messages": [{"text": "x"}], "mood": "bad"},
        {"id": "d"},
    )
    done = warmline("import", "-", stdin=given)
    assert done.code == 3
    assert done.out == "2 created, 0 appended, 0 unchanged, 4 refused\n"
    told = done.err.splitlines()
    assert told[0].startswith("line 2: is not JSON")
    assert told[1].startswith("line 3: messages[0].at: must be an RFC 3339 time")
    assert told[2] == "line 4: must be a JSON object"
    assert told[3] == "line 5: mood: warning: unknown field, kept aside"
    assert told[4].startswith("line 6: messages: is required")
    assert {row["ref"] for row in warmline("ls", "--json").json()} == {"desk/a", "desk/c"}


def test_more_than_one_batch(warmline: Caller) -> None:
    """Generated lines come in whole, across batches, each once."""
    given = warmline("generate", "450", "--now", "2026-03-01T00:00:00Z").out
    assert warmline("import", "-", "--json", stdin=given).json()["created"] == 450
    assert len(warmline("ls", "--json").json()) == 450


def test_there_must_be_a_desk_to_import_into(warmline: Caller) -> None:
    """Without an own desk the command says how to get one (2)."""
    warmline.config('[connection.rt]\nkind = "rt"\nurl = "http://127.0.0.1:9"\nuser = "x"\n')
    done = warmline("import", "-", stdin=lines(GOOD))
    assert done.code == 2
    assert "kind" in done.err
