"""Addresses to fill sentences with, as they are written in the countries of Faker's locales."""

from __future__ import annotations

import random
import re
import string
from functools import cache

from training.finder.lists import cities, lists
from training.finder.people import faker
from training.finder.pieces import ADDRESS, Piece, plain

OWN_STREETS = frozenset(
    ["de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA", "fr_BE", "fr_CH", "es_ES", "es_MX", "it_IT", "nl_NL", "nl_BE", "pl_PL", "sv_SE", "da_DK", "no_NO", "fi_FI", "pt_PT", "pt_BR", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "vi_VN", "id_ID", "zu_ZA", "el_GR", "uk_UA", "ja_JP", "zh_CN", "en_IN", "fil_PH", "az_AZ"]
)  # fmt: skip
"""Locales whose streets Faker writes as their country does; the others take English ones of lists.toml."""
BRITISH = ("{A}{n} {n}{a}{a}", "{A}{A}{n} {n}{a}{a}", "{A}{A}{n}{n} {n}{a}{a}", "{A}{n}{n} {n}{a}{a}", "{A}{A}{n}{A} {n}{a}{a}")  # fmt: skip
FORMS = {
    "GB": BRITISH, "IE": ("{E}{n}{n} {x}{x}{n}{x}", "{E}{n}{n}{x}{x}{n}{x}"), "NL": ("{m}{n}{n}{n} {A}{A}", "{m}{n}{n}{n}{A}{A}"),
    "CA": ("{A}{n}{A} {n}{A}{n}",), "US": ("{n}{n}{n}{n}{n}", "{n}{n}{n}{n}{n}", "{n}{n}{n}{n}{n}-{n}{n}{n}{n}"),
    "PL": ("{n}{n}-{n}{n}{n}",), "PT": ("{m}{n}{n}{n}-{n}{n}{n}",), "BR": ("{n}{n}{n}{n}{n}-{n}{n}{n}",), "JP": ("{n}{n}{n}-{n}{n}{n}{n}",),
    "CZ": ("{n}{n}{n} {n}{n}",), "SK": ("{n}{n}{n} {n}{n}",), "SE": ("{n}{n}{n} {n}{n}", "{m}{n}{n}{n}{n}"), "GR": ("{n}{n}{n} {n}{n}",),
    "IN": ("{m}{n}{n}{n}{n}{n}", "{m}{n}{n} {n}{n}{n}"), "CN": ("{m}{n}{n}{n}{n}{n}",), "RO": ("{m}{n}{n}{n}{n}{n}",), "VN": ("{m}{n}{n}{n}{n}{n}",),
}  # fmt: skip
"""Postcodes by country: A, a a capital, n a digit, m one that is not 0, E a letter of Eircodes, x either."""
FOUR = frozenset(["AT", "CH", "BE", "DK", "NO", "HU", "AU", "NZ", "ZA", "PH", "SI", "LU", "LV", "AZ"])
"""Countries with four digits; all that are not named have five."""
STATES = {
    "US": "NY CA TX OR WA FL IL OH MA PA GA NC CO AZ MI VT", "CA": "ON QC BC AB MB NS", "AU": "NSW VIC QLD SA WA TAS ACT",
}  # fmt: skip
TOWN_FIRST = frozenset(
    ("GB", "IE", "US", "CA", "AU", "NZ", "IN", "PK", "NG", "KE", "ZA", "JP", "CN", "VN", "ID")
)
"""Where the town stands before the postcode."""


@cache
def _towns(country: str) -> tuple[str, ...]:
    named = sorted(city["name"] for city in cities() if city["countrycode"] == country)
    return tuple(named) or _towns("GB")


class Places:
    """Draws addresses of one locale."""

    def __init__(self, locale: str, rng: random.Random) -> None:
        self._locale, self._rng = locale, rng
        self.country = locale[3:5] if "_" in locale else "GB"

    def slot(self, name: str) -> list[Piece] | None:
        """What a slot stands for; None where this is no address."""
        draw = getattr(self, f"_{name}", None)
        return draw() if draw else None

    def _street(self) -> list[Piece]:
        return _part(self.street())

    def _street_name(self) -> list[Piece]:
        return _part(re.sub(r"\W*\b(?:No\.?\s?)?\d+\S*\W*", " ", self.street()).strip() or "Church Lane")

    def _house_number(self) -> list[Piece]:
        return _part(self.number())

    def _place(self) -> list[Piece]:
        return _part(self.place())

    def _town(self) -> list[Piece]:
        return _part(self.town())

    _town_again = _town

    def _postcode(self) -> list[Piece]:
        return _part(self.postcode())

    def _district(self) -> list[Piece]:
        return _part(self._listed("district"))

    def _house(self) -> list[Piece]:
        return _part(self._listed("house"))

    def _unit(self) -> list[Piece]:
        return _part(self._listed("unit"))

    def _box(self) -> list[Piece]:
        return _part(self._listed("box"))

    def _county(self) -> list[Piece]:
        return _part(self._listed("county"))

    def _address(self) -> list[Piece]:
        """A whole one: between two and five parts, on lines or behind commas."""
        optional = [self._listed(name) if self._rng.random() < share else "" for name, share in (("unit", 0.25), ("house", 0.2))]  # fmt: skip
        district = self._listed("district") if self._rng.random() < 0.2 else ""
        parts = list(filter(None, (*optional, self.street(), district, self.place())))
        if self._rng.random() < 0.15:
            parts = [parts[-1], *parts[:-1]]
        gap = self._rng.choice((", ", ", ", ",", "\n", " ", "; "))
        pieces: list[Piece] = []
        for part in parts:
            pieces += [*(plain(gap) if pieces else []), *_part(part)]
        return pieces

    def street(self) -> str:
        """Street and number in the order of the country."""
        if self._locale in OWN_STREETS:
            line = faker(self._locale).street_address().replace("\n", ", ").strip(" ,.")
            if re.search(r"\d", line):
                return self._renumbered(line)
        words = lists("address")
        line = f"{self._rng.choice(words['street_en'])} {self._rng.choice(words['type_en'])}"
        return f"{self.number()}{self._rng.choice((' ', ' ', ' ', ', '))}{line}"

    def _renumbered(self, line: str) -> str:
        """Now and then with a number of another form: "12a", "8/14", or a blank before the letter."""
        if self._rng.random() < 0.75:
            return line
        return re.sub(r"\d+\S*", lambda _match: self.number(), line, count=1)

    def number(self) -> str:
        """Of a house."""
        number, letter = str(self._rng.randint(1, self._rng.choice((20, 150, 999)))), self._rng.choice("abcdfg")  # fmt: skip
        chance = self._rng.random()
        if chance < 0.15:
            return number + self._rng.choice((letter, letter.upper(), f" {letter}"))
        if chance < 0.22:
            return f"{number}{self._rng.choice('/-')}{self._rng.randint(1, 40)}"
        return number

    def town(self) -> str:
        """Of 15,000 people or more."""
        return self._rng.choice(_towns(self.country))

    def postcode(self) -> str:
        """In the form of the country, now and then in small letters or without its blank."""
        default = ("{m}{n}{n}{n}",) if self.country in FOUR else ("{n}{n}{n}{n}{n}",)
        form = self._rng.choice(FORMS.get(self.country, default))
        kinds = {"A": string.ascii_uppercase, "a": "ABDEFGHJLNPQRSTUWXYZ", "n": string.digits, "m": "123456789", "E": "ACDEFHKNPRTVWXY", "x": "ACDEFHKNPRTVWXY0123456789"}  # fmt: skip
        code = re.sub(r"\{(\w)\}", lambda match: self._rng.choice(kinds[match[1]]), form)
        chance = self._rng.random()
        if chance < 0.12:
            return code.replace(" ", "")
        if self.country in ("DE", "AT", "CH", "LU", "BE") and chance < 0.2:
            return f"{self._rng.choice((self.country, self.country[0]))}-{code}"
        return code.lower() if chance > 0.85 else code

    def place(self) -> str:
        """Postcode and town in the order of the country, with the state where it is written."""
        town, code = self.town(), self.postcode()
        if self.country in STATES:
            state = self._rng.choice(STATES[self.country].split())
            return self._rng.choice((f"{town}, {state} {code}", f"{town} {state} {code}", f"{town} {code}"))
        if self.country in TOWN_FIRST:
            return self._rng.choice((f"{town} {code}", f"{town} {code}", f"{town}, {code}", f"{town} - {code}" if self.country == "IN" else f"{town} {code}"))  # fmt: skip
        return f"{code} {town}"

    def _listed(self, name: str) -> str:
        text = self._rng.choice(lists("address")[name])
        return re.sub("#+", lambda match: str(self._rng.randint(1, 10 ** len(match[0]) * 2)), text)


def _part(text: str) -> list[Piece]:
    return [Piece(text, ADDRESS)]
