"""A queue of its own on the shared Request Tracker, with everyone around it."""

from __future__ import annotations

import asyncio
import contextlib
import email.policy
import json
import mailbox
import socket
import uuid
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any

from console.domain.changes import Outcome, SetTags
from console.domain.models import AuthorKind, Priority, Status, Visibility
from console.helpdesk.rt import RequestTracker, RtSettings
from console.http import Endpoint, Http
from tests.helpdesk.bench import TALK, Bench, FaultyHttp, Said
from tests.helpdesk.steps import push
from tests.rt.server import RtServer


class RtBench(Bench):
    """A Request Tracker with a queue nobody else uses."""

    kinds = frozenset(AuthorKind) - {AuthorKind.SYSTEM}
    statuses = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.RESOLVED})
    priorities = frozenset(Priority)
    # One that writes and one that reads again; tags are read before as well.
    costs: Mapping[str, int] = {
        **dict.fromkeys(("claim", "reply", "assign", "status"), 2),
        "priority": 2,
        "tags": 3,
    }

    def __init__(self, server: RtServer) -> None:
        """Open nothing yet: `open` does."""
        self.server = server
        self.queue = f"Desk {uuid.uuid4().hex[:12]}"
        self.settings = RtSettings(
            user="agent",
            password=server.password,
            queues=(self.queue,),
            bots=("bot@example.com",),
            articles=("General",),
            internal_articles=("Internal",),
            macros=("Macros",),
        )
        self.http = self.faulty(server.url)
        self.helpdesk = RequestTracker("rt", self.http, self.settings)
        self.rival = self.connect(user="agent2")
        self.outside = {name: self.rest(name) for name in ("root", "agent", "agent2", "bot")}
        self.before: dict[str, set[str]] = {}
        """Ids of the mails sent to each ticket's customer while it was made."""
        self.addresses: dict[str, str] = {}
        self.sockets: list[socket.socket] = []

    @staticmethod
    def faulty(url: str, timeout: float = 60) -> FaultyHttp:
        """Make an Http whose answers can be lost, but for the login's."""
        http = FaultyHttp(Endpoint(url, timeout=timeout))
        http.harmless = ("/NoAuth/",)
        return http

    def connect(self, url: str = "", timeout: float = 60, **settings: Any) -> RequestTracker:
        """Connect once more, with other settings."""
        http = self.faulty(url or self.server.url, timeout)
        return RequestTracker("rt", http, replace(self.settings, **settings))

    def rest(self, name: str) -> Http:
        """Speak REST2 as somebody, without the adapter."""
        token = self.server.tokens[name]
        headers = {"Authorization": f"token {token}"}
        return Http(Endpoint(f"{self.server.url}/REST/2.0", headers=headers, timeout=60))

    async def queue_id(self) -> int:
        """Give RT's number of the queue."""
        return int((await self.as_("root", "GET", f"/queue/{self.queue}"))["id"])

    async def open(self) -> None:
        """Make the queue."""
        await self.as_("root", "POST", "/queue", {"Name": self.queue, "SLADisabled": 1})

    async def aclose(self) -> None:
        """Close all connections."""
        for desk in (self.helpdesk, self.rival):
            await desk.aclose()
        for http in self.outside.values():
            await http.aclose()
        for one in self.sockets:
            one.close()

    async def as_(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """Make a request as somebody."""
        answer = await self.outside[name].request(method, path, json=body)
        return answer.json()

    async def mail(
        self, sender: str, subject: str, said: Said | str, *, html: str = "", **headers: str
    ) -> None:
        """Send a mail to the queue, as rt-mailgate does."""
        said = said if isinstance(said, Said) else Said(AuthorKind.CUSTOMER, said)
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender, subject
        mail["To"] = "support@example.com"
        mail["Message-ID"] = f"<{uuid.uuid4()}@example.com>"
        for key, value in headers.items():
            mail[key] = value
        mail.set_content(said.text, cte="8bit")
        if html:
            mail.add_alternative(html, subtype="html")
        for file in said.attachments:
            kind, _, sub = file.type.partition("/")
            mail.add_attachment(file.content, maintype=kind, subtype=sub, filename=file.name)
        raw = mail.as_bytes(policy=email.policy.SMTPUTF8.clone(linesep="\n", utf8=False))
        http = Http(Endpoint(self.server.url, timeout=60))
        answer = await http.request(
            "POST",
            "/REST/1.0/NoAuth/mail-gateway",
            data={"action": "correspond", "queue": self.queue, "SessionType": "REST"},
            files=[("message", (None, raw, "application/octet-stream"))],
        )
        await http.aclose()
        assert answer.text.startswith("ok"), answer.text

    async def escalate(
        self,
        messages: Sequence[Said] = TALK,
        *,
        subject: str = "Late parcel",
        tags: Sequence[str] = (),
        customer: str = "Ann Example",
    ) -> str:
        """Let a customer write a mail, and the others answer it."""
        address = f"ann.{uuid.uuid4().hex[:12]}@example.com"
        return await self._escalate(messages, subject, tags, f"{customer} <{address}>", address)

    async def returns(self, ident: str, subject: str) -> str:
        """Let the customer write a new mail, which is no answer to anything."""
        address = self.addresses[ident]
        return await self._escalate(TALK, subject, (), f"Ann Example <{address}>", address)

    async def _escalate(
        self, messages: Sequence[Said], subject: str, tags: Sequence[str], sender: str, address: str
    ) -> str:
        first, *rest = messages
        if first.kind is AuthorKind.CUSTOMER:
            await self.mail(sender, subject, first)
            query = f"Requestor.EmailAddress = '{address}'"
            asked = query.replace(" ", "+").replace("'", "%27")
            path = f"/tickets?orderby=id&order=DESC&query={asked}"
            ident = (await self.as_("root", "GET", path))["items"][0]["id"]
        else:
            body = {
                "Queue": self.queue,
                "Subject": subject,
                "Requestor": address,
                "Content": first.text,
                "ContentType": "text/plain",
            }
            ident = (await self.as_(self._voice(first), "POST", "/ticket", body))["id"]
        ident = str(ident)
        self.addresses[ident] = address
        for said in rest:
            await self._say(ident, said)
        if tags:
            await self.as_("bot", "PUT", f"/ticket/{ident}", {"CustomFields": {"Labels": [*tags]}})
        self.before[ident] = {key for key, _ in self._mails(ident)}
        return ident

    @staticmethod
    def _voice(said: Said) -> str:
        return "bot" if said.kind is AuthorKind.BOT else "agent2"

    async def _say(self, ident: str, said: Said) -> None:
        if said.kind is AuthorKind.CUSTOMER:
            await self.customer_says(ident, said.text)
            return
        verb = "correspond" if said.visibility is Visibility.PUBLIC else "comment"
        body = {"Content": said.text, "ContentType": "text/plain"}
        await self.as_(self._voice(said), "POST", f"/ticket/{ident}/{verb}", body)

    async def escalate_many(self, count: int) -> None:
        """Make tickets inside RT, without its scrips and mails."""
        await asyncio.to_thread(self.server.run, "many.pl", self.queue, str(count))

    async def customer_says(self, ident: str, text: str) -> None:
        """Let the customer mail again."""
        await self.mail(self.addresses[ident], f"Re: [example.com #{ident}] Late parcel", text)

    async def teach(self, kind: str, title: str, text: str) -> None:
        """Write an article, in the class that makes it a macro or not."""
        group = "Macros" if kind == "macro" else "General"
        body = {"Class": group, "Name": f"{title}", "CustomFields": {"Content": text}}
        query = json.dumps([{"field": "Name", "operator": "=", "value": title}])
        found = await self.as_("root", "POST", "/articles", json.loads(query))
        for one in found["items"]:
            await self.as_("root", "PUT", f"/article/{one['id']}", {"Name": uuid.uuid4().hex})
        await self.as_("root", "POST", "/article", body)

    def _sent(self) -> list[Message]:
        """Read all mails from RT's own mailbox."""
        mails: list[Message] = []
        for path in sorted((self.server.folder / "var").glob("*.mbox")):
            with contextlib.closing(mailbox.mbox(path, create=False)) as box:
                mails += box
        return mails

    def _mails(self, ident: str) -> list[tuple[str, str]]:
        """Give the texts of all mails to a ticket's customer, each with its id."""
        return [
            (str(mail["Message-ID"]), mail_text(mail))
            for mail in self._sent()
            if self.addresses[ident] in _to(mail) and f"#{ident}]" in str(mail["Subject"])
        ]

    def mailed_to(self, text: str) -> set[str]:
        """Give who was mailed a text."""
        return {one for mail in self._sent() if text in mail_text(mail) for one in _to(mail)}

    async def public_mail(self, ident: str) -> list[str]:
        """Give the texts that reached the customer since the escalation was made."""
        return [text for key, text in self._mails(ident) if key not in self.before[ident]]

    async def lose_answer(self, work: Awaitable[Outcome]) -> Outcome:
        """Lose the answers to writes while `work` is done."""
        return await self.http.lose(work)

    async def partly(self, ident: str) -> Outcome | None:
        """Set two tags where the field takes one."""
        desk = self.connect(tags_field="Region")
        try:
            return await push(desk, ident, SetTags(("north", "south")))
        finally:
            await desk.aclose()

    def stranger(self) -> RequestTracker:
        """Connect with a wrong password."""
        return self.connect(password="not the password")

    def absent(self) -> RequestTracker:
        """Connect to where nobody listens."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        return self.connect(url)

    def silent(self) -> RequestTracker:
        """Connect to a socket that nobody accepts from."""
        server = socket.create_server(("127.0.0.1", 0))
        self.sockets.append(server)
        return self.connect(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=0.2)


def _to(mail: Message) -> set[str]:
    headers = [str(mail[name]) for name in ("To", "Cc", "Bcc") if mail[name]]
    return {address for _, address in getaddresses(headers)}


def mail_text(mail: Message) -> str:
    """Give a mail's plain text."""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            return part.get_payload(decode=True).decode("utf-8", "replace")
    return ""
