"""`connect` and `connections`."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from console.cli.asking import ask_bots, likely_bots
from console.domain.models import Person
from tests.cli.calling import ROOT, Caller

RT = ("connect", "rt", "--kind", "rt", "--url", "http://127.0.0.1:9", "--user", "ann")


def written(warmline: Caller) -> dict[str, dict[str, object]]:
    """Read the connections of the config file."""
    text = (warmline.home / "config.toml").read_text()
    return dict(tomllib.loads(text)["connection"])


def test_flags_write_a_connection_and_keep_the_own_desk(warmline: Caller) -> None:
    """A script adds a connection; the own desk stays beside the first one, unless told."""
    done = warmline(*RT, "--password-env", "PW", "--queue", "A", "--queue", "B", "--no-check")
    assert done.code == 0, done.err
    assert written(warmline) == {
        "rt": {
            "kind": "rt", "url": "http://127.0.0.1:9", "user": "ann", "password_env": "PW",
            "queues": ["A", "B"],
        },
        "desk": {"kind": "warmline"},
    }  # fmt: skip
    mode = (warmline.home / "config.toml").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    names = [row["name"] for row in warmline("connections", "--json").json()]
    assert names == ["rt", "desk"]


def test_the_own_desk_can_be_left_out(warmline: Caller) -> None:
    """--no-keep-desk writes the new connection alone."""
    assert warmline(*RT, "--password-env", "PW", "--no-check", "--no-keep-desk").code == 0
    assert set(written(warmline)) == {"rt"}


def test_a_login_that_fails_writes_nothing(warmline: Caller) -> None:
    """The login is tried first: when it fails the config stays as it was (1)."""
    done = warmline(*RT, "--password-env", "PW", PW="hush-hush-1234")
    assert done.code == 1
    assert "--no-check" in done.err
    assert "hush" not in done.err
    assert not (warmline.home / "config.toml").exists()


def test_what_is_not_valid_or_missing_is_refused(warmline: Caller) -> None:
    """A wrong url, a name that is taken, and no kind at all end with 2."""
    assert warmline("connect", "rt").code == 2
    bad = warmline("connect", "rt", "--kind", "rt", "--url", "nonsense", "--no-check")
    assert bad.code == 2
    assert warmline(*RT, "--password-env", "PW", "--no-check").code == 0
    assert warmline(*RT, "--password-env", "PW", "--no-check").code == 2


def test_connections_tell_how_they_are(warmline: Caller) -> None:
    """Name, kind, last sync and outbox counts are listed, and no password of an address."""
    warmline.escalate()
    warmline("take", "desk/c1", "--no-wait")
    (row,) = warmline("connections", "--json").json()
    assert (row["name"], row["kind"], row["url"], row["error"]) == ("desk", "warmline", None, None)
    assert row["synced_at"].endswith("Z")
    assert row["outbox"] == {"queued": 1}
    assert "in this process" in warmline("connections").out


def test_a_wrong_address_fails_at_once(warmline: Caller, stranger: str) -> None:
    """In a script an address where no helpdesk is ends it (1) before any secret is looked for."""
    secret = ("--password-command", "touch looked", "--user", "ann")
    for url, said in (
        ("http://127.0.0.1:9", "cannot be reached"),
        (stranger, "answers 404 to /REST/2.0/rt: there is no Request Tracker 5"),
        (f"{stranger}/moved", "points to https://rt.example.com/"),
        (f"{stranger}/broken", "answers 503"),
    ):
        done = warmline("connect", "rt", "--kind", "rt", "--url", url, *secret)
        assert done.code == 1
        assert said in done.err
        assert "--no-check" in done.err
        assert not (ROOT / "looked").exists()
    assert not (warmline.home / "config.toml").exists()


def test_a_way_that_others_can_read_is_warned_of(warmline: Caller) -> None:
    """http:// to another host is warned of in words, to this computer it is not."""
    secret = ("--password-env", "PW", "--no-check", "--no-keep-desk")
    far = warmline("connect", "a", "--kind", "rt", "--url", "http://rt.example.com", *secret)
    assert far.code == 0
    assert "http://rt.example.com is not encrypted: your password" in far.err
    near = warmline("connect", "b", "--kind", "rt", "--url", "http://127.0.0.1:9", *secret)
    assert "not encrypted" not in near.err


def test_bots_are_given_by_name(warmline: Caller) -> None:
    """--bots writes the users who are bots; without it there are none."""
    done = warmline(*RT, "--password-env", "PW", "--no-check", "--bots", "support-bot, nova")
    assert done.code == 0, done.err
    assert written(warmline)["rt"]["bots"] == ["support-bot", "nova"]


def test_the_wizard_tries_the_address_before_it_asks_on(warmline: Caller, stranger: str) -> None:
    """On a terminal a wrong address is said at once and asked for again; the rest comes after."""
    answers = [
        "rt", "office", "rt.example.com", f"{stranger}/REST/2.0", stranger, "n", stranger, "y",
        "ann", "password", "environment", "PW", "", "y",
    ]  # fmt: skip
    said, code = on_terminal(warmline, answers, PW="hush-hush-1234")
    assert code == 1, said
    first, _, rest = said.partition("Use this address all the same?")
    assert "must be an address that starts with https://" in first
    assert "without /REST/2.0" in first
    assert "answers 404" in first
    assert "Your user name there" not in first
    assert rest.count("The address of its web pages") == 1
    assert "Queues with escalations" in rest
    assert "hush" not in said


def on_terminal(warmline: Caller, answers: list[str], **env: str) -> tuple[str, int]:
    """Call `connect` on a terminal with all answers typed ahead; give what was said."""
    ours, theirs = pty.openpty()
    # Ctrl-D after it: a question too many ends it.
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode() + b"\x04")
    with subprocess.Popen(
        warmline.argv("connect"), env=warmline.env(**env), cwd=ROOT, stdin=theirs,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as done:  # fmt: skip
        _, err = done.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return err.decode(), done.returncode


def test_names_that_say_bot_are_offered() -> None:
    """Users whose id or name holds bot, or ai as a word, are offered; Claire is not."""
    people = [
        Person("claire", "Claire Paine"), Person("support-bot", "Nova"),
        Person("nova", "Nova AI"), Person("ai_desk", "Desk"), Person("RoboTom", "Tom"),
    ]  # fmt: skip
    assert likely_bots(people) == ["RoboTom", "ai_desk", "nova", "support-bot"]


@pytest.mark.parametrize(
    ("typed", "bots"), [("\n", ["support-bot"]), ("a, b\n", ["a", "b"]), ("-\n", [])]
)
def test_the_wizard_offers_bots(typed: str, bots: list[str]) -> None:
    """Enter takes what is offered, names replace it, and a minus takes none."""
    people = [Person("ann", "Ann Agent"), Person("support-bot", "Nova")]
    with CliRunner().isolation(input=typed):
        assert ask_bots(people) == bots


class Stranger(BaseHTTPRequestHandler):
    """A web server that is no helpdesk."""

    def do_GET(self) -> None:
        """Answer by the first part of the path."""
        known = {"/moved": 301, "/broken": 503}
        self.send_response_only(known.get(self.path.removesuffix("/REST/2.0/rt"), 404))
        if self.path.startswith("/moved"):
            self.send_header("Location", "https://rt.example.com/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[str]:
    """Serve Stranger on a free port."""
    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
