"""Installs aimock into the cache, starts it on loopback, and says why where it cannot.

`python -m tests.assist.aimock.server` exits with 0 when a Node that is new enough is here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import platformdirs
import pytest
from filelock import FileLock

HERE = Path(__file__).parent
OLDEST = (20, 15)
"""Node that aimock needs."""
STARTING = 60.0
"""Seconds that an installation may take."""
REASON = "The model server of the tests (aimock) is not here:"


def node() -> str:
    """Find a Node that is new enough, beside Python or on the path; empty for none."""
    beside = Path(sys.executable).parent / "node"
    for found in (str(beside) if beside.exists() else "", shutil.which("node") or ""):
        if not found:
            continue
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        version = re.match(r"v(\d+)\.(\d+)", said.stdout)
        if version and (int(version[1]), int(version[2])) >= OLDEST:
            return found
    return ""


def installed(runtime: str) -> Path:
    """Give the folder of aimock, installed when it is not there; raise OSError."""
    version = json.loads((HERE / "package.json").read_text())["dependencies"]["@copilotkit/aimock"]
    cache = Path(os.environ.get("WARMLINE_TEST_CACHE") or platformdirs.user_cache_dir("warmline"))
    folder = cache / f"aimock-{version}"
    package = folder / "node_modules" / "@copilotkit" / "aimock"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "whole").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder / name)
            path = f"{Path(runtime).parent}{os.pathsep}{os.environ['PATH']}"
            npm = shutil.which("npm", path=path)
            if npm is None:
                raise OSError("there is no npm")
            # The lock file holds the hash of what is fetched; no script of it is run.
            done = subprocess.run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder, capture_output=True, text=True, timeout=STARTING, check=False,
                env={**os.environ, "PATH": path},
            )  # fmt: skip
            if done.returncode:
                raise OSError((done.stderr.strip().splitlines() or ["npm failed"])[-1])
            (folder / "whole").touch()
    return package


def started(fixtures: Path, options: Sequence[str] = ()) -> Iterator[str]:
    """Run aimock on a free port of loopback; yield its url, and end it."""
    runtime = node()
    if not runtime:
        pytest.skip(f"{REASON} it needs Node {OLDEST[0]}.{OLDEST[1]} or newer.")
    try:
        package = installed(runtime)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"{REASON} {error}")
    command = [runtime, str(package / "dist" / "cli.js"), "-p", "0", "-h", "127.0.0.1"]
    command += ["-f", str(fixtures), "--chunk-size", "7", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        stdin=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if place := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                    yield f"http://127.0.0.1:{place[1]}"
                    return
            pytest.fail(f"aimock did not start: {''.join(said)[-500:]}")
        finally:
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    sys.exit(0 if node() else 1)
