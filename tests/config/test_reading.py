"""From a file to settings."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from console.config import load, parse
from console.domain import guards
from console.errors import ConfigError
from console.paths import paths


@pytest.fixture
def home(tmp_path):
    """Give a Warmline folder of its own."""
    return paths({"WARMLINE_HOME": str(tmp_path)})


def written(home, text, mode=0o600):
    """Write the config file."""
    home.config_file.write_text(text, encoding="utf-8")
    home.config_file.chmod(mode)


def test_without_a_file_everything_has_a_default(home):
    """One connection, the embedded own desk; and the user's name on this computer."""
    config = load(home, {"USER": "ann"})
    assert config.name == "ann"
    assert config.file is None
    assert list(config.connections) == ["desk"]
    assert config.connections["desk"].embedded
    assert (config.screen.mouse, config.screen.after_resolve) == ("auto", "next")
    assert (config.send.undo_seconds, config.send.note_undo_seconds) == (8, 0)
    assert config.send.review
    assert (config.keys, config.sla, config.views) == ({}, (), {})
    assert config.guards == dict.fromkeys(guards.NAMES, True)


def test_the_file_is_read(home):
    """What it says wins, what it leaves out keeps its default."""
    written(home, 'name = "Bea"\n[send]\nundo_seconds = 2.5\n[view.mine]\nquery = "@me"\n')
    config = load(home, {"USER": "ann"})
    assert config.name == "Bea"
    assert config.send.undo_seconds == 2.5
    assert config.send.review
    assert config.views["mine"].title == "mine"
    assert config.file == home.config_file


def test_a_file_with_a_connection_has_only_the_connections_it_names(home):
    """The own desk is there by default, and where the file names it."""
    written(home, '[connection.rt]\nkind = "rt"\nurl = "https://rt.example.com"\n')
    assert list(load(home, {}).connections) == ["rt"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('"reply.send" = "ctrl+s"', {"reply.send": ("ctrl+s",)}),
        ('reply.send = ["ctrl+s", "f5"]', {"reply.send": ("ctrl+s", "f5")}),
        ('reply.send = "none"', {"reply.send": ()}),
        ("note = []", {"note": ()}),
        ('a.b.c = "x"\na.d = "y"', {"a.b.c": ("x",), "a.d": ("y",)}),
    ],
)
def test_keys_are_read_by_command_name(text, keys):
    """Names may be quoted or not; one key or several; `none` takes them away."""
    assert parse(f"[keys]\n{text}\n").keys == keys


ENDPOINT = """
[assist]
summaries = "here"
tone = "kind"
[assist.endpoint.here]
dialect = "openai"
url = "http://127.0.0.1:11434/v1"
model = "small"
"""


def test_endpoints_are_read_with_their_defaults(home):
    """An endpoint needs dialect, url and model; personal data is replaced unless said."""
    config = parse(ENDPOINT + 'token_command = "pass key"\n[guards]\nprivate = false\n')
    assist = config.assist
    assert (assist.enabled, assist.summaries, assist.drafts) == (True, "here", "")
    here = assist.endpoints["here"]
    assert here.token_command == ("pass", "key")
    assert (here.redact, here.timeout, here.max_tokens) == (True, 60, 2000)
    assert [name for name, wanted in config.guards.items() if not wanted] == ["private"]
    assert not parse("").assist.endpoints


def test_an_endpoint_that_is_named_must_be_there():
    """A name that leads nowhere is told with its line and the nearest one."""
    with pytest.raises(ConfigError, match=r"assist.summaries names no .*did you mean here"):
        parse(ENDPOINT.replace('summaries = "here"', 'summaries = "heer"'))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost:8080/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.9.8.7:1/v1", True),
        ("http://[::1]:80/v1", True),
        ("https://api.example.com/v1", False),
        ("http://localhost.example.com/v1", False),
        ("http://127.0.0.1.example.com", False),
        ("http://127.example", False),
        ("http://192.168.0.2:11434/v1", False),
    ],
)
def test_only_this_computer_may_see_personal_data(url, allowed):
    """`redact = false` is refused for every server but one on loopback."""
    text = ENDPOINT.replace("http://127.0.0.1:11434/v1", url) + "redact = false\n"
    if allowed:
        assert parse(text).assist.endpoints["here"].redact is False
    else:
        with pytest.raises(ConfigError, match="only for a server on this computer"):
            parse(text)


def test_folders_and_files_of_the_user_are_expanded(monkeypatch, tmp_path):
    """`~` is the home folder; an empty file name stays empty."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    config = parse(
        '[attachments]\nfolder = "~/in"\n[connection.a]\nkind = "warmline"\nca_file = "~/ca.pem"\n'
    )
    assert config.attachments == tmp_path / "in"
    assert Path(config.connections["a"].ca_file) == tmp_path / "ca.pem"
    assert config.connections["a"].client_cert == ""


def test_a_remote_warmline_is_not_embedded():
    """With a url it is somebody's desk over the network."""
    text = '[connection.team]\nkind = "warmline"\nurl = "https://desk.example.com"\n'
    assert not parse(text).connections["team"].embedded


SECRET = '[connection.rt]\nkind = "rt"\nurl = "https://rt.example.com"\ntoken = "hush"\n'


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o610])
def test_a_secret_in_a_file_that_others_can_touch_is_refused(home, mode):
    """The error holds the chmod to run, and not the secret."""
    written(home, SECRET, mode)
    with pytest.raises(ConfigError) as caught:
        load(home, {})
    assert f"chmod 600 {home.config_file}" in str(caught.value)
    assert "hush" not in str(caught.value) + caught.value.hint


def test_a_secret_in_a_file_of_ones_own_is_read(home):
    """Mode 0600 is accepted, and the settings do not show the secret."""
    written(home, SECRET)
    config = load(home, {})
    assert config.connections["rt"].token.reveal() == "hush"
    assert "hush" not in repr(config) + str(config)


def test_a_file_without_secrets_may_be_read_by_others(home):
    """The mode is the user's business where nothing is to hide."""
    written(home, 'name = "Bea"\n', 0o644)
    assert load(home, {}).name == "Bea"


def test_a_mark_of_the_byte_order_is_passed_over(home):
    """Some editors put one at the beginning."""
    home.config_file.write_bytes(b'\xef\xbb\xbfname = "Bea"\n')
    assert load(home, {}).name == "Bea"


def test_a_file_that_is_no_text_is_refused(home):
    """Latin-1 and other bytes are named as what they are."""
    home.config_file.write_bytes(b'name = "\xe4"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(home, {})


def test_a_folder_in_the_files_place_is_refused(home):
    """What cannot be read says why."""
    home.config_file.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load(home, {})


@pytest.mark.parametrize("env", [{}, {"LOGNAME": "cid", "USER": "ann"}])
def test_there_is_always_a_name(home, env):
    """The environment's name, else the system's."""
    name = load(home, env).name
    assert name == "cid" if env else name


def test_reading_the_settings_loads_little(home):
    """The start path stays free of what only mistakes, secrets and writing need."""
    written(
        home,
        '[connection.rt]\nkind = "rt"\nurl = "https://rt.example.com"\n'
        'token_command = "pass rt"\n[calendar.o]\nzone = "UTC"\nmon = "09:00-17:00"\n',
    )
    code = """
        import os, sys
        before = set(sys.modules)
        import console.config, console.paths
        console.config.load(console.paths.paths(os.environ), os.environ)
        print(*sorted(set(sys.modules) - before))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "WARMLINE_HOME": str(home.config), "USER": "ann"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "console.config.schema" in loaded
    heavy = {"tomlkit", "keyring", "platformdirs", "pydantic", "jsonschema", "subprocess"}
    heavy |= {"difflib", "zoneinfo", "shlex", "getpass", "logging", "console.config.lines"}
    heavy |= {"console.domain.models", "console.domain.search", "asyncio", "httpx"}
    assert loaded.isdisjoint(heavy)
