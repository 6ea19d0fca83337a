"""Suggested replies: drafts to start from, never sent by themselves."""

from __future__ import annotations

from typing import NamedTuple

from console.domain.models import Visibility

REJECTIONS = {
    "1": "wrong_fact",
    "2": "already_said",
    "3": "against_policy",
    "4": "tone",
    "5": "too_long",
}
"""The digit after `X`, and what it says about a suggestion."""


class Inserted(NamedTuple):
    """A text that was put into a reply: what it was, so that its way is known when it is sent."""

    text: str
    """As it was put in."""
    source: str
    maker: str
    at: str
    """When, RFC 3339 in UTC."""
    score: float = 0.0
    newest: str = ""
    """The newest message when it was made."""


class Suggestion(NamedTuple):
    """One draft with where it comes from."""

    text: str
    """Ready to be put into the composer; what is not known of the customer stays as [name]."""
    source: str
    """`macro:ID`, `article:ID`, `past:REF` or `model:NAME`."""
    score: float
    """0 to 1; below the floor none is shown."""
    title: str = ""
    """Of the macro or article."""
    visibility: Visibility = Visibility.PUBLIC
    """Internal ones are never put into a public reply without asking."""
    marks: tuple[tuple[int, int], ...] = ()
    """Spans of the text (start, end) whose amount, date, address or promise stands neither in
    the conversation nor in the source."""
    maker: str = "embedded"
    newest: str = ""
    """Id of the newest message when it was made: stale once there is a newer customer message."""


class Suggested(NamedTuple):
    """Up to three drafts, or why there are none."""

    drafts: tuple[Suggestion, ...] = ()
    why_none: str = ""
    """A sentence for the agent: no macros, or no good match."""
