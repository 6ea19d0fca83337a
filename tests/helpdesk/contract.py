"""What every helpdesk must do: one suite, run against each by its own `bench` fixture.

A helpdesk's test file subclasses `tests.helpdesk.bench.Bench` and gives it as the async
fixture `bench`; then `class TestIt(HelpdeskContract): pass` runs everything here. See
test_warmline.py.
"""

from __future__ import annotations

from tests.helpdesk.bench import TALK, Bench, FaultyHttp, Said
from tests.helpdesk.changing import ChangingContract, FailingContract
from tests.helpdesk.reading import ReadingContract
from tests.helpdesk.saying import OnceContract, SayingContract

__all__ = ["TALK", "Bench", "FaultyHttp", "HelpdeskContract", "Said"]


class HelpdeskContract(
    ReadingContract, SayingContract, OnceContract, ChangingContract, FailingContract
):
    """Everything a helpdesk must do."""
