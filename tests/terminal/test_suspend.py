"""Ctrl+Z on a real shell: the terminal goes, others may send, and all of it comes back."""

from __future__ import annotations

import os
import shlex
import signal
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.terminal.conftest import WARMLINE, Start, drafts, run, unsent
from tests.terminal.pseudo import Terminal, state

pytestmark = [pytest.mark.pty, pytest.mark.slow]

MODES = (b"\x1b[?1049h", b"\x1b[?2004h", b"\x1b[?7l", b"\x1b[?1004h")
"""What the program asks of a terminal."""


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


class Shell:
    """A shell with job control, and the program as its job."""

    def __init__(self, start: Start, *arguments: str, command: str = "") -> None:
        self.terminal: Terminal = start(
            argv=("bash", "--norc", "--noprofile", "-i"), env={"PS1": "shell> "}
        )
        self.terminal.see("shell>")
        self.terminal.type(f"{command or shlex.join([*WARMLINE, *arguments])}\n")
        self.terminal.see("Parcel")
        self.job = int(_children(self.terminal.pid)[0])
        inner = _children(self.job)
        self.program = int(inner[0]) if command else self.job

    def stop(self) -> None:
        """Press Ctrl+Z, and wait for the shell."""
        self.terminal.type("\x1a")
        self.terminal.until(lambda: state(self.program) == "T", "stopped")
        self.terminal.see("Stopped")

    def go_on(self, word: str = "fg") -> bytes:
        """Continue it, and give what it wrote until the screen stood."""
        before = len(self.terminal.written)
        self.terminal.type(f"{word}\n")
        self.terminal.until(lambda: MODES[0] in self.terminal.written[before:], "the screen back")
        self.terminal.see("Parcel")
        self.terminal.quiet()
        return self.terminal.written[before:]

    def quit(self) -> None:
        """End the program, then the shell."""
        self.terminal.type("q")
        # Read on meanwhile: a program that still writes would wait for its reader.
        self.terminal.until(lambda: state(self.program) in ("", "Z"), "the end")
        self.terminal.type("exit\n")
        self.terminal.end()


def _free(home: Path) -> bool:
    lock = FileLock(home / "warmline" / "state" / "locks" / "desk.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def test_fg_draws_everything_again_and_sets_the_modes(start: Start):
    """After Ctrl+Z and `fg` the screen is as it was, without a key, and moves go on."""
    shell = Shell(start)
    terminal = shell.terminal
    terminal.type("j")
    terminal.until(lambda: terminal.screen.cursor.y == 3, "a move")
    terminal.see("queue 2 of 40")
    terminal.quiet()
    before = terminal.text()
    shell.stop()
    assert b"\x1b[?1049l" in terminal.written
    fresh = shell.go_on()

    assert terminal.text() == before
    assert not [mode for mode in MODES if mode not in fresh]
    terminal.type("j")
    terminal.until(lambda: terminal.screen.cursor.y == 4, "another move")
    shell.quit()


def test_it_comes_back_after_bg_and_a_question_stays_open(start: Start):
    """In the background it waits without drawing; a box that was open is there again."""
    shell = Shell(start)
    terminal = shell.terminal
    terminal.type("s")
    terminal.see("Status")
    # Where a question is open Ctrl+Z is its own: the signal comes from elsewhere.
    os.kill(shell.program, signal.SIGTSTP)
    terminal.until(lambda: state(shell.program) == "T", "stopped")
    terminal.see("Stopped")
    before = len(terminal.written)
    terminal.type("bg\n")
    terminal.quiet(0.5)
    assert MODES[0] not in terminal.written[before:]
    terminal.until(lambda: state(shell.program) == "T", "stopped again")
    shell.go_on()
    terminal.see("Resolved")
    terminal.type("\x1b")
    terminal.until(lambda: "Resolved" not in terminal.text(), "the box closed")
    shell.quit()


def test_a_stop_that_cannot_be_caught_leaves_no_broken_screen(start: Start):
    """Stopped by SIGSTOP while the shell wrote over it, `fg` gives the whole screen back."""
    shell = Shell(start)
    terminal = shell.terminal
    terminal.quiet()
    before = terminal.text()
    os.kill(shell.program, signal.SIGSTOP)
    terminal.until(lambda: state(shell.program) == "T", "stopped")
    terminal.see("shell>")
    shell.go_on()

    assert terminal.text() == before
    # One reader of keys, not two: each key counts once.
    terminal.type("jj")
    terminal.until(lambda: terminal.screen.cursor.y == 4, "two moves")
    shell.quit()


def test_a_script_around_it_is_stopped_with_it(start: Start):
    """Started by a script, the shell gets the terminal back all the same."""
    inner = f"{shlex.join(WARMLINE)}; true"
    shell = Shell(start, command=f"sh -c {shlex.quote(inner)}")
    shell.stop()
    shell.go_on()
    shell.quit()


def test_while_suspended_others_send(start: Start, home: Path):
    """A suspended screen holds no right to send: a command sends, and the screen shows it."""
    shell = Shell(start)
    terminal = shell.terminal
    terminal.until(lambda: not _free(home), "the right to send taken")
    shell.stop()
    assert _free(home)
    run(home, "reply", "desk/c1", "--internal", "--text", "Sent meanwhile", "--wait", "20")
    assert unsent(home) == []
    shell.go_on()

    terminal.until(lambda: not _free(home), "the right to send taken again")
    shell.quit()


def test_what_was_being_written_is_a_draft_while_suspended(start: Start, home: Path):
    """Suspended by a signal in the middle of a word, the draft is in the store."""
    shell = Shell(start)
    terminal = shell.terminal
    terminal.type("r")
    terminal.see("PUBLIC REPLY")
    terminal.type("Half a wo")
    terminal.see("Half a wo")
    os.kill(shell.program, signal.SIGTSTP)
    terminal.until(lambda: state(shell.program) == "T", "stopped")

    assert drafts(home) == ["Half a wo"]
    shell.go_on()
    terminal.see("Half a wo")
