"""Changes of the config file."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from console.config.write import add_connection, replace, set_value
from console.errors import ConfigError

SAMPLE = """\
# My settings.
name = "ann"   # me

[screen]
# the mouse annoys me
mouse = "off"

[connection.rt] # work
kind = "rt"
url = "https://rt.example.com"
"""


@pytest.fixture
def file(tmp_path):
    """Give a config file with comments."""
    path = tmp_path / "config.toml"
    path.write_text(SAMPLE)
    return path


def test_a_value_is_changed_and_the_comments_stay(file):
    """Only the value's own line differs."""
    set_value(file, "screen.mouse", "on")
    assert file.read_text() == SAMPLE.replace('mouse = "off"', 'mouse = "on"')


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("theme", "dark"),
        ("screen.single_keys", False),
        ("send.undo_seconds", 4),
        ("attachments.folder", "~/in"),
        (("keys", "reply.send"), ["ctrl+s", "f5"]),
        (("keys", "reply.send"), ("ctrl+s",)),
        ("connection.rt.sync_seconds", 10),
        ("connection.rt.queues", ["Escalations"]),
        ("connection.rt.status_map", {"stalled": "pending"}),
    ],
)
def test_a_new_value_finds_its_place(file, keys, value):
    """Wherever it belongs, it can be read back, and all that stood there still does."""
    set_value(file, keys, value)
    text = file.read_text()
    found = tomllib.loads(text)
    for step in keys.split(".") if isinstance(keys, str) else keys:
        found = found[step]
    assert found == (list(value) if isinstance(value, tuple) else value)
    assert all(line in text for line in SAMPLE.splitlines() if "#" in line)


def test_none_takes_a_value_away(file):
    """The default counts again; taking away what is not there changes nothing."""
    set_value(file, "screen.mouse", None)
    assert "mouse" not in tomllib.loads(file.read_text())["screen"]
    before = file.read_text()
    set_value(file, "send.review", None)
    set_value(file, "screen.layout", None)
    assert file.read_text() == before


def test_a_connection_is_added(file):
    """It stands as a table of its own behind the others."""
    add_connection(file, "desk", {"kind": "warmline", "sync_seconds": 5})
    text = file.read_text()
    assert text.startswith(SAMPLE)
    assert "[connection.desk]\n" in text
    assert tomllib.loads(text)["connection"]["desk"] == {"kind": "warmline", "sync_seconds": 5}


def test_the_first_connection_makes_the_file(tmp_path):
    """Folder and file are made for the user alone."""
    path = tmp_path / "new" / "config.toml"
    add_connection(path, "desk", {"kind": "warmline"})
    assert tomllib.loads(path.read_text()) == {"connection": {"desk": {"kind": "warmline"}}}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_name_that_is_taken_is_refused(file):
    """An existing connection is never overwritten."""
    with pytest.raises(ConfigError, match="a connection rt already"):
        add_connection(file, "rt", {"kind": "warmline"})
    assert file.read_text() == SAMPLE


@pytest.mark.parametrize(
    ("keys", "value", "said"),
    [
        ("screen.mouse", "sometimes", "screen.mouse must be one of"),
        ("screen.mous", "on", "did you mean mouse?"),
        ("connection.rt.kind", None, "connection.rt needs kind"),
        ("connection.Bad", {"kind": "warmline"}, "is not a name"),
    ],
)
def test_an_invalid_result_is_not_written(file, keys, value, said):
    """The error is the one that reading would give, and the file stays."""
    with pytest.raises(ConfigError) as caught:
        set_value(file, keys, value)
    assert said in str(caught.value)
    assert file.read_text() == SAMPLE
    assert os.listdir(file.parent) == ["config.toml"]  # noqa: PTH208


def test_a_file_that_is_no_toml_is_not_touched(file):
    """A broken file is the user's to mend."""
    file.write_text("name = ")
    with pytest.raises(ConfigError, match=r"config\.toml:1: is not TOML"):
        set_value(file, "theme", "dark")
    assert file.read_text() == "name = "


def test_a_change_that_would_touch_more_is_not_written(file, monkeypatch):
    """The new text is read again: anything but the one change is refused."""
    monkeypatch.setattr(tomlkit, "dumps", lambda document: 'theme = "dark"\n')
    with pytest.raises(ConfigError, match="cannot be changed safely"):
        set_value(file, "theme", "dark")
    assert file.read_text() == SAMPLE


def test_what_was_open_to_others_is_closed(file):
    """After a change the file has mode 0600: it may now hold a secret."""
    file.chmod(0o644)
    set_value(file, "connection.rt.token", "hush")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(file, tmp_path):
    """Who keeps the file in a collection of dot files keeps doing so."""
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    set_value(link, "theme", "dark")
    assert link.is_symlink()
    assert tomllib.loads(file.read_text())["theme"] == "dark"


def test_a_failed_write_leaves_the_old_file_and_no_rest(file, monkeypatch):
    """When the disk refuses, nothing is lost and nothing is left behind."""

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left"):
        set_value(file, "theme", "dark")
    assert file.read_text() == SAMPLE
    assert os.listdir(file.parent) == ["config.toml"]  # noqa: PTH208


def test_the_new_text_takes_the_place_of_the_old_at_once(file, monkeypatch):
    """Until the very rename the old file is whole, and the new one is complete beside it."""
    seen = []
    rename = Path.replace

    def watched(self, target):
        seen.append((Path(target).read_text(), self.read_text(), self.parent))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    replace(file, "theme = 'x'\n")
    assert seen == [(SAMPLE, "theme = 'x'\n", file.parent)]


LAYOUTS = (
    "",
    SAMPLE,
    'screen.mouse = "on"\n',
    'screen = { mouse = "on" }\n[send]\nreview = true\n',
    "[connection]\n",
    '[connection.a]\nkind = "warmline"\n[screen]\n[connection.b]\nkind = "warmline"\nurl = "http://b"\n',
    '[[sla]]\nname = "a"\n',
    '[keys]\nreply.send = "x"\n',
    'name = "ann"\r\n[screen]\r\nmouse = "on"\r\n',
)
CHANGES = st.one_of(
    st.tuples(st.just("theme"), st.text(max_size=5).filter(str.isprintable) | st.none()),
    st.tuples(st.just("screen.mouse"), st.sampled_from(["auto", "off", None])),
    st.tuples(st.just("send.review"), st.booleans() | st.none()),
    st.tuples(st.just(("keys", "x.y")), st.lists(st.just("k"), max_size=2) | st.none()),
    st.tuples(st.just("connection.c"), st.just({"kind": "warmline", "url": "http://c"})),
    st.tuples(st.just("connection.c.timeout"), st.integers(1, 9) | st.none()),
)


def without(data, keys):
    """Give all values but that at `keys`, by their paths; empty tables do not count."""

    def leaves(value, path):
        if isinstance(value, dict):
            for key, item in value.items():
                yield from leaves(item, (*path, key))
        else:
            yield path, str(value)

    steps = tuple(keys.split(".")) if isinstance(keys, str) else keys
    return {(path, item) for path, item in leaves(data, ()) if path[: len(steps)] != steps}


@given(st.sampled_from(LAYOUTS), st.lists(CHANGES, max_size=4))
def test_a_change_touches_nothing_else(tmp_path_factory, text, changes):
    """However the file is laid out, each change is made or refused, and all else stays."""
    path = tmp_path_factory.mktemp("layout") / "config.toml"
    path.write_bytes(text.encode())
    for keys, value in changes:
        before = tomllib.loads(path.read_text())
        try:
            set_value(path, keys, value)
        except ConfigError:
            assert tomllib.loads(path.read_text()) == before
            continue
        after = tomllib.loads(path.read_text())
        assert without(after, keys) == without(before, keys)
