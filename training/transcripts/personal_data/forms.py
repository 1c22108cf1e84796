"""Fields of forms that are pasted or read out: "Last name: Winter", "Town/City = Leeds". A label says what stands
behind it, up to the end of the line or the next field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from training.transcripts.personal_data.found import digits_of
from training.transcripts.personal_data.words import Words

_LABELS = {
    "name": r"(?:(?:first|last|middle|given|family|full|sur|maiden|legal|contact|customer|client|shipping|billing|recipient|account|card)[ _-]?)?names?(?: (?:on|as on|as in) (?:the )?(?:card|passport|id|account|label))?|surname(?:[ /]+given names?)?|forenames?|"
    r"(?:vor|nach|familien|zu)name|vor- und nachname|ansprechpartner(?:in)?|kontaktperson|empfänger|(?:konto|karten)inhaber(?:in)?|besteller|nom(?: de famille)?|prénom|nom et prénom|destinataire|titulaire|nombre(?: completo)?|apellidos?|destinatario|titular|"
    r"nome(?: e cognome)?|cognome|intestatario|(?:voor|achter)naam|naam|ontvanger|imi[eę](?: i nazwisko)?|nazwisko|odbiorca|sobrenome|destinatário|(?:for|efter|etter)navn|navn|(?:för|efter)?namn|"
    r"contact(?: person)?|recipient|receiver|addressee|consignee|shipper name|(?:account|card|policy)?[ -]?holder|purchaser|buyer|guardian|parent|child|passenger|driver|attn|attention|signed(?: by)?|ship to|bill to|deliver to|sold to",
    "address": r"(?:(?:home|postal|street|delivery|shipping|billing|mailing|new|old|my|work) )?addr(?:ess)?(?: ?line)?[ _]?\d?|street(?: (?:name|and (?:house )?number|no|number))?|house(?: name| number| no)?|flat|apartment|building|(?:(?:post|postal) ?)?town(?: ?/ ?city)?|city(?: ?/ ?town)?|village|"
    r"(?:post|zip|postal)[ -]?code|zip|pin ?code|eircode|county|district|suburb|landmark|straße|strasse|str\.|straße (?:und|u\.|/) ?(?:hausnr\.?|hausnummer|nr\.?)|hausnummer|(?:liefer|rechnungs)?(?:anschrift|adresse)|plz(?: ?/ ?ort)?|plz,? ort|ort|wohnort|stadt|rue|ville|"
    r"code postal|cp|commune|dirección|calle|ciudad|población|código postal|c\.?p\.?|localidad|provincia|indirizzo|città|comune|straat(?: en huisnummer)?|adres|plaats|woonplaats|postcode en plaats|ulica|miejscowość|miasto|kod(?: pocztowy)?|endereço|rua|cidade|bairro|cep|"
    r"gateadresse|poststed|postnr|postnummer|gatuadress|ort|stad|katuosoite|osoite|postinumero",
    "phone": r"(?:(?:mobile|cell|home|work|tele|day(?:time)?|contact|office) ?)?phone(?: ?(?:no|number|nr))?(?: of \w+)?|mobile(?: ?(?:no|number))?|tel(?:ephone)?(?: ?(?:no|nr|number))?|cell|handy(?:nummer)?|telefon(?:nummer)?|mobil|téléphone|tél|portable|teléfono|tel[ée]fono|móvil|telefono|cellulare|telefoon(?:nummer)?|"
    r"telefone|telemóvel|celular|puhelin|whats ?app",
    "birth_date": r"d\.?o\.?b\.?|date (?:and|&) place of birth|(?:date of )?birth(?:day| ?date)?|born(?: on)?|geburts(?:datum|tag)|geb\.?(?:-?datum)?|né\(?e?\)? le|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|data urodzenia|data de nascimento|fødselsdato|födelsedatum|syntymäaika",
    "account": r"user(?: ?(?:name|id))?|log-?in(?: name)?|account name|nick(?:name)?|benutzer(?:name)?|identifiant|usuario|utente|gebruikersnaam",
    "password": r"pass ?word|pw|pwd|passwort|kennwort|mot de passe|mdp|contraseña|wachtwoord|hasło|senha|pin",
    "national_id": r"(?:tax|national|personal) (?:id|no|number|identification)(?: number)?|ssn|ni(?:no)?(?: number| no)?|national insurance (?:number|no)|steuer-?(?:id|nr|nummer)|nif|dni|nie|bsn|pesel|cpf|cnpj|aadha+r(?: no| number)?|pan(?: no| number)?|personnummer|codice fiscale|c\.?f\.?|n° sécu(?:rité sociale)?",
    "identity_document": r"passport(?: ?(?:no|nr|number))?|(?:national )?id(?:entity)?(?: ?(?:card|document))?(?: ?(?:no|nr|number))?|ausweis(?:nr|nummer| ?nr)?|personalausweis|reisepass|driv\w+ licen[cs]e(?: ?(?:no|number))?|licen[cs]e(?: ?(?:no|number))?|führerschein\w*|hkid|nric|permit(?: no)?",
    "licence_plate": r"(?:number |license |licence |car )?plate|(?:vehicle )?reg(?:istration)?(?: ?(?:no|number))?|kennzeichen|kenteken|immatriculation|matrícula|targa",
    "customer_number": r"(?:customer|client|member(?:ship)?|loyalty|account|bonus)(?: card)? ?(?:no|nr|number|id)|kunden-?(?:nr|nummer)|n° client|klantnummer|policy(?: ?(?:no|number))?",
}  # fmt: skip
_FIELD = re.compile(
    r"(?:^|[\n;|&?,(/]|\.\s|\s[-–•]\s)[ \t>*•\d.)-]*(?:"
    + "|".join(rf"(?P<{kind}>{labels})" for kind, labels in _LABELS.items())
    + r")\.?(?P<mark>[ \t]*(?:[:=]|->|→)[ \t]*|\t[ \t]*|[ \t]+(?=\S))(?P<value>[^\n;|&]+?)(?=\s/\s|[ \t]*(?:[\n;|&]|$))",
    re.IGNORECASE,
)
_LINES = 3
"""So many lines that begin with a label make a form, even without colons."""
_GROUP = r"(?:(?=[A-Z]*\d)[A-Z\d]{1,22}|(?-i:[A-Z]{1,4})(?![A-Za-z]))"
"""Of a number that may have letters: a word of the text has none of its digits."""
_FORMS = {
    "phone": re.compile(r"[+(]?\d(?:[\d ()./–-]{4,18})\d"),
    "birth_date": re.compile(r"\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,10}\.? \d{2,4}|[^\W\d_]{3,9} \d{1,2},? \d{4}"),
    "account": re.compile(r"[\w.@#-]{3,30}"),
    "password": re.compile(r"\S{4,30}"),
    "national_id": re.compile(rf"(?=(?:[A-Z /.-]*\d){{4}})(?=.{{6}})(?:{_GROUP}[ ./-]?)(?:(?<=[ ./-]){_GROUP}[ ./-]?){{0,7}}(?<![ ./-])", re.IGNORECASE),
    "identity_document": re.compile(rf"(?=(?:[A-Z -]*\d){{3}})(?=.{{5}})(?:{_GROUP}[ -]?)(?:(?<=[ -]){_GROUP}[ -]?){{0,7}}(?<![ -])(?:\(\w\))?", re.IGNORECASE),
    "licence_plate": re.compile(r"(?=[A-ZÄÖÜ -]*\d)(?=[\d -]*[A-ZÄÖÜ])(?=[^\n]{5})[A-ZÄÖÜ\d]{1,8}(?:[ -][A-ZÄÖÜ\d]{1,5}){0,2}"),
    "customer_number": re.compile(r"(?:[A-Z]{1,4}[ -]?)?\d[\dA-Z]*(?:[ -][\dA-Z]+){0,4}", re.IGNORECASE),
}  # fmt: skip
_NAME_VALUE = re.compile(
    r"[^\W\d_](?:(?!\.\s[^\W\d_]{2,}\s?[:=])[^\d\n:;,(<@=]){0,48}(?:, [^\W\d_][^\d\n:;,(<@=]{0,30})?"
)
_NO_VALUE = re.compile(
    r"(?:n/?a|none|no|yes|same|see|as (?:above|before)|unknown|missing|not|wrong|empty|required|optional|is|was|has|does|keiner?|siehe|wie)\b|\[",
    re.IGNORECASE,
)


class Field(NamedTuple):
    """Characters ``start`` to ``end`` of a text are what a field of this kind says."""

    start: int
    end: int
    kind: str


def fields_of(text: str, words: Words) -> tuple[Field, ...]:
    """The filled fields of a text."""
    if not any(mark in text for mark in ":=\n\t→>"):
        return ()
    return tuple(_fields(text, words))


def _fields(text: str, words: Words) -> Iterator[Field]:
    matches = [match for match in _matches(text) if not _NO_VALUE.match(match["value"])]
    form = sum(match.start() == 0 or text[match.start()] == "\n" for match in matches) >= _LINES
    for match in matches:
        kind = next(kind for kind in _LABELS if match[kind])
        if not match["mark"].strip() and not form:
            continue
        start, value = match.start("value"), match["value"]
        if kind == "name":
            named = _NAME_VALUE.match(value)
            if named and _may_be_named(named[0].strip(), words):
                yield Field(start, start + len(named[0].rstrip(" .-–/")), kind)
        elif kind == "address":
            if _may_be_place(value, words):
                yield Field(start, start + len(value.rstrip(" .,")), kind)
        elif (whole := _FORMS[kind].match(value)) and _is_code(kind, whole[0], words):
            yield Field(start, start + len(whole[0].rstrip(" .,")), kind)


def _matches(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while match := _FIELD.search(text, place):
        yield match
        place = match.end()


def _may_be_named(value: str, words: Words) -> bool:
    """One to six words, the first with a capital or a first name, that are not all ordinary ones."""
    parts = re.findall(r"[^\W\d_]+", value)
    if not parts or not (value[0].isupper() or words.may_be_first(parts[0])):
        return False
    return len(parts) <= 6 and not all(
        words.is_ordinary(part) and not words.may_be_first(part) and not words.is_last(part) for part in parts
    )


def _is_code(kind: str, value: str, words: Words) -> bool:
    """No word of the language for a name of a user, no few digits for a number."""
    if kind in ("account", "password"):
        return not words.is_ordinary(value.strip(".,!?"))
    return kind != "customer_number" or len(digits_of(value)) >= 4


def _may_be_place(value: str, words: Words) -> bool:
    """A few words with a number, a town, or words that are no ordinary ones."""
    parts = re.findall(r"[^\W\d_]{2,}", value)
    if len(value) > 90 or len(parts) > 10:
        return False
    ordinary = sum(map(words.is_ordinary, parts))
    numbered = any(map(str.isdecimal, value))
    return (
        (numbered and ordinary * 2 <= len(parts))
        or words.is_town(value.strip(" .,"))
        or (0 < len(parts) <= 6 and ordinary * 2 < len(parts) and (value[0].isupper() or ordinary == 0))
    )
