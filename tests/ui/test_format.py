"""How times, people and authors are written in few cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.style import Style

from console.domain import triage
from console.domain.models import (
    Author,
    AuthorKind,
    Clock,
    Customer,
    Due,
    Entry,
    Escalation,
    Message,
    Priority,
    Ref,
    Status,
    Visibility,
)
from console.ui.format import countdown, initials
from console.ui.talk import Item, Typesetter
from tests.office import START

ENTRY = Entry(
    1,
    Escalation(
        Ref("desk", "1"), "S", Status.OPEN, Priority.NORMAL, Customer("u", "Ada"), START, START
    ),
)


@pytest.mark.parametrize(
    ("left", "expected"),
    [(-0.4, "now"), (-1, "-1s"), (-90, "-1m"), (0.4, "0s"), (61, "1m")],
)
def test_a_countdown_is_never_minus_nothing(left: float, expected: str):
    """In the second in which it is due it says so."""
    entry = replace(ENTRY, due=Due(Clock.FIRST_RESPONSE, START + timedelta(seconds=left)))

    assert countdown(entry, START)[0] == expected


def test_what_is_due_this_second_is_due_now():
    """The words above the conversation do not say "overdue by 0 s"."""
    entry = replace(ENTRY, due=Due(Clock.FIRST_RESPONSE, START - timedelta(seconds=0.4)))

    assert triage.reasons(entry, START)[0] == "first response due now"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Robin Vale", "RV"), ("Ann van der Berg", "AB"), ("bo", "BO"), ("Ng", "NG"), ("", "")],
)
def test_initials_are_two_letters(name: str, expected: str):
    """First name and last name, or the beginning of the only one."""
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("bot", "◇ bot"), ("Loom (bot)", "◇ Loom (bot)"), ("", "◇ bot"), ("Nova", "◇ Nova · bot"),
     ("Botanic", "◇ Botanic · bot")],
)  # fmt: skip
def test_a_kind_that_the_name_says_is_not_said_again(name: str, expected: str):
    """No "bot · bot" above a message."""
    message = Message("m", START, Author(AuthorKind.BOT, name), Visibility.PUBLIC, "Hi")
    setter = Typesetter(60, lambda _role: Style(), START, quotes=True, events=True)
    head = setter.lines(Item("m", message=message))[0].text

    assert head.split("  ")[0].strip() == expected
