"""Which language a text is written in: scripts and the commonest words vote."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from console.assist.embedded.valence import shipped

KNOWN = 0.7
"""Least share of words that the English model has met, for a text without little words."""
READ = 4000
"""Characters that are looked at; more change nothing."""

# The commonest little words, and what customers and agents write. A word that several languages
# share stands under each.
_WORDS = {
    "en": (
        "the be to of and a in that have i it for not on with he as you do at this but his by"
        " from they we say her she or an will my one all would there their what so up out if"
        " about who get which go me when make can like no just him know take into your good"
        " some could them see other than then now look only come its over think also back"
        " after use two how our work first well way even new want because any these give day"
        " most us is are was were been has had did does am i'm i've i'd i'll it's that's don't"
        " can't won't didn't doesn't isn't wasn't haven't hasn't couldn't wouldn't you're"
        " we're they're there's what's let's please thanks thank hello hi hey yes yeah ok okay"
        " sorry still again never nothing why where here help need got getting went sent said"
        " told tried says been being off too very much more same each every today tomorrow"
        " yesterday since until before account order number money phone email password card"
        " bill refund service internet working broken waiting charged something anything"
        " someone anyone everything really great dont cant didnt doesnt im ive thats u ur"
        " gonna without should must may might those such many few last next week weeks month"
        " months days hours time times night morning years old wrong right problem support"
        " right call called person speak talk show check done made put keep keeps try let paid"
        " pay"
    ),
    "de": (
        "der die das und ich nicht ist sie es ein eine einen einem einer zu den dem des mit"
        " sich auf für von im am als auch aber bei aus nach wie so dass daß man noch nur wenn"
        " oder kann habe haben hat war wird werden wir mir mich mein meine meinen meiner ihr"
        " ihre ihnen ihren bitte danke hallo guten tag schon sehr kein keine keinen immer"
        " wieder jetzt hier da dann doch weil was wer wo warum wieder uns unser unsere vielen"
        " dank grüße grüßen freundlichen herr frau leider heute morgen gestern seit bis zum"
        " zur über unter ohne um an ja nein ne nee nix hab bin sind gar ganz mal gibt ging"
        " geht konto rechnung bestellung fuer ueber gruss moin servus grüß gott menschen steht"
        " beim vom ins euch eure eurer ab wollte will soll euro"
    ),
    "fr": (
        "le la les et je vous ne pas est une un des du de pour mon ma mes avec votre vos nous"
        " que qui sur dans au aux ce cette ces il elle on ai avez ont suis sont était être"
        " avoir fait plus mais ou où donc car si très bien merci bonjour monsieur madame"
        " cordialement svp c'est j'ai n'est qu'il d'un d'une l'on depuis toujours rien jamais"
        " encore déjà alors comment pourquoi quand sans sous chez entre leur leurs son sa ses"
        " y en se me te tout tous"
    ),
    "es": (
        "el la los las y no es un una por para con mi mis que de del su sus en se lo le les"
        " al pero como más o ni me te nos yo usted ustedes muy ya está están estoy tengo tiene"
        " hay fue ha he han hola gracias buenas buenos días tardes señores saludos favor"
        " cuando donde dónde porque qué sí si también sin sobre desde hasta hace esto eso este"
        " esta ese esa cómo todo nada quiero puedo puede nunca siempre ahora hoy ayer mañana"
        " uno dos otra otro son"
    ),
    "it": (
        "il lo gli la le e non è un una uno per con mio mia mi ti si che di del della dei"
        " delle nel nella al alla da dal dalla in su sono ho ha hanno abbiamo grazie"
        " buongiorno salve anche ma se come più molto questo questa quello cosa perché quando"
        " dove ancora già sempre mai ci vi voi noi loro suo sua vorrei posso può prego"
        " cordiali saluti stato stata fatto"
    ),
    "pt": (
        "o a os as e não é um uma por para com meu minha meus que de do da dos das em no na"
        " nos nas se eu você vocês ele ela mas mais como quando onde porque obrigado obrigada"
        " olá bom boa dia tarde tenho tem está estou foi são ser ter já ainda também muito sem"
        " até sobre isso isto este esta esse essa pelo pela ao aos à às seu sua nada nunca"
        " sempre agora hoje ontem"
    ),
    "nl": (
        "de het een en ik niet is u van met voor mijn op dat dit die graag wij we hebben heb"
        " heeft uw te zijn aan er maar om ook als bij nog naar wat wel geen kan kunt mij me zo"
        " al door over uit dan hoe waar waarom wanneer bedankt dank hallo goedemorgen"
        " goedendag groeten ja nee zal wordt werd worden was waren deze daar hier veel meer"
        " altijd nooit weer jullie je"
    ),
    "pl": (
        "i nie jest się na do z ze że mam mój moja moje mi mnie proszę jak to dla czy ale od"
        " już o po w we jestem są był była było co tak za przez bardzo dziękuję dzień dobry"
        " pozdrawiam witam bo gdy kiedy gdzie dlaczego jeszcze tylko też może można nic nigdy"
        " zawsze teraz dzisiaj wczoraj jutro pan pani państwo państwa ten ta te tego tej tym"
        " oraz lub przy pod"
    ),
    "sv": (
        "och jag är inte det en ett för med min mitt på har kan du som vi tack till av om att"
        " i den de men så hej var från när vad hur varför ni er oss mig sig bara också mycket"
        " eller nu"
    ),
    "da": (
        "og jeg er ikke det en et for med min mit på har kan du som vi tak til af om at i den"
        " de men så hej var fra når hvad hvordan hvorfor jer os mig sig kun også meget eller"
        " nu blev"
    ),
    "tr": (
        "ve bir bu da de için ile ben benim değil var yok ne çok daha gibi ama mi mı mu mü"
        " merhaba teşekkürler teşekkür lütfen hala sipariş nasıl neden olarak kadar sonra önce"
        " şu her"
    ),
    "hi": (
        "hai nahi nahin kya ka ki ke ko se mein main mera meri mere aap hum tum yeh ye woh"
        " raha rahi rahe kar karo karna ho hota hoon hun tha thi the bhi aur lekin abhi kab"
        " kyun kyu kaise koi kuch sab bahut accha acha theek thik ji bhai paisa paise din"
        " subah wala chal gaya gayi hua"
    ),
}  # fmt: skip
_SCRIPTS = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf"),
    # Only a few letters tell it from the rest that is written in Cyrillic.
    ("uk", "іїєґІЇЄҐ"),
    ("ru", "\u0400-\u04ff"),
    ("ar", "\u0600-\u06ff\u0750-\u077f"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("he", "\u0590-\u05ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
)
# Letters that only some of the languages write.
_LETTERS = {
    "de": "ßäöü", "fr": "çèêëîïôœùûàâé", "es": "ñ¿¡áéíóú", "it": "èàùòì", "pt": "ãõçáéíóúâêô",
    "pl": "ąćęłńóśźż", "sv": "åäö", "da": "åæø", "tr": "ğışçöü", "nl": "ëï",
}  # fmt: skip


@cache
def _votes() -> dict[str, tuple[str, ...]]:
    """Give the languages that each common word stands for."""
    out: dict[str, tuple[str, ...]] = {}
    for name, listed in _WORDS.items():
        for word in set(listed.split()):
            out[word] = (*out.get(word, ()), name)
    return out


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|([^\W\d_]+(?:['’][^\W\d_]+)*)")


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(f"[{letters}]")) for name, letters in _SCRIPTS)


def _by_script(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    for name, pattern in _scripts():
        # A brand or a greeting in another script is not the language.
        if len(pattern.findall(text)) * (30 if name == "uk" else 3) > letters:
            return name
    return ""


@lru_cache(maxsize=512)
def language(text: str) -> str:
    """Give the language as ISO 639-1 (`en`, `de`, `ja`, ...); empty where it cannot be told.

    Empty rather than wrong: numbers, names, one or two words that many languages write.
    """
    text = text[:READ]
    if not text.isascii() and (script := _by_script(text)):
        return script
    if _plainly_english(text):
        return "en"
    words = [word.lower().replace("’", "'") for word in _parts().findall(text) if word]
    if not words:
        return ""
    votes = _votes()
    scores = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        spoken = votes.get(word, ())
        for name in spoken:
            scores[name] += 1 / len(spoken)
    if not text.isascii():
        odd = {char for word in words for char in word if not char.isascii()}
        for name, letters in _LETTERS.items():
            scores[name] += 0.75 * len(odd.intersection(letters))
    (first, most), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if most >= max(1.0, second * 1.5) and most * 12 >= len(words):
        return first
    return "en" if scores["en"] >= most and _familiar(words) else ""


@cache
def _own() -> tuple[frozenset[str], frozenset[str]]:
    """Give the words that only English, and those that only others have."""
    english = {word for word, names in _votes().items() if "en" in names}
    return (
        frozenset(word for word in english if len(_votes()[word]) == 1),
        frozenset(_votes().keys() - english),
    )


def _plainly_english(text: str) -> bool:
    """Whether the words settle it at a glance; most messages need no more."""
    words = frozenset(text.lower().split())
    own, others = _own()
    mine = len(words & own)
    return mine >= 2 and mine >= 3 * len(words & others) and mine * 10 >= len(words)


def _familiar(words: list[str]) -> bool:
    """Whether the English model has met nearly all words of a short text."""
    known = shipped().weights
    return len(words) > 1 and sum(word in known for word in words) >= KNOWN * len(words)
