"""What makes words of promising a commitment, and what makes them none."""

from __future__ import annotations

import re
from functools import cache


@cache
def judging() -> dict[str, re.Pattern[str]]:
    """Give the words by which a clause is judged."""
    person = (
        r"(?:colleague|person|human|agent|team|specialist|somebody|someone|technician|manager"
        r"|expert"
        r"|people|staff|desk|department|advis[eo]r|supervisor|member|you (?:over|through|on|to)"
        r"|teammate"
        r"|crew|representative|operator|office|one of|clerk|librarian|case ?worker|handler|nurse"
        r"|consultant|queue|them"
        r"|kolleg\w*|mitarbeiter\w*|mensch\w*|compañer\w*|collègue|conseill\w+|agente)"
    )
    return {
        "soft": re.compile(
            r"\b(?:usually|normally|typically|generally|hopefully|hope|might|may\b(?! \d)|maybe"
            r"|perhaps|probably|(?:i|we) (?:would |'d )?expect"
            r"|should|could|would|if you (?:like|want|wish|prefer|agree|'d|would|say|tell)|happy to"
            r"|glad to|(?:do|try) (?:my|our) best|what (?:i|we) can|everything (?:i|we) can"
            r"|everything in our|in most cases|often|try to|want me to|up to you|do not have"
            r"|miss out|bear with"
            r"|würde|könnte|normalerweise|in der regel|hoffe\w*|normalmente|podría)\b"
        ),
        "over": re.compile(
            rf"\b(?:pass\w*|hand\w*|transfer\w*|forward\w*|connect\w*|put\w*|bring\w*|get\w*"
            rf"|fetch\w*"
            r"|escalat\w*|find\w*|call\w*|page|paging|ask\w*|let|letting|look\w*|take\w*|taking"
            r"|join\w*|read\w*"
            r"|see|sees|invit\w*|rout\w*|rais\w*|flag\w*|mov\w*|switch\w*|assign\w*|redirect\w*"
            rf"|gebe|geben|leite|leiten|verbinde|hole|holen|paso|pasaré|comunico|transfère"
            rf"|passe)\b.*\b{person}\b"
            rf"|\b{person}\b.*\b(?:take\w* (?:over|it from|this|care|your)|look\w*|join\w*"
            rf"|be with you|help\w*"
            r"|pick\w*|continue|read\w*|assist\w*|decide|deal|handle|see|übernimmt|kümmert|hilft"
            r"|ayudará|aidera)\b"
            r"|\btake\w* (?:it|this|over) (?:from|over)|\btake over\b"
        ),
        "act": re.compile(
            r"\b(?:be |get |have )?(?:call\w*|ring\w*|phone|write|reply|answer|respond|email"
            r"|e-mail|mail|text|message"
            r"|contact|get back|be in touch|get in touch|come\w*|visit|arrive|deliver\w*|send\w*"
            r"|sent|refund\w*|credit\w*|paid|pay"
            r"|issue\w*|ship\w*|post\w*|replace\w*|repair\w*|fix\w*|receive|get|hear|have|ready"
            r"|booked|done"
            r"|collect\w*|pick\w*|reach|go out|back|resolve\w*|restor\w*|confirm\w*|update\w*"
            r"|in your|inform"
            r"|bring|install\w*|inspect\w*|remov\w*|delet\w*|cancel\w*|clos\w*|open\w*|prepar\w*"
            r"|process\w*|there"
            r"|review\w*|check\w*|drop|change\w*|correct\w*|adjust\w*|reset|on (?:its|the) way"
            r"|land|show|appear|waiting|held"
            r"|look|be)\b"
        ),
        "doing": re.compile(
            r"^(?:re-?)?(?:refund|send|hold|book|credit|order|post|ship|mail|email|reserv|replac"
            r"|issu|arrang"
            r"|keep|cancel|pay|waiv|extend|re-?book|re-?issu|dispatch|reimburs|putt|ask|check"
            r"|call|com"
            r"|deliver|ring|chas|tak|sett|mak|giv|rais|remov|add|transferr|schedul|generat|prepar"
            r"|process|updat)ing$"
        ),
        "strong": re.compile(
            r"^(?:re-?)?(?:refund|send|hold|book|credit|order|post|ship|mail|email|reserv|replac"
            r"|reimburs|waiv|dispatch|pay|re-?book|re-?issu|reissu)ing$"
        ),
        "keep": re.compile(
            r"\bkeep (?:you|an eye)|let you know|\bbe (?:in touch|back (?:with|to|in)|there"
            r"|with you (?:at|by|in|on|before))|get back|get in touch|get (?:it|this|that|them"
            r"|the|your|a new|you (?:a|an|the))\b"
            r"|put (?:it|this|that|the|a|back|your|you (?:down|on the list)|\d|['\"“])"
            r"|take (?:it|the"
            r"|this|care of|that|off|\d)|ask (?:the|them|our|my|for|him|her)"
            r"|have (?:it|this|that|the|them|your|someone|somebody|a)|sort (?:it|this"
            r"|that) out (?:today|by|now)"
            r"|see (?:to it|that)|make sure|leave (?:a|the|it|your)|be (?:calling|sending|writing"
            r"|ringing)"
            r"|send|stop (?:the|it|your|all)|bring (?:it|the|them|a)|pass (?:it|this|the"
            r"|your) (?:on )?to the (?:kitchen|driver|bank)"
        ),
    }


# Verbs after "I'll" or "we'll" that commit to nothing.
EMPTY = frozenset(
    [
        "help",
        "assist",
        "see",
        "need",
        "have",
        "be",
        "assume",
        "stop",
        "say",
        "admit",
        "understand",
        "wait",
        "happily",
        "like",
        "love",
        "take",
        "end",
        "only",
        "not",
        "never",
        "hope",
        "want",
        "know",
        "think",
        "guess",
        "sort",
        "bet",
        "agree",
        "leave",
        "ask",
        "let",
        "hand",
        "pass",
        "connect",
        "transfer",
        "forward",
        "put",
        "escalate",
        "get",
        "bring",
        "fetch",
    ]
)
