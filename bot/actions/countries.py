"""Which country an address is in, as far as it tells: by a name, a town that everybody knows, or the form of
its postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ELSEWHERE = "another country"
"""What is said of an address whose postcode is not of the country, where several others have such."""


@dataclass(frozen=True)
class Country:
    """A country as addresses name it: ``code`` of two letters, ``names`` besides the English one, ``towns``
    that a name alone tells of."""

    name: str
    code: str
    postcode: str
    names: str = ""
    towns: str = ""


_COUNTRIES = (
    Country(
        "Germany", "DE", r"\d{5}", "deutschland|brd",
        "berlin|hamburg|munich|münchen|cologne|köln|frankfurt|stuttgart|düsseldorf|leipzig|dortmund|essen"
        "|bremen|dresden|hanover|hannover|nuremberg|nürnberg|bonn|mannheim|karlsruhe|augsburg|kiel|münster",
    ),
    Country(
        "Austria", "AT", r"\d{4}", "österreich|oesterreich",
        "vienna|wien|graz|linz|salzburg|innsbruck|klagenfurt|villach|dornbirn|bregenz",
    ),
    Country(
        "Switzerland", "CH", r"\d{4}", "schweiz|suisse|svizzera",
        "zurich|zürich|geneva|genève|genf|basel|bern|lausanne|lucerne|luzern|winterthur|st. gallen|lugano",
    ),
    Country(
        "Netherlands", "NL", r"\d{4}(?: ?[A-Z]{2})?", "the netherlands|holland|nederland",
        "amsterdam|rotterdam|the hague|den haag|utrecht|eindhoven|groningen|tilburg|almere|breda|nijmegen"
        "|arnhem|haarlem|maastricht|leiden|delft",
    ),
    Country(
        "Belgium", "BE", r"\d{4}", "belgië|belgique|belgien",
        "brussels|brussel|bruxelles|antwerp|antwerpen|ghent|gent|charleroi|liège|bruges|brugge|leuven|namur",
    ),
    Country("Luxembourg", "LU", r"\d{4}", "luxemburg", "esch-sur-alzette"),
    Country(
        "France", "FR", r"\d{5}", "frankreich",
        "paris|marseille|lyon|toulouse|nice|nantes|montpellier|strasbourg|bordeaux|lille|rennes|grenoble",
    ),
    Country(
        "Ireland", "IE", r"[A-Z]\d[\dW] ?[A-Z\d]{4}", "éire|eire",
        "dublin|cork|limerick|galway|waterford",
    ),
    Country(
        "United Kingdom", "GB", r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
        "uk|great britain|england|scotland|wales|northern ireland",
        "london|manchester|birmingham|leeds|glasgow|edinburgh|liverpool|bristol|sheffield|cardiff|belfast",
    ),
    Country(
        "Italy", "IT", r"\d{5}", "italia|italien",
        "rome|roma|milan|milano|naples|napoli|turin|torino|bologna",
    ),
    Country(
        "Spain", "ES", r"\d{5}", "españa|spanien",
        "madrid|barcelona|valencia|seville|sevilla|bilbao|málaga",
    ),
    Country(
        "Portugal", "PT", r"\d{4}-\d{3}", "",
        "lisbon|lisboa|porto",
    ),
    Country(
        "Denmark", "DK", r"\d{4}", "danmark|dänemark",
        "copenhagen|københavn|aarhus|odense|aalborg",
    ),
    Country(
        "Sweden", "SE", r"\d{3} ?\d{2}", "sverige|schweden",
        "stockholm|gothenburg|göteborg|malmö|uppsala",
    ),
    Country(
        "Norway", "NO", r"\d{4}", "norge|norwegen",
        "oslo|bergen|trondheim|stavanger",
    ),
    Country(
        "Finland", "FI", r"\d{5}", "suomi|finnland",
        "helsinki|espoo|tampere|turku",
    ),
    Country(
        "Poland", "PL", r"\d{2}-\d{3}", "polska|polen",
        "warsaw|warszawa|krakow|kraków|gdansk|gdańsk|wrocław",
    ),
    Country(
        "Czech Republic", "CZ", r"\d{3} ?\d{2}", "czechia|česko|tschechien",
        "prague|praha|brno|ostrava",
    ),
    Country(
        "United States", "US", r"\d{5}(?:-\d{4})?", "usa|united states of america|america",
        "new york|los angeles|chicago|houston|philadelphia|san francisco|seattle|boston",
    ),
    Country(
        "Canada", "CA", r"[A-Z]\d[A-Z] ?\d[A-Z]\d", "kanada",
        "toronto|montreal|vancouver|ottawa|calgary",
    ),
)  # fmt: skip
_PLATES = {"D": "DE", "A": "AT", "B": "BE", "L": "LU", "F": "FR", "I": "IT", "E": "ES", "P": "PT", "S": "SE"}
"""Letters that go before a postcode and are no code of two letters: "A-6850"."""
_PLATE = re.compile(r"(?<!\w)([A-Z]{1,2})-(?=\d{3})")
_FORMS = sorted({country.postcode for country in _COUNTRIES}, key=len, reverse=True)
_POSTCODE = re.compile(rf"(?<![\w-])(?:{'|'.join(_FORMS)})(?!\w)")
_PART = re.compile(r"\s*[,;\n]\s*")
_DIGITS_BEFORE = re.compile(r".*\d\S*\s*", re.DOTALL)


def country_elsewhere(address: str, home: str) -> str:
    """The country of an address where it tells and it is not ``home``, by its English name or ``ELSEWHERE``;
    "" where it may be at home, or nothing is known of that country."""
    own = _called(home)
    if own is None:
        return ""
    named = _named(address)
    if named is not None:
        return "" if named is own else named.name
    return _by_postcode(address, own)


def _called(name: str) -> Country | None:
    """The country of a name or a code."""
    wanted = name.strip().casefold()
    return next((one for one in _COUNTRIES if wanted in _names_of(one)), None)


def _names_of(country: Country) -> tuple[str, ...]:
    return (country.name.casefold(), country.code.casefold(), *filter(None, country.names.split("|")))


def _named(address: str) -> Country | None:
    """The country that is named last, or before the postcode, or whose town is."""
    parts = _PART.split(address.strip(" .,;\n"))
    last = _DIGITS_BEFORE.sub("", parts[-1]).casefold().strip(" .")
    written = next((one for one in _COUNTRIES if _ends_with(last, _names_of(one))), None)
    if written is not None:
        return written
    if plate := _PLATE.search(address):
        code = _PLATES.get(plate[1], plate[1])
        return next((one for one in _COUNTRIES if one.code == code), None)
    towns = set(_towns(parts))
    return next((one for one in _COUNTRIES if towns & set(one.towns.split("|"))), None)


def _ends_with(text: str, names: tuple[str, ...]) -> bool:
    """A code of two letters counts only by itself: a word may end with it."""
    return text in names or any(text.endswith(f" {name}") for name in names if len(name) > len("uk"))


def _towns(parts: list[str]) -> Iterator[str]:
    """What may be the town: what stands behind the last number of a part, from the first part with one on,
    or before a postcode at its end."""
    numbered = next((at for at, part in enumerate(parts) if any(c.isdigit() for c in part)), len(parts))
    for part in parts[numbered:]:
        yield _DIGITS_BEFORE.sub("", _POSTCODE.sub("0 ", part)).casefold().strip(" .")
        yield _POSTCODE.sub("", part).casefold().strip(" .")


def _by_postcode(address: str, home: Country) -> str:
    """Where else the postcode belongs, if none that the address holds has the form of ``home``."""
    found = [match[0] for match in _POSTCODE.finditer(_PLATE.sub("", address))]
    if not found or any(re.fullmatch(home.postcode, code) for code in found):
        return ""
    others = [one for one in _COUNTRIES if any(re.fullmatch(one.postcode, code) for code in found)]
    return others[0].name if len(others) == 1 else ELSEWHERE
