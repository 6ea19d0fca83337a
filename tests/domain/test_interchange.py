"""The import form is read field by field, and every mistake is named."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.interchange import (
    FIELDS,
    Intake,
    NotIntake,
    canonical,
    format_time,
    message_data,
    parse,
    parse_time,
)
from console.domain.models import Attachment, AuthorKind, Priority, Visibility
from tests.domain.made import NOW, message

FULL = {
    "id": "e-1",
    "subject": "Refund",
    "channel": "email",
    "queue": "Returns",
    "priority": "high",
    "tags": ["vip", "vip", " refund "],
    "customer": {"id": "u1", "name": "Ada", "email": "ada@example.com", "attributes": {"plan": 3}},
    "handoff": {"at": "2026-03-01T10:00:00+01:00", "bot": "Nova", "reason": "asked",
                "confidence": 0.25, "reason_text": "Two\nlines"},
    "messages": [
        {"id": "m1", "at": "2026-03-01T09:00:00Z", "author": {"kind": "customer", "name": "Ada"},
         "visibility": "public", "text": "Where is it?"},
        {"id": "m2", "at": "2026-03-01T09:01:00Z", "author": {"kind": "bot", "name": "Nova"},
         "visibility": "internal", "text": "Note",
         "attachments": [{"id": "a1", "name": "x.txt", "type": "text/plain",
                          "content_base64": base64.b64encode(b"abc").decode()}]},
    ],
}  # fmt: skip
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
keys = st.sampled_from([*FIELDS, "id", "at", "author", "kind", "name", "text", "size", "x"])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def problems(data):
    """List what is wrong, by field."""
    with pytest.raises(NotIntake) as caught:
        parse(data, NOW)
    return [problem.field for problem in caught.value.problems]


@given(values | st.dictionaries(keys, values))
def test_anything(data):
    """Any JSON is read, or refused with at least one field named; it never fails otherwise."""
    try:
        read = parse(data, NOW)
    except NotIntake as error:
        read = error
    if isinstance(read, NotIntake):
        assert read.problems
        assert all(problem.field and problem.said for problem in read.problems)
    else:
        assert isinstance(read, Intake)


def test_all_fields():
    """Everything that the form has is read."""
    intake = parse(FULL, NOW)
    assert (intake.id, intake.subject, intake.channel, intake.queue) == (
        "e-1", "Refund", "email", "Returns",
    )  # fmt: skip
    assert intake.priority is Priority.HIGH
    assert intake.tags == ("vip", "refund")
    assert intake.customer.attributes == {"plan": "3"}
    assert intake.handoff is not None
    assert intake.handoff.at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert (intake.handoff.confidence, intake.handoff.note) == (0.25, "Two\nlines")
    first, second = intake.messages
    assert (first.author.kind, first.visibility) == (AuthorKind.CUSTOMER, Visibility.PUBLIC)
    assert second.visibility is Visibility.INTERNAL
    assert second.attachments == (Attachment("a1", "x.txt", "text/plain", 3, b"abc"),)
    assert intake.warnings == ()


def test_only_messages_are_required():
    """One text is enough: it makes the subject, and the customer has said it just now."""
    intake = parse({"messages": [{"text": "word " * 40}]}, NOW)
    assert len(intake.subject) == 80
    assert intake.subject.endswith("…")
    said = intake.messages[0]
    assert (said.id, said.at, said.author.kind) == ("m1", NOW, AuthorKind.CUSTOMER)
    assert (intake.priority, intake.handoff) == (Priority.NORMAL, None)


def test_an_id_of_its_own():
    """A line without an id gets the SHA-256 of its canonical form: the same line, the same id."""
    data = {"messages": [{"text": "é"}], "subject": "x"}
    turned = {"subject": "x", "messages": [{"text": "é"}]}
    assert canonical(data) == '{"messages":[{"text":"é"}],"subject":"x"}'
    expected = hashlib.sha256(canonical(data).encode()).hexdigest()
    assert parse(data, NOW).id == parse(turned, NOW).id == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"messages": []}, "messages"),
        ({"messages": "x"}, "messages"),
        ({"messages": ["x"]}, "messages[0]"),
        ({"messages": [{"text": "a"}, {}]}, "messages[1].text"),
        ({"messages": [{"text": "a", "at": "2026-03-01T09:00:00"}]}, "messages[0].at"),
        ({"messages": [{"text": "a", "at": "0001-01-01T00:00:00+14:00"}]}, "messages[0].at"),
        ({"messages": [{"text": "a", "author": {"kind": "owner"}}]}, "messages[0].author.kind"),
        ({"messages": [{"text": "a", "author": 3}]}, "messages[0].author"),
        ({"messages": [{"text": "a", "visibility": "secret"}]}, "messages[0].visibility"),
        ({"messages": [{"text": "a", "id": "1"}, {"text": "b", "id": "1"}]}, "messages[1].id"),
        ({"messages": [{"text": "a", "attachments": [{"content_base64": "?"}]}]},
         "messages[0].attachments[0].content_base64"),
        ({"messages": [{"text": "a", "attachments": [{"size": -1}]}]},
         "messages[0].attachments[0].size"),
        ({"messages": [{"text": "a", "attachments": {}}]}, None),
        ({"messages": [{"text": "a", "attachments": "x"}]}, "messages[0].attachments"),
        ({"priority": "huge"}, "priority"),
        ({"subject": ["x"]}, "subject"),
        ({"id": True}, "id"),
        ({"tags": "vip"}, "tags"),
        ({"customer": "Ada"}, "customer"),
        ({"customer": {"attributes": []}}, None),
        ({"customer": {"attributes": 1}}, "customer.attributes"),
        ({"handoff": {"confidence": 1.5}}, "handoff.confidence"),
        ({"handoff": {"confidence": True}}, "handoff.confidence"),
        ({"handoff": {"at": "soon"}}, "handoff.at"),
    ],
)  # fmt: skip
def test_mistakes(change, field):
    """Each mistake is named by its path; an empty table where a list goes is nothing."""
    data = {"messages": [{"text": "Hi"}], **change}
    if field is None:
        assert parse(data, NOW)
    else:
        assert problems(data) == [field]


def test_all_mistakes_at_once():
    """Everything wrong is told in one go."""
    data = {"priority": "x", "tags": 1, "messages": [{"visibility": "y"}]}
    assert problems(data) == [
        "messages[0].visibility", "messages[0].text", "priority", "tags",
    ]  # fmt: skip


def test_no_object():
    """A line that is no object is refused as such."""
    assert problems([1]) == ["line"]


def test_unknown_fields():
    """What is not known is kept aside with a warning."""
    intake = parse({"messages": [{"text": "Hi", "mood": "bad"}], "shop": {"id": 7}}, NOW)
    assert intake.extra == {"shop": {"id": 7}}
    assert intake.warnings == (
        "messages[0].mood: unknown field, kept aside",
        "shop: unknown field, kept aside",
    )


def test_text_is_cleaned():
    """What a bot sends is cleaned here: subject, names, tags and texts."""
    data = {
        "subject": "a\x1b[31mb\nc",
        "tags": ["\u202evip"],
        "customer": {"name": "A\x07da"},
        "messages": [{"text": "x\x1b]0;t\x07y", "author": {"kind": "bot", "name": "N\u200bova"}}],
    }
    intake = parse(data, NOW)
    assert (intake.subject, intake.tags, intake.customer.name) == ("ab c", ("vip",), "Ada")
    assert intake.messages[0].text == "xy"
    assert intake.messages[0].author.name == "Nova"


@given(st.datetimes(timezones=st.just(UTC)))
def test_times(at):
    """A time written is read back to the millisecond."""
    read = parse_time(format_time(at))
    assert read == at.replace(microsecond=at.microsecond // 1000 * 1000)


def test_time_form():
    """Times are RFC 3339 in UTC; milliseconds stand only where there are any."""
    assert format_time(NOW) == "2026-03-02T09:00:00Z"
    assert format_time(NOW.replace(microsecond=250_000)) == "2026-03-02T09:00:00.250Z"


def test_written_messages_are_read_back():
    """What is exported can be imported: the same messages."""
    said = message("agent", 3, text="Hello", visibility=Visibility.INTERNAL)
    data = json.loads(json.dumps(message_data(said)))
    assert parse({"messages": [data]}, NOW).messages == (said,)
    assert message_data(message(event=True))["event"] is True
