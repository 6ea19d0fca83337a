"""The tests of `console/sync` work in an office."""

from __future__ import annotations

from tests.office import clock, console, office

__all__ = ["clock", "console", "office"]
