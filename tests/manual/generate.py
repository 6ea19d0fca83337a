"""Writes the parts of the manual that the code itself knows, and says which are stale.

Run as `python -m tests.manual.generate`; with `--check` nothing is written, and the exit
status is 1 when a page is not what the code says.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from console.config.schema import Setting, describe
from console.ui.commands.base import Command
from console.ui.commands.table import COMMANDS
from console.ui.keymap import shown
from console.ui.screens.help import GROUPS

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "console" / "manual"
README = ROOT / "README.md"
WIDTH = 78

BLOCK = re.compile(
    r"(?P<open><!-- generated: (?P<name>[a-z]+) -->\n).*?(?P<close><!-- end -->)", re.DOTALL
)
SECTIONS = {
    "": "Who and how", "screen": "The screen", "send": "Sending", "keys": "Keys",
    "links": "Links", "attachments": "Attachments", "knowledge": "Knowledge", "sla": "SLA promises",
    "calendar": "Business calendars", "connection": "Connections", "view": "Saved views",
    "guards": "Guards", "assist": "The assistant",
}  # fmt: skip
"""Titles of the settings page, by the first part of a key."""


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Break a text into lines of at most WIDTH cells, never inside a word."""
    # What stands in code is kept together.
    whole = re.sub(r"`[^`]*`", lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    filled = textwrap.fill(
        whole, WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return filled.replace("\N{NO-BREAK SPACE}", " ")


def settings(found: Sequence[Setting] | None = None) -> str:
    """Write every setting with its type, default and meaning."""
    out: list[str] = []
    section = None
    for setting in describe() if found is None else found:
        head = setting.key.partition(".")[0].removesuffix("[]")
        here = head if head in SECTIONS else ""
        if here != section:
            section = here
            out += ["", f"## {SECTIONS[here]}", ""]
        default = f", default `{setting.default}`" if setting.default else ""
        out.append(wrapped(f"`{setting.key}`: {setting.type}{default}.", "* ", "  "))
        out.append(wrapped(setting.description, "  ", "  "))
    return "\n".join([*out, ""])


def keys(commands: Sequence[Command] = COMMANDS) -> str:
    """Write every command with its keys, its name and where it works."""
    out: list[str] = []
    for group, title in GROUPS.items():
        inside = [c for c in commands if c.name.partition(".")[0] == group]
        out += ["", f"## {title}", ""]
        for command in inside:
            named = ", ".join(f"`{shown(key)}`" for key in command.keys) or "(no key)"
            places = ", ".join(place.value for place in command.places)
            out.append(wrapped(f"{named}: {command.title}.", "* ", "  "))
            out.append(wrapped(f"`{command.name}`; {places}", "  ", "  "))
    return "\n".join([*out, ""])


def modules(root: Path = ROOT / "console") -> Iterator[tuple[str, str]]:
    """Yield the path of each module and the first sentence of its docstring."""
    for path in sorted(root.rglob("*.py"), key=lambda p: (p.parent, p.stem)):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first = " ".join(words.split("\n\n")[0].split())
        # errors.py draws its tree in the docstring: the first sentence is enough.
        yield path.relative_to(root.parent).as_posix(), first


def files() -> str:
    """Write each module's path and first sentence, by folder."""
    out: list[str] = []
    folder = ""
    for path, words in modules():
        here = path.rpartition("/")[0]
        if here != folder:
            folder = here
            out += ["", f"## {here}", ""]
        out.append(wrapped(f"`{path.rpartition('/')[2]}`: {words}", "* ", "  "))
    return "\n".join([*out, ""])


def has_command() -> bool:
    """Whether the command line, with all its commands, is part of this tree."""
    folder = ROOT / "console" / "cli"
    if not (folder / "program.py").exists():
        return False
    from console.cli.program import COMMANDS

    return all((folder / f"{module}.py").exists() for module in COMMANDS.values())


def help_text(*arguments: str) -> str:
    """Give what `warmline ARGUMENTS --help` prints at 78 columns."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "COLUMNS": str(WIDTH), "WARMLINE_HOME": home, "NO_COLOR": "1"}
        code = "import sys; sys.argv[0] = 'warmline'; from console.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, "--help"],
            cwd=ROOT, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n"))


def help_() -> str:
    """Write the help text of the command."""
    return f"\n```text\n{help_text()}\n```\n"


WRITERS: dict[str, Callable[[], str]] = {
    "settings": settings, "keys": keys, "files": files, "help": help_,
}  # fmt: skip


def renewed(text: str) -> str:
    """Give a page with its generated parts as the code has them now."""

    def put(match: re.Match[str]) -> str:
        if match["name"] == "help" and not has_command():
            return match[0]
        return f"{match['open']}{WRITERS[match['name']]()}{match['close']}"

    return BLOCK.sub(put, text)


def pages() -> list[Path]:
    """List the README and all pages of the manual."""
    return [README, *sorted(MANUAL.rglob("*.md"))]


def stale() -> list[Path]:
    """List the pages that are not what the code says."""
    return [p for p in pages() if renewed(text := p.read_text(encoding="utf-8")) != text]


def main(arguments: Sequence[str]) -> int:
    """Write the stale pages, or only name them with --check."""
    found = stale()
    for path in found:
        name = path.relative_to(ROOT)
        if "--check" in arguments:
            sys.stderr.write(f"{name} is stale: run python -m tests.manual.generate\n")
        else:
            path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
            sys.stdout.write(f"{name} written\n")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
