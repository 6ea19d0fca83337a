"""The phrases in which customers tell what they tried, and how steps are proposed."""

from __future__ import annotations

import re
from functools import cache


@cache
def shapes() -> dict[str, re.Pattern[str]]:
    """Give the shapes of clauses that tell a step."""
    adverbs = (
        r"(?:(?:already|also|even|just|now|then|only|first|again|once|twice|finally|personally|really|actually|since|myself|too|both|all"
        r"|have|'ve|literally|immediately|manually|physically|simply|tried and|of course|even tried and|gone and|went and|just now) )*"
    )
    return {
        "first": re.compile(
            rf"^(?:(?:when|whenever|every time|each time|once) (?=(?:i|we)\b))?(?:(?:last (?:night|week|month|\w+day)|this morning|so far|on \w+day|(?:a|two|three|\d+) (?:days?|hours?|weeks?) ago|earlier(?: today)?|at first|in the meantime|two days back|(?:i|we) (?:was|were|am|are) (?=already)|so|well|yes|yeah|yep|ok|okay|no|and|but|also|then|now|today|yesterday|ah|oh|hi|hello|meanwhile|afterwards|later|again|first|what|as),? )*"
            rf"(?:i|we|ive|iv|weve)\b(?:'ve|'d| have| had| did)? ?{adverbs}(?P<verb>[\w-]+)\b(?P<rest>.*)$"
        ),
        "bare": re.compile(
            rf"^(?:(?:so|yes|yeah|yep|ok|okay|and|also|then|have|even|already|just|all|both) )*{adverbs}(?P<verb>[\w-]+)\b(?P<rest>.*)$"
        ),
        "other": re.compile(
            r"^(?:then )?(?:my (?:\w+ ){1,2}|(?:husband|wife|hubby|son|daughter|dad|mum|mom|boyfriend|girlfriend|flatmate|roommate|neighbou?r) |the (?:plumber|electrician|technician|shop|neighbou?r|it guy|janitor|caretaker)"
            r"|a (?:friend|colleague|neighbou?r) ?(?:of mine|from \w+)?|our (?:it|electrician|plumber|technician|admin)(?: \w+)?)"
            r" ?(?:has |have |also |already |even )*(?P<verb>[\w-]+)\b(?P<rest>.*)$"
        ),
        "helps": re.compile(
            r"^(?P<noun>(?!it |that |this |he |she |they |which |what |nothing |you )[\w' -]{3,60}?) (?:did|does|do|has|have|is|was)?(?:n't|nt| not)? ?"
            r"(?:help(?:ed|s|ing)?\b|change(?:d)? (?:a thing|anything|nothing)|ma[dk]e(?:s)? (?:a|any|no) difference|did nothing|does nothing|do anything|fixed? (?:it|that)|ma[dk]e(?:s)? it worse|gives? (?:me )?the same|(?:is|was) (?:useless|no (?:use|good|help)))"
        ),
        "echo": re.compile(
            r"^(?:(?:all|both|yes|ok|okay|just|already|have|and|then|then i|i|i've|also) )*(?P<verb>[\w-]+)(?: (?:already|as you said|just now|too|anyway))*$"
        ),
        "passive": re.compile(
            r"^(?P<noun>(?!i |we |it |he |she |they |you |this |that |there |my |your |the |account |order |card |payment |parcel |package |item |flight |money |delivery |\d)[\w' -]{2,30}?) (?:was |were |is |are |has been |been )?(?:already |also |all |now |just |fully )*(?P<verb>restarted|rebooted|held|pressed|cleared|checked|double-checked|changed|replaced|swapped|reset|reinstalled|re-installed|updated|cleaned|tested|tried|unplugged|deleted|done|emptied|disabled|turned off|switched off|removed|rebuilt|reseated)(?P<rest>(?: .*)?)$"
        ),
        "noun": re.compile(
            r"^(?:and |also |even |with |on |in |same (?:on|with|in) )*(?P<noun>(?:another|a different|diff|fresh|spare|borrowed|brand new|2nd|second|a second|a new|different|other|new|incognito|private|my \w+(?:'s|s)? (?:\w+)|(?:\w+ ){0,2}(?:reset|restart|reboot|reinstall|re-install|power cycle)|(?:\w+ )?instead of|both)\b[\w' -]{0,40})$"
        ),
        "tongue": re.compile(
            r"\b(?:ich habe|wir haben|habe ich|hab ich|ich hab|habe|hab)\b.*\b(?:versucht|probiert|gestartet|neugestartet|gelöscht|installiert|getestet|angerufen|geprüft|gewechselt|ausgetauscht|zurückgesetzt|gereinigt|geschrieben|geschaut|gesucht|gefragt|gekündigt|kontaktiert|getauscht|eingegeben|gemeldet|nachgesehen|umgesteckt|ausgeschaltet|aktualisiert)\b"
            r"|\bj'ai (?:déjà |aussi |tout |bien |même )*(?:essayé|redémarré|appelé|réinstallé|vérifié|tenté|supprimé|changé|contacté|cherché|débranché|écrit|testé|demandé|remplacé|nettoyé|regardé|relancé|envoyé deux)\b"
            r"|\b(?:(?:ya |también )?(?:lo |la |le |les |os )?he(?:mos)? (?:probado|intentado|reiniciado|llamado|reinstalado|borrado|comprobado|cambiado|escrito|mirado|pedido|preguntado|buscado)|(?:ya )(?:\w{2,}(?:é|í))(?!\w)|(?:reinicié|llamé|intenté|probé|reinstalé|cambié|desenchufé|busqué|escribí|pregunté|borré)(?!\w))"
            r"|\b(?:ho (?:già |anche )?(?:provato|riavviato|chiamato|reinstallato|controllato|scritto|cambiato|chiesto)|(?:ik|we) (?:heb|hebben) .*(?:geprobeerd|gebeld|herstart|gecontroleerd|opnieuw|gereset|gevraagd)|já (?:tentei|liguei|reiniciei))\b"
        ),
        "after": re.compile(
            r"^(?:.{0,40}\b)?(?:even after|after|despite|having)(?: (?:i|we)(?:'d|'ve| had| have)?)? (?:also |already |just )*(?P<verb>\w+(?:ing|ed))\b(?P<rest>.*)$"
        ),
        "luck": re.compile(
            r"^(?:but |and |still |also )*(?:no (?:luck|joy|success|difference|change|answer|reply)|nothing|same(?: thing| error| result)?) (?:with|after|from|using|by|at) (?P<noun>(?!it\b|that\b|this\b|you\b|me\b|your).{4,60})$"
        ),
        "verdict": re.compile(
            r"^(?:(?:also|still|all|and|but) )*(?:done|did|tried|checked|no|nope|nothing|nada|(?:the )?same(?: thing| result| error| story)?|no (?:luck|change|difference|joy|effect|help|answer|reply|use)|didn't (?:help|work)|doesn't (?:help|work)|no go|failed|zero)\W*$"
        ),
        "short": re.compile(
            r"^(?!(?:i|it|he|she|they|we|you|that|this|there|yes|no|nope|ok|okay|hi|hello|hey|sorry|thanks|well|so|still|please|but|always|day|now|what|why|how|when|then|the error|the problem)\b)[\w' /-]{4,48}$"
        ),
        "inner": re.compile(
            rf"\b(?P<text>(?:i|we|ive|weve)\b(?:'ve|'d| have| had| did)? ?{adverbs}(?P<verb>[\w-]+)\b(?P<rest>.*))$"
        ),
        "going": re.compile(
            r"^(?:and |so )?(?:i|we)(?:'ve| have)? (?:been|keep|kept)(?: on)? (?P<verb>\w+ing)\b(?P<rest>.*)$"
        ),
        "habit": re.compile(
            r"\b(?:as always|as usual|every (?:month|day|week|year)|always|out on|out of the (?:hotel|room)|years? ago|last year)\b"
        ),
        "negative": re.compile(
            r"\b(?:not|never|n't|nt tried|didnt|havent|hasnt|cannot|cant|couldnt|could not|wont|unable|almost|nearly|about to|going to|want to|wanted|would|will|'ll|should|might|must|if|why|whether|how)\b"
        ),
        "times": re.compile(
            r"\b(?:twice|thrice|(?:two|three|four|five|six|ten|several|many|multiple|few|\d+) ?(?:times|x)\b|\d+x\b|again|over and over|already|anyway|instead|as well|too|also|even|every ?time|repeatedly|in vain)\b"
        ),
        "object": re.compile(
            r"^(?:\s*(?:it|them|that|this|everything|all|out|in|back|up|off|on|again|anew)\b|\s*$)"
        ),
    }


@cache
def replies() -> dict[str, re.Pattern[str]]:
    """Give the ways to say that a proposed step was done, and how steps are proposed."""
    return {
        "did": re.compile(
            r"^(?:(?:yes|yeah|yep|ok|okay|well|i|we|i've|ive|i have|we've|have|already|all|just|of course|right|so|also|even|now|ah|hi|thanks|thank you)[ ,]+)*"
            r"(?:(?:did|done|tried|checked)(?: (?:all )?(?:that|this|it|those|these|them|both|so|everything|as you said|all))?(?: (?:already|anyway|too|twice|now|also|before|three times|just now|and))*"
            r"(?=$|[,.;:!-]| -|(?: (?:still|but|no|nothing|same|and|yesterday|twice|three|this|already|before|again|too|didn't|with))\b)"
            r"|(?:that|it|this) was the first thing i (?:did|tried)|been there,? done that|(?:it's|its|that's|thats|this is|all) done\b|(?:tried|did|done) (?:both|all (?:three|four|five|of (?:it|them|that|those))|the lot|everything you)\b|(?:that|this) (?:also |actually |really )?(?:works|worked|helped|helps|did it|did the trick)\b|(?:that|this|it|both|neither|none of (?:that|those|it|them)|those|the first one|same thing)(?: (?:also|still|too|just))?(?: (?:did|does|do|has|have))?(?:n't|nt| not)? ?(?:help|work|change|make|fix|do any|did not|didnt|made no|helped|worked)\w*)"
        ),
        "numbers": re.compile(
            r"^(?:(?:steps?|no\.?|number|point|tried|did|done) )*(?P<numbers>\d(?:(?:, ?| and | & | \+ |-| to )\d)*)\b,? (?:are |is |were |was |both |all )?(?P<how>done|did|tried|help\w*|work\w*|didn't|no\b|made|fail\w*|ok\b|checked|same|nothing)"
        ),
        "unchanged": re.compile(
            r"^(?:(?:nope|no|nah|ok|okay|hm+|well|sorry|yes|yeah|right|thanks|thank you|tried|done|did)[,.!]* +)*(?:but |and )?(?:it's |its |it is |that's )?(?:still (?:the same|nothing|no\b|not\b|red|doesn't|broken|there|stuck|same|says|won't|getting|get|shows|blinking|slow|dead|off|crash\w*|fail\w*|can't|the)"
            r"|(?:exactly |the )?same (?:thing|error|problem|again|result|message|as before|\W*$)|no (?:change|luck|difference|joy|effect|improvement)|nothing (?:chang\w+|happen\w*|new|works?)|(?:it |that )?(?:didn't|did not|doesn't|does not|didnt|doesnt) (?:help|work|change|do anything|make)|not working|no good|no dice|to no avail|(?:and )?now (?:it|the|i)\b|it (?:says|shows|asks|just|keeps|goes|comes|only|stays|always)|says\b|gives me|i (?:get|got|keep getting)\b|comes back|stays\b|all (?:red|off|dark|the same)|worse)"
        ),
        "yes": re.compile(
            r"^(?:yes|yep|yeah|yup|ye|of course|i have|i did|we have|we did|already|sure did|ja|sí|oui|twice|several times|many times|both|all of (?:them|that))\b(?! (?:but|not|i need|please|that|it is|it's|its|a |an |thats|can|could|would|go|do\b))"
        ),
        "whether": re.compile(
            r"^(?:.*[,:] )?(?:have you|did you|have you already|did you already) (?:already |also |ever |perhaps |maybe )?(?P<step>(?:try|tried) .+|(?P<verb>\w+) .+?)\??$"
        ),
        "propose": re.compile(
            r"^(?:(?:hi|hello|thanks|thank you|ok|okay|sure|first|then|next|now|also|so|yes|no|alternatively|instead|if [^,]+|in that case|once more|for that|to [^,]+),? )*"
            r"(?:please |kindly |could you (?:please |also |try to )?|can you (?:please |also |try to )?|would you (?:please )?|try |you (?:can|could|may|might want to|should|need to) (?:also |please |try )?|have you (?:already |also |ever )?(?:tried|checked)? ?|did you (?:already |also )?(?:try)? ?|let's |make sure |i(?:'d| would)? (?:suggest|recommend|advise)\w* (?:you (?:to )?|to |that you )?|it (?:might|may|can|could|often|usually|sometimes)? ?helps? to |the (?:best|first|next|easiest) (?:thing|step|way|idea)(?: \w+){0,3} is to |(?:can|could|may|might) i ask you to |i(?:'d like| need| would like| want) you to |you could try |try to |a good (?:first )?step is to |the usual (?:fix|cure) is to )*"
            r"(?:please |try |to )*(?P<verb>[\w-]+)\b"
        ),
        "item": re.compile(
            r"(?:^|(?<=\s))\(?([1-9])[.)]\s+([^;]+?)(?=(?:[,;]?\s+(?:and )?\(?[1-9][.)]\s)|$)"
        ),
    }
