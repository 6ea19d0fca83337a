"""Fills a macro's gaps with what is known of the customer; what is not known stays visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from console.domain.models import Customer
from console.domain.text import clean_line

if TYPE_CHECKING:
    from console.domain.handoff import Item

NEVER = frozenset({"date", "url", "iban", "card_last4"})
"""Kinds of facts that are not filled in: a date in a reply is one that we promise, not one that
the customer named; addresses and account numbers are not repeated without need."""
VALUE_LIMIT = 80
"""Characters of a value; what is longer is no name and no number."""


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r"\{\{\s*([a-z_0-9.]+)\s*\}\}")


@cache
def _not_a_name() -> re.Pattern[str]:
    return re.compile(
        r"[\d@<>{}\[\]/\\:]|\bwww\.|\.(?:com|net|org|info|app|[a-z]{2})\b", re.IGNORECASE
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values into `{{gaps}}`; one that is not known stays as [name]. Values are not read."""

    def value(match: re.Match[str]) -> str:
        return values.get(match[1]) or f"[{match[1].rpartition('.')[2].replace('_', ' ')}]"

    return _gap().sub(value, text)


def without_gaps(text: str) -> str:
    """Give a text with nothing in the place of its gaps, to compare it by its own words."""
    return _gap().sub(" ", text)


def values(
    customer: Customer,
    *,
    ref: str = "",
    subject: str = "",
    agent: str = "",
    facts: Iterable[Item] = (),
) -> dict[str, str]:
    """Give what can be filled in: customer, agent, conversation, and facts by their kind.

    `fact.order_id` and `order_id` are the same. A fact counts when it is supported, holds
    still and is the only one of its kind: of two order numbers none is chosen.
    """
    name = _name(customer.name)
    out = {
        "customer.name": name,
        "customer.first_name": name.split()[0] if name else "",
        "customer.email": clean_line(customer.email, VALUE_LIMIT),
        "agent.name": agent,
        "ref": ref,
        "subject": subject,
    }
    by_kind: dict[str, dict[str, str]] = {}
    for fact in facts:
        if fact.kind and fact.kind not in NEVER and fact.supported and fact.state != "superseded":
            same = fact.normalised or fact.value
            by_kind.setdefault(fact.kind, {}).setdefault(same, fact.value)
    for kind, found in by_kind.items():
        value = clean_line(next(iter(found.values())), VALUE_LIMIT + 1)
        if len(found) == 1 and len(value) <= VALUE_LIMIT:
            out[f"fact.{kind}"] = out[kind] = value
    return out


def _name(text: str) -> str:
    """Give a name, or nothing where an address or an instruction stands in its place."""
    name = clean_line(text, VALUE_LIMIT + 1)
    return "" if len(name) > VALUE_LIMIT or _not_a_name().search(name) else name
