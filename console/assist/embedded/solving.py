"""Find what the bot or an agent did to solve the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from console.assist.embedded.steps import Step, pasts, result
from console.assist.embedded.tongues import foreign
from console.domain.models import AuthorKind
from console.domain.sentences import Sentence, Turn


@cache
def _our() -> dict[str, re.Pattern[str]]:
    """Give the shapes in which our side tells what it did to solve the matter."""
    adverbs = (
        r"(?:(?:just|now|already|also|even|in the meantime|meanwhile|manually|gone and|both"
        r"|personally|twice|then|went ahead and"
        r"|gone ahead and|therefore|instead|at once|immediately|today|yesterday|quickly|again"
        r"|finally|myself|and) )*"
    )
    verb = (
        r"(?P<verb>[\w-]+ed|reset|sent|resent|re-sent|frozen|froze|set|put|taken|took|went"
        r"|walked|run|ran|re-?ran|rerun|held|undone|undid|withdrawn|withdrew|rewritten|redone"
        r"|redid|got|made|done|spoken|spoke|rung|rang|written|wrote|let|cut|shut|begun|began"
        r"|overridden|stopped|paid)"
    )
    return {
        "see": re.compile(
            rf"\b(?:i|we)(?:'ve| have)? (?:see|seen|looked|checked|found|read|asked|spoken"
            rf"|had a look)"
            rf"\b.{{2,60}} and (?:(?:have|also|just|then) )*(?P<text>{verb}\b(?P<rest>.*))$"
        ),
        "first": re.compile(rf"\b(?:i|we)(?:'ve| have|'d| had)? {adverbs}{verb}\b(?P<rest>.*)$"),
        "again": re.compile(
            r"\b(?:i'm|i am|we're|we are) (?:now |just )?(?P<verb>sending|resending|trying"
            r"|restarting|resetting|running|pushing|triggering|retrying)\b(?P<rest>.*\b(?:again"
            r"|once more|anew)\b.*)$"
        ),
        "could": re.compile(
            r"\b(?:i|we) (?:couldn't|could not|was not able to|wasn't able to|were unable to"
            r"|was unable to|am unable to|failed to) (?P<verb>re-?\w+|unlock|lift|cancel|stop"
            r"|start|end|push|sync|unblock|block|clear|remove|release|trigger|activate|connect"
            r"|cut|switch|open|close)\b(?P<rest>.*)$"
        ),
        "doing": re.compile(
            r"\b(?:i'm|i am|we're|we are) (?:now |just )?(?P<verb>(?:re-?)?(?:starting|setting"
            r"|booting|running|pushing|refreshing|clearing|unlocking|lifting|syncing|provisioning"
            r"|testing|activating))\b(?P<rest>.*\b(?:now|from here|remotely|from our (?:side"
            r"|end))\b.*)$"
        ),
        "refused": re.compile(
            r"^(?:the |your |our )[\w' -]{3,40}? (?:has |have )?(?P<verb>rejected|refused"
            r"|declined|returned|reports?) (?P<rest>(?:the|your|our|my|an?"
            r"|this) (?:\w+ )?(?:request|try|change|attempt|order|transfer|error|update"
            r"|command)\b.*)$"
        ),
        "attempt": re.compile(
            r"^(?:the |my |our |a )?(?:(?:second|third|next|last|other|first|new|two|both|another"
            r"|remote) )*(?:attempts?|tries|try|re-?try|reset|restart|reboot|test|signal|command"
            r"|diagnosis|check|update|transfer)\b(?P<verb>(?: [\w-]+){0,7}?(?: failed|:| did not"
            r"| didn't| could not| couldn't| was rejected| timed out| was refused| gave"
            r"| without))(?P<rest>.*)$"
        ),
        "tries": re.compile(
            r"^(?:[a-z]+,? ){0,2}?(?P<verb>sending|resending|loading|opening|restarting|resetting"
            r"|refreshing|pushing|searching|unlocking|syncing|connecting|updating|cancelling)\b"
            r"(?P<rest>.{3,70}? (?:failed|fails|did not work|didn't work|does not work|timed out"
            r"|was (?:rejected|refused)|is not possible)\b.*)$"
        ),
        "brief": re.compile(
            r"^(?:(?:ok|okay|done|right|perfect|good|great|sure)[,:.]? )*"
            r"(?!(?:i|we|you|it|if|once|when|not|nothing|no|please|this|that)\b)(?:(?!is |are |was "
            r"|were |has |have |been |be |will |can |not |i |we |you |to )[\w.,€£$-]+ ){1,4}"
            r"(?P<verb>released|cancelled|canceled|refunded|reset|resent|re-sent|unlocked|unblocked"
            r"|lifted|blocked|deleted|removed|restarted|swapped|replaced|reversed|waived|corrected"
            r"|reactivated|activated|cleared|reissued|reprinted|unlinked|enviada?|storniert"
            r"|gesperrt|annulée?)\b(?P<rest>,? ?.{0,30})$"
        ),
        "test": re.compile(
            r"^(?:the |a |our |my )?(?:[\w-]+ )?(?:test|diagnosis|diagnostics|scan|measurement"
            r"|self-test|line check|remote check) (?:of [\w ]+ )?(?P<verb>shows?|showed|found"
            r"|finds|says|came back|reports?|reported)\b(?P<rest>.*)$"
        ),
        "passive": re.compile(
            r"^(?:the|your|my|that|this|and the|\d[\d.,/-]*) ?[\w' -]{2,40}? (?:has been"
            r"|have been|is now|was just|are now|are|have now been|has now been|is) (?:just |now "
            r"|already )?"
            r"(?P<verb>reset|cancelled|canceled|lifted|unblocked|blocked|removed|cleared|deleted"
            r"|frozen|refunded|credited|corrected|changed|updated|activated|deactivated"
            r"|reactivated|extended|switched|replaced|waived|merged|restored|reversed|released"
            r"|unlocked|stopped|fixed|restarted|reopened|suspended|re-?issued)\b(?P<rest>.*)$"
        ),
        "hold": re.compile(
            r"^(?:no, |yes, |ok, )?(?:the|your) [\w -]{2,30}? is (?P<verb>on hold|blocked|frozen"
            r"|paused|cancelled|lifted|unblocked|unlocked)\b(?P<rest>.*(?:now|as of).*)$"
        ),
        "sent": re.compile(
            r"^(?:the|a|an|your|another) (?:new )?(?:remote )?(?:restart|reset|signal|command"
            r"|refresh|reboot|update|re-?sync)(?: [\w-]+){0,3} (?:was|has been"
            r"|have been) (?P<verb>sent|triggered|pushed|started|done|run)\b(?P<rest>.*)$"
        ),
        "note": re.compile(
            r"^(?:i |we |have )?(?:already |just |also |now |manually )?(?P<verb>tried|reset"
            r"|restarted|rebooted|cancelled|canceled|lifted|unblocked|blocked|removed|cleared"
            r"|deleted|frozen|froze|refunded|credited|corrected|activated|deactivated|reactivated"
            r"|extended|switched|swapped|replaced|waived|merged|restored|reversed|released"
            r"|unlocked|stopped|fixed|ended|re-?issued|resent|re-sent|re-?synced|re-?linked"
            r"|disabled|enabled|called|rang|pushed|re-?ran|ran)\b(?P<rest>.*)$"
        ),
        "past": re.compile(
            r"^(?:(?:done|ok|okay|right|so|just|now|already)[,:]? )*(?P<verb>[a-z-]+ed|went"
            r"|reset|ran"
            r"|re-?ran|put|took|rang)\b(?P<rest> .*)$"
        ),
        "no": re.compile(
            r"\b(?:tickets?|cases?|report|notes?|queue|colleagues?|team|specialist|technician"
            r"|appointment|visit|conversation|chat|claim [A-Z\d]|over|front desk|manager"
            r"|you (?:to|through|over|on)|on to"
            r"|handler|agent|call ?back|reminder|question|file|enquiry|feedback|everything"
            r"|transcript|log|photos?|out of|here|touch|your (?:message|mail|details|request"
            r"|words|number|address))\b"
        ),
        "solves": re.compile(
            r"\b(?:signal|restart|reset|codes?|command|link|block|card|again|new|charge|test"
            r"|replacement|confirmation|refresh|refund|the (?:driver|depot|bank|shop|hotel"
            r"|supplier|provider)|by hand|manually|off|on|back|through|to the|down to|all the)\b"
        ),
    }


# What our side says to have done without solving anything by it.
_TALK = frozenset(
    [
        "need",
        "needed",
        "noted",
        "understood",
        "asked",
        "told",
        "informed",
        "received",
        "opened",
        "found",
        "looked",
        "forwarded",
        "passed",
        "booked",
        "reserved",
        "scheduled",
        "arranged",
        "escalated",
        "logged",
        "assigned",
        "handed",
        "transferred",
        "flagged",
        "shared",
        "mentioned",
        "promised",
        "apologised",
        "apologized",
        "worked",
        "joined",
        "checked",
        "promised",
        "said",
        "attached",
        "included",
        "noticed",
        "confirmed",
        "created",
        "offered",
        "listed",
        "registered",
        "called",
        "used",
        "tagged",
        "prioritised",
        "prioritized",
        "notified",
        "alerted",
        "contacted",
        "messaged",
        "emailed",
        "texted",
        "mailed",
        "stated",
        "explained",
        "advised",
        "wanted",
        "hoped",
        "helped",
        "missed",
        "filed",
        "raised",
        "recorded",
        "connected",
        "got",
        "made",
        "done",
        "read",
        "reviewed",
        "verified",
        "located",
        "spoke",
        "spoken",
        "rang",
        "rung",
        "wrote",
        "written",
        "tried-and-tested",
        "let",
        "happened",
        "seemed",
        "appreciated",
        "added",
        "expected",
        "cared",
        "talked",
        "agreed",
        "discussed",
        "suggested",
        "recommended",
        "referred",
        "answered",
        "replied",
        "shipped",
        "delivered",
        "ordered",
        "posted",
        "dispatched",
        "indeed",
    ]
)
_WEAK = frozenset("went walked sent put set taken took added held paid run ran cut".split())  # noqa: SIM905


def _fits(kind: str, verb: str, rest: str, *, public: bool) -> bool:
    """Judge whether what our side did was meant to solve the matter."""
    shapes = _our()
    if kind not in _HIDDEN:
        return public and not (kind == "attempt" and verb == ":" and rest[:3].strip()[:1].isdigit())
    if kind == "past":
        if rest.startswith((" to ", " by ", " as ", " nothing")):
            return False
        acts = verb in pasts() and verb not in _TALK and not shapes["no"].search(rest[:60])
        return public and acts and (verb not in _WEAK or bool(shapes["solves"].search(rest[:60])))
    if kind == "note":
        if verb in ("called", "rang") and not _third().search(rest[:60]):
            return False
        return not public and not shapes["no"].search(rest[:60])
    if verb in ("tried", "attempted"):
        return True
    if verb == "flagged":
        return " as " in rest
    if kind in ("first", "see"):
        if verb in _TALK:
            if verb in ("called", "contacted", "spoken", "rung", "asked", "messaged", "alerted"):
                return public and bool(_third().search(rest[:60]))
            return verb in ("opened", "added", "reviewed") and bool(
                re.search(
                    r"\b(?:by hand|manually|module|gate|door|barrier|lock|it for you)\b", rest
                )
            )
        if shapes["no"].search(rest[:60]) or rest.startswith((" nothing", ", as ")):
            return False
        if verb in _WEAK:
            return bool(shapes["solves"].search(rest[:60]))
        return public or verb in pasts() or verb in ("cancelled", "ended", "refunded", "frozen")
    return True


# The kinds in the order they are tried, with what a piece must have to be worth a look.
_KINDS = tuple(
    (kind, tuple(hints.split(",")))
    for kind, hints in (
        ("see", " and "),
        ("again", "again,once more,anew"),
        ("doing", "ing "),
        ("could", "could,able to,failed to"),
        ("first", "i ,we ,i',we'"),
        ("passive", " is , are , has , have , was "),
        ("attempt", " failed,:,did not,didn't,could,rejected,timed,refused,gave,without"),
        ("refused", "rejected,refused,declined,returned,report"),
        ("tries", "ing "),
        ("brief", "ed,reset,sent,envi,gesperrt,storniert,annul"),
        ("test", "test,diag,scan,measure,check"),
        ("sent", "sent,triggered,pushed,started,done,run"),
        ("hold", "now,as of"),
        ("past", ""),
        ("note", ""),
    )
)
_HIDDEN = frozenset(("first", "see", "passive", "note", "past"))
"""The kinds that count in an internal note."""
_FAILING = ("attempt", "could", "refused", "tries")


def _result(kind: str, verb: str, after: str, by: AuthorKind) -> str:
    """Judge how it went: an agent tells what is done, a bot tells what did not work."""
    if kind in ("test", "again", "doing") or verb.startswith(("start", "submit", "request")):
        return "unknown"
    if kind in _FAILING or verb == "tried":
        return result(after, "failed")
    return result(after, "unknown") if by is AuthorKind.BOT else "worked"


def _shaped(low: str, *, public: bool) -> tuple[str, re.Match[str]] | None:
    """Find the first shape that a piece of a sentence has."""
    shapes = _our()
    for kind, hints in _KINDS:
        if (kind == "note") if public else (kind not in _HIDDEN or kind == "past"):
            continue
        for hint in hints:
            if hint in low:
                break
        else:
            continue
        found = shapes[kind].search(low)
        if not found or not _fits(kind, found.group("verb"), found.group("rest"), public=public):
            continue
        if kind in _FAILING or not _pieces_not().search(low[: found.start("rest")]):
            return kind, found
    return None


def solved(turn: Turn) -> Iterator[Step]:
    """Give what our side did in one message to solve the matter, also in an internal note."""
    for text, how in _read(turn.sentences, turn.kind, turn.public):
        yield Step(text, turn.kind, how, (turn.message.id,))


def _span(text: str) -> str:
    """Leave out who did it, and what is told after it."""
    named = _lead().sub("", text, count=1)
    head = re.split(r"[,:] ", named, maxsplit=1)[0]
    return (head if len(head.split()) > 1 else named).strip(" .,;!")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^(?:i|we)(?:(?:['’](?:ve|m|re|d))| have| had| am| are)?\s(?:(?:just|now|already|also"
        r"|even|therefore|then|today|again|meanwhile)\s)*(?=\w+(?:ed|ing|[a-z]n|t)\b)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=512)
def _read(
    sentences: tuple[Sentence, ...],
    by: AuthorKind,
    public: bool,
) -> tuple[tuple[str, str], ...]:
    """Give what was done as (span, result); a message is read once."""
    return tuple(_done(sentences, by, public=public))


def _done(
    sentences: Sequence[Sentence], by: AuthorKind, *, public: bool
) -> Iterator[tuple[str, str]]:
    for place, sentence in enumerate(sentences):
        nexts = sentences[place + 1].low if place + 1 < len(sentences) else ""
        if public:
            abroad = "unknown" if by is AuthorKind.BOT else "worked"
            yield from foreign(sentences, place, abroad)
        offset = 0
        pieces = _cut_up(sentence.low)
        for piece in pieces[:-1] if sentence.question else pieces:
            start = sentence.low.find(piece, offset)
            offset = start + len(piece)
            low = piece.rstrip(" .!,")
            start += len(low) - len(low.lstrip())
            low = low.lstrip()
            if shaped := _shaped(low, public=public):
                kind, found = shaped
                verb, rest = found.group("verb"), found.group("rest")
                after = f"{verb} {rest} ; {sentence.low[offset:]} ; {nexts}"
                text = _span(sentence.text[start + found.start() : start + len(low)])
                yield text, _result(kind, verb, after, by)


@cache
def _third() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:the|their|your) (?:\w+ )?(?:depot|driver|bank|supplier|hotel|restaurant|courier"
        r"|airline|warehouse|shop|provider|landlord|carrier|merchant|kitchen|garage|sender|seller"
        r"|hospital|pharmacy|venue)\b"
    )


def _cut_up(low: str) -> list[str]:
    """Part a sentence into pieces with a verb each."""
    if (
        "," in low
        or ";" in low
        or " - " in low
        or " so " in low
        or " and " in low
        or " but " in low
    ):
        return _pieces().split(low)
    return [low]


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(
        r"(?:;| - |, (?:and |but |so )?(?=(?:i|we|you|please|the|your|it|can|could|do|does|is"
        r"|would)\b)|\s(?:but|so)\s|\sand (?=(?:i|we|you|please|will|it|your|the|that|they|he"
        r"|she)\b))"
    )


@cache
def _pieces_not() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:not|never|if|once|when|until|cannot|unless|after|as soon as|will|what|how|which"
        r"|before)\b|n't\b"
    )
