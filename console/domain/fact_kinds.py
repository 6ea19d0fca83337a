"""The kinds of facts, and the words by which people announce a number of each kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple


class Fact(NamedTuple):
    """One value that stands in a text."""

    kind: str
    value: str
    """Verbatim."""
    normalised: str
    """One form for all notations (see `facts.normalise`)."""
    start: int
    end: int


KINDS = (
    "order_id", "invoice_id", "tracking_id", "booking_ref", "customer_no", "case_no", "serial",
    "email", "phone", "amount", "date", "device", "version", "error_code", "url", "iban",
    "card_last4", "postcode",
)  # fmt: skip
IDS = (*KINDS[:7], "error_code")
"""Kinds whose values are codes; only a word beside them, or their like, tells which."""

# A star ends a stem, a dot joins two words. The first table names things, the second only hints.
_STRONG = {
    "order_id": "order orders purchase bestel* auftrag* ordern* ordin* ordre order.confirmation "
    "commande pedido ordine encomenda po "
    "zamówieni*",
    "invoice_id": "invoice invoices bill bills receipt receipts rechnung* beleg* facture factura "
    "fattura factuur* fatura faktura faktur* statement credit.note",
    "tracking_id": "tracking tracking-id trackingn* pakket* przesyłk* track tracked parcel "
    "parcels package consignment waybill shipment awb "
    "sendung* paket* colis suivi paquete envío envio spedizione zending seguimiento",
    "booking_ref": "appointment appointments afspra* terminn* cita res booking bookings booked "
    "reservation* reserved réservation* "
    "reserva pnr locator "
    "buchung* itinerary prenotazione boeking reservier* confirmation.number confirmation.code "
    "e-ticket",
    "customer_no": "kund* kd kdnr kd-nr applicant applicants klienta polizza contratto account "
    "accounts acct a/c agreement customer "
    "client policy policies contract contracts member "
    "membership student reader patient subscriber tenant tenancy lease library.card kunde* "
    "vertrag* konto mitglied* contrat cliente contrato abonn* póliza loyalty pupil pension "
    "frequent.flyer frequent.flier licence license user.id matrikel* versicherung* klant* "
    "subscription enrolment enrollment mandate reader.number card.number player player.id "
    "donor supporter spender* donateur donante username user login.id konto-nr candidate "
    "employee staff badge citizen taxpayer resident "
    "household supply rental.agreement hire.agreement student.number student.id",
    "case_no": "ticketn* report reports reported pv procès-verbal pratica incidencia incidente "
    "ticket tickets case cases claim claims "
    "dispute disputes fines fine.number fine.no fine.notice the.fine my.fine a.fine parking.fine "
    "request "
    "requests incident incidents complaint complaints dossier caso vorgang* fallnummer penalty "
    "enquiry inquiry application schaden* sinistre réclamation reclamación expediente solicitud "
    "referral escalation work.order job file.number notice return rma transaction transfer "
    "warranty.claim interlibrary parte siniestro aktenzeichen",
    "serial": "serial frame cadre rahmennummer s/n sn meter meters imei vehicle vehicles bike "
    "bikes scooter scooters e-bike "
    "zähler* serien* certificate certificates zertifikat* série serie bici vélo contador "
    "compteur vin chassis remote "
    "gerätenummer iccid sim chip sim.card mac locker machine unit.number asset e-bikes batch lot "
    "charge.nr",
    "error_code": "error errors err fault fehler* erreur exception code.de.erreur",
    "card": "card cards karte carte tarjeta visa mastercard debit.card credit.card amex "
    "kreditkarte",
    "postcode": "postcode postcodes post.code zip zipcode zip.code plz postleitzahl code.postal "
    "código.postal postal.code eircode pincode",
    "phone": "telefoon* rufnummer* phone telephone handy handynummer telefon* téléphone teléfono "
    "cell cellphone "
    "whatsapp landline ring dial mob tel móvil portable mobile callback rückruf",
    "version": "version versions firmware build release software ios android ver fw patch driver",
    "iban": "iban",
    "device": "model models modell modèle modelo model.number model.no model.name",
    "": "plate plates licence.plate license.plate registration matrícula flight flights flug vol "
    "vuelo room rooms zimmer flat apartment apt seat seats course "
    "module form coupon voucher promo promotion discount gutschein* gate platform zone row page "
    "section chapter episode season street road avenue avenida floor terminal level line bus tram "
    "train extension ext channel bed ward block building passcode pin otp verification security "
    "one-time access.code door.code article paragraph lesson locker.code gift.card spot stand",
}
_WEAK = {
    "case_no": "repair prescription quote ref reference referencia référence referenz refs",
    "error_code": "code codes said says returned shows showing failed message saying popup "
    "displays "
    "flashing meldung flashes blinking rejected timed",
    "customer_no": "id",
    "booking_ref": "confirmation trip rental",
    "tracking_id": "delivery shipping dispatch courier lieferung livraison",
    "phone": "call called calling text sms reach number anrufen",
    "version": "update app since",
}
_WORD = re.compile(r"[^\W\d_]+(?:[/-][^\W\d_]+)*")


class Label(NamedTuple):
    """A word that announces a kind; an empty kind says that no fact follows."""

    kind: str
    strong: bool
    start: int
    end: int


class _Words(NamedTuple):
    whole: dict[str, tuple[str, bool]]
    stems: dict[str, tuple[tuple[str, str], ...]]
    like: dict[tuple[str, int], tuple[tuple[str, str], ...]]
    """Strong words that may be misspelt, with their kinds, by first letter and length."""
    openers: frozenset[str]
    """First words of pairs."""


@cache
def _words() -> _Words:
    """Put the tables in order: whole words, and stems by their first three letters."""
    whole: dict[str, tuple[str, bool]] = {}
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    for table, strong in ((_WEAK, False), (_STRONG, True)):
        for kind, words in table.items():
            for word in words.split():
                if word.endswith("*"):
                    stems[word[:3]] = (*stems.get(word[:3], ()), (word[:-1], kind))
                else:
                    whole[word.replace(".", " ")] = (kind, strong)
    like: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
    for name, (kind, strong) in whole.items():
        for length in (len(name) - 1, len(name), len(name) + 1):
            if strong and len(name) >= 5:
                spot = (name[0], length)
                like[spot] = (*like.get(spot, ()), (name, kind))
    openers = frozenset(name.partition(" ")[0] for name in whole if " " in name)
    return _Words(whole, stems, like, openers)


def slip(word: str, name: str) -> bool:
    """Whether two words differ by one slip of the keys: a letter lost, doubled, wrong or turned."""
    if word == name or (len(word) == len(name) and sorted(word) == sorted(name)):
        return True
    short, long = sorted((word, name), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    same = len(short) == len(long)
    return short[at + same :] == long[at + 1 :]


@lru_cache(maxsize=4096)
def meant(word: str) -> tuple[str, bool] | None:
    """Give the kind that one word announces and whether it does so strongly."""
    table = _words()
    if (found := table.whole.get(word)) is not None:
        return found
    for stem, kind in table.stems.get(word[:3], ()):
        if word.startswith(stem):
            return kind, True
    if len(word) >= 4 and word not in _LIKE:
        for name, kind in table.like.get((word[0], len(word)), ()):
            if name[:-1] == word or word[:-1] == name:
                continue
            long = len(name) >= 7 or len(word) != len(name) or sorted(word) == sorted(name)
            if long and slip(word, name):
                return kind, True
    return None


_LIKE_WORDS = (
    "contact contacts contacted assert bath care cashes castes cater causes ceases commands "
    "computer contrast crate curse donate door employed employer fame fight fights fracture "
    "inquire meteor modes patent path payer reporter reposted reread reversed sand sets "
    "shooter strand supported tack tacked tricked sweats subscribed patents older boarder "
    "border cars carts cased careful called calls phones serials clam clams places placed "
    "trace traced crack bikers order's police policing builds relate released releases lined "
    "lines fined finer cared cardio rooms forms seated streets coded texted room's flats "
    "clients formed flow float flood later rode board sport spots reason season's biked "
    "member's reminder remove removed accept amount course court coarse floors blocks"
)
_LIKE = frozenset(_LIKE_WORDS.split())
"""Words one slip away from a label that mean something else."""


@lru_cache(maxsize=256)
def _labelled(text: str) -> tuple[tuple[Label, ...], tuple[int, ...]]:
    """List the announcing words of a text, and where they start."""
    out: list[Label] = []
    found = [(hit.group().lower(), *hit.span()) for hit in _WORD.finditer(text)]
    skip = -1
    table = _words()
    for index, (word, left, right) in enumerate(found):
        if index == skip:
            continue
        if word in table.openers and index + 1 < len(found):
            pair = f"{word} {found[index + 1][0]}"
            if (both := table.whole.get(pair)) is not None:
                out.append(Label(*both, left, found[index + 1][2]))
                skip = index + 1
                continue
        if (one := meant(word)) is not None:
            out.append(Label(*one, left, right))
    return tuple(out), tuple(label.start for label in out)


def labels(text: str, start: int, end: int) -> tuple[Label, ...]:
    """List the announcing words that lie in a part of a text, in their order."""
    every, starts = _labelled(text)
    first = bisect_left(starts, start)
    last = bisect_left(starts, end)
    if last > first and every[last - 1].end > end:
        last -= 1
    return every[first:last]


@lru_cache(maxsize=256)
def asked(text: str) -> tuple[str, ...]:
    """List the kinds that a message asks for, strong words first."""
    out: list[Label] = []
    lower = text.lower()
    if "?" not in text and not any(word in lower for word in _ASKING_WORDS):
        return ()
    which = any(word in lower for word in _WHICH_WORDS)
    for found in _SENTENCES.finditer(text):
        if found.group().endswith("?") or _ASKING.search(text, found.start(), found.end()):
            out += labels(text, found.start(), found.end())
            if which and (device := _WHICH.search(text, found.start(), found.end())):
                out.insert(0, Label("device", strong=True, start=device.start(), end=device.end()))
    kinds = [label.kind for label in out if label.strong] + [
        label.kind for label in out if not label.strong
    ]
    return tuple(dict.fromkeys(kind for kind in kinds if kind))


_WHICH_WORDS = ("which", "what", "welche", "quel", "qué", "cuál")
_ASKING_WORDS = (
    "please", "me", "type", "enter", "bitte", "need", "quote", "provide", "por", "merci", "indique",
)  # fmt: skip
_SENTENCES = re.compile(r"(?:[^.?!\n]|[.?!](?=\w))+[.?!]?")
_WHICH = re.compile(
    r"\b(?:which|what|welche[rsn]?|quel(?:le)?|qué|cuál)\b[^?]{0,24}\b(?:model|device|phone|box"
    r"|tv|router"
    r"|modem|machine|printer|handset|tablet|laptop|computer|product|appliance|gerät|modell|modèle"
    r"|modelo|camera|hub|watch|reader|bike|washer|oven|fridge|dishwasher)\b(?! (?:number|no)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:please|tell me|give me|send me|type in|enter|bitte|need|quote|provide|por favor"
    r"|merci de|indique[zr]?)\b",
    re.IGNORECASE,
)
