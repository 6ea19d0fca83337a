"""The verbs of steps that people carry out, and the words that tell how a step went."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from console.domain.models import AuthorKind
from console.domain.sentences import stem

# Regular ones by their stem; the past is made of them.
_REGULAR = (
    "restart reboot re-start power-cycle factory-reset reinstall re-install install uninstall "
    "update upgrade downgrade delete clear clean descale empty tighten loosen fill refill "
    "boil unplug plug replug unscrew screw switch turn press push tap click scan type enter "
    "re-enter retype swap replace disconnect reconnect connect disable enable activate "
    "deactivate remove re-add release charge recharge sync synch re-sync pair re-pair unpair "
    "repair log sign download upload re-upload zip compress export import test retest measure "
    "weigh follow repeat redo disassemble dismantle rinse wipe drain flush bleed vacuum dust "
    "oil grease tape glue seal jiggle wiggle tilt lift level move shift block unblock lock "
    "unlock open close call phone ring email e-mail mail text message contact chase ping ask "
    "complain report cancel confirm resend resubmit re-submit refresh reload relog retry try "
    "attempt check double-check recheck look search verify inspect compare visit knock wait "
    "reseat re-seat reattach attach detach adjust reconfigure configure roll revert scroll "
    "format flash patch purge rename register re-register link unlink relink toggle hold "
    "swipe scrub soak iron wash re-wash warm heat cool defrost freeze thaw apply reapply "
    "swallow raise edit correct amend dispute appeal request re-request borrow print reprint "
    "photograph google read re-read reread whitelist allow reorder re-order exchange return "
    "post walk drive cycle nudge poke shake tug pull twist rotate flip invert strip cut trim "
    "wrap stick cover uncover mute unmute force-quit force-close kill quit exit minimise "
    "restore recover back-up backup undo change convert save re-save calibrate recalibrate "
    "fax approve accept pop dry re-boot hard-reset soft-reset talk paste copy drag rejoin re- "
    "join rescan answer fiddle tinker bang kick rub brush hook rewire record forward "
    "respond rebook re-book reschedule validate unsubscribe authorise authorize remount sand "
    "file re-apply resubscribe re-log relogin reactivate re-activate re-enable clean-install "
    "wriggle rattle straighten unfold fold peel unpack repack re-pack untangle hammer "
    "lubricate bypass submit re-create recreate unfollow subscribe"
)
_IRREGULAR = (
    "reset|did|done|redid|tried|ran|run|took|taken|put|rang|rung|went|gone|been|wrote|written|"
    "sent|re-sent|resent|bled|held|set|swapped|plugged|unplugged|dug|shut|spoke|spoken|left|"
    "let|gave|showed|shown|shook|shaken|stuck|hit|lit|wound|unwound|rewound|threw|drew|fed|"
    "bent|blew|lent|sought|filed|got through|logged|signed|tapped|scanned|wiped|rebooted|"
    "stopped by|popped|replaced|drove|driven|sprayed|dropped in|dropped by|swept|cut|hung up|"
    "redialled|redialed|dialled|dialed|emailed|texted|googled|flicked|flipped|screwed|zipped|"
    "unzipped|topped|fitted|forced|cycled|brought|taped|laid"
)
_STATIVE = (
    "stayed remembered parked passed travelled traveled finished completed lived married rented "
    "worried"
    " feared preferred braked reached faced purchased reserved reimbursed remained ended waited-for"
    " overheard imagined suspected supposed deserved intended trusted counted-on relied referred"
    " received-back visited-on collected earned saved-up owed hired boarded declined charged"
    " accepted-as suffered survived regretted celebrated enjoyed admired dreamed cried panicked"
    " cared shouted laughed smiled died needed-to "
    "am was were is be are had has have having got get want wanted need needed think thought "
    "know knew see saw"
    " seen hear heard feel felt like liked love loved hope hoped expect expected understand"
    " understood order ordered buy bought pay paid receive received say said tell told explain"
    " explained mention mentioned promise promised lose lost forget forgot notice noticed find "
    "found live lived"
    " work worked use used come came become became mean meant book booked move moved sleep slept "
    "mix mixed"
    " start started begin began happen happened make made wake woke sit sat stand stood hate guess"
    " assume assumed keep kept spend spent join joined believe believed miss missed break broke "
    "fall"
    " fell agree agreed own owned subscribe subscribed specify specified choose chose sign-up "
    "believe"
    " appreciate appreciated wish wished land landed arrive arrived leave attach attached "
    "enclose enclosed provide provided"
    " describe described decide decided wonder wondered realise realised realize realized plan "
    "planned"
)


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"


@cache
def bases() -> frozenset[str]:
    """Give the verbs of steps in their base form."""
    extra = (
        "select navigate choose tick untick uncheck use look see move start stop make wait "
        "change run take put ring go write send hold set shut speak do give reset"
    )
    return frozenset((_REGULAR + " " + extra).split())


@cache
def pasts() -> frozenset[str]:
    """Give the verbs of steps in their past forms, one word each."""
    regular = {_past(stem) for stem in _REGULAR.split()}
    doubled = {
        stem + stem[-1] + "ed"
        for stem in _REGULAR.split()
        if len(stem) > 2
        and stem[-1] in "bgmnptl"
        and stem[-2] in "aeiou"
        and stem[-3] not in "aeiou"
    }
    irregular = {word for word in _IRREGULAR.split("|") if " " not in word}
    return frozenset(regular | doubled | irregular) - {"read", "been", "gone"}


@cache
def stative() -> frozenset[str]:
    """Give the verbs that tell a state or the story, not a step."""
    return frozenset(_STATIVE.split())


@cache
def outcome() -> dict[str, re.Pattern[str]]:
    """Give the words that tell how a step went: `failed`, `partly`, `worked`."""
    return {
        "failed": re.compile(
            r"\b(?:no (?:luck|joy|change|difference|use|effect|reply|answer|response|result"
            r"|success|good|help|dice"
            r"|improvement|avail|one|sign|trace)|nothing|nope|nowt|nada|nobody|to no avail"
            r"|in vain|same|still|again|fail\w*|useless"
            r"|(?:did|does|do|will|would|could|can|has|have|was|is)(?:n't|nt| not|not)|cannot"
            r"|won't|wont|keeps|kept"
            r"|refus\w*|reject\w*|error|gave no|no such|hung up|rings? out|without (?:luck"
            r"|success)|not (?:there|working|answering|sent|arrived|helping|helped)"
            r"|made no|makes no|back to|unchanged|declined|timed out|zero|zilch|nichts|immer noch"
            r"|kein\w*|nicht|nada|igual|toujours|rien)\b"
        ),
        "partly": re.compile(
            r"\b(?:a (?:bit|little|while)|partly|partially|for (?:a|an|one|two|ten|five|\d+"
            r"|about)\b.*\b(?:min|hour|day|while|second)\w*"
            r"|(?:but|and) then|goes further|lighter|better but|helps a|only (?:half|some|one)"
            r"|one (?:of|programme)|sometimes|half|intermittent\w*|slightly|faster now|except)\b"
        ),
        "worked": re.compile(
            r"(?<!never )(?<!not )(?<!n't )\b(?:works|worked|working (?:now|again)|solved|fixed"
            r"|that did it|all good|is fine now|stopped"
            r"|did the trick|it's back|is back|cleared up|sorted|readable|success\w*|super"
            r"|perfect|brilliant|i'?m in|is in|got in|is green|is gone|it did)\b"
        ),
    }


class Step(NamedTuple):
    """A step that was carried out; `result` as on the card."""

    text: str
    by: AuthorKind
    result: str
    messages: tuple[str, ...]


def result(after: str, default: str) -> str:
    """Tell from what follows a step how it went."""
    shown = outcome()
    if shown["partly"].search(after):
        return "partly"
    if shown["failed"].search(after):
        return "failed"
    if shown["worked"].search(after):
        return "worked"
    return default


_DOUBLE = re.compile(r"(.)\1")


@cache
def slips() -> dict[str, str]:
    """Give the verbs as they are written in haste: one letter for two, and some common slips."""
    common = {
        "tryed": "tried",
        "tride": "tried",
        "tryied": "tried",
        "reseted": "reset",
        "resetted": "reset",
    }
    return common | {_DOUBLE.sub(r"\1", verb): verb for verb in pasts()}


def right(verb: str) -> str:
    """Give a verb as it should be spelt, where it is a step's past; else as it is."""
    return verb if verb in pasts() else slips().get(_DOUBLE.sub(r"\1", verb), verb)


@cache
def stems() -> frozenset[str]:
    """Give the stems of the verbs of steps."""
    return frozenset(stem(base) for base in bases())
