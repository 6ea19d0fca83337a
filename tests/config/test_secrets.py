"""Where a connection's token or password comes from, and that it is never shown."""

import copy
import json
import pickle
import subprocess
import sys
import types
from pathlib import Path

import pytest

from console.config import parse, resolve
from console.config import secrets as module
from console.config.secrets import Secret, from_keyring, run_command
from console.errors import ConfigError


def connection(*lines, name="rt"):
    """Read a connection with these lines in its table."""
    text = f'[connection.{name}]\nkind = "rt"\nurl = "https://rt.example.com"\n'
    return parse(text + "\n".join(lines)).connections[name]


def refuses_to_run(argv):
    """Fail the test: nothing is to be run."""
    pytest.fail(f"{argv} was run")


def test_a_secret_shows_itself_as_stars():
    """No way of printing gives it; only `reveal` does."""
    secret = Secret("hush", "token")
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>5}", f"{[secret]}", "%s" % secret]  # noqa: UP031
    assert not any("hush" in text for text in shown)
    assert str(secret) == "***"
    assert secret.reveal() == "hush"


def test_a_secret_is_not_written_anywhere():
    """It can be neither pickled nor put into JSON; copies are itself."""
    secret = Secret("hush")
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    assert copy.deepcopy([secret])[0] is secret
    assert copy.copy(secret) is secret


def test_secrets_are_equal_by_their_text():
    """Two with one text are the same, in sets too."""
    assert {Secret("a"), Secret("a")} == {Secret("a")}
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


@pytest.mark.parametrize(
    ("lines", "env", "kind", "text"),
    [
        (['token = "a"'], {}, "token", "a"),
        (['password = "a"'], {}, "password", "a"),
        (['token = "a"', 'password = "b"'], {}, "token", "a"),
        (['token_env = "MINE"'], {"MINE": "c"}, "token", "c"),
        (['password_env = "MINE"'], {"MINE": "c"}, "password", "c"),
        (['token = "a"'], {"WARMLINE_RT_TOKEN": "e"}, "token", "e"),
        (['token = "a"'], {"WARMLINE_RT_PASSWORD": "e"}, "password", "e"),
        ([], {"WARMLINE_RT_TOKEN": "e"}, "token", "e"),
    ],
)
def test_the_secret_is_found_where_it_is(lines, env, kind, text):
    """The environment by the connection's name wins; then what the connection says."""
    secret = resolve(connection(*lines), env, refuses_to_run)
    assert (secret.kind, secret.reveal()) == (kind, text)


def test_a_dash_in_the_name_is_an_underscore_in_the_variable():
    """A connection my-rt has WARMLINE_MY_RT_TOKEN."""
    secret = resolve(connection(name="my-rt"), {"WARMLINE_MY_RT_TOKEN": "e"})
    assert secret.reveal() == "e"


@pytest.mark.parametrize("printed", ["hush", "hush\n", "hush\r\n"])
@pytest.mark.parametrize("kind", ["token", "password"])
def test_a_command_prints_the_secret(kind, printed):
    """The program gets its arguments one by one, and its last newline does not count."""
    ran = []

    def run(argv):
        ran.append(argv)
        return printed

    secret = resolve(connection(f"{kind}_command = \"pass show 'a b'\""), {}, run)
    assert (secret.kind, secret.reveal()) == (kind, "hush")
    assert ran == [("pass", "show", "a b")]


@pytest.mark.parametrize("printed", ["", "\n", "hush\nuser: ann\n", "hu\x1b[0msh", "hu\0sh"])
def test_what_cannot_be_a_secret_is_refused_without_being_shown(printed):
    """Nothing, several lines and control characters are no secret."""
    with pytest.raises(ConfigError) as caught:
        resolve(connection('token_command = "pass"'), {}, lambda argv: printed)
    assert "hu" not in str(caught.value) + caught.value.hint
    assert "pass" in str(caught.value)


def test_an_unset_variable_is_named():
    """The error says which, and does not look elsewhere."""
    with pytest.raises(ConfigError, match="MINE, which holds the token of rt, is not set"):
        resolve(connection('token_env = "MINE"', "keyring = true"), {})


def test_a_connection_without_any_secret_is_told_the_ways():
    """The hint names the settings and the variable."""
    with pytest.raises(ConfigError, match="neither a token nor a password") as caught:
        resolve(connection(), {})
    assert "token_command" in caught.value.hint
    assert "WARMLINE_RT_TOKEN" in caught.value.hint


def python(code):
    """Give the arguments that run some Python."""
    return [sys.executable, "-c", code]


def test_a_program_is_run_without_a_shell():
    """Shell signs in its arguments mean nothing."""
    argv = [*python("import sys; print(sys.argv[1])"), "$HOME; echo x"]
    assert run_command(argv) == "$HOME; echo x\n"


def test_a_program_gets_no_input():
    """One that asks for a password ends at once and does not take the terminal's keys."""
    code = """
import sys
from console.config.secrets import run_command
print(run_command([sys.executable, "-c", "import sys; print(repr(sys.stdin.read()))"]))
"""
    done = subprocess.run(
        python(code),
        input="typed",
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "''"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (python("print('hush'); import sys; sys.exit('hush 3')"), "ended with status 1"),
        (python("import os; os.write(1, bytes([255]))"), "no text"),
        (["/nonexistent/pass", "hush"], "cannot be run: No such file"),
        (["a\0b", "hush"], "cannot be run"),
    ],
)
def test_a_program_that_fails_is_named_and_not_quoted(argv, said):
    """Neither its arguments nor what it printed are in the error."""
    with pytest.raises(ConfigError, match=said) as caught:
        run_command(argv)
    assert "hush" not in str(caught.value) + caught.value.hint
    assert caught.value.__cause__ is None


def test_a_program_that_hangs_is_given_up(monkeypatch):
    """After the time limit the error says how long was waited."""
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    with pytest.raises(ConfigError, match="printed no secret within"):
        run_command(python("import threading; threading.Event().wait(60)"))


class Ring(dict):
    def get_password(self, service_name, username):
        return self.get((service_name, username))


def test_the_key_ring_is_asked_by_the_connections_name(monkeypatch):
    """Service warmline/NAME, user token or password."""
    monkeypatch.setitem(
        sys.modules,
        "keyring",
        types.SimpleNamespace(get_password=Ring({("warmline/rt", "token"): "k"}).get_password),
    )
    secret = resolve(connection("keyring = true"), {})
    assert (secret.kind, secret.reveal()) == ("token", "k")
    assert from_keyring("rt", Ring({("warmline/rt", "password"): "p"})).kind == "password"


def test_an_empty_key_ring_says_how_to_fill_it():
    """The hint is the command to run."""
    with pytest.raises(ConfigError, match="nothing for rt") as caught:
        from_keyring("rt", Ring())
    assert caught.value.hint == "keyring set warmline/rt token"


def test_a_locked_key_ring_is_an_error_of_ours():
    """Whatever the key ring raises becomes a sentence, without its words."""

    class Locked:
        def get_password(self, service_name, username):
            raise RuntimeError("hush")

    with pytest.raises(ConfigError, match=r"could not be read \(RuntimeError\)") as caught:
        from_keyring("rt", Locked())
    assert "hush" not in str(caught.value)


def test_without_the_package_the_error_says_what_to_install(monkeypatch):
    """The key ring is an extra."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match="keyring package is not installed") as caught:
        resolve(connection("keyring = true"), {})
    assert "warmline[keyring]" in caught.value.hint
