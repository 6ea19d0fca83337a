"""`assist check` says in words what an endpoint can do."""

from __future__ import annotations

import json

import pytest

from console.assist.checking import check
from console.assist.endpoint import Terms
from tests.assist.talking import openai_stream, openai_whole, over, sends
from tests.listening import answer, listening

GREEN = answer(200, openai_whole('{"colour": "green"}'))
COUNT = sends(openai_stream("one two three four five six"))


def models(**more):
    """List the model that is asked for."""
    return answer(200, json.dumps({"data": [{"id": "small", **more}]}))


async def tried(reach, *answers, terms=None):
    """Try a server that gives these answers."""
    async with listening(*answers) as server:
        found = await check(over(reach(server.url()), terms=terms, seconds=3))
        return {each.area: each for each in found}, server.requests


async def test_a_good_one(reach):
    """All is said: reach, JSON with its time, the first words, and the context."""
    found, requests = await tried(reach, models(max_model_len=32768), GREEN, COUNT)
    assert {each.level for each in found.values()} == {"good"}
    assert "held to a schema" in found["json"].said
    assert "first words after" in found["stream"].said
    assert "32,768 tokens" in found["context"].said
    assert len(requests) == 3


async def test_a_small_context(reach):
    """A question that the server could not read is told with what to set."""
    found, _ = await tried(reach, models(meta={"n_ctx": 2048}), GREEN, COUNT)
    assert (found["context"].level, found["context"].do) == (
        "wrong", "Set max_input_tokens below 2,048.",
    )  # fmt: skip


async def test_a_wrong_key(reach):
    """A refused key ends it: nothing else is tried."""
    found, requests = await tried(reach, answer(401, "{}"))
    assert [each.level for each in found.values()] == ["wrong"]
    assert "does not accept the key" in found["reach"].said
    assert len(requests) == 1


async def test_a_model_of_another_name(reach):
    """A model that is not listed is told with the nearest."""
    found, _ = await tried(reach, answer(200, '{"data": [{"id": "smal"}]}'), GREEN, COUNT)
    assert found["model"].do == "Did you mean smal?"


async def test_no_json_and_no_stream(reach):
    """Prose for JSON, and an answer that comes at once, are told."""
    prose = answer(200, openai_whole("Green, of course."))
    found, _ = await tried(reach, answer(404, "{}"), prose, sends(openai_stream("one")))
    assert found["model"].level == "note"
    assert found["json"].level == "wrong"
    assert "prose" in found["json"].said
    assert found["stream"].level == "note"


async def test_nobody_there(reach):
    """A port where nobody listens is told once."""
    async with listening() as server:
        model = over(reach(server.url()), seconds=3)
    found = await check(model)
    assert [(each.area, each.level) for each in found] == [("reach", "wrong")]


@pytest.mark.parametrize(("redact", "said"), [(False, "sent as it is"), (True, "")])
async def test_privacy(reach, redact, said):
    """Data that is sent as it is, is told."""
    found, _ = await tried(reach, models(), GREEN, COUNT, terms=Terms(redact=redact))
    assert (said in found["privacy"].said) if said else "privacy" not in found
