"""What an empty list says: a welcome at the very first start, else what the emptiness means."""

from __future__ import annotations

from collections.abc import Sequence

from console.domain.connection import Connection

Line = list[tuple[str, str]]
"""Texts with their roles."""

STARTS = (
    ("warmline --demo", "look around, with sample customers who write back"),
    ("warmline connect", "work on your helpdesk"),
    ("warmline import FILE", "fill a desk of your own, on this computer"),
)


def welcome(palette: str, helps: str, leave: str) -> list[Line]:
    """Say what this is and how to start; the keys are those of the palette, help and quit."""
    width = max(len(command) for command, _ in STARTS)
    keys: Line = []
    for key, word in ((helps, "keys and manual"), (palette, "all commands"), (leave, "quit")):
        if key:
            keys += [(key, "high"), (f" {word}   ", "muted")]
    return [
        [("Welcome to Warmline", "handoff")],
        [],
        [("When a bot cannot help a customer any further, it hands over to you.", "text")],
        [("Here you see who waits, read what was said, answer, and are on the next.", "text")],
        [],
        [("Nothing has come here yet. Three ways to start, in a shell:", "muted")],
        [],
        *([(f"  {command:<{width}}", "strong"), (f"   {words}", "muted")]
          for command, words in STARTS),
        [],
        [("This page goes away by itself as soon as something arrives.", "muted")],
        [],
        keys,
    ]  # fmt: skip


def first_reading(states: Sequence[Connection]) -> list[Line]:
    """Say which helpdesks are being read for the first time, or why they cannot be."""
    out: list[Line] = [[("Nothing has been read yet.", "strong")], []]
    for state in states:
        if state.error:
            out.append([(f"✗ {state.name}: {state.error} {state.hint}".rstrip(), "failed")])
        elif state.synced_at is None:
            out.append([(f"… {state.name} is being read for the first time", "muted")])
    return [*out, [], [("Escalations appear as they come in.", "muted")]]


def nothing_fits(name: str, typed: str, queue: str, hints: Sequence[str] = ()) -> list[Line]:
    """Say that a list other than the queue is empty; `queue` is the key that leaves it.

    `hints` say of which words a field may have been meant.
    """
    out: list[Line] = [[(f"Nothing in {name} fits.", "strong")], [(typed, "muted")]]
    if hints:
        out += [[], *([(hint, "warn")] for hint in hints)]
    return [*out, [], [(f"{queue} shows the whole queue.", "muted")]] if queue else out


def all_done(search: str) -> list[Line]:
    """Say that nobody waits; `search` is the key that finds what is done."""
    out: list[Line] = [[("The queue is empty. Nobody is waiting.", "strong")]]
    if search:
        out += [[], [(f"{search} finds what has been resolved.", "muted")]]
    return out
