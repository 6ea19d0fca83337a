"""From the config to what runs."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console import errors, paths
from console.config import Config, parse
from console.config.secrets import Secret
from console.domain.models import Person
from console.helpdesk.rt import RequestTracker
from console.helpdesk.warmline import Warmline
from console.wiring import Works
from console.wiring.configured import (
    apply_rules,
    build,
    chosen,
    open_configured,
    plugs,
    rules,
    rules_text,
    settings,
)
from console.wiring.identity import own_identity

ANN = Person("ann", "Ann Agent")
RT = """
[connection.rt]
kind = "rt"
url = "https://rt.example.com"
user = "ann"
password_env = "PW"
ca_file = "/etc/ca.pem"
proxy = "http://u:hush@proxy.example.com:3128"
timeout = 7
sync_seconds = 20
queues = ["Escalations"]
"""
SLA = '[[sla]]\nname = "all"\nfirst_response = "1h"\n'


def folders(tmp_path: Path) -> paths.Paths:
    """Put everything into one folder."""
    return paths.paths({"WARMLINE_HOME": str(tmp_path)})


async def opened(config: Config, tmp_path: Path, **options: Any) -> Works:
    """Open what a config says."""
    return await open_configured(config, folders(tmp_path), {"LOGNAME": "ann"}, **options)


def test_a_request_tracker_is_made_as_configured() -> None:
    """Login, certificate, proxy, timeout and user agent reach the way to the server."""
    connection = parse(RT).connections["rt"]
    made = build(connection, Secret("pw-1234", "password"), ANN, read_only=True)
    assert isinstance(made, RequestTracker)
    end = made.http.endpoint
    assert (end.url, end.ca_file, end.timeout) == ("https://rt.example.com", "/etc/ca.pem", 7)
    assert end.proxy == "http://u:hush@proxy.example.com:3128"
    assert end.user_agent.startswith("warmline/")
    assert made.http.read_only
    assert (made.settings.user, made.settings.password) == ("ann", "pw-1234")
    assert made.settings.queues == ("Escalations",)
    assert made.settings.token == ""


def test_a_desk_over_the_network_is_told_who_we_are() -> None:
    """A Warmline desk with a url gets the token, and the agent's id and name."""
    text = '[connection.team]\nkind = "warmline"\nurl = "https://desk.example.com"\n'
    made = build(parse(text).connections["team"], Secret("tok-1234", "token"), ANN, read_only=False)
    assert isinstance(made, Warmline)
    headers = made.http.endpoint.headers
    assert headers["Authorization"] == "Bearer tok-1234"
    assert headers["Warmline-Agent"] == "ann"


async def test_secrets_are_found_late_and_told_to_the_log(tmp_path: Path) -> None:
    """A missing secret is an error when the helpdesk is made, not when the screen opens."""
    found: list[Secret] = []
    config = parse(RT)
    for env in ({}, {"PW": "pw-1234"}):
        (plug,) = plugs(
            chosen(config), folders(tmp_path), env, ANN, read_only=False, on_secret=found.append
        )
        assert plug.every == 20
        if not env:
            with pytest.raises(errors.ConfigError, match="PW"):
                await plug.make()
        else:
            await (await plug.make()).aclose()
    assert found[0].reveal() == "pw-1234"
    assert len(found) == 2, "the proxy's password is one too"


async def test_the_own_desk_is_made_when_nothing_is_configured(tmp_path: Path) -> None:
    """Without connections there is one, the own desk, and the login says who we are."""
    works = await opened(parse("", user="ann"), tmp_path)
    line = await works.line("desk")
    assert (await line.helpdesk.me()).id == "ann"
    await works.stop()
    assert (tmp_path / "data" / "desk.db").exists()


async def test_read_only_reaches_everything(tmp_path: Path) -> None:
    """Desk, line and the way to the desk all refuse."""
    works = await opened(parse(""), tmp_path, read_only=True)
    line = await works.line("desk")
    assert works.desk.read_only
    assert line.read_only
    assert isinstance(line.helpdesk, Warmline)
    assert line.helpdesk.http.read_only
    await works.stop()


def test_which_connections_are_used() -> None:
    """Those that are switched off are left out, unless named; an unknown name is said."""
    config = parse(RT + "enabled = false\n[connection.desk]\nkind = 'warmline'\n")
    assert [each.name for each in chosen(config)] == ["desk"]
    assert [each.name for each in chosen(config, "rt")] == ["rt"]
    with pytest.raises(errors.ConfigError, match="did you mean desk"):
        chosen(config, "dsk")


def test_rules_are_read_when_they_are_needed() -> None:
    """Each promise becomes a rule, in the order of the config."""
    read = rules(parse(SLA + 'match = "@me"\n' + SLA))
    assert [rule.query.text for rule in read()] == ["@me", ""]
    assert read() is read()


async def test_changed_rules_set_all_clocks_anew_once(tmp_path: Path) -> None:
    """New SLA rules change what is stored, the next start does nothing, and none undo it."""
    works = await opened(parse(""), tmp_path)
    assert await apply_rules(works, parse("")) == 0
    line = await works.line("desk")
    assert isinstance(line.helpdesk, Warmline)
    body = {"id": "a", "messages": [{"text": "x", "at": "2026-03-02T09:00:00Z"}]}
    await line.helpdesk.http.request("POST", "/v1/intake", json=body)
    await (await works.engine("desk")).once()
    await works.stop()

    async def due(text: str, expected: int) -> Any:
        from console.desk import inbox

        config = parse(text)
        works = await opened(config, tmp_path)
        assert await apply_rules(works, config) == expected
        (entry,) = await inbox.every(works.desk, inbox.understand(""))
        await works.stop()
        return entry.due

    first = await due(SLA, 1)
    assert first.at.isoformat() == "2026-03-02T10:00:00+00:00"
    assert await due(SLA, 0) == first
    assert (await due(SLA.replace("1h", "2h"), 1)).at - first.at == timedelta(hours=1)
    assert await due("", 1) is None


def test_rules_are_told_apart_by_what_they_promise() -> None:
    """The text of the rules is stable, and changes with match, times and calendar."""
    hours = '[calendar.c]\nzone = "UTC"\nmon = "09:00-17:00"\nholidays = ["2026-01-01"]\n'
    texts = [
        rules_text(parse(text).sla)
        for text in ("", SLA, SLA + 'match = "@me"\n', SLA + 'calendar = "c"\n' + hours)
    ]
    assert texts[0] == ""
    assert len(set(texts)) == 4
    assert texts[3] == rules_text(parse(SLA + 'calendar = "c"\n' + hours).sla)


def test_settings_of_the_screen() -> None:
    """Views, keys, mouse and theme come from the config; the terminal fills what it leaves."""
    config = parse(
        'theme = "light"\n[screen]\nmouse = "on"\n[view.mine]\nquery = "@me"\n'
        "[links]\nopen_command = ['my browser', '--new']\n"
    )
    made = settings(config, mouse=False)
    assert (made.theme, made.mouse, made.views) == ("light", True, {"mine": "@me"})
    assert made.open_command == "'my browser' --new"
    assert settings(parse(""), theme="ansi", mouse=False).mouse is False


def test_who_we_are_on_the_own_desk() -> None:
    """The config's name wins; the login is the id, and the name where there is no other."""
    assert own_identity(parse('name = "Ann Agent"', user="ann"), {"LOGNAME": "ann"}) == ANN
    nobody = "no-such-user"
    assert own_identity(parse("", user=nobody), {"LOGNAME": nobody}) == Person(nobody, nobody)


def test_opening_imports_nothing_heavy(tmp_path: Path) -> None:
    """The screen's way to its first list loads neither HTTP nor the own desk."""
    code = (
        "import asyncio, json, sys\n"
        "from console import paths\n"
        "from console.config import load\n"
        "from console.wiring.configured import open_configured, settings\n"
        "async def main():\n"
        "    p = paths.paths({'WARMLINE_HOME': sys.argv[1]})\n"
        "    c = load(p, {'LOGNAME': 'ann'})\n"
        "    works = await open_configured(c, p, {'LOGNAME': 'ann'})\n"
        "    settings(c)\n"
        "    await works.stop()\n"
        "asyncio.run(main())\n"
        "print(json.dumps(sorted({n.partition('.')[0] for n in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True, check=True, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    heavy = {"httpx", "starlette", "stamina", "textual", "rich", "tomlkit", "click", "filelock"}
    assert not heavy & set(json.loads(done.stdout))
