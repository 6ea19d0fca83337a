"""A fault of Warmline's own: told in one line, written into the log, without what it held."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import click

from console import errors
from console.cli import FAILED

if TYPE_CHECKING:
    from console.cli.given import Given

OF_CODE = (AttributeError, TypeError, NameError, ImportError, AssertionError, OSError)
"""Errors whose words tell of the program; others may hold what customers wrote."""


def told(fault: BaseException) -> str:
    """Write where a fault came from, cause first: the lines of code, and no values."""
    parts: list[str] = []
    one: BaseException | None = fault
    while one is not None and len(parts) < 10:
        words = f": {one}" if isinstance(one, OF_CODE) else ""
        place = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"{place}{type(one).__qualname__}{words}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nwhich led to:\n".join(reversed(parts))


def report(fault: BaseException, given: Given) -> int:
    """Log a fault, say on stderr what is to be known about it, and give the exit code."""
    from console.cli.log import log_to

    try:
        log_to(given)
        logging.getLogger("console").critical("Warmline ended by a fault of its own:\n%s",
                                              told(fault))  # fmt: skip
        where = f"what happened stands in {given.paths.log_file}"
    except (OSError, errors.WarmlineError):
        where = "the log could not be written"
    click.echo(
        f"warmline: ended by a fault of its own ({type(fault).__name__}). "
        f"Drafts and unsent changes are kept; {where}",
        err=True,
    )
    return FAILED
