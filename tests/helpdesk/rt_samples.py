"""Recorded answers of a Request Tracker, and what is read from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.domain.models import Person
from console.helpdesk.rt import RtSettings
from console.helpdesk.rt.parse import Ticket, parse_ticket

SAMPLES = Path(__file__).parents[1] / "samples" / "rt"
SETTINGS = RtSettings(token="1-35-secret", bots=("bot",))
ME = Person("agent", "Ada Agent")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def sample(name: str) -> Any:
    """Read the items of a recorded answer."""
    return json.loads((SAMPLES / f"{name}.json").read_text())["items"]


def ticket(settings: RtSettings = SETTINGS, **fields: Any) -> Ticket:
    """Read the recorded ticket, with other fields."""
    return parse_ticket(sample("ticket")[0] | fields, "rt", settings, "https://rt.example.com")
