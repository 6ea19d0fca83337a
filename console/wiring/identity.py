"""Say who the agent is on the own desk: the config's name, else the user of this computer."""

from __future__ import annotations

from collections.abc import Mapping

from console.config import Config
from console.config.reading import user_name
from console.domain.models import Person
from console.domain.text import clean_line


def full_name(login: str) -> str:
    """Give the name that the system's list of users (GECOS) has for a login, or nothing."""
    try:
        import pwd  # noqa: PLC0415  there is none on Windows

        gecos = pwd.getpwnam(login).pw_gecos
    except (ImportError, KeyError):
        return ""
    # https://www.gnu.org/software/libc/manual/html_node/User-Data-Structure.html: an
    # ampersand stands for the login, as BSD has it.
    name = gecos.partition(",")[0].replace("&", login.capitalize()).strip()
    return "" if name == login else clean_line(name)


def own_identity(config: Config, env: Mapping[str, str]) -> Person:
    """Give the agent: the login is the id, so that a changed name is still the same person."""
    login = clean_line(user_name(env))
    name = clean_line(config.name)
    if not name or name == login:
        name = full_name(login) or login
    return Person(login, name)
