"""Macros and articles."""

from __future__ import annotations

import pytest

from tests.server.conftest import Asking


async def test_made_and_listed(desk: Asking):
    """What is made is listed as it was given, public unless said otherwise."""
    article = {"kind": "article", "title": "Refunds", "text": "Five days.\nNo more."}
    macro = {
        "kind": "macro",
        "title": "Sorry",
        "text": "Hello {name}",
        "visibility": "internal",
        "tags": ["apology"],
        "language": "en",
    }
    for data in (article, macro):
        assert (await desk.ask("POST", "/v1/knowledge", data)).status_code == 201
    listed = (await desk.get("/v1/knowledge"))["knowledge"]
    for item in listed:
        assert item.pop("id")
    assert listed == [article | {"visibility": "public", "tags": [], "language": ""}, macro]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "T", "text": "x"}, "kind"),
        ({"kind": "faq", "title": "T", "text": "x"}, "kind"),
        ({"kind": "macro", "text": "x"}, "title"),
        ({"kind": "macro", "title": "T", "text": " \n"}, "text"),
        ({"kind": "macro", "title": ["T"], "text": "x"}, "title"),
    ],
)
async def test_refused(desk: Asking, data: dict[str, object], field: str):
    """What lacks a kind, a title or a text is refused by that name."""
    answer = await desk.ask("POST", "/v1/knowledge", data)
    assert answer.status_code == 422
    assert field in {problem["field"] for problem in answer.json()["problems"]}
