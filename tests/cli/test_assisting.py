"""`assist check` from the command line."""

from __future__ import annotations

from tests.cli.calling import Caller

TEXT = """
[assist.endpoint.here]
dialect = "openai"
url = "http://127.0.0.1:9/v1"
model = "small"
timeout = 5
"""


def test_nothing_to_try(warmline: Caller) -> None:
    """Without an endpoint there is nothing wrong."""
    called = warmline("assist", "check")
    assert called.code == 0
    assert "embedded assistant" in called.err


def test_nobody_there(warmline: Caller) -> None:
    """An endpoint that is not reached is said in words, and gives 1."""
    warmline.home.mkdir(exist_ok=True)
    (warmline.home / "config.toml").write_text(TEXT)
    called = warmline("assist", "check", "here", "--json")
    assert called.code == 1
    (found,) = called.json()
    assert (found["endpoint"], found["area"], found["level"]) == ("here", "reach", "wrong")
    assert "BAD" in warmline("assist", "check").out
    assert warmline("assist", "check", "hre").code == 2


def test_help_and_completions_list_it(warmline: Caller) -> None:
    """`assist` stands in the help, its commands in its own, and the shell completes both."""
    assert "assist" in warmline("--help").out
    listed = warmline("assist", "--help").out
    completed = {"_WARMLINE_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    offered = warmline(COMP_WORDS="warmline assist ", **completed).out
    for name in ("run", "card", "check", "eval", "feedback", "calibrate"):
        assert f"\n  {name} " in listed
        assert f"plain,{name}" in offered
        assert warmline("assist", name, "--help").code == 0
    first = {**completed, "COMP_CWORD": "1"}
    assert "plain,assist" in warmline(COMP_WORDS="warmline as", **first).out
