"""The program: commands, options, exit codes, help."""

from __future__ import annotations

import stat

import pytest

from console import __version__, cli
from console.cli.program import COMMANDS
from tests.cli.calling import Caller


def test_no_command_imports_the_screen(warmline: Caller) -> None:
    """Every command but the screen itself runs with Textual forbidden."""
    ref = warmline.escalate()
    calls = {
        "ls": (), "show": (ref,), "reply": (ref, "--internal", "--text", "x"), "take": (ref,),
        "assign": (ref, "none"), "set": (ref, "--tag", "+x"), "outbox": (), "sync": ("--once",),
        "import": ("-",), "connections": (), "assist": ("feedback",),
            "doctor": (), "help": (),
        "completions": ("bash",), "generate": ("1",),
        "connect": ("rt", "--kind", "rt", "--url", "http://127.0.0.1:9", "--user", "x",
                    "--password-env", "P", "--no-check"),
    }  # fmt: skip
    assert set(calls) == set(COMMANDS)
    for name, args in calls.items():
        done = warmline(name, *args, without=("textual",))
        assert done.code == 0, (name, done.err)


def test_version_and_help(warmline: Caller) -> None:
    """`--version` and `--help` print on stdout; help lists each command with a line."""
    assert warmline("--version").out == f"warmline {__version__}\n"
    shown = warmline("--help")
    assert shown.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in shown.out
        assert warmline(name, "--help").out.startswith(f"Usage: warmline {name}")


def test_exit_codes_stand_in_one_table() -> None:
    """The table in the docstring has each code that there is."""
    codes = {str(v) for k, v in vars(cli).items() if k.isupper() and isinstance(v, int)}
    table = {line.split()[0] for line in (cli.__doc__ or "").splitlines() if line[:1].isdigit()}
    assert table == codes


def test_an_unknown_command_names_the_nearest(warmline: Caller) -> None:
    """A typing error ends with 2 and names what may have been meant."""
    done = warmline("outbx")
    assert (done.code, done.out) == (2, "")
    assert "did you mean outbox" in done.err


def test_the_screen_refuses_what_is_no_terminal(warmline: Caller) -> None:
    """Without a terminal the screen says in words what works instead (2)."""
    done = warmline()
    assert (done.code, done.out) == (2, "")
    assert "warmline ls" in done.err


def test_a_wrong_config_is_a_usage_error(warmline: Caller) -> None:
    """A wrong key ends with 2, and file, line and key are named."""
    warmline.config("[screen]\nmose = 'on'\n")
    done = warmline("sync", "--once")
    assert done.code == 2
    assert "config.toml:2: screen.mose" in done.err
    assert "mouse" in done.err


def test_the_log_is_private_and_tells_no_secrets(warmline: Caller) -> None:
    """--verbose writes a log that only the user can read, without the token."""
    warmline.config('[connection.rt]\nkind = "rt"\nurl = "http://127.0.0.1:9"\ntoken_env = "TOK"\n')
    done = warmline("--verbose", "sync", "--once", TOK="hush-hush-1234")
    assert done.code == 1
    file = warmline.home / "log" / "warmline.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert "GET" in text
    assert "hush-hush" not in text + done.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(warmline: Caller, shell: str) -> None:
    """The script names the program, and the program answers it."""
    assert "_WARMLINE_COMPLETE" in warmline("completions", shell).out
    env = {"_WARMLINE_COMPLETE": "bash_complete", "COMP_WORDS": "warmline out", "COMP_CWORD": "1"}
    assert "outbox" in warmline(**env).out


def test_help_reads_the_manual(warmline: Caller) -> None:
    """`help TOPIC` prints a page or a command's help; an unknown one ends with 2."""
    assert "--public" in warmline("help", "reply").out
    assert warmline("help", "no-such-page").code == 2


def test_the_demo_can_be_read_once_it_was_opened(warmline: Caller) -> None:
    """Before the demo was opened, commands say how to open it."""
    done = warmline("--demo", "ls")
    assert done.code == 2
    assert "warmline --demo" in done.err
