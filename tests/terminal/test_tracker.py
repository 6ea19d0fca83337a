"""The main job, end to end: keys in a real tmux, a real Request Tracker, its own mailbox."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.rt.desk import RtBench
from tests.rt.server import RtServer

pytestmark = [
    pytest.mark.rt,
    pytest.mark.pty,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

PATIENCE = 40.0
"""Seconds for what a helpdesk has to do with it."""


class Tmux:
    """A terminal of its own, on a server of its own."""

    def __init__(self, folder: Path) -> None:
        self.name = f"warmline-{uuid.uuid4().hex[:8]}"
        self.folder = folder

    def run(self, *words: str) -> str:
        """Run a tmux command on our server."""
        done = subprocess.run(
            ["tmux", "-L", self.name, "-f", "/dev/null", *words],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout

    def start(self, command: list[str], env: dict[str, str]) -> None:
        """Run a command in 120x40."""
        settings = [word for key, value in env.items() for word in ("-e", f"{key}={value}")]
        self.run("new-session", "-d", "-s", "a", "-x", "120", "-y", "40", *settings, *command)

    def keys(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self.run("send-keys", "-t", "a", *keys)

    def text(self, text: str) -> None:
        """Type a text."""
        self.run("send-keys", "-t", "a", "-l", text)

    def screen(self) -> str:
        """Give what stands on the screen."""
        return self.run("capture-pane", "-p", "-t", "a")

    async def until(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        await until(lambda: text in self.screen(), lambda: f"{text!r} on:\n{self.screen()}")

    def close(self) -> None:
        """End our server and what runs in it."""
        self.run("kill-server")


async def until(condition: Callable[[], bool | Awaitable[bool]], what: Callable[[], str]) -> None:
    """Wait for a condition; fail naming what did not come true."""

    async def poll() -> None:
        while True:
            held = condition()
            if held if isinstance(held, bool) else await held:
                return
            await asyncio.sleep(0.1)

    try:
        await asyncio.wait_for(poll(), PATIENCE)
    except TimeoutError:
        pytest.fail(f"waited in vain for {what()}")


@pytest.fixture
async def bench(rt_server: RtServer) -> AsyncIterator[RtBench]:
    """Give a queue of its own to each test."""
    desk = RtBench(rt_server)
    await desk.open()
    yield desk
    await desk.aclose()


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """Give a terminal."""
    terminal = Tmux(tmp_path)
    yield terminal
    terminal.close()


async def opened(tmux: Tmux, bench: RtBench, home: Path, *more: str) -> None:
    """Connect as the manual says, and open the screen."""
    env = {**os.environ, "WARMLINE_HOME": str(home), "RT_PASSWORD": bench.server.password}
    command = [sys.executable, "-m", "console"]
    connect = [
        *command, "connect", "rt", "--kind", "rt", "--url", bench.server.url, "--user", "agent",
        "--password-env", "RT_PASSWORD", "--queue", bench.queue, "--no-keep-desk",
    ]  # fmt: skip
    done = await asyncio.to_thread(
        subprocess.run, connect, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    keep = {key: env[key] for key in ("WARMLINE_HOME", "RT_PASSWORD", "PATH")}
    tmux.start([*command, *more], keep)


async def test_take_reply_resolve_and_next_mail_the_customer_once(
    tmux: Tmux, bench: RtBench, tmp_path: Path
):
    """RT's own mailbox holds exactly one mail with the reply, none for the note; all is done."""
    first = await bench.escalate(subject="Broken kettle")
    second = await bench.escalate(subject="Lost parcel")
    await opened(tmux, bench, tmp_path / "home")
    await tmux.until("Lost parcel")
    tmux.keys("i")
    await tmux.until("Taken")
    tmux.keys("n")
    await tmux.until("INTERNAL NOTE")
    tmux.text("Shop says it is out of stock.")
    tmux.keys("C-s")
    await tmux.until("Note is on its way")
    tmux.keys("r")
    await tmux.until("PUBLIC REPLY")
    tmux.text("A new kettle leaves today. Sorry for the wait.")
    tmux.keys("C-s")
    await tmux.until("and resolve")
    assert "PUBLIC by" in tmux.screen()
    tmux.keys("y")
    await tmux.until("takes it back")
    tmux.keys("e")
    await tmux.until("Resolved")
    await tmux.until("Lost parcel")

    async def resolved() -> bool:
        return (await bench.as_("root", "GET", f"/ticket/{first}"))["Status"] == "resolved"

    await until(resolved, lambda: f"the resolved ticket; the screen:\n{tmux.screen()}")
    mails = [text.strip() for text in await bench.public_mail(first)]
    ticket = await bench.as_("root", "GET", f"/ticket/{first}")

    assert [text for text in mails if "new kettle" in text] == [
        "A new kettle leaves today. Sorry for the wait."
    ]
    assert not [text for text in mails if "out of stock" in text]
    assert ticket["Owner"]["id"] == "agent"
    assert await bench.public_mail(second) == []


async def test_a_colleague_who_was_quicker_stops_our_send(
    tmux: Tmux, bench: RtBench, tmp_path: Path
):
    """What another agent took while our reply waited is not answered by us: it says who has it."""
    ident = await bench.escalate(subject="Broken kettle")
    await opened(tmux, bench, tmp_path / "home")
    await tmux.until("Broken kettle")
    tmux.keys("r")
    await tmux.until("PUBLIC REPLY")
    tmux.text("My answer that must not leave.")
    tmux.keys("C-s")
    await tmux.until("and resolve")
    await bench.as_("agent2", "PUT", f"/ticket/{ident}/take", {})
    tmux.keys("y")
    await tmux.until("need you")
    tmux.keys("g", "o")
    await tmux.until("has taken it")

    assert not [text for text in await bench.public_mail(ident) if "must not leave" in text]
