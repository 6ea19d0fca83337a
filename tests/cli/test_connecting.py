"""`connect` and `connections`."""

from __future__ import annotations

import stat
import tomllib

from tests.cli.calling import Caller

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
