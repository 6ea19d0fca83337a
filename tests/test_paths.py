"""Where the files lie."""

import os
import stat
import sys
from pathlib import Path

import pytest

from console.errors import ConfigError
from console.paths import ensure, paths


def test_one_folder_holds_everything(tmp_path):
    """WARMLINE_HOME puts config, data, state, log and themes into one folder."""
    found = paths({"WARMLINE_HOME": str(tmp_path), "XDG_DATA_HOME": "/elsewhere"})
    assert found.config_file == tmp_path / "config.toml"
    assert found.themes == tmp_path / "themes"
    assert found.store == tmp_path / "data" / "store.db"
    assert found.desk == tmp_path / "data" / "desk.db"
    assert found.locks == tmp_path / "state" / "locks"
    assert found.log_file == tmp_path / "log" / "warmline.log"


def test_a_relative_home_becomes_absolute(tmp_path, monkeypatch):
    """A relative WARMLINE_HOME is taken from the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    assert paths({"WARMLINE_HOME": "here"}).config == tmp_path / "here"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG folders are elsewhere")
@pytest.mark.parametrize("set_by_user", [False, True])
def test_the_folders_are_those_of_platformdirs(tmp_path, monkeypatch, set_by_user):
    """What is worked out without platformdirs, for speed, is what it would say."""
    from platformdirs import PlatformDirs

    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        if set_by_user:
            monkeypatch.setenv(name, str(tmp_path / name))
        else:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WARMLINE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    dirs = PlatformDirs("warmline", appauthor=False)
    found = paths(os.environ)
    assert found.config == dirs.user_config_path
    assert found.data == dirs.user_data_path
    assert found.state == dirs.user_state_path
    assert found.log == dirs.user_log_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG folders are elsewhere")
def test_a_relative_xdg_folder_is_ignored():
    """The specification: a relative path in XDG_*_HOME does not count."""
    found = paths({"HOME": "/home/ann", "XDG_CONFIG_HOME": "relative"})
    assert found.config == Path("/home/ann/.config/warmline")


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_have_their_own_folders(monkeypatch, system):
    """On macOS and Windows the folders come from platformdirs, and nothing is made."""
    monkeypatch.setattr(sys, "platform", system)
    found = paths({"HOME": "/home/ann"})
    assert all(folder.is_absolute() and "warmline" in str(folder) for folder in found)


def test_new_folders_are_for_the_user_alone(tmp_path):
    """Each folder that is made, also those above, has mode 0700, whatever the umask."""
    before = os.umask(0o022)
    try:
        made = ensure(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert made == tmp_path / "a" / "b"
    modes = {stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)}
    assert modes == {0o700}


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    """Making a folder again changes neither it nor its mode."""
    tmp_path.chmod(0o755)
    ensure(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("below", [".", "deeper"])
def test_a_file_in_the_way_is_named(tmp_path, below):
    """Where a file stands in a folder's place, the error names the folder."""
    (tmp_path / "taken").write_text("x")
    with pytest.raises(ConfigError, match=r"taken.* cannot be made"):
        ensure(tmp_path / "taken" / below)
