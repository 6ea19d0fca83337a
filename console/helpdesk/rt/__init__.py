"""Request Tracker 5 over its REST2 API: the adapter and its settings."""

from __future__ import annotations

from console.helpdesk.rt.settings import RtSettings
from console.helpdesk.rt.tracker import RequestTracker

__all__ = ["RequestTracker", "RtSettings"]
