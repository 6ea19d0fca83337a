"""The words that tell how a promise stands: broken, kept, late, arrived."""

from __future__ import annotations

import re
from functools import cache


@cache
def telling() -> tuple[re.Pattern[str], ...]:
    """What tells that a promise was broken or kept, said by the customer or by our side."""
    return (
        re.compile(  # broken, by the customer
            r"\b(?:nobody|no ?one|no-one|noone|none|nothing|never|no (?:call|mail|email|e-mail"
            r"|reply|answer|news|refund|money|visit|technician|engineer|driver|parcel|word"
            r"|sign|one|message|letter|update|response|callback)|not? (?:yet )?(?:arrived|come|here"
            r"|received|heard|got)|hasn't|haven't|hasnt|havent|didn't|didnt|wasn't|isn't"
            r"|have not|has not|did not|still (?:no|not|nothing|waiting|wait|missing|haven't"
            r"|hasn't|don't|dont)|you (?:said|promised|told me)|where is|was promised"
            r"|were (?:supposed|going|meant) to|was (?:supposed|going|meant) to"
            r"|niemand|nichts|noch (?:nicht|immer|kein\w*)|personne|toujours (?:pas|rien)|nadie"
            r"|todavía|sigo sin|aún no)\b"
        ),
        re.compile(  # kept, by the customer
            r"\b(?:came|arrived|has come|is here|are here|just got|got it|got the|got your|got a"
            r"|received|it'?s here|its in|it's in|is back|landed|have it now|there now|works now"
            r"|thank(?:s| you) for (?:the|your) (?:call|mail|email|e-mail|refund|link|quick|ring"
            r"|reply)"
            r"|angekommen|erhalten|bekommen|da ist|reçu|arrivée?|llegado|recibido|llegó)\b"
        ),
        re.compile(  # kept, by our side
            r"\b(?:(?:i|we)(?:'ve| have)? (?:just |now |also |already )*(?:sent|posted|refunded"
            r"|booked|issued|credited|called|rang|phoned|emailed|mailed|written|wrote|asked"
            r"|checked|spoken|spoke|cancelled|canceled|received|shipped|ordered|added|changed"
            r"|updated|put|made|set|extended|moved|got|had|looked|tested|tried|done|released"
            r"|transferred|paid|arranged|raised|re-?\w+ed)|it went out|has gone out|went out|went"
            r" off|(?:has|have) been \w+(?:ed|t|d|n)|(?:is|are) (?:now |already )*(?:\w+ed|sent"
            r"|done|paid)|(?:was|were) (?:sent|posted|refunded|paid"
            r"|booked|shipped|delivered|credited)|here (?:is|are|it is|you are)|here's|attached"
            r"|got it|(?:is|are|it's|that's) (?:live|up|in|through|back|ready|there) ?(?:now"
            r"|again)?|is done|all done|it's done|done\b|is on its way|on the way|as promised"
            r"|(?:filed|released|refunded|issued|cancelled|credited|posted|reserved|replaced"
            r"|corrected"
            r"|updated|deleted|reset|changed|booked|enviad[oa]) ?(?:[.,;!:]|$)"
            r"|here we are|second attempt|habe ich|haben wir|ist raus|ich habe|wir haben)\b"
        ),
        re.compile(r"^(?:i'll|i will|let me|i'm going to)?\s*(?:try|check|look|have a look|see)\b"),
        re.compile(
            r"\b(?:reply|write|text|answer|respond|get back|be in touch|come back to you|hear"
            r"|contact|message|be with you|rispond\w*|respond\w*|let you know|confirm|update you"
            r"|keep you|report|tell you|come on"
            r"|meld\w*|antwort\w*|schreib\w*|contestar\w*|répond\w*|escrib\w*)\b"
        ),
        re.compile(
            r"\b(?:could not|couldn't|was not able|wasn't able|were not able"
            r"|is not possible after all"
            r"|did not work|has failed|failed|was cancelled|has not been|hasn't been|was never"
            r"|not yet)\b"
        ),
    )


@cache
def done_note() -> re.Pattern[str]:
    """Match what an internal note tells to be done."""
    return re.compile(
        r"\b(?:posted|sent|refunded|called|rang|done|mailed|emailed|issued|credited|booked|paid"
        r"|changed|corrected|shipped|delivered|cancelled|arranged|confirmed)\b(?! (?:to|by|if)\b)"
    )


@cache
def arrived() -> re.Pattern[str]:
    """Match that somebody or something has come."""
    return re.compile(
        r"\b(?:(?:he|she|it|they|everything|the \w+)(?:'s| is|'re| are) (?:here|there now|in"
        r"|back)\b"
        r"|(?:just )?(?:got|found|have|received) (?:it|them|both)\b(?! (?:wrong|online|on))"
        r"|it came|"
        r"it arrived|(?:is|are) in (?:my|the) (?:inbox|hand)|home and (?:warm|dry)|i'm in\b|im in\b"
        r"|works now|bien reçue?|ist da\b|ha llegado|è arrivat[oa])"
    )


@cache
def anyway() -> re.Pattern[str]:
    """Match the beginning of a report on what was said last."""
    return re.compile(
        r"(?:here (?:we|you|it) (?:are|go|is)|as promised|that (?:did not|didn't) work|it failed"
        r"|done\b|voilà|c'est (?:fait|parti))"
    )


@cache
def sorry() -> re.Pattern[str]:
    """Match an apology."""
    return re.compile(
        r"\b(?:sorry|apolog\w*|my (?:fault|mistake)|i'm late|late answer|forgot\w*)\b"
    )
