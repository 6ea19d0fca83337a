"""The own desk in this process: its file, its app, and the way to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.domain.models import Person

if TYPE_CHECKING:
    from console.helpdesk.warmline import Warmline


async def own_desk(
    name: str,
    database: Path,
    me: Person,
    *,
    read_only: bool,
    clock: Callable[[], datetime],
) -> Warmline:
    """Open the own desk and speak to it as `me`; closing the adapter closes the desk too."""
    from console.helpdesk.warmline import Warmline, identity_headers  # noqa: PLC0415
    from console.http import Endpoint, Http  # noqa: PLC0415
    from console.server.app import create_app  # noqa: PLC0415

    app = create_app(database, clock=clock)
    await app.open()

    class Closing(Http):
        """Closes the desk with the connection."""

        async def aclose(self) -> None:
            await super().aclose()
            await app.aclose()

    endpoint = Endpoint("http://desk.invalid", headers=identity_headers(me), app=app)
    return Warmline(name, Closing(endpoint, read_only=read_only))
