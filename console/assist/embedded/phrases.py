"""The phrases in which customers tell what they tried, and how steps are proposed."""

from __future__ import annotations

import re
from functools import cache


@cache
def shapes() -> dict[str, re.Pattern[str]]:
    """Give the shapes of clauses that tell a step."""
    adverbs = (
        r"(?:(?:already|also|even|just|now|then|only|first|again|once|twice|finally|personally"
        r"|really|actually|since|myself|too|both|all"
        r"|have|'ve|literally|immediately|manually|physically|simply|tried and|of course"
        r"|even tried and|gone and|went and|just now) )*"
    )
    return {
        "first": re.compile(
            rf"^(?:(?:when|whenever|every time|each time|once) (?=(?:i"
            rf"|we)\b))?(?:(?:last (?:night|week|month|\w+day)|this morning|so far|on \w+day|(?:a"
            rf"|two|three|\d+) (?:days?|hours?|weeks?) ago|earlier(?: today)?|at first"
            rf"|in the meantime|two days back|(?:i|we) (?:was|were|am|are) (?=already)|so|well"
            rf"|yes|yeah|yep|ok|okay|no|and|but|also|then|now|today|yesterday|ah|oh|hi|hello"
            rf"|meanwhile|afterwards|later|again|first|what|as),? )*"
            rf"(?:i|we|ive|iv|weve)\b(?:'ve|'d| have| had| did)? ?{adverbs}(?P<verb>[\w-]+)\b"
            rf"(?P<rest>.*)$"
        ),
        "bare": re.compile(
            rf"^(?:(?:so|yes|yeah|yep|ok|okay|and|also|then|have|even|already|just|all"
            rf"|both) )*{adverbs}(?P<verb>[\w-]+)\b(?P<rest>.*)$"
        ),
        "other": re.compile(
            r"^(?:then )?(?:my (?:(?!is |was |are |were |gets |got )\w+ ){1,2}?|(?:husband|wife"
            r"|hubby|son|daughter|dad|mum|mom"
            r"|boyfriend|girlfriend|flatmate|roommate|neighbou?r) |the (?:plumber|electrician"
            r"|technician|shop|neighbou?r|it guy|janitor|caretaker)"
            r"|a (?:friend|colleague|neighbou?r) ?(?:of mine|from \w+)?|our (?:it|electrician"
            r"|plumber|technician|admin)(?: \w+)?)"
            r" ?(?:has |have |also |already |even )*(?P<verb>[\w-]+ed|reset|did|ran|put|went|took"
            r"|rang"
            r"|held|set|sent|brought|had|got|wrote|spoke)\b(?P<rest>.*)$"
        ),
        "helps": re.compile(
            r"^(?P<noun>(?!it |that |this |he |she |they |which |what |nothing "
            r"|you )[\w' -]{3,60}?) (?:did|does|do|has|have|is|was)?(?:n't|nt| not)? ?"
            r"(?:help(?:ed|s|ing)?\b|change(?:d)? (?:a thing|anything|nothing)|ma[dk]e(?:s)? (?:a"
            r"|any|no) difference|did nothing|does nothing|do anything|fixed? (?:it|that)"
            r"|ma[dk]e(?:s)? it worse|gives? (?:me )?the same|(?:is|was) (?:useless|no (?:use"
            r"|good|help)))"
            r"|^(?P<thing>(?:the |your |that |this |a |another |other |new )*(?:\w+ )?(?:restart"
            r"|reset|reboot|re-?install|link|code|steps?|guide|fix|trick|update|form|button"
            r"|instructions?|tip|workaround|cable|browser|video)) (?:also )?(?:did|does|do|would"
            r"|will|wo)(?:n't|nt| not) work\b"
        ),
        "echo": re.compile(
            r"^(?:(?:all|both|yes|ok|okay|just|already|have|and|then|then i|i|i've"
            r"|also) )*(?P<verb>[\w-]+)(?: (?:already|as you said|just now|too|anyway))*$"
        ),
        "passive": re.compile(
            r"^(?P<noun>(?!i |we |it |he |she |they |you |this |that |there |my |your |the "
            r"|since |because |when |if |as |after |before |until |while |although |though |where "
            r"|account |order |card |payment |parcel |package |item |flight |money |delivery "
            r"|\d)[\w' -]{2,30}?) (?:was |were |is |are |has been |been )?(?:already |also |all "
            r"|now |just |fully )*(?P<verb>restarted|rebooted|held|pressed|cleared|checked"
            r"|double-checked|changed|replaced|swapped|reset|reinstalled|re-installed|updated"
            r"|cleaned|tested|tried|unplugged|deleted|done|emptied|disabled|turned off"
            r"|switched off|removed|rebuilt|reseated)(?P<rest>(?: .*)?)$"
        ),
        "noun": re.compile(
            r"^(?:and |also |even |with |on |in |same (?:on|with|in) )*(?P<noun>(?:another"
            r"|a different|diff|fresh|spare|borrowed|brand new|2nd|second|a second|a new"
            r"|different|other|new|incognito|private|my \w+(?:'s|s)? (?:\w+)"
            r"|(?:\w+ ){0,2}(?:reset|restart|reboot|reinstall|re-install|power cycle)"
            r"|(?:\w+ )?instead of|both)\b[\w' -]{0,40})$"
        ),
        "tongue": re.compile(
            r"\b(?:ich habe|wir haben|habe ich|hab ich|ich hab|habe|hab)\b.*\b(?:versucht"
            r"|probiert|gestartet|neugestartet|gelöscht|installiert|getestet|angerufen|geprüft"
            r"|gewechselt|ausgetauscht|zurückgesetzt|gereinigt|geschrieben|geschaut|gesucht"
            r"|gefragt|gekündigt|kontaktiert|getauscht|eingegeben|gemeldet|nachgesehen|umgesteckt"
            r"|ausgeschaltet|aktualisiert)\b"
            r"|\bj'ai (?:déjà |aussi |tout |bien |même )*(?:essayé|redémarré|appelé|réinstallé"
            r"|vérifié|tenté|supprimé|changé|contacté|cherché|débranché|écrit|testé|demandé"
            r"|remplacé|nettoyé|regardé|relancé|envoyé deux)\b"
            r"|\b(?:(?:ya |también )?(?:lo |la |le |les |os )?he(?:mos)? (?:probado|intentado"
            r"|reiniciado|llamado|reinstalado|borrado|comprobado|cambiado|escrito|mirado|pedido"
            r"|preguntado|buscado)|(?:ya )(?:\w{2,}(?:é|í))(?!\w)|(?:reinicié|llamé|intenté|probé"
            r"|reinstalé|cambié|desenchufé|busqué|escribí|pregunté|borré)(?!\w))"
            r"|\b(?:ho (?:già |anche )?(?:provato|riavviato|chiamato|reinstallato|controllato"
            r"|scritto|cambiato|chiesto)|(?:ik|we) (?:heb|hebben) .*(?:geprobeerd|gebeld|herstart"
            r"|gecontroleerd|opnieuw|gereset|gevraagd)|já (?:tentei|liguei|reiniciei))\b"
        ),
        "after": re.compile(
            r"^(?:.{0,40}\b)?(?:even after|after|despite|having)(?: (?:i|we)(?:'d|'ve| had"
            r"| have)?)? (?:also |already |just )*(?P<verb>\w+(?:ing|ed))\b(?P<rest>.*)$"
        ),
        "luck": re.compile(
            r"^(?:but |and |still |also )*(?:no (?:luck|joy|success|difference|change|answer"
            r"|reply)|nothing|same(?: thing| error| result)?) (?:with|after|from|using|by"
            r"|at) (?P<noun>(?!it\b|that\b|this\b|you\b|me\b|your).{4,60})$"
        ),
        "verdict": re.compile(
            r"^(?:(?:also|still|all|and|but) )*(?:done|did|tried|checked|no|nope|nothing|nada"
            r"|(?:the )?same(?: thing| result| error| story)?|no (?:luck|change|difference|joy"
            r"|effect|help|answer|reply|use)|didn't (?:help|work)|doesn't (?:help|work)|no go"
            r"|failed|zero)\W*$"
        ),
        "short": re.compile(
            r"^(?!\d|(?:i|it|he|she|they|we|you|that|this|there|yes|no|nope|ok|okay|hi|hello|hey"
            r"|sorry|thanks|well|so|still|please|but|always|day|now|what|why|how|when|then"
            r"|the error|the problem)\b)[\w' /-]{4,48}$"
        ),
        "contact": re.compile(
            r"^(?!my )(?:(?:your|the|their) )?(?:[\w'-]+ )?(?:hotline|phone|phones|number|line"
            r"|helpline"
            r"|call cent\w+|switchboard|reception|front desk|shop|office"
            r"|live chat) (?:number )?(?:is |was |are |just |always |only )*(?:dead"
            r"|rings?(?: out)?|rang out|engaged|busy|closed|unreachable|hung up|goes to voicemail"
            r"|doesn't answer|does not answer|didn't answer)\b"
            r"|^(?:nobody|no ?one) (?:answers|answered|picks up|picked up"
            r"|is picking up)(?: (?:the|your|my) (?:phone|calls?|mails?|e-?mails?|hotline))\b"
        ),
        "inner": re.compile(
            rf"\b(?P<text>(?:i|we|ive|weve)\b(?:'ve|'d| have| had"
            rf"| did)? ?{adverbs}(?P<verb>[\w-]+)\b(?P<rest>.*))$"
        ),
        "going": re.compile(
            r"^(?:and |so )?(?:i|we)(?:'ve| have)? (?:been|keep|kept)(?: on)? (?P<verb>\w+ing)\b"
            r"(?P<rest>.*)$"
        ),
        "habit": re.compile(
            r"\b(?:as always|as usual|always|out on"
            r"|out of the (?:hotel|room)|years? ago|last year)\b"
        ),
        "negative": re.compile(
            r"\b(?:not|never|\w+n't|nt tried|didnt|havent|hasnt|cannot|cant|couldnt|could not|wont"
            r"|unable|almost|nearly|about to|going to|want to|wanted|would|will|'ll|should|might"
            r"|must|if|why|whether|how)\b"
        ),
        "times": re.compile(
            r"\b(?:twice|thrice|(?:two|three|four|five|six|ten|several|many|multiple|few"
            r"|\d+) ?(?:times|x)\b|\d+x\b|again|over and over|already|anyway|instead|as well|too"
            r"|also|even|every ?time|repeatedly|in vain)\b"
        ),
        "object": re.compile(
            r"^(?:\s*(?:it|them|that|this|everything|all|again|anew)\b"
            r"|\s*(?:out|in|back|up|off|on)\b(?! (?:the|a|an|my|our|your|every|all)\b)|\s*$)"
        ),
    }


@cache
def replies() -> dict[str, re.Pattern[str]]:
    """Give the ways to say that a proposed step was done, and how steps are proposed."""
    return {
        "did": re.compile(
            r"^(?:(?:yes|yeah|yep|ok|okay|well|i|we|i've|ive|i have|we've|have|already|all|just"
            r"|of course|right|so|also|even|now|ah|hi|thanks|thank you)[ ,]+)*"
            r"(?:(?:did do|have done|did|done|tried|checked)(?: (?:all )?(?:that|this|it|those"
            r"|these|them|both|so|everything|as you said|all))?(?: (?:already|anyway|too|twice"
            r"|now|also|before|three times|just now|and))*"
            r"(?=$|[,.;:!-]| -|(?: (?:still|but|no|nothing|same|and|yesterday|twice|three|this"
            r"|already|before|again|too|didn't|with|every|for|all|last|on|since))\b)"
            r"|(?:that|it|this) was the first thing i (?:did|tried)|been there,? done that"
            r"|(?:that's|thats|this is) (?:exactly )?what (?:i|we)(?:'ve)? (?:did|done|tried)"
            r"|(?:it's|its|that's|thats|this is|all) done\b|(?:tried|did|done) (?:both"
            r"|all (?:three|four|five|of (?:it|them|that|those))|the lot|everything you)\b"
            r"|(?:that|this) (?:also |actually |really )?(?:works|worked|helped|helps|did it"
            r"|did the trick)\b|(?:that|this|it|both|neither|none of (?:that|those|it|them)|those"
            r"|the first one|same thing)(?: (?:also|still|too|just))?(?: (?:did|does|do|has"
            r"|have))?(?:n't|nt| not)? ?(?:help|work|change|make|fix|do any|did not|didnt|made no"
            r"|helped|worked)\w*)"
        ),
        "numbers": re.compile(
            r"^(?:(?:steps?|no\.?|number|point|tried|did|done) )*(?P<numbers>\d(?:(?:, ?| and "
            r"| & | \+ |-| to )\d)*)\b,? (?:are |is |were |was |both |all )?(?P<how>done|did"
            r"|tried|help\w*|work\w*|didn't|no\b|made|fail\w*|ok\b|checked|same|nothing)"
        ),
        "unchanged": re.compile(
            r"^(?:(?:nope|no|nah|ok|okay|hm+|well|sorry|yes|yeah|right|thanks|thank you|tried"
            r"|done|did)[,.!]* +)*(?:but |and )?(?:it's |its |it is "
            r"|that's )?(?:still (?:the same|nothing|no\b|not\b|red|doesn't|broken|there|stuck"
            r"|same|says|won't|getting|get|shows|blinking|slow|dead|off|crash\w*|fail\w*|can't"
            r"|the)"
            r"|(?:exactly |the )?same (?:thing|error|problem|again|result|message|as before|\W*$)"
            r"|no (?:change|luck|difference|joy|effect|improvement)|nothing (?:chang\w+|happen\w*"
            r"|new|works?)|(?:nothing|nope|nada|no)(?:,? \w+)?\W*$|(?:it |that )?(?:didn't"
            r"|did not|doesn't|does not|didnt|doesnt) (?:help"
            r"|work|change|do anything|make)|not working|no good|no dice|to no avail"
            r"|(?:and )?now (?:it|the|i)\b|it (?:says|shows|asks|just|keeps|goes|comes|only|stays"
            r"|always)|says\b|gives me|i (?:get|got|keep getting)\b|comes back|stays\b|all (?:red"
            r"|off|dark|the same)|worse)"
        ),
        "yes": re.compile(
            r"^(?:yes|yep|yeah|yup|ye|of course|i have|i did|we have|we did|already|sure did|ja"
            r"|sí|oui|twice|several times|many times|both|all of (?:them|that))\b(?! (?:but|not"
            r"|i need|please|that|it is|it's|its|a |an |thats|can|could|would|go|do\b))"
        ),
        "whether": re.compile(
            r"^(?:.*[,:] )?(?:have you|did you|have you already|did you already) (?:already "
            r"|also |ever |perhaps |maybe )?(?P<step>(?:try|tried) .+|(?P<verb>\w+) .+?)\??$"
        ),
        "propose": re.compile(
            r"^(?:(?:hi|hello|thanks|thank you|ok|okay|sure|first|then|next|now|also|so|yes|no"
            r"|alternatively|instead|until then|meanwhile|in the meantime|for now|if [^,]+"
            r"|in that case|once more|for that|to [^,]+),? )*"
            r"(?:please |kindly |could you (?:please |also |try to )?|can you (?:please |also "
            r"|try to )?|would you (?:please )?|try |you (?:can|could|may|might want to|should"
            r"|need to) (?:also |please |try )?|have you (?:already |also |ever )?(?:tried"
            r"|checked)? ?|did you (?:already |also )?(?:try)? ?|let's |make sure |i(?:'d"
            r"| would)? (?:suggest|recommend|advise)\w* (?:you (?:to )?|to |that you )?"
            r"|it (?:might|may|can|could|often|usually|sometimes)? ?helps? to |the (?:best|first"
            r"|next|easiest) (?:thing|step|way|idea)(?: \w+){0,3} is to |(?:can|could|may"
            r"|might) i ask you to |i(?:'d like| need| would like| want) you to |you could try "
            r"|try to |a good (?:first )?step is to |the usual (?:fix|cure) is to )*"
            r"(?:please |try |to )*(?P<verb>[\w-]+)\b"
        ),
        "item": re.compile(
            r"(?:^|(?<=\s))\(?([1-9])[.)]\s+([^;]+?)(?=(?:[,;]?\s+(?:and )?\(?[1-9][.)]\s)|$)"
        ),
    }
