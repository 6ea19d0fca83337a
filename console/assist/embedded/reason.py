"""Find why the bot handed over: in its record, or in what was said before people came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from console.domain.handoff import REASONS, Item, Slot
from console.domain.models import AuthorKind, Handoff
from console.domain.sentences import Turn


@cache
def _record() -> dict[str, re.Pattern[str]]:
    """Give the words of a bot's record for each category, in the order they are tried."""
    return {
        "customer_request": re.compile(
            r"\b(?:customer|user|guest|caller|client|they|he|she)?.{0,12}\b(?:asks?|asked|asking"
            r"|wants?|wanted|requests?|requested|demand\w*|insist\w*|prefers?)\b.{0,24}\b(?:human"
            r"|person|agent|people|someone|somebody|manager|supervisor|staff|colleague|twice)\b"
            r"|human requested|agent requested|wants a person|\bpersona\b|mensch"
            r"|\b(?:customer|user|caller|guest|client) (?:asks?|asked|wants?) (?:for"
            r"|to see) (?:an? "
            r"|the )?(?:\w+ist|doctor|nurse|lawyer|specialist|librarian|engineer|else)\b"
            r"|\b(?:möchte|will|verlangt|wünscht|pide|quiere|demande|veut|chiede|vuole"
            r"|wil)\b.{0,20}"
            r"\b(?:mitarbeiter\w*|kolleg\w*|agente|humano|humain|conseiller|operatore|medewerker)\b"
        ),
        "distress": re.compile(
            r"\b(?:distress\w*|upset|angry|anger|emotional|urgent need|vulnerable|emergenc\w*"
            r"|complaint about|stranded|threat\w* to (?:self|harm)|crying|abus\w*|furious"
            r"|frustrat\w*|escalated mood|missed (?:appointment|visit)s?|safeguarding"
            r"|very unhappy|in need|medical complaint)\b"
        ),
        "tool_failure": re.compile(
            r"\b(?:tool|api|system|service|lookup|integration|backend|back end|database|endpoint"
            r"|remote\w*|unlock|connection)\b.*\b(?:fail\w*|time(?:d)? ?out|error|down"
            r"|unavailable|no answer|not (?:answer|respond|reach|available)\w*|broken|offline)\b"
            r"|\b(?:provider|mail|payment|photo|print\w*|file|search|map|image|document)\b.{0,12}"
            r"\b(?:error|down|unavailable|fail\w*|not load\w*)\b"
            r"|\btimed? ?out\b|\bcould not .* remotely|\b(?:http|error|status|code):? 5\d\d\b"
            r"|\bexception\b|not reachable"
            r"|unreachable|crashed"
        ),
        "policy_restriction": re.compile(
            r"\b(?:not allowed|not permitted|may not|must not|policy|limit|above my|over \d+"
            r"|exceeds?|au-delà|por encima|über (?:dem|meinem) limit|nicht erlaubt|may grant"
            r"|approval|authori[sz]\w*|waive|exception|outside (?:of )?(?:the )?\d+"
            r"|after \d+ days|legal|compliance|restrict\w*|forbidden|health question|dispute"
            r"|adjuster|refund outside|only (?:a|staff|humans?)|sign-?off|goes? to a person)\b"
        ),
        "missing_knowledge": re.compile(
            r"\b(?:no (?:article|answer|information|procedure|entry|match|knowledge|data|idea)"
            r"|unknown|not (?:in (?:the )?(?:knowledge|catalogue|kb)|found|known|covered)"
            r"|don't know|do not know|low confidence|without success|out of (?:ideas|suggestions)"
            r"|all steps|nothing found|kein\w* (?:\w+ )?(?:artikel|antwort|wissen)|confidence low"
            r"|exhausted|not in (?:\w+ )?catalogue|aucun\w* (?:article|réponse)|sin respuesta"
            r"|knowledge base|unclear|cannot see|flows)\b"
        ),
        "unsupported_request": re.compile(
            r"\b(?:cannot|can't|can not|could not|unable|not (?:supported|possible|in my tools"
            r"|implemented|able)|unsupported|no (?:tool|flow|function|permission to)"
            r"|needs a person|handled by|outside|out of scope|nicht möglich|no puedo"
            r"|two accounts)\b"
        ),
    }


@cache
def _said() -> dict[str, re.Pattern[str]]:
    """Give the words of messages for each category: the customer's request, the bot's limits."""
    return {
        "customer_request": re.compile(
            r"\b(?:(?:talk|speak|chat|write|get|give|want|need|have|put|pass|connect|transfer|see"
            r"|bring|fetch|demand|prefer|like)\b.{0,40}\b(?:human|person|agent|someone|somebody"
            r"|people|manager|supervisor|representative|rep|operator|adviser|advisor|a real|staff"
            r"|colleague|pulse|him|mensch\w*|persona|humain)"
            r"|(?:human|person|agent|operator|representative|mensch|people) ?(?:please|pls|now"
            r"|bitte)|^(?:a |real |actual |live )*(?:human|agent|person|mensch|operator)\W*$"
            r"|real (?:person|human)|would a person|a person (?:to|with|please)|einen menschen"
            r"|una persona|pásame|un humain)\b"
        ),
        "tool_failure": re.compile(
            r"\b(?:did not (?:answer|go through)|didn't (?:answer|go through)|isn't responding"
            r"|replies \w*\d\w* to me|ne répond pas|not answering|no answer|gave no|timed out"
            r"|time ?out|not respond\w*|could not be (?:started|reached|loaded)|is not available"
            r"|attempt failed|second attempt|system (?:is )?(?:down|not)|service (?:is )?(?:down"
            r"|not|gave)|tools? (?:don't|do not|is|are|doesn't|failed)|can't reach|cannot reach"
            r"|technical (?:problem|error|issue)|went wrong|unavailable|got an error"
            r"|error from)\b"
        ),
        "policy_restriction": re.compile(
            r"\b(?:not (?:allowed|permitted|authori[sz]ed)|(?:may|must) not|can't (?:change a"
            r"|waive|approve|decide|make exceptions)|only (?:a|the|our) [\w ]{2,40}(?:may|can"
            r"|could)|needs? (?:a |an )?(?:\w+ )?(?:manager|approval|supervisor|human)"
            r"|has to be (?:judged|decided|approved|checked)|policy|above (?:£|\$|€|my)"
            r"|decided by|can only be (?:changed|done|made|decided)|legal|my limit"
            r"|data protection|make exceptions|dürfen? nicht|ne peux pas décider|no puedo decidir"
            r"|is outside)\b"
        ),
        "missing_knowledge": re.compile(
            r"\b(?:(?:don't|do not) (?:know|have (?:a |any )?(?:information|description|answer"
            r"|details))|no (?:information|article|procedure|description|further (?:steps|ideas)"
            r"|answer (?:for|to))|found nothing|nothing (?:about|on|in my)"
            r"|not (?:in my (?:catalogue|knowledge|articles)|sure)|out of (?:ideas|suggestions)"
            r"|run out|can't (?:judge|say|tell|give an answer|see the)|cannot (?:judge|say|tell)"
            r"|weiß (?:ich )?nicht|no lo sé|je ne sais)\b"
        ),
        "unsupported_request": re.compile(
            r"\b(?:(?:i'm |i am )?not able|unable|can't|cannot|can not|couldn't|not (?:something"
            r"|possible|among)|no access|not (?:in|part of) my|has to be (?:started|done)"
            r"|are registered by|has to do|nicht (?:umgeleitet|möglich)|kann (?:ich )?nicht"
            r"|von mir nicht|no puedo|ne peux pas)\b"
        ),
        "distress": re.compile(
            r"!!|\b(?:unacceptable|disgust\w*|furious|angry|ashamed|crying|cry|shaking|desperate"
            r"|fed up|sick of|lose my job|fail the|end of my|appall\w*|ridiculous|please help"
            r"|scared|afraid|terrif\w*|panic\w*|emergency|fever|hospital|baby|freez\w*|hurts|pain"
            r"|stranded|nobody came|in tears|disgrace|joke)\b"
        ),
    }


def _loud(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.6 * len(letters)


def category(record: str) -> str:
    """Give the category that the words of a record stand for; empty where none does."""
    low = record.lower().strip().replace("’", "'")
    head = re.split(r"[:,;\s]", low, maxsplit=1)[0]
    if low.replace(" ", "_").replace("-", "_") in REASONS:
        return low.replace(" ", "_").replace("-", "_")
    if head in REASONS:
        return head
    return next((name for name, pattern in _record().items() if pattern.search(low)), "")


def _evidence(name: str, before: Sequence[Turn]) -> tuple[str, str] | None:
    """Give (id, sentence) of the newest message before people came that shows a category."""
    pattern = _said()[name]
    theirs = name in ("customer_request", "distress")
    for turn in reversed(before):
        if turn.kind is AuthorKind.CUSTOMER if theirs else turn.kind is AuthorKind.BOT:
            for sentence in turn.sentences:
                loud = name == "distress" and _loud(sentence.text)
                if (pattern.search(sentence.low) or loud) and turn.public:
                    return turn.message.id, sentence.text
    return None


def reason(turns: Sequence[Turn], handoff: Handoff | None) -> Item | None:
    """Say why it was handed over; None where no record and no bot tells of it."""
    before = _before(turns, handoff)
    if not turns or (handoff is None and not _announced(before)):
        return None
    record = _own_words(handoff) if handoff else ""
    name = category(handoff.reason) or category(handoff.note) if handoff else ""
    if handoff and name == "unsupported_request" and handoff.reason not in REASONS:
        name = _nearer(before) or name
    shown = _evidence(name, before) if name else None
    if not name:
        last = [turn for turn in before if turn.kind is AuthorKind.CUSTOMER][-1:]
        bots = [turn for turn in before if turn.kind is AuthorKind.BOT][-2:]
        for guess, among in (
            ("customer_request", last),
            ("tool_failure", bots),
            ("policy_restriction", bots),
            ("missing_knowledge", bots),
            ("unsupported_request", bots),
            ("distress", last),
        ):
            shown = _evidence(guess, among)
            if shown:
                name = guess
                break
    if not name and not record:
        return None
    if shown:
        text = record or shown[1]
        return Item(Slot.REASON, text, (shown[0],), confidence=0.8, kind=name)
    nearest = _nearest(turns, handoff, before)
    return Item(
        Slot.REASON,
        record or _last(nearest) or name.replace("_", " "),
        (nearest.message.id,),
        confidence=0.6,
        kind=name,
        source="handoff",
    )


def _nearer(before: Sequence[Turn]) -> str:
    """Give what the bot told the customer, where its record only says that it could not."""
    bots = [turn for turn in before if turn.kind is AuthorKind.BOT][-2:]
    guesses = ("policy_restriction", "tool_failure")
    return next((guess for guess in guesses if _evidence(guess, bots)), "")


def _own_words(handoff: Handoff) -> str:
    """Give what the bot wrote down, without the word of the category."""
    parts: list[str] = []
    for part in (handoff.reason, handoff.note):
        head, _, rest = part.strip().partition(" ")
        bare = head.lower().strip(":;,.-–—").replace("-", "_") in REASONS
        said = rest.strip(" :;,-–—") if bare else part.strip()
        if said and said not in parts and said.lower().replace(" ", "_") not in REASONS:
            parts.append(said)
    return "; ".join(parts)


def _last(turn: Turn) -> str:
    """Give the last sentence of a message that says something."""
    return next((s.text for s in reversed(turn.sentences) if not s.question), "")


def _before(turns: Sequence[Turn], handoff: Handoff | None) -> list[Turn]:
    """Give what was said until people took over."""
    out: list[Turn] = []
    for turn in turns:
        if (
            turn.kind is AuthorKind.AGENT
            and turn.public
            and not (handoff and turn.message.at <= handoff.at)
        ):
            break
        out.append(turn)
    if handoff:
        until = [turn for turn in out if turn.message.at <= handoff.at]
        last = until[-1].nth if until else -1
        return until + [t for t in out if t.nth == last + 1 and t.kind is AuthorKind.BOT]
    return out


def _announced(before: Sequence[Turn]) -> bool:
    """Tell whether a bot says that it hands over."""
    return any(
        re.search(
            r"\b(?:handing|passing|transferring|connecting|forwarding|bringing in|take over"
            r"|takes over|colleague|specialist|human|person|member of|our team|staff|joins you"
            r"|queue"
            r"|only (?:be )?(?:\w+ )?by the)\b",
            sentence.low,
        )
        for turn in before[-3:]
        if turn.kind is AuthorKind.BOT
        for sentence in turn.sentences
        if not sentence.low.startswith(("hello", "hi"))
    )


def _nearest(turns: Sequence[Turn], handoff: Handoff | None, before: Sequence[Turn]) -> Turn:
    said = [turn for turn in before or turns if turn.kind is AuthorKind.BOT] or list(
        before or turns
    )
    if handoff is None:
        return said[-1]
    return min(said, key=lambda turn: abs((turn.message.at - handoff.at).total_seconds()))
