"""From the config to assistants."""

from __future__ import annotations

import pytest

from console import errors
from console.config import parse
from console.wiring.assisting import assistants, model

TEXT = """
[assist]
summaries = "office"
drafts = "claude"
tone = "kind"
[assist.endpoint.office]
dialect = "openai"
url = "http://127.0.0.1:1/v1"
model = "small"
redact = false
timeout = 9
[assist.endpoint.claude]
dialect = "anthropic"
url = "https://api.example.com"
model = "big"
token_env = "KEY"
"""


async def test_made():
    """Each is made from its table; the key is found, sent as its dialect has it, and told."""
    found = []
    made = await assistants(parse(TEXT).assist, {"KEY": "k-123456789"}, on_secret=found.append)
    assert made.card is not None
    assert made.drafts is not None
    assert (made.card.name, made.drafts.name) == ("small at office", "big at claude")
    assert (made.card.terms.redact, made.drafts.terms.redact) == (False, True)
    assert made.card.asking.seconds == 9
    assert made.card.asking.http.endpoint.headers == {}
    assert made.drafts.asking.http.endpoint.headers["x-api-key"] == "k-123456789"
    assert made.drafts.terms.tone == "kind"
    assert [secret.reveal() for secret in found] == ["k-123456789"]
    await made.aclose()


async def test_one_for_both():
    """An endpoint that is named twice is one."""
    text = TEXT.replace('drafts = "claude"', 'drafts = "office"')
    made = await assistants(parse(text).assist, {"WARMLINE_ASSIST_OFFICE_TOKEN": "t-987654321"})
    assert made.card is made.drafts
    assert made.card is not None
    assert made.card.asking.http.endpoint.headers["Authorization"] == "Bearer t-987654321"
    await made.aclose()


@pytest.mark.parametrize("text", ["", TEXT.replace("[assist]", "[assist]\nenabled = false")])
async def test_none(text):
    """Without endpoints, or switched off, none is made."""
    made = await assistants(parse(text).assist, {})
    assert (made.card, made.drafts) == (None, None)
    await made.aclose()


async def test_a_key_that_is_missing():
    """A key that is promised and not there is a mistake of config."""
    with pytest.raises(errors.ConfigError, match="KEY"):
        await assistants(parse(TEXT).assist, {})


async def test_an_unknown_name():
    """A name that is none is told with the nearest."""
    with pytest.raises(errors.ConfigError, match="did you mean office"):
        await model(parse(TEXT).assist, "ofice", {})
