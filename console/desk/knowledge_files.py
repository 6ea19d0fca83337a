"""Reads a team's own folder of macros and articles; a file that is wrong is named and skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from console.domain.models import Knowledge
from console.domain.text import clean_line
from console.errors import InputError

FILE_LIMIT = 200_000
"""Bytes of one file."""
FILES_LIMIT = 2_000
ALL_LIMIT = 20_000_000
"""Bytes of all files together."""
DEPTH_LIMIT = 8
"""Folders within folders."""
SUFFIXES = (".md", ".toml")


class Shelf(NamedTuple):
    """What a folder holds."""

    items: tuple[Knowledge, ...] = ()
    problems: tuple[str, ...] = ()
    """One sentence for each file that was skipped."""


Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of a folder's files: the same while nothing was written."""

_kept: dict[Path, tuple[Stamp, Shelf]] = {}


def read(folder: Path) -> Shelf:
    """Read all Markdown and TOML files of a folder, those of its folders too, by name.

    Hidden ones, and links that lead out of it, are passed over. Raises InputError when
    there is no such folder. What has not changed on the disk is not read again.
    """
    if not folder.is_dir():
        raise InputError(
            f"{folder} is not a folder of macros and articles.",
            hint="Make it, or change knowledge.folder in the config.",
        )
    root = folder.resolve()
    try:
        found, problems = _files(root)
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}.") from error
    stamp = tuple((str(path), size, when) for path, size, when in found)
    known = _kept.get(root)
    if known is not None and known[0] == stamp:
        return known[1]
    items: list[Knowledge] = []
    room = ALL_LIMIT
    for path, size, _ in found:
        name = path.relative_to(root).as_posix()
        room -= size
        if room < 0:
            problems.append(f"{clean_line(name)} and what follows was skipped: too much in all.")
            break
        try:
            items += _read(path, name)
        except ValueError as error:
            problems.append(f"{clean_line(name)} was skipped: it {error}.")
        except OSError as error:
            problems.append(f"{clean_line(name)} was skipped: it cannot be read, {error.strerror}.")
    shelf = Shelf(tuple(items), tuple(problems))
    _kept[root] = (stamp, shelf)
    return shelf


def _files(root: Path) -> tuple[list[tuple[Path, int, int]], list[str]]:
    """List the files with size in bytes and time in nanoseconds, and what was left out."""
    found: list[tuple[Path, int, int]] = []
    problems: list[str] = []
    for path in _walk(root, 0):
        name = clean_line(path.relative_to(root).as_posix())
        real = path.resolve()
        if not real.is_relative_to(root):
            problems.append(f"{name} was skipped: it leads out of the folder.")
        elif not real.is_file():
            problems.append(f"{name} was skipped: it is not a file.")
        elif (seen := real.stat()).st_size > FILE_LIMIT:
            problems.append(f"{name} was skipped: it is larger than {FILE_LIMIT // 1000} kB.")
        elif len(found) == FILES_LIMIT:
            problems.append(f"{name} and what follows was skipped: more than {FILES_LIMIT} files.")
            break
        else:
            found.append((path, seen.st_size, seen.st_mtime_ns))
    return found, problems


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < DEPTH_LIMIT:
                yield from _walk(Path(entry.path), depth + 1)
        elif entry.name.lower().endswith(SUFFIXES):
            yield Path(entry.path)


def _read(path: Path, name: str) -> tuple[Knowledge, ...]:
    """Read one file; raise ValueError with the rest of a sentence that begins with `it`."""
    # Parsers of files are needed only where there is a folder.
    from console.domain.written import parse_markdown, parse_toml  # noqa: PLC0415

    with path.open("rb") as file:
        raw = file.read(FILE_LIMIT + 1)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    ident = clean_line(name)
    if name.lower().endswith(".toml"):
        return parse_toml(ident, text)
    return (parse_markdown(ident, text),)
