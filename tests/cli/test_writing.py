"""`reply`, `take`, `assign`, `set` and the outbox."""

from __future__ import annotations

import fcntl
import os
import pty
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.calling import ROOT, Caller

DEAD = '[connection.desk]\nkind = "warmline"\nurl = "http://127.0.0.1:9"\n'
"""A desk where nobody answers (port 9, discard)."""


def said(warmline: Caller, ref: str) -> list[tuple[str, str]]:
    """Pull, and give what agents have said."""
    assert warmline("sync", "--once").code == 0
    return [
        (message["visibility"], message["text"])
        for message in warmline("show", ref, "--json").json()["messages"]
        if message["author"]["kind"] == "agent" and not message.get("event")
    ]


def test_a_reply_is_sent_at_once_and_says_so(warmline: Caller) -> None:
    """A public reply with --resolve is on the desk when the command ends with 0."""
    ref = warmline.escalate()
    done = warmline("reply", ref, "--public", "--text", "It is on its way.", "--resolve")
    assert (done.code, done.out) == (0, "")
    assert "reply" in done.err
    assert "applied" in done.err
    assert said(warmline, ref) == [("public", "It is on its way.")]
    assert warmline("show", ref, "--json").json()["status"] == "resolved"


def test_a_reply_from_stdin_or_a_file(warmline: Caller, tmp_path: Path) -> None:
    """`-` and --file give the text, cleaned of what a terminal would act on."""
    ref = warmline.escalate()
    file = tmp_path / "text"
    file.write_text("from a file\n")
    assert warmline("reply", ref, "--internal", "-", stdin="a \x1b[31mnote\n").code == 0
    assert warmline("reply", ref, "--internal", "--file", str(file)).code == 0
    assert said(warmline, ref) == [("internal", "a note"), ("internal", "from a file")]


@pytest.mark.parametrize(
    "args",
    [
        ("--text", "x"),
        ("--public",),
        ("--public", "--text", "x", "-"),
        ("--public", "nonsense"),
        ("--public", "--text", "  "),
    ],
)
def test_a_reply_that_is_not_clear_is_refused(warmline: Caller, args: tuple[str, ...]) -> None:
    """Without a visibility, or with no text or two, nothing is queued (2)."""
    ref = warmline.escalate()
    assert warmline("reply", ref, *args).code == 2
    assert warmline("outbox", "--json").json() == []


def test_set_is_one_action(warmline: Caller) -> None:
    """Status, priority and tags are set together, and the rows are printed with --json."""
    ref = warmline.escalate(tags=["old"])
    done = warmline(
        "set", ref, "--status", "pending", "--priority", "high", "--tag", "+new", "--tag", "-old",
        "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert [(row["kind"], row["state"]) for row in done.json()] == [
        ("tags", "sent"), ("priority", "sent"), ("status", "sent"),
    ]  # fmt: skip
    data = warmline("show", ref, "--json").json()
    assert (data["status"], data["priority"], data["tags"]) == ("pending", "high", ["new"])


def test_a_snooze_needs_its_end(warmline: Caller) -> None:
    """`--status snoozed` without --until is a usage error that says what to write (2)."""
    ref = warmline.escalate()
    done = warmline("set", ref, "--status", "snoozed", "--no-wait")
    assert done.code == 2
    assert "--until 2h" in done.err
    assert warmline("outbox", "--json").json() == []
    assert warmline("set", ref, "--status", "snoozed", "--until", "2h").code == 0
    (row,) = warmline("ls", "-q", "status:snoozed", "--json").json()
    assert row["snoozed_until"] is not None


def test_take_and_assign(warmline: Caller) -> None:
    """`take` makes it ours, `assign none` nobody's, and nobody known is a usage error."""
    ref = warmline.escalate()
    assert warmline("take", ref).code == 0
    assert warmline("show", ref, "--json").json()["assignee"]["id"] == "ann"
    assert warmline("assign", ref, "none").code == 0
    assert warmline("show", ref, "--json").json()["assignee"] is None
    assert warmline("assign", ref, "zoe").code == 2


def test_what_somebody_else_has_is_rejected(warmline: Caller, tmp_path: Path) -> None:
    """A claim that another agent won ends with 3 and names them."""
    ref = warmline.escalate()
    other = Caller(tmp_path / "other")
    (other.home / "data").mkdir(parents=True, mode=0o700)
    (other.home / "data" / "desk.db").symlink_to(warmline.home / "data" / "desk.db")
    other.config('name = "Bo Agent"\n')
    assert other("sync", "--once", LOGNAME="bo").code == 0
    assert other("take", ref, LOGNAME="bo").code == 0
    done = warmline("take", ref)
    assert done.code == 3, done.err
    assert "Bo Agent" in done.err


def test_read_only_refuses_every_write(warmline: Caller) -> None:
    """Each writing command ends with 3 under --read-only, wherever it stands, and writes no row."""
    ref = warmline.escalate()
    before = warmline("show", ref, "--json").json()
    for args in (
        ("reply", ref, "--public", "--text", "x"),
        ("take", ref),
        ("assign", ref, "me"),
        ("set", ref, "--priority", "high"),
        ("import", "-"),
        ("outbox", "drop", "nothing"),
        ("outbox", "retry", "nothing"),
    ):
        for argv in (("--read-only", *args), (*args, "--read-only")):
            done = warmline(*argv, stdin='{"messages": [{"text": "x"}]}')
            assert done.code == 3, (argv, done.err)
            assert "read" in done.err
    assert warmline("sync", "--once", "--read-only").code == 0
    assert warmline("show", ref, "--json").json() == before
    assert warmline("outbox", "--json", "--all").json() == []


def test_no_wait_returns_with_the_row_written(warmline: Caller) -> None:
    """With --no-wait the change is queued, said and 0; `sync --once` sends it."""
    ref = warmline.escalate()
    done = warmline("reply", ref, "--internal", "--text", "later", "--no-wait", "--json")
    assert done.code == 0
    assert "queued" in done.err
    assert [row["state"] for row in done.json()] == ["queued"]
    assert [row["state"] for row in warmline("outbox", "--json").json()] == ["queued"]
    assert said(warmline, ref) == [("internal", "later")]
    assert warmline("outbox", "--json").json() == []
    assert [row["state"] for row in warmline("outbox", "--all", "--json").json()] == ["sent"]


def test_what_cannot_leave_stays_queued(warmline: Caller) -> None:
    """With the helpdesk out of reach the outcome is 5, the row is kept, and can be dropped."""
    ref = warmline.escalate()
    warmline.config(DEAD)
    done = warmline("reply", ref, "--public", "--text", "x", "--wait", "0.2")
    assert done.code == 5, done.err
    assert "queued" in done.err
    (row,) = warmline("outbox", "--json").json()
    assert row["state"] == "queued"
    failed = warmline("sync", "--once")
    assert failed.code == 1
    assert warmline("connections", "--json").json()[0]["error"]
    assert warmline("outbox", "drop", row["key"][:8]).code == 0
    assert warmline("outbox", "--json").json() == []


@pytest.mark.parametrize("verb", ["drop", "retry"])
def test_what_may_have_gone_out_is_not_touched_unasked(warmline: Caller, verb: str) -> None:
    """An unknown change is dropped or sent again only with --yes, or a yes on a terminal."""
    ref = warmline.escalate()
    done = warmline("reply", ref, "--public", "--text", "Hello", "--no-wait", "--json")
    (row,) = done.json()
    with sqlite3.connect(warmline.home / "data" / "store.db") as db:
        db.execute("UPDATE outbox SET state = 'unknown', next_at = NULL")
    db.close()
    refused = warmline("outbox", verb, row["key"][:8])
    assert refused.code == 2
    assert "may have gone out" in refused.err
    assert "--yes" in refused.err
    for typed, code in (("\n", 2), ("n\n", 2)):
        said, got = on_terminal(warmline, "outbox", verb, row["key"], typed=typed)
        assert (got, "[y/N]" in said) == (code, True), said
    assert [each["state"] for each in warmline("outbox", "--json").json()] == ["unknown"]
    assert warmline("outbox", verb, row["key"], "--yes").code == 0
    assert warmline("outbox", "--json").json() == []


def test_a_yes_on_a_terminal_drops_it(warmline: Caller) -> None:
    """The question on a terminal can be answered with yes; what is queued is not asked about."""
    ref = warmline.escalate()
    for state, typed in (("unknown", "y\n"), ("queued", "")):
        done = warmline("reply", ref, "--public", "--text", "Hello", "--no-wait", "--json")
        (row,) = done.json()
        with sqlite3.connect(warmline.home / "data" / "store.db") as db:
            db.execute("UPDATE outbox SET state = ?, next_at = NULL", (state,))
        db.close()
        said, code = on_terminal(warmline, "outbox", "drop", row["key"], typed=typed)
        assert (code, "[y/N]" in said) == (0, bool(typed)), said


def on_terminal(warmline: Caller, *args: str, typed: str) -> tuple[str, int]:
    """Call with a terminal as stdin on which something was typed; give what was said."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode() + b"\x04")
    with subprocess.Popen(
        warmline.argv(*args), env=warmline.env(), cwd=ROOT, stdin=theirs,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as done:  # fmt: skip
        _, err = done.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return err.decode(), done.returncode


def test_another_process_that_may_push_sends_it(warmline: Caller) -> None:
    """While another process holds the right to push, the command waits for what it does."""
    ref = warmline.escalate()
    assert warmline("take", ref).code == 0
    folder = warmline.home / "state" / "locks"
    with (folder / "desk.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert warmline("set", ref, "--priority", "low", "--wait", "0.3").code == 5
        with subprocess.Popen(
            warmline.argv("reply", ref, "--internal", "--text", "x"),
            env=warmline.env(), cwd=Path(__file__).parent.parent.parent, stderr=subprocess.PIPE,
        ) as waiting:  # fmt: skip
            fcntl.flock(lock, fcntl.LOCK_UN)
            _, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, err


def test_an_unknown_connection_is_said_before_anything_is_written(warmline: Caller) -> None:
    """A reference to a connection that is not configured ends with 2."""
    done = warmline("take", "other/1")
    assert done.code == 2
    assert "desk" in done.err
