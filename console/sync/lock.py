"""Let one process at a time push for a connection: an OS lock beside the store."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class PusherLock:
    """The right to push for one connection; the system frees it when the process dies."""

    def __init__(self, folder: Path, connection: str) -> None:
        """Use a lock file named after the connection in `folder`."""
        for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
        self._lock = FileLock(folder / f"{connection}.lock", mode=0o600, thread_local=False)

    def take(self) -> bool:
        """Try to get the right without waiting; True when this process has it."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Give the right back."""
        self._lock.release(force=True)
