"""A day without a network, by keys on a real terminal: all of it works, and leaves later, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import Start, run, unsent
from tests.terminal.pseudo import Terminal
from tests.terminal.served import ServedDesk, escalate

pytestmark = [pytest.mark.pty, pytest.mark.slow]

SUBJECTS = {"c1": "Broken kettle", "c2": "Lost parcel", "c3": "Wrong size"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    """Serve a desk with three escalations."""
    served = ServedDesk(tmp_path / "far")
    for ident, subject in SUBJECTS.items():
        escalate(served, ident, subject)
    yield served
    served.close()


@pytest.fixture
def home(tmp_path: Path, desk: ServedDesk) -> Path:
    """Give a home that is connected to it, synced once; replies leave without a delay."""
    home = tmp_path / "home"
    (home / "warmline").mkdir(parents=True, mode=0o700)
    (home / "warmline" / "config.toml").write_text("[send]\nundo_seconds = 0\n")
    run(home, "connect", "far", "--kind", "warmline", "--url", desk.url, "--user", "ann",
        "--no-keep-desk")  # fmt: skip
    run(home, "sync", "--once")
    return home


def _reply(terminal: Terminal, key: str, text: str) -> None:
    terminal.type(key)
    terminal.see("PUBLIC REPLY" if key == "r" else "INTERNAL NOTE")
    terminal.type(text)
    terminal.see(text)
    terminal.type("\x13")
    if key == "r":
        terminal.see("PUBLIC by email")
        terminal.type("y")
    terminal.see("on its way")
    terminal.until(lambda: "Ctrl+S" not in terminal.text(), "the composer closed")


def test_all_day_without_a_network_and_everything_leaves_in_order_once_when_it_is_back(
    start: Start, home: Path, desk: ServedDesk
):
    """Queue, conversations and replies work; then each change is on the desk once, in order."""
    desk.down()
    asked = len(desk.asked)
    terminal = start()
    for subject in SUBJECTS.values():
        terminal.see(subject)
    terminal.see("far offline")

    said: dict[str, list[tuple[str, str]]] = {}
    for number in range(len(SUBJECTS)):
        terminal.type("\r" if number == 0 else "]")
        terminal.until(lambda: _open(terminal), "the conversation")
        ident = _open(terminal)
        while ident in said:
            terminal.pump()
            ident = _open(terminal)
        said[ident] = [
            ("public", f"First answer {number}"), ("internal", f"A note {number}"),
            ("public", f"Second answer {number}"),
        ]  # fmt: skip
        for visibility, text in said[ident]:
            _reply(terminal, "r" if visibility == "public" else "n", text)
        terminal.see(f"Second answer {number}")
    terminal.type("\x1b")
    terminal.until(lambda: "Handoff card" not in terminal.text(), "the queue")
    terminal.type("e")
    terminal.see("Resolved")
    assert len(desk.asked) == asked
    waiting = [row for row in unsent(home) if row["kind"] == "reply"]
    assert [row["text"] for row in waiting] == [
        text for texts in said.values() for _, text in texts
    ]

    desk.up()
    # Ctrl+R does not wait for the next try, which may be a minute away.
    terminal.type("\x12")
    terminal.until(lambda: "to send" not in terminal.text(), "everything sent")
    terminal.see("✓ far")
    assert unsent(home) == []
    for ident, texts in said.items():
        assert desk.said(ident) == texts
    statuses = [desk.ask("GET", f"/v1/conversations/{i}")["status"] for i in SUBJECTS]
    assert sorted(statuses) == ["open", "open", "resolved"]
    # Nothing is sent again afterwards, by this process or the next.
    terminal.type("q")
    assert terminal.end() == 0
    run(home, "sync", "--once")
    writes = [one for one in desk.asked[asked:] if one.startswith("POST") and "/messages" in one]
    assert len(writes) == 9
    for ident, texts in said.items():
        assert desk.said(ident) == texts


BESIDE = 54
"""The column from which the conversation stands, in a terminal of 120."""


def _open(terminal: Terminal) -> str:
    """Tell which conversation is open."""
    # Its head names the subject; queue and card repeat the words of others too.
    head = terminal.text().split("\n")[1][BESIDE:]
    for ident, subject in SUBJECTS.items():
        if subject in head:
            return ident
    return ""
