"""Reads macros and articles that a team writes itself: Markdown with a heading, or TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from console.domain.models import Knowledge, Visibility
from console.domain.text import clean, clean_line

KINDS = ("macro", "article")
TEXT_LIMIT = 20_000
"""Characters of one text; a reply is never so long."""
TITLE_LIMIT = 200
TAGS_LIMIT = 40
ENTRIES_LIMIT = 1_000
"""Macros and articles of one TOML file."""
KEYS = ("id", "title", "kind", "visibility", "tags", "language", "text")


class Unreadable(ValueError):
    """A file is not what it should be; the message is a sentence for whoever wrote it."""


@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<head>.*?)^(?P=mark)[ \t]*(?:\n|\Z)",
        re.MULTILINE | re.DOTALL,
    )


@cache
def _comment() -> re.Pattern[str]:
    return re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@cache
def _language() -> re.Pattern[str]:
    return re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


def parse_markdown(name: str, text: str) -> Knowledge:
    """Read a Markdown file: front matter, if any, a first heading as title, then the text.

    Front matter stands between lines of `---` (`key: value`) or of `+++` (TOML). `name` is
    the id, and the title where there is no heading. Comments, which no reader of the page
    sees, are left out. Raises Unreadable.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    table: dict[str, Any] = {}
    if match := _head().match(text):
        table = _toml(match["head"]) if match["mark"] == "+++" else dict(_lines(match["head"]))
        text = text[match.end() :]
    body = _comment().sub("", text).strip()
    first, _, rest = body.partition("\n")
    if first.startswith("#"):
        table.setdefault("title", first.strip("# \t"))
        body = rest
    if "text" in table:
        raise Unreadable("has its text below the front matter, not in it")
    return _entry(name, {**table, "text": body}, "article")


def parse_toml(name: str, text: str) -> tuple[Knowledge, ...]:
    """Read a TOML file: one macro, or any number in `[[macro]]` and `[[article]]`.

    The ids are the file's name, and a number or the `id` that is given. Raises Unreadable.
    """
    table = _toml(text.removeprefix("\ufeff"))
    many = [(kind, table.pop(kind)) for kind in KINDS if kind in table]
    if not many:
        return (_entry(name, table, "macro"),)
    if table:
        raise Unreadable(
            f"has {clean_line(next(iter(table)), 40)} outside of [[macro]] or [[article]]"
        )
    found: dict[str, Knowledge] = {}
    for kind, entries in many:
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            raise Unreadable(f"needs {kind}s as [[{kind}]]")
        if len(entries) > ENTRIES_LIMIT:
            raise Unreadable(f"has more than {ENTRIES_LIMIT} entries")
        for place, each in enumerate(entries, 1):
            own = clean_line(each.get("id", f"{kind}-{place}"), TAGS_LIMIT)
            item = _entry(f"{name}#{own}", {**each, "kind": each.get("kind", kind)}, kind)
            if item.id in found:
                raise Unreadable(f"has the id {own} twice")
            found[item.id] = item
    return tuple(found.values())


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"is not TOML: {clean_line(error, 120)}") from None


def _lines(head: str) -> Iterator[tuple[str, Any]]:
    """Read `key: value` lines; a list is written `a, b` or `[a, b]`."""
    for line in head.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        if not colon:
            raise Unreadable(
                f"has a line without a colon in its front matter: {clean_line(line, 60)}"
            )
        plain = value.strip()
        if key.strip() == "tags":
            yield (
                "tags",
                [tag.strip(" \t\"'") for tag in plain.strip("[]").split(",") if tag.strip()],
            )
        else:
            yield key.strip(), plain.strip("\"'")


def _entry(ident: str, table: Mapping[str, Any], kind: str) -> Knowledge:
    for key, value in table.items():
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise Unreadable(f"has an unknown key, {clean_line(key, 40)}; known are {known}")
        if key != "tags" and not isinstance(value, str):
            raise Unreadable(f"has a {key} that is not text")
    tags = table.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Unreadable("has tags that are not a list of texts")
    kind = table.get("kind", kind).strip().lower()
    if kind not in KINDS:
        raise Unreadable("has a kind that is neither macro nor article")
    # Never guessed: what was meant for colleagues must not become public by a slip.
    visibility = table.get("visibility", "public").strip().lower()
    if visibility not in (Visibility.PUBLIC, Visibility.INTERNAL):
        raise Unreadable("has a visibility that is neither public nor internal")
    language = table.get("language", "").strip().lower().replace("_", "-")
    if language and not _language().fullmatch(language):
        raise Unreadable("has a language that is not a code such as en or pt-br")
    text = table.get("text", "")
    if len(text) > TEXT_LIMIT:
        raise Unreadable(f"is longer than {TEXT_LIMIT:,} characters")
    body = clean(text).strip()
    if not body:
        raise Unreadable("has no text")
    return Knowledge(
        id=ident,
        kind=kind,
        title=clean_line(table.get("title", ""), TITLE_LIMIT) or ident.rpartition("/")[2],
        text=body,
        visibility=Visibility(visibility),
        tags=tuple(dict.fromkeys(clean_line(tag, TAGS_LIMIT) for tag in tags[:TAGS_LIMIT])),
        language=language,
    )
