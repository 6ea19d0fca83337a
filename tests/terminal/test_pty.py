"""The program on a real pseudo-terminal: what it refuses, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import pytest

from tests.terminal.conftest import WARMLINE, Start, drafts, unsent
from tests.terminal.pseudo import Terminal, cpu, environment
from tests.terminal.screen import ink

pytestmark = [pytest.mark.pty, pytest.mark.slow]

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[<u")
"""What gives a terminal back: its own screen, cursor, mouse, paste and keys."""


def queue(terminal: Terminal) -> Terminal:
    """Wait for the queue."""
    terminal.see("Parcel")
    return terminal


def writing(terminal: Terminal, text: str) -> Terminal:
    """Begin a reply to the first escalation."""
    queue(terminal).type("r")
    terminal.see("PUBLIC REPLY")
    terminal.type(text)
    terminal.see(text)
    return terminal


def test_the_queue_opens_moves_and_gives_the_terminal_back(start: Start):
    """Start, move, quit: the exit code is 0 and every mode is taken back."""
    terminal = queue(start())
    terminal.type("jj")
    terminal.until(lambda: terminal.screen.cursor.y == 4, "the cursor on the third line")
    terminal.type("q")

    assert terminal.end() == 0
    assert not [code for code in RESTORED if code not in terminal.written]
    assert terminal.written.count(b"\x1b[?1049h") == 1


def test_nothing_of_the_screen_is_left_after_quitting_while_the_window_changes(start: Start):
    """The screen is emptied before it is left, since tmux shows rests of it, and stays so."""
    terminal = queue(start())
    for step in range(24):
        terminal.resize(70 + 7 * (step * 5 % 11), 16 + 3 * (step * 7 % 10))
        if step == 20:
            terminal.type("q")
        terminal.pump(0.01)

    assert terminal.end() == 0
    drawn, _, after = terminal.written.rpartition(b"\x1b[?1049l")
    _, emptied, then = drawn.rpartition(b"\x1b[2J")
    assert emptied
    assert ink((then + after).decode()) == ""


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_is_refused_in_words(start: Start, term: str):
    """Where nothing can be drawn it says so, says what works instead, and draws nothing."""
    terminal = start(env={"TERM": term})

    assert terminal.end() == 2
    assert "cannot show a screen" in terminal.text()
    assert "warmline ls" in terminal.text()
    assert b"\x1b[" not in terminal.written


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_what_is_no_terminal_is_refused_by_name(home, stream: str):
    """A redirected stream is named, and no screen is opened."""
    done = subprocess.run(
        WARMLINE, env=environment(home), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2
    assert "stdin is none" in done.stderr
    assert done.stdout == ""

    number = {"stdin": 0, "stdout": 1, "stderr": 2}[stream]
    terminal = Terminal(
        WARMLINE, environment(home), before=lambda: os.dup2(os.open("/dev/null", 2), number)
    )
    try:
        assert terminal.end() == 2
        assert stream == "stderr" or f"{stream} is none" in terminal.text()
        assert b"\x1b[?1049h" not in terminal.written
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_signals_keep_the_draft_and_end_cleanly(start: Start, home, number: signal.Signals):
    """SIGHUP and SIGTERM save what was typed a moment ago, and give the terminal back."""
    terminal = writing(start(), "Dear Ada, so sorry")
    terminal.signal(number)

    assert terminal.end() in (0, 128 + number)
    assert drafts(home) == ["Dear Ada, so sorry"]
    assert not [code for code in RESTORED if code not in terminal.written]


def test_a_draft_is_there_at_the_next_start(start: Start):
    """What was being written when the terminal went is found again where it was."""
    first = writing(start(), "Half a sen")
    first.hang_up()
    assert _ended(first, 10)
    again = start()
    queue(again)
    again.see("✎")
    again.type("r")
    again.see("Half a sen")


def test_a_closed_terminal_ends_the_program(start: Start, home):
    """Closing the window ends the program by itself, with the draft kept."""
    terminal = writing(start(), "Closing time")
    terminal.hang_up()

    assert _ended(terminal, 10)
    assert drafts(home) == ["Closing time"]


def test_a_dead_terminal_never_leaves_a_spinning_process(start: Start, home):
    """With SIGHUP ignored, as under nohup, it ends all the same when the terminal is gone."""
    terminal = start(before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    writing(terminal, "Still here")
    terminal.hang_up()

    assert _ended(terminal, 15)
    assert cpu(terminal.pid) < 10
    assert drafts(home) == ["Still here"]


def _ended(terminal: Terminal, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not terminal.ended():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_quitting_with_unsent_replies_asks_and_the_next_start_says_what_was_kept(
    start: Start, home
):
    """Keep is an answer: the reply stays in the outbox, and the next start says it goes out."""
    terminal = writing(start(), "On its way")
    terminal.type("\x13")
    terminal.see("PUBLIC by email")
    terminal.type("y")
    terminal.see("leaves in")
    terminal.type("\x11")
    terminal.see("not been sent yet")
    terminal.type("k")

    assert terminal.end() == 0
    assert "kept unsent" in terminal.text()
    assert [row["text"] for row in unsent(home) if row["kind"] == "reply"] == ["On its way"]
    again = start()
    again.see("from last time will go out now")


def test_staying_is_what_escape_answers(start: Start):
    """The question about unsent replies is left without quitting."""
    terminal = writing(start(), "On its way")
    terminal.type("\x13")
    terminal.see("PUBLIC by email")
    terminal.type("y")
    terminal.see("leaves in")
    terminal.type("\x11")
    terminal.see("not been sent yet")
    terminal.type("n")
    terminal.until(lambda: "not been sent yet" not in terminal.text(), "the question closed")

    assert not terminal.ended()


def test_no_color_writes_no_colour(start: Start):
    """With NO_COLOR set no sequence of the program names a colour."""
    terminal = queue(start(env={"NO_COLOR": "1"}))
    terminal.type("j")
    terminal.quiet()
    styles = set(re.findall(rb"\x1b\[([0-9;]*)m", terminal.written))
    codes = {code for style in styles for code in style.split(b";")}

    assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"39", b"49"}
