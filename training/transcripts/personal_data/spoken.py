"""Codes that are personal by what is spoken of: "which PIN do I need at the locker?" - "i got 7731". A topic
lasts for four turns; what stands in a code's place then needs no word of its own that calls it one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from stdnum import luhn

from training.transcripts.personal_data.found import Found, Passage, digits_of, plain
from training.transcripts.personal_data.papers import IDENTITY, NATIONAL, UNLOCKING, USER

LASTS = 4
"""Turns behind the one that speaks of something."""

_OF = {
    "password": rf"{UNLOCKING}|(?<!rotary )(?<!bowling )(?<!ten )pins?(?!\s?codes?\b|stripe)|pass\s?-?(?:words?|wort|wörter|codes?|phrases?|keys?)|passwd|pwd?|otp|tan|2fa|mfa|two[- ]factor|one[- ]time|verif\w+|authentic\w+|"
    r"(?:door|gate|entry|entrance|access|alarm|locker|lock|pick-?up|collection|sms|text|log-?in|sign-?in|reset|security|secret|garage|building|key ?safe|unlock|confirmation|activation|backup|recovery|courtyard|lift|keypad)\s?-?codes?|"
    r"kennw[oö]rt\w*|geheimzahl|zugangs(?:code|daten)|türcode|mot de passe|mdp|code (?:d'accès|de porte)|digicode|contraseña|clave|kluis|wachtwoord|hasło|senha|lösenord|passord|adgangskode|locked out|hacked|reset|(?:\d|four|five|six|eight)[ -]digits?|alarm (?:is|off|system|goes)|(?:text|sms|message) (?:saying|that says|says|said|with)|(?:got|received|sent) (?:me |you )?an? (?:text|sms)|opens? with|combination|padlock|key ?box|lock ?box",
    "code": r"codes?|kode|código|codice",
    "account": rf"{USER}|user\s?-?(?:names?|ids?)|users?|accounts?|log(?:ged|ging)?[ -]?(?:in|on)|logins?|sign(?:ed)?[ -]?(?:in|up)|profiles?|nick\s?(?:names?)?|handles?|gamer\s?tag|benutzer\w*|nutzername\w*|konto|anmeld\w+|compte|"
    r"identifiant|cuenta|usuario|utente|gebruikers\w*|registered|insta(?:gram)?|tiktok|discord|telegram|snap(?:chat)?|twitter|steam|xbox|psn|reddit",
    "identity_document": rf"{IDENTITY}|passports?|pass(?:eport|aporte|aporto|nummer)|paspoort\w*|reisepass\w*|foreigner id|(?:personal)?ausweis\w*|id[- ]?(?:cards?|documents?|papers?|numbers?|no|nr)|proof of (?:id|identity|age)|(?-i:ID)|identity (?:card|document|papers?)|"
    r"driv\w+ licen[cs]e|(?<!software )(?<!fishing )(?<!creative )(?<!user )licen[cs]e(?! plate)(?! key)|führerschein\w*|rijbewijs|permis(?: de conduire)?|residence permit|aufenthalts\w+|nric|hkid|carte d'identité|age (?:check|verification)|legitim\w+|documento|dowód",
    "licence_plate": r"(?:number|licen[cs]e|car) ?plates?|rego|(?:my|our|his|her|your) plates?|plates? (?:is|are)|registration|vehicles?|e-?scooters?|mopeds?|motor(?:bikes?|cycles?)|cars?|vans?|lorry|truck|trailer|park(?:ing|ed)?|kennzeichen|nummernschild|kenteken|matrícula|targa|immatriculation|plaque|wagen|auto",
    "customer_number": r"loyalty|points|bonus|membership|member|club ?card|stamp ?card|customer (?:card|no|nr|number|id)|store card|reward\w*|kd\.?-?nr|kunden(?:nummer|nr|karte|-nr)\w*|klant(?:nummer|enkaart)|kundenr|kundenummer|kundnummer|medlems\w+|carte de fidélité|subscri\w+|policy|payback",
    "birth_date": r"born|birth(?! (?:number|no\b))(?:s|days?|dates?)?|b-?days?|d\.?o\.?b|how old|old enough|years old|(?<=my )age|geboren|geburts\w+|naissance|née?|anniversaire|nacimiento|cumpleaños|nascita|compleanno|geboorte\w*|verjaardag|urodzenia",
    "national_id": rf"{NATIONAL}|tax|vat|steuer\w*|social security|national (?:id|insurance|number|identi\w+)|personal (?:number|id number|identity)|identification(?: number)?|birth (?:number|no)|rodné číslo|emirates id|customs id|cpf|cnpj|pesel|nif|dni|bsn|personnummer|fødselsnummer|bankid|codice fiscale|aadha+r",
    "tracking_number": r"parcels?|packages?|packets?|track(?:ing|ed)?|shipments?|consignments?|carriers?|couriers?|waybill|paket\w*|päckchen|sendung\w*|colis|suivi|paquete|envío|pacco|spedizione|pakket\w*|zending|"
    r"ups|dhl|dpd|gls|fedex|evri|royal mail|postnl|colissimo|chronopost|usps|bpost|postnord|inpost",
}  # fmt: skip
_SPEAKS = re.compile(
    rf"\b(?:{'|'.join(rf'(?P<{kind}>{words})' for kind, words in _OF.items())})\b",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:vouchers?|gift|discounts?|promo\w*|coupons?|gutschein\w*|rabatt\w*|sale|student|referral|off|postal|post|zip|qr|bar|error|colou?r|dress|hs|article|item|product|country|dial\w*)\b",
    re.IGNORECASE,
)
"""Where a code is a thing of the shop's, or a postcode."""
_NO_CODE = re.compile(
    r"(?:19|20)\d\d|[A-Z]{2,5}-\d{5,}|\d+(?:mm|cm|km|kg|gb|mb|tb|ml|th|st|nd|rd|am|pm|x\d+|g|m|l|h|w|v|k|p|d|s|eur|usd|gbp)|"
    r"(?:iphone|ipad|android|windows|win|ios|ipados|macos|fairphone|huawei|xiaomi|edge|opera|chrome|firefox|safari|galaxy|pixel|covid|sn|imei|rma|po|ref|mp|ps|usb|wpa|ipv|co|eu|uk|us|de|size|no|nr|week|kw|ue|q|w|l|e|err|error|http)-?\d+(?:\.\d+)*\w{0,2}|(?-i:[A-Z]{4,}\d{1,2})",
    re.IGNORECASE,
)
"""Years, orders, measures, devices, sizes, codes of promotions."""
_MIXED = r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z\d]+(?:-[A-Za-z\d]+)?"
_LEADS = (
    r"(?:codes?|pins?|otp|tan|sms|by text|pass\w*|it|it['’]?s|its|that['’]?s|is|was|as|are|be|got|received|sent|try|tried|use|used|enter|entered|type|typed|put(?: in)?|press|dial|show|says?|said|saying|reads?|with|"
    r"told (?:him|her|them|you)|gave (?:him|her|them)|mine|one|new|now|yes|ok|okay|ja|code ist|ist|lautet|war|est|es|è|:|=|#|\()"
)
_SECRET = re.compile(
    rf"(?:^\s*|\b{_LEADS}[\s:,.…-]{{1,4}}|[:=#(]\s?)[\"'“”#*]?(?P<it>\d{{3}}[ -]\d{{3}}|\d\d?(?:-\d\d?){{2,3}}|\d\d(?: \d\d){{1,3}}|\d{{4,8}}|[A-Z]-\d{{4,8}}|{_MIXED})[\"'“”#]?(?!\s?(?:%|€|£|\$|eur\b|euros?\b|pounds?\b|mm\b|cm\b|kg\b|days?\b|times\b|points\b|pcs\b|items?\b|weeks?\b|years?\b))(?![\w@-]|[.,:/]\d)",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    r"\b(?:(?:click ?(?:&|and|n) ?collect|c ?& ?c)(?: code)?|(?:collection|collect|pick-?up|locker|parcel|afhaal|ophaal|abhol\w*|paket|retrait|ritiro|recogida|odbioru|levantamento|utlämnings|hente|afhentnings|noutto)[ -]?(?:code|kode|kod|kodi|código|codice))\b(?:(?!code)[^.?!\n]){0,40}$|\b(?:code|kod|código|codice) (?:de|di|do|per il|para) (?:retrait|ritiro|recogida|odbioru|levantamento)\b[^.?!\n]{0,20}$",
    re.IGNORECASE,
)
"""Before a code with which a shop hands out what was ordered: it is the shop's, and an order's."""
_OF_PINS = re.compile(r"\b(?:pins?|otp|tan|sms|texted|text|pass\w*|login|log-?in)\b", re.IGNORECASE)
_IN_GROUPS = re.compile(
    r"(?<![\w-])(?!(?:DIN|ISO|EN|RAL|EAN|GTX?|SN|IMEI)\s)[A-Z]{2,5}(?= [A-Z ]*\d+ [A-Z ]*\d)(?: (?:\d{2,6}|[A-Z]{2,6})){2,5}(?![\w-]|[.,]\d)"
)
"""As it stands on a card: "KLM 4410 TR 09"."""
_KEYED = re.compile(r"(?<![\w#.,/€$£-])\d{4,6}[#*](?![\w*#])")
"""As it is typed at a door: "1234#"."""
_JUDGED = re.compile(
    r"(?<![\w.,/€$£-])(?P<it>\d{4,8}|\d{3}[ -]\d{3})[\"'”]?\s(?:works?|worked|opens?|opened|(?:does|did|do)n['’]?t|is (?:wrong|right|invalid|correct|expired|not)|was (?:wrong|right|invalid|correct|not)|fail(?:s|ed)|expired|not working|again)\b",
    re.IGNORECASE,
)
"""A code and what became of it: "8092 works"."""
_BARE = re.compile(
    r"(?<![\w,.€$£/-])(?:\d{4,8}|\d{3} \d{3}|[A-Z]{1,3}-\d{3,4}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4,10})(?![\w-]|[.,]\d|\s?(?:%|€|eur\b|euros?\b|kg\b|cm\b|mm\b))"
)
"""A code in an answer that is hardly more."""
_FEW = 4
"""Words of such an answer."""
_HARD = re.compile(
    r"(?<![\w/@.#&?=-])(?=\S*[A-Z])(?=\S*[a-z])(?=\S*(?:\d|[!#$%^&*?]\w))[A-Za-z\d][^\s,;\"'“”()<>@/]{4,}[^\s.,;:?\"'“”()<>@/](?![\w@/])"
)
"""Letters of both cases with digits or marks, as passwords are made: "Summer!2024", "tmp-4Kd9-uxQ"."""
_HARD_ANYWHERE = re.compile(
    r"(?<![\w/@.#&?=-])(?=[^\s]*[A-Z])(?=[^\s]*[a-z])(?=[^\s]*\d)(?=[^\s]*\w[!#$%^*?~+]+\w)[A-Za-z\d][\w!#$%^&*?~+.-]{6,}[\w!#$%^*?~+](?![\w@/])"
)
_NO_PASSWORD = re.compile(
    r".*\w\.(?:\w{2,}/.*|com|de|net|org|eu|uk)|[A-Z]?[a-z]+[A-Z][a-z]+|[A-Z][a-z]+[-.]\d+|v\d.*"
)
_USER_NAME = re.compile(
    r"(?<![\w@./#:=-])(?=\w*[a-z])(?:[A-Za-z]+\d*_\w*[A-Za-z\d]_*|(?:[A-Z][a-z]+){1,3}\.[A-Za-z]{1,6}\d{1,4}|[A-Za-z][\w.-]*[a-z][\w-]*\d{1,4}|[a-z]+(?:\.[a-z]+)+)(?![\w@/=(]|\.\w|-\d|\"?\s?(?:[=|{>]|->)|:\S)"
)
_ANY_USER_NAME = re.compile(
    r"(?<![\w@./#:=%\\-])[A-Za-z]\w*[A-Za-z\d]_\w*[A-Za-z\d]_*(?![\w@/=(]|\.\w|\"?\s?(?:[:=|{>]|->))"
)
_NO_USER = re.compile(
    r"[a-z]{2,8}\.(?:nr|no|nummer)|(?:utm|img|dsc|pxl|screenshot|error|err|order|item|sku|http|api)_.*|(?:\w\.)+\w|[a-z-]+\.(?:com|net|org|de|at|ch|fr|it|es|pt|nl|be|pl|cz|sk|hu|ro|se|no|dk|fi|ie|uk|gr|eu|shop|info)",
    re.IGNORECASE,
)
_CALLED_USER = re.compile(
    r"\b(?:user\s?-?(?:name|id)?|account(?: name)?|log-?in(?: name)?|nick\s?(?:name)?|handle|gamer\s?tag|benutzername|usuario|identifiant)s?"
    r"(?:\s(?:is|was|are|should be|must be|would be|used to be|ist|war|lautet|heißt|heisst|est|es|è|é|jest|er|är|on|simply|just|only|still|now|called|named))+:?\s[\"'“„]?(?P<it>[a-z][\w.-]+\w)(?![\w@])",
    re.IGNORECASE,
)
_HAS_ENDED = re.compile(r"(?:ed|ing|able|ible|ive)$", re.IGNORECASE)
"""How a word ends that says something about an account rather than being one: "my account is deactivated"."""
_DOCUMENT = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,5}9{0,3} ?\d{6} ?[A-Z\d]{2,3} [A-Z\d]{2,3}|[A-Z] \d{7}|[A-Z]\d{3}(?:-\d{1,4}){2,4}|[A-Z]{1,3}-?\d{5,9}(?:[A-Z]{1,2}|\(\w\))?|(?=[A-Z\d]*[A-Z])(?=(?:[A-Z]*\d){2})[A-Z\d]{7,11}|[A-Z]{2,5}9{0,3} ?\d{6} ?[A-Z\d]{5}(?: ?\d{2})?|\d{2}[A-Z]{2}\d{5}|[A-Z]{2} ?\d{7}|\d{8,10}|\d{4} \d{6}|(?=[A-Z\d ]*[A-Z])(?=(?:[A-Z ]*\d){3})(?=[A-Z]*\d)[A-Z\d]{2,5}(?: (?=[A-Z]*\d)[A-Z\d]{2,5}){1,4})(?![\w-])"
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{3}|[a-z]{2} ?\d{2} ?[a-z]{3}|[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|\d{1,3}-[A-Z]{1,3}-\d{1,6}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|\d{2}-[A-Z]{2,3}-\d{1,2}|"
    r"[A-ZÄÖÜ]{1,3}(?: ?[-·•] ?| )[A-Z]{1,2} ?\d{1,4}[EH]?|[A-Z]{2,3} \d[A-Z]{2}\d{2}|[A-Z]{2,3} \d{2,4}[A-Z]{1,2}|\d{4} ?[B-DF-HJ-NP-TV-Z]{3}|[A-Z]{3}[ -]?\d{2}[A-Z\d]|\d[A-Z]{2}[ -]?\d[A-Z]{2})(?![\w-])"
)
_CALLED_PLATE = re.compile(
    r"(?i:\b(?:plates?|reg(?:istration)?|kennzeichen|nummernschild|kenteken|matrícula|targa)\b)[^\d\n.]{0,14}?\s(?P<it>(?=[A-Z\d -]{4,9}(?![\w-]))(?=[A-Z -]*\d)(?=[\d -]*[A-Z])[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,4}){0,2})(?![\w-])"
)
_MEMBER = re.compile(
    r"\b(?:kundenr|kundenummer|kundnummer|medlemsn\w+|policy|contract|membership|member|loyalty|bonus|payback|acct|account|konto|number|numbers|no|nr|nummer|card|id|it['’]?s|its|is|was|mine|numéro|n°)\b\.?[\s:=#,]{0,3}(?:(?:was|is|it['’]?s|says|reads|ends|no|nr|number|ist|:)\s)?(?P<it>(?:[A-Z]{1,4}[ -]?)?\d[\dA-Z]*(?:[ -]\d[\dA-Z]*)*(?:-[A-Z])?)(?![\w-]|[.,]\d|\s?(?:points|%|€|£|eur\b))|^\s*(?P<first>\d{2,4}(?: \d{2,4}){1,4}|\d{6,12})(?=\s*(?:[,.!]|$))|(?<=, )(?P<next>\d{4}(?: \d{2,4}){2,3})(?![\w])",
    re.IGNORECASE,
)
_NATIONAL = re.compile(
    r"(?<![\w/+-])(?:\d[\d .-]{6,18}\d|[A-Z]{2} ?\d{2,3}(?: \d{3}){2}|[A-Z]{1,2}[- ]?\d{6,10}[A-Z]?|[A-Z]{2}\d{2}[A-Z\d]{6,10})(?![\w-])"
)

_NO_NATIONAL = re.compile(
    r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|\d{1,3}(?:\.\d{3})+|97[89][\d -]{10,}|(?:\d+\.){4,}\d+"
)
"""Dates, amounts, books, releases."""
_SHORT = 12
"""Words of a text that may be an answer."""


def topics_of(texts: tuple[str, ...]) -> frozenset[str]:
    """What the texts speak of: kinds of codes."""
    found = frozenset[str]().union(*map(_topics_in, texts))
    if "code" not in found:
        return found
    secret = not any(map(_PROMOTION.search, texts))
    return found - {"code"} | ({"password"} if secret else frozenset())


@lru_cache(maxsize=4096)
def _topics_in(text: str) -> frozenset[str]:
    return frozenset(match.lastgroup or "" for match in _SPEAKS.finditer(text))


def find_spoken_of(said: Passage, ordinary: Callable[[str], bool]) -> Iterator[Found]:
    """The codes in a text that its topics make personal."""
    text, topics = said.text, said.topics
    for match in (*_HARD_ANYWHERE.finditer(text), *(_HARD.finditer(text) if "password" in topics else ())):
        if not _NO_PASSWORD.fullmatch(match[0]) and not _NO_CODE.fullmatch(match[0]):
            yield Found(match.start(), match.end(), "password", match[0])
    yield from (Found(*match.span(), "password", match[0]) for match in _KEYED.finditer(text))
    if "password" in topics:
        yield from _secrets(text)
    yield from _user_names(text, ordinary, spoken="account" in topics)
    if "licence_plate" in topics:
        yield from (Found(*match.span(), "licence_plate", plain(match[0])) for match in _PLATE.finditer(text))
        yield from (
            Found(*match.span("it"), "licence_plate", plain(match["it"]))
            for match in _CALLED_PLATE.finditer(text)
        )
    if "identity_document" in topics:
        for match in _DOCUMENT.finditer(text):
            if not _NO_CODE.fullmatch(match[0]):
                yield Found(*match.span(), "identity_document", plain(match[0]))
    if "customer_number" in topics:
        yield from _members(text)
    if "national_id" in topics:
        yield from _national_numbers(text)


def _national_numbers(text: str) -> Iterator[Found]:
    """Where the text itself speaks of them, is hardly more than the number, or its check digit is right."""
    told = "national_id" in _topics_in(text) or len(text.split()) <= _SHORT
    for match in _NATIONAL.finditer(text):
        if not (told or luhn.is_valid(digits_of(match[0]))):
            continue
        if 8 <= len(digits_of(match[0])) <= 15 and not _NO_NATIONAL.fullmatch(match[0]):
            yield Found(*match.span(), "national_id", plain(match[0]))


def _secrets(text: str) -> Iterator[Found]:
    if len(text.split()) <= _FEW:
        yield from (
            Found(*match.span(), "password", match[0])
            for match in _BARE.finditer(text)
            if not _NO_CODE.fullmatch(match[0])
        )
    yield from (Found(*match.span(), "password", plain(match[0])) for match in _IN_GROUPS.finditer(text))
    for match in (*_SECRET.finditer(text), *_JUDGED.finditer(text)):
        if not _NO_CODE.fullmatch(match["it"]) and not _is_collected(text, match.start("it")):
            yield Found(*match.span("it"), "password", match["it"])


def _is_collected(text: str, start: int) -> bool:
    """Whether the code that begins here is called one for collecting, and no PIN."""
    called = _COLLECTED.search(text, max(0, start - 60), start)
    return called is not None and not _OF_PINS.search(text, max(0, start - 60), start)


def _user_names(text: str, ordinary: Callable[[str], bool], *, spoken: bool) -> Iterator[Found]:
    names = _USER_NAME if spoken else _ANY_USER_NAME
    for match in names.finditer(text):
        said = [part for part in re.split(r"[_\d]+", match[0]) if part]
        words = "_" in match[0] and all(map(ordinary, said))
        if not words and not _NO_USER.fullmatch(match[0]) and not _NO_CODE.fullmatch(match[0]):
            yield Found(*match.span(), "account", match[0].casefold())
    if not spoken:
        return
    for match in _CALLED_USER.finditer(text):
        if not ordinary(match["it"]) and not _HAS_ENDED.search(match["it"]):
            yield Found(*match.span("it"), "account", match["it"].casefold())


def _members(text: str) -> Iterator[Found]:
    for match in _MEMBER.finditer(text):
        part = match.lastgroup or "it"
        if len(digits_of(match[part])) >= 6:
            yield Found(*match.span(part), "customer_number", plain(match[part]))
