"""Put assistants to work: the embedded one over the whole queue, models where they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from console import errors
from console.config import Assist, Secret
from console.desk.assisting import Assisting
from console.wiring import Works

if TYPE_CHECKING:
    from collections.abc import Callable


def attend(
    works: Works,
    settings: Assist,
    guards: Mapping[str, bool],
    env: Mapping[str, str],
    on_secret: Callable[[Secret], None],
) -> None:
    """Give the desk its assistants; what they do begins with sync, off the start path."""
    desk = works.desk
    off = frozenset(name for name, wanted in guards.items() if not wanted)
    assisting = desk.assisting = Assisting(desk.clock, guards_off=off)

    async def work() -> None:
        from console.desk import calibration  # noqa: PLC0415  off the start path
        from console.desk.attending import Attending  # noqa: PLC0415

        assisting.calibration = await calibration.load(desk)
        await _models(works, assisting, settings, env, on_secret)
        await Attending(desk).run()

    works.also.append(work)


async def _models(
    works: Works,
    assisting: Assisting,
    settings: Assist,
    env: Mapping[str, str],
    on_secret: Callable[[Secret], None],
) -> None:
    """Make the models that the config names; one that cannot be made is told on the card."""
    if not settings.enabled or not (settings.summaries or settings.drafts):
        return
    from console.wiring.assisting import assistants  # noqa: PLC0415  off the start path

    try:
        made = await assistants(settings, env, embedded=assisting.embedded(), on_secret=on_secret)
    except errors.WarmlineError as error:
        assisting.trouble = str(error)
        return
    works.closing.append(made.aclose)
    assisting.cards, assisting.drafts = made.card, made.drafts
    if made.card is not None:
        assisting.reader = made.card.name
