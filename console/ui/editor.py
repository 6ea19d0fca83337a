"""Let the user's own editor change a text."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from console import errors
from console.domain.text import clean


def edited(text: str, scratch: Path) -> str:
    """Let the user's editor change a text in a private file; raise InputError on failure."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".txt", dir=scratch)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        code = subprocess.run([*shlex.split(command), name], check=False).returncode
        if code != 0:
            raise errors.InputError(
                f"{command} ended with {code}; the text is as it was.",
                hint="Set $EDITOR to your editor.",
            )
        return clean(path.read_text(encoding="utf-8", errors="replace"))
    except (FileNotFoundError, PermissionError, ValueError) as error:
        raise errors.InputError(
            f"{command} could not be started.", hint="Set $EDITOR to your editor."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
