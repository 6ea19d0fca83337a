"""Every address of the desk: what it does, takes and answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from console.server import (
    changes,
    conversations,
    history,
    idempotency,
    intake,
    knowledge,
    messages,
    updates,
)
from console.server.calls import Call, Done


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one address."""

    method: str
    path: str
    handler: Callable[[Call], Awaitable[Done]]
    summary: str
    answers: Mapping[int, str]
    """Status to the name of a schema; `bytes` is no JSON."""
    takes: str = ""
    """The schema of the body."""
    query: tuple[str, ...] = field(default=())
    from_bot: bool = False
    """Whether the caller is a bot: it is not put in the list of agents."""

    @property
    def writes(self) -> bool:
        """Whether it can change anything."""
        return self.method != "GET"


CONVERSATION = "/v1/conversations/{id:path}"
ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("GET", "/v1/me", conversations.me, "Who the caller is", {200: "Person"}),
    Endpoint("GET", "/v1/agents", conversations.agents, "Who can be assigned to", {200: "Agents"}),
    Endpoint("GET", "/v1/queues", conversations.queues, "Queues with work", {200: "Queues"}),
    Endpoint("GET", "/v1/tags", conversations.tags, "Tags in use", {200: "Tags"}),
    Endpoint("GET", "/v1/ids", conversations.ids, "All that is not done", {200: "Ids"}),
    Endpoint(
        "GET",
        "/v1/changes",
        changes.changes,
        "What changed since a cursor",
        {200: "Changes", 410: "Refusal", 422: "Refusal"},
        query=("since", "limit"),
    ),
    Endpoint(
        "GET",
        "/v1/conversations",
        conversations.listing,
        "Conversations, the last changed first",
        {200: "Listing", 422: "Refusal"},
        query=(
            "status",
            "priority",
            "queue",
            "assignee",
            "customer",
            "tag",
            "before",
            "limit",
        ),
    ),
    # An id may hold slashes: the longer addresses stand first.
    Endpoint(
        "POST",
        f"{CONVERSATION}/messages",
        messages.say,
        "Say something, to the customer or to colleagues",
        {201: "Said", 404: "Refusal", 409: "Stale", 422: "Refusal"},
        takes="NewMessage",
    ),
    Endpoint(
        "POST",
        f"{CONVERSATION}/claim",
        updates.claim,
        "Take what nobody has",
        {200: "Changed", 404: "Refusal", 409: "Stale"},
    ),
    Endpoint(
        "GET",
        CONVERSATION,
        conversations.show,
        "One conversation whole",
        {200: "WholeConversation", 404: "Refusal"},
    ),
    Endpoint(
        "PATCH",
        CONVERSATION,
        updates.patch,
        "Change status, snooze, priority, assignee, tags",
        {200: "Changed", 404: "Refusal", 409: "Stale", 422: "Refusal"},
        takes="Patch",
    ),
    Endpoint(
        "GET",
        "/v1/peek/{id:path}",
        conversations.peek,
        "What must be known before something is said",
        {200: "Peek", 404: "Refusal"},
    ),
    Endpoint(
        "GET",
        "/v1/customers/{id:path}",
        conversations.customer,
        "A customer and their conversations",
        {200: "WholeCustomer", 404: "Refusal"},
    ),
    Endpoint(
        "GET",
        "/v1/history",
        history.history,
        "The newest conversations of a customer whole, done ones included",
        {200: "History", 404: "Refusal", 422: "Refusal"},
        query=("customer", "limit"),
    ),
    Endpoint(
        "GET",
        "/v1/attachments/{id}",
        conversations.attachment,
        "The bytes of an attachment",
        {200: "bytes", 404: "Refusal"},
    ),
    Endpoint(
        "GET", "/v1/knowledge", knowledge.listing, "Macros and articles", {200: "KnowledgeList"}
    ),
    Endpoint(
        "POST",
        "/v1/knowledge",
        knowledge.create,
        "Add a macro or an article",
        {201: "Knowledge", 422: "Refusal"},
        takes="NewKnowledge",
    ),
    Endpoint(
        "POST",
        "/v1/intake",
        intake.intake,
        "Hand an escalation over, with its transcript",
        {200: "Taken", 201: "Taken", 409: "Refusal", 422: "Refusal"},
        takes="Intake",
        from_bot=True,
    ),
    Endpoint(
        "POST",
        "/v1/intake/batch",
        intake.batch,
        "Hand many escalations over at once",
        {200: "TakenMany", 422: "Refusal"},
        takes="IntakeBatch",
        from_bot=True,
    ),
    Endpoint(
        "GET",
        "/v1/writes/{key:path}",
        idempotency.outcome,
        "What became of the write with a key",
        {200: "Write", 404: "Refusal"},
    ),
)
