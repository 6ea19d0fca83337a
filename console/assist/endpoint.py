"""A model behind an endpoint as an assistant: its words are data, checked before they are shown."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import NamedTuple

from console.assist import Assistant
from console.assist.asking import Asking
from console.assist.judging import judged, marked, summary
from console.assist.marking import Span
from console.assist.parsing import NotUsable, Written, bare, card_in, drafts_in
from console.assist.prompts import (
    CARD_PROMPT,
    DRAFT_PROMPT,
    REWRITE_PROMPT,
    REWRITES,
    card_prompt,
    draft_prompt,
    public,
    repair_prompt,
    rewrite_prompt,
    usable,
)
from console.assist.redaction import MASK, Table, names_in, redact, restore
from console.assist.tongue import other_tongue
from console.domain.handoff import Card, Case, Provenance, Reading
from console.domain.models import AuthorKind, Knowledge
from console.domain.sentiment import Arc
from console.domain.suggestion import Suggested, Suggestion
from console.errors import AssistError

__all__ = ["Model", "Terms", "key"]

LONGEST_ANSWER = 16_000
"""Characters of drafts that are read; more is not what was asked for."""
STEP = 24
"""New characters after which drafts that are still coming are shown anew; more for long ones."""
CARD_HEAT, DRAFT_HEAT = 0.0, 0.4
SCORES = (0.8, 0.7, 0.6)
"""Of the drafts in the model's own order: it knows no measure that could be compared."""


class Terms(NamedTuple):
    """What an endpoint is told, and how much."""

    redact: bool = True
    """Whether personal data is replaced before it leaves."""
    room: int = 6_000
    """Tokens that a question may take, about."""
    tone: str = ""
    """How the team writes."""


def key(case: Case, maker: str, prompt: str) -> tuple[str, str, str, str]:
    """Give what a result is kept under: escalation, newest message, maker, prompt version."""
    return (case.id, case.newest, maker, prompt)


def _now() -> datetime:
    return datetime.now(UTC)


def _fence() -> str:
    return secrets.token_hex(8)


class Model:
    """An `Assistant`; it has no tools, and what it says of facts is held against the messages."""

    prompts = (CARD_PROMPT, DRAFT_PROMPT, REWRITE_PROMPT)

    def __init__(
        self,
        asking: Asking,
        terms: Terms = Terms(),  # noqa: B008  a value
        *,
        base: Assistant | None = None,
        clock: Callable[[], datetime] = _now,
        fence: Callable[[], str] = _fence,
    ) -> None:
        """Take the server; moods and arc are those that `base` reads."""
        self.asking = asking
        self.terms = terms
        self.base = base
        self.clock = clock
        self.fence = fence

    @property
    def name(self) -> str:
        """The model and where it is."""
        return self.asking.maker

    async def read(self, case: Case) -> Reading:
        """Make the card; an answer in no usable form is asked for once more."""
        if not case.messages:
            raise AssistError("The conversation has no messages.")
        data = self._data(case)
        prompt = card_prompt(case, self.fence(), data.hide, self.terms.room)
        until = self.asking.deadline()
        answer = await self.asking.whole(prompt, CARD_HEAT, until)
        try:
            card = card_in(answer, case, data.back)
        except NotUsable as why:
            again = repair_prompt(prompt, str(why))
            answer = await self.asking.whole(again, CARD_HEAT, until)
            try:
                card = card_in(answer, case, data.back)
            except NotUsable as error:
                said = f"{self.asking.name} did not answer with a card, twice: {error}."
                raise AssistError(said) from None
        card = judged(data.known(card), case)
        base = await self.base.read(case) if self.base is not None else None
        made = Provenance(self.name, prompt.version, prompt.read, self.clock())
        return Reading(
            card,
            base.moods if base else (),
            base.arc if base else Arc(),
            summary(card),
            made,
        )

    async def draft(
        self, case: Case, candidates: Sequence[Knowledge]
    ) -> AsyncGenerator[Suggested, None]:
        """Make drafts from what the customer has seen and from public knowledge."""
        data = self._data(case)
        prompt = draft_prompt(
            case, candidates, self.fence(), data.hide, self.terms.room, self.terms.tone
        )
        known = usable(candidates)
        text, shown = "", 0
        until = self.asking.deadline()
        async with aclosing(self.asking.pieces(prompt, DRAFT_HEAT, until)) as pieces:
            async for piece in pieces:
                text += piece
                self._bounded(text)
                if len(text) - shown >= max(STEP, len(text) // 16):
                    shown = len(text)
                    # A line that begins as a heading is not known until it ends.
                    coming = text.rpartition("\n")[0] if "@" in text.rpartition("\n")[2] else text
                    if made := self._suggestions(drafts_in(coming), case, known, data, whole=False):
                        yield Suggested(made)
        made = self._suggestions(drafts_in(text), case, known, data, whole=True)
        if not made:
            raise AssistError(f"{self.asking.name} answered with no draft.")
        yield Suggested(made)

    async def rewrite(self, case: Case, draft: str, how: str) -> AsyncGenerator[str, None]:
        """Write a draft anew; raise ValueError for a way that is none of REWRITES."""
        if how not in REWRITES:
            raise ValueError(how)
        data = self._data(case)
        prompt = rewrite_prompt(case, draft, how, self.fence(), data.hide, self.terms.tone)
        text, shown = "", 0
        until = self.asking.deadline()
        async with aclosing(self.asking.pieces(prompt, DRAFT_HEAT, until)) as pieces:
            async for piece in pieces:
                text += piece
                self._bounded(text)
                if len(text) - shown >= STEP and (words := bare(text)):
                    shown = len(text)
                    yield restore(words, data.table, whole=False).text
        words = data.back(bare(text))
        if not words:
            raise AssistError(f"{self.asking.name} answered nothing.")
        yield words

    async def aclose(self) -> None:
        """Close the connections."""
        await self.asking.http.aclose()

    def _data(self, case: Case) -> _Data:
        table = Table([*names_in(case)]) if self.terms.redact else None
        return _Data(table)

    def _bounded(self, text: str) -> None:
        if len(text) > LONGEST_ANSWER:
            raise AssistError(f"{self.asking.name} answered far more than was asked for.")

    def _suggestions(
        self,
        written: Sequence[Written],
        case: Case,
        known: Sequence[Knowledge],
        data: _Data,
        *,
        whole: bool,
    ) -> tuple[Suggestion, ...]:
        seen = public(case)
        said = [m.text for m in seen.messages if m.author.kind is AuthorKind.CUSTOMER]
        cited = {f"K{number}": each for number, each in enumerate(known, 1)}
        out = []
        for place, one in enumerate(written):
            last = place == len(written) - 1
            text = restore(one.text, data.table, whole=whole or not last).text
            source = cited.get(one.source)
            note = other_tongue(text, "\n".join(said[-3:])) if whole else ""
            out.append(
                Suggestion(
                    text,
                    f"{source.kind}:{source.id}" if source else f"model:{self.asking.model}",
                    SCORES[place],
                    " · ".join(part for part in (source.title if source else "", note) if part),
                    marks=data.marks(text, seen, source.text if source else ""),
                    maker=self.name,
                    newest=case.newest,
                )
            )
        return tuple(out)


class _Data:
    """The personal data of one call: out on the way there, in on the way back."""

    def __init__(self, table: Table | None) -> None:
        self.exempt = table is None
        self.table = table or Table()
        self._marks: dict[tuple[str, str], tuple[Span, ...]] = {}

    def hide(self, text: str) -> str:
        return text if self.exempt else redact(text, self.table)

    def back(self, text: str) -> str:
        return restore(text, self.table).text

    def marks(self, text: str, case: Case, source: str) -> tuple[Span, ...]:
        """Mark a draft; while a later one is still coming, those before it stay as they are."""
        if (text, source) not in self._marks:
            self._marks[text, source] = marked(text, case, [source] if source else [])
        return self._marks[text, source]

    def known(self, card: Card) -> Card:
        """Mark as unsupported what holds a placeholder that stands for nothing."""
        if self.exempt:
            return card
        items = (
            item._replace(supported=False) if MASK.search(f"{item.text} {item.value}") else item
            for item in card.items
        )
        return card._replace(items=tuple(items))
