"""Ranking by meaning is an extra: it says when it is not there, and meets its floor when it is."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.assist import semantic
from console.assist.evaluation.macros import evaluate
from console.domain.models import Knowledge
from console.errors import AssistError
from tests.assist.public_data import public_data

SHELF = [
    Knowledge("refund", "macro", "Refund accepted", "Your money is on its way back."),
    Knowledge("parcel", "macro", "Parcel search", "We look for your delivery."),
]


@pytest.fixture(scope="module")
def encoder() -> semantic.Encoder:
    """Load the model, where the extra is installed."""
    if not semantic.installed():
        pytest.skip(f"the extra is not installed: {semantic.INSTALL}")
    return semantic.Encoder()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, what to install is said."""
    monkeypatch.setattr(semantic, "PACKAGE", "no_such_package_of_weights")
    assert not semantic.installed()
    with pytest.raises(AssistError, match="not installed") as caught:
        semantic.Encoder()
    assert "warmline[semantic]" in caught.value.hint


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not the known one is not loaded."""
    (tmp_path / "model.onnx").write_bytes(b"other")
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(semantic.importlib.util, "find_spec", lambda _name: spec)
    with pytest.raises(AssistError, match="not the ones known"):
        semantic.weights()


def test_nothing_heavy_is_imported() -> None:
    """The module alone loads neither numpy nor the runtime."""
    if not semantic.installed():
        assert "onnxruntime" not in sys.modules
    assert not hasattr(semantic, "numpy")


async def test_meaning_is_found(encoder: semantic.Encoder) -> None:
    """Words that stand nowhere in a text find it by what they mean."""
    ready = await semantic.prepare(encoder, SHELF)
    found = ready.ask("I would like to be reimbursed")
    assert found[0].item.id == "refund"
    assert 0 <= found[1].score <= found[0].score <= 1
    assert ready.ask("") == []
    assert (await semantic.prepare(encoder, [])).ask("x") == []


@pytest.mark.slow
def test_semantic_on_banking77(encoder: semantic.Encoder) -> None:
    """With ten examples each, the right one of 77 is among three suggestions in 94 of 100."""

    def make(candidates, examples):
        return semantic.Semantic(encoder, candidates, examples).ask

    assert evaluate(public_data("banking77"), "semantic", make).third.value >= 0.94
