"""Reads Request Tracker's articles: knowledge, notes for colleagues, and macros."""

from __future__ import annotations

import re

from console.domain.models import Knowledge, Visibility
from console.domain.text import clean, clean_line
from console.helpdesk.rt.messages import html_text
from console.helpdesk.rt.parse import Item, values_of
from console.helpdesk.rt.settings import RtSettings

ARTICLES = {"fields": "Name,Summary,Class,CustomFields", "fields[Class]": "Name"}
_MARKUP = re.compile(r"(?i)</?(?:p|br|div|ul|ol|li|h[1-6]|table|b|strong|em|i|a)\b[^>]*>")


def parse_article(item: Item, settings: RtSettings) -> Knowledge | None:
    """Read one article; None when its class is not ours or it says nothing.

    Its text is what its custom fields hold, HTML as text.
    """
    group = item.get("Class")
    name = clean_line(group.get("Name") if isinstance(group, dict) else "")
    ours = {*settings.articles, *settings.internal_articles, *settings.macros}
    if settings.articles and name not in ours:
        return None
    texts = [text for values in values_of(item).values() for text in values if text.strip()]
    text = "\n\n".join(html_text(one) if _MARKUP.search(one) else one for one in texts)
    if not text.strip():
        return None
    internal = name in settings.internal_articles
    return Knowledge(
        id=str(item.get("id")),
        kind="macro" if name in settings.macros else "article",
        title=clean_line(item.get("Name")) or clean_line(item.get("Summary")),
        text=clean(text).strip("\n"),
        visibility=Visibility.INTERNAL if internal else Visibility.PUBLIC,
        tags=(name,) if name else (),
    )
