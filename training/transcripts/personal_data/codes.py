"""Numbers and codes that are personal by what they are called: identity papers, tax and customer numbers,
tracking, gift codes. Some also by their form alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from training.transcripts.personal_data.found import Found, Passage, digits_of, is_things, plain
from training.transcripts.personal_data.papers import IDENTITY, NATIONAL

_FILLER = (
    r"(?:[\s:=#.,()\"'/-]{1,3}(?:is|are|was|no|nos|nr|num|number|nummer|numéro|número|code|codes|id|here|my|the|it'?s|its|ist|lautet|war|est|es|è|é|n°|nº|"
    r"stays|remains|still|now|reads|with|called|mine|of|for|one|new|old|card|you|at|a)\b\.?|[\s:]n[°º]\.?){0,5}[\s:=#.,\"'“„(*-]{0,4}"
)
_NO_LETTERS = "po|re|inv|ref|rma|sku|ean|is|it|in|no|nr|of|by|at|to|on|or|am|um|im|le|la|el|de|du|da|my|me|we|as|so|if|an|und|and|the|are|was|has|art|for|box|ist|est|et|en|op|se|si|eu|uk|us|kg|cm|mm"
"""Words that are no letters before a number, though they are as short."""
_NUMBER = (
    rf"(?:[A-Za-z]{{1,8}}[.-]?|[A-Z]{{2,5}}-[A-Z]{{1,3}} |(?:[A-Z]{{2,5}}-){{2}}|[A-Z]<[A-Z]{{3}} ?|(?!(?:PO|RE|INV|RMA|SKU|EAN|ART|REF) )(?-i:[A-Z]{{1,5}}) (?:(?-i:[A-Z]{{2,4}}) )?|(?!(?:{_NO_LETTERS}) )[A-Z]{{1,3}} )?"
    r"\d[\dA-Za-z]*(?:[ ./-](?:\d[\dA-Za-z]*|[A-Z]{1,3}\d[\dA-Za-z]*)|-[A-Z]{1,4}\b| [A-Z]\b(?!')| (?-i:(?!KG|CM|MM|ML|EU|UK|US|XL)[A-Z]{2})\b)*"
)
"""Also with letters before it, between and behind: "AB 204118", "CA 55 021 FB"."""
_CODE = r"(?=[A-Za-z-]*\d)[A-Za-z0-9]{2,}(?:[ -](?=[A-Z-]*\d)[A-Z0-9]{2,}(?![A-Za-z0-9])|-[A-Za-z0-9]+)*"
_CALLED = {
    "national_id": (
        r"tax(?:payer)?|vat|steuer(?:-?id|nummer|-?identifikationsnummer)?|ust-?id(?:-?nr)?|ssn|sin|social security|national insurance|nino?|ni(?= no| number)|(?:health )?insurance(?= no| number| id)|versicherungs?(?:nummer|-?nr)|sv-?(?:nummer|nr)|nif|nie|dni|nhs|pesel|"
        rf"{NATIONAL}|personnummer|person number|cpf|cnpj|aadha+r|pan(?: card)?|codice fiscale|partita iva|num[eé]ro de sécu(?:rité sociale)?|sécu|nir|bsn|burgerservicenummer|"
        r"ahv|cpr|cnp|d-?number|d-nummer|fødselsnummer|kennitala|kt|asmens kodas|isikukood|personas kods|jmbg|medicare(?: card)?|ird|nhi|tfn|health card|emšo|oib|amka|afm|tckn|tc kimlik|nino|niss|nn|insz|hetu|oib|egn|rodné číslo|birth (?:number|no\b\.?)|pps|tfn|abn|curp|rfc|national id|sozialversicherung\w*|identification number|fiscal",
        _NUMBER, 6,
    ),
    "identity_document": (
        rf"{IDENTITY}|dl|passports?|pass(?=port| ?nr)|pass-?nr|reisepass|ausweis\w*|personalausweis\w*|passeport|pasaporte|passaporto|paspoort|"
        r"(?:national |emirates |my )?(?<!trace-)(?<!trace )(?<!ray )(?<!event )(?<!error )(?<!log )(?<!transaction )(?<!payment )(?<!chat )(?<!ticket )(?<!session )(?<!request )(?<!device )(?<!user )(?<!customer )(?<!client )(?<!member )(?<!order )(?<!tax )id(?:entity)?[- ]?(?:card|document|no)?|carte d'identité|(?:driv(?:ing|er'?s) )?(?<!software )(?<!fishing )(?<!creative )licen[cs]e(?! plates?| keys?)|führerschein\w*|residence permit|"
        r"(?:students?|pupil|teachers?|lecturer|trainee|apprentice|volunteer|lehrer|lehrkraft|staff|employee|personnel|payroll|works?(?= id)|matrikel|mitarbeiter|dienst)-?\s?(?:card |id |pass )?(?:id|no|nr|number|nummer)",
        _NUMBER, 5,
    ),
    "licence_plate": (
        r"rego|reg(?:istration)?(?: (?:no|number|plate|mark))?|(?:licen[cs]e|number|car) plates?|(?:my|our|his|her) (?:car|van)|kennzeichen|nummernschild|plaque|immatriculation|kenteken|matrícula|targa",
        r"(?-i:[A-ZÄÖÜ]{1,3}[- ]?[A-Z]{0,2}[- ]?\d{1,4}(?: ?[A-Z]{1,3})?(?![\w])|\d{1,3}-?[A-Z]{1,3}-?\d{1,6}(?!\w))|[a-z]{2}\d{2} ?[a-z]{3}\b", 4,
    ),
    "tracking_number": (
        r"tracking(?: (?:number|code|id))?|parcel|package|colis|paquete|pacco|pakket|paczka|paket|zending|consignment|shipment|sendung(?:snummer)?|paketnummer|(?:número de )?guía|suivi|seguimiento|spedizione|track ?& ?trace|awb|waybill|"
        r"ups|dhl|hermes|dpd|gls|fedex|evri|royal mail|postnl|colissimo|chronopost|usps|bpost|postnord|inpost",
        _NUMBER, 9,
    ),
    "customer_number": (
        r"customer|client|member(?:ship)?|loyalty(?: card)?|accounts?(?:[?.,:;]? (?:the|their) numbers)?|kunden(?:nummer|-?nr)?|kd\.?-?nr|klant(?:nummer)?|cliente|mitglieds?(?:nummer)?|"
        r"bonus card|(?:customer |my )reference|user|(?:dossier|contract|policy|subscription|debtor|patient|vertrags?|policen|abo|debitoren|patienten)[ -]?(?:number|no|nummer|nr)|aktenzeichen|dossier|numéro de contrat",
        _NUMBER, 4,
    ),
    "gift_code": (
        r"gift\s?(?:card|code|voucher)?|voucher|coupon|gutschein\w*|redeem|bon d'achat|(?<!hs )(?<!tariff )(?<!error )(?<!status )(?<!colour )(?<!color )(?<!article )(?<!product )(?<!item )(?<!country )(?<!bar)code|vale(?: de)? regalo|buono|cadeaubon|carte cadeau",
        _CODE, 8,
    ),
}  # fmt: skip
"""By kind: the words that call it, its form, the fewest letters and digits."""
_AFTER = {
    kind: (
        re.compile(rf"\b(?:{called})\b{_FILLER}(?P<it>{form})", re.IGNORECASE if kind != "gift_code" else 0),
        fewest,
    )
    for kind, (called, form, fewest) in _CALLED.items()
}
_AFTER["gift_code"] = (re.compile(rf"\b(?i:{_CALLED['gift_code'][0]})\b(?i:{_FILLER})(?P<it>{_CODE})"), 8)
_IDAHO = re.compile(r"[^\W\d_], ID \d{5}(?:-\d{4})?$")
"""No identity card, but a state and its postcode."""
_FEWEST_DIGITS = {"gift_code": 2, "licence_plate": 1}
_ANSWER = {
    "national_id": 6,
    "identity_document": 5,
    "tracking_number": 8,
    "customer_number": 4,
    "gift_code": 8,
}
_JOINED = re.compile(rf"(?:,|,? (?:and|or|und|oder|et|ou|y|o|e|en|&)|\s/) (?P<it>{_NUMBER})", re.IGNORECASE)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[A-Za-z]")
_BARE_NUMBER, _BARE_CODE = re.compile(rf"(?<![\w@.]){_NUMBER}"), re.compile(rf"(?<![\w@.-]){_CODE}")
_PROMOTION = re.compile(r"[A-Z]+-?\d{1,2}")

_TRACKING = re.compile(
    r"\b(?:1Z ?(?:[0-9A-Z] ?){15}[0-9A-Z]|[A-Z]{2} ?(?:\d ?){8}\d ?[A-Z]{2}|J?JD\d{16,20}|00340\d{15}|TBA\d{12}|Z ?\d{3} ?\d{4} ?\d{3}|6[A-Z]\d{11}|3S ?[A-Z]{3,5} ?(?:\d ?){6,10}\d|\d{2}[A-Z]{3}\d{7})\b"
)
_LONG_TRACKING = re.compile(r"(?<![\w+.,/-])(?!0[1-9])\d{2,22}(?:[ -]\d{2,8}){0,8}(?![\w/-]|[.,]\d)")
"""In a text that speaks of parcels, or behind one."""
_FOUR_BY_FOUR = re.compile(r"(?<![\w-])(?<!\d )\d{4}(?:([ -])\d{4})(?:\1\d{4}){2}(?![ -]?\d|\w)")
_GROUPS = re.compile(r"(?<![\w-])(?=[\d-]*[A-Z])(?=[A-Z-]*\d)[A-Z0-9]{4,5}(?:-[A-Z0-9]{3,5}){2,5}(?![\w-])")
_GIFT = re.compile(
    r"\b(?:gift(?! ?(?:wrap|box|bag|paper|idea|set|for))|voucher|coupon|gutschein\w*|store credit)\b",
    re.IGNORECASE,
)
_GIFT_FORM = re.compile(
    r"(?<![\w-])(?!(?:DIN|ISO|EN|EAN|GTX?)[ -]|[A-Z]{2,4}[ -]\d+(?![ -]?\w))(?=[\dA-Z -]*\d)[A-Z]{2,5}(?:(?:-[A-Z0-9]{3,6}){1,4}|(?: \d{4}){1,4}(?: [A-Z]{2,4}(?: \d{2,4})?)?|(?: (?=[A-Z]*\d)[A-Z\d]{4}){2,5}|\d{8,14})(?![\w-])"
)
"""Of a code anywhere in a text that speaks of gifts: "gift card not working, ABC-9K2L-77QX"."""
_VEHICLE = re.compile(
    r"\b(?:cars?|vans?|camper(?:van)?|vehicle|park(?:ed|ing)|(?<!base )(?<!heel )(?<!rock )plate|tow(?:ed|ing)|auto|wagen|kennzeichen|voiture|coche|macchina)\b",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}-[A-ZÄÖÜ]{1,2} ?\d{1,4} ?[EH]?|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2})(?![\w-])"
)
"""Of Germany, Great Britain, France and Italy, in a text that speaks of a vehicle."""
_BRITISH_PLATE = re.compile(r"(?<![\w-])[A-HJ-PR-Y][A-HJ-PR-Y]\d\d [A-HJ-PR-Z]{3}(?![\w-])")
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]\b", re.IGNORECASE), "it.codicefiscale"),
    (re.compile(r"\b(?:(?-i:ES)[- ]?)?(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]\b", re.IGNORECASE), "es.nif"),
    (re.compile(r"\bES[- ]?[A-HJ-NP-SUVW][- ]?\d{7}[- ]?[A-J\d]\b"), "es.nif"),
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), "us.ssn"),
    (re.compile(r"\b[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3} ?\d\d\b"), "fr.nir"),
    (re.compile(r"\b(?:\d\d)?\d{6}[-+]\d{4}\b"), "se.personnummer"),
    (re.compile(r"\b\d{6}-\d{4}\b"), "dk.cpr"),
    (re.compile(r"\b\d{6}[-+A]\d{3}[0-9A-Z]\b"), "fi.hetu"),
    (re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"), "br.cpf"),
    (re.compile(r"(?<![\w.])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?!\w)"), "cl.rut"),
    (re.compile(r"\b756\.?\d{4}\.?\d{4}\.?\d{2}\b"), "ch.ssn"),
    (re.compile(r"\b[A-Z]{5}\d{4}[A-Z]\b"), "in_.pan"),
    (re.compile(r"(?<![\w-])\d{6} ?\d{4} ?\d{3}(?![\w-])"), "za.idnr"),
    (re.compile(r"(?<![\w-])(?<!\d )[2-9]\d{3}([ -])\d{4}\1\d{4}(?![\w-]|[ -]\d)"), "in_.aadhaar"),
    (re.compile(r"\b[1-8]\d{12}\b"), "ro.cnp"),
    (re.compile(r"(?<![\w-])\d{6} ?\d{5}(?![\w-])"), "no.fodselsnummer"),
    (re.compile(r"(?<![\w-])[3-6]\d{10}(?![\w-])"), "lt.asmens"),
    (re.compile(r"(?<![\w-])\d\d\.?\d\d\.?\d\d[- ]?\d{3}[. ]?\d\d(?![\w-])"), "be.nn"),
    (re.compile(r"(?<![\w/-])\d{6}/\d{4}(?![\w/-])"), "cz.rc"),
    (re.compile(r"(?<![\w-])\d{6}-\d{4}(?![\w-])"), "is_.kennitala"),
    (re.compile(r"(?<![\w-])\d{11}(?![\w-])"), "pl.pesel"),
    (re.compile(r"(?<![\w-])\d{7} ?[A-W][A-IW]?(?![\w-])", re.IGNORECASE), "ie.pps"),
    (re.compile(r"\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK) ?[0-9A-Z]{8,12}\b"), "eu.vat"),
)  # fmt: skip
"""Forms that few other numbers share, with python-stdnum's module that checks them."""
_DRIVER = re.compile(r"\b[A-Z]{2,5}9{0,3} ?\d{6} ?[A-Z9]{2}\d[A-Z\d]{2}\b")
"""A British driving licence."""
_SERIES = re.compile(
    r"\b(?i:seri[ae]l?|série|serie|series|reeks|sorozat\w*)(?i: (?:is|nr|no|to|è|:))?[ :]{1,2}(?P<it>[A-Z]{2,3}(?:,? (?i:nr|no|n[°º]|numer|numero|número|numéro|number|num)\.?)? ?\d{5,7})(?!\w)"
)
"""A paper whose letters are called its series: "seria ABC nr 445566"."""
_READ_BY_MACHINES = re.compile(
    r"(?<![\w<])(?:[PIACV][A-Z<][A-Z]{3}[A-Z\d<]{10,39}|[A-Z\d<]{9}\d[A-Z]{1,3}<{0,2}\d{7}[MFX<]\d{7}[A-Z\d<]{0,16}|\d{7}[MFX<]\d{7}[A-Z]{3}[A-Z\d<]{11,12}|[A-Z]+<<[A-Z]+[A-Z<]{3,28})(?![\w<])"
)
"""The lines of a passport or an identity card for machines (ICAO 9303)."""
_FISCAL = re.compile(
    r"\b[A-Z]{3} ?[A-Z]{3} ?\d\d ?[ABCDEHLMPRST] ?(?:[04][1-9]|[1256]\d|[37][01]) ?[A-Z] ?\d{3} ?[A-Z]\b"
)
"""An Italian codice fiscale, which nothing else is like: months have letters, women's days are 40 higher."""
_EMIRATES = re.compile(r"(?<![\w-])784([- ]?)(?:19|20)\d\d\1\d{7}\1\d(?![\w-])")
"""An identity number of the United Arab Emirates."""
_INSURANCE = re.compile(
    r"\b(?:QQ|(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2}) ?\d\d ?\d\d ?\d\d ?[A-D]\b", re.IGNORECASE
)
_SPANISH = re.compile(r"\bES[- ]?[XYZ]-?\d{7}-?[A-Z]\b")
"""A foreigner's number in Spain with the country before it."""
_SURE_FORMS = (_EMIRATES, _FISCAL, _SPANISH, _INSURANCE)
"""National numbers by their form alone."""


def find_numbers(said: Passage) -> Iterator[Found]:
    """Everything that is called a number of a person, or answers the question for one."""
    for kind, (pattern, fewest) in _AFTER.items():
        for match in pattern.finditer(said.text):
            if _fits(kind, match["it"], fewest) and not _IDAHO.search(said.text, 0, match.end("it")):
                yield Found(*match.span("it"), kind, plain(match["it"]))
                yield from _others_of_form(said.text, match, kind)
    for kind in said.asked & _ANSWER.keys():
        bare = _BARE_CODE if kind == "gift_code" else _BARE_NUMBER
        for match in bare.finditer(said.text):
            if _fits(kind, match[0], _ANSWER[kind]):
                yield Found(match.start(), match.end(), kind, plain(match[0]))


def _others_of_form(text: str, first: re.Match[str], kind: str) -> Iterator[Found]:
    """The numbers joined to one that are written like it: "the accounts 40-118 and 40-742"."""
    form, end = _form(first["it"]), first.end("it")
    while (other := _JOINED.match(text, end)) and _form(other["it"]) == form:
        yield Found(*other.span("it"), kind, plain(other["it"]))
        end = other.end()


def _form(number: str) -> str:
    """Which of its characters are digits, letters and other signs."""
    return _LETTER.sub("a", _DIGIT.sub("0", number))


def _fits(kind: str, written: str, fewest: int) -> bool:
    if kind == "gift_code" and (
        _PROMOTION.fullmatch(written) or not any(c.isupper() or c.isdecimal() for c in written)
    ):
        return False
    return len(plain(written)) >= fewest and len(digits_of(written)) >= _FEWEST_DIGITS.get(kind, 4)


def find_forms(said: Passage) -> Iterator[Found]:
    """What its form and check digits give away, whatever it is called."""
    text = said.text
    if not any(c.isdecimal() for c in text):
        return
    for match in _TRACKING.finditer(text):
        yield Found(match.start(), match.end(), "tracking_number", plain(match[0]))
    for match in _LONG_TRACKING.finditer(text) if "tracking_number" in said.topics else ():
        if 18 <= len(digits_of(match[0])) <= 22:
            yield Found(match.start(), match.end(), "tracking_number", plain(match[0]))
    for match in _GROUPS.finditer(text):
        yield Found(match.start(), match.end(), "gift_code", plain(match[0]))
    for match in _FOUR_BY_FOUR.finditer(text):
        if is_things(text, match.start()):
            continue
        gift = "gift_code" in said.asked or re.search(r"gift|voucher|gutschein", text, re.IGNORECASE)
        yield Found(match.start(), match.end(), "gift_code" if gift else "card", plain(match[0]))
    for match in _GIFT_FORM.finditer(text) if _GIFT.search(text) else ():
        if len(plain(match[0])) >= 8:
            yield Found(match.start(), match.end(), "gift_code", plain(match[0]))
    for match in _BRITISH_PLATE.finditer(text):
        yield Found(match.start(), match.end(), "licence_plate", plain(match[0]))
    for match in _PLATE.finditer(text) if _VEHICLE.search(text) else ():
        yield Found(match.start(), match.end(), "licence_plate", plain(match[0]))
    for pattern, module in _FORMS:
        for match in pattern.finditer(text):
            if _checks(module)(match[0]):
                yield Found(match.start(), match.end(), "national_id", plain(match[0]))
    for match in _DRIVER.finditer(text):
        yield Found(match.start(), match.end(), "identity_document", plain(match[0]))
    for match in _SERIES.finditer(text) if "identity_document" in said.topics else ():
        yield Found(*match.span("it"), "identity_document", plain(match["it"]))
    for match in _READ_BY_MACHINES.finditer(text) if "<" in text else ():
        if "<<" in match[0] or match[0][-1].isdecimal():
            yield Found(*match.span(), "identity_document", match[0])
    for pattern in _SURE_FORMS:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "national_id", plain(match[0]))


def _checks(module: str) -> Callable[[str], bool]:
    """python-stdnum's check of a number."""
    check: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return check
