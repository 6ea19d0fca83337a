"""The shapes in which our side tells what it did to solve the matter."""

from __future__ import annotations

import re
from functools import cache


@cache
def deeds() -> dict[str, re.Pattern[str]]:
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
TALK = frozenset(
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
WEAK = frozenset("went walked sent put set taken took added held paid run ran cut".split())  # noqa: SIM905
