"""The program through a real SSH server: paint, moves, resize, lost and frozen lines."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal.conftest import WARMLINE, drafts, unsent
from tests.terminal.pseudo import Terminal, cpu, environment, gone, state

pytestmark = [pytest.mark.pty, pytest.mark.slow, pytest.mark.xdist_group("ssh")]

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NO_SSH = "SSH not tried: install openssh-server and openssh-client."


@dataclass
class Server:
    """An SSH server of our own, and how to get in."""

    port: int
    key: Path

    def command(self, remote: str) -> list[str]:
        """Give the client's command line."""
        options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
                   "IdentitiesOnly=yes", "ConnectTimeout=10")  # fmt: skip
        flags = [part for option in options for part in ("-o", option)]
        return ["ssh", "-F", "/dev/null", "-i", str(self.key), "-p", str(self.port), *flags,
                f"{getpass.getuser()}@127.0.0.1", remote]  # fmt: skip


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run sshd as the current user, with keys of its own; skip where that cannot be."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip(NO_SSH)
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True
        )
    shutil.copy(folder / "user.pub", folder / "authorized")
    port = _free_port()
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPermitRootLogin yes\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    log = (folder / "log").open("wb")
    process = subprocess.Popen([SSHD, "-D", "-e", "-f", folder / "config"], stderr=log)
    found = Server(port, folder / "user")
    try:
        _await(process, port)
        tried = subprocess.run(
            found.command("true"), capture_output=True, text=True, check=False, timeout=30
        )
        if tried.returncode:
            pytest.skip(f"SSH not tried: this user cannot log in: {tried.stderr.strip()}")
        yield found
    finally:
        process.terminate()
        process.wait()
        log.close()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    pytest.skip("SSH not tried: sshd does not start here.")


@dataclass
class Seat:
    """A client's terminal, and the program at the other end."""

    terminal: Terminal
    pid: int
    """Of the program."""


Log = Callable[..., Seat]


@pytest.fixture
def log_in(server: Server, home: Path, tmp_path: Path) -> Iterator[Log]:
    """Log in and start the program."""
    seats: list[Seat] = []

    def log_in_(*arguments: str, size: tuple[int, int] = (120, 40)) -> Seat:
        note = tmp_path / f"pid-{len(seats)}"
        wanted = environment(home)
        # COLORTERM is not forwarded by ssh.
        passed = [f"{key}={wanted[key]}" for key in ("WARMLINE_HOME", "PYTHONPATH", "PATH")]
        words = shlex.join(["env", *passed, *WARMLINE, *arguments])
        remote = f"cd {shlex.quote(str(Path.cwd()))}; echo $$ > {note}; exec {words}"
        line = server.command(remote)
        terminal = Terminal([*line[:1], "-tt", *line[1:]], wanted, size=size)
        seats.append(Seat(terminal, 0))
        terminal.see("Parcel")
        seats[-1].pid = int(note.read_text())
        return seats[-1]

    yield log_in_
    for seat in seats:
        seat.terminal.close()
        if seat.pid and not gone(seat.pid, 5):
            os.kill(seat.pid, signal.SIGKILL)


def write(seat: Seat, text: str) -> None:
    """Begin a reply."""
    seat.terminal.type("r")
    seat.terminal.see("PUBLIC REPLY")
    seat.terminal.type(text)
    seat.terminal.see(text)


def test_it_opens_moves_and_quits_over_ssh(log_in: Log):
    """First paint within 12 kB, a move within 100 bytes, and the terminal given back."""
    seat = log_in()
    terminal = seat.terminal
    terminal.quiet()
    assert len(terminal.written) < 12_000
    for line in range(3, 6):
        before = len(terminal.written)
        terminal.type("j")
        terminal.until(lambda y=line: terminal.screen.cursor.y == y, "a move")
        terminal.quiet(0.2)
        assert len(terminal.written) - before <= 100
    terminal.type("q")

    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.written
    assert gone(seat.pid)


def test_mouse_and_kitty_keys_are_off_and_colours_are_sixteen(log_in: Log):
    """Over SSH no pointer is reported, no key mode is left behind, no 24-bit colour travels."""
    seat = log_in()
    seat.terminal.quiet()
    written = seat.terminal.written

    assert b"\x1b[?1000h" not in written
    assert b"\x1b[?1003h" not in written
    assert not re.search(rb"\x1b\[>\d+u", written)
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", written)
    assert re.search(rb"\x1b\[[0-9;]*3[0-7][;m]", written)
    seat.terminal.type("m")
    seat.terminal.see("The mouse is Warmline's")
    assert b"\x1b[?1000h" in seat.terminal.written


def test_a_new_size_travels_and_keeps_the_place(log_in: Log):
    """SIGWINCH at the client's end lays the screen out anew, the cursor on its escalation."""
    seat = log_in()
    terminal = seat.terminal
    terminal.type("jjj")
    terminal.until(lambda: terminal.screen.cursor.y == 5, "three moves")
    here = terminal.screen.display[5][22:60].split("Parcel")[1].split()[0]
    terminal.resize(80, 24)
    terminal.until(lambda: "? help" in terminal.screen.display[23], "the footer at line 24")
    terminal.see(f"Parcel {here} ")
    y = terminal.screen.cursor.y

    assert f"Parcel {here} " in terminal.screen.display[y]
    assert terminal.screen.display[y].startswith("❯")


def test_a_dropped_client_ends_the_program_and_keeps_the_draft(log_in: Log, home: Path):
    """When the line is cut the program ends by itself, and what was typed is in the store."""
    seat = log_in()
    write(seat, "We are so sorry")
    seat.terminal.signal(signal.SIGKILL)

    assert gone(seat.pid, 15)
    assert drafts(home) == ["We are so sorry"]


def test_a_dropped_client_keeps_what_was_sent_for_the_next_start(log_in: Log, home: Path):
    """A reply whose undo time still runs is kept, and the next start says so."""
    seat = log_in()
    write(seat, "On its way")
    seat.terminal.type("\x13")
    seat.terminal.see("PUBLIC by email")
    seat.terminal.type("y")
    seat.terminal.see("leaves in")
    seat.terminal.signal(signal.SIGKILL)

    assert gone(seat.pid, 15)
    assert [row["text"] for row in unsent(home) if row["kind"] == "reply"] == ["On its way"]
    log_in().terminal.see("from last time will go out now")


def test_a_frozen_client_does_not_make_the_program_spin(log_in: Log):
    """While the client stands still the program waits, and goes on when it does."""
    seat = log_in()
    terminal = seat.terminal
    terminal.quiet(1.5)
    terminal.signal(signal.SIGSTOP)
    before, begun = cpu(seat.pid), time.monotonic()
    while time.monotonic() - begun < 3:
        terminal.type("j")
        time.sleep(0.1)
    used = cpu(seat.pid) - before

    assert state(seat.pid) in ("S", "R")
    assert used < 0.6
    terminal.signal(signal.SIGCONT)
    terminal.until(lambda: terminal.screen.cursor.y > 20, "the moves that were typed meanwhile")
    assert cpu(seat.pid) - before < 3


def test_read_only_refuses_to_write_over_ssh(log_in: Log, home: Path):
    """A supervisor who watches cannot reply, take or resolve, and is told so."""
    seat = log_in("--read-only")
    seat.terminal.see("READ-ONLY")
    for key in "rie":
        seat.terminal.type(key)
        seat.terminal.see("reading only")
        seat.terminal.type("j")
    seat.terminal.type("q")

    assert seat.terminal.end() == 0
    assert unsent(home) == []
    assert drafts(home) == []
