"""Leases one running Request Tracker to all test processes of a run."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALLED = Path("/usr/sbin/rt-setup-database-5")
_QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
REASON = "Request Tracker: "
"""What the reason of a skip begins with, so that the summary can name it."""


@dataclass(frozen=True, slots=True)
class RtServer:
    """A running Request Tracker, seeded by seed.pl."""

    url: str
    folder: Path
    password: str
    """Of the users agent, agent2, bot and trainee."""
    tokens: dict[str, str]
    """By user name, root's too."""

    def run(self, script: str, *arguments: str) -> str:
        """Run a Perl script of tests/rt inside RT; give what it prints."""
        environment = {
            **os.environ,
            "RT_SITE_CONFIG": str(self.folder / "etc/RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": str(self.folder / "etc/none"),
            "HOME": str(self.folder),
        }
        drop = ["setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups"]
        command = [*(drop if os.getuid() == 0 else []), "perl", str(self.folder / "etc" / script)]
        done = subprocess.run(
            [*command, *arguments],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def unavailable() -> str:
    """Say why there can be no Request Tracker here; empty when there can."""
    if os.environ.get("WARMLINE_TEST_RT") == "0":
        return "turned off by WARMLINE_TEST_RT=0"
    if INSTALLED.exists():
        return ""
    if not shutil.which("apt-get"):
        return "it is not installed, and there is no apt-get to install it"
    return "" if os.getuid() == 0 else "it is not installed, and only root could install it"


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # One file for all runs, never removed: removing a lock is a race of its own.
    with (folder.parent / "warmline-rt.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _users(folder: Path) -> list[int]:
    """List the processes that use it and are alive."""
    found = [int(one.name) for one in (folder / "users").glob("*")]
    return [pid for pid in found if Path(f"/proc/{pid}").exists()]


def end_if_unused(folder: Path) -> bool:
    """Stop the server and remove its folder when nobody uses it any more."""
    with _locked(folder):
        if _users(folder):
            return False
        subprocess.run([str(HERE / "stop.sh"), str(folder), "--purge"], check=False)
        shutil.rmtree(folder, ignore_errors=True)
        return True


def _read(folder: Path) -> RtServer:
    lines = (folder / "env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines)
    tokens = {key[6:].lower(): value for key, value in values.items() if key.startswith("TOKEN_")}
    return RtServer(values["URL"], folder, values["PASSWORD"], tokens)


@contextlib.contextmanager
def lease(folder: Path) -> Iterator[RtServer]:
    """Start it, or join the processes that use it; the last one to leave ends it."""
    with _locked(folder):
        (folder / "users").mkdir(parents=True, exist_ok=True)
        mine = folder / "users" / str(os.getpid())
        mine.touch()
        if not (folder / "env").exists():
            # Ends the server also when this run is killed and can clean up nothing.
            guard = [sys.executable, str(HERE / "guard.py"), str(folder)]
            subprocess.run(["setsid", "--fork", *guard], check=True, **_QUIET)
            done = subprocess.run(
                [str(HERE / "start.sh"), str(folder), str(free_port())],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            if done.returncode:
                mine.unlink()
                (pytest.skip if done.returncode == 3 else pytest.fail)(REASON + done.stderr[-800:])
        server = _read(folder)
    try:
        yield server
    finally:
        mine.unlink(missing_ok=True)
        end_if_unused(folder)


@pytest.fixture(scope="session")
def rt_server() -> Iterator[RtServer]:
    """Give the run's Request Tracker, or skip with the reason."""
    if reason := unavailable():
        pytest.skip(REASON + reason)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with lease(Path(tempfile.gettempdir()) / f"warmline-rt-{run}") as server:
        yield server
