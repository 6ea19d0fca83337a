"""Queue a reply at once, and see what became of it."""

from console.desk import outbox, reply
from console.domain.models import Ref, Visibility

PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
ONE, TWO = Ref("desk", "c1"), Ref("desk", "c2")


async def say(console, ref=ONE, text="On its way.", visibility=PUBLIC, **options):
    """Queue a message that is due at once; give its key."""
    made = await reply.send(console.desk, ref, text, visibility, at_once=True, **options)
    return made[0].key


async def state(console, key):
    """Say how far a change has come."""
    (row,) = await outbox.of(console.desk, [key])
    return row.state


async def row_of(console, key):
    """Give a row of the outbox."""
    (row,) = await outbox.of(console.desk, [key])
    return row
