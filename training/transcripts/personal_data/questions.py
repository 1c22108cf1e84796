"""What those who speak before a shopper ask for: a bare "Winter" or "20095" is personal as an answer only."""

from __future__ import annotations

import re
from functools import lru_cache

from training.transcripts.personal_data.papers import IDENTITY, NATIONAL, REQUESTS, UNLOCKING, USER

_REQUEST = re.compile(
    rf"\?|\b(?:{REQUESTS}|please|tell|give|need|enter|send|type|may i|could|(?:is|was|are|were) (?:missing|cut off|incomplete|illegible|unreadable|not readable)|confirm|bitte|geben|nennen|merci de|por favor|graag)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_ASKS = {
    "name": r"\b(?:your|full|first|last|the|his|her|whose|what|which)\s+(?:\w+\s+){0,2}?(?:sur)?names?\b|\bsurname|\b(?:account |card ?)?holder\s?\?|\baccount holder|inhaber(?:in)?\b|\btitulaire\b|\btitular\b|\bintestatario\b|rekeninghouder|kontoinnehavare|\bwhose (?:account|card|phone|number|order|parcel)\b|"
    r"\bwho(?:m)? (?:am i|i'?m|i am|do i|is this|is it|shall|should|do you|is the parcel|does)\b|speaking (?:to|with)|for whom|"
    r"\bwho(?:['’]s| is| will| would| shall| should| can| may)? (?:going to )?(?:be )?(?:collect|pick|fetch|com|receiv|sign)(?:ing|e)?\b|\band (?:who are you|you are|you\s?\?)|\bwho(?:['’]?s| is| are) (?:your|the|his|her) \w+\s?\?|\bwhat (?:do|can|should|shall|may) (?:i|we) call (?:you|him|her|them)\b|\bwho(?:m)? (?:shall|should|may|can|do) (?:i|we) (?:announce|expect|ask for|say|address)\b|"
    r"\bname (?:is|on|of|for|as)\b|(?<!product )(?<!brand )(?<!model )(?<!company )(?<!user )\bnames?\s?[?:]|\b(?:under|by|have|get|take) (?:a|what|which|the) (?:\w+ )?name\b|\b(?:ihr|dein|der|welcher|vollständiger) name|welchem namen|wie heiß|wie heiss|für wen|votre nom|quel nom|"
    r"su nombre|nombre completo|uw naam|suo nome|come si chiama|cómo se llama|a nombre de",
    "email": r"e-?mail|mail address|courriel|correo",
    "phone": r"\bphones?\b|telephone|mobile|\bcell|number\b.{0,30}\b(?:call|reach|ring|driver|courier)|(?:call|reach|ring) you\b|"
    r"telefon|handy|rufnummer|téléphone|portable|teléfono|móvil|telefoon|cellulare",
    "address": r"(?<!mail )(?<!ip )\baddress|\bstreet|house number|where (?:should|shall|does|do|can|will)\b.{0,30}\b(?:go|deliver|send|ship|live|"
    r"sent|shipped)|\bwhere do you live|where to\b|anschrift|(?<!mail-)(?<!mail)adresse|straße|hausnummer|votre adresse|dirección|domicilio|indirizzo|\badres\b|huisnummer",
    "house": r"(?:straße|strasse|str\.|gasse|weg|allee|platz|straat|laan|gracht|steenweg|gata|gatan|vägen|vej|gade|utca|street|road|lane|avenue|drive|close|terrace|crescent|(?:rue|calle|via|rua|ulica|ul\.)[^?\n]{3,30})\s\d{1,4}\s?[a-z]?\b[^?\d\n]{0,30}\?|\b\d{1,5}[a-z]?\s(?:[a-z'’]{2,20}\s){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|way|place|crescent|cres)\b[^?\d\n]{0,30}\?",
    "postcode": r"post\s?code|postal code|\bzip\b|\bplz\b|postleitzahl|code postal|código postal|codice postale|\bcap\b|pin\s?code|eircode",
    "town": r"\btown\b|\bcity\b|\bsuburb\b|\blocality\b|\bstadt\b|\bwohnort\b|\bort\b|\bville\b|ciudad|città|woonplaats",
    "iban": r"\biban\b|bank (?:account|details)|bankverbindung|account number",
    "card_start": r"(?:first|ersten|premiers|primeros|prime|eerste|första|første|pierwsz\w+) (?:six|sechs|six|seis|sei|zes|sex|seks|sześć|6)\b(?=[^?\n]{0,60}(?:digit|number|card|ziffer|stelle|chiffre|cifr|siffr|cijfer|cyfr|kart|tarjeta|carta|kort|kaart))",
    "card_end": r"last (?:four|4|three|3|few) (?:digits|numbers|(?:of|on) (?:the|your|that) (?:\w+ )?card)|last (?:four|4) of (?:the|your|his|her) (?:social|ssn|sin)\b|letzten (?:vier|4|drei|3) (?:ziffern|stellen)|(?:derniers|últimos|últimas|ultime|laatste|sista|siste|sidste|ostatni\w+) (?:(?:quatre|cuatro|quattro|vier|fyra|fire|cztery|4) )?(?:chiffres|dígitos|cifras|cifre|cijfers|siffr\w+|cifre|cyfr\w*)|"
    r"(?:which|what|welche|quelle|qué|que|quale|welke|vilket|hvilket) (?:of (?:your|the) )?(?:cards?|karte|carte|tarjeta|carta|cartão|kaart|kort)\b(?! (?:size|reader))",
    "birth_date": r"date of birth|birth\s?date|birthday|\bborn\b|geburtstag|geburtsdatum|geboren|naissance|nacimiento|nascita|geboorte",
    "year": r"\b(?:what|which) year\b|\byear (?:of birth|should|is it|were you)|birth year|(?:welches|welchem|in welches) jahr\b|geburtsjahr|jahrgang|quelle année|année de naissance|qué año|año de nacimiento|(?:che|quale) anno|anno di nascita|"
    r"welk jaar|geboortejaar|jaki\w* rok\w*|rok urodzenia|vilket år|födelseår|hvilket år|fødselsår|que ano|ano de nascimento|(?:jaký|který) rok|rok narození",
    "password": rf"\bpin\b|one-time|passcode|\botp\b|\btan\b|\b(?:{UNLOCKING})\b",
    "customer_number": r"(?:customer|client|member(?:ship)?|club|account|loyalty)\s?(?:card )?(?:number|no\b|id\b)|kundennummer|numéro de client|número de cliente|klantnummer",
    "tracking_number": r"tracking|sendungsnummer|parcel number|numéro de suivi|seguimiento|consignment",
    "gift_code": r"(?:code|number|no)\b.{0,20}\b(?:gift|voucher)|(?:gift|voucher|coupon)\b.{0,20}\b(?:code|number|no)\b|gutscheincode|gutscheinnummer",
    "national_id": rf"\b(?:{NATIONAL})\b|tax (?:number|id|no)|vat (?:number|id|no)|social security|national insurance|steuer|personnummer|pesel|\bdni\b|\bnif\b|"
    r"codice fiscale|\bcpf\b|\bbsn\b|aadhaar|id number",
    "identity_document": rf"\b(?:{IDENTITY})\b|\b(?-i:ID)\b(?! numbers? of the)|passport|id[- ]card|identity card|identity document|ausweis|pasaporte|driving licen[cs]e|driver'?s licen[cs]e|carte d'identité",
    "account": rf"\b(?:{USER})\b|user\s?-?name|twitter|instagram|nickname|\b(?:which|what|welche[sn]?|quel|qué|cuál|quale|qual|welke?|vilket|hvilken|jakie) (?:is )?(?:(?:your|the|ihr|votre|su|uw) )?(?:other )?(?:account|konto|compte|cuenta|conto|conta|profile?|profil)\b(?! (?:number|holder|type|manager))",
    "order_number": r"order (?:number|no\b|id\b)|which order|bestellnummer|numéro de commande|número de pedido|bestelnummer|numero d.ordine",
}  # fmt: skip
_BIRTHDAY = re.compile(_ASKS["birth_date"], re.IGNORECASE)
_KINDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKS.items()}
_ANY = re.compile("|".join(_ASKS.values()), re.IGNORECASE)


@lru_cache(maxsize=4096)
def asked_in(text: str) -> frozenset[str]:
    """The kinds that a text asks for; a sentence that only tells something asks for none, but what it tells
    of birthdays ("birthday") invites dates. The PIN code of an address is its postcode."""
    told = frozenset(("birthday",)) if _BIRTHDAY.search(text) else frozenset[str]()
    if not _REQUEST.search(text) or not _ANY.search(text):
        return told
    requests = [s[0] for s in _SENTENCE.finditer(text) if _REQUEST.search(s[0])]
    kinds = frozenset(kind for kind, asks in _KINDS.items() for sentence in requests if asks.search(sentence))
    return told | (kinds - {"password"} if {"address", "postcode"} <= kinds else kinds)
