"""Find where the customer was told that an AI speaks, and where that a person took over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from console.domain.handoff import Item, Slot
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Give how a machine and how a person introduces itself."""
    return {
        "ai": re.compile(
            r"\ba\.?i\.?\b|\bartificial\b|\b(?:chat|help|order|voice|web|service"
            r"|support)? ?-?bots?\b|\bchatbot\b"
            r"|\b(?:virtual|digital|automat(?:ed|ic)|online|electronic) (?:\w+ )?(?:assistant"
            r"|concierge|agent|helper|answer|reply|system|advis[eo]r|librarian|receptionist"
            r"|service|colleague|response|message)\b"
            r"|\b(?:computer )?program\b(?! (?:is|was|of|runs|for|you))|\bnot (?:a|an actual"
            r"|a real) (?:person|human)\b|\brobot\b|\bassistant software\b|\bsoftware assistant\b"
            r"|\bmachine\b(?=.*\b(?:i'm|i am|answer|assist)|[^a-z]*$)|\bki\b|\bassistent\w*\b"
            r"|\bautomatisch\w*|\basistente (?:virtual|digital|automático)|\bassistant (?:virtuel"
            r"|automatique|numérique)"
            r"|\bassistente (?:virtual\w*|digital\w*|automatic\w*)|\bi(?:'m"
            r"| am) (?:\w+, )?(?:your |the |an? )?(?:[\w']+ ){0,3}(?:assistant)\b"
        ),
        "deny": re.compile(
            r"\b(?:not|no|isn't|never|instead of|away from|off|from) (?:an? |the |our "
            r"|any )?(?:more )?(?:ai|bot|chatbot|robot|machine|program|computer|assistant)\b"
            r"|\b(?:the|our|that|another) (?:chat)?(?:bot|robot|assistant)\b(?! (?:here|of|at"
            r"|for))|\b(?:washing|card|coffee|ticket|vending|cash|answering|sewing|slot) machine"
        ),
        "human": re.compile(
            r"\b(?:human|humans|flesh|real person|actual person|in person|a person"
            r"|member of (?:our |the )?(?:team|staff)|not (?:a|the) (?:bot|robot|machine|program)"
            r"|no bot|no robot|with a pulse|carbon|person now|personally"
            r"|mensch|echte person|vraie personne|en personne|persona real|una persona"
            r"|persona vera|real live|living|\(human\))\b"
        ),
        "joined": re.compile(
            r"\b(?:joined|has taken over|took over|is now (?:chatting|with you|helping)"
            r"|now (?:chatting|speaking|talking|connected) (?:with|to)|assigned to|has entered"
            r"|beigetreten|se ha unido|a rejoint|connected (?:you )?(?:to|with))\b"
        ),
        "intro": re.compile(
            r"\bmy name(?:'s| is)\b|\bthis is \w+|\bi'm (?:\w+[,.]? )?(?:from|the|your|with|at|of"
            r"|a|an|in|one of)\b|\bi am (?:\w+[,.]? )?(?:from|the|your|with|at|of|a|an|one of)\b"
            r"|\b\w+ here\b|\bhere is (?!what|the|your|a\b|an\b|how|my|where|why|some)\w+"
            r"|\bhier ist\b|\bici \w+|\bsoy \w+|\bsono \w+|\bich bin\b"
            r"|\bje suis\b|\bspeaking\b"
            r"|\bi(?:'m| am) \w+[,.]|\bi(?:'ve| have) (?:now )?(?:taken|took) (?:this |it |over)"
            r"|\btaken over\b|\btaking over\b|\byou're (?:through to|talking to|speaking with"
            r"|now with)\b"
            r"|^(?:(?:hi|hello|hey|good \w+|dear|ahoy|evening|morning)[^,.!]{0,40}[,.!] )?"
            r"(?:it's |its )?[a-z][\w-]+(?: [a-z][\w-]+)?,? (?:(?:here|from|of|at|speaking|now)\b"
            r"|(?:[a-z-]+ ){0,4}(?:desk|team|department|manager|librarian|technician|specialist"
            r"|support|adviser|advisor|supervisor|nurse|agent)\b)"
        ),
    }


def _says(sentences: Sequence[Sentence], key: str, most: int = 6) -> Sentence | None:
    pattern = _shapes()[key]
    return next((s for s in sentences[:most] if pattern.search(s.low)), None)


def _machine(turn: Turn) -> Sentence | None:
    shapes = _shapes()
    for sentence in turn.sentences[:8]:
        found = shapes["ai"].search(sentence.low)
        if found and (turn.kind is not AuthorKind.AGENT or " is a " in sentence.low):
            denied = shapes["deny"].search(sentence.low)
            if not denied or denied.end() < found.start() or "not a person" in sentence.low:
                return sentence
    return None


def disclosure(turns: Sequence[Turn]) -> tuple[Item, ...]:
    """Give up to two items: `told_ai` and `told_human`."""
    items: list[Item] = []
    told = next(
        (
            (t, s)
            for t in turns
            if t.public and t.kind is not AuthorKind.CUSTOMER
            for s in (_machine(t),)
            if s
        ),
        None,
    )
    if told:
        items.append(_item("told_ai", *told))
    greeted = begun = False
    for turn in turns:
        if not turn.public or not turn.sentences:
            continue
        sentence: Sentence | None = None
        if turn.kind in (AuthorKind.BOT, AuthorKind.CUSTOMER):
            begun = True
        elif turn.kind is AuthorKind.AGENT and begun:
            sentence = (
                _says(turn.sentences, "human", 3)
                or _says(turn.sentences, "intro", 3)
                or (None if greeted else _named(turn.sentences))
            )
            greeted = True
        elif turn.kind is AuthorKind.SYSTEM:
            sentence = _says(turn.sentences, "joined")
        if sentence:
            items.append(_item("told_human", turn, sentence))
            break
    return tuple(items)


@cache
def _name() -> re.Pattern[str]:
    title = r"(?:(?:Mr|Mrs|Ms|Dr|Herr|Frau|Madame|Monsieur|Dottor\w*)\.? )?"
    name = r"[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+)?"
    return re.compile(
        rf"^(?:[A-ZÀ-Ý][\w ]{{1,24}}?,? )?(?:{title}{name}[,.!:]\s)?(?:(?:It's|it's|Here is|here is"
        rf"|this is|mein Name ist|u spreekt met|soy|sono|je suis|ich bin|I am|I'm) )?{title}{name}"
        r"(?:, (?!you|we\b|it\b|i\b|all\b|thank|sorry|of\b|no\b|yes|that|this|there|please"
        r"|the whole)"
        r"(?:the |our |your )?[a-z][\w' -]{2,40}(?:[.!:]|$)"
        r"| (?:from|of|at|du|de|del|della|dell'|vom|von|van|aus) .*| (?:here|speaking|writing)\b.*)"
        r"|\b(?:mein name ist|u spreekt met|je m'appelle|me llamo|mi chiamo|mi nombre es) \w",
        re.MULTILINE,
    )


def _named(sentences: Sequence[Sentence]) -> Sentence | None:
    """Give the sentence in which an agent's first message names who writes, and what they are."""
    return next((s for s in sentences[:3] if _name().search(s.text)), None)


def _item(kind: str, turn: Turn, sentence: Sentence) -> Item:
    return Item(Slot.DISCLOSURE, sentence.text, (turn.message.id,), kind=kind, confidence=0.9)
