"""Names of people to fill sentences with: Faker's of many locales, words that are names, invented ones."""

from __future__ import annotations

import random
import unicodedata
from functools import cache

from faker import Faker

from training.finder.lists import lists
from training.finder.pieces import NAME, Piece, plain

LATIN = ["en_GB", "en_US", "en_AU", "en_CA", "en_IE", "en_IN", "en_NZ", "en_PK", "en_NG", "en_KE", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA", "fr_BE", "es_ES", "es_MX", "es_AR", "it_IT", "nl_NL", "nl_BE", "pl_PL", "sv_SE", "da_DK", "no_NO", "fi_FI", "is_IS", "pt_PT", "pt_BR", "tr_TR", "az_AZ", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "hr_HR", "bs_BA", "sl_SI", "sq_AL", "lt_LT", "lv_LV", "et_EE", "mt_MT", "lb_LU", "id_ID", "vi_VN", "fil_PH", "yo_NG", "ig_NG", "ha_NG", "zu_ZA", "tw_GH", "sw", "ga_IE", "uz_UZ"]  # fmt: skip
"""Locales whose names are written in Latin letters."""
ROMANIZED = ("ja_JP", "zh_CN", "zh_TW")
"""Locales that also give them in Latin letters."""
OTHER = ("ru_RU", "uk_UA", "el_GR", "bg_BG", "ja_JP", "zh_CN", "ko_KR", "ar_SA", "fa_IR", "he_IL", "hi_IN")
TITLES = {"de": "de", "fr": "fr", "es": "es", "it": "it", "nl": "nl"}
"""Languages with titles of their own; the others take the English ones."""


@cache
def faker(locale: str) -> Faker:
    """Faker of a locale; seeded by who draws (``reseed``)."""
    return Faker(locale)


def reseed(seed: int) -> None:
    """Make what Faker draws next follow from a number alone."""
    Faker.seed(seed)


class People:
    """Draws names of one locale."""

    def __init__(self, locale: str, rng: random.Random) -> None:
        self._locale, self._rng = locale, rng

    def slot(self, name: str) -> list[Piece] | None:
        """What a slot stands for; None where this is no name."""
        draw = getattr(self, f"_{name}", None)
        return draw() if draw else None

    def _first(self) -> list[Piece]:
        return _named(self.first())

    def _last(self) -> list[Piece]:
        return _named(self.last())

    def _full(self) -> list[Piece]:
        return _named(self.full())

    def _nick(self) -> list[Piece]:
        name = self.first()
        short = name[: self._rng.randint(3, 4)] if len(name) > 5 else name
        made = self._rng.choice((short, short + "y", short + "ie", short + "o", self.first()[0] + "."))
        nick = self._rng.choice(lists("names")["nick"])
        nick = self._rng.choice((nick, nick.capitalize()))
        return _named(self._rng.choice((nick, nick, made if len(made) > 2 else nick)))

    def _titled(self) -> list[Piece]:
        titles = lists("titles")[TITLES.get(self._locale[:2], "en")]
        name = self.full() if self._rng.random() < 0.2 else self.last()
        return [*plain(self._rng.choice(titles) + " "), *_named(name)]

    def _initials(self) -> list[Piece]:
        one, other, last = self.first()[0], self.first()[0], self.last()
        forms = (f"{one}. {last}", f"{one} {last}", f"{one}. {other}. {last}", f"{one} {other} {last}", f"{one}{other} {last}", f"{self.first()} {last[0]}.")  # fmt: skip
        return _named(self._rng.choice(forms))

    def _reversed(self) -> list[Piece]:
        return _named(f"{self.last()}{self._rng.choice((' ', ', '))}{self.first()}")

    def _couple(self) -> list[Piece]:
        joint = self._rng.choice((" & ", " and ", " + ", " und "))
        return [*_named(self.first()), *plain(joint), *_named(f"{self.first()} {self.last()}")]

    def _double(self) -> list[Piece]:
        return _named(f"{self.first()} {self.double_last()}")

    def _double_last(self) -> list[Piece]:
        return _named(self.double_last())

    def _particle_last(self) -> list[Piece]:
        return _named(self._with_particle(self._drawn("last")))

    def _word_first(self) -> list[Piece]:
        return _named(self._rng.choice(lists("names")["word_first"]))

    def _word_last(self) -> list[Piece]:
        return _named(self._rng.choice(lists("names")["word_last"]))

    def _word_full(self) -> list[Piece]:
        words = lists("names")
        first = self._rng.choice((self.first(), self._rng.choice(words["word_first"])))
        return _named(f"{first} {self._rng.choice(words['word_last'])}")

    def first(self) -> str:
        """A first name, now and then two."""
        one = self._shaped(self._drawn("first"))
        chance = self._rng.random()
        if chance < 0.04:
            return f"{one}-{self._drawn('first')}"
        return f"{one} {self._drawn('first')}" if chance < 0.06 else one

    def last(self) -> str:
        """A surname, now and then with a particle or a second one."""
        one, chance = self._shaped(self._drawn("last")), self._rng.random()
        if chance < 0.05:
            return self._with_particle(one)
        return self.double_last() if chance < 0.09 else one

    def double_last(self) -> str:
        """Two surnames."""
        return f"{self._drawn('last')}{self._rng.choice(('-', '-', ' '))}{self._drawn('last')}"

    def _with_particle(self, name: str) -> str:
        particle = self._rng.choice(lists("names")["particle"])
        return f"{particle}{name}" if particle[-1] in "'-c" else f"{particle} {name}"

    def full(self) -> str:
        """First name and surname, sometimes with an initial between."""
        if self._rng.random() < 0.08:
            return f"{self.first()} {self.first()[0]}{self._rng.choice(('.', ''))} {self.last()}"
        return f"{self.first()} {self.last()}"

    def _drawn(self, which: str) -> str:
        if self._rng.random() < 0.05:
            return self._rng.choice(lists("names")[f"word_{which}"])
        source = faker(self._locale)
        if self._locale in ROMANIZED:
            return str(getattr(source, f"{which}_romanized_name")())
        return str(getattr(source, f"{which}_name")())

    def _shaped(self, name: str) -> str:
        """The name, or without its accents, or one that no list has: two names of the locale cut together, or
        a letter that differs."""
        chance = self._rng.random()
        if chance < 0.12:
            return unaccented(name)
        if chance < 0.24 and len(name) > 4:
            other = self._drawn("last" if self._rng.random() < 0.5 else "first")
            return name[: len(name) // 2 + 1] + other[len(other) // 2 :].lower().lstrip(" -")
        if chance < 0.3 and len(name) > 3:
            place = self._rng.randrange(1, len(name))
            return name[:place] + self._rng.choice("aeiouyhlnrst") + name[place + 1 :]
        return name


def unaccented(text: str) -> str:
    """Without the marks above and below letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _named(name: str) -> list[Piece]:
    return [Piece(name, NAME)]
