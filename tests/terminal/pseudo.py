"""A pseudo-terminal with the program on it: what it writes, what a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
import pytest

PATIENCE = 30.0
"""Seconds until what never comes fails a test; starting takes half of one on an idle machine."""

ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
)
"""What the program asks a terminal, and what an xterm would say."""
# The emulator takes parameters of private sequences that it does not know for text.
UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]|\x1b\[\?[0-9;]*u|\x1b\].*?(?:\x07|\x1b\\)"
)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a plain terminal, with everything of Warmline's in one folder."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "TZ") if key in os.environ}
    return {
        **kept, "HOME": str(home), "WARMLINE_HOME": str(home / "warmline"), "USER": "robin",
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(Path.cwd()), **more,
    }  # fmt: skip


class Terminal:
    """A program on a terminal of its own, which it controls."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        size: tuple[int, int] = (120, 40),
        before: Callable[[], None] = lambda: None,
    ) -> None:
        """Start `argv`; `before` runs in the child, first."""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self._asked = 0
        self.code: int | None = None
        """What it ended with: an exit code, or minus a signal."""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                _resize(0, size)
                before()
                os.execvpe(argv[0], list(argv), dict(env))
            finally:
                os._exit(127)

    # What it writes ------------------------------------------------------------------

    def pump(self, seconds: float = 0.05) -> bytes:
        """Read what has come, waiting at most so long; nothing when it is silent or gone."""
        if self.fd < 0 or not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            time.sleep(seconds)
            return b""
        self.written += data
        self._answer()
        with contextlib.suppress(Exception):
            self._stream.feed(UNKNOWN.sub(b"", data))
        return data

    def _answer(self) -> None:
        fresh, self._asked = self.written[self._asked :], len(self.written)
        for question, answer in ANSWERS:
            for _ in question.findall(fresh):
                self.type(answer)

    def text(self) -> str:
        """Give what stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, true: Callable[[], Any], what: str, patience: float = PATIENCE) -> None:
        """Read on until something is true."""
        end = time.monotonic() + patience
        while not true():
            if time.monotonic() > end or (self.ended() and not self.pump()):
                if true():
                    return
                pytest.fail(f"never came: {what} (ended: {self.code})\n{self.text()}")
            self.pump()

    def see(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        self.until(lambda: text in self.text(), text)

    def quiet(self, seconds: float = 0.3) -> None:
        """Read on until nothing has come for a while."""
        while self.pump(seconds):
            pass

    # What it is given ----------------------------------------------------------------

    def type(self, data: str | bytes) -> None:
        """Type."""
        os.write(self.fd, data.encode() if isinstance(data, str) else data)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal, which signals it."""
        self.screen.resize(height, width)
        _resize(self.fd, (width, height))

    def signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    # How it goes ---------------------------------------------------------------------

    def ended(self) -> bool:
        """Whether it has ended."""
        if self.code is None:
            with contextlib.suppress(ChildProcessError):
                done, status = os.waitpid(self.pid, os.WNOHANG)
                if done:
                    self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def end(self) -> int:
        """Wait until it has ended, and give its exit code."""
        self.until(self.ended, "the end")
        while self.pump():
            pass
        assert self.code is not None
        return self.code

    def close(self) -> None:
        """End it, and all that it started on this terminal."""
        if not self.ended():
            for number in (signal.SIGCONT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, number)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        self.hang_up()


def _resize(fd: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


def state(pid: int) -> str:
    """Give the state of a process: R, S, T, Z ..., or nothing when there is none."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def cpu(pid: int) -> float:
    """Give the CPU seconds that a process has used."""
    with contextlib.suppress(OSError):
        rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(rest[11]) + int(rest[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def gone(pid: int, seconds: float = PATIENCE) -> bool:
    """Wait until a process that is not our child has ended; say whether it did."""
    end = time.monotonic() + seconds
    while state(pid) not in ("", "Z"):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
