"""How a conversation becomes lines: messages, touchpoints, folded history, what waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from console.desk.thread import Thread
from console.domain.changes import (
    Assign,
    Claim,
    Outgoing,
    Reply,
    SetPriority,
    SetStatus,
    SetTags,
    State,
)
from console.domain.models import AuthorKind, Handoff, Message, Visibility
from console.domain.sentiment import Mood
from console.domain.text import split_quoted
from console.ui.cards import mood_mark
from console.ui.format import brief, ends, strip, wrap

URL = re.compile(r"https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]]")
"""Addresses in a text, without the punctuation that follows them."""
WORD = re.compile(r"\w+")

MARKS = {
    AuthorKind.CUSTOMER: "●", AuthorKind.BOT: "◇", AuthorKind.AGENT: "■", AuthorKind.SYSTEM: "·",
}  # fmt: skip
KIND_WORDS = {
    AuthorKind.CUSTOMER: "customer", AuthorKind.BOT: "bot", AuthorKind.AGENT: "agent",
    AuthorKind.SYSTEM: "system",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One block of a conversation."""

    key: str
    """Stable while the conversation grows: the place is kept by it."""
    message: Message | None = None
    divider: str = ""
    note: str = ""
    events: tuple[Message, ...] = ()
    outgoing: Outgoing | None = None
    mood: Mood | None = None

    def has(self, ident: str) -> bool:
        """Whether a message, or an event, is in this block."""
        return self.key == ident or any(event.id == ident for event in self.events)


def items(thread: Thread) -> list[Item]:
    """Divide a conversation into blocks, oldest first, with its touchpoints between."""
    out: list[Item] = []
    told = thread.told
    moods = {m.message: m for m in told.reading.moods} if told and told.reading else {}
    handoff = thread.entry.escalation.handoff
    handed_over = handoff is None
    met: set[AuthorKind] = set()
    folded: list[Message] = []

    def flush() -> None:
        if folded:
            out.append(Item(f"events {folded[0].id}", events=tuple(folded)))
            folded.clear()

    for said in thread.said:
        message = said.message
        if handoff is not None and not handed_over and message.at > handoff.at:
            flush()
            out.append(_handoff(handoff))
            handed_over = True
        if message.event:
            folded.append(message)
            continue
        flush()
        kind = message.author.kind
        public = message.visibility is Visibility.PUBLIC
        if public and kind in (AuthorKind.BOT, AuthorKind.AGENT) and kind not in met:
            met.add(kind)
            if not thread.more:
                word = "the bot answers" if kind is AuthorKind.BOT else "a person answers"
                name = message.author.name
                named = name and name.casefold() != kind
                out.append(Item(f"touch {kind}", divider=f"{word}: {name}" if named else word))
        out.append(Item(message.id, message=message, mood=moods.get(message.id)))
    flush()
    if handoff is not None and not handed_over:
        out.append(_handoff(handoff))
    out += [Item(row.key, outgoing=row) for row in thread.outgoing]
    return out


def _handoff(handoff: Handoff) -> Item:
    words = [f"{handoff.bot or 'the bot'} handed over"]
    if handoff.reason:
        words.append(handoff.reason.replace("_", " "))
    if handoff.confidence is not None:
        words.append(f"{handoff.confidence:.0%} sure")
    return Item("handoff", divider=" · ".join(words), note=handoff.note)


def clock(at: datetime, now: datetime) -> str:
    """Write when something was said, and how long ago that is."""
    local = at.astimezone()
    today = now.astimezone().date()
    day = "" if local.date() == today else f"{local:%d %b} "
    if local.year != today.year:
        day = f"{local:%d %b %Y} "
    return f"{day}{local:%H:%M} · {brief(now - at)}"


def size_words(size: int) -> str:
    """Write a number of bytes in few cells."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} kB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


class Typesetter:
    """Draws blocks as lines of a width, in the styles of a theme."""

    def __init__(
        self,
        width: int,
        style: Callable[[str], Style],
        now: datetime,
        *,
        quotes: bool,
        events: bool,
    ) -> None:
        """Set the width in cells, and what is folded; `style` gives the style of a role."""
        self.width, self.style, self.now = width, style, now
        self.fold_quotes, self.fold_events = quotes, events
        self.ground = style("text")

    def lines(self, item: Item) -> list[Strip]:
        """Draw a block, with a blank line under it."""
        if item.message is not None:
            return [*self._message(item.message, item.mood), self._blank()]
        if item.outgoing is not None:
            return [*self._outgoing(item.outgoing), self._blank()]
        if item.events:
            return [*self._events(item.events), self._blank()]
        return [*self._divider(item), self._blank()]

    def _blank(self) -> Strip:
        return Strip.blank(self.width, self.ground)

    def _divider(self, item: Item) -> list[Strip]:
        role = "handoff" if item.key == "handoff" else "muted"
        text = f" {item.divider} "
        rule = self.style("rule")
        room = max(0, self.width - 2 - cell_len(text))
        parts = [("──", rule), (text, self.style(role)), ("─" * room, rule)]
        out = [strip(parts, self.width, rule)]
        out += [
            strip([("   " + line, self.style("muted"))], self.width, self.ground)
            for line in (wrap(item.note, self.width - 4) if item.note else ())
        ]
        return out

    def _message(self, message: Message, mood: Mood | None) -> Iterator[Strip]:
        kind = message.author.kind
        internal = message.visibility is Visibility.INTERNAL
        name = message.author.name or KIND_WORDS[kind]
        when = [(clock(message.at, self.now) + " ", self.style("muted"))]
        if mood is not None and mood.level is not None:
            sign, role, word = mood_mark(mood.level)
            doubt = "?" if mood.confidence == "low" else ""
            when.insert(0, (f"{sign} {word}{doubt} · ", self.style(role)))
        if internal:
            head = [(" INTERNAL NOTE ", self.style("note")),
                    (f" {name} · colleagues only", self.style("internal"))]  # fmt: skip
        else:
            head = [(f" {MARKS[kind]} {name}", self.style(kind.value))]
            # "bot · bot" and "Loom (bot) · bot" say it twice.
            if KIND_WORDS[kind] not in WORD.findall(name.casefold()):
                head.append((f" · {KIND_WORDS[kind]}", self.style("muted")))
        yield ends(head, when, self.width, self.ground)
        yield from self._text(message.text, kind.value, internal=internal)
        for file in message.attachments:
            size = size_words(file.size)
            parts = [(" │ ", self.style("rule")), (f"[file] {file.name}", self.style("link")),
                     (f" · {file.type} · {size}", self.style("muted"))]  # fmt: skip
            yield strip(parts, self.width, self.ground)

    def _text(self, text: str, role: str, *, internal: bool) -> Iterator[Strip]:
        fresh, quoted = split_quoted(text)
        bar = " ┃ " if internal else " │ "
        bar_style = self.style("internal" if internal else role)
        body = self.style("note_text" if internal else f"{role}_text" if role != "system" else role)
        fill = body if internal else self.ground
        room = self.width - 4
        for line in wrap(fresh.strip("\n"), room):
            yield strip([(bar, bar_style), *self._linked(line, body)], self.width, fill)
        if not quoted:
            return
        lines = wrap(quoted, room)
        if not self.fold_quotes:
            for line in lines:
                yield strip([(bar, bar_style), (line, self.style("quoted"))], self.width, fill)
        else:
            count = quoted.count("\n") + 1
            word = "line" if count == 1 else "lines"
            folded = f"▸ {count} quoted {word} · u unfolds"
            yield strip([(bar, bar_style), (folded, self.style("quoted"))], self.width, fill)

    def _linked(self, line: str, body: Style) -> Iterator[tuple[str, Style]]:
        if "http" not in line:
            yield line, body
            return
        last = 0
        for match in URL.finditer(line):
            yield line[last : match.start()], body
            yield match[0], body + self.style("link")
            last = match.end()
        yield line[last:], body

    def _events(self, events: tuple[Message, ...]) -> list[Strip]:
        if self.fold_events and len(events) > 2:
            text = f" · {len(events)} events, the last: {events[-1].text} · u unfolds"
            return [strip([(text, self.style("system"))], self.width, self.ground)]
        return [
            ends(
                [(f" · {event.text}", self.style("system"))],
                [(clock(event.at, self.now) + " ", self.style("faint"))],
                self.width,
                self.ground,
            )
            for event in events
        ]

    def _outgoing(self, row: Outgoing) -> list[Strip]:
        said, role = fate(row, self.now)
        if not isinstance(row.change, Reply):
            text = f" ↑ {what(row)} · {said}"
            return [strip([(text, self.style(role))], self.width, self.ground)]
        internal = row.change.visibility is Visibility.INTERNAL
        label = " INTERNAL NOTE " if internal else " ■ You"
        head = [(label, self.style("note" if internal else "agent")),
                (f" · {said}", self.style(role))]  # fmt: skip
        out = [ends(head, [], self.width, self.ground)]
        out += self._text(row.change.text, "agent", internal=internal)
        for file in row.change.attachments:
            parts = [(" │ ", self.style("rule")), (f"[file] {file.name}", self.style("muted"))]
            out.append(strip(parts, self.width, self.ground))
        return out


def what(row: Outgoing) -> str:
    """Say in words what a change does."""
    match row.change:
        case Reply(visibility=visibility):
            return "public reply" if visibility is Visibility.PUBLIC else "internal note"
        case Claim():
            return "take it"
        case Assign(person):
            return f"give it to {person.name}" if person else "give it to nobody"
        case SetStatus(status, until):
            return f"status {status}" + (
                f" until {until.astimezone():%d %b %H:%M}" if until else ""
            )
        case SetPriority(priority):
            return f"priority {priority}"
        case SetTags(add, remove):
            return "tags " + " ".join([*(f"+{tag}" for tag in add), *(f"-{tag}" for tag in remove)])


def fate(row: Outgoing, now: datetime) -> tuple[str, str]:
    """Say in words how far a change has come, and in which role to show it."""
    if row.held:
        return f"HELD: {row.held}", "failed"
    match row.state:
        case State.QUEUED:
            if row.reason:
                return f"waiting to try again: {row.reason}", "warn"
            wait = row.due_at - now
            if wait > timedelta(0):
                return f"leaves at {row.due_at.astimezone():%H:%M:%S}", "queued"
            return "queued", "queued"
        case State.SENDING:
            return "sending", "queued"
        case State.SENT:
            return "sent", "good"
        case State.REJECTED:
            return f"REFUSED: {row.reason}", "failed"
        case State.PARTIAL:
            return f"PARTLY DONE: {row.reason}", "failed"
        case State.UNKNOWN:
            return f"NOT SURE IT ARRIVED: {row.reason}", "failed"


def state_word(row: Outgoing, now: datetime) -> tuple[str, str]:
    """Say in a word or two how far a change has come, and in which role to show it."""
    _, role = fate(row, now)
    if row.held:
        return "HELD", role
    if row.state is State.QUEUED:
        if row.reason:
            return "tries again", role
        return ("can undo" if row.due_at > now else "queued"), role
    words = {State.SENDING: "sending", State.SENT: "sent", State.REJECTED: "REFUSED",
             State.PARTIAL: "PARTLY DONE", State.UNKNOWN: "NOT SURE"}  # fmt: skip
    return words[row.state], role
