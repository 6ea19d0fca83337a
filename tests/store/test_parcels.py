"""Every kind of change is kept as it was made, until it leaves."""

import pytest

from console.domain.changes import (
    Assign,
    Claim,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    kind_of,
)
from console.domain.models import Attachment, Priority, Status, Visibility
from console.store import parcels
from tests.domain.made import BO, at


@pytest.mark.parametrize(
    "change",
    [
        Reply("Hi\n👍", Visibility.PUBLIC),
        Reply("", Visibility.INTERNAL, (Attachment("", "x.bin", "a/b", 3, b"\x00\xff\n"),)),
        Claim(),
        Assign(BO),
        Assign(None),
        SetStatus(Status.RESOLVED),
        SetStatus(Status.SNOOZED, at(days=1)),
        SetPriority(Priority.URGENT),
        SetTags(("a",), ("b", "c")),
    ],
)
def test_changes(change):
    """A change is read back as it was written, bytes of files included."""
    assert parcels.change(kind_of(change), parcels.payload(change)) == change
