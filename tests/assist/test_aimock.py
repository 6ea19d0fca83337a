"""Both dialects against a model server that none of us wrote, with its chaos switches."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from console import errors
from console.assist.checking import check
from console.domain.handoff import Slot
from tests.assist.aimock.server import started
from tests.assist.talking import CARD, MACRO, case, last, over

pytestmark = [pytest.mark.xdist_group("aimock"), pytest.mark.usefixtures("patient")]
DIALECTS = pytest.mark.parametrize("dialect", ["openai", "anthropic"])
DRAFT = "@@ K1\nWe are sorry. Tracking can lag for a day."
FIXTURES = {
    "fixtures": [
        {"match": {"userMessage": "could not be used"}, "response": {"content": "Still prose."}},
        {"match": {"userMessage": "colour"}, "response": {"content": '{"colour": "green"}'}},
        {"match": {"userMessage": "Count from"}, "response": {"content": "one two three four"}},
        {"match": {"userMessage": "breaks off"}, "response": {"content": DRAFT},
         "truncateAfterChunks": 3},
        {"match": {"userMessage": "is limited"},
         "response": {"content": DRAFT, "finishReason": "length"}},
        {"match": {"userMessage": "be wordy"}, "response": {"content": "It is about a parcel."}},
        {"match": {"userMessage": "wants no tools"},
         "response": {"toolCalls": [{"name": "refund", "arguments": {"amount": 5000}}]}},
        {"match": {"userMessage": "is unknown"},
         "response": {"error": {"message": "no such model", "type": "not_found_error"},
                      "status": 404}},
        {"match": {"userMessage": "knowledge:"}, "response": {"content": DRAFT}},
        {"match": {"userMessage": "Parcel late"}, "response": {"content": json.dumps(CARD)}},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server with what it answers."""
    path = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    path.write_text(json.dumps(FIXTURES))
    yield from started(path)


@pytest.fixture
def chaos(server):
    """Set what goes wrong, and end it afterwards."""

    def turn(**rates: float) -> None:
        httpx.post(f"{server}/__aimock/chaos", json=rates, trust_env=False).raise_for_status()

    yield turn
    httpx.delete(f"{server}/__aimock/chaos", trust_env=False)


@pytest.fixture
def model(server, reach):
    """Make a model of a dialect on the server."""

    def make(dialect, **more):
        url = f"{server}/v1" if dialect == "openai" else server
        return over(reach(url, headers={"Authorization": "Bearer test"}), dialect, **more)

    return make


@DIALECTS
async def test_a_card(model, dialect):
    """A card comes through as it was meant."""
    card = (await model(dialect).read(case())).card
    assert [item.supported for item in card.of(Slot.FACTS)] == [True]
    assert Slot.DEADLINES in card.none


@DIALECTS
async def test_drafts(model, dialect):
    """A draft streams, and ends whole with its source."""
    seen = [each async for each in model(dialect).draft(case(), [MACRO])]
    assert len(seen) > 1
    (draft,) = seen[-1].drafts
    assert (draft.source, draft.text) == ("macro:m-3", MACRO.text)


@DIALECTS
async def test_prose(model, dialect):
    """Prose instead of a card is refused after a second question."""
    with pytest.raises(errors.AssistError, match="not answer with a card, twice"):
        await model(dialect).read(case("be wordy"))


@DIALECTS
async def test_a_broken_stream(model, dialect):
    """A stream that is cut leaves no draft that counts as whole."""
    with pytest.raises(errors.AssistError):
        await last(model(dialect).draft(case("breaks off"), [MACRO]))


@DIALECTS
async def test_a_full_limit(model, dialect):
    """An answer that reached its limit of tokens is said to be cut."""
    with pytest.raises(errors.AssistError, match="limit of 900 tokens"):
        await last(model(dialect).draft(case("is limited"), [MACRO]))


@DIALECTS
async def test_a_call_of_a_tool(model, dialect):
    """A tool that a model wants to call is not one: nothing is done, and nothing was said."""
    with pytest.raises(errors.AssistError, match="answered nothing"):
        await last(model(dialect).draft(case("wants no tools"), [MACRO]))


@DIALECTS
async def test_an_unknown_model(model, dialect):
    """A 404 names model and address as what to look at."""
    with pytest.raises(errors.AssistError, match="neither this model nor this address"):
        await model(dialect).read(case("is unknown"))


@DIALECTS
@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("rateLimitRate", "asked to wait"), ("dropRate", "answered 500"),
        ("malformedRate", "no JSON|broke off|does not answer"),
        ("disconnectRate", "did not answer|cannot be reached"),
    ],
)  # fmt: skip
async def test_chaos(model, chaos, dialect, rate, words):
    """429, 500, nonsense and a closed connection are each said; afterwards it works again."""
    chaos(**{rate: 1})
    for ask in (lambda m: m.read(case()), lambda m: last(m.draft(case(), [MACRO]))):
        with pytest.raises(errors.AssistError, match=words):
            await ask(model(dialect))
    chaos(**{rate: 0})
    assert (await model(dialect).read(case())).card.items


@DIALECTS
async def test_check(model, dialect):
    """`assist check` finds it reached, with JSON and a stream."""
    found = {each.area: each.level for each in await check(model(dialect))}
    assert found["json"] == found["stream"] == "good"
    assert "wrong" not in found.values()
