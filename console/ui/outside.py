"""Other programs on the same terminal: the screen is away, sending goes on, Ctrl+C is theirs."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from textual.app import App

from console import errors

Result = TypeVar("Result")


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Let Ctrl+C end the other program alone; it gets the default handler back itself."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def away(app: App[Any], work: Callable[[], Result]) -> Result:
    """Give the terminal to something else; the background work goes on meanwhile."""
    with app.suspend(), _interrupts_ignored():
        return await asyncio.to_thread(work)


def pipe(command: str, data: str) -> None:
    """Give a text to a shell command of the user's, and wait for Enter."""
    done = subprocess.run(command, shell=True, input=data.encode(), check=False)  # noqa: S602
    if done.returncode:
        print(f"\n{command} ended with {done.returncode}.")  # noqa: T201  the terminal is ours
    with suppress(EOFError):
        input("\nEnter goes back to Warmline. ")


def open_link(command: str, url: str) -> None:
    """Hand a link to the user's program; raise InputError when it cannot be started."""
    try:
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123  a device
            subprocess.Popen(
                [*shlex.split(command), url], stdin=nothing, stdout=nothing, stderr=nothing,
                start_new_session=True,
            )  # fmt: skip
    except (OSError, ValueError) as error:
        raise errors.InputError(
            f"{command} could not be started: {error}", hint="Check links.open_command."
        ) from error
