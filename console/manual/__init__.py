"""The manual: pages in Markdown that ship with the program and are read in it."""

from __future__ import annotations

import re
from pathlib import Path

from console.errors import InputError

FOLDER = Path(__file__).parent
FIRST = ("index", "start", "tutorial")
"""Pages that stand before the others, where there are any."""
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_MARKS = re.compile(r"(\*\*|__|`)(.+?)\1")


def _pages() -> dict[str, Path]:
    found = {}
    for path in sorted(FOLDER.rglob("*.md")):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        found[name] = path
    order = {name: place for place, name in enumerate(FIRST)}
    return dict(
        sorted(found.items(), key=lambda item: (order.get(item[0], 9), "/" in item[0], item[0]))
    )


def _title(text: str, name: str) -> str:
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return name


def topics() -> list[tuple[str, str]]:
    """List the pages: name and title, the first to read first."""
    return [(name, _title(_text(path), name)) for name, path in _pages().items()]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read(name: str) -> str:
    """Give a page as Markdown, by its name or the beginning of it; raise InputError."""
    pages = _pages()
    wanted = name.strip().lower().removesuffix(".md")
    fits = [wanted] if wanted in pages else [page for page in pages if page.startswith(wanted)]
    if not fits:
        fits = [page for page in pages if page.rpartition("/")[2].startswith(wanted)]
    if len(fits) == 1:
        return _text(pages[fits[0]])
    known = ", ".join(fits or pages) or "none"
    raise InputError(f"The manual has no page {name!r}.", hint=f"Pages: {known}.")


def styled(name: str) -> list[tuple[str, str]]:
    """Give a page line by line with the role of each: strong, text, muted or link.

    Headings are strong, code and tables muted; a link's address stands in a line of its own
    below. Raises InputError.
    """
    out: list[tuple[str, str]] = []
    code = False
    for line in read(name).splitlines():
        if line.lstrip().startswith("```"):
            code = not code
            continue
        if line.startswith("<!--"):
            continue
        if code or line.startswith(("    ", "|")):
            out.append((line, "muted"))
        elif line.startswith("#"):
            out.append((_MARKS.sub(r"\2", line.lstrip("#").strip()), "strong"))
        else:
            links = [address for _, address in _LINK.findall(line) if "://" in address]
            plain = _MARKS.sub(r"\2", _LINK.sub(r"\1", line))
            out.append((_ESCAPED.sub(r"\1", plain), "text"))
            out += [(address, "link") for address in links]
    return out
