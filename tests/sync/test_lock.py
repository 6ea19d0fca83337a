"""One process at a time may push; the right is freed when it dies."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from console.sync.lock import PusherLock

HOLD = """
import sys
from pathlib import Path
from console.sync.lock import PusherLock
lock = PusherLock(Path(sys.argv[1]), "desk")
print(lock.take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"True\n"
        yield process
        process.kill()


def test_one_process(tmp_path, holder):
    """While another process has it, it is not had; killed, the other has it no more."""
    lock = PusherLock(tmp_path, "desk")
    assert not lock.take()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert lock.take()
    lock.release()


def test_each_connection_has_its_own(tmp_path, holder):
    """Another connection can be pushed for meanwhile."""
    assert holder.poll() is None
    other = PusherLock(tmp_path, "other")
    assert other.take()
    other.release()


def test_again(tmp_path):
    """Who has it has it; given back, somebody else can take it; giving back twice is harmless."""
    first, second = PusherLock(tmp_path, "desk"), PusherLock(tmp_path, "desk")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    second.release()


def test_private(tmp_path):
    """The folders made are 0700 and the file 0600, whatever the umask."""
    before = os.umask(0)
    try:
        lock = PusherLock(tmp_path / "state" / "locks", "desk")
        assert lock.take()
    finally:
        os.umask(before)
    found = [tmp_path / "state", tmp_path / "state" / "locks", tmp_path / "state/locks/desk.lock"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in found] == [0o700, 0o700, 0o600]
    lock.release()
