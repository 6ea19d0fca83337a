"""What the own desk's adapter builds and reads, without a desk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from console import errors
from console.domain.changes import (
    Assign,
    Change,
    Claim,
    Outcome,
    OutcomeKind,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
)
from console.domain.models import Attachment, Person, Priority, Ref, Status, Visibility
from console.helpdesk.warmline import (
    Warmline,
    build_path,
    build_write,
    identity_headers,
    parse_conflict,
)
from console.http import Endpoint, Http

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PATH = "/v1/conversations/c1"


def outgoing(change: Change, **fields: Any) -> Outgoing:
    """Make an outgoing change of conversation c1."""
    return Outgoing(key="k1", ref=Ref("desk", "c1"), change=change, made_at=AT, due_at=AT, **fields)


@pytest.mark.parametrize(
    ("change", "method", "path", "body"),
    [
        (Claim(), "POST", f"{PATH}/claim", {}),
        (Assign(Person("bo", "Bo")), "PATCH", PATH, {"assignee": "bo", "seen_version": 4}),
        (Assign(None), "PATCH", PATH, {"assignee": None, "seen_version": 4}),
        (
            SetStatus(Status.SNOOZED, AT),
            "PATCH",
            PATH,
            {"status": "snoozed", "snoozed_until": "2026-03-01T09:00:00Z", "seen_version": 4},
        ),
        (SetPriority(Priority.LOW), "PATCH", PATH, {"priority": "low", "seen_version": 4}),
        (SetTags(("a",), ("b",)), "PATCH", PATH, {"tags_add": ["a"], "tags_remove": ["b"]}),
        (
            Reply("Hi", Visibility.PUBLIC),
            "POST",
            f"{PATH}/messages",
            {"text": "Hi", "visibility": "public", "seen": "m9", "expect_assignee": "ann"},
        ),
        (
            Reply("Hi", Visibility.INTERNAL, (Attachment("", "a.txt", "text/plain", 1, b"a"),)),
            "POST",
            f"{PATH}/messages",
            {
                "text": "Hi",
                "visibility": "internal",
                "attachments": [{"name": "a.txt", "type": "text/plain", "content_base64": "YQ=="}],
            },
        ),
    ],
)
def test_build_write(change: Change, method: str, path: str, body: dict[str, Any]):
    """Each change is one request; only what may be outdated carries what the agent saw."""
    item = outgoing(change, seen_version="4", seen_message="m9", seen_assignee="ann")
    assert build_write(item) == (method, path, body)


def test_build_without_sight():
    """An agent who saw no version names none; one who saw no customer message says so."""
    assert build_write(outgoing(SetPriority(Priority.LOW)))[2] == {"priority": "low"}
    body = build_write(outgoing(Reply("Hi", Visibility.PUBLIC)))[2]
    assert body == {"text": "Hi", "visibility": "public", "seen": "", "expect_assignee": ""}


@pytest.mark.parametrize(
    ("ident", "path"),
    [("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("a.b", "a.b"), ("?#%ø", "%3F%23%25%C3%B8")],
)
def test_build_path(ident: str, path: str):
    """No id leads anywhere but to itself."""
    assert build_path("peek", ident) == f"/v1/peek/{path}"


def test_identity_headers():
    """Names of any script travel in ASCII."""
    headers = identity_headers(Person("jø/rg", "Jørg 李"))
    assert all(value.isascii() and "\n" not in value for value in headers.values())


@pytest.mark.parametrize("data", [None, [], "x", {}, {"detail": {"a": 1}}])
def test_conflict_without_words(data: Any):
    """A refusal without words still has a sentence."""
    assert parse_conflict(data, claim=True).kind is OutcomeKind.REJECTED
    held = parse_conflict(data, claim=False)
    assert held.kind is OutcomeKind.HELD
    assert held.reason


def answering(status: int, body: bytes, **options: Any) -> Warmline:
    """Connect to a server that answers everything alike."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return Warmline("desk", Http(Endpoint("http://desk.test", app=app), **options))


@pytest.mark.parametrize(
    ("status", "data", "expected"),
    [
        (409, {"detail": "Bo has taken it."}, Outcome.held("Bo has taken it.")),
        (500, {"detail": "x"}, OutcomeKind.UNKNOWN),
        (503, {"detail": "x"}, OutcomeKind.UNKNOWN),
        (403, {"detail": "Not you."}, OutcomeKind.REJECTED),
        (404, {"detail": "Gone."}, OutcomeKind.REJECTED),
        (413, {"detail": "Too long."}, OutcomeKind.REJECTED),
        (422, {"detail": "text: is empty"}, OutcomeKind.REJECTED),
        (201, {"message": {"id": "m1"}}, Outcome.applied("m1")),
        (200, {"conversation": {}}, Outcome.applied()),
    ],
)
async def test_push_outcomes(status: int, data: Any, expected: Outcome | OutcomeKind):
    """Each answer is one outcome, in the server's words, by exactly one request."""
    desk = answering(status, json.dumps(data).encode())
    outcome = await desk.push(outgoing(Reply("Hi", Visibility.PUBLIC)))
    await desk.aclose()
    assert desk.http.requests == 1
    if isinstance(expected, Outcome):
        assert outcome == expected
    else:
        assert outcome.kind is expected
        assert data["detail"] in outcome.reason


async def test_answer_that_is_no_api():
    """Words that are no JSON leave it unknown whether the write was carried out."""
    desk = answering(200, b"<html>Log in</html>")
    outcome = await desk.push(outgoing(Claim()))
    await desk.aclose()
    assert outcome.kind is OutcomeKind.UNKNOWN


async def test_lost_claim_is_settled():
    """A claim that somebody else won is rejected by name."""
    desk = answering(409, b'{"detail":"Bo Agent has taken it.","reason":"assignee"}')
    outcome = await desk.push(outgoing(Claim()))
    await desk.aclose()
    assert outcome == Outcome.rejected("Bo Agent has taken it.")


@pytest.mark.parametrize(
    ("status", "error"), [(401, errors.Unauthorized), (429, errors.RateLimited)]
)
async def test_push_raises(status: int, error: type[Exception]):
    """What was surely not carried out, and can go later, is raised."""
    desk = answering(status, b"{}")
    with pytest.raises(error):
        await desk.push(outgoing(Claim()))
    await desk.aclose()


async def test_read_only():
    """Open for reading only, no change leaves."""
    desk = answering(200, b"{}", read_only=True)
    with pytest.raises(errors.ReadOnly):
        await desk.push(outgoing(Claim()))
    assert desk.http.requests == 0


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b'"x"', b'{"ids": 5, "id": {}}'])
async def test_another_api(body: bytes):
    """Answers of something else raise BadAnswer from every reading."""
    desk = answering(200, body)

    async def walk() -> list[Any]:
        return [batch async for batch in desk.changes("")]

    readings = [
        desk.me(),
        walk(),
        desk.ids(),
        desk.thread("c1"),
        desk.peek("c1"),
        desk.agents(),
        desk.knowledge(),
        desk.find(outgoing(Claim()), frozenset()),
    ]
    for reading in readings:
        with pytest.raises(errors.BadAnswer):
            await reading
    await desk.aclose()
