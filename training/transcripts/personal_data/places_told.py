"""Addresses as they are told in talk: numbers in words, spoken postcodes, a house number or a town by itself
where the talk is of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.words import Words

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_AT_NUMBER = re.compile(
    r"\b(?:at|in|from|opposite|with|to|next door,?)\s(?:the\s)?(?:house\s|flat\s|door\s)?(?:no\.?|nr\.?|number)\s(?P<house>\d{1,4}[a-z]?)\b(?![.,:]\d|\s(?:on|in|of|for) )|\b(?:at|in|from) (?P<lettered>\d{1,3}[a-d])(?=\s*(?:[,;!?\n)]|\.(?!\d)|$|(?:who|and|but|has|took|next)\b))",
    re.IGNORECASE,
)
_SPEAKS_OF_HOUSES = re.compile(
    r"\b(?:neighbou?rs?|next door|handed|delivered|driver|courier|left|lives?|parcel|package|signed)\b",
    re.IGNORECASE,
)
_NUMBER_WORD = r"(?:(?:one )?hundred(?: and)? )?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen)"
_ENGLISH_TYPE = r"(?:street|road|avenue|lane|terrace|drive|close|crescent|square|court|gardens|grove|mews|place|way|hill|row)"
_IN_WORDS = re.compile(
    rf"\b(?i:{_NUMBER_WORD})(?: [a-d])?,? (?:{_CAP}[\w'’-]+ ){{1,3}}(?i:{_ENGLISH_TYPE})\b(?! \w+s\b)"
)
_NUMBERED = re.compile(
    rf"\b(?:\w*(?:straße|strasse|gasse|weg|allee|platz|straat|laan|gracht|gatan|vej|gade|utca)|[A-Z]\w+ {_ENGLISH_TYPE}),? (?:house |haus)?(?:number|no\.?|nr\.?|nummer) (?P<house>\d{{1,4}}[a-z]?\b|{_NUMBER_WORD}\b)",
    re.IGNORECASE,
)
"""A number told apart from its street: "Birkenweg, number twelve"."""
_UNNUMBERED = re.compile(
    rf"(?:^|[,;:\n(]\s?|\b(?:on|in|at|to)\s)(?P<street>(?:{_CAP}[\w'’-]+\s){{1,3}}(?:Street|Road|Lane|Avenue|Drive|Close|Crescent|Terrace)),\s(?P<town>{_CAP}[\w'’-]+(?:\s(?:of|upon|on|le|in)\s{_CAP}[\w'’-]+)?)(?=\s*(?:[,.;!?\n]|$))"
)
_ASKED_ONESELF = re.compile(
    rf"\b(?:city|town|village|ort|stadt|ville|ciudad|città|plaats|miasto)\?\s(?P<town>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?)(?=\s*(?:[,.;!?\n]|$))",
    re.IGNORECASE,
)
""" "City? Lyon." """
_NAMED_HOUSE = re.compile(
    rf"\b(?:live[sd]?|living|address is|(?:send|deliver|ship) (?:it|them)|moved) (?:at|to|in) (?P<house>(?:[Tt]he )?(?:{_CAP}[\w'’-]+\s){{0,2}}(?:Cottage|House|Forge|Barn|Mill|Lodge|Farm|Farmhouse|Rectory|Vicarage|Hall|Manor|Croft|Grange|Stables|Granary|Smithy|Schoolhouse|Bakery|Chapel|Oast|Dairy|Gatehouse)),\s(?P<town>{_CAP}[\w'’-]+(?:[ -]{_CAP}?[\w'’-]+){{0,2}}?)(?=\s*(?:[,.;!?\n]|$))"
)
"""A house that has a name and no number: "I live at the Old Forge, Bourne"."""
_MOVED = re.compile(
    rf"\b(?:moved?|moving)(?: house)?,? from (?P<town>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?) to (?P<other>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?)(?=\s*(?:[,.;!?\n]|$|(?:last|this|in|and|so|a|next)\b))"
)
_CALLED_PLACE = re.compile(
    rf"\b(?i:street|road|town|city|village|straße|strasse|wohnort|ortschaft|stadt|rue|ville|calle|ciudad|città|straat|woonplaats|stad|ulica|miasto)(?: name)?(?:(?:\s(?i:is|ist|est|es|è|now|jetzt|heißt|called|from)\b)+|\s?[:=]|,)\s(?P<place>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+){{0,2}})(?:\sto\s(?P<other>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?))?(?=\s*(?:[,.;!?\n)]|$|(?:now|please|and|but|bitte|jetzt|instead|not)\b))"
)
"""What is called a street or a town: "my street is Quai Ouest", "change city from Arles to Sète"."""
_STREET_AND_NUMBER = re.compile(
    r"\b(?:street|road|straße|strasse|rue|calle|via|straat|ulica)\b[^.?!\n]{2,50}\b(?:number|no\.?|nr\.?|nummer|hausnummer|numéro|número|numero)\s(?P<house>\d{1,4}[a-z]?)\b(?![.,:]\d)",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\b(?:(?:hinterhaus|vorderhaus|seitenflügel|quergebäude),?\s)?(?:\d{1,2}|[IVX]{1,4})\.\s?(?:og|obergeschoss|stock|etage),?\s(?:links|rechts|mitte)\b",
    re.IGNORECASE,
)
"""A floor and the side on which somebody lives."""
_LETTER = r"(?:[A-Z]\s)"
_FIGURE = (
    r"(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|\d\d?)\s)"
)
_WORD_FIGURE = r"(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen)\s)"
_SPELT_POSTCODE = re.compile(
    rf"(?<![\w'’])(?-i:{_LETTER}{{1,2}}){_FIGURE}{{1,2}}(?-i:{_LETTER}?){_FIGURE}(?-i:[A-Z]\s[A-Z])(?![\w'’])|(?<![\w'’])(?:[a-z]\s){{1,2}}{_WORD_FIGURE}{{1,2}}(?:[a-z]\s)?{_WORD_FIGURE}[a-z]\s[a-z](?![\w'’])",
    re.IGNORECASE,
)
""" "S W one two A B", as it is spoken."""
HOUSE = re.compile(
    r"\s*(?:(?:no|nope|nah|nein|nee|non|almost|it['’]?s|its|is|number|nr\.?|nummer)\b[\s,.:]*){0,4}(?P<house>\d{1,4}\s?(?:bis|ter|quater|[a-z])?)\s*[.!]*\s*",
    re.IGNORECASE,
)
"""What answers "Is Lindenweg 12 right?"."""
_CONFIRMED = re.compile(
    rf"(?:^|[.!?]\s)(?P<town>{_CAP}[\w'’-]+(?:[ -]{_CAP}[\w'’-]+)?),?\s(?:right|correct|is that (?:right|correct)|richtig|stimmt das|ja|juist|klopt dat|giusto|vero|verdad|certo|tak)\?"
)
"""A town that the shop adds to a postcode: "Delft, right?"."""


def find_told(said: Passage, words: Words) -> Iterator[tuple[int, int]]:
    """Streets, house numbers and towns, also where there is no digit."""
    text = said.text
    for pattern in (_IN_WORDS, _SPELT_POSTCODE):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("house") for match in _NUMBERED.finditer(text))
    if _SPEAKS_OF_HOUSES.search(text):
        yield from (match.span(match.lastgroup or "") for match in _AT_NUMBER.finditer(text))
    yield from (match.span() for match in _FLOOR.finditer(text))
    for match in _NAMED_HOUSE.finditer(text):
        yield from (match.span(part) for part in ("house", "town"))
    if not said.from_shop:
        yield from _called_places(text, words)
    for match in _UNNUMBERED.finditer(text):
        named = match["street"].split()[:-1]
        if not all(map(words.is_ordinary, named)) and not words.is_ordinary(match["town"]):
            yield from (match.span(part) for part in ("street", "town"))
    for match in _ASKED_ONESELF.finditer(text) if "?" in text else ():
        if words.is_town(match["town"]):
            yield match.span("town")
    for match in _CONFIRMED.finditer(text) if said.from_shop else ():
        if words.is_town(match["town"]) and not words.is_ordinary(match["town"]):
            yield match.span("town")


def _called_places(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """What a shopper calls a street or a town of theirs."""
    for match in (*_MOVED.finditer(text), *_CALLED_PLACE.finditer(text)):
        for part, place in match.groupdict().items():
            if place and not words.is_ordinary(place.split()[0]):
                yield match.span(part)
    yield from (match.span("house") for match in _STREET_AND_NUMBER.finditer(text))
