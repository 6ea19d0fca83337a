"""The demo folder: a desk and a store of sample customers, and a clock that waits for you."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.domain.picture import Rule


def policies() -> tuple[Rule, ...]:
    """Give the SLAs of the demo desk."""
    from console.domain.picture import Rule  # noqa: PLC0415  off the start path
    from console.domain.search import parse  # noqa: PLC0415
    from console.domain.sla import Policy  # noqa: PLC0415

    urgent = Policy(
        "urgent",
        "priority:urgent",
        timedelta(minutes=15),
        timedelta(minutes=20),
        timedelta(hours=4),
        None,
    )
    everyone = Policy("everyone", "", timedelta(hours=1), timedelta(hours=2), None, None)
    return tuple(Rule(parse(policy.match), policy) for policy in (urgent, everyone))


class Demo:
    """A demo folder; everything in it may be thrown away."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`."""
        self.folder = folder
        self.store = folder / "store.db"
        self.desk = folder / "desk.db"
        self.note = folder / "demo.json"

    @property
    def ready(self) -> bool:
        """Whether the samples are in the desk."""
        return self.note.exists()

    def opened_at(self) -> str:
        """Say when the demo was first opened, on its own clock."""
        return str(self._noted()["opened_at"])

    def clock(self) -> Callable[[], datetime]:
        """Give a clock that stood still while nobody looked: what was urgent still is."""
        away = timedelta(0)
        if self.ready:
            seen = max(path.stat().st_mtime for path in self.folder.iterdir() if path.is_file())
            gone = datetime.now(UTC) - datetime.fromtimestamp(seen, UTC)
            away = max(gone, timedelta(0)) + timedelta(seconds=self._noted().get("away", 0.0))
            self.keep(away=away.total_seconds())
        return lambda: datetime.now(UTC) - away

    def _noted(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.note.read_text(encoding="utf-8"))
        return data

    def keep(self, **values: Any) -> None:
        """Note something about the demo."""
        data = self._noted() if self.ready else {}
        self.note.write_text(json.dumps({**data, **values}), encoding="utf-8")
