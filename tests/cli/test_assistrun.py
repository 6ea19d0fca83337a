"""`assist run` and `assist card`: what they print is what was promised, line by line."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.assist.talking import CARD, openai_stream, openai_whole, sends
from tests.cli.calling import ROOT, Caller
from tests.listening import answer, listening

DEV = ROOT / "tests" / "gold" / "dev.jsonl"
ITEM = {"text": str, "messages": list, "supported": bool}
MORE = {
    "facts": {"kind": str, "value": str, "normalised": str},
    "promises": {"state": str, "by": str, "at": (str, type(None))},
}
SLOTS = {"goal", "reason", "open_question", "already_tried", "facts", "promises", "issue",
         "next_step", "deadlines", "disclosure"}  # fmt: skip
MACRO = (
    '[[macro]]\nid = "late"\ntitle = "Late parcel"\ntext = "Your parcel {{order_id}} is late."\n'
)
CASE = {
    "id": "c1",
    "subject": "Parcel late",
    "customer": {"id": "u1", "name": "Sunniva Brandvold", "email": "sunniva@example.com"},
    "handoff": {"at": "2026-03-01T10:05:00Z", "bot": "Wick", "reason": "tool_failure"},
    "messages": [
        {"id": "m1", "at": "2026-03-01T10:00:00Z", "author": {"kind": "customer", "name": "S"},
         "text": "Hi, my order TE-0048 has not arrived. I paid 49.90 EUR on 2026-02-20."},
        {"id": "m2", "at": "2026-03-01T10:01:00Z", "author": {"kind": "bot", "name": "Wick"},
         "text": "I am the shop's bot. I have restarted the tracking of your parcel."},
        {"id": "m3", "at": "2026-03-01T10:02:00Z", "author": {"kind": "customer", "name": "S"},
         "text": "Tracking still shows nothing. Where is my parcel? This is terrible."},
        {"id": "m4", "at": "2026-03-01T10:03:00Z", "author": {"kind": "agent", "name": "Odile"},
         "text": "Hello, Odile here. I will ask the carrier today."},
    ],
}  # fmt: skip
ENDPOINT = """
[assist.endpoint.here]
dialect = "openai"
url = "{url}/v1"
model = "small"
timeout = 5
"""


def lines(*cases: dict[str, Any]) -> str:
    """Write cases as JSON lines."""
    return "".join(json.dumps(each) + "\n" for each in cases)


def rows(out: str) -> list[dict[str, Any]]:
    """Read what was printed."""
    return [json.loads(line) for line in out.splitlines()]


def shaped(data: dict[str, Any], ids: set[str]) -> None:
    """Check one object against the promised shape; `ids` are those of its messages."""
    assert {
        "id",
        "card",
        "none",
        "sentiment",
        "arc",
        "summary",
        "suggestions",
        "provenance",
    } <= set(data)
    assert set(data["card"]) <= SLOTS
    assert set(data["none"]) == SLOTS - set(data["card"])
    for slot, items in data["card"].items():
        assert items
        for item in items:
            for name, kind in {**ITEM, **MORE.get(slot, {})}.items():
                assert isinstance(item[name], kind), (slot, name)
            assert item["messages"]
            assert set(item["messages"]) <= ids
    for mood in data["sentiment"]:
        assert {"message", "level", "confidence", "because"} <= set(mood)
        assert mood["message"] in ids
        assert mood["level"] in (-2, -1, 0, 1, 2, None)
        assert mood["confidence"] in ("low", "medium", "high")
        assert all(isinstance(word, str) for word in mood["because"])
    assert {"start", "handoff", "now"} <= set(data["arc"])
    assert len(data["summary"].split()) <= 55
    for draft in data["suggestions"]:
        assert {"text", "source", "score"} <= set(draft)
        assert 0 <= draft["score"] <= 1
    assert {"maker", "prompt", "messages", "at"} <= set(data["provenance"])


def test_the_shape_holds_for_all_labelled_conversations(warmline: Caller, tmp_path: Path) -> None:
    """Each conversation gives one object of the promised shape, in the order of the input."""
    (tmp_path / "a.toml").write_text(MACRO)
    text = DEV.read_text(encoding="utf-8")
    done = warmline("assist", "run", "--knowledge", str(tmp_path), stdin=text)
    assert done.code == 0, done.err
    assert done.err == ""
    told, given = rows(done.out), rows(text)
    assert [row["id"] for row in told] == [row["id"] for row in given]
    for row, case in zip(told, given, strict=True):
        shaped(row, {message["id"] for message in case["messages"]})
        customer = [m["id"] for m in case["messages"] if m["author"]["kind"] == "customer"]
        assert [mood["message"] for mood in row["sentiment"]] == customer


def test_what_stands_in_one(warmline: Caller) -> None:
    """Goal, facts, promise with its time, arc and provenance of a plain case."""
    (row,) = rows(warmline("assist", "run", stdin=lines(CASE)).out)
    facts = {fact["kind"]: fact["normalised"] for fact in row["card"]["facts"]}
    assert facts["order_id"] == "TE-0048"
    assert facts["amount"] == "EUR 49.90"
    (promise,) = row["card"]["promises"]
    assert (promise["state"], promise["by"], promise["at"], promise["messages"]) == (
        "open", "agent", "2026-03-01T10:03:00Z", ["m4"],
    )  # fmt: skip
    assert row["card"]["reason"][0]["kind"] == "tool_failure"
    assert row["arc"]["now"] < 0
    assert row["provenance"]["maker"] == "embedded"
    assert row["provenance"]["messages"] == ["m1", "m2", "m3", "m4"]


def test_a_reason_of_the_record_alone_says_so(warmline: Caller) -> None:
    """A reason that no message gives cites the message nearest to the handoff."""
    quiet = {**CASE, "messages": CASE["messages"][:1]}
    (row,) = rows(warmline("assist", "run", stdin=lines(quiet)).out)
    (reason,) = row["card"]["reason"]
    assert reason["source"] == "handoff"
    assert reason["messages"] == ["m1"]


def test_suggestions_come_from_the_folder(warmline: Caller, tmp_path: Path) -> None:
    """`--knowledge` fills a macro with the customer's facts; without it the reason is said."""
    (tmp_path / "a.toml").write_text(MACRO)
    (tmp_path / "bad.toml").write_text("[[macro]]\nwrong = 1\n")
    done = warmline("assist", "run", "--knowledge", str(tmp_path), stdin=lines(CASE))
    assert done.code == 0
    assert "bad.toml was skipped" in done.err
    (row,) = rows(done.out)
    (draft,) = row["suggestions"]
    assert (draft["source"], draft["text"]) == ("macro:a.toml#late", "Your parcel TE-0048 is late.")
    (row,) = rows(warmline("assist", "run", stdin=lines(CASE)).out)
    assert row["suggestions"] == []
    assert row["why_none"] == "There are no macros or articles to suggest from."


def test_bad_lines_are_named_and_left_out(warmline: Caller) -> None:
    """Lines that are wrong are named by number and field (exit code 3); the others are read."""
    wrong = {**CASE, "messages": [{"text": "x", "at": "yesterday"}]}
    text = f"{lines(CASE)}nonsense\n\n{lines(wrong)}[1]\n{lines({**CASE, 'id': 'c2'})}"
    done = warmline("assist", "run", stdin=text)
    assert done.code == 3
    assert [row["id"] for row in rows(done.out)] == ["c1", "c2"]
    said = done.err.splitlines()
    assert [line.partition(":")[0] for line in said] == ["line 2", "line 4", "line 5"]
    assert "messages[0].at" in said[1]


def test_it_needs_no_store_and_no_network(warmline: Caller) -> None:
    """Nothing is made in the folders, and neither HTTP nor the screen is imported."""
    without = ("textual", "rich", "httpx", "starlette", "stamina", "numpy")
    done = warmline("assist", "run", stdin=lines(CASE), without=without)
    assert done.code == 0, done.err
    assert not warmline.home.exists()


def test_progress_is_for_a_terminal_alone(warmline: Caller) -> None:
    """How far it has come is told on stderr when that is a terminal; stdout stays data."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        warmline.argv("assist", "run"), input=lines(CASE).encode(), stdout=subprocess.PIPE,
        stderr=theirs, env=warmline.env(), cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    said = os.read(ours, 1_000).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "1 read" in said
    assert len(rows(done.stdout.decode())) == 1


async def test_a_model_makes_it(warmline: Caller, tmp_path: Path) -> None:
    """`--maker` has an endpoint make card and drafts; provenance names it, and the shape holds."""
    (tmp_path / "a.toml").write_text(MACRO)
    words = "@@ K1\nYour parcel TE-0048 is late.\n@@ -\nHello, we are looking for it."
    card = answer(200, openai_whole(json.dumps(CARD)))
    async with listening(card, sends(openai_stream(words))) as server:
        warmline.config(ENDPOINT.format(url=server.url()))
        done = await asyncio.to_thread(
            warmline, "assist", "run", "--maker", "here", "--knowledge", str(tmp_path),
            stdin=lines(CASE),
        )  # fmt: skip
    assert done.code == 0, done.err
    (row,) = rows(done.out)
    shaped(row, {"m1", "m2", "m3", "m4"})
    assert row["provenance"]["maker"] == "small at here"
    assert [draft["source"] for draft in row["suggestions"]] == ["macro:a.toml#late", "model:small"]


@pytest.mark.parametrize("status", [401, 500])
async def test_a_model_that_fails_leaves_the_embedded_result(warmline: Caller, status: int) -> None:
    """Where the model gives nothing usable its line is the embedded one, and stderr says why."""
    async with listening(answer(status, "{}")) as server:
        warmline.config(ENDPOINT.format(url=server.url()))
        done = await asyncio.to_thread(
            warmline, "assist", "run", "--maker", "here", stdin=lines(CASE)
        )
    assert done.code == 1
    assert done.err.startswith("line 1: small at here: ")
    (row,) = rows(done.out)
    assert row["provenance"]["maker"] == "embedded"


def test_a_maker_that_is_not_there(warmline: Caller) -> None:
    """A name that the config does not have is a usage error before anything is read."""
    done = warmline("assist", "run", "--maker", "nobody", stdin=lines(CASE))
    assert (done.code, done.out) == (2, "")
    assert "assist.endpoint.nobody" in done.err


def test_a_card_of_the_store(warmline: Caller) -> None:
    """`assist card REF --json` has the same shape; in words it names slot, state and evidence."""
    ref = warmline.escalate(**{key: CASE[key] for key in ("subject", "handoff", "messages")})
    done = warmline("assist", "card", ref, "--json")
    assert done.code == 0, done.err
    data = done.json()
    assert data["id"] == ref
    shaped(data, {"m1", "m2", "m3", "m4"})
    said = warmline("assist", "card", ref).out
    assert "order id: TE-0048" in said
    assert "I will ask the carrier today" in said
    assert "(agent) [open]  <m4>" in said
    assert "reason         tool failure" in said
    assert "tool_failure" not in said
    assert "mood           start " in said
    assert " > now " in said
    assert warmline("assist", "card", "desk/none").code == 2
