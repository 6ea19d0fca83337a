"""Steps told in German, French, Spanish and Italian: a perfect in the first person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from console.assist.embedded.steps import result
from console.domain.sentences import Sentence

# Participles of the story and of talk: bought, paid, got, seen, said, found, forwarded.
_STORY = (
    r"bestellt|gekauft|bezahlt|gezahlt|bekommen|erhalten|gehabt|gesehen|gelesen|gebucht|verloren"
    r"|gesagt|gewesen|geworden|gehört|gedacht|gefunden|verstanden|vergessen|weitergeleitet"
    r"|eröffnet|notiert|erfahren|empfangen|gefreut|gewartet|gelernt|überlegt|vermerkt|informiert|gekriegt|erzeugt|angegeben|gehabt|geschlafen|gestanden"
    r"|acheté|commandé|payé|reçue?s?|eu|été|vue?s?|perdue?s?|réservé|dit|oublié|trouvé|compris"
    r"|transmis|noté|attendu|comprado|pagado|recibido|tenido|visto|perdido|sido|estado|dicho"
    r"|reservado|encontrado|anotado|olvidado|entendido|comprato|ordinato|pagato|ricevuto|avuto"
    r"|visto|perso|stat[oa]|detto|prenotato|trovato|capito|dimenticato|sentito|saputo"
)


class Foreign(NamedTuple):
    """A step in another tongue."""

    text: str
    how: str


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(
            r"\b(?:(?:ich|wir) hab(?:e|en)?|hab(?:e|en)? (?:ich|wir)|hab|habe) (?P<text>.*?\b"
            rf"(?!(?:{_STORY})\b)(?:\w*ge\w{{2,}}(?:t|en)|(?:be|ver|er|ent|zer|über|unter|wider)"
            r"\w{3,}(?:t|en)|\w{3,}iert|angerufen|\w+durchgeführt))\b"
            r"|\b(?P<more>(?:(?:die|den|ein\w*|alle|mein\w*|am) )(?:[\w-]+ ){1,5}"
            r"(?:geprüft|gewechselt|getauscht|ausgeschaltet|eingeschaltet|gestartet|gezogen|gereinigt"
            r"|getestet|gelöscht|zurückgesetzt))\b"
        ),
        re.compile(
            r"\b(?:j'ai|nous avons|on a|je l'ai|je les ai)(?: \w+ment| déjà| aussi| bien| même"
            r"| tout| toujours| encore| donc| lui| vous)* (?P<text>"
            rf"(?!(?:{_STORY})\b)(?:\w+(?:é|ée|és|ées)|fait|remis|mis|rempli|écrit|refait|repris"
            r"|ouvert|interrompu|suivi|pris contact)(?!\w)[^,;.:()]{0,60})"
        ),
        re.compile(
            r"\b(?:he|hemos)(?: \w+)?? (?P<text>"
            rf"(?!(?:{_STORY})\b)(?:\w+(?:ado|ido)|hecho|escrito|puesto|vuelto|abierto|reabierto)"
            r"\b[^,;.:()]{0,60})"
            r"|\b(?:ya |también |le |lo |la )?(?P<more>(?:reinicié|llamé|intenté|probé|reinstalé"
            r"|cambié|desenchufé|busqué|escribí|pregunté|borré|revisé|apagué|mandé|envié|cancelé"
            r"|comprobé|actualicé|desinstalé|hablé|fui)(?!\w)[^,;.:()]{0,50})"
        ),
        re.compile(
            r"\b(?:l'ho|ho|abbiamo)(?: già| anche| subito| appena| le| vi| ti)* (?P<text>"
            rf"(?!(?:{_STORY})\b)(?:\w+(?:ato|ata|ati|ate|ito|ita|uto)|fatto|scritto|messo|spento"
            r"|acceso|riacceso|chiesto|aperto|chiuso|rimosso)\b[^,;.:()]{0,60})"
        ),
    )


@cache
def _ask_words() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:wenn|falls|ob|si|se|wann|quand|cuando|nicht|kein\w*|falsch|pas|jamais|no|non)\b"
    )


_HINTS = (("hab", "prüft", "ge"), ("j'", "avons", "on a", " ai "), ("he ", "hemos", "é", "í"),
          ("ho ", "abbiamo"))  # fmt: skip
_NEEDS = (
    frozenset("ich wir habe hab haben die den das am auch mein meine alle".split()),  # noqa: SIM905
    frozenset("j'ai nous on je".split()),  # noqa: SIM905
    frozenset("he hemos ya también lo la le".split()),  # noqa: SIM905
    frozenset("ho l'ho abbiamo".split()),  # noqa: SIM905
)


def foreign(sentences: Sequence[Sentence], place: int, default: str) -> Iterator[Foreign]:
    """Give the steps that one sentence tells; `default` is the result where nothing follows."""
    sentence = sentences[place]
    low = sentence.low
    if sentence.question:
        return
    spoken = low.split()
    nexts = sentences[place + 1].low if place + 1 < len(sentences) else ""
    for pattern, hints, needed in zip(_shapes(), _HINTS, _NEEDS, strict=True):
        if (needed.isdisjoint(spoken) and low.isascii()) or not any(h in low for h in hints):
            continue
        for found in pattern.finditer(low):
            name = "text" if found.group("text") else "more"
            end = found.end(name)
            if low[:end].endswith(("versucht", "probiert")):
                end = len(low)
            text = re.split(r" (?:y|et|e|und) (?:el|la|los|le|les|il|ich|das|lo) ",
                            sentence.text[found.start(name) : end])[0].strip(" .,;!?")  # fmt: skip
            if _ask_words().search(low, found.start(), found.end()) or len(text.split()) < 2:
                continue
            after = f"{low[found.end() :]} ; {nexts}"
            yield Foreign(text, result(after, default))
