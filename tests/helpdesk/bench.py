"""What a helpdesk's own test file gives to the contract suite: the bench it is tried on."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from console import errors
from console.domain.changes import Outcome
from console.domain.models import Attachment, AuthorKind, Priority, Status, Visibility
from console.helpdesk import Helpdesk
from console.http import Answer, Http


@dataclass(frozen=True, slots=True)
class Said:
    """One message of an escalation that a bot hands over."""

    kind: AuthorKind
    text: str
    visibility: Visibility = Visibility.PUBLIC
    name: str = ""
    attachments: tuple[Attachment, ...] = field(default=())


TALK = (
    Said(AuthorKind.CUSTOMER, "My parcel is late.", name="Ann Example"),
    Said(AuthorKind.BOT, "I am sorry. Shall I ask a colleague?", name="Parcel Bot"),
)


class Bench(Protocol):
    """One helpdesk with two agents, its bot, its customers and its faults.

    Subclass it: what has a value here is a default. `escalate` and the rest act from
    outside, as the bot, the customer or an administrator would, never by `helpdesk`.
    """

    helpdesk: Helpdesk
    """Agent one."""
    rival: Helpdesk
    """Agent two, on the same helpdesk."""
    http: Http
    """What `helpdesk` speaks through, for its `requests`."""
    kinds: frozenset[AuthorKind] = frozenset(AuthorKind) - {AuthorKind.SYSTEM}
    """Author kinds that `escalate` can bring into a thread."""
    statuses: frozenset[Status] = frozenset(Status)
    """Statuses it can hold and give back."""
    priorities: frozenset[Priority] = frozenset(Priority)
    many: int = 1_050
    """How many escalations the test of paging makes."""
    lost_cursor: str = "999999999999"
    """A cursor it cannot know."""
    missing_id: str = "999999999"
    """An id no escalation has."""
    costs: Mapping[str, int] = {}
    """The most requests a push takes, by `kind_of(change)`; kinds left out are not counted."""

    async def escalate(
        self,
        messages: Sequence[Said] = TALK,
        *,
        subject: str = "Late parcel",
        tags: Sequence[str] = (),
        customer: str = "Ann Example",
    ) -> str:
        """Make an escalation as the bot would; give its id."""
        ...

    async def returns(self, ident: str, subject: str) -> str:
        """Let the customer of an escalation come with something else (TALK); give its id."""
        ...

    async def escalate_many(self, count: int) -> None:
        """Make `count` escalations by the fastest way there is."""
        for number in range(count):
            await self.escalate(subject=f"Parcel {number}")

    async def customer_says(self, ident: str, text: str) -> None:
        """Let the customer write again."""
        ...

    async def teach(self, kind: str, title: str, text: str) -> None:
        """Make a `macro` or an `article` as an administrator would."""
        ...

    async def public_mail(self, ident: str) -> list[str] | None:
        """Give the texts that reached the customer; None where that cannot be witnessed."""
        return None

    async def lose_answer(self, work: Awaitable[Outcome]) -> Outcome:
        """Await `work`, a push by `helpdesk`, and lose the answer after the helpdesk took it."""
        ...

    async def partly(self, ident: str) -> Outcome | None:
        """Push a change of which only a part succeeds; None where it is all or nothing."""
        return None

    def stranger(self) -> Helpdesk:
        """Connect with credentials that are not accepted."""
        ...

    def absent(self) -> Helpdesk:
        """Connect to where nobody listens."""
        ...

    def silent(self) -> Helpdesk:
        """Connect to a server that takes requests and never answers."""
        ...


class FaultyHttp(Http):
    """An Http that, while `losing`, throws away the answer to each write after it came."""

    losing = False
    harmless: tuple[str, ...] = ()
    """Starts of paths whose answers are never lost: logins."""

    async def _send(self, method: str, path: str, kwargs: dict[str, Any]) -> Answer:
        answer = await super()._send(method, path, kwargs)
        if self.losing and method not in ("GET", "HEAD") and not path.startswith(self.harmless):
            raise errors.NoAnswer(f"The answer to {method} was lost on the way.")
        return answer

    async def lose(self, work: Awaitable[Outcome]) -> Outcome:
        """Await `work` with the answers to its writes lost."""
        self.losing = True
        try:
            return await work
        finally:
            self.losing = False
