"""Read themes from TOML: complete, or refused by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rich.errors import StyleSyntaxError
from rich.style import Style

from console import errors

KINDS = ("dark", "light", "ansi", "mono")

COLORS = (
    "background", "surface", "panel", "foreground", "primary", "secondary", "accent",
    "warning", "error", "success",
)  # fmt: skip
STYLES = (
    "text", "strong", "muted", "faint", "rule", "header", "header_strong", "header_muted",
    "footer", "footer_key", "pointer", "unread", "overdue", "soon", "later", "urgent", "high",
    "mine", "customer", "customer_text", "bot", "bot_text", "agent", "agent_text", "system",
    "note", "note_text", "public", "internal", "handoff", "quoted", "link", "queued", "failed",
    "good", "warn", "match", "choice",
)  # fmt: skip
"""Every role that something on a screen plays; a theme names them all."""


class Look(NamedTuple):
    """A theme: a style for each role, and the colours of what Textual draws itself."""

    name: str
    title: str
    kind: str
    """dark, light, ansi (the terminal's sixteen colours) or mono (none)."""
    colors: Mapping[str, str]
    styles: Mapping[str, Style]

    @property
    def plain(self) -> bool:
        """Whether the terminal's own colours are used."""
        return self.kind in ("ansi", "mono")


def parse(name: str, text: str) -> Look:
    """Read a theme; raise ConfigError naming all that is missing, unknown or wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise errors.ConfigError(f"Theme {name} is not valid TOML: {error}") from error
    wrong: list[str] = []
    if data.get("kind") not in KINDS:
        wrong.append(f"kind must be one of {', '.join(KINDS)}")
    colors, raw = data.get("colors", {}), data.get("styles", {})
    for section, table, known in (("colors", colors, COLORS), ("styles", raw, STYLES)):
        if not isinstance(table, dict):
            wrong.append(f"{section} must be a table")
            continue
        wrong += [f"{section}.{key} is missing" for key in known if key not in table]
        wrong += [f"{section}.{key} is not known" for key in table if key not in known]
    styles: dict[str, Style] = {}
    if isinstance(raw, dict):
        for key, value in raw.items():
            try:
                styles[key] = Style.parse(str(value))
            except StyleSyntaxError:
                wrong.append(f"styles.{key}: {value!r} is no style")
    if wrong:
        raise errors.ConfigError(
            f"Theme {name} is refused: {'; '.join(wrong)}.",
            hint="themes/dark.toml shows a complete one.",
        )
    return Look(name, str(data.get("title", name)), data["kind"], colors, styles)


def folders(user: Path | None = None) -> list[Path]:
    """List where themes lie, the user's own first."""
    package = Path(__file__).parent.parent
    shipped = [package / "themes", package.parent / "themes"]
    return [path for path in ([user] if user else []) + shipped if path.is_dir()]


def names(user: Path | None = None) -> dict[str, Path]:
    """Find all themes by name; the user's own win."""
    found: dict[str, Path] = {}
    for folder in folders(user):
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return found


def load(name: str, user: Path | None = None) -> Look:
    """Load a theme by name; raise ConfigError when there is none, or it is not complete."""
    # The common case asks for one file, without listing folders.
    for folder in folders(user):
        path = folder / f"{name}.toml"
        if path.is_file():
            return parse(name, path.read_text(encoding="utf-8"))
    known = ", ".join(sorted(names(user)))
    raise errors.ConfigError(f"There is no theme {name}.", hint=f"Known: {known}.")


def own(name: str, user: Path | None) -> Path | None:
    """Find the user's own theme of that name, if there is one."""
    path = user / f"{name}.toml" if user else None
    return path if path is not None and path.is_file() else None


def default(environ: Mapping[str, str]) -> str:
    """Choose a theme for a terminal: no colours if asked for, few over SSH, else dark."""
    if environ.get("NO_COLOR"):
        return "mono"
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return "ansi"
    return "dark"
