"""`ls` and `show`."""

from __future__ import annotations

import csv
import io
import json

from tests.cli.calling import Caller

LS = {
    "ref": str, "subject": str, "customer": dict, "channel": str, "queue": str, "status": str,
    "priority": str, "assignee": (dict, type(None)), "unread": int, "tags": list,
    "created_at": str, "updated_at": str, "waiting_since": (str, type(None)),
    "sla": (dict, type(None)), "message_count": int, "outgoing": int, "draft": bool,
    "snoozed_until": (str, type(None)), "mood": (int, type(None)), "trend": (int, type(None)),
    "goal": (str, type(None)), "reason": (str, type(None)),
}  # fmt: skip


def test_ls_json_has_the_documented_shape(warmline: Caller) -> None:
    """`ls --json` is a list of objects with every documented field, times in UTC."""
    warmline.config('[[sla]]\nname = "all"\nfirst_response = "1h"\n')
    ref = warmline.escalate(tags=["late"], queue="Shipping", priority="high")
    (row,) = warmline("ls", "--json").json()
    for name, kind in LS.items():
        assert isinstance(row[name], kind), name
    assert row["ref"] == ref
    assert row["customer"] == {"id": "u1", "name": "Ada Example", "email": "ada@example.com"}
    assert (row["unread"], row["tags"], row["assignee"]) == (1, ["late"], None)
    assert row["created_at"] == row["waiting_since"] == "2026-03-02T09:00:00Z"
    assert row["sla"] == {
        "clock": "first_response", "due_at": "2026-03-02T10:00:00Z", "state": "breached",
    }  # fmt: skip


def test_show_json_adds_the_messages_in_the_import_form(warmline: Caller) -> None:
    """`show --json` is what `ls` has, the handoff, and messages that could be imported."""
    handoff = {"at": "2026-03-02T09:01:00Z", "bot": "Nova", "reason": "asked", "confidence": 0.5}
    ref = warmline.escalate(handoff=handoff)
    data = warmline("show", ref, "--json").json()
    assert set(LS) <= set(data)
    assert data["messages"] == [
        {
            "id": "m1",
            "at": "2026-03-02T09:00:00Z",
            "author": {"kind": "customer", "name": ""},
            "visibility": "public",
            "text": "My parcel is late.",
            "attachments": [],
        }
    ]
    assert data["handoff"] == {**handoff, "reason_text": ""}
    assert data["customer"]["attributes"] == {}
    assert data["outbox"] == []


def test_every_form_of_ls_tells_the_same(warmline: Caller) -> None:
    """JSON, lines of JSON, CSV and the table list the same escalations in the same order."""
    warmline.escalate("a", priority="urgent")
    warmline.escalate("b", subject="=1+1")
    refs = [row["ref"] for row in warmline("ls", "--json").json()]
    assert refs == ["desk/a", "desk/b"]
    lines = warmline("ls", "--ndjson").out.splitlines()
    assert [json.loads(line)["ref"] for line in lines] == refs
    table = list(csv.DictReader(io.StringIO(warmline("ls", "--csv").out)))
    assert [row["ref"] for row in table] == refs
    assert table[1]["subject"] == "'=1+1", "a spreadsheet would compute it"
    shown = warmline("ls").out
    assert [line.split()[0] for line in shown.splitlines()[1:]] == refs
    assert "\x1b" not in shown


def test_a_query_chooses(warmline: Caller) -> None:
    """`ls --query` takes the search grammar, and a wrong query is a usage error."""
    warmline.escalate("a", tags=["refund"])
    warmline.escalate("b")
    assert [row["ref"] for row in warmline("ls", "-q", "tag:refund", "--json").json()] == ["desk/a"]
    assert warmline("ls", "--json", "--connection", "other").json() == []
    wrong = warmline("ls", "--query", "status:opne")
    assert (wrong.code, wrong.out) == (2, "")
    assert "opne" in wrong.err


def test_reading_needs_neither_config_nor_network(warmline: Caller) -> None:
    """`ls`, `show` and `outbox` work with a broken config, and import no HTTP and no desk."""
    ref = warmline.escalate()
    warmline.config("nonsense = true\n")
    without = ("textual", "rich", "httpx", "starlette", "stamina", "keyring")
    for args in (("ls", "--json"), ("show", ref), ("outbox", "--json")):
        done = warmline(*args, without=without)
        assert done.code == 0, done.err
    assert warmline("sync", "--once").code == 2


def test_a_reference_that_is_not_there_is_said(warmline: Caller) -> None:
    """`show` of an unknown escalation names what fetches new ones and ends with 2."""
    done = warmline("show", "desk/nothing")
    assert done.code == 2
    assert "warmline sync --once" in done.err
    assert warmline("show", "nonsense").code == 2


def test_a_pipe_that_closes_is_no_error(warmline: Caller) -> None:
    """`warmline ls | head -0` ends quietly."""
    import subprocess

    warmline.escalate()
    with subprocess.Popen(
        ["sh", "-c", '"$@" | true', "sh", *warmline.argv("ls", "--json")],
        env=warmline.env(), stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as done:  # fmt: skip
        _, err = done.communicate(timeout=60)
    assert err == b""
