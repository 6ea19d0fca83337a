"""Read a config file into settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from console.config.hours import policies
from console.config.problems import OTHERS, NotToml, argv, judge, refuse, tables
from console.config.schema import fill, schema
from console.config.secrets import Secret
from console.config.settings import (
    Assist,
    Config,
    Connection,
    ModelEndpoint,
    Screen,
    Send,
    View,
)
from console.errors import ConfigError
from console.paths import Paths

OWN_DESK = {"desk": {"kind": "warmline"}}
"""The connection of who has named none."""


def load(paths: Paths, env: Mapping[str, str]) -> Config:
    """Read `config.toml`, or give the defaults where there is none.

    Raises ConfigError that names every problem with its line, and when the file holds a
    secret and others can read it.
    """
    file = paths.config_file
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            text = opened.read().decode("utf-8-sig")
    except FileNotFoundError:
        return parse("", user=user_name(env))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file.name} is not UTF-8.", hint=f"Save {file} as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    return parse(text, user=user_name(env), file=file, chmod=chmod(file, mode))


def chmod(file: Path, mode: int) -> str:
    """Give the command that keeps others out of a file; empty when they are out."""
    if os.name == "nt" or not mode & OTHERS:
        return ""
    import shlex  # noqa: PLC0415

    return f"chmod 600 {shlex.quote(str(file))}"


def user_name(env: Mapping[str, str]) -> str:
    """Give the user's name on this computer."""
    for variable in ("LOGNAME", "USER", "USERNAME"):
        if env.get(variable):
            return env[variable]
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container may run as a number that has no name.
        return "agent"


def parse(text: str, *, user: str = "agent", file: Path | None = None, chmod: str = "") -> Config:
    """Read a config's text; `user` stands in for a name that is not given.

    Raises ConfigError that names every problem with its line. `chmod` is the command to
    name when the text holds a secret that others can read.
    """
    shown = str(file or "config.toml")
    try:
        data = tables(text)
    except NotToml as error:
        raise refuse([error.problem], shown) from None
    if found := judge(text, data, chmod):
        raise refuse(found, shown)
    if not data.get("connection"):
        data["connection"] = OWN_DESK
    return _config(fill(schema(), data), user, file)


def _config(data: Mapping[str, Any], user: str, file: Path | None) -> Config:
    return Config(
        name=data["name"].strip() or user,
        theme=data["theme"],
        editor=argv(data["editor"]),
        screen=Screen(**data["screen"]),
        send=Send(**data["send"]),
        keys=dict(_keys(data["keys"], "")),
        open_command=argv(data["links"]["open_command"]),
        attachments=Path(data["attachments"]["folder"]).expanduser(),
        knowledge=Path(folder).expanduser() if (folder := data["knowledge"]["folder"]) else None,
        sla=policies(data),
        connections={name: _connection(name, each) for name, each in data["connection"].items()},
        views={
            name: View(name, each["query"], each["title"] or name)
            for name, each in data["view"].items()
        },
        guards=data["guards"],
        assist=_assist(data["assist"]),
        file=file,
    )


def _keys(table: Mapping[str, Any], stem: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield commands and keys; `reply.send = ...` is a nested table to TOML."""
    for name, given in table.items():
        if isinstance(given, dict):
            yield from _keys(given, f"{stem}{name}.")
        else:
            keys = [given] if isinstance(given, str) else given
            yield stem + name, tuple(key for key in keys if key != "none")


def _connection(name: str, table: Mapping[str, Any]) -> Connection:
    common = {
        "token": _secret(table["token"], "token"),
        "password": _secret(table["password"], "password"),
        "proxy": _secret(table["proxy"], "proxy"),
        "token_command": argv(table["token_command"]),
        "password_command": argv(table["password_command"]),
        "ca_file": _file(table["ca_file"]),
        "client_cert": _file(table["client_cert"]),
        "client_key": _file(table["client_key"]),
    }
    given = {key: common.get(key, value) for key, value in table.items()}
    options = {key: given.pop(key) for key in table if key not in Connection._fields}
    return Connection(name=name, options=options, **given)


def _assist(table: Mapping[str, Any]) -> Assist:
    given = dict(table)
    endpoints = {
        name: ModelEndpoint(
            name=name,
            **{
                **each,
                "token": _secret(each["token"], "token"),
                "token_command": argv(each["token_command"]),
                "ca_file": _file(each["ca_file"]),
                "proxy": _secret(each["proxy"], "proxy"),
            },
        )
        for name, each in given.pop("endpoint").items()
    }
    return Assist(**given, endpoints=endpoints)


def _secret(text: str, kind: str) -> Secret | None:
    return Secret(text, kind) if text else None


def _file(text: str) -> str:
    return os.path.expanduser(text)  # noqa: PTH111 - an empty one stays empty
