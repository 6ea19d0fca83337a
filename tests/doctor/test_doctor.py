"""The doctor: what it looks at, and what it never prints."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

from console import doctor, paths
from tests.cli.calling import Caller, warmline

__all__ = ["warmline"]
ENV = {"LOGNAME": "ann", "TERM": "xterm-256color", "LANG": "C.UTF-8"}


@pytest.fixture
def home(tmp_path: Path) -> paths.Paths:
    """Give folders that are not made yet."""
    return paths.paths({"WARMLINE_HOME": str(tmp_path / "home")})


def configure(home: paths.Paths, text: str) -> None:
    """Write the config."""
    home.config.mkdir(mode=0o700, exist_ok=True)
    home.config_file.write_text(text)
    home.config_file.chmod(0o600)


async def test_a_fresh_machine_is_well(home: paths.Paths) -> None:
    """Before anything was made nothing is wrong, every area is named, and nothing is made."""
    found = await doctor.examine(home, ENV)
    assert [one for one in found if one.level != doctor.GOOD] == []
    areas = {one.area for one in found}
    assert {"version", "path", "store", "terminal", "config", "lock", "connection desk"} <= areas
    assert not home.data.exists()


async def test_every_finding_says_what_to_do(home: paths.Paths) -> None:
    """What is not good has a remedy: modes, terminal, locale, config."""
    home.data.mkdir(parents=True)
    home.data.chmod(0o755)
    home.store.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    home.store.chmod(0o600)
    configure(home, "nme = 'x'\n")
    found = await doctor.examine(home, {"TERM": "dumb", "LOGNAME": "ann", "LANG": "C"})
    bad = [one for one in found if one.level != doctor.GOOD]
    assert all(one.do for one in bad)
    said = "\n".join(f"{one.said} > {one.do}" for one in bad)
    assert f"chmod 700 {home.data}" in said
    assert "store.db" in said
    assert "TERM is dumb" in said
    assert "not UTF-8" in said
    assert "name" in said


async def test_who_holds_the_lock_is_named(home: paths.Paths) -> None:
    """A connection that another process pushes for names that process where it can."""
    home.locks.mkdir(parents=True, mode=0o700)
    path = home.locks / "desk.lock"
    assert "nobody" in doctor.lock(home, "desk").said
    with FileLock(path):
        # Locks of one process exclude each other too.
        said = doctor.lock(home, "desk").said
    assert "process" in said
    assert "nobody" in doctor.lock(home, "desk").said


class Late(BaseHTTPRequestHandler):
    """A server whose clock is wrong and that accepts nobody."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_response_only(401)
        at = datetime.now(UTC) - timedelta(hours=2)
        self.send_header("Date", format_datetime(at, usegmt=True))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def late() -> Iterator[str]:
    """Serve Late on a free port."""
    with HTTPServer(("127.0.0.1", 0), Late) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def test_a_wrong_clock_and_a_refused_login(home: paths.Paths, late: str) -> None:
    """Skew against the Date header and a refused login are both found; the token is not told."""
    configure(home, f'[connection.rt]\nkind = "rt"\nurl = "{late}"\ntoken_env = "TOK"\n')
    found = await doctor.examine(home, {**ENV, "TOK": "hush-hush-1234"})
    wrong = [one for one in found if one.level == doctor.WRONG]
    assert any(" s ahead of the server" in one.said for one in wrong)
    assert any("token" in one.said for one in wrong)
    assert all(one.do for one in wrong)
    assert "hush" not in repr(found)


async def test_what_cannot_be_reached(home: paths.Paths) -> None:
    """A refused connection and a name without address are wrong, with what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        configure(
            home,
            f'[connection.a]\nkind = "rt"\nurl = "http://127.0.0.1:{port}"\ntoken_env = "T"\n'
            '[connection.b]\nkind = "rt"\nurl = "http://nowhere.invalid"\ntoken_env = "T"\n',
        )
        found = await doctor.examine(home, {**ENV, "T": "token-1234"})
    wrong = {one.area: one for one in found if one.level == doctor.WRONG}
    assert set(wrong) == {"connection a", "connection b"}
    assert "has no address" in wrong["connection b"].said


async def test_a_way_that_others_can_read(home: paths.Paths) -> None:
    """http:// to another host is a warning in words, also where nobody answers; https is none."""
    configure(
        home,
        '[connection.a]\nkind = "rt"\nurl = "http://nowhere.invalid"\ntoken_env = "T"\n'
        '[connection.b]\nkind = "rt"\nurl = "https://nowhere.invalid"\ntoken_env = "T"\n',
    )
    found = await doctor.examine(home, {**ENV, "T": "token-1234"})
    (warned,) = [one for one in found if one.level == doctor.WARNING]
    assert warned.area == "connection a"
    assert "not encrypted: your password or token" in warned.said


def test_the_command_prints_findings_and_fails_when_something_is_wrong(warmline: Caller) -> None:
    """`doctor --json` gives area, level, said and do; the exit code is 1 for anything wrong."""
    env = {"TERM": "xterm-256color"}
    well = warmline("doctor", "--json", **env)
    assert well.code == 0, well.out
    assert all(set(row) == {"area", "level", "said", "do"} for row in well.json())
    warmline.config("nme = 1\n")
    ill = warmline("doctor", **env)
    assert ill.code == 1
    assert "BAD" in ill.out
