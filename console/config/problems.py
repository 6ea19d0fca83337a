"""Everything that is wrong with a config file, each with its line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from console.config.check import Fault, dotted, faults, suggestion
from console.config.hours import hours_faults, zone_fault
from console.config.schema import schema, secrets
from console.domain.text import clean_line
from console.errors import ConfigError

SHOWN = 15
"""Problems that are named at once; more would fill the screen."""
ROOM = 1_700
"""Characters that they may take together: an error's sentence is cut at 2,000."""

OTHERS = 0o077
"""What nobody but the owner may do with a file that holds a secret."""


class Problem(NamedTuple):
    """One thing to mend."""

    line: int
    """From 1."""
    key: str
    """Empty where the file is no TOML."""
    said: str

    def within(self, file: str) -> str:
        """Give the line to show: `config.toml:14: connection.rt.tokn is not a setting`."""
        return f"{file}:{self.line}: {self.key}{' ' if self.key else ''}{self.said}"


class NotToml(ValueError):
    """The text is not TOML; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        """Take where and why."""
        super().__init__(problem.said)
        self.problem = problem


def tables(text: str) -> dict[str, Any]:
    """Read TOML as JSON knows it, dates as text; raise NotToml."""
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except RecursionError:
        raise NotToml(Problem(1, "", "is not TOML: it is nested too deeply")) from None
    except tomllib.TOMLDecodeError as error:
        # The message ends in "(at line 3, column 5)" or "(at end of document)".
        said, _, place = str(error).rpartition(" (at ")
        number = re.match(r"line ([0-9]+)", place)
        line = int(number[1]) if number else text.rstrip().count("\n") + 1
        raise NotToml(Problem(line, "", f"is not TOML: {said}")) from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def problems(text: str, *, chmod: str = "") -> list[Problem]:
    """List everything that is wrong, by line; empty for a good file.

    `chmod` is the command to run when others may read the file: it is a problem only
    for a file that holds a secret.
    """
    try:
        data = tables(text)
    except NotToml as error:
        return [error.problem]
    return judge(text, data, chmod)


def judge(text: str, data: Mapping[str, Any], chmod: str = "") -> list[Problem]:
    """List what is wrong with `data`, which was read from `text`."""
    found = faults(schema(), schema(), data)
    if not found:
        found = [*hours_faults(data), *_meaning(data)]
    if chmod:
        said = f"is a secret, and others can read this file; run: {chmod}"
        found += [Fault(path, said) for path in secrets(data)]
    if not found:
        return []
    # Only a mistake pays for the lines.
    from console.config.lines import line_of, locate  # noqa: PLC0415

    lines = locate(text)
    out = [Problem(line_of(lines, path), dotted(path), said) for path, said in found]
    return sorted(out, key=lambda problem: problem.line)


def _meaning(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what a schema cannot say."""
    own = ""
    for name, table in data.get("connection", {}).items():
        path = ("connection", name)
        if table.get("client_key") and not table.get("client_cert"):
            yield Fault((*path, "client_key"), "needs client_cert beside it")
        if table.get("timezone"):
            yield from zone_fault(table["timezone"], (*path, "timezone"))
        if table["kind"] == "warmline" and not table.get("url"):
            if own:
                yield Fault(path, f"needs a url: {own} is the own desk already")
            own = own or name
        for key in ("token_command", "password_command"):
            yield from _command(table.get(key), (*path, key))
    yield from _assist(data.get("assist", {}))
    yield from _command(data.get("editor"), ("editor",))
    yield from _command(data.get("links", {}).get("open_command"), ("links", "open_command"))
    for index, table in enumerate(data.get("sla", ())):
        yield from _query(table.get("match", ""), ("sla", index, "match"))
    for name, table in data.get("view", {}).items():
        yield from _query(table["query"], ("view", name, "query"))


def _assist(table: Mapping[str, Any]) -> Iterator[Fault]:
    endpoints = table.get("endpoint", {})
    for key in ("summaries", "drafts"):
        wanted = table.get(key, "")
        if wanted and wanted not in endpoints:
            near = suggestion(wanted, endpoints)
            yield Fault(("assist", key), f"names no [assist.endpoint.{wanted}]{near}")
    for name, each in endpoints.items():
        path = ("assist", "endpoint", name)
        yield from _command(each.get("token_command"), (*path, "token_command"))
        if each.get("redact") is False and not loopback(each["url"]):
            said = "may be false only for a server on this computer (localhost, 127.0.0.1, ::1)"
            yield Fault((*path, "redact"), said)


def loopback(url: str) -> bool:
    """Whether a url leads to this computer."""
    host = url.partition("://")[2].partition("/")[0].lower()
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    numbers = host.split(".")
    four = len(numbers) == 4 and all(n.isascii() and n.isdecimal() for n in numbers)
    return host in ("localhost", "::1") or (four and numbers[0] == "127")


def _command(given: str | list[str] | None, path: tuple[str | int, ...]) -> Iterator[Fault]:
    try:
        argv(given or "")
    except ValueError:
        yield Fault(path, "is no command: a quotation mark is not closed")


def _query(text: str, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if not text:
        return
    # Only who has views or promises pays for the grammar.
    from console.domain.search import BadQuery, parse  # noqa: PLC0415

    try:
        parse(text)
    except BadQuery as error:
        yield Fault(path, f"is no query: {error}")


def argv(given: str | list[str]) -> tuple[str, ...]:
    """Split a command as a shell would, without being one; raise ValueError."""
    if not isinstance(given, str):
        return tuple(given)
    if not any(mark in given for mark in "'\"\\#"):
        return tuple(given.split())
    import shlex  # noqa: PLC0415

    return tuple(shlex.split(given))


def refuse(found: list[Problem], file: str) -> ConfigError:
    """Make the error that names every problem; `file` is shown by its last part."""
    name = file.replace("\\", "/").rpartition("/")[2]
    said: list[str] = []
    for problem in found[:SHOWN]:
        line = clean_line(problem.within(name))
        if said and sum(map(len, said)) + len(line) > ROOM:
            break
        said.append(line)
    if len(said) < len(found):
        said.append(f"and {len(found) - len(said)} more")
    return ConfigError("\n".join(said), hint=f"Edit {file}.")
