"""Call the real command in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
WITHOUT = """
import sys
class Forbid:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise SystemExit(f"imported {{name}}")
sys.meta_path.insert(0, Forbid())
sys.argv = ["warmline", *{argv!r}]
from console.__main__ import main
main()
"""


@dataclass
class Called:
    """What a call left behind."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read what it printed."""
        return json.loads(self.out)


class Caller:
    """Calls `warmline` with everything in one folder."""

    def __init__(self, home: Path) -> None:
        """Use `home`."""
        self.home = home

    def env(self, **more: str) -> dict[str, str]:
        """Give the environment of a call."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SSH_", "WARMLINE_"))}
        fixed = {"WARMLINE_HOME": str(self.home), "LOGNAME": "ann", "LANG": "C.UTF-8"}
        return {**kept, **fixed, **more}

    def argv(self, *args: str, without: Sequence[str] = ()) -> list[str]:
        """Give the call; `without` names packages whose import ends it."""
        if without:
            return [sys.executable, "-c", WITHOUT.format(names=tuple(without), argv=args)]
        return [sys.executable, "-m", "console", *args]

    def __call__(
        self, *args: str, stdin: str | bytes = b"", without: Sequence[str] = (), **env: str
    ) -> Called:
        """Call and wait for the end."""
        done = subprocess.run(
            self.argv(*args, without=without),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.env(**env),
            cwd=ROOT,
            timeout=60,
            check=False,
        )
        return Called(done.returncode, done.stdout.decode(), done.stderr.decode())

    def config(self, text: str) -> None:
        """Write the config file."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        file = self.home / "config.toml"
        file.write_text(text)
        file.chmod(0o600)

    def escalate(self, ident: str = "c1", **fields: Any) -> str:
        """Bring an escalation into the own desk, and give its reference."""
        data = {
            "id": ident,
            "subject": "Late parcel",
            "channel": "email",
            "customer": {"id": "u1", "name": "Ada Example", "email": "ada@example.com"},
            "messages": [
                {"id": "m1", "at": "2026-03-02T09:00:00Z", "text": "My parcel is late."},
            ],
            **fields,
        }
        done = self("import", "-", stdin=json.dumps(data))
        assert done.code == 0, done.err
        return f"desk/{ident}"


@pytest.fixture
def warmline(tmp_path: Path) -> Caller:
    """Give a caller with nothing in its folder."""
    return Caller(tmp_path / "home")
