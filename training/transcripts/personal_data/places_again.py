"""A part of an address that is told again: the street without its number, the house without its flat, the town
without its postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from training.transcripts.personal_data.found import Found, Passage, of_kind
from training.transcripts.personal_data.words import Words

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_TOWN = re.compile(
    rf"^(?:(?:[A-Z]{{1,2}}-)?\d[\d -]{{2,6}}(?:\d|\s?[A-Z]{{2}}) )?(?P<town>{_CAP}[^\W\d_]{{2,}}(?:[ -][^\W\d_]{{2,}}){{0,3}})(?:,? [A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|,? [A-Z]\d\w \w{{4}}|,? [A-Z]{{2,3}} \d{{4,5}}(?:-\d{{4}})?)?$"
)
"""Of a line such as "9000 Gent", "Leeds LS6 1BA" or "Boise, ID 83704"."""
_UNIT = re.compile(
    r"(?:flat|unit|apt\.?|apartment|suite|ste\.?|room|villa|no\.?|#)\s?\w[\w/-]{0,4},?\s+(?=\d|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"^(?:\d{1,5}\s?[a-z]?(?:[/-]\d+[a-z]?)?,?\s(?:(?:bis|ter|quater),?\s)?)?(?P<street>[^\d,]{5,}?)(?P<behind>,?\s(?:n[.º°o]{0,2}\s?)?\d[^,]*)?$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:in|an|auf|bei|zu|at|on)\s(?:(?:der|dem|den|die|das|the)\s)?(?=[A-ZÄÖÜ])")
_TYPE = re.compile(
    r"\s(?:street|st|road|rd|avenue|ave|lane|terrace|drive|court|close|square|crescent|gardens|grove|hill|way|row|place)\.?$",
    re.IGNORECASE,
)
_TYPE_BEFORE = re.compile(
    r"(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|route|calle|avenida|plaza|paseo|carrer|via|viale|piazza|corso|vicolo|rua|travessa|largo|ulica|ul\.|plac|strada)\s",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|damm|straat|laan|gracht|plein|gata|gatan|vägen|vej|gade|veien|vegen)$",
    re.IGNORECASE,
)


def told_again(
    said: Sequence[Passage], data: Sequence[Sequence[Found]], words: Words
) -> Iterator[tuple[re.Pattern[str], Found]]:
    """How the parts are written, as they were first; only what stands in the texts more than once."""
    places: dict[str, Found] = {}
    for passage, one in of_kind("address", said, data):
        for part in _parts(passage.text[one.start : one.end], words):
            places.setdefault(part, one)
    texts = "\n".join(passage.text for passage in said).casefold() if places else ""
    for place in sorted(places, key=len, reverse=True):
        if texts.count(place.casefold()) > 1:
            yield re.compile(rf"(?<!\w){_in_case(place)}(?!\w)"), places[place]


def _in_case(place: str) -> str:
    """As it is written, or with a capital where it was written without."""
    return (
        f"[{place[0].lower()}{place[0].upper()}]{re.escape(place[1:])}"
        if place[0].isalpha()
        else re.escape(place)
    )


def _parts(line: str, words: Words) -> Iterator[str]:
    """Of a whole address, part by part."""
    parts = re.split(r",\s+|\s*\n\s*", line)
    unit = _UNIT.match(line)
    if unit:
        yield line[unit.end() :]
    for part in parts:
        street = _street(part, numbered=unit is not None and part in parts[1:2])
        if street and _is_street(street, words):
            yield street
            short = _TYPE.sub("", street)
            if short != street and len(short.split()) > 1:
                yield short
    for part in (*parts, ", ".join(parts[-2:])):
        town = _TOWN.match(part)
        if town and not words.is_ordinary(town["town"]) and (town["town"] != part or words.is_town(part)):
            yield town["town"]


def _street(part: str, *, numbered: bool) -> str:
    """Without the number of the house; empty where there is none, unless it was told before."""
    match = _HOUSE.match(part)
    told = match is not None and (numbered or any(map(str.isdecimal, part)))
    return _PREPOSITION.sub("", match["street"].rstrip()) if match and told else ""


def _is_street(street: str, words: Words) -> bool:
    """Whether it bears a word for streets and another one, so that it is one wherever it stands."""
    first = street.split()[0]
    if _COMPOUND.search(street) and not words.is_ordinary(street):
        return True
    typed = len(street.split()) > 1 and first[0].isupper() and bool(_TYPE.search(street))
    return typed or bool(_TYPE_BEFORE.match(street))
