"""A fault of the program's own, on a real terminal: nothing of it is shown, nothing is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import Start, drafts
from tests.terminal.pseudo import Terminal
from tests.terminal.screen import ink
from tests.terminal.test_pty import RESTORED, writing

pytestmark = [pytest.mark.pty, pytest.mark.slow]

SECRET = "Ada owes 300"

BROKEN = f"""
import sys
from console.cli.program import run
from {{module}} import {{name}}

def broken(self, *args, before={{name}}.{{method}}):
    customer = {SECRET!r}
    if {{when}}:
        raise KeyError(customer)
    return before(self, *args)

{{name}}.{{method}} = broken
sys.exit(run(sys.argv[1:]))
"""


def broken(module: str, name: str, method: str, when: str) -> tuple[str, ...]:
    """Give the program with a method that raises when something holds."""
    code = BROKEN.format(module=module, name=name, method=method, when=when)
    return (sys.executable, "-c", code)


IN_A_KEY = broken(
    "console.ui.keys", "Keys", "on_key", "self.screen.is_writing and args[0].key == 'f5'"
)
IN_DRAWING = broken(
    "console.ui.widgets.line", "Bar", "render_line", "self.app.screen_stack[0].is_writing"
    " and 'XXXX' in self.app.screen_stack[0].writing.composer.text"
)  # fmt: skip
IN_READING = broken(
    "textual._xterm_parser", "XTermParser", "feed", "'XXXX' in args[0]"
)  # fmt: skip


def _ended(terminal: Terminal, home: Path) -> str:
    """Wait for the end, judge it, and give the last lines on the terminal."""
    assert terminal.end() == 1
    assert not [code for code in RESTORED if code not in terminal.written]
    after = ink(terminal.written.rpartition(b"\x1b[?1004l")[2].decode())
    log = home / "warmline" / "log" / "warmline.log"
    assert after.strip().count("\n") == 0
    assert after.strip().startswith("warmline: ended by a fault of its own (")
    assert "Drafts and unsent changes are kept" in after
    assert str(log) in after
    assert SECRET not in after
    assert SECRET not in log.read_text(encoding="utf-8")
    assert "Traceback" not in after
    return log.read_text(encoding="utf-8")


@pytest.mark.parametrize("program", [IN_A_KEY, IN_DRAWING], ids=["key", "drawing"])
def test_a_fault_is_told_in_one_line_and_keeps_the_draft(
    start: Start, home: Path, program: tuple[str, ...]
):
    """The terminal is given back, one line says where the log is, and the text is a draft."""
    terminal = writing(start(argv=program), "So sorry")
    if program is IN_DRAWING:
        terminal.type("XXXX")
        terminal.see("XXXX")
        terminal.resize(100, 30)
    else:
        terminal.type("\x1b[15~")
    log = _ended(terminal, home)

    assert "KeyError" in log
    assert "in broken" in log
    text = "So sorryXXXX" if program is IN_DRAWING else "So sorry"
    assert drafts(home) == [text]


def test_a_fault_in_reading_keys_ends_the_same_way(start: Start, home: Path):
    """What breaks in the thread that reads the terminal is told and logged no differently."""
    terminal = writing(start(argv=IN_READING), "So sorry")
    terminal.type("XXXX")

    assert "broken" in _ended(terminal, home)
    assert drafts(home) == ["So sorry"]


def test_a_fault_of_a_command_is_told_in_one_line(start: Start, home: Path):
    """A command that breaks prints no traceback, and ends with 1."""
    program = broken("console.domain.search", "Query", "__init__", "True")
    terminal = start("ls", "--query", "status:open", argv=program)

    assert terminal.end() == 1
    text = terminal.written.decode()
    assert "ended by a fault of its own (KeyError)" in text
    assert "Traceback" not in text
    assert SECRET not in text
    log = (home / "warmline" / "log" / "warmline.log").read_text(encoding="utf-8")
    assert "in broken" in log
    assert SECRET not in log
