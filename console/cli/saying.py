"""Print data on stdout: JSON, lines of JSON, CSV, and tables that fit the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

BOLD, DIM, RED = "1", "2", "31"
GAP = "  "


def colours() -> bool:
    """Whether stdout shows colours: a terminal, and NO_COLOR (no-color.org) is not set."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def paint(text: str, code: str) -> str:
    """Colour a text where stdout shows colours."""
    return f"\x1b[{code}m{text}\x1b[0m" if code and colours() else text


def say(text: str) -> None:
    """Say something in words, on stderr."""
    click.echo(text, err=True)


def print_json(data: Any) -> None:
    """Print JSON for people and programs."""
    out(json.dumps(data, ensure_ascii=False, indent=2))


def print_lines(rows: Iterable[Any]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        out(json.dumps(row, ensure_ascii=False, separators=(",", ":")))


def out(text: str) -> None:
    """Print a line on stdout, in UTF-8 whatever the locale is."""
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))


def width(text: str) -> int:
    """Count the cells of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = ("W", "F")
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in wide else 1
        for char in text
    )


def cut(text: str, cells: int) -> str:
    """Shorten a text to so many cells, ending in an ellipsis."""
    if width(text) <= cells:
        return text
    kept, used = "", 1
    for char in text:
        used += width(char)
        if used > cells:
            break
        kept += char
    return kept.rstrip() + "…"


def print_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[str] = ()
) -> None:
    """Print columns; on a terminal the last one is cut to fit. `styles` colours each row."""
    widths = [max(width(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    room = None
    if sys.stdout.isatty():
        taken = sum(widths[:-1]) + len(GAP) * (len(head) - 1)
        room = max(10, os.get_terminal_size(sys.stdout.fileno()).columns - taken)
    for index, row in enumerate([head, *rows]):
        cells = [cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row[:-1])]
        line = GAP.join([*cells, row[-1] if room is None else cut(row[-1], room)]).rstrip()
        style = BOLD if index == 0 else (styles[index - 1] if styles else "")
        out(paint(line, style))
