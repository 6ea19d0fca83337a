"""Macros and articles: listing and making them."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from console.domain.models import Visibility
from console.server.bodies import Fields
from console.server.calls import Call, Done, dumps
from console.server.db import Row


class Kind(StrEnum):
    """What a piece of knowledge is for."""

    MACRO = "macro"
    ARTICLE = "article"


def knowledge_data(row: Row) -> dict[str, Any]:
    """Write a row as the API shows it."""
    return {
        "id": row["id"],
        "kind": row["kind"],
        "title": row["title"],
        "text": row["text"],
        "visibility": row["visibility"],
        "tags": json.loads(row["tags"]),
        "language": row["language"],
    }


async def listing(call: Call) -> Done:
    """Answer all macros and articles."""
    rows = await call.tx.rows("SELECT * FROM knowledge ORDER BY kind, title, pk")
    return Done({"knowledge": [knowledge_data(row) for row in rows]})


async def create(call: Call) -> Done:
    """Add a macro or an article; visibility is public unless said otherwise."""
    fields = Fields(
        call.body, frozenset({"kind", "title", "text", "visibility", "tags", "language"})
    )
    kind, visibility = fields.choice("kind", Kind), fields.choice("visibility", Visibility)
    title, text = fields.line("title"), fields.text("text")
    tags, language = fields.lines("tags"), fields.line("language")
    if "kind" not in fields:
        fields.bad("kind", "is required: macro or article")
    for name, value in (("title", title), ("text", text.strip())):
        if not value:
            fields.bad(name, "is required")
    fields.check()
    assert kind is not None
    row = await call.tx.row(
        """INSERT INTO knowledge (id, kind, title, text, visibility, tags, language)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *""",
        call.new_key(),
        kind.value,
        title,
        text,
        (visibility or Visibility.PUBLIC).value,
        dumps(list(tags)),
        language,
    )
    assert row is not None
    return Done(knowledge_data(row), status=201)
