"""Look at everything that can be wrong here, and say what to do about each finding."""

from __future__ import annotations

import asyncio
import os
import platform
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from console import __version__, errors
from console.config import Config, Connection, load, resolve
from console.config.redaction import redact
from console.config.secrets import Secret
from console.doctor.assistants import assistants
from console.doctor.finding import GOOD, WARNING, WRONG, Finding
from console.domain.text import clean_line
from console.paths import Paths

__all__ = ["GOOD", "WARNING", "WRONG", "Finding", "examine"]

SKEW = 60.0
"""Seconds between our clock and a server's from which on times mislead."""
PATIENCE = 15.0
"""Seconds for one connection."""
NEEDS = ("textual", "httpx", "aiosqlite", "starlette", "click")
OTHERS = 0o077


async def examine(paths: Paths, env: Mapping[str, str], only: str = "") -> list[Finding]:
    """Look at everything, or with `only` at that connection; nothing is changed or made."""
    found = [*versions(), *folders(paths), *sqlite(), *store(paths), *terminal(env)]
    try:
        config = load(paths, env)
    except errors.ConfigError as error:
        found.append(Finding("config", WRONG, str(error), error.hint or "Mend the file."))
        return found
    named = str(config.file) if config.file else f"no file; {paths.config_file} would be read"
    found.append(Finding("config", GOOD, named))
    found.append(keys(config))
    asked = [each for each in config.connections.values() if only in ("", each.name)]
    if not asked:
        known = ", ".join(config.connections)
        found.append(Finding("config", WRONG, f"no connection {only}", f"Known: {known}."))
    found += await assistants(config, env)
    for each in asked:
        found.append(lock(paths, each.name))
        found += await connection(each, config, paths, env)
    return [
        *found,
        *(one for one in kept(paths, config) if only in ("", one.area.removeprefix("connection "))),
    ]


def versions() -> list[Finding]:
    """Name the versions of what runs."""
    rows = [Finding("version", GOOD, f"warmline {__version__}, Python {platform.python_version()}")]
    for name in NEEDS:
        try:
            rows.append(Finding("version", GOOD, f"{name} {metadata.version(name)}"))
        except metadata.PackageNotFoundError:
            rows.append(Finding("version", WRONG, f"{name} is missing", "Install Warmline again."))
    return rows


def folders(paths: Paths) -> list[Finding]:
    """Look at the folders and files, and who may read them."""
    places = {
        "config": paths.config,
        "data": paths.data,
        "state": paths.state,
        "log": paths.log,
        "config file": paths.config_file,
        "store": paths.store,
        "own desk": paths.desk,
    }
    out = []
    for name, path in places.items():
        if not path.exists():
            out.append(Finding("path", GOOD, f"{name}: {path} (not made yet)"))
            continue
        mode = path.stat().st_mode & 0o777
        said = f"{name}: {path} ({mode:04o})"
        wanted = "700" if path.is_dir() else "600"
        private = not name.startswith("config")
        if os.name != "nt" and private and mode & OTHERS:
            out.append(Finding("path", WARNING, f"{said}: others can read it",
                               f"chmod {wanted} {path}"))  # fmt: skip
        elif not os.access(path, os.R_OK | os.W_OK):
            do = f"Make it yours: chown {env_user()} {path}"
            out.append(Finding("path", WRONG, f"{said}: it cannot be written", do))
        else:
            out.append(Finding("path", GOOD, said))
    return out


def env_user() -> str:
    """Give who runs this, for a command to copy."""
    return str(os.getuid()) if hasattr(os, "getuid") else "you"


def sqlite() -> list[Finding]:
    """Look at what SQLite can do."""
    db = sqlite3.connect(":memory:")
    out = [Finding("store", GOOD, f"SQLite {sqlite3.sqlite_version}")]
    tries = {
        "FTS5": "CREATE VIRTUAL TABLE t USING fts5 (x)",
        "JSON": "SELECT value FROM json_each('[1]')",
        "RETURNING": "CREATE TABLE r (x); INSERT INTO r VALUES (1) RETURNING x",
    }
    for name, sql in tries.items():
        try:
            db.executescript(sql)
        except sqlite3.Error as error:
            do = "Use a Python whose SQLite is 3.35 or newer, with FTS5 and JSON."
            out.append(Finding("store", WRONG, f"SQLite lacks {name}: {error}", do))
        else:
            out.append(Finding("store", GOOD, f"SQLite has {name}"))
    db.close()
    return out


def store(paths: Paths) -> list[Finding]:
    """Check the files of the store and the own desk, where there are any."""
    out = []
    for path in (paths.store, paths.desk):
        if not path.exists():
            continue
        try:
            with closing(_look(path)) as db:
                verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            verdict = str(error)
        if verdict == "ok":
            size = path.stat().st_size / 1_000_000
            out.append(Finding("store", GOOD, f"{path.name} is sound ({size:.1f} MB)"))
        else:
            do = f"Copy {path} to a safe place before anything else, then move it away."
            out.append(Finding("store", WRONG, f"{path.name}: {verdict}", do))
    return out


def _look(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)


def kept(paths: Paths, config: Config) -> list[Finding]:
    """Say what the store keeps of connections that are not in use, and nobody lists."""
    if not paths.store.exists():
        return []
    try:
        with closing(_look(paths.store)) as db:
            held = dict(db.execute("SELECT connection, count(*) FROM escalations GROUP BY 1"))
            unsent = dict(
                db.execute(
                    "SELECT connection, count(*) FROM outbox WHERE state <> 'sent' GROUP BY 1"
                )
            )
    except sqlite3.Error:
        # It is told as the store's own fault.
        return []
    out = []
    for name in sorted({*held, *unsent}):
        there = config.connections.get(name)
        if there is not None and there.enabled:
            continue
        why = "no longer configured" if there is None else "switched off"
        shown = clean_line(name, 60)
        area, count = f"connection {shown}", held.get(name, 0)
        some = "1 conversation of it is" if count == 1 else f"{count} conversations of it are"
        if count:
            out.append(Finding(area, GOOD, f"{why}: {some} kept, and not listed"))
        if waits := unsent.get(name, 0):
            some = "1 change to it has" if waits == 1 else f"{waits} changes to it have"
            do = (
                f"Configure {shown} again and they go out, or see `warmline outbox --connection "
                f"{shown}` and `warmline outbox drop KEY`."
            )
            out.append(Finding(area, WARNING, f"{why}: {some} not been sent", do))
    return out


def keys(config: Config) -> Finding:
    """Look whether the user's own keys clash."""
    from console.ui.remapping import keymap  # noqa: PLC0415

    try:
        keymap(config.keys, config.file)
    except errors.ConfigError as error:
        return Finding("config", WRONG, str(error), error.hint)
    return Finding("config", GOOD, "no keys clash")


def terminal(env: Mapping[str, str]) -> list[Finding]:
    """Look at the terminal: its kind, its colours, its encoding."""
    term, colours = env.get("TERM", ""), env.get("COLORTERM", "")
    out = []
    if not sys.stdout.isatty():
        out.append(Finding("terminal", GOOD, "stdout is no terminal: no screen here, all else"))
    if term in ("", "dumb"):
        said = f"TERM is {term or 'not set'}: the screen does not open"
        out.append(Finding("terminal", WARNING, said, "export TERM=xterm-256color"))
    else:
        rich = colours in ("truecolor", "24bit")
        shown = "16 million" if rich else "256" if "256" in term else "16"
        out.append(Finding("terminal", GOOD, f"TERM {term}, COLORTERM {colours or 'not set'}: "
                                             f"{shown} colours"))  # fmt: skip
    if env.get("NO_COLOR"):
        out.append(Finding("terminal", GOOD, "NO_COLOR is set: the colourless theme"))
    if env.get("SSH_CONNECTION") or env.get("SSH_TTY"):
        do = "`Compression yes` in ~/.ssh/config makes it several times lighter."
        out.append(Finding("terminal", GOOD, "over SSH: ANSI theme, mouse off", do))
    named = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    if "utf-8" in named.lower().replace("utf8", "utf-8") or sys.flags.utf8_mode:
        out.append(Finding("terminal", GOOD, f"locale {named} is UTF-8"))
    else:
        said = f"locale {named or 'not set'} is not UTF-8: signs may come out wrong"
        out.append(Finding("terminal", WARNING, said, "export LANG=C.UTF-8"))
    return out


def lock(paths: Paths, name: str) -> Finding:
    """Say whether a process holds the right to send for a connection."""
    path = paths.locks / f"{name}.lock"
    if not path.exists():
        return Finding("lock", GOOD, f"{name}: nobody sends just now")
    from filelock import FileLock, Timeout  # noqa: PLC0415

    held = FileLock(path, mode=0o600)
    try:
        with held.acquire(timeout=0):
            return Finding("lock", GOOD, f"{name}: nobody sends just now")
    except Timeout:
        return Finding("lock", GOOD, f"{name}: {holder(path)} sends its changes")
    except OSError as error:
        return Finding("lock", WRONG, f"{name}: {path}: {error.strerror}", f"rm {path}")


def holder(path: Path) -> str:
    """Name the process that holds a lock, where the system tells (Linux, /proc/locks)."""
    try:
        inode = path.stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            parts = line.split()
            if len(parts) > 5 and parts[5].rpartition(":")[2] == str(inode):
                return f"process {parts[4]}"
    except (OSError, ValueError):
        pass
    return "another process"


async def connection(
    each: Connection, config: Config, paths: Paths, env: Mapping[str, str]
) -> list[Finding]:
    """Try a connection: name, TLS, login, clock. Secrets are not told."""
    area = f"connection {each.name}"
    if not each.enabled:
        return [Finding(area, GOOD, "is switched off")]
    if each.embedded:
        where = "is there" if paths.desk.exists() else "is made when it is first needed"
        return [Finding(area, GOOD, f"the own desk, in this process; its file {where}")]
    secrets: list[Secret] = [each.proxy] if each.proxy else []
    try:
        async with asyncio.timeout(PATIENCE):
            found = await _network(each, config, env, secrets)
    except TimeoutError:
        do = "Check the network, the proxy and the firewall."
        found = [Finding(area, WRONG, f"no answer within {PATIENCE:.0f} s", do)]
    return [
        Finding(one.area, one.level, redact(one.said, secrets), redact(one.do, secrets))
        for one in found
    ]


async def _network(
    each: Connection, config: Config, env: Mapping[str, str], secrets: list[Secret]
) -> list[Finding]:
    from console.http import Http  # noqa: PLC0415
    from console.wiring.configured import build, endpoint  # noqa: PLC0415
    from console.wiring.identity import own_identity  # noqa: PLC0415
    from console.wiring.reaching import exposed  # noqa: PLC0415

    area = f"connection {each.name}"
    out: list[Finding] = []
    host = urlsplit(each.url).hostname or ""
    if words := exposed(each.url):
        out.append(Finding(area, WARNING, words, "Use an https:// url."))
    if not each.proxy:
        try:
            loop = asyncio.get_running_loop()
            addresses = await loop.getaddrinfo(host, None)
        except OSError as error:
            do = "Check the url and the network's name server."
            return [*out, Finding(area, WRONG, f"{host} has no address: {error.strerror}", do)]
        shown = ", ".join(sorted({str(address[4][0]) for address in addresses})[:3])
        out.append(Finding(area, GOOD, f"{host} is {shown}"))
    http = Http(endpoint(each), read_only=True)
    try:
        answer = await http.get("", expect=range(300, 600))
        plain = not each.url.startswith("https:")
        said = f"answers {answer.status}, {'without TLS' if plain else 'TLS is trusted'}"
        out.append(Finding(area, GOOD, said))
        out += _skew(area, answer.headers.get("date", ""), datetime.now(UTC))
    except errors.WarmlineError as error:
        do = error.hint or "Check the url."
        return [*out, Finding(area, WRONG, str(error), do)]
    finally:
        await http.aclose()
    try:
        secret = await asyncio.to_thread(_secret, each, env)
        if secret is not None:
            secrets.append(secret)
        helpdesk = build(each, secret, own_identity(config, env), read_only=True)
        try:
            me = await helpdesk.me()
        finally:
            await helpdesk.aclose()
    except errors.WarmlineError as error:
        do = error.hint or "Check user, token or password."
        if "doctor" in do:
            do = f"Check the token or password under [connection.{each.name}]."
        return [*out, Finding(area, WRONG, str(error), do)]
    return [*out, Finding(area, GOOD, f"signed in as {me.name or me.id}")]


def _secret(each: Connection, env: Mapping[str, str]) -> Secret | None:
    try:
        return resolve(each, env)
    except errors.ConfigError:
        if each.kind == "warmline":
            return None
        raise


def _skew(area: str, date: str, now: datetime) -> list[Finding]:
    """Compare a Date header (RFC 9110 6.6.1) with our clock."""
    try:
        there = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return []
    seconds = (now - there).total_seconds()
    if abs(seconds) <= SKEW:
        return [Finding(area, GOOD, f"its clock and ours agree within {abs(seconds):.0f} s")]
    which = "ahead of" if seconds > 0 else "behind"
    said = f"our clock is {abs(seconds):.0f} s {which} the server's"
    return [Finding(area, WRONG, said, "Set this computer's clock: due times mislead.")]
