"""The objects by which a verb tells a step and not the story that led to it."""

from __future__ import annotations

import re
from functools import cache

CONTACT = frozenset(
    [
        "call",
        "called",
        "phone",
        "phoned",
        "ring",
        "rang",
        "ringed",
        "email",
        "emailed",
        "mail",
        "mailed",
        "text",
        "texted",
        "message",
        "messaged",
        "contact",
        "contacted",
        "write",
        "wrote",
        "written",
        "ask",
        "asked",
        "chase",
        "chased",
    ]
)
STORY = frozenset("paid ordered booked attached enclosed handed left answered".split())  # noqa: SIM905
# Done with something of their own these are steps; else they are the story that led here.
CHOOSY = {
    "helped": r"\b(?:me|us)\b",
    "confirmed": r"\b(?:my|the) (?:\w+ )?(?:address|e?-?mail|link|number|code)\b",
    "told": r"^ (?:the|your) (?:driver|crew|staff|waiter|conductor|guard|desk|receptionist|nurse"
    r"|manager|teacher|colleague|porter|steward)\b",
    "returned": r"\bto the (?:shop|store)\b",
    "return": r"$^",
    "changed": r"\b(?:batter|cable|password|filter|browser|bulb|fuse|channel|setting|lead|socket"
    r"|port|pin|sim|cartridge|paper|dns|plug|it back"
    r"|them (?:to|back|over|all)|it (?:to|over))",
    "took": r"^(?! (?:a|the|two|some|half a) (?:\w+ )?(?:day|days|time|week|morning|afternoon)\b).*"
    r"\b(?:\d+ (?!min|hour|day|week|month|year)[a-z]{5,}|another|out|off|apart|twice|times"
    r"|photos?|battery|back|tablet|pill|ibuprofen"
    r"|paracetamol|screenshots?|it to|them to)\b",
    "taken": r"\b(?:out|off|apart|twice|times|photos?|back|it to|them to)\b",
    "put": r"\b(?:back|over|in|into|fans?|through|under|a (?:letter|note)|on charge|new|another"
    r"|different|through|under|outside|away)\b(?! my)",
    "went": r"^(?! out\b).*\b(?:to|on|onto|online|down|round|back|into|through|over|up"
    r"|there|in)\b(?! bed"
    r"| work| school| sleep| on holiday)",
    "been": r"\b(?:on (?:hold|the phone|the line)|in the queue|to|round|through|down|there)\b",
    "gone": r"\b(?:to|round|through|down|back)\b",
    "was": r"^ (?:just )?(?:at|in|round|over at|down at|up at|by|back at) (?!home|work|school"
    r"|hospital)(?=.*\b(?:this morning|today|yesterday|last|twice|again|\w+day)\b)",
    "watched": r"\b(?:on|again|instead|twice)\b",
    "answered": r"\b(?:question|about|correct)",
    "forwarded": r"\b(?:twice|again|them|it)\b",
    "used": r"\b(?:another|different|other|incognito|new|second|vpn|form|chat|hotline|website"
    r"|online|portal|link|reset|tool|code|button|my (?:wife|husband|friend|other|old"
    r"|work))\b",
    "spent": r"\b(?:on hold|on the (?:phone|line)|with your|in (?:the|a|your) queue|trying)\b",
    "bought": r"\b(?:a|another|new) (?:new |different |second )?(?:cable|battery|router|sim"
    r"|charger|adapter|adaptor|filter|cartridge|bulb|fuse)",
    "had": r"\b(?:checked|tested|replaced|looked at|repaired|cleaned|inspected|measured)\b"
    r"|^ a (?:good )?(?:look|go|word|chat)\b|\b(?:electrician|plumber|mechanic)\b.*\b(?:check"
    r"|look|test|try)",
    "talked": r"\b(?:to|with)\b",
    "subscribed": r"$^",
    "checked": r"^(?! out\b| in\b(?! (?:the|my|all))).*",
    "submitted": r"\b(?:twice|times|again|form|request|ticket|complaint|claim|appeal|it|already)\b",
    "attached": r"$^",
    "enclosed": r"$^",
    "handed": r"$^",
    "locked": r"\b(?:it|and)\b",
    "sent": r"^ (?:him|her|them|the \w+|your \w+|you|\w+) an? |\b(?:e?-?mails?|message|twice"
    r"|times|again|reminder|letter|form|photo\w*|two|three|complaint|copy|them|proof"
    r"|you (?:two|three|\d+))\b",
    "gave": r"\b(?:up|feedback|times|twice|it a|them a|(?:good )?(?:shake|clean|push|knock|wipe"
    r"|rinse))\b",
    "let": r"\b(?:it|cool|dry|rest|run)\b",
    "left": r"\b(?:(?:it|a|the) (?:off|unplugged|overnight|for|on)|unplugged|voicemail|message)\b",
    "set": r"\b(?:up again|back|to|clock|it)\b",
    "got": r"\b(?:electrician|plumber|friend|neighbou?r|mechanic|colleague)\b.*\b(?:check|look"
    r"|test|try)|\b(?:it|them) (?:checked|tested|looked at|replaced)|^ an? (?:new|different"
    r"|another|second|replacement) (?:cable|router|sim|battery|charger|adapter|filter)",
    "asked": r"^ (?:the|your|an?|my|our|at|in|around|everyone|someone|somebody|him|her|them|both"
    r"|two|three|reception|support|for a|twice|again|already)\b(?! (?:question|you))",
    "paid": r"$^",
    "signed": r"\b(?:out|in|off|on|back)\b",
    "logged": r"\b(?:out|in|off|on|back|into)\b",
    "opened": r"\b(?:it|up|app|another|new|private|incognito|port|ticket|the)\b",
    "closed": r"\b(?:it|app|browser|all|and|the (?:app|tab|window|valve|tap))\b",
    "moved": r"\b(?:router|box|hub|closer|it|nearer|device|modem)\b",
    "posted": r"\b(?:forum|back|twice)\b",
    "read": r"\b(?:manual|faq|article|page|instructions|guide)\b",
    "made": r"\b(?:sure|a (?:complaint|backup|claim|report)|another|(?:two|three|several) )\b",
    "brought": r"\b(?:it|back|them)\b",
    "registered": r"\b(?:again|anew|twice|it)\b",
    "raised": r"\b(?:ticket|complaint|dispute|case|it)\b",
    "requested": r"\b(?:twice|new|again|code|times|link|reset)\b",
    "connected": r"\b(?:it|via|by|again|with|through|another|to|the)\b",
    "ordered": r"$^",
    "waited": r"\b(?:\d+|an?|one|two|ten|five|half|overnight|few|in)\b",
    "booked": r"$^",
    "accepted": r"$^",
    "approved": r"\b(?:app|it|twice|push)\b",
    "stopped": r"$^",
    "washed": r"\b(?:twice|again|times|it|at)\b",
    "printed": r"\b(?:again|twice|test|times|it)\b",
    "exchanged": r"$^",
    "borrowed": r"\b(?:another|friend|neighbou?r|charger|cable|different)\b",
    "walked": r"\b(?:to|round|around|down|back)\b(?! work)",
    "drove": r"\b(?:to|there|back|round)\b(?! work)",
    "charged": r"\b(?:it|fully|full|overnight|battery|for|up|phone|them)\b",
    "reported": r"\b(?:it|this|twice|times|already|them|to|the)\b",
    "saved": r"\b(?:it|again|as|and)\b|^\s*$",
    "ran": r"\b(?!out|late|into|away|over)\w+\b",
    "run": r"\b(?:the|a|it|another)\b",
    "filled": r"\b(?:it|up|in|out|the|with|water|to)\b",
    "cut": r"\b(?:power|it|the)\b",
    "did": r"\b(?:a|an|the|that|this|it|all|both|everything|reset|factory|restart|speed|as|so"
    r"|your|what|those|two|three|every|full|hard|soft)\b",
    "done": r"\b(?:a|an|the|that|this|it|all|both|everything|reset|restart|what|those)\b",
    "ask": r"$^",
    "wrote": r"\b(?:to|twice|times|already|you|e?-?mails?|down|about|in)\b",
    "entered": r"\b(?:it|them|two|three|one|code|the|again|both|my|number|twice|pin|times"
    r"|correct|manually)\b",
    "looked": r"^(?! (?:it|that|this) up).*\b(?:there|in|behind|under|everywhere|for|through"
    r"|at|around|on|into|inside|there|up)\b",
    "called": r"\b(?!it\b|him a|me\b|a thief).+|^\s*$",
    "held": r"\b(?:button|down|reset|power|key|for|it|both|the)\b",
}


@cache
def choosy() -> dict[str, re.Pattern[str]]:
    """Give for each verb what its object must be like."""
    return {verb: re.compile(pattern) for verb, pattern in CHOOSY.items()}
