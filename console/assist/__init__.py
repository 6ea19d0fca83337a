"""The contract of assistants: they read a case and say what they found, each word with evidence.

An assistant knows no store, no helpdesk and no screen. Whoever asks passes values.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from console.domain.handoff import Case, Reading
from console.domain.models import Knowledge
from console.domain.suggestion import Suggested

__all__ = ["Assistant", "Reading", "Suggested"]


class Assistant(Protocol):
    """Whoever makes cards and drafts: the embedded one, or a model behind an endpoint."""

    @property
    def name(self) -> str:
        """The maker, as it stands beside each of its words."""
        ...

    async def read(self, case: Case) -> Reading:
        """Make the card; raise an AssistError when no usable answer came."""
        ...

    def draft(self, case: Case, candidates: Sequence[Knowledge]) -> AsyncGenerator[Suggested, None]:
        """Make drafts: each value that is yielded replaces the one before, the last is whole.

        Ending the iteration early stops the work. Raises an AssistError when it breaks off;
        what had come until then is no whole draft.
        """
        ...

    def rewrite(self, case: Case, draft: str, how: str) -> AsyncGenerator[str, None]:
        """Write a draft anew: `shorter`, `warmer`, `plainer`, or `language`, the customer's."""
        ...

    async def aclose(self) -> None:
        """Close what is open."""
        ...
